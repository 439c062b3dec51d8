"""What the first question would have to wait for, done when the articles are indexed."""

from __future__ import annotations

from collections.abc import Iterable

from index.questions.analysis import kind_patterns
from index.questions.follow_ups import read_follow_up
from index.questions.language import detect_question_language
from index.questions.normalising import load_habits
from index.questions.previous import PreviousTurn, forms, patterns
from index.text.tokens import analyzer_for

_SPOKEN = ("fr", "en")  # the languages of follow-ups


def prepare_questions(languages: Iterable[str]) -> None:
    """Load the words and compile the patterns that questions need.

    `languages` are those of the articles; French and English are always prepared.
    """
    for language in {*_SPOKEN, *languages}:
        analyzer_for(language)
        load_habits(language)
        kind_patterns(language)
    for language in _SPOKEN:
        patterns(language)
        for kind in ("clauses", "forms", "owned", "topics"):
            forms(language, kind)
    detect_question_language("")
    read_follow_up("et alors ?", PreviousTurn("Qui est Sam Altman ?", "fr"))
