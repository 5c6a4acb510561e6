"""Monitors for Spidermon: what newsspider's own alarm knows, as checks at the end of a spider.

`SPIDERMON_ENABLED = True`, `EXTENSIONS = {"spidermon.contrib.scrapy.extensions.Spidermon": 500}` and
`SPIDERMON_SPIDER_CLOSE_MONITORS = ("newsspider.monitors.NewsMonitors",)`. Needs the extra `monitor`.
"""

from __future__ import annotations

from typing import Any, Final

from spidermon import Monitor, MonitorSuite, monitors

from newsspider.running import Run

_REJECTED: Final = 0.2
"""Share of pages that may be rejected (NEWSSPIDER_MONITOR_REJECTED); a healthy site stays far below."""


@monitors.name("newsspider")
class NewsMonitor(Monitor):  # type: ignore[misc]
    """Conservation of pages, alarms of sites, and the share of rejected pages."""

    def _facts(self) -> dict[str, Any]:
        run = self.data.crawler.get_extension(Run)
        if run is None:
            self.skipTest("no run: NEWSSPIDER_DATA is empty")
        facts: dict[str, Any] = run.facts
        return facts

    @monitors.name("every page has its line")  # type: ignore[untyped-decorator]
    def test_pages_and_lines_agree(self) -> None:
        """Pages in and lines out are the same number."""
        facts = self._facts()
        self.assertEqual((facts["lost"], facts["came"]), (0, facts["totals"]["pages"]))  # noqa: PT009 - a Monitor is a TestCase

    @monitors.name("no site changed")  # type: ignore[untyped-decorator]
    def test_no_site_is_below_its_floor(self) -> None:
        """No site is far from its usual numbers (newsspider.watch)."""
        alarms = self._facts()["alarms"]
        said = "; ".join(f"{site}: {', '.join(what)}" for site, what in alarms.items())
        self.assertFalse(alarms, said)  # noqa: PT009 - a Monitor is a TestCase

    @monitors.name("few pages are rejected")  # type: ignore[untyped-decorator]
    def test_rejected_share(self) -> None:
        """Rejected pages, unchanged ones and those of robots.txt left out, stay under their share."""
        totals = self._facts()["totals"]
        bad = totals["rejections"] - totals["unchanged"] - totals["robots"]
        most = self.data.crawler.settings.getfloat("NEWSSPIDER_MONITOR_REJECTED", _REJECTED)
        self.assertLessEqual(bad, most * totals["pages"], f"{bad} of {totals['pages']} pages rejected")  # noqa: PT009 - a Monitor is a TestCase


class NewsMonitors(MonitorSuite):  # type: ignore[misc]
    """All of them."""

    monitors = [NewsMonitor]  # noqa: RUF012 - Spidermon's own form
