"""The page's style, script and icon: files of this package, at addresses that name their content.

An address has a hash of the file in it, so that a browser may keep the file for good.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_TYPES = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_KEPT = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file, its media type and the hash in its address."""

    content: bytes
    media_type: str
    digest: str


def _read(name: str) -> Asset:
    content = (files("bot.web") / "static" / name).read_bytes()
    return Asset(content, _TYPES[name], hashlib.sha256(content).hexdigest()[:12])


ASSETS = {name: _read(name) for name in _TYPES}


def asset_path(name: str) -> str:
    """Return the path of an asset, without the root path of the server."""
    return f"/assets/{ASSETS[name].digest}/{name}"


async def send_asset(request: Request) -> Response:
    """Answer with an asset. Another version's address gets today's, which is not to be kept."""
    asset = ASSETS.get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    is_current = request.path_params["digest"] == asset.digest
    headers = {
        "ETag": f'"{asset.digest}"',
        "Cache-Control": _KEPT if is_current else "no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if f'"{asset.digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
