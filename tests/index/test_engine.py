from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from index import Document, Engine, InputError, UnknownDocumentError, ask
from index.engine import MAX_QUESTION, TOP_PASSAGES, check_question
from index.reading.abstaining import ABSTAIN_FEATURES
from index.retrieval.bm25 import BM25Retriever
from tests.index.helpers import CERTAIN, document, weights
from tests.strategies import articles, questions

ASKED = (
    "Qui est le patron d'Anthropic ?",
    "Quel est le montant du contrat ?",
    "Who created ChatGPT?",
    "Quand le contrat d'Anthropic expire-t-il ?",
    "Pourquoi Anthropic a-t-il refusé ?",
)


# --- what can be asked ---


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "question: must not be empty; got ''"),
        (" \n\t\u00a0", "question: must not be empty; got ' \\n\\t\\xa0'"),
        ("a" * 1001, "question: must have at most 1000 characters; got 1001"),
        ("?!", "question: must have at least one letter or digit; got '?!'"),
        ("👩\u200d🚀", "question: must have at least one letter or digit; got '👩\\u200d🚀'"),
        (
            "qui \ud800 ?",
            "question: must be Unicode text without unpaired surrogates; got 'qui \\ud800 ?'",
        ),
    ],
)
def test_what_is_no_question(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        check_question(text)
    assert str(caught.value) == message
    assert caught.value.field == "question"


@pytest.mark.parametrize(
    ("text", "checked"),
    [
        ("  Qui ? \n", "Qui ?"),
        ("a" * MAX_QUESTION, "a" * MAX_QUESTION),
        (" " * 5000 + "a", "a"),
        ("彼?", "彼?"),
        ("5", "5"),
        ("Qui\x00 ?", "Qui\x00 ?"),
    ],
)
def test_what_is_a_question(text: str, checked: str) -> None:
    assert check_question(text) == checked


def test_rank_checks_the_question(engine: Engine) -> None:
    with pytest.raises(InputError):
        engine.rank("   ")


# --- a ranking ---


@given(articles, questions)
def test_any_article_and_question(text: str, question: str) -> None:
    ranking = Engine([document(text)]).rank(question)
    assert 0 <= ranking.confidence <= 1
    if ranking.sentences:
        assert sum(s.probability for s in ranking.sentences) == pytest.approx(1.0)
    keys = [(-s.score, s.document.id, s.sentence.start) for s in ranking.sentences]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_every_sentence_of_a_small_library_is_ranked_once(engine: Engine) -> None:
    (seed,) = engine.documents
    ranking = engine.rank("Qui est le patron d'Anthropic ?")
    places = sorted((s.sentence.start, s.sentence.end) for s in ranking.sentences)
    assert len(set(places)) == len(places) == engine.sentence_counts[seed.id] - 1  # no heading


def test_headings_are_not_quoted() -> None:
    article = document("# Le budget de la ville\n\nIl est de 5 millions.\n\nLa ville est grande.")
    ranking = Engine([article], weights=CERTAIN).rank("Quel est le budget de la ville ?")
    assert {s.passage.kind for s in ranking.sentences} == {"text"}


def test_headings_are_quoted_where_there_is_nothing_else() -> None:
    # The last paragraph is text unless it is marked, so both are.
    article = document("# Le budget de la ville\n\n# Le maire")
    assert len(Engine([article]).rank("Quel budget ?").sentences) == 2


def test_ties_come_in_order_of_document_and_place() -> None:
    text = "Alpha beta gamma.\n\nAlpha beta gamma."
    library = [document(text, document_id="b"), document(text, document_id="a")]
    ranking = Engine(library, weights=CERTAIN).rank("alpha")
    assert [(s.document.id, s.sentence.start) for s in ranking.sentences] == [
        ("a", 0),
        ("a", 19),
        ("b", 0),
        ("b", 19),
    ]


def test_the_same_question_gives_the_same_ranking(seed_document: Document, engine: Engine) -> None:
    for question in ASKED:
        first, second = engine.rank(question), Engine([seed_document]).rank(question)
        assert [(s.sentence, s.score) for s in first.sentences] == [
            (s.sentence, s.score) for s in second.sentences
        ]
        assert first.confidence == second.confidence


def test_the_order_of_documents_changes_nothing() -> None:
    library = [
        document(f"La ville {n} compte {n * 7} ponts.", document_id=str(n)) for n in range(1, 6)
    ]
    asked = "Combien de ponts compte la ville 3 ?"
    forward, backward = Engine(library).rank(asked), Engine(library[::-1]).rank(asked)
    assert [s.text for s in forward.sentences] == [s.text for s in backward.sentences]


def test_threads_give_the_same_answers(seed_document: Document) -> None:
    shared = Engine([seed_document])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda question: ask(shared, question), ASKED * 8))
    alone = Engine([seed_document])
    assert found == [ask(alone, question) for question in ASKED] * 8


