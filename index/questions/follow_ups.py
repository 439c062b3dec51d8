"""A follow-up as a question of its own: "Et quand ?", "What about OpenAI?", "Quel âge a-t-il ?".

Nothing is ranked and no article is looked at: the new question is made from the reader's words
and the last answered question. What comes out is a sentence that a reader would write; where
none does, the reader is asked for the whole question. A complete question is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.errors import InputError
from index.questions.checking import check_question
from index.questions.conversation import small_talk
from index.questions.english import read_english
from index.questions.french import read_french
from index.questions.normalising import normalise
from index.questions.previous import END, Made, PreviousTurn

Reply = Literal["thanks", "greeting", "ok", "sure", "more", "invite", "in_full"]

_MAX_WORDS = 12  # of a follow-up; a longer question says what it is about
_NEEDS_GROUND = ("sure", "more")
# French elides and contracts what now stands side by side: "d'Google", "de OpenAI", "de le".
_VOWELS = "AEIOUÉÈÊÎÔŒaeiouéèêàâîôœ"
_CONTRACTED = (
    (re.compile(rf"\b([Dd]|[Qq]u)['’](?=[^\W\d_{_VOWELS}Hh])"), r"\1e "),
    (re.compile(r"\b([Dd])e le (?=\w)"), r"\1u "),
    (re.compile(r"\b([Dd])e les (?=\w)"), r"\1es "),
    (re.compile(r"(?<=[ ^])à le (?=\w)"), "au "),
    (re.compile(r"(?<=[ ^])à les (?=\w)"), "aux "),
    (re.compile(rf"\b([Dd]|[Qq]u)e (?=[{_VOWELS}]|H(?:élène|enri|ubert|ugo|ervé|onoré))"), r"\1'"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message in a conversation was taken for.

    `question` is what to rank. `interpreted_as` is the same if it is not what was typed, else
    None. With a `reply`, nothing is ranked: the face answers with a sentence of its own.
    """

    question: str
    interpreted_as: str | None = None
    reply: Reply | None = None


def read_follow_up(text: str, previous: PreviousTurn | None, *, language: str = "") -> Reading:
    """Read `text` after the last answered question, `previous`; None if there was none.

    `language` is the language that decides if the words of `text` may be of two. Raises
    `InputError` for what is no question.
    """
    if talk := small_talk(text):
        return Reading(text, reply="invite" if not previous and talk in _NEEDS_GROUND else talk)
    text = check_question(text)
    if len(text.split()) > _MAX_WORDS:
        return Reading(text)
    readers = [("fr", read_french), ("en", read_english)]
    if (language or (previous.language if previous else "")) == "en":
        readers.reverse()
    for code, read in readers:
        typed = text
        if text == text.lower():  # typed in haste, perhaps in shorthand
            typed = normalise(text, language=code, articles=code).text.strip()
        typed = typed.rstrip(END)
        if (made := read(typed, previous)) is not None:
            return _reading(text, made)
    return Reading(text)


def _reading(text: str, made: Made) -> Reading:
    """Return what was made of `text` as a question, or ask in full where it is none."""
    question = made.question
    if made.language == "fr":
        for pattern, contracted in _CONTRACTED:
            question = pattern.sub(contracted, question)
    question = " ".join(question.split())
    try:
        mark = " ?" if made.language == "fr" else "?"
        question = check_question(question[:1].upper() + question[1:] + mark)
    except InputError:
        return Reading(text, reply="in_full")
    return Reading(question, interpreted_as=question)
