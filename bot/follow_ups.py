"""Which questions lean on the one before, told by their words alone.

"Et quand ?", "What about OpenAI?", "Quand l'a-t-il signé ?": a follow-up has no verb, nothing
but question words, or a pronoun that nothing in the question explains. The rules are patterns in
`conversation.json`, over folded words with one space between ("quand l a t il signe"), so that
accents, capitals, hyphens and apostrophes may be missing. In doubt a question is complete.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from index.text.folding import fold
from index.text.lexicon import load_lexicon

Kind = Literal["another", "bare", "pronoun", "quote"]

LANGUAGES = ("fr", "en")
_TEXTS = frozenset({"colon", "end"})  # the only rules that are no lists
_MAX_WORDS = 12  # of a follow-up; a longer question says what it is about
_MAX_ANOTHER = 6  # words of what is put in place of something
_WORD = re.compile(r"[^\W_]+")
_NAMED_BEHIND = re.compile(r",\s*(?:\w+['’ ])?[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `text[start:end]`, and the same folded."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that leans on the one before.

    `words` are the reader's own, without what opens them ("Et") and without the question mark.
    `kind` is what they need: "another" (they name something in place of something else), "bare"
    (question words without a topic), "pronoun" (whom or what it stands for), "quote" (what was
    quoted).
    """

    kind: Kind
    language: str
    words: str


@cache
def rules() -> dict[str, dict[str, Any]]:
    """The word lists and patterns by language; lists as sets."""
    raw = json.loads((files("bot") / "conversation.json").read_text("utf-8"))
    return {
        language: {
            name: frozenset(value.split())
            if isinstance(value, str) and name not in _TEXTS
            else value
            for name, value in lists.items()
        }
        for language, lists in raw.items()
    }


def split_words(text: str) -> list[Word]:
    """The words of `text`, in order; apostrophes and hyphens separate."""
    return [Word(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text)]


def joined(words: Sequence[Word]) -> str:
    """`words` as the patterns see them."""
    return " ".join(word.folded for word in words)


def read_follow_up(text: str) -> FollowUp | None:
    """What `text` needs of the question before, or None where it is complete."""
    words = split_words(text)
    if not words or len(words) > _MAX_WORDS:
        return None
    for language in LANGUAGES:
        if found := _read(text, words, language):
            return found
    return None


def _read(text: str, words: list[Word], language: str) -> FollowUp | None:
    lists = rules()[language]
    own = list(words)
    while own and own[0].folded in lists["leads"]:
        own.pop(0)
    if not own:
        return None
    folded = joined(own)
    slice_ = text[own[0].start : own[-1].end]
    asks = any(word.folded in lists["question_words"] for word in own)
    speaks = any(word.folded in lists["speech"] for word in own)
    for pattern in lists["leads_of_another"]:
        if match := re.match(pattern, joined(words)):
            rest = words[match.group().count(" ") :]
            if rest and _is_nominal(rest, language):
                return FollowUp("another", language, text[rest[0].start : rest[-1].end])
    if any(re.search(pattern, folded) for pattern in lists["impersonal"]):
        return None
    points = own[-1].folded in lists["said"] or any(w.folded in lists["said"] for w in own[1:3])
    is_empty = all(word.folded in _light(language) for word in own)
    if any(re.search(pattern, folded) for pattern in lists["person"]):
        return FollowUp("pronoun", language, slice_)
    if _leans(text, own, folded, language):
        if speaks and points and own[0].folded in ("qui", "who"):
            return FollowUp("quote", language, slice_)
        if not is_empty or any(word.folded in lists["personal"] for word in own):
            return FollowUp("pronoun", language, slice_)
    if (
        asks
        and not _has_name(text, own)
        and (is_empty or any(re.search(pattern, folded) for pattern in lists["short"]))
    ):
        return FollowUp("bare", language, slice_)
    return None


def _leans(text: str, own: list[Word], folded: str, language: str) -> bool:
    """Whether a pronoun in the question is explained by nothing in it."""
    lists = rules()[language]
    if _NAMED_BEHIND.search(text):
        return False
    for pattern in lists["pronouns"]:
        if match := re.search(pattern, folded):
            # "Pourquoi Trump il ..." explains its pronoun: what stands before it is no verb.
            place = match.re.groupindex.get("verb")
            if place is None:
                return True
            verb = own[folded[: match.start("verb")].count(" ")]
            if not text[verb.start].isupper() or verb is own[0]:
                return True
    return False


def _is_nominal(words: list[Word], language: str) -> bool:
    """Whether `words` name something and say nothing of it: no verb, no question word."""
    lists = rules()[language]
    return (
        len(words) <= _MAX_ANOTHER
        and not any(w.folded in lists["question_words"] | lists["verbs"] for w in words[1:])
        and words[0].folded not in lists["question_words"]
        and (words[0].folded not in lists["verbs"] or words[0].folded in lists["prepositions"])
        and not all(w.folded in _light(language) | lists["never_bare"] for w in words)
    )


def _has_name(text: str, own: list[Word]) -> bool:
    return any(text[w.start].isupper() or text[w.start].isdecimal() for w in own[1:])


@cache
def _light(language: str) -> frozenset[str]:
    """Words that name nothing: function words, and what stands beside a question word."""
    lists = rules()[language]
    folded = frozenset(fold(word) for word in load_lexicon(language).stop_words)
    light = folded | lists["fillers"] | lists["question_words"] | lists["prepositions"]
    return frozenset(light - lists["never_bare"])
