"""What is said where there is no answer: its exact words, and that they are true to the letter."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index import Engine
from index.analysis import analyzer_for
from index.answering import MAX_CLOSEST, answer_ranking
from index.candidates import Candidate
from index.documents import Document
from index.engine import TOP_PASSAGES, Ranking
from index.questions import analyse_question
from index.reasons import NAMED, NEAREST, Held, reason_in_words
from tests.index.helpers import UNCERTAIN, candidates, document
from tests.strategies import articles, questions

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


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        # An irregular form is no reason to say more than that the word itself is not there.
        (
            "Google est-il mort ?",
            "La société Google a gagné. Le poète mourut dans la ville avec les enfants.",
            "Les articles parlent de « Google », mais n'emploient pas le mot « mort ».",
        ),
        (
            "De quelle couleur est son œil ?",
            "Les yeux de la fille et les murs de la ville sont de la même couleur.",
            "Les articles n'emploient pas le mot « œil ».",
        ),
        (
            "Is the house grey?",
            "The house of the mayor is gray, and so are the doors of the town hall.",
            "The articles do not use the word “grey”.",
        ),
        (
            "Is there a mouse in the house?",
            "There are mice in the house of the mayor, and so there are in the town hall.",
            "The articles do not use the word “mouse”.",
        ),
    ],
)
def test_only_the_word_as_written_is_said_to_be_missing(
    question: str, text: str, expected: str
) -> None:
    assert reason(question, document(text)) == expected


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("Les 20 nageurs dorment-ils ?", "Vingt nageurs dorment dans la ville.", ""),
        ("Les vingt nageurs dorment-ils ?", "Les 20 nageurs dorment dans la ville.", ""),
        ("Les 30 nageurs dorment-ils ?", "Vingt nageurs dorment dans la ville.", "30"),
        ("Les 2 000 nageurs dorment-ils ?", "Les deux mille nageurs dorment.", ""),
        ("Le 21e siècle est-il là ?", "Le XXIe siècle est là pour les enfants.", ""),
        ("Le XXIe siècle est-il là ?", "Le 21e siècle est là pour les enfants.", ""),
        ("Le 19e siècle est-il là ?", "Le XXIe siècle est là pour les enfants.", "19e"),
        ("Le vingtième siècle est-il là ?", "Le XXe siècle est là pour les enfants.", ""),
        ("Le premier nageur dort-il ?", "Le 1er nageur dort avec les enfants.", ""),
        ("Le 2e nageur dort-il ?", "Le deuxième nageur dort avec les enfants.", ""),
        ("Le deuxième nageur dort-il ?", "Le second nageur dort avec les enfants.", ""),
        ("A-t-il bu ½ litre ?", "Il a bu un demi litre dans la ville avec les enfants.", ""),
        ("A-t-il bu 1/2 litre ?", "Il a bu un demi litre dans la ville avec les enfants.", ""),
        ("Le premier nageur dort-il ?", "Le nageur dort avec les enfants.", "premier"),
        (
            "La cyber-attaque a-t-elle eu lieu ?",
            "La cyberattaque a eu lieu dans la ville avec les enfants.",
            "",
        ),
        (
            "La cyberattaque a-t-elle eu lieu ?",
            "La cyber-attaque a eu lieu dans la ville avec les enfants.",
            "",
        ),
        (
            "Les cyberattaques ont-elles eu lieu ?",
            "La cyber-attaque a eu lieu dans la ville avec les enfants.",
            "",
        ),
        ("Le weekend a-t-il eu lieu ?", "Le week-end a eu lieu dans la ville.", ""),
    ],
)
def test_another_spelling_is_not_missing(question: str, text: str, named: str) -> None:
    said = reason(question, document(text))
    assert re.findall(r"pas les? mots? « (.*?) »", said) == ([named] if named else [])
    assert "Aucun mot" not in said


def test_names_are_in_one_piece_only_where_they_stand_so() -> None:
    text = "La vedette Hilton est à Paris avec les enfants de la ville."
    assert reason("Paris Hilton a-t-elle gagné ?", document(text)) == (
        "Les articles parlent de « Paris » et « Hilton », mais n'emploient pas le mot « gagné »."
    )


def test_what_never_meets_is_there() -> None:
    text = (
        "Paul Martin a acheté une voiture rouge. Le conseil a rejeté la subvention.\n\n"
        "La ville a une automobile avec les enfants."
    )
    for question in (
        "Le conseil a-t-il rejeté l'automobile ?",
        "Paul Martin a-t-il rejeté la bagnole ?",
        "Le conseil a-t-il refusé la voiture ?",
    ):
        source = document(text)
        stems = {term for c in candidates(source) for term in c.views["stem"]}
        said = reason(question, source)
        if "ne réunit" in said or "même phrase" in said:
            assert set(chain.from_iterable(quoted(said))) <= stems


# --- true to the letter ---

WORDS = (
    *("Paul Martin", "Jeanne Roux", "Brève", "piscine", "subvention", "rejeté", "fermé", "tuiles"),
    *("inauguré", "enfants", "Google", "âge", "volcan", "portes", "conseil", "réouverture"),
)
asked_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True).map(
    lambda words: f"Est-ce que {' '.join(words)} ?"
)
_NEVER = re.compile(r"n'emploient pas les? mots? (.*?)\.(?: Aucune|$)")
_APART = re.compile(r"parlent de (.*), mais jamais dans la même phrase que (.*?)\.(?: Aucune|$)")
_UNMET = re.compile(r"ne réunit (.*?)\.(?: Aucune|$)")


def quoted(text: str) -> list[list[str]]:
    """The terms of each quotation in `text`."""
    return [analyzer_for("fr").terms(words) for words in re.findall(r"« (.*?) »", text)]


def check_reason(said: str, sentences: list[Candidate]) -> bool:
    """Whether anything was claimed of `sentences`; it must be true of each."""
    held = [frozenset(map(str, sentence.views["stem"])) for sentence in sentences]
    everything = frozenset().union(*held)
    if claim := _NEVER.search(said):
        assert everything.isdisjoint(chain.from_iterable(quoted(claim[1])))
    elif claim := _APART.search(said):
        together = set(chain.from_iterable(quoted(claim[1])))
        assert everything.issuperset(chain.from_iterable(quoted(claim[2])))
        assert any(together <= terms for terms in held)
        for words in quoted(claim[2]):
            assert not any(together | set(words) <= terms for terms in held)
    elif claim := _UNMET.search(said):
        unmet = set(chain.from_iterable(quoted(claim[1])))
        assert unmet <= everything
        assert not any(unmet <= terms for terms in held)
    else:
        return False
    return True


@given(asked_words)
def test_what_is_claimed_is_true(question: str) -> None:
    assume(check_reason(reason(question, FRENCH), candidates(FRENCH)))


@given(articles, questions)
def test_any_question_to_any_text(text: str, question: str) -> None:
    source = document(text)
    said = reason(question, source)
    assert said.endswith(".")
    if source.language == "fr":
        check_reason(said, candidates(source))


@given(articles, questions)
def test_what_is_held_goes_with_the_sentences(text: str, question: str) -> None:
    ranking: Ranking = Engine([document(text)], weights=UNCERTAIN).rank(question)
    assert len(ranking.held.sentences) == len(ranking.sentences)
    for sentence, held in zip(ranking.sentences, ranking.held.sentences, strict=True):
        for token in ranking.question.tokens:
            if token.term in sentence.candidate.views["stem"]:
                assert token.start in held
