"""The output of a run: append-only JSON Lines that survive a kill at any moment.

One output is three files under one lock: `articles.jsonl` (records only), `articles.rejected.jsonl` and
`articles.run.json`. A line is written by one `os.write`; what a kill leaves behind the last newline is moved to
`<name>.torn` when the file is opened again and never parsed. What is done is read back from the files themselves, so
there is no second book that could disagree.
"""

from pipelines.ledger.encoding import coverage, encode, line_of
from pipelines.ledger.files import LedgerBusyError, LedgerError, LedgerExistsError, Mode, repair_torn_tail
from pipelines.ledger.output import SYNC_LINES, Key, Ledger, Names
from pipelines.ledger.whole import made, whole_file, write_whole

__all__ = [
    "SYNC_LINES", "Key", "Ledger", "LedgerBusyError", "LedgerError", "LedgerExistsError", "Mode", "Names", "coverage",
    "encode", "line_of", "made", "repair_torn_tail", "whole_file", "write_whole",
]  # fmt: skip
