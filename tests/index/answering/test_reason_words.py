from __future__ import annotations

from index.answering.reason_words import reason_words


def test_both_languages_say_the_same_things() -> None:
    words = reason_words()
    assert words.texts["fr"].keys() == words.texts["en"].keys()
    assert words.kinds["fr"].keys() == words.kinds["en"].keys()
    assert words.counted.keys() <= words.kinds["fr"].keys()


def test_marks_stand_as_each_language_prints_them() -> None:
    words = reason_words()
    assert words.texts["fr"]["quote"].format("mot") == "« mot »"
    assert words.texts["en"]["quote"].format("word") == "“word”"
