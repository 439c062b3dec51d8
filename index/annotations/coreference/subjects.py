"""What a sentence is about: its subject, as far as the words that open it tell.

No grammar is parsed. A subject is looked for where news puts it: at the beginning, after an opening
adverbial and its comma, or in the tag after a quotation ("…", a-t-il dit).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.annotations.coreference.entities import Entity, Mention
from index.annotations.coreference.lines import Line
from index.annotations.rows import JOINED
from index.annotations.words import AnnotationWords
from index.text.lexicon import person_titles, words_of

SubjectKind = Literal[
    "name", "pronoun", "it", "they", "that", "latter", "demonstrative", "possessive",
    "person", "body", "noun", "none",
]  # fmt: skip

_COMMAS = 3  # of an opening, after which the subject is looked for
_TAG = 8  # words after a quotation in which its speaker is named
_SPEAKING = frozenset(("name", "pronoun", "it", "they", "latter", "possessive", "person", "body"))
_STANDING_IN = frozenset(("pronoun", "it", "latter", "possessive", "person", "body"))


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of `kind`; "person" and "body" are descriptions ("l'entreprise").

    - `gender`: "m", "f", "n" or "" for any
    - `noun`: the word it is called by, `term` its stem
    - `entity`: who is named
    - `is_owned`: of somebody whom the sentence does not name ("son patron Paul Rey")
    - `speaks`: it is in the tag of a quotation, so it is somebody
    """

    kind: SubjectKind
    gender: str = ""
    noun: str = ""
    term: str = ""
    entity: Entity | None = None
    is_plural: bool = False
    is_owned: bool = False
    speaks: bool = False


NOBODY = Subject("none")


