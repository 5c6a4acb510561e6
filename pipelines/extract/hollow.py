"""What nobody reads on a page is emptied before it is parsed: style sheets, drawings, scripts that hold no story.

The elements stay, so that the XPaths of all others are those of the page. A sixth of a page's time goes with them.
"""

from __future__ import annotations

import re
from typing import Final

_OPEN: Final = re.compile(r"<(?:!--|style\b|svg\b|script\b)", re.IGNORECASE)
_CLOSE: Final = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("style", "svg", "script")}
_MARKUP: Final = re.compile(
    r"<(?:p|div|span|a|br|li|ul|td|table|img|h[1-6]|article|section|main|body|svg|style|script)\b|</(?:p|div)|u003c",
    re.IGNORECASE,
)
"""What no style sheet and no drawing holds, and a script only with text in it: then nothing is emptied, for the
element may not have been closed, or may stand inside an attribute."""
_DATA: Final = re.compile(r"json|data-|shadowroot", re.IGNORECASE)
"""Scripts whose opening tag says so are read: JSON-LD and the state of a page."""
_LONGEST: Final = 2_000
"""Characters of an opening tag; of a longer one nothing is known."""


def hollow(text: str) -> str:
    """Return a page with empty style sheets, drawings and scripts; anything in doubt stays as it is.

    >>> hollow("<style>p { color: red }</style><svg viewBox='0'><path d='M0'/></svg><p>Text</p>")
    "<style></style><svg viewBox='0'></svg><p>Text</p>"
    """
    out: list[str] = []
    kept = at = 0
    ends: dict[str, int] = {}
    while (found := _OPEN.search(text, at)) is not None:
        if found[0] == "<!--":
            at = text.find("-->", found.end())
            if at < 0:
                break
            continue
        name = found[0][1:].lower()
        begin = text.find(">", found.end(), found.end() + _LONGEST) + 1
        at = found.end()
        if not begin or text[begin - 2] == "/":
            continue
        if ends.get(name, 0) < begin:  # looked for once, however many open before it
            closing = _CLOSE[name].search(text, begin)
            ends[name] = closing.start() if closing else len(text) + 1
        end = ends[name]
        if end > len(text):
            continue
        if name == "script":
            at = end
        is_read = name == "script" and _DATA.search(text, found.end(), begin) is not None
        if not is_read and end > begin and _MARKUP.search(text, begin, end) is None:
            out.append(text[kept:begin])
            kept = at = end
    return "".join(out) + text[kept:] if out else text
