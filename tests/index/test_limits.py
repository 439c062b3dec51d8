"""Questions of some of the articles: what is outside is neither quoted nor counted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine, InputError, Limits, UnknownDocumentError, make_document
from tests.index.helpers import CERTAIN, FakeReader, weights

TOWNS = ("Foix", "Pamiers", "Lavelanet", "Mirepoix", "Saverdun", "Tarascon", "Ax", "Mazères")
ONE = " One article without a date was left out."
QUESTION = "Combien d'emplois la scierie a-t-elle créés ?"


def article(number: int) -> Document:
    """One of a town, of 2020 and later; each fourth without a date, each third in English."""
    town = TOWNS[number % len(TOWNS)]
    head = "" if number % 4 == 3 else f"date: {2020 + number % 5}-03-{number % 28 + 1:02}\n"
    if number % 3 == 2:
        text = f"The sawmill of {town} created {100 + number} jobs. It opened in the spring."
        head += "language: en\n"
    else:
        text = f"La scierie de {town} a créé {100 + number} emplois. Elle a ouvert au printemps."
        head += "language: fr\n"
    return make_document(f"---\n{head}---\n{text}\n", document_id=f"d{number:03}")


def library(size: int) -> list[Document]:
    return [article(number) for number in range(size)]


@pytest.fixture(scope="module", params=[12, 120])
def engine(request: pytest.FixtureRequest) -> Engine:
    """One library that is ranked whole, and one that is not."""
    return Engine(library(request.param), weights=CERTAIN)


def quoted(engine: Engine, limits: Limits, question: str = QUESTION) -> set[str]:
    answer = engine.ask(question, limits=limits)
    return {c.document_id for c in (*answer.citations, *answer.closest, *answer.others)}


def test_only_what_is_inside_is_quoted(engine: Engine) -> None:
    by_id = {document.id: document for document in engine.documents}
    for limits, is_inside in (
        (Limits(("d001",)), lambda d: d.id == "d001"),
        (Limits(("d004", "d006")), lambda d: d.id in ("d004", "d006")),
        (
            Limits(since=date(2022, 1, 1), until=date(2022, 12, 31)),
            lambda d: d.published_at and d.published_at.year == 2022,
        ),
        (Limits(language="en"), lambda d: d.language == "en"),
    ):
        names = quoted(engine, limits) | quoted(engine, limits, "Who opened the sawmill?")
        assert names
        assert all(is_inside(by_id[name]) for name in names)


def test_the_note_and_the_json_say_which_articles_were_asked(engine: Engine) -> None:
    year = Limits(since=date(2022, 1, 1), until=date(2022, 12, 31))
    answer = engine.ask(QUESTION, limits=year)
    applied = answer.limits
    assert applied is not None
    dated = [d for d in engine.documents if d.published_at]
    assert applied.articles == sum(d.published_at.year == 2022 for d in dated if d.published_at)
    assert applied.undated == len(engine.documents) - len(dated)
    assert applied.total == len(engine.documents)
    assert applied.limits == year
    note = answer.note or ""
    assert (
        f"Cherché seulement dans les articles parus en 2022 ({applied.articles} sur "
        f"{applied.total}). {applied.undated} articles sans date ont été laissés de côté."
    ) in note
    assert engine.ask(QUESTION).limits is None
    assert "Cherché" not in (engine.ask(QUESTION).note or "")


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(("d001",)), "“The title of one” (1 of 4)."),
        (Limits(("d001", "d002")), "“The title of one” and “The title of two” (2 of 4)."),
        (
            Limits(("d001", "d002", "d003", "d004")),
            "“The title of one”, “The title of two”, “The title of three” and one more (4 of 4).",
        ),
        (Limits(language="en"), "the articles in English (4 of 4)."),
        (Limits(since=date(2024, 3, 2)), f"the articles published since 2024-03-02 (2 of 4).{ONE}"),
        (
            Limits(until=date(2024, 3, 2), language="en"),
            f"the articles in English published until 2024-03-02 (2 of 4).{ONE}",
        ),
        (
            Limits(since=date(2024, 3, 1), until=date(2024, 3, 1)),
            f"the articles published on 2024-03-01 (1 of 4).{ONE}",
        ),
        (
            Limits(since=date(2024, 3, 1), until=date(2024, 3, 2)),
            f"the articles published from 2024-03-01 to 2024-03-02 (2 of 4).{ONE}",
        ),
    ],
)
def test_the_limits_in_words(limits: Limits, said: str) -> None:
    names = ("one", "two", "three", "four")
    documents = [
        make_document(
            f"---\ntitle: The title of {name}\nlanguage: en\n"
            + (f"date: 2024-03-0{number}\n" if number < 4 else "")
            + "---\nIt rained in the town.\n",
            document_id=f"d00{number}",
        )
        for number, name in enumerate(names, 1)
    ]
    answer = Engine(documents, weights=CERTAIN).ask("Where did it rain?", limits=limits)
    assert (answer.note or "").endswith(f"Searched only in {said}")


def test_nothing_inside_is_no_answer_that_says_so(engine: Engine) -> None:
    answer = engine.ask(QUESTION, limits=Limits(since=date(2050, 1, 1)))
    assert answer.status == "no_answer"
    assert answer.no_answer_reason == "Aucun article n’est dans les limites de cette question."
    assert (answer.citations, answer.closest, answer.others) == ((), (), ())
    assert answer.limits is not None
    assert answer.limits.articles == 0
    assert answer.confidence == 0


def test_an_article_that_is_not_there_cannot_be_asked(engine: Engine) -> None:
    with pytest.raises(UnknownDocumentError, match="must be the id of an article"):
        engine.ask(QUESTION, limits=Limits(("d001", "nowhere")))
    with pytest.raises(InputError, match="question: must not be empty"):
        engine.ask(" ", limits=Limits(("d001",)))


def test_answers_are_kept_by_their_limits(engine: Engine) -> None:
    one, other = Limits(("d001",)), Limits(("d003",))
    first = engine.ask(QUESTION, limits=one)
    assert engine.ask(QUESTION, limits=one) is first
    assert engine.known_answer(QUESTION, limits=other) is None
    second = engine.ask(QUESTION, limits=other)
    assert second.citations[0].document_id == "d003"
    assert len({first.id, second.id, engine.ask(QUESTION).id}) == 3


def test_a_word_that_only_others_use_is_unknown_inside(engine: Engine) -> None:
    limits = Limits(("d000",))
    assert engine.rank("La scierie de Mirepoix a-t-elle ouvert ?").unknown == ()
    assert engine.rank("La scierie de Mirepoix a-t-elle ouvert ?", limits=limits).unknown == (
        "Mirepoix",
    )


def test_what_is_rare_outside_does_not_take_the_places_inside() -> None:
    """Of 500 passages that have every word of the question, the only ones inside are found."""
    documents = [
        make_document(
            f"La scierie de Foix a créé {n} emplois.\n\nElle a ouvert.", document_id=f"d{n:03}"
        )
        for n in range(500)
    ]
    late = [
        make_document(
            "---\ndate: 2024-01-01\n---\n"
            + "\n\n".join(f"Le {n} mai, une scierie a créé des emplois." for n in range(1, 30))
            + "\n\n"
            + "\n\n".join(f"Il a plu {n} jours." for n in range(60)),
            document_id="z",
        )
    ]
    engine = Engine([*documents, *late], weights=CERTAIN)
    answer = engine.ask("Où la scierie de Foix a-t-elle créé des emplois ?")
    assert "z" not in {c.document_id for c in answer.citations}
    answer = engine.ask(
        "Où la scierie de Foix a-t-elle créé des emplois ?", limits=Limits(since=date(2024, 1, 1))
    )
    assert {c.document_id for c in answer.citations} == {"z"}
    assert all("scierie" in c.cited_text for c in answer.citations)


def test_inside_limits_meaning_finds_what_no_word_does() -> None:
    """None of the words is inside, and a hundred nearer sentences are outside."""
    made = weights(bias=50.0, meaning=1.0)
    outside = [make_document(f"Des armes {n}.", document_id=f"d{n:03}") for n in range(120)]
    filler = "\n\n".join(f"La ville numéro {n} est dans le nord." for n in range(80))
    target = make_document(f"{filler}\n\nRefuse les armes.", document_id="z")
    target = replace(target, published_at=date(2024, 1, 1), language="fr")
    reader = FakeReader(groups=(("weapons", "armes"),))
    engine = Engine([*outside, target], weights=made, reader=reader)
    assert engine.rank("weapons?").sentences[0].sentence.document.id != "z"
    ranking = engine.rank("weapons?", limits=Limits(since=date(2024, 1, 1)))
    assert ranking.sentences[0].sentence.text == "Refuse les armes."
    assert {ranked.sentence.document.id for ranked in ranking.sentences} == {"z"}


def test_a_heading_of_the_article_before_is_no_part_of_one_inside() -> None:
    first = make_document("Il a plu.\n\nLe titre seul\n", document_id="a")
    second = make_document("Il a neigé à Foix.", document_id="b")
    engine = Engine([first, second], weights=CERTAIN)
    assert quoted(engine, Limits(("b",)), "Où a-t-il neigé ?") == {"b"}
    assert quoted(engine, Limits(("b",)), "Quel est le titre seul ?") == set()


@given(
    st.lists(st.integers(0, 11), min_size=1, max_size=6, unique=True),
    st.sampled_from([QUESTION, "Quand la scierie a-t-elle ouvert ?", "Who opened it?"]),
)
def test_it_is_as_if_there_were_no_others(inside: list[int], question: str) -> None:
    """The same sentences in the same order as of an engine over the articles inside."""
    names = tuple(f"d{number:03}" for number in sorted(inside))
    alone = Engine(
        [_EVERY.document(name) for name in names], weights=weights(bias=50.0, stem_bm25=1)
    )
    limited = _EVERY.rank(question, limits=Limits(names))
    expected = alone.rank(question)
    assert [(s.sentence.place, s.score) for s in limited.sentences] == [
        (s.sentence.place, s.score) for s in expected.sentences
    ]
    assert limited.unknown == expected.unknown
    assert json.dumps(limited.confidence) == json.dumps(expected.confidence)


_EVERY = Engine(library(12), weights=weights(bias=50.0, stem_bm25=1))
