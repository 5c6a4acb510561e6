"""Leave-one-out measure of the site memory: what it would take out of each page, knowing the site's other pages.

    scripts/site_memory.py RECORDS.jsonl [--shared ../shared] [--fewest 2]

For sites with three or more pages. A block that goes and stands in the page's body truth is text lost: there must be
none. Prints every block that goes.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from newsspider import memory as store
from pipelines.memory import SiteMemory, fingerprint, repeated
from pipelines.text import key
from pipelines.worker.tasks import host_of


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("records", type=Path)
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--fewest", type=int, help="other stories that must hold a block, instead of the product's")
    given = options.parse_args()
    if given.fewest is not None:
        store.FEWEST, store.SHARE = given.fewest, 0.0
    truths = {}
    for line in (given.shared / "gold" / "bodies.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        truths[row["page"]] = key(row.get("text") or "".join(row.get("paragraphs") or []))
    sites: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in given.records.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record.get("body"):
            sites[host_of(record["url"]) or ""].append(record)
    several = {host: records for host, records in sites.items() if len(records) >= 3}
    gone = lost = 0
    for records in several.values():
        for record in records:
            mine = store.story_of(record["body"]["paragraphs"])
            others = {
                story: [f for t in other["body"]["paragraphs"] if (f := fingerprint(t))]
                for other in records
                if (story := store.story_of(other["body"]["paragraphs"])) != mine
            }
            blocks = record["body"]["blocks"]
            known = SiteMemory("", store.common(others))
            for index in sorted(repeated([b["text"] for b in blocks], [b["kind"] == "heading" for b in blocks], known)):
                text = blocks[index]["text"]
                bad = key(text) in truths.get(record["source"]["path"], "")
                gone, lost = gone + 1, lost + bad
                print("LOST" if bad else "gone", record["source"]["path"], text[:100])
    print(f"{len(several)} sites, {sum(map(len, several.values()))} pages: {gone} blocks gone, {lost} of them story")


if __name__ == "__main__":
    main()
