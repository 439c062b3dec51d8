"""How tests run `motpourmot` as a process of its own."""

from __future__ import annotations

import os
import socket

from tests.paths import ROOT, SEEDS


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a child that answers from `seeds/`, in the default install.

    The extra `crosslingual` is hidden from it: its model would take most of the start.
    """
    path = os.pathsep.join(map(str, (ROOT / "tests" / "without_extras", ROOT)))
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONUNBUFFERED": "1",
        "ARTICLES_DIR": str(SEEDS),
        **settings,
    }


def free_port() -> int:
    """Return a port of the loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
