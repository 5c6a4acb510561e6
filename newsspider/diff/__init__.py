"""What changed between two runs over the same pages: two rule versions, or two versions of trafilatura."""

from newsspider.diff.comparing import Difference, compare
from newsspider.diff.showing import html_page

__all__ = ["Difference", "compare", "html_page"]
