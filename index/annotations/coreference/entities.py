"""Persons and organisations of an article: what is known of each, and which names are one.

What tells names and roles adds to it (`names`, `roles`); here they are linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.annotations.coreference.lines import Word, is_plain

Kind = Literal["person", "body", "place", "unknown"]
Terms = tuple[str, ...]

STRONG = 4  # what a title or a first name counts; a guess from the form counts 1


@dataclass(slots=True)
class Entity:
    """A person or organisation: its `names` as terms, and what is known of it.

    `gender` is "m", "f" or "" where it is not known. `nouns` are what it is called by ("patron");
    `roles` phrases of terms that mean it ("patron openai").
    """

    names: set[Terms] = field(default_factory=set)
    votes: dict[Kind, int] = field(default_factory=dict)
    gender: str = ""
    nouns: set[str] = field(default_factory=set)
    roles: set[Terms] = field(default_factory=set)

    @property
    def terms(self) -> frozenset[str]:
        """The terms of all its names."""
        return frozenset(term for name in self.names for term in name)

    @property
    def kind(self) -> Kind:
        """What most speaks for; a place only where nothing else does."""
        order: tuple[Kind, ...] = ("unknown", "place", "body", "person")
        return max(order, key=lambda kind: (self.votes.get(kind, 0), -order.index(kind)))

    @property
    def is_certain(self) -> bool:
        """Whether more than its form says what it is."""
        return self.votes.get(self.kind, 0) >= STRONG


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (exclusive) of a line, which name `entity` or say its role."""

    first: int
    last: int
    entity: Entity
    is_role: bool = False


def terms_of(words: Sequence[Word]) -> Terms:
    """The terms of the content words among `words`."""
    return tuple(word.term for word in words if word.term)


def unite_persons(groups: dict[Terms, Entity]) -> None:
    """A surname alone stands for the one person of the article who has it."""
    owners: dict[str, list[Terms]] = {}
    for terms, entity in groups.items():
        if len(terms) > 1 and entity.kind == "person":
            owners.setdefault(terms[-1], []).append(terms)
    for terms in [terms for terms in groups if len(terms) == 1]:
        full = owners.get(terms[0], [])
        alone = groups[terms]
        if len(full) != 1 or (alone.kind == "body" and alone.is_certain):
            continue
        whole = groups[full[0]]
        if whole.gender and alone.gender and whole.gender != alone.gender:
            continue  # "Mme Rey" is not Paul Rey
        whole.names |= alone.names
        whole.gender = whole.gender or alone.gender
        whole.nouns |= alone.nouns
        for kind, weight in alone.votes.items():
            whole.votes[kind] = whole.votes.get(kind, 0) + weight
        groups[terms] = whole


def phrases_in(
    row: Sequence[Word], by_first: dict[str, list[tuple[Terms, Entity]]]
) -> Iterator[Mention]:
    """The places in a line of phrases known to mean someone, by their first term."""
    content = [i for i, word in enumerate(row) if word.term]
    for position, i in enumerate(content):
        for terms, entity in by_first.get(row[i].term, ()):
            places = content[position : position + len(terms)]
            if tuple(row[k].term for k in places) != terms:
                continue
            inside = row[i + 1 : places[-1] + 1]
            is_role = terms in entity.roles
            if is_role or entity.kind == "unknown" or row[i].token.is_name or len(terms) > 1:
                if row[i].before == "-" or not all(is_plain(word) for word in inside):
                    continue  # "ex-patron"
                yield Mention(i, places[-1] + 1, entity, is_role)


def in_order(runs: Sequence[Mention], phrases: Sequence[Mention]) -> list[Mention]:
    """All of one line by place; a run that is part of a longer name's phrase is not itself one."""
    covered = {i for p in phrases if not p.is_role for i in range(p.first, p.last)}
    kept = [run for run in runs if run.first not in covered]
    return sorted([*kept, *phrases], key=lambda m: (m.first, -m.last))
