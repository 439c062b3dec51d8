"""Who said what, by the gold speakers of `data/speech.json` and in the first article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document
from index.documents import Document as _Document
from index.lexicon import available_languages
from index.passages import cut_passages
from index.speech import find_speaker, speaker_terms, speeches, speeches_of

GOLD: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "speech.json").read_text("utf-8")
)


def article(text: str, language: str = "fr") -> Document:
    return _Document(
        id="a", title="", text=text, language=language, published_at=None, url=None, sha256="",
        body_start=0,
    )  # fmt: skip


def said(text: str, language: str = "fr") -> list[tuple[str, str]]:
    """What is said in `text`, and who says it."""
    source = article(text, language)
    return [
        (text[s.start : s.end], text[s.speaker_start : s.speaker_end]) for s in speeches_of(source)
    ]
