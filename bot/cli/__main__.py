"""`python -m bot.cli`: what `motpourmot` does, also where nothing is installed."""

from __future__ import annotations

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
