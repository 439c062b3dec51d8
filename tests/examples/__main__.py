"""Run `python -m tests.examples [--write]` from the top of the checkout."""

from __future__ import annotations

import argparse
import sys

import pytest

from index import Engine
from tests.examples.making import made, stale
from tests.paths import ROOT, SEEDS


def main() -> int:
    """Return 0, or 1 if an example is not current and was not written."""
    parser = argparse.ArgumentParser(prog="python -m tests.examples", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the examples anew")
    options = parser.parse_args()
    engine = Engine.from_folder(SEEDS)
    with pytest.MonkeyPatch.context() as patch:
        files = made(engine, patch)
    changed = stale(files)
    for path in changed:
        if options.write:
            path.write_text(files[path], encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {'written' if options.write else 'is not current'}")
    if not changed:
        print("all examples are current")
    return 1 if changed and not options.write else 0


sys.exit(main())
