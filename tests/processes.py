"""How tests run `motpourmot` as a process of its own."""

from __future__ import annotations

import os
import socket

from tests.paths import ROOT, SEEDS


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a child that answers from `seeds/`.

    It does so without the reader, which would take half of its start, unless `settings` have
    READER="on".
    """
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "ARTICLES_DIR": str(SEEDS),
        "READER": "off",
        **settings,
    }


def free_port() -> int:
    """Return a port of the loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