def test_matched_and_unknown(engine: Engine) -> None:
    ranking = engine.rank("Que pense Elon Musk de l'accord ?")
    assert ranking.matched
    assert ranking.unknown[-2:] == ("Elon", "Musk")
    ranking = engine.rank("Qui a remporté la Coupe du monde de football ?")
    assert "football" in ranking.unknown
    ranking = engine.rank("Xylophone zygomatique ?")
    assert not ranking.matched
    assert ranking.unknown == ("Xylophone", "zygomatique")


def test_a_question_without_content_words_is_not_answered(engine: Engine) -> None:
    assert engine.rank("Qui est-ce ?").confidence == 0


@pytest.mark.parametrize("word", ["zk{}q", "Zk{}q", "{}9", "x{}"])
def test_a_long_question_of_unknown_words(engine: Engine, word: str) -> None:
    question = " ".join(word.format(n) for n in range(400))[:MAX_QUESTION]
    assert engine.rank(question).confidence < 0.5


# --- libraries ---


def _library(size: int, *, heading: str = "") -> list[Document]:
    return [
        document(
            f"{heading}La commune {_name(n)} a construit un pont de {n + 100} mètres en pierre "
            f"sur la rivière. Le maire est content de cette dépense.",
            document_id=f"{n:03d}",
        )
        for n in range(size)
    ]


def _name(number: int) -> str:
    """A made-up name, another for each number, which no stemmer makes alike."""
    return "".join("bdfgklmprt"[int(d)] + "aeiouaeiou"[int(d)] for d in f"{number:03d}") + "x"


def test_a_large_library_is_narrowed_by_the_retriever() -> None:
    asked: list[tuple[list[str], int]] = []

    class Spy(BM25Retriever):
        def search(self, terms: Sequence[str], top_k: int) -> list[tuple[int, float]]:
            asked.append((list(terms), top_k))
            return super().search(terms, top_k)

    library = _library(TOP_PASSAGES * 3)
    engine = Engine(library, retriever=Spy)
    for number in (0, 37, TOP_PASSAGES * 3 - 1):
        question = f"De combien de mètres est le pont de {_name(number).title()} ?"
        ranking = engine.rank(question)
        best = ranking.sentences[0]
        assert best.document.id == f"{number:03d}"
        assert f"{number + 100} mètres" in best.text
        assert len({s.document.id for s in ranking.sentences}) <= TOP_PASSAGES
    assert len(asked) == 3
    assert {top_k for _, top_k in asked} == {TOP_PASSAGES}


def test_a_library_of_top_passages_is_ranked_whole() -> None:
    engine = Engine(_library(TOP_PASSAGES))
    assert len({s.document.id for s in engine.rank("le pont").sentences}) == TOP_PASSAGES


def test_a_large_library_that_never_speaks_of_it() -> None:
    ranking = Engine(_library(TOP_PASSAGES * 2)).rank("Xylophone zygomatique ?")
    assert (ranking.sentences, ranking.confidence, ranking.matched) == ((), 0.0, False)


def test_headings_do_not_crowd_out_what_they_stand_over() -> None:
    """The retriever's best passages may all be headings, which cannot be quoted."""
    library = [
        document(
            f"Le pont\n\n{'Une suite de mots qui ne dit rien du tout de cela. ' * 3}"
            f"Le pont de la commune {_name(n)} a {n + 100} mètres.",
            document_id=f"{n:03d}",
        )
        for n in range(TOP_PASSAGES * 2)
    ]
    ranking = Engine(library).rank("Quel pont ?")
    assert len({s.document.id for s in ranking.sentences}) == TOP_PASSAGES


