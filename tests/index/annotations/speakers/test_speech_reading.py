from __future__ import annotations

from tests.index.annotations.speakers.test_speech import said


def test_a_reply_changes_the_speaker() -> None:
    text = "« Oui », a dit Jean Morel. « Non », a-t-il répondu."
    assert [words for words, _ in said(text)] == ["« Oui »"]


def test_a_woman_is_no_he() -> None:
    assert said("Mme Roche est venue. « Oui », a-t-il dit.") == []
