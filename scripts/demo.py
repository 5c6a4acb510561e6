"""Crawl fixture sites on loopback twice, re-parse their archive, and show that both give the same: `make demo`.

    python scripts/demo.py out/demo

The sites are the pages under fixtures/sites with a feed, a news sitemap and robots.txt each. Between the two crawls one
story changes and one comes; one page has moved, one is broken, one is off limits. Nothing leaves this machine.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.server.sites import NewsSite, Town  # noqa: E402 - found through the line above

FIXTURES = ROOT / "fixtures" / "sites"
HOUSES = (
    "northline.test", "meridian-wire.test", "albion-courier.test", "daily-beacon.test", "bundesblatt.test",
    "la-rive.test", "diario-meseta.test", "minato-shimbun.test", "habari-pwani.test", "nevsky-agency.test",
)  # fmt: skip
FERRY = "/article/ferry-inquiry-maine-4c1d"


def sites() -> list[NewsSite]:
    """Return the sites, each with its fixture pages."""
    found: dict[str, NewsSite] = {}
    for house in HOUSES:
        for case in sorted((FIXTURES / house).iterdir()):
            facts = json.loads((case / "page.json").read_text(encoding="utf-8"))
            url = urlsplit(facts["url"])
            if facts["status"] == 200 and not case.name.startswith("not-"):
                site = found.setdefault(house, NewsSite(url.hostname or house))
                site.stories[url.path] = (case / "page.html").read_bytes()
                site.kinds[url.path] = facts["content_type"]
    first = found[HOUSES[0]]
    first.moved["/old/ferry-inquiry"] = FERRY
    first.broken.add("/article/a-page-that-is-broken")
    first.stories["/private/minutes-of-the-council"] = b"<html><body>Not for crawlers</body></html>"
    return list(found.values())


def added_to(page: bytes) -> bytes:
    """Return a page with one sentence more in the second paragraph of its story."""
    at = page.index(b"</p>", page.index(b"<p>", page.index(b"<p>") + 1))
    return page[:at] + b" The inquiry goes on, the office said on Thursday." + page[at:]


def say(text: str) -> None:
    """Print a heading."""
    print(f"\n--- {text}", flush=True)


def newsspider(folder: Path, *arguments: str) -> None:
    """Run a command as a user would; a site below its floor (6) is no failure of the demo."""
    done = subprocess.run([sys.executable, "-m", "newsspider", *arguments], cwd=folder, check=False)
    if done.returncode not in (0, 6):
        sys.exit(done.returncode)


def project(folder: Path, town: Town, served: list[NewsSite]) -> None:
    """Make a project for the sites, by the command and by hand."""
    newsspider(folder.parent, "init", folder.name, "--contact", "demo@operator.example")
    with (folder / "settings.py").open("a") as file:
        file.write("\n# names ending in .test are this machine; nobody there needs a pause\n")
        file.write("NEWSSPIDER_TEST_HOSTS = True\nDOWNLOAD_DELAY = 0\n")
    with (folder / "sites.toml").open("a") as file:
        file.writelines(f'[[site]]\ndomain = "{s.host}"\n' for s in served)
    for site in served:
        site.port = town.port
        (folder / "sites" / f"{site.host}.toml").write_text(
            f'domain = "{site.host}"\nfeeds = ["{site.url("/feed.xml")}"]\nsitemaps = ["{site.url("/news.xml")}"]\n'
        )


def lines(folder: Path, pattern: str) -> list[bytes]:
    """Return the records in all files of a pattern, sorted: a crawl writes them as they come."""
    files = [p for p in folder.glob(pattern) if ".rejected" not in p.name]
    return sorted(line for p in files for line in p.read_bytes().splitlines())


def main(out: Path) -> None:
    """Run the demo into a folder."""
    shutil.rmtree(out, ignore_errors=True)
    folder = out / "project"
    out.mkdir(parents=True)
    served = sites()
    with Town(*served) as town:
        say(f"{len(served)} fixture sites on 127.0.0.1:{town.port}, a project for them")
        project(folder, town, served)
        say("the first run finds everything: newsspider run")
        newsspider(folder, "run")
        site = served[0]
        page = site.stories[FERRY]
        site.stories[FERRY] = added_to(page)
        site.changed[FERRY] = datetime.now(UTC).isoformat()  # noqa: TID251 - the site changes now
        new = site.stories[FERRY].replace(b"<title>", b"<title>New: ")
        site.stories["/article/ferry-inquiry-second-day"] = new
        say("one story changed, one came; the second run asks for these two only: newsspider run")
        before = dict(town.hits)
        newsspider(folder, "run")
        asked = [p for (h, p), n in town.hits.items() if n > before.get((h, p), 0) and p in town.sites[h].stories]
        print(f"pages asked for: {', '.join(asked)}")
    say("the archive alone gives the same records: newsspider reparse data/archive")
    again = out / "reparse" / "articles.jsonl"
    newsspider(folder, "reparse", "data/archive", "--sites", "sites", "-o", str(again.resolve()))
    crawled, parsed = lines(folder / "data" / "records", "*.jsonl"), lines(again.parent, "articles.jsonl")
    if crawled != parsed:
        sys.exit(f"the records differ: {len(crawled)} crawled, {len(parsed)} from the archive")
    print(f"{len(crawled)} records from the crawl and from the archive: the bytes are equal")
    say("what changed between two versions of a story: data/versions.jsonl")
    print((folder / "data" / "versions.jsonl").read_text(encoding="utf-8"), end="")
    say("one record")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