def test_several_documents(seed_document: Document) -> None:
    other = document("La tour Eiffel a été construite en 1889 à Paris.", document_id="tour")
    engine = Engine([seed_document, other])
    assert (
        engine.rank("En quelle année la tour a-t-elle été construite ?").sentences[0].document
        is other
    )
    assert engine.rank("Qui est le patron d'Anthropic ?").sentences[0].document is seed_document
    assert set(engine.sentence_counts) == {seed_document.id, "tour"}


def test_mixed_languages() -> None:
    french = document(
        "La tour a été construite en 1889 par la société de monsieur Eiffel. Elle est à Paris.",
        document_id="fr",
    )
    english = document(
        "The bridge was built in 1937 by the company of Mr. Strauss. It is in San Francisco.",
        document_id="en",
    )
    assert (french.language, english.language) == ("fr", "en")
    engine = Engine([french, english])
    assert engine.rank("Quand la tour a-t-elle été construite ?").sentences[0].document is french
    assert engine.rank("When was the bridge built?").sentences[0].document is english
    ranking = engine.rank("When was the bridge built?")
    assert sum(s.probability for s in ranking.sentences) == pytest.approx(1.0)


def test_no_documents() -> None:
    ranking = Engine([]).rank("Qui est là ?")
    assert (ranking.sentences, ranking.confidence, ranking.matched) == ((), 0.0, False)


def test_a_document_without_text() -> None:
    ranking = Engine([document(" \n ")]).rank("Qui est là ?")
    assert (ranking.sentences, ranking.confidence) == ((), 0.0)


def test_document_by_id(engine: Engine, seed_document: Document) -> None:
    assert engine.document(seed_document.id) is seed_document
    with pytest.raises(UnknownDocumentError) as caught:
        engine.document("other")
    assert str(caught.value) == (
        "document_id: must be the id of an article (000_8ca491ea4156916f); got 'other'"
    )


def test_progress_is_told() -> None:
    done: list[int] = []
    Engine(_library(3), progress=done.append)
    assert done == [1, 2, 3]


def test_an_id_is_of_one_document() -> None:
    with pytest.raises(ValueError, match="an id of their own"):
        Engine([document("Un chat."), document("Un chien.")])


def test_the_fingerprint_is_that_of_articles_and_weights() -> None:
    one, other = document("Un chat."), document("Un chien.")
    assert Engine([one]).fingerprint == Engine([one]).fingerprint
    assert Engine([one]).fingerprint != Engine([other]).fingerprint
    assert Engine([one]).fingerprint != Engine([one], weights=CERTAIN).fingerprint


def test_a_misspelt_word_finds_its_passage_in_a_large_library() -> None:
    library = [
        document(f"La ville numéro {n} est dans le nord. Elle est belle.", document_id=f"d{n:03}")
        for n in range(TOP_PASSAGES + 10)
    ]
    library.append(document("Le ministre Hegseth est dans la capitale.", document_id="us"))
    for asked in ("Hegset", "Hegseht"):
        ranking = Engine(library).rank(asked)
        assert ranking.sentences[0].document.id == "us"
        assert ranking.matched


def test_a_word_of_the_title_is_known() -> None:
    text = "Le conseil a voté le budget de la ville, qui est de 12 millions."
    ranking = Engine([document(text, title="Grenoble")]).rank("Quel est le budget de Grenoble ?")
    assert "Grenoble" not in ranking.unknown


def test_the_verdict_is_on_the_language_of_the_best_sentence() -> None:
    french = document("Il est là. Elle est ici. Le cheval est dans la ville.", document_id="fr")
    english = document("The ponies were running to the city.", document_id="en")
    assert (french.language, english.language) == ("fr", "en")
    judged = weights(stem_bm25=1.0)
    # Were it the surest language that counted, it would be the one with more sentences.
    judged.abstain[ABSTAIN_FEATURES.index("candidates")] = 1.0
    ranking = Engine([french, english], weights=judged).rank("running ponies")
    assert ranking.sentences[0].document.id == "en"
    assert ranking.question.terms == ("run", "poni")
    assert ranking.confidence == 0.5  # log 1 of one candidate
