"""The persons and organisations of an article: which names are one, and what each is called.

"Sam Altman", "M. Altman" and "le patron d'OpenAI" are one person where the article says so. All is
decided within one article, by title, first name, apposition and bracket; where two persons share a
surname, it is neither's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.annotations.coreference.lines import Line
from index.annotations.words import AnnotationWords
from index.text.lexicon import first_names, person_titles

Kind = Literal["person", "body", "place", "unknown"]
Terms = tuple[str, ...]

STRONG = 4  # what a title or a first name counts; a guess from the form counts 1

_APPOSED = frozenset((",", "(", "–", "-"))  # gaps before an apposition
_LONGEST_ROLE = 8  # words
_KINDS: tuple[Kind, ...] = ("unknown", "person", "body", "place")  # the first wins a tie


@dataclass(slots=True, eq=False)
class Entity:
    """A person or organisation: its `names` as terms, and what is known of it.

    `gender` is "m", "f" or "" where it is not known.
    """

    names: set[Terms] = field(default_factory=set)
    votes: Counter[Kind] = field(default_factory=Counter)
    gender: str = ""

    @property
    def terms(self) -> frozenset[str]:
        """The terms of all its names."""
        return frozenset(term for name in self.names for term in name)

    @property
    def kind(self) -> Kind:
        """What most speaks for."""
        return max(_KINDS, key=lambda kind: self.votes[kind])

    @property
    def is_certain(self) -> bool:
        """Whether more than its form says what it is."""
        return self.votes[self.kind] >= STRONG


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (exclusive) of a line, which name `entity` or say its role."""

    first: int
    last: int
    entity: Entity


def find_mentions(lines: Sequence[Line], words: AnnotationWords) -> list[list[Mention]]:
    """Return the mentions in each of `lines`, in order of place."""
    groups: dict[Terms, Entity] = {}
    for line in lines:
        for first, last in line.names:
            entity = groups.setdefault(line.terms(first, last), Entity())
            entity.names.add(line.terms(first, last))
            _look_at(line, first, last, entity, words)
    _unite_persons(groups)
    mentions = [
        [Mention(first, last, groups[line.terms(first, last)]) for first, last in line.names]
        for line in lines
    ]
    phrases: dict[Terms, set[Entity]] = {}
    for line, found in zip(lines, mentions, strict=True):
        for terms, entity in _said_to_be(line, found, words):
            phrases.setdefault(terms, set()).add(entity)
    by_first: dict[str, list[tuple[Terms, Entity]]] = {}
    for terms, owners in phrases.items():
        if len(owners) == 1:
            by_first.setdefault(terms[0], []).append((terms, next(iter(owners))))
    return [
        _with_phrases(line, found, by_first) for line, found in zip(lines, mentions, strict=True)
    ]


def _look_at(line: Line, first: int, last: int, entity: Entity, words: AnnotationWords) -> None:
    """Add what is in and next to a name as votes for what it names."""
    votes, surfaces = entity.votes, line.surfaces
    before = line.low[first - 1] if first else ""
    titles = person_titles(words.code)
    if before in titles and line.gaps[first] in ("", "."):
        votes["person"] += STRONG * 2
        entity.gender = entity.gender or titles[before]
    if not words["body_words"].isdisjoint(surfaces[first:last]):
        votes["body"] += STRONG * 2
    elif last - first > 1 and surfaces[first] in first_names():
        votes["person"] += STRONG * 2
        entity.gender = entity.gender or first_names()[surfaces[first]]
    if first and line.gaps[first] in ("", "-"):
        # "la start-up Orbix", "à Tours"
        nouns = line.compounds[first - 1 - (line.gaps[first - 1] == "-") : first]
        votes["person"] += STRONG * (not words["people"].isdisjoint(nouns))
        votes["body"] += STRONG * (not words["bodies"].isdisjoint(nouns))
        votes["place"] += 2 * (before in words["places_after"])
    if 2 <= last - first <= 3 and before not in words.articles:
        votes["person"] += 1


