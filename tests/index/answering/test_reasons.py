"""What is said where there is no answer, in its exact words; that it is true: the next file."""

from __future__ import annotations

import pytest

from index import Engine
from index.answering.answer import MAX_CLOSEST, answer_ranking
from index.answering.reasons import NAMED, NEAREST, Held, reason_in_words
from index.documents.document import Document
from index.engine import TOP_PASSAGES
from index.questions.analysis import analyse_question
from tests.index.helpers import UNCERTAIN, document

FRENCH = document(
    "Le maire de Brève, Paul Martin, a inauguré la nouvelle piscine avec les enfants.\n\n"
    "La piscine du quartier a fermé ses portes au public. Elle a reçu des tuiles neuves.\n\n"
    "Selon Jeanne Roux, les nageurs attendent la réouverture. "
    "Le conseil municipal a rejeté la subvention."
)
ENGLISH = document(
    "The mayor of Brightwell, Paul Martin, opened the new swimming pool with the children.\n\n"
    "The pool has closed its doors to visitors. The council rejected the grant.\n\n"
    "According to Jane Roper, the swimmers are waiting for the lifeguards."
)


def reason(question: str, *sources: Document) -> str:
    """What an engine that never answers says."""
    engine = Engine(sources, weights=UNCERTAIN)
    return answer_ranking(engine, engine.rank(question)).no_answer_reason or ""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Qui est-ce ?", "La question n'a pas de mot que l'on puisse chercher dans les articles."),
        (
            "Quel volcan islandais fume ?",
            "Aucun mot de la question ne se trouve dans les articles : « volcan islandais fume ».",
        ),
        (
            "Quel est l'âge de Paul Martin ?",
            (
                "Les articles parlent de « Paul Martin », mais n'emploient pas le mot « âge ». "
                "Aucune des phrases les plus proches ne donne d'âge en chiffres."
            ),
        ),
        (
            "QUEL EST L'ÂGE DE PAUL MARTIN ?",
            (
                "Les articles parlent de « PAUL MARTIN », mais n'emploient pas le mot « ÂGE ». "
                "Aucune des phrases les plus proches ne donne d'âge en chiffres."
            ),
        ),
        (
            "Google a-t-il rejeté la subvention ?",
            "Les articles n'emploient pas le mot « Google ».",
        ),
        (
            "Paul Martin a-t-il rejeté la subvention ?",
            (
                "Les articles parlent de « Paul Martin », mais jamais dans la même phrase que "
                "« rejeté » ou « subvention »."
            ),
        ),
        (
            "Paul Martni a-t-il rejeté la subvention ?",
            (
                "Les articles parlent de « Paul Martin », mais jamais dans la même phrase que "
                "« rejeté » ou « subvention »."
            ),
        ),
        (
            "Jeanne Roux a-t-elle vu Paul Martin ?",
            "Les articles parlent de « Jeanne Roux », mais n'emploient pas le mot « vu ».",
        ),
        # Taken for "philosophe", which the articles have no more than what was asked.
        (
            "Paul Martin a-t-il une philosophie ?",
            (
                "Les articles parlent de « Paul Martin », mais n'emploient pas le mot "
                "« philosophie »."
            ),
        ),
        # "type" is what the question is made with.
        (
            "Quel type de tuiles la piscine a-t-elle reçu ?",
            "Les articles en parlent, mais aucune phrase n'y répond assez sûrement.",
        ),
        (
            "Qui a rejeté la réouverture ?",
            "Aucune phrase des articles ne réunit « rejeté » et « réouverture ».",
        ),
        (
            "Combien de tuiles la piscine a-t-elle reçues ?",
            (
                "Les articles en parlent, mais aucune des phrases les plus proches ne donne de "
                "nombre, sinon dans des dates."
            ),
        ),
        (
            "Quand le conseil municipal a-t-il rejeté la subvention ?",
            "Les articles en parlent, mais aucune des phrases les plus proches ne donne de date.",
        ),
        (
            "En quelle année la piscine a-t-elle fermé ?",
            "Les articles en parlent, mais aucune des phrases les plus proches ne donne de date.",
        ),
        (
            "Pourquoi le conseil municipal a-t-il rejeté la subvention ?",
            "Les articles en parlent, mais aucune phrase n'y répond assez sûrement.",
        ),
        (
            "Comment Paul Martin a-t-il inauguré la nouvelle piscine avec les enfants ?",
            "Les articles en parlent, mais aucune phrase n'y répond assez sûrement.",
        ),
    ],
)
def test_french(question: str, expected: str) -> None:
    assert reason(question, FRENCH) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is it?", "The question has no word that could be looked for in the articles."),
        (
            "How old is Paul Martin?",
            (
                "The articles speak of “Paul Martin”, but do not use the word “old”. "
                "None of the closest sentences gives an age in figures."
            ),
        ),
        (
            "Did Google reject the grant?",
            "The articles do not use the word “Google”.",
        ),
        (
            "Did Paul Martin reject the grant?",
            (
                "The articles speak of “Paul Martin”, but never in the same sentence as “reject” "
                "or “grant”."
            ),
        ),
        (
            "Did Jane Roper meet Paul Martin?",
            "The articles speak of “Jane Roper”, but do not use the word “meet”.",
        ),
        (
            "Which swimmers rejected the visitors?",
            "No sentence of the articles has “rejected” and “visitors” together.",
        ),
        (
            "When did the council reject the grant?",
            "The articles speak of this, but none of the closest sentences gives a date.",
        ),
        (
            "How much did the council pay for the pool?",
            (
                "The articles do not use the word “pay”. "
                "None of the closest sentences gives a sum of money."
            ),
        ),
        (
            "Why did the council reject the grant?",
            "The articles speak of this, but no sentence answers it surely enough.",
        ),
    ],
)
def test_english(question: str, expected: str) -> None:
    assert reason(question, ENGLISH) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Has Google rejected it?", "The articles do not use “Google”, spelt so."),
        # Without meanings, "old" may be there by another word.
        (
            "How old is Paul Martin?",
            (
                "The articles speak of this, but none of the closest sentences gives an age in "
                "figures."
            ),
        ),
        (
            "Did Jeanne Roux meet Paul Martin?",
            "The articles speak of “Jeanne Roux”, but never in the same sentence as “Paul Martin”.",
        ),
        (
            "What did Paul Martin open?",
            "The articles speak of this, but no sentence answers it surely enough.",
        ),
        (
            "Where is the volcanic eruption?",
            "No word of the question stands in the articles: “volcanic eruption”.",
        ),
    ],
)
def test_english_of_a_french_article_claims_names_alone(question: str, expected: str) -> None:
    assert reason(question, FRENCH) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Quel est l'âge de Sam Altman ?",
            (
                "Les articles parlent de « Sam Altman », mais n'emploient pas le mot « âge ». "
                "Aucune des phrases les plus proches ne donne d'âge en chiffres."
            ),
        ),
        (
            "Google a-t-il signé ?",
            "Les articles n'emploient pas le mot « Google ».",
        ),
        (
            "How old is Dario Amodei?",
            (
                "The articles speak of this, but none of the closest sentences gives an age in "
                "figures."
            ),
        ),
        (
            "Dario Amodei a-t-il rencontré Elon Musk ?",
            (
                "Les articles parlent de « Dario Amodei », mais n'emploient pas les mots "
                "« rencontré », « Elon Musk »."
            ),
        ),
        (
            "Pete Hegesth était-il à Davos ?",
            (
                "Les articles parlent de « Pete Hegseth », mais jamais dans la même phrase que "
                "« Davos »."
            ),
        ),
        (
            "Did Hegseth meet Sam Altman?",
            "The articles speak of “Sam Altman”, but never in the same sentence as “Hegseth”.",
        ),
        # "accord" is a word for it, and stands with him.
        (
            "Sam Altman a-t-il signé ?",
            "Les articles en parlent, mais aucune phrase n'y répond assez sûrement.",
        ),
        (
            "Combien de soldats compte l'armée américaine ?",
            (
                "Les articles en parlent, mais aucune des phrases les plus proches ne donne de "
                "nombre, sinon dans des dates."
            ),
        ),
    ],
)
def test_the_seed(question: str, expected: str, seed_document: Document) -> None:
    assert reason(question, seed_document) == expected


