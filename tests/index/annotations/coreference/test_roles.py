from __future__ import annotations

import pytest

from index.annotations.coreference.entities import Entity, Mention
from index.annotations.coreference.lines import Word, make_lines
from index.annotations.coreference.roles import length_of_also, said_to_be, same_office
from index.annotations.coreference.words import MentionWords, mention_words
from index.documents.passages import cut_passages
from tests.index.helpers import document


def row(text: str) -> tuple[Word, ...]:
    source = document(text)
    (line,) = make_lines(source, cut_passages(source))
    return tuple(line.words)


def words(language: str = "fr") -> MentionWords:
    found = mention_words(language)
    assert found
    return found


def named(made: tuple[Word, ...], *names: str) -> list[Mention]:
    """A mention, each of an entity of its own, for each of the words `names`."""
    places = [next(i for i, word in enumerate(made) if word.surface == name) for name in names]
    return [Mention(i, i + 1, Entity({(made[i].term,)})) for i in places]


@pytest.mark.parametrize(
    ("text", "name", "language", "role"),
    [
        ("Ce soir le patron d'Orbix, Altman, a parlé.", "altman", "fr", "patron orbix"),
        ("Ce soir Altman, le patron d'Orbix, a parlé.", "altman", "fr", "patron orbix"),
        ("On that day Orbix's boss Altman has spoken to the press.", "altman", "en", "orbix boss"),
        ("Ce soir son patron Altman a parlé.", "altman", "fr", None),
        ("Ce soir Altman a cité le patron d'Orbix.", "altman", "fr", None),
    ],
)
def test_the_role_of_a_name(text: str, name: str, language: str, role: str | None) -> None:
    made = row(text)
    mentions = named(made, "orbix", name) if language == "en" else named(made, name)
    said = list(said_to_be(made, mentions, words(language)))
    entity = mentions[-1].entity
    assert said == ([(tuple(role.split()), entity)] if role else [])
    assert entity.kind == ("person" if role else "unknown")


def test_an_acronym_in_brackets_is_what_its_initials_spell() -> None:
    made = row("Le Fonds Central Agricole (FCA) a payé, le Grand Port (ABC) non.")
    mentions = named(made, "fca", "abc")
    said = list(said_to_be(made, mentions, words()))
    long = tuple(word.term for word in made[1:4])
    assert said == [(long, mentions[0].entity), ((made[4].term,), mentions[0].entity)]
    assert mentions[0].entity.kind == "body"


def test_another_name_of_the_same() -> None:
    made = row("Ce soir Orbix, anciennement Orbital, a parlé.")
    mentions = named(made, "orbix", "orbital")
    assert length_of_also(made, 3, words()) == 1
    assert {terms for terms, _ in said_to_be(made, mentions, words())} == {
        (made[2].term,),
        (made[4].term,),
    }
    assert length_of_also(made, 4, words()) == 0
    assert length_of_also(made, len(made), words()) == 0


def test_two_names_of_one_office() -> None:
    made = row("Il a parlé au ministère de la Guerre, le nom donné au ministère de la Défense.")
    ((one, other),) = same_office(made, words())
    assert (one[1], other[1]) == tuple(w.term for w in made if w.surface in ("guerre", "defense"))
    assert not list(same_office(row("Le ministère de la Guerre et celui de la Paix."), words()))
