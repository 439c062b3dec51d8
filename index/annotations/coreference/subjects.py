"""What a sentence is about: its subject, as far as the words that open it tell.

No grammar is parsed. A subject is looked for where news puts it: at the beginning, behind an
opening adverbial and its comma, or in the tag behind a quotation ("…", a-t-il dit).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.annotations.coreference.entities import Entity, Mention
from index.annotations.coreference.lines import Line
from index.annotations.coreference.words import MentionWords
from index.text.lexicon import word_classes

SubjectKind = Literal[
    "name", "pronoun", "it", "they", "that", "latter", "demonstrative", "possessive",
    "person", "body", "noun", "none",
]  # fmt: skip

_COMMAS = 3  # of an opening that the subject is looked for behind
_TAG = 8  # words behind a quotation in which its speaker is named
_PARTICIPLES = ("é", "ée", "és", "ées", "e", "ee", "es", "ees", "ant", "ing", "ed", "ando", "end")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of `kind`; "person" and "body" are descriptions ("l'entreprise").

    `gender` is "m", "f", "n" or "" for any, `noun` the word it is called by, `term` its stem.
    `entity` is who is named. `owned`: of somebody whom the sentence does not name ("son patron
    Paul Rey"). `speaks`: it is in the tag of a quotation, so it is somebody.
    """

    kind: SubjectKind
    gender: str = ""
    noun: str = ""
    term: str = ""
    entity: Entity | None = None
    is_plural: bool = False
    owned: bool = False
    speaks: bool = False


NOBODY = Subject("none")