class SubjectFinder:
    """Finds subjects in texts of one language."""

    def __init__(self, words: AnnotationWords) -> None:
        self._words = words
        self._titles = person_titles(words.code)
        self._openers = words_of(words.code, "opener", "weekday")

    def find(self, line: Line, mentions: Sequence[Mention]) -> Subject:
        """Return the subject of `line`, whose names are `mentions`; `NOBODY` where in doubt."""
        if not line.outer:
            return NOBODY
        if line.opens_quoted:
            return self._in_tag(line, mentions)
        opens = (i for i, word in enumerate(line.surfaces) if word not in self._openers)
        if found := self._phrase(line, mentions, next(opens, 0)):
            return found
        for k in [k for k in line.outer[1:] if "," in line.gaps[k]][:_COMMAS]:
            if found := self._phrase(line, mentions, k):
                # An opening that names somebody may be whom it stands for.
                named = any(m.first < k and m.entity.kind != "place" for m in mentions)
                return NOBODY if named and found.kind in _STANDING_IN else found
        return NOBODY

    def _in_tag(self, line: Line, mentions: Sequence[Mention]) -> Subject:
        """Return who is said to speak after the quotation that opens `line`."""
        for k in line.outer[:_TAG]:
            found = self._phrase(line, mentions, k)
            if found and (found.kind in _SPEAKING or found.noun in self._words["people"]):
                return replace(found, speaks=True)
        return NOBODY

    def _phrase(self, line: Line, mentions: Sequence[Mention], i: int) -> Subject | None:
        """Return the noun phrase or pronoun that begins at word `i`, or None."""
        words, low = self._words, line.low[i]
        if named := _named(mentions, i + (low in self._titles)):
            return Subject("name", named.gender, entity=named)
        if words.impersonal.match(" ".join(line.surfaces[i : i + 16])):
            return NOBODY
        for length in (1, 2):
            if (gender := words.latter.get(line.low[i : i + length])) is not None:
                return Subject("latter", gender)
        if low in words.pronouns:
            gender = words.pronouns[low]
            return Subject("they", is_plural=True) if gender == "p" else Subject("pronoun", gender)
        if low in words["it"]:
            return Subject("it")
        if i + 1 == len(line.tokens):
            return None
        if low in words.articles:
            return self._with_article(line, mentions, i)
        if low in words["that"] or low in words["demonstratives"]:
            return self._pointing(line, i)
        if low in words.possessives:
            return self._owned(line, mentions, i)
        return None

    def _pointing(self, line: Line, i: int) -> Subject | None:
        words, following, noun = self._words, line.tokens[i + 1], line.compounds[i + 1]
        if noun in words["time"] or following.surface in words["time"]:
            return None
        if line.low[i] in words["that"] and (
            not following.term
            or line.low[i + 1] in words["verbs"]
            or line.low[i] not in words["demonstratives"]
        ):
            return Subject("that")
        return Subject("demonstrative", term=following.term) if following.term else NOBODY

    def _owned(self, line: Line, mentions: Sequence[Mention], i: int) -> Subject:
        """Return "son patron", or "son patron Dario Amodei", who is named."""
        gender, noun = self._words.possessives[line.low[i]], line.compounds[i + 1]
        for mention in mentions:
            if i + 1 < mention.first <= i + 5 and mention.entity.kind == "person":
                return Subject("name", gender, noun, entity=mention.entity, is_owned=True)
        return Subject("possessive", gender, noun, line.tokens[i + 1].term)

    def _with_article(self, line: Line, mentions: Sequence[Mention], i: int) -> Subject | None:
        """Return what an article begins: a name, a description ("l'entreprise") or a noun."""
        words = self._words
        gender = words.articles[line.low[i]]
        place = self._known_noun(line, i)
        if place is None or gender == "p":
            if named := _named(mentions, i + 1):
                return Subject("name", named.gender, entity=named)
            noun, term = line.compounds[i + 1], line.tokens[i + 1].term
            return Subject("noun", gender, noun, term, is_plural=gender == "p")
        noun = line.compounds[place]
        is_person = noun in words["people"]
        end = place + noun.count("-") + 1
        if named := self._apposed(line, mentions, end, is_person=is_person):
            return Subject("name", named.gender, entity=named)
        plain = Subject("noun", gender, noun, line.tokens[place].term)
        if line.low[i] not in words["definite"]:
            return plain
        for k in range(end, min(end + 2, len(line.tokens))):
            if line.gaps[k] not in JOINED or line.low[k] in words["verbs"]:
                break
            if line.low[k] in words["of"]:
                # "le patron de Tours" is said whole; "l'artiste de 82 ans" is not.
                if k + 1 < len(line.tokens) and line.tokens[k + 1].is_number:
                    break
                return plain
        return replace(plain, kind="person" if is_person else "body")

    def _apposed(
        self, line: Line, mentions: Sequence[Mention], end: int, *, is_person: bool
    ) -> Entity | None:
        """Return who is named after the noun before word `end`: "La société Hydrelia"."""
        of = self._words["of"]
        for mention in mentions:
            between = line.low[end : mention.first]
            if end <= mention.first <= end + 8 and line.are_joined(end, mention.first):
                if len(between) > 1 and between[0] not in of:
                    return None
                if of.isdisjoint(between) or (is_person and mention.entity.kind == "person"):
                    return mention.entity
        return None

    def _known_noun(self, line: Line, i: int) -> int | None:
        """Return the number of the noun for a person or body that the article at `i` goes with."""
        words = self._words
        found: int | None = None
        # French has its noun first, but for a few adjectives; English has it last.
        is_first = words.things_have_gender
        for k in range(i + 1, min(i + (3 if is_first else 6), len(line.tokens))):
            if line.gaps[k] not in JOINED:
                break
            if line.compounds[k] in words["people"] or line.compounds[k] in words["bodies"]:
                found = k
            elif found is not None or (is_first and line.surfaces[k] not in words["adjectives"]):
                break
            if is_first and found is not None:
                break
        return found


def _named(mentions: Sequence[Mention], place: int) -> Entity | None:
    """Return who is named by words that begin at `place`; a role counts, being the longer."""
    return next((m.entity for m in mentions if m.first == place), None)
