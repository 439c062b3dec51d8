"""What every problem document must be, and names that several tests of the API use."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx

DOCUMENT = "000_8ca491ea4156916f"
TEXT = f"/documents/{DOCUMENT}/text"
LEAKS = re.compile(r"Traceback|File \"|\.py\b|/work|/tmp|/home|site-packages|0x[0-9a-f]{6}")


def check_problem(
    response: httpx.Response, status: int, detail: str, field: str | None = None
) -> dict[str, Any]:
    """The problem document that `response` is, after checking all that every one must hold."""
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    problem: dict[str, Any] = json.loads(response.content.decode("utf-8"))
    assert (response.status_code, problem["detail"]) == (status, detail)
    assert problem["status"] == status
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem.get("field") == field
    assert not LEAKS.search(response.text)
    assert len(response.content) < 1_000
    return problem
