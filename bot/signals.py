"""Ctrl-C and SIGTERM end a long-running command in order: what is under way is finished first."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable


def on_stop(stop: Callable[[], None]) -> None:
    """Call `stop` in the running event loop when the process is told to end."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises there
            loop.add_signal_handler(name, stop)
