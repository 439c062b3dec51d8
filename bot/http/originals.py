"""The file that an article was read from, as it was then: to be saved, not to be shown.

A page of others may hold anything. It is sent as an attachment, and where a browser shows it all
the same, in a sandbox: what is in it runs neither as us nor at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse

from bot.errors import NoOriginalError
from bot.http.parameters import DocumentId, IfNoneMatch, has_it
from bot.http.problems import problem_responses
from bot.library import Library

_CHUNK = 256 * 1024  # bytes
_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


def add_originals(app: FastAPI, library: Library) -> None:
    """Add the routes to `app`."""

    def send_original(
        request: Request, document_id: DocumentId, if_none_match: IfNoneMatch = None
    ) -> Response:
        """Send the file to the letter, as an attachment; its sha256 is the ETag.

        Of `.html`, `.pdf` and `.docx` it is what the stored text was extracted from. A file that
        has changed since is not sent: 404.
        """
        document = library.engine.document(document_id)
        if document.original is None:
            raise NoOriginalError("it was not read from a file")
        headers = {**_HEADERS, "ETag": f'"{document.original_sha256}"'}
        if has_it(document.original_sha256, if_none_match or ""):
            return Response(status_code=304, headers=headers)
        file, size = _opened(document.original, document.original_sha256)
        headers["Content-Length"] = str(size)
        # Said here, because Starlette would add that it is UTF-8, which of a page nobody knows.
        headers["Content-Type"] = document.media_type
        headers["Content-Disposition"] = disposition(document.original.name)
        if request.method == "HEAD":
            file.close()
            return Response(headers=headers)
        return StreamingResponse(_chunks(file), headers=headers)

    for method, summary in (
        ("GET", "Get the file that an article was read from"),
        ("HEAD", "Look whether the file has changed"),
    ):
        app.add_api_route(
            "/documents/{document_id}/original",
            send_original,
            methods=[method],
            operation_id=f"{method.lower()}_original",
            summary=summary,
            response_class=Response,
            responses=_responses(),
            tags=["articles"],
        )


def disposition(name: str) -> str:
    """Return the header that says to save a file under `name` (RFC 6266, RFC 8187)."""
    plain = "".join(c if " " <= c <= "~" and c not in '"\\%' else "_" for c in name)
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def _opened(path: Path, sha256: str) -> tuple[BinaryIO, int]:
    """Return the file at `path`, open, and its size. Raises `NoOriginalError`.

    What is sent is what was read as an article, by its sha256: whatever has since been put in its
    place, a link to another file for one, is not.
    """
    try:
        file = path.open("rb")
    except OSError:
        raise NoOriginalError("it is no longer there") from None
    try:
        size, found = 0, hashlib.sha256()
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            found.update(chunk)
        file.seek(0)
    except OSError:
        file.close()
        raise NoOriginalError("it can no longer be read") from None
    if found.hexdigest() != sha256:
        file.close()
        raise NoOriginalError("it has changed since it was read")
    return file, size


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _responses() -> dict[int | str, dict[str, Any]]:
    etag = {"ETag": {"description": "The file's sha256, quoted", "schema": {"type": "string"}}}
    said = {"Content-Disposition": {"description": "Its name", "schema": {"type": "string"}}}
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {
        200: {
            "description": "The file",
            "content": {"*/*": binary},
            "headers": {**etag, **said},
        },
        304: {"description": "The caller has this file already", "headers": etag},
        **problem_responses(404, 422),
    }
