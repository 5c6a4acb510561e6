"""`python -m newsspider`."""

import sys
from pathlib import Path

# `python -m` puts the current folder first; a folder of pages may hold a json.py
_HERE = str(Path.cwd())
sys.path[:] = [*(place for place in sys.path if place not in ("", _HERE)), _HERE]

from newsspider.cli import main  # noqa: E402 - nothing of ours is imported from the current folder

if __name__ == "__main__":
    main(prog_name="newsspider")
