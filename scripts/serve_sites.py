"""Serve the fixture sites on this machine until interrupted: `make sites`, for a first crawl without anybody's site.

    python scripts/serve_sites.py [--port 8650]

Each site has a home page, a feed, a news sitemap and robots.txt. A project reaches them under their names with
NEWSSPIDER_TEST_HOSTS = True, which makes names ending in `.test` this machine.
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.demo import sites  # noqa: E402 - found through the line above
from tests.server.sites import Town  # noqa: E402


def main() -> None:
    """Serve until a signal comes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--port", type=int, default=8650)
    port = parser.parse_args().port
    served = sites()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(f"port {port}: {error.strerror}; name another with --port")
    with Town(*served, port=port) as town:
        for site in served:
            print(f"http://{site.host}:{town.port}  {len(site.stories)} pages")
        print("crawl them with NEWSSPIDER_TEST_HOSTS = True in settings.py; Ctrl-C ends", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
