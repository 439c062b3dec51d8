from __future__ import annotations

import pytest

from index.annotations.speakers.phrases import SpeakerReader, cut_words
from index.annotations.speakers.words import speech_words


@pytest.mark.parametrize(
    ("text", "speaker", "gender"),
    [
        ("M. Trump sur sa plateforme", "M. Trump", "m"),
        ("le patron d'OpenAI, Sam Altman, en mai", "le patron d'OpenAI, Sam Altman", "m"),
        ("son patron Dario Amodei, qui", "Dario Amodei", "m"),
        ("Anne Lefort et Paul Simon.", "Anne Lefort et Paul Simon", "p"),
        ("cela", None, ""),
    ],
)
def test_where_a_speaker_ends(text: str, speaker: str | None, gender: str) -> None:
    lists = speech_words("fr")
    assert lists
    words = cut_words(text, 0, len(text))
    reader = SpeakerReader(text, words, lists, frozenset())
    found = reader.read(0, len(words))
    if found:
        found = reader.with_name(found, len(words))
    assert (text[found.start : found.end] if found else None) == speaker
    assert (found.gender if found else "") == gender
