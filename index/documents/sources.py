"""Where files were fetched from: an address for each, by the sha256 of its bytes.

The file itself stays as it was sent. What a page calls its own address is only believed where it is
of the host that it was fetched from: otherwise anybody's page could be quoted as another's.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from index.documents.texts import write_whole


class Sources:
    """Addresses in the folder `sources` of `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "sources"

    def note(self, sha256: str, url: str) -> None:
        """Note that the file with this sha256 was fetched from `url`. Raises `OSError`."""
        write_whole(self._folder / f"{sha256}.txt", url.encode("utf-8"))

    def url(self, sha256: str, said: str | None) -> str | None:
        """Return the address of the file with this sha256, which itself says that it is `said`."""
        try:
            noted = (self._folder / f"{sha256}.txt").read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return said
        return said if said and _host(said) == _host(noted) else noted


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
