"""The review report: records beside their pages in one HTML file that asks for nothing."""

from newsspider.report.building import Report, build

__all__ = ["Report", "build"]
