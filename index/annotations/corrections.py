"""What an article says of an error: that it corrects one ("Rectificatif"), and what it was."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from index.documents.document import Document
from index.text.folding import fold_phrase

_OPENING = 400  # characters of a text in which it says that it is a correction
# The error, as far as the sentence goes: "nous avons écrit que la location ouvrait le 10 mars".
_ERROR = re.compile(
    r"\bnous (?:avons|avions) (?:à tort |par erreur )?(?:écrit|indiqué|annoncé|publié)"
    r"(?: à tort| par erreur)? qu(?:e |['’])[^.;!?\n]*"
    r"|\bwe (?:wrongly|incorrectly|mistakenly) (?:said|reported|wrote|stated)(?: that)? [^.;!?\n]*"
    r"|\ban earlier version of this (?:article|story) (?:wrongly |incorrectly |mistakenly )?"
    r"(?:said|reported|stated|gave)(?: that)? [^.;!?\n]*",
    re.IGNORECASE,
)


def tells_correction(text: str) -> bool:
    """Return whether `text` says that it corrects something."""
    return _pattern().search(fold_phrase(text)) is not None


def is_correction(document: Document) -> bool:
    """Return whether the article says so in its title or where it opens."""
    start = document.body_start
    return tells_correction(f"{document.topic}\n{document.text[start : start + _OPENING]}")


def errors_told(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places in `text[start:end]` where an error is told again, in order."""
    return [match.span() for match in _ERROR.finditer(text, start, end)]


@cache
def _pattern() -> re.Pattern[str]:
    raw: str = json.loads((files(__package__) / "corrections.json").read_text("utf-8"))[
        "correction"
    ]
    return re.compile(raw)
