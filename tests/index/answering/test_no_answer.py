"""What is said where there is no answer: true of the articles, in words that a native writes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine
from index.answering.no_answer import MAX_NAMES, WordForms, reader_note
from index.reading.weights import Weights
from index.text.folding import fold
from index.text.lexicon import available_languages
from tests.index.helpers import CERTAIN, UNCERTAIN, FakeReader, document
from tests.strategies import articles, questions

FRENCH = document(
    "Le maire de Brève, Paul Martin, a inauguré la nouvelle piscine avec les enfants.\n\n"
    "Le niveau de l'eau s'élève à deux mètres. La société OpenAI a reçu la subvention.\n\n"
    "Selon Jeanne Roux, le conseil municipal a rejeté le projet du ministère de la Guerre."
)
ENGLISH = document(
    "The mayor of Brightwell, Paul Martin, opened the new swimming pool with the children.\n\n"
    "A fight broke out on Monday. The council rejected the grant in February.\n\n"
    "According to Jane Roper, the swimmers are waiting for the lifeguards from England."
)


def reason(question: str, *sources: Document) -> str:
    """What an engine that never answers says."""
    return Engine(sources, weights=UNCERTAIN).ask(question).no_answer_reason or ""


PLAIN = "Aucune phrase des articles ne semble répondre à la question."
SPOKEN_OF = "Les articles en parlent, mais aucune phrase ne semble répondre à la question."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Qui est-ce ?",
            (
                "La question ne contient aucun mot à chercher dans les articles. "
                "Posez-la en entier, avec les noms."
            ),
        ),
        (
            "Quel volcan islandais fume ?",
            "Aucun des mots importants de la question ne figure dans les articles.",
        ),
        ("Que pense Elon Musk du projet ?", "Les articles ne mentionnent pas « Elon Musk »."),
        ("Google a-t-il reçu la subvention ?", "Les articles ne mentionnent pas « Google »."),
        (
            "Elon Musk et Google ont-ils reçu la subvention ?",
            "Les articles ne mentionnent ni « Elon Musk » ni « Google ».",
        ),
        (
            "Quel est le salaire de Paul Martin ?",
            (
                "Les articles mentionnent « Paul Martin », mais aucune phrase ne semble répondre à "
                "la question."
            ),
        ),
        ("Pourquoi le conseil municipal a-t-il rejeté le projet ?", SPOKEN_OF),
        ("Pourquoi Jeanne Roux rejette-t-elle le projet du conseil ?", SPOKEN_OF),
        ("Combien de nageurs ont quitté la piscine ?", PLAIN),
    ],
)
def test_french(question: str, expected: str) -> None:
    assert reason(question, FRENCH) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Who is it?",
            (
                "The question has no word to look for in the articles. "
                "Please ask it in full, with names."
            ),
        ),
        (
            "Which volcano is smoking?",
            "None of the important words of the question occurs in the articles.",
        ),
        ("Did Google reject the grant?", "The articles do not mention “Google”."),
        (
            "Did Tony Blair or Elon Musk open the pool?",
            "The articles do not mention “Tony Blair” or “Elon Musk”.",
        ),
        (
            "How old is Paul Martin?",
            "The articles mention “Paul Martin”, but no sentence seems to answer the question.",
        ),
        (
            "Why did the council reject the grant?",
            "The articles speak of this, but no sentence seems to answer the question.",
        ),
        (
            "How many people came by bus to the pool?",
            "No sentence of the articles seems to answer the question.",
        ),
    ],
)
def test_english(question: str, expected: str) -> None:
    assert reason(question, ENGLISH) == expected


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("When did the fight break out?", ENGLISH),
        ("Quel élève a inauguré la piscine ?", FRENCH),
        ("Quelle Piscine a fermé ?", FRENCH),
        # Also part of a name, a compound, or misspelt.
        ("Que pense Mélinda Martin du projet ?", FRENCH),
        ("Que pense Jane-Roux du projet ?", FRENCH),
        ("Que pense Open-AI du projet ?", FRENCH),
        ("Que pense Martain du projet ?", FRENCH),
        ("Que pense la Martinique du projet ?", FRENCH),
        # Capitals that make no name.
        ("QUE PENSE GOOGLE DU PROJET ?", FRENCH),
        ("What Is The Rate Of Google?", ENGLISH),
        ("Welche Meinung hat Google zum Projekt?", FRENCH),
        ("Décris le projet.", FRENCH),
        ("Que dit la NASA du projet ?", FRENCH),
        ("Que dit le ministre de l'Économie du projet ?", FRENCH),
        ("Qui a inauguré la Coupe du monde dans la piscine ?", FRENCH),
        ("Did the French swimmers open the pool in March or on Tuesday?", ENGLISH),
    ],
)
def test_in_doubt_nothing_is_called_absent(question: str, source: Document) -> None:
    said = reason(question, source)
    assert "ne mentionnent" not in said
    assert "do not mention" not in said


def test_a_name_in_a_title_is_mentioned() -> None:
    titled = document("# Le projet d'Elon Musk\n\nLe conseil a rejeté le projet.", title="Tesla")
    for question in ("Que pense Elon Musk du conseil ?", "Que pense Tesla du conseil ?"):
        assert "ne mentionnent" not in reason(question, titled)


def test_what_only_looks_known_is_not_spoken_of() -> None:
    # Each word occurs, but no sentence has most of them.
    assert reason("Combien de mètres a le maire ?", FRENCH) == PLAIN
    # A name alone is no reason to say that the articles speak of what is asked.
    assert "en parlent" not in reason("Qui a tué Paul Martin ?", FRENCH)
    # "Jeanne" and "Martin" do, but apart.
    assert "mentionnent" not in reason("Qui est Jeanne Martin ?", FRENCH)


def test_in_another_language_a_name_may_be_spelt_otherwise() -> None:
    said = "“London” does not occur in the articles, at least not in this form."
    assert reason("Who is the mayor of London?", FRENCH) == said
    assert reason("Qui est le maire de Londres ?", ENGLISH) == (
        "« Londres » n'apparaît pas dans les articles, du moins sous cette forme."
    )


def test_few_names_are_listed() -> None:
    names = ("Alpha", "Bétula", "Gamelle", "Deltou", "Epsilonne")
    said = reason(f"Que pensent {', '.join(names)} du projet ?", FRENCH)
    assert len(re.findall("« ", said)) == MAX_NAMES
    assert len(reason(f"Que pense {'Zorg' * 200} du projet ?", FRENCH)) < 120


@pytest.mark.parametrize(
    ("word", "may"),
    [
        ("hegseth", True),
        ("hegset", True),
        ("hegsteh", True),
        ("chatgpt", True),  # "chat", "gpt"
        ("mexicain", True),  # "mexicaine"
        ("musk", False),
        ("mus", False),
        ("heg", True),  # of a compound, perhaps
        ("gptser", False),
    ],
)
def test_word_forms(word: str, may: bool) -> None:
    assert WordForms(["hegseth", "chat", "gpt", "mexicaine"]).may_hold(word) == may


NAMES = ("Google", "Elon Musk", "Paul Martin", "Jeanne Roux", "Brève", "Tesla", "Open AI")
WORDS = ("piscine", "conseil", "volcan", "projet", "élève", "rejeté", "salaire", *NAMES)
_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)
_ABSENT = re.compile(
    r"ne mentionnent (?:pas|ni) (.*)\.|not mention (.*)\.|^(.*) (?:n'app|does not o)"
)


def check(said: str, source: Document) -> None:
    """Assert that `said` is true of `source`."""
    text = f"{fold(source.title)}\n{fold(source.text)}"
    if absent := _ABSENT.search(said):
        for name in re.findall(r"« (.*?) »|“(.*?)”", absent[0]):
            assert fold("".join(name)).rstrip("…") not in text
    if mentioned := re.search(r"mentionnent (.*), mais|mention (.*), but", said):
        for name in re.findall(r"« (.*?) »|“(.*?)”", mentioned[0]):
            assert set(re.findall(r"\w+", fold("".join(name)))) <= set(re.findall(r"\w+", text))


@given(_words, _words)
def test_what_is_called_absent_is_absent(written: list[str], asked: list[str]) -> None:
    source = document(f"Le maire a dit ceci : {', '.join(written)}. Il a ensuite quitté la salle.")
    said = reason(f"Que disent {', '.join(asked)} ?", source)
    check(said, source)
    words = set(re.findall(r"\w+", fold(f"{written}")))
    if words.isdisjoint(re.findall(r"\w+", fold(f"{asked}"))):
        assert "en parlent" not in said
        assert "mentionnent «" not in said


@given(articles, questions)
def test_any_question_to_any_text(text: str, question: str) -> None:
    source = document(text)
    said = reason(question, source)
    assert said.endswith(".")
    check(said, source)


# --- the note where there is no reader ---

OFF = "The reading model is off: only words were compared, so there is no short answer."
OFF_IN_FRENCH = (
    "Le modèle de lecture est à l'arrêt : seuls les mots ont été comparés, "
    "il n'y a donc pas de réponse courte."
)


@pytest.mark.parametrize(
    ("asked_in", "articles_in", "said"),
    [
        (
            "en",
            {"fr"},
            "The articles are in French, the question in English: it is better to ask in French.",
        ),
        # Whoever asks in neither French nor English is told in English.
        (
            "de",
            {"fr", "es", "en"},
            (
                "The articles are in English, Spanish and French, the question in German: "
                "it is better to ask in English, Spanish or French."
            ),
        ),
    ],
)
def test_the_note_names_both_languages(asked_in: str, articles_in: set[str], said: str) -> None:
    assert reader_note(asked_in, articles_in, said_in=asked_in) == f"{OFF} {said}"


def test_the_note_in_french() -> None:
    assert reader_note("fr", {"en"}, said_in="fr") == (
        f"{OFF_IN_FRENCH} Les articles sont en anglais, la question en français : "
        "mieux vaut demander en anglais."
    )


@pytest.mark.parametrize(
    ("asked_in", "articles_in"),
    [
        ("fr", {"fr"}),
        ("en", {"fr", "en"}),
        ("und", {"und"}),
        # Their language is not known, or would not be recognised in a question.
        ("en", {"fr", "und"}),
        ("es", {"pt"}),
        ("pt", {"fr"}),
        ("en", set()),
    ],
)
def test_where_a_language_is_shared_or_unknown_the_note_names_none(
    asked_in: str, articles_in: set[str]
) -> None:
    note = reader_note(asked_in, articles_in, said_in=asked_in)
    assert note == (OFF_IN_FRENCH if asked_in == "fr" else OFF)


def test_every_language_with_a_lexicon_has_a_name() -> None:
    for asked_in in available_languages():
        for articles_in in available_languages():
            for said_in in ("fr", "en"):
                note = reader_note(asked_in, {articles_in}, said_in=said_in)
                assert (note in (OFF, OFF_IN_FRENCH)) == (asked_in == articles_in)


ARTICLE = document("Le maire de la ville a signé le contrat avec Zorg en 2021.")
CITY = document("The mayor of the city has signed the contract in 2021.", document_id="b")


@pytest.mark.parametrize("made", [CERTAIN, UNCERTAIN])
@pytest.mark.parametrize("question", ["When was the contract with Zorg signed?", "What is this?"])
def test_the_note_comes_with_every_answer(made: Weights, question: str) -> None:
    answer = Engine([ARTICLE], weights=made).ask(question)
    assert answer.note is not None
    assert answer.note.startswith(f"{OFF} The articles are in French, the question in English")
    assert OFF not in (answer.no_answer_reason or "")
    in_french = Engine([ARTICLE], weights=made).ask(question, language="fr").note
    assert in_french is not None
    assert in_french.startswith(f"{OFF_IN_FRENCH} Les articles sont en français")


def test_with_a_reader_there_is_no_note() -> None:
    engine = Engine([ARTICLE], weights=CERTAIN, reader=FakeReader())
    assert engine.ask("When was the contract with Zorg signed?").note is None
    assert engine.ask("Quand le contrat avec Zorg a-t-il été signé ?").note is None


def test_the_question_s_own_language_is_not_named() -> None:
    engine = Engine([ARTICLE, CITY], weights=CERTAIN)
    assert engine.ask("When was the contract with Zorg signed?").note == OFF
    assert engine.ask("Quand le contrat avec Zorg a-t-il été signé ?").note == OFF_IN_FRENCH
    # Nor one that is in no language: "Zorg" may be asked in that of the articles.
    assert Engine([ARTICLE], weights=CERTAIN).ask("Zorg 2021 ?").note in (OFF, OFF_IN_FRENCH)
