"""What the benchmarks share: tables in Markdown, the versions they ran with, medians."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np


def format_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its columns padded so that it reads well in a terminal too."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(header), rule, *(line(row) for row in rows)])


def named_version(distribution: str) -> str:
    """The distribution's name and installed version, "not installed" where it is missing."""
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return f"{distribution} not installed"


def machine() -> str:
    """The machine in general terms: cores, system, Python."""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile of `values`, linear between neighbours; NaN for none."""
    return float(np.percentile(values, percent)) if values else float("nan")
