"""Articles that differ are both quoted, newest first, and the answer says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index import Answer, Document, Engine
from index.answering.differing import find_differing
from tests.index.helpers import CERTAIN, FakeReader, document

OLD, NEW = date(2026, 1, 5), date(2026, 6, 4)
QUESTION = "Combien d'emplois le projet de Foix doit-il créer ?"


def article(name: str, day: date | None, says: str, *, title: str = "Une usine à Foix") -> Document:
    text = f"Voltéa construit au Permilhac, dit la maire, Anne Rey.\n\n{says}"
    return document(text, document_id=name, title=title, published_at=day)


def ask(
    *articles: Document, words: tuple[str, ...], question: str = QUESTION, language: str = ""
) -> Answer:
    engine = Engine(articles, weights=CERTAIN, reader=FakeReader(*words))
    return engine.ask(question, language=language)


def jobs(count: int) -> str:
    return f"Le projet doit créer {count} emplois."


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("days", [(OLD, NEW), (NEW, OLD)])
def test_both_are_quoted_newest_first(names: tuple[str, str], days: tuple[date, date]) -> None:
    one = article(names[0], days[0], jobs(340))
    other = article(names[1], days[1], jobs(290))
    answer = ask(one, other, words=("340 emplois", "290 emplois"))
    assert answer.conflict
    assert answer.status == "answered"
    assert [c.published_at for c in answer.citations] == [NEW, OLD]
    assert {c.short_answer for c in answer.citations} == {"340 emplois", "290 emplois"}
    assert [c.role for c in answer.citations] == ["answer", "answer"]
    assert (
        answer.note == "Les articles ne disent pas la même chose ; le plus récent est cité d’abord."
    )
    for citation in answer.citations:
        text = {one.id: one, other.id: other}[citation.document_id].text
        assert citation.cited_text == text[citation.start_char_index : citation.end_char_index]
    # They answer as well as each other: the newer.
    assert answer.best == answer.citations[0]
    assert answer.answer == answer.citations[0].short_answer


def test_the_one_that_answers_better_is_the_answer_however_old() -> None:
    old = article("b", OLD, jobs(340))
    new = article("a", NEW, "L'usine de Voltéa, elle, en ferait naître bientôt 290 emplois.")
    answer = ask(old, new, words=("340 emplois", "290 emplois"))
    assert answer.conflict
    assert [c.published_at for c in answer.citations] == [NEW, OLD]
    assert answer.answer == "340 emplois"
    assert answer.best == answer.citations[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("340 emplois", "trois cent quarante emplois"),
        ("340 emplois", "environ 350 emplois"),
        ("340 emplois", "340 postes"),
        ("340 emplois", "12 hectares"),
    ],
)
def test_what_means_the_same_or_something_else_does_not_differ(one: str, other: str) -> None:
    answer = ask(
        article("a", OLD, f"Le projet doit créer {one}."),
        article("b", NEW, f"Le projet doit créer {other}."),
        words=(one, other),
    )
    assert answer.status == "answered"
    assert not answer.conflict
    assert answer.note is None


def test_an_article_on_another_town_does_not_differ() -> None:
    other = document(
        f"Ferval construit à Engachies, dit le maire, Jean Lac.\n\n{jobs(290)}",
        document_id="b",
        title="Une laiterie à Auch",
    )
    answer = ask(article("a", OLD, jobs(340)), other, words=("340 emplois", "290 emplois"))
    assert answer.answer == "340 emplois"
    assert not answer.conflict
    assert len(answer.citations) == 1


def test_articles_that_share_a_single_name_do_not_differ() -> None:
    def on(name: str, says: str) -> Document:
        return document(f"Le chantier avance.\n\n{says}", document_id=name)

    says = ("À Foix, le projet doit créer 340 emplois.", "Près de Foix, il doit créer 290 emplois.")
    answer = ask(on("a", says[0]), on("b", says[1]), words=("340 emplois", "290 emplois"))
    assert answer.status == "answered"
    assert not answer.conflict


def test_another_year_does_not_differ() -> None:
    one = article("a", OLD, "En 2023, le projet de Foix a créé 340 emplois.")
    other = article("b", NEW, "En 2024, le projet de Foix a créé 290 emplois.")
    question = "Combien d'emplois le projet de Foix a-t-il créés ?"
    assert not ask(one, other, words=("340 emplois", "290 emplois"), question=question).conflict


def test_a_month_without_its_year_may_be_of_the_year_that_the_other_tells() -> None:
    one = article("a", OLD, "En octobre 2025, le projet de Foix a créé 340 emplois.")
    other = article("b", OLD, "En octobre, le projet de Foix a créé 290 emplois.")
    june = article("b", NEW, "En avril, le projet de Foix a créé 290 emplois.")
    question = "Combien d'emplois le projet de Foix a-t-il créés ?"
    words = ("340 emplois", "290 emplois")
    assert ask(one, other, words=words, question=question).conflict
    assert not ask(one, june, words=words, question=question).conflict


def test_a_correction_tells_of_the_year_that_the_error_tells() -> None:
    wrong = article("a", OLD, "En octobre 2025, le projet de Foix a créé 17 emplois.")
    right = article("b", NEW, "Le projet de Foix a créé 15 emplois et non 17.")
    question = "Combien d'emplois le projet de Foix a-t-il créés ?"
    answer = ask(wrong, right, words=("15 emplois", "17 emplois"), question=question)
    assert (answer.answer, answer.conflict) == ("15 emplois", True)
    assert "corrige l’autre" in (answer.note or "")


@pytest.mark.parametrize(
    ("one", "other", "question", "differs"),
    [
        ("fondée en 2021", "fondée en 2020", "Quand Voltéa a-t-elle été fondée ?", True),
        ("fondée en 2021", "fondée en 2020", "When was Voltéa founded?", True),
        ("fondée en 2021", "fondée en 2021", "Quand Voltéa a-t-elle été fondée ?", False),
        ("fondée en 2021", "fondée en 2020 et cotée en 2021", "When was Voltéa founded?", False),
        ("fondée en 2021", "fondée avant 2023", "When was Voltéa founded?", False),
        ("primée en 2021", "primée en 2020", "Quand Voltéa a-t-elle été primée ?", False),
    ],
)
def test_years_of_what_happens_once_differ(
    one: str, other: str, question: str, *, differs: bool
) -> None:
    articles = (
        article("a", OLD, f"Voltéa a été {one}."),
        article("b", NEW, f"Voltéa a été {other}."),
    )
    answer = ask(*articles, words=("2021", "2020", "2023"), question=question)
    assert answer.status == "answered"
    assert answer.conflict is differs


@pytest.mark.parametrize("denied", ["2020", "en 2020"])
def test_a_year_that_is_corrected(denied: str) -> None:
    wrong = article("a", OLD, "Voltéa a été fondée en 2020.")
    right = article("b", NEW, f"Voltéa a été fondée en 2021 et non {denied}.")
    question = "En quelle année Voltéa a-t-elle été fondée ?"
    answer = ask(wrong, right, words=("2021", "2020"), question=question)
    assert (answer.answer, answer.conflict) == ("2021", True)
    assert "corrige l’autre" in (answer.note or "")


def test_a_doubtful_answer_is_no_third_one() -> None:
    articles = [article(name, NEW, jobs(n)) for name, n in (("a", 340), ("b", 290), ("c", 17))]
    words = ("340 emplois", "290 emplois", "17 emplois")
    ranking = Engine(articles, weights=CERTAIN, reader=FakeReader(*words)).rank(QUESTION)
    first, second = ranking.rivals
    doubtful = replace(second, confidence=ranking.threshold / 2)
    for rivals, sides in (
        ((first, second), 3),
        ((doubtful, first), 2),
        ((first, doubtful), 2),
        ((doubtful,), 2),
    ):
        differing = find_differing(replace(ranking, rivals=rivals))
        assert differing is not None
        assert len(differing.sides) == sides
        shown = {side.ranked.sentence.document.id for side in differing.sides}
        assert rivals == (doubtful,) or first.ranked.sentence.document.id in shown


def test_a_sentence_that_tells_both_does_not_differ() -> None:
    one = article("a", OLD, jobs(340))
    other = article("b", NEW, "Le projet doit créer 290 emplois, puis 340 emplois avec le dépôt.")
    assert not ask(one, other, words=("290 emplois", "340 emplois")).conflict


@pytest.mark.parametrize(
    "says",
    [
        "Contrairement à ce que nous avons écrit, il doit créer 15 emplois.",
        "Le projet doit créer 15 emplois et non 17 emplois.",
        "Le nombre des emplois du projet est de 15 emplois et non de 17 emplois.",
        "Le projet doit créer 15 emplois et non pas 17 comme annoncé.",
        "Le projet doit créer 15 emplois, pas 17.",
        "Le projet doit créer non pas 17 mais 15 emplois.",
        "Contrairement à ce que nous écrivions, il doit créer 15 emplois.",
    ],
)
@pytest.mark.parametrize("days", [(OLD, NEW), (NEW, OLD), (None, None)])
def test_a_correction_wins_and_says_so(says: str, days: tuple[date | None, date | None]) -> None:
    wrong, right = article("a", days[0], jobs(17)), article("b", days[1], says)
    answer = ask(wrong, right, words=("15 emplois", "17 emplois"))
    assert answer.conflict
    assert answer.answer == "15 emplois"
    assert answer.note
    assert "corrige l’autre" in answer.note
    assert ("04/06/2026" in answer.note or "05/01/2026" in answer.note) == (days[0] is not None)


def test_a_day_that_is_denied_is_not_told() -> None:
    wrong = article("a", OLD, "Le projet de Foix ouvre le 10 mars 2027.")
    right = article("b", NEW, "Le projet de Foix ouvre le 17 mars 2027 et non le 10 mars 2027.")
    words = ("le 17 mars 2027", "le 10 mars 2027")
    answer = ask(wrong, right, words=words, question="Quand ouvre le projet de Foix ?")
    assert (answer.answer, answer.conflict) == ("le 17 mars 2027", True)
    assert "corrige l’autre" in (answer.note or "")


def test_what_denies_another_figure_is_no_correction() -> None:
    answer = ask(
        article("a", OLD, jobs(17)),
        article("b", NEW, "Le projet doit créer 290 emplois, et non 175."),
        words=("290 emplois", "17 emplois"),
    )
    assert answer.conflict
    assert answer.note
    assert "corrige" not in answer.note


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (" par an", " par mois", False),
        (" directs", " indirects", False),
        (" la première année", " la deuxième année", False),
        (" à Foix", " à Auch", False),
        (" par an", "", True),  # the same may be meant
        (" à Foix", " à Foix", True),
        (" la première année", " directs", True),
    ],
)
def test_figures_of_other_things_do_not_differ(one: str, other: str, *, differs: bool) -> None:
    says = (f"Le projet doit créer 340 emplois{one}.", f"Il doit créer 290 emplois{other}.")
    answer = ask(
        article("a", OLD, says[0]),
        article("b", NEW, says[1]),
        words=("340 emplois", "290 emplois"),
    )
    assert answer.conflict is differs


def test_the_note_is_in_the_language_asked_for() -> None:
    answer = ask(
        article("a", OLD, jobs(340)),
        article("b", NEW, jobs(290)),
        words=("340 emplois", "290 emplois"),
        language="en",
    )
    assert answer.note == "The articles do not say the same; the most recent one is quoted first."


@pytest.mark.parametrize(
    ("question", "differs"),
    [
        ("Qui dirige le projet de Foix ?", True),
        ("Qui soutient le projet de Foix ?", False),  # several may
        ("Qui a dit que le responsable dirige le projet de Foix ?", False),
    ],
)
def test_names_differ_where_only_one_can_be_meant(question: str, *, differs: bool) -> None:
    answer = ask(
        article("a", OLD, "Le projet de Foix est celui que dirige Georges Cuenin."),
        article("b", NEW, "Le projet de Foix est celui que dirige Brigitte Faivre."),
        words=("Georges Cuenin", "Brigitte Faivre"),
        question=question,
    )
    assert answer.conflict is differs


def test_without_a_reader_nothing_differs() -> None:
    library = [article("a", OLD, jobs(340)), article("b", NEW, jobs(290))]
    assert not Engine(library, weights=CERTAIN).ask(QUESTION).conflict
