"""`python -m newsspider`."""

import sys
from pathlib import Path

# `python -m` puts the current folder first; a folder of pages may hold a json.py. Where this package itself lies there,
# as in a checkout, its neighbours count before what is installed, and after Python's own modules all the same
_HERE = Path.cwd()
_PLACES = [place for place in sys.path if place not in ("", str(_HERE))]
_OWN = Path(__file__).resolve().parent.parent == _HERE.resolve()
_AT = next((n for n, place in enumerate(_PLACES) if _OWN and "site-packages" in place), len(_PLACES))
sys.path[:] = [*_PLACES[:_AT], str(_HERE), *_PLACES[_AT:]]

from newsspider.cli import main  # noqa: E402 - nothing of ours is imported from the current folder

if __name__ == "__main__":
    main(prog_name="newsspider")
