from __future__ import annotations

import pytest

from index.annotations.coreference.entities import (
    STRONG,
    Entity,
    Mention,
    in_order,
    phrases_in,
    terms_of,
    unite_persons,
)
from index.annotations.coreference.lines import Line, make_lines
from index.documents.passages import cut_passages
from tests.index.helpers import document


def line(text: str) -> Line:
    source = document(text)
    (made,) = make_lines(source, cut_passages(source))
    return made


def person(*names: tuple[str, ...], gender: str = "") -> Entity:
    return Entity(set(names), {"person": STRONG}, gender)


def test_the_kind_is_what_most_speaks_for() -> None:
    assert Entity().kind == "unknown"
    assert Entity(votes={"place": 2, "body": 2}).kind == "place"
    assert Entity(votes={"person": 1, "body": STRONG}).kind == "body"
    assert Entity(votes={"body": STRONG}).is_certain
    assert not Entity(votes={"person": 1}).is_certain


def test_a_surname_is_its_only_owner_s() -> None:
    full, alone = person(("paul", "rey"), gender="m"), Entity({("rey",)}, nouns={"maire"})
    groups = {("paul", "rey"): full, ("rey",): alone}
    unite_persons(groups)
    assert groups[("rey",)] is full
    assert full.names == {("paul", "rey"), ("rey",)}
    assert full.nouns == {"maire"}


@pytest.mark.parametrize(
    ("others", "alone"),
    [
        ([person(("ann", "rey"))], Entity({("rey",)})),  # two have it
        ([], Entity({("rey",)}, gender="f")),  # "Mme Rey" is not Paul Rey
        ([], Entity({("rey",)}, {"body": STRONG})),  # a firm of that name
    ],
)
def test_in_doubt_a_surname_is_nobody_s(others: list[Entity], alone: Entity) -> None:
    groups = {("paul", "rey"): person(("paul", "rey"), gender="m"), ("rey",): alone}
    groups |= {next(iter(other.names)): other for other in others}
    unite_persons(groups)
    assert groups[("rey",)] is alone


def test_a_phrase_is_found_where_it_stands_and_not_behind_a_hyphen() -> None:
    said = line("Le patron d'Orbix a cité l'ex-patron d'Orbix.")
    patron, orbix = said.words[1].term, said.words[3].term
    boss = Entity(roles={(patron, orbix)})
    found = list(phrases_in(said.words, {patron: [((patron, orbix), boss)]}))
    assert found == [Mention(1, 4, boss, is_role=True)]
    assert terms_of(said.words[1:4]) == (patron, orbix)


def test_a_name_inside_the_phrase_of_a_longer_one_is_not_told_apart() -> None:
    one, whole = Entity(), Entity()
    runs = [Mention(2, 3, one), Mention(5, 6, one)]
    assert in_order(runs, [Mention(1, 3, whole)]) == [Mention(1, 3, whole), runs[1]]
    role = Mention(1, 3, whole, is_role=True)
    assert in_order(runs, [role]) == [role, *runs]