class SubjectFinder:
    """Finds subjects in texts of one language."""

    def __init__(self, words: MentionWords, language: str) -> None:
        self._words = words
        self._german = language == "de"
        classes = word_classes(language)
        self._time = words.time | words.no_names | classes.get("time", frozenset())
        self._numerals = classes.get("number_word", frozenset())
        # Words that a name in a quotation's tag hangs on, so that it does not speak.
        self._hangs = (words.of | words.places_after | classes.get("place", frozenset())) - {"au"}
        self._leads = frozenset().union(
            *(classes.get(n, ()) for n in ("place", "manner", "reason", "time", "date_part"))
        )

    def find(self, line: Line, mentions: Sequence[Mention]) -> Subject:
        """The subject of `line`, whose names are `mentions`; `NOBODY` where it is in doubt."""
        row, words = line.words, self._words
        outer = line.outer
        if not outer:
            return NOBODY
        if line.opens_quoted:
            return self._in_tag(line, mentions, outer)
        if found := self._phrase(line, mentions, 0):
            return found
        place = 0
        while place < len(row) and row[place].surface in words.openers and place < 4:
            place += 1
        if place and place < len(row) and (found := self._phrase(line, mentions, place)):
            return found
        head = row[0]
        if not (
            not head.term
            or head.token.is_number
            or head.surface in self._leads
            or head.surface.endswith(_PARTICIPLES)
        ):
            return NOBODY
        commas = 0
        for k in outer[1:]:
            if "," not in row[k].before:
                continue
            if found := self._phrase(line, mentions, k):
                return self._owned_by_opening(found, mentions, k)
            commas += 1
            if commas == _COMMAS:
                break
        return NOBODY

    def _owned_by_opening(self, found: Subject, mentions: Sequence[Mention], place: int) -> Subject:
        """`found`, unless the opening before it names who may be meant."""
        stands_for_somebody = found.kind in (
            "pronoun", "it", "latter", "possessive", "person", "body"
        )  # fmt: skip
        named_before = any(m.first < place and m.entity.kind != "place" for m in mentions)
        return NOBODY if stands_for_somebody and named_before else found

    def _in_tag(self, line: Line, mentions: Sequence[Mention], outer: tuple[int, ...]) -> Subject:
        """Who is said to speak behind the quotation that opens `line`."""
        row, words = line.words, self._words
        tag = outer[:_TAG]
        spoken = any(row[k].surface in words.speech for k in tag[:6])
        if not spoken and row[tag[0]].surface not in words.auxiliaries:
            return NOBODY
        for k in tag:
            before = {row[j].surface for j in range(max(0, k - 1), k) if not row[j].quoted}
            if k > 1 and row[k - 1].surface in words.articles:
                before.add(row[k - 2].surface)
            if before & self._hangs:
                continue
            found = self._phrase(line, mentions, k)
            if found and found.kind not in ("that", "demonstrative", "noun", "none"):
                if found.kind == "possessive" and found.noun not in words.people:
                    continue
                return Subject(
                    found.kind, found.gender, found.noun, found.term, found.entity,
                    found.is_plural, found.owned, speaks=True,
                )  # fmt: skip
            if found and found.noun in words.people:
                return Subject("noun", found.gender, found.noun, found.term, speaks=True)
        return NOBODY

    def _phrase(self, line: Line, mentions: Sequence[Mention], i: int) -> Subject | None:
        """The noun phrase or pronoun that begins at word `i`, or None where none does."""
        row, words = line.words, self._words
        word = row[i]
        surface = word.surface
        following = row[i + 1] if i + 1 < len(row) else None
        if named := self._named(mentions, i + (surface in words.titles)):
            return Subject("name", named.gender, entity=named)
        rest = " ".join(w.surface for w in row[i : i + 16])
        if words.impersonal.match(rest):
            return NOBODY
        for phrase in words.latter:
            if tuple(w.surface for w in row[i : i + len(phrase)]) == phrase:
                feminine = phrase[0] in ("celle", "cette", "esta", "die")
                neutral = phrase[0] in ("the", "letzterer", "letztere")
                return Subject("latter", "" if neutral else "f" if feminine else "m")
        if not (self._german and following and following.token.is_name):
            if surface in words.he:
                return Subject("pronoun", "m")
            if surface in words.she:
                return Subject("pronoun", "" if words.she_is_they else "f")
            if surface in words.it:
                return Subject("it", "n" if self._german else "")
            if surface in words.they:
                return Subject("they", is_plural=True)
        if following is None:
            return None
        if surface == "c" and following.surface in words.auxiliaries | {"etait"}:
            return Subject("that")
        is_article = self._german and surface in words.articles and following.token.is_name
        if not is_article and (surface in words.that or surface in words.demonstratives):
            return self._pointing(line, i)
        if surface in words.possessives:
            return self._owned(line, mentions, i)
        if surface in words.articles:
            return self._with_article(line, mentions, i)
        if surface in self._numerals or (word.token.is_number and following.term):
            return Subject("noun", noun=following.compound, term=following.term, is_plural=True)
        return None

    def _pointing(self, line: Line, i: int) -> Subject | None:
        row, words = line.words, self._words
        following = row[i + 1]
        if following.surface in self._time or following.compound in self._time:
            return None
        if following.surface in words.relative:
            return NOBODY
        if row[i].surface in words.that and (
            not following.term or following.surface in words.auxiliaries or following.before != " "
            or row[i].surface not in words.demonstratives
        ):  # fmt: skip
            return Subject("that") if not following.token.is_name else None
        if not following.term and following.surface in words.auxiliaries:  # "ce n'est"
            return Subject("that")
        if not following.term or following.token.is_number:
            return NOBODY
        if following.compound in words.people:
            return Subject("person", noun=following.compound, term=following.term)
        if following.compound in words.bodies:
            return Subject("body", noun=following.compound, term=following.term)
        return Subject("demonstrative", noun=following.compound, term=following.term)

    def _owned(self, line: Line, mentions: Sequence[Mention], i: int) -> Subject:
        """What a possessive begins: "son patron", or "son patron Dario Amodei", who is named."""
        row, words = line.words, self._words
        gender = words.possessives[row[i].surface]
        noun = row[i + 1].compound
        for mention in mentions:
            if i + 1 < mention.first <= i + 5 and mention.entity.kind == "person":
                between = row[i + 1 : mention.first]
                if all(w.term and not w.token.is_name for w in between):
                    return Subject("name", gender, noun, entity=mention.entity, owned=True)
        for k in range(i + 1, min(i + 4, len(row))):
            if row[k].compound in words.people and not row[k].before.strip(" -"):
                noun = row[k].compound
        return Subject("possessive", gender, noun, row[i + 1].term)

    def _with_article(self, line: Line, mentions: Sequence[Mention], i: int) -> Subject | None:
        """What an article begins: a name, a description ("l'entreprise") or a noun ("le pont")."""
        row, words = line.words, self._words
        gender = words.articles[row[i].surface]
        if gender == "p":
            return Subject("noun", noun=row[i + 1].compound, term=row[i + 1].term, is_plural=True)
        noun = self._known_noun(line, i)
        if noun is None:
            if (named := self._named(mentions, i + 1)) and not self._german:
                return Subject("name", named.gender, entity=named)
            return Subject("noun", gender, row[i + 1].compound, row[i + 1].term)
        compound, term = row[noun].compound, row[noun].term
        is_person = compound in words.people
        if is_person and (named := self._named(mentions, noun)):
            return Subject("name", named.gender, entity=named)
        end = noun + compound.count("-") + 1
        for mention in mentions:
            if end <= mention.first <= end + 8 and not mention.is_role:
                between = row[end : mention.first]
                stops = words.auxiliaries | words.speech | words.relative
                if any(w.surface in stops - words.of or w.before.strip(" '’-") for w in between):
                    break
                if len(between) > 1 and between[0].surface not in words.of:
                    break
                # "La société Hydrelia", "le constructeur automobile Veloria".
                beside = not row[end].before.strip(" ,") and all(
                    w.term and not w.token.is_name and w.surface not in words.of for w in between
                )
                if beside or (is_person and mention.entity.kind == "person"):
                    return Subject("name", mention.entity.gender, entity=mention.entity)
        plain = Subject("noun", gender, compound, term)
        if row[i].surface not in words.definite:
            return plain
        if is_person and any(m.first == noun and m.is_role for m in mentions):
            return plain
        for k in range(end, min(end + 2, len(row))):
            if row[k].before.strip(" '’"):
                break
            if row[k].surface in words.relative:
                return plain
            if row[k].surface in words.of:
                # "de 82 ans" says nothing of whom; "de Tours" does.
                if k + 1 < len(row) and row[k + 1].token.is_number:
                    break
                return plain
            if row[k].surface in words.auxiliaries:
                break
        if gender == "n" and is_person:
            gender = ""
        return Subject("person" if is_person else "body", gender, compound, term)

    def _known_noun(self, line: Line, i: int) -> int | None:
        """The place of the noun for a person or organisation that the article at `i` goes with."""
        row, words = line.words, self._words
        found: int | None = None
        reach = 6 if not words.things_have_gender else 3
        for k in range(i + 1, min(i + reach, len(row))):
            word = row[k]
            if word.before.strip(" '’-") or (not word.term and k > i + 1):
                break
            if word.compound in words.people or word.compound in words.bodies:
                found = k
                if words.things_have_gender:
                    break
            elif (
                found is not None
                or word.surface in words.auxiliaries
                or (words.things_have_gender and word.surface not in words.adjectives)
            ):
                break
        return found

    @staticmethod
    def _named(mentions: Sequence[Mention], place: int) -> Entity | None:
        """Who is named by words that begin at `place`; a role counts, being the longer."""
        for mention in mentions:
            if mention.first == place:
                return mention.entity
        return None
