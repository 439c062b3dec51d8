"""What is installed, as `--version`, the API and the metrics say it."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """Return the version that is installed."""
    try:
        return metadata.version("motpourmot")
    except metadata.PackageNotFoundError:  # a checkout that is not installed
        return "0"