def _unite_persons(groups: dict[Terms, Entity]) -> None:
    """Make a surname alone the one person's of the article who has it."""
    owners: dict[str, list[Terms]] = {}
    for terms, entity in groups.items():
        if len(terms) > 1 and entity.kind == "person":
            owners.setdefault(terms[-1], []).append(terms)
    for terms in [terms for terms in groups if len(terms) == 1]:
        full = owners.get(terms[0], [])
        alone = groups[terms]
        if len(full) != 1:
            continue
        whole = groups[full[0]]
        if whole.gender and alone.gender and whole.gender != alone.gender:
            continue  # "Mme Rey" is not Paul Rey
        whole.names |= alone.names
        whole.gender = whole.gender or alone.gender
        whole.votes.update(alone.votes)
        groups[terms] = whole


def _said_to_be(
    line: Line, mentions: Sequence[Mention], words: AnnotationWords
) -> Iterator[tuple[Terms, Entity]]:
    """Yield the phrases that a line says a name means: its role, long form or other name."""
    for number, mention in enumerate(mentions):
        entity, first, last = mention.entity, mention.first, mention.last
        if entity.kind in ("person", "unknown"):
            role = _role_before(line, first, words) or _role_after(line, last, words)
            if role:
                entity.votes["person"] += STRONG
                yield role, entity
        if line.gaps[first].endswith("(") and (long := _spelt_out(line, first)):
            entity.names.add(long)
            entity.votes["body"] += STRONG
            yield long, entity
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        if (
            following
            and following.entity is not entity
            and line.gaps[last] in _APPOSED
            and line.low[last : following.first] in words.also
        ):  # "Orbix, formerly known as Orbitel"
            entity.names |= following.entity.names
            for name in tuple(entity.names):
                yield name, entity


def _role_before(line: Line, first: int, words: AnnotationWords) -> Terms:
    """Return the role in "le patron d'OpenAI, Sam Altman", or nothing."""
    if line.gaps[first] not in ("", ","):
        return ()
    for k in range(first - 2, max(-1, first - _LONGEST_ROLE - 1), -1):
        if not line.are_joined(k + 1, first):
            return ()
        if line.compounds[k] in words["people"] and line.low[k + 1] in words["of"]:
            terms = line.terms(k, first)
            return terms if len(terms) > 1 else ()
    return ()


def _role_after(line: Line, last: int, words: AnnotationWords) -> Terms:
    """Return the role in "Sam Altman, (le) patron d'OpenAI," or nothing."""
    if last >= len(line.tokens) or line.gaps[last] not in _APPOSED:
        return ()
    noun = last + (line.low[last] in words.articles)
    if noun + 2 >= len(line.tokens) or line.compounds[noun] not in words["people"]:
        return ()
    if line.low[noun + 1] not in words["of"]:
        return ()
    end = noun + 2
    while end < len(line.tokens) and line.are_joined(end, end + 1):
        if line.low[end] in words["verbs"]:
            return ()
        end += 1
    terms = line.terms(noun, end)
    return terms if 1 < len(terms) <= 4 else ()


def _spelt_out(line: Line, place: int) -> Terms:
    """Return the words before the bracket at `place` whose initials are the acronym in it."""
    initials, content = "", ""
    for k in range(place - 1, max(-1, place - 12), -1):
        token = line.tokens[k]
        initials = token.surface[:1] + initials
        content = (token.surface[:1] if token.term else "") + content
        if token.is_name and token.term and line.surfaces[place] in (initials, content):
            return line.terms(k, place)
        if not line.are_joined(k, k + 1):
            return ()
    return ()


def _with_phrases(
    line: Line, names: Sequence[Mention], by_first: dict[str, list[tuple[Terms, Entity]]]
) -> list[Mention]:
    """Return `names` and the phrases of `by_first` in the line, by place, the longest first."""
    content = [i for i, token in enumerate(line.tokens) if token.term]
    found: list[Mention] = []
    for position, i in enumerate(content):
        for terms, entity in by_first.get(line.tokens[i].term, ()):
            places = content[position : position + len(terms)]
            if tuple(line.tokens[k].term for k in places) != terms:
                continue
            last = places[-1] + 1
            if line.gaps[i] != "-" and line.are_joined(i + 1, last):  # not "ex-patron"
                found.append(Mention(i, last, entity))
    return sorted([*names, *found], key=lambda mention: (mention.first, -mention.last))
