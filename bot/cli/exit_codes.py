"""The exit codes of every command, which scripts rely on.

0 done (a question answered, a quote verified), 1 a quote that the articles do not have, or not
where it is said to be, 2 bad input or settings, or a quote that cannot be checked, 3 a question
without an answer, 4 Telegram or the database cannot be reached, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

from bot.errors import UnreachableError
from index import MotPourMotError

EXIT_OK = 0
EXIT_NOT_VERIFIED = 1
EXIT_BAD_INPUT = 2
EXIT_NO_ANSWER = 3
EXIT_UNREACHABLE = 4
EXIT_STOPPED = 130


def code_of(error: MotPourMotError) -> int:
    """Return the exit code of a command that `error` ended."""
    return EXIT_UNREACHABLE if isinstance(error, UnreachableError) else EXIT_BAD_INPUT
