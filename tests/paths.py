"""Where the tests find what they read."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
DATA = Path(__file__).parent / "data"
EVALUATION_SETS = ROOT.parent / "shared" / "eval"  # not part of the project; tests skip without