def test_a_pronoun_stands_for_its_name() -> None:
    source = document("Jeanne Roux dirige la banque. Elle a vendu la caserne. Paul Martin dort.")
    assert "jamais" not in reason("Jeanne Roux a-t-elle vendu la caserne ?", source)
    assert "« caserne »" in reason("Paul Martin a-t-il vendu la caserne ?", source)


def test_a_title_counts_as_one_place() -> None:
    text = "Paul Martin dort bien cette nuit. La caserne ferme ses portes demain matin."
    assert "jamais" in reason("Paul Martin ferme-t-il ?", document(text))
    titled = document(text, title="Paul Martin ferme la caserne")
    assert "jamais" not in reason("Paul Martin ferme-t-il ?", titled)


def test_of_a_large_library_only_what_was_found_is_claimed() -> None:
    filler = [
        f"Paul Martin compte avec elle les moutons de la prairie {n}."
        for n in range(TOP_PASSAGES + 5)
    ]
    source = document("\n\n".join([*filler, "La caserne ferme ses portes ce soir."]))
    assert reason("Paul Martin ferme-t-il la caserne ?", source) == (
        "Les passages trouvés parlent de « Paul Martin », mais jamais dans la même phrase que "
        "« ferme » ou « caserne »."
    )


def test_beside_articles_in_its_language_a_question_may_miss_any_word() -> None:
    second = document(ENGLISH.text, document_id="b")
    assert reason("Did Jane Roper meet Jeanne Roux?", FRENCH, second) == (
        "The articles speak of “Jeanne Roux”, but do not use the word “meet”."
    )
    assert reason("Paul Martin a-t-il fermé la piscine ?", FRENCH, second) == (
        "Les articles parlent de « Paul Martin », mais jamais dans la même phrase que « fermé »."
    )


def test_a_reason_is_short() -> None:
    names = "Albe Bork Cyne Dole Erne Fyrn Gask Hult Iver Jonk"
    assert reason(f"Paul Martin voit-il {names} ?", FRENCH).count("«") == 1 + NAMED
    long = "z" * 900
    assert len(reason(f"Paul Martin {long} ?", FRENCH)) < 150


def test_the_nearest_sentences_are_those_shown() -> None:
    assert NEAREST == MAX_CLOSEST


def test_without_articles() -> None:
    asked = analyse_question("Où est Zorg ?", language="fr")
    assert reason_in_words(
        asked, ("Zorg",), language="fr", matched=False, sentences=(), held=Held()
    ) == ("Aucun mot de la question ne se trouve dans les articles : « Zorg ».")
