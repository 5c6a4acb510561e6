"""Draw pace against quality from bench/compare.json into docs/img/pace.svg: `make plot`, after `make compare`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
# the same figures give the same bytes, and words stay words
mpl.rcParams.update(
    {"svg.hashsalt": "newsspider", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10}
)

from matplotlib import pyplot as plt  # noqa: E402 - after the choice of what draws

ROOT = Path(__file__).resolve().parent.parent
RESULTS, OUT = ROOT / "bench" / "compare.json", ROOT / "docs" / "img" / "pace.svg"
PANELS = {
    "perfect": "pages right in headline, authors, dateline,\ntime, start, end and clean at once",
    "word_f1": "words of the story, F1",
}
OURS, OTHERS = "#b3361b", "#44607a"


def main() -> int:
    """Draw the two panels."""
    if not RESULTS.is_file():
        print("no bench/compare.json: make compare")
        return 1
    figures = json.loads(RESULTS.read_text(encoding="utf-8"))
    base = figures["trafilatura"]["pages_per_cpu_second"]
    drawn, panels = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for panel, (key, title) in zip(panels, PANELS.items(), strict=True):
        for system, row in figures.items():
            # whole names of the modes would cover each other
            name, ours = system.removeprefix("trafilatura-"), system == "newsspider"
            at = row["pages_per_cpu_second"] / base, row.get(key) or 0.0
            panel.plot(*at, "o", ms=9 if ours else 6, color=OURS if ours else OTHERS)
            place = {
                "textcoords": "offset points",
                "xytext": (0, 8),
                "ha": "right" if "precision" in system else "center",
            }
            panel.annotate(name, at, color=OURS if ours else OTHERS, weight="bold" if ours else "normal", **place)
        panel.set_xlabel("pages a CPU second, trafilatura = 1")
        panel.set_title(title, fontsize=10)
        panel.set_xlim(left=0)
        panel.margins(x=0.15, y=0.15)
        panel.spines[["top", "right"]].set_visible(False)
        panel.grid(alpha=0.25)
    OUT.parent.mkdir(exist_ok=True)
    drawn.savefig(OUT, metadata={"Date": None, "Title": "Pace and quality of newsspider and its peers"})
    print(OUT.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
