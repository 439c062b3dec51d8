from __future__ import annotations

import pytest

from tests.index.annotations.speakers.test_speech import said


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("« Oui », a dit Jean Morel.", {"Jean Morel"}),
        ("« Oui », Jean Morel a dit.", {"Jean Morel"}),
        ("Jean Morel n'a pas dit « oui ».", set()),
    ],
)
def test_the_subject_stands_before_or_behind(text: str, speakers: set[str]) -> None:
    assert {who for _, who in said(text)} == speakers
