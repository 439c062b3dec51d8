"""The names of an article: which stand for one person or organisation, and what they are called.

"Sam Altman", "M. Altman" and "le patron d'OpenAI" are one person where the article says so. All
is decided within one article, by title, first name, apposition and bracket; where two persons
share a surname, it stands for neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.annotations.coreference.entities import (
    STRONG,
    Entity,
    Kind,
    Mention,
    Terms,
    in_order,
    phrases_in,
    terms_of,
    unite_persons,
)
from index.annotations.coreference.lines import APPOSED, Line, Word
from index.annotations.coreference.roles import said_to_be, same_office
from index.annotations.coreference.words import MentionWords
from index.text.names import find_names as find_runs
from index.text.names import read_casing

_JOINS = frozenset({" ", "-", "\u00a0", "\u202f", "‑"})
_TITLE_JOINS = frozenset({" ", ". ", "\u00a0", ".\u00a0"})


def find_names(
    text: str, lines: Sequence[Line], words: MentionWords, language: str
) -> list[list[Mention]]:
    """The mentions in each of `lines`, in order of place."""
    rows = [[word.token for word in line.words] for line in lines]
    casing = read_casing(text, rows)
    runs = [find_runs(text, row, casing, language=language) for row in rows]
    groups: dict[Terms, Entity] = {}
    for line, found in zip(lines, runs, strict=True):
        for first, last in found:
            terms = terms_of(line.words[first:last])
            entity = groups.setdefault(terms, Entity({terms}))
            _look_at(line.words, first, last, entity, words, language)
    unite_persons(groups)
    mentions = [
        [Mention(first, last, groups[terms_of(line.words[first:last])]) for first, last in found]
        for line, found in zip(lines, runs, strict=True)
    ]
    phrases: dict[Terms, set[int]] = {}
    entities: dict[int, Entity] = {}
    for line, found_here in zip(lines, mentions, strict=True):
        for terms, entity in said_to_be(line.words, found_here, words):
            phrases.setdefault(terms, set()).add(id(entity))
            entities[id(entity)] = entity
        for names in same_office(line.words, words):
            office = Entity(set(names), {"body": STRONG})
            entities[id(office)] = office
            for terms in names:
                phrases.setdefault(terms, set()).add(id(office))
    by_first: dict[str, list[tuple[Terms, Entity]]] = {}
    for terms, owners in phrases.items():
        if len(owners) == 1:
            by_first.setdefault(terms[0], []).append((terms, entities[next(iter(owners))]))
    return [
        in_order(found_here, list(phrases_in(line.words, by_first)))
        for line, found_here in zip(lines, mentions, strict=True)
    ]


def _look_at(
    row: Sequence[Word], first: int, last: int, entity: Entity, words: MentionWords, language: str
) -> None:
    """What stands in and beside a name, as votes for what it names."""
    votes = entity.votes

    def vote(kind: Kind, weight: int) -> None:
        votes[kind] = votes.get(kind, 0) + weight

    name = row[first:last]
    before = row[first - 1] if first else None
    vote("unknown", 0)
    if before and before.surface in words.titles and row[first].before in _TITLE_JOINS:
        vote("person", STRONG * 2)
        entity.gender = entity.gender or words.titles[before.surface]
    if any(word.surface in words.body_words for word in name):
        vote("body", STRONG * 2)
    elif len(name) > 1 and name[0].surface in words.names:
        vote("person", STRONG * 2)
        entity.gender = entity.gender or words.names[name[0].surface]
    if before and row[first].before in _JOINS:
        if before.compound in words.people or before.surface in words.people:
            vote("person", STRONG)
            entity.nouns.add(before.compound)
        elif (
            before.compound in words.bodies
            or _ends_compound(row, first, words)
            or (first > 1 and row[first - 2].compound in words.bodies and before.term)
        ):
            vote("body", STRONG)
        elif before.surface in words.places_after:
            vote("place", 2)
    if last < len(row) and row[last].before in APPOSED:
        definite = row[last].surface in words.definite
        noun = last + (row[last].surface in words.articles)
        # "Née à Oran, l'artiste" is no apposition; "Paul Rey, le maire de Tours" is.
        said = not definite or (
            noun + 2 < len(row)
            and row[noun + 1].surface in words.of
            and not row[noun + 2].token.is_number
        )
        if said and noun < len(row) and row[noun].before.strip(" '’") in ("", ",", "("):
            if row[noun].compound in words.people:
                vote("person", STRONG)
                entity.nouns.add(row[noun].compound)
            elif row[noun].compound in words.bodies:
                vote("body", STRONG)
    if len(name) == 1 and name[0].is_brand:
        vote("body", STRONG)
    article = before is not None and before.surface in words.articles
    if 2 <= len(name) <= 3 and not article and language != "de":
        vote("person", 1)


def _ends_compound(row: Sequence[Word], first: int, words: MentionWords) -> bool:
    """Whether "start-up" or another compound for an organisation ends just before `first`."""
    return any(
        row[k].compound in words.bodies and row[k].compound.count("-") == first - 1 - k
        for k in range(max(0, first - 3), first - 1)
    )
