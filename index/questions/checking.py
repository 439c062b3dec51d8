"""The limits that every question must keep, whichever face it comes from."""

from __future__ import annotations

from index.errors import InputError, show

MAX_QUESTION = 1_000  # characters


def check_question(text: str) -> str:
    """Return `text` without white space at its ends, if it can be asked.

    Raises `InputError` where it is empty, has over `MAX_QUESTION` characters, no letter or digit,
    or is no Unicode text (unpaired surrogates).
    """
    stripped = text.strip()
    if not stripped:
        raise InputError("question", "must not be empty", show(text))
    if len(stripped) > MAX_QUESTION:
        raise InputError(
            "question", f"must have at most {MAX_QUESTION} characters", f"{len(stripped)}"
        )
    if any("\ud800" <= character <= "\udfff" for character in stripped):
        raise InputError("question", "must be Unicode text without unpaired surrogates", show(text))
    if not any(character.isalnum() for character in stripped):
        raise InputError("question", "must have at least one letter or digit", show(text))
    return stripped
