"""How requests and replies travel: one byte of kind, eight of length, then the payload."""

from __future__ import annotations

import struct
from typing import Final

HEAD: Final = struct.Struct(">BQ")
READY: Final = 0
DONE: Final = 1
FAILED: Final = 2
