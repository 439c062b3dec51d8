"""The engine as its callers use it: with and without a reader, on one article and on many.

Past 400 lines: each stage is tested where it meets the others.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import (
    Document,
    Engine,
    InputError,
    NoArticlesError,
    Reader,
    ReaderError,
    UnknownDocumentError,
    load_weights,
)
from index.answering.explaining import CLAUSE, HEADING, MOVED
from index.answering.no_answer import reader_note
from index.engine import TOP_PASSAGES, TOP_SENTENCES, WINDOWS
from index.questions.checking import MAX_QUESTION, check_question
from index.ranking.features import FEATURES
from index.reading.choosing import CHOICE
from index.reading.deciding import EVIDENCE
from index.reading.reader import SentenceReading
from index.reading.weights import Decision
from tests.index.answering.test_answering import check_answer
from tests.index.helpers import (
    CERTAIN,
    UNCERTAIN,
    FakeReader,
    document,
    random_weights,
    sentences,
    weights,
)
from tests.strategies import articles, composed_articles, questions

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


@given(articles, questions, st.integers(0, 2**32 - 1))
def test_any_article_and_question(text: str, question: str, seed: int) -> None:
    article = document(text)
    ranking = Engine([article], weights=random_weights(seed)).rank(question)
    assert 0 <= ranking.confidence <= 1
    every = sentences(article)
    assert len(ranking.sentences) == min(len(every), TOP_SENTENCES)
    total = sum(s.probability for s in ranking.sentences)
    assert total <= 1 + 1e-9
    if 0 < len(every) <= TOP_SENTENCES:
        assert total == pytest.approx(1.0)
    keys = [(-s.score, *s.sentence.place) for s in ranking.sentences]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_of_a_small_library_every_sentence_is_ranked() -> None:
    """Also one that shares no word with the question: it may follow one that does."""
    text = "\n\n".join(f"Le mot numéro {n} est là. Et puis non." for n in range(4))
    engine = Engine([document(text)], weights=CERTAIN)
    found = [ranked.sentence.text for ranked in engine.rank("numéro 3").sentences]
    assert len(found) == sum(engine.sentence_counts.values()) == 8
    assert found[0] == "Le mot numéro 3 est là."
    assert found.count("Et puis non.") == 4


def test_the_best_are_kept() -> None:
    text = "\n\n".join(f"Le mot {n} est là." for n in range(TOP_SENTENCES + 5))
    ranking = Engine([document(text)], weights=CERTAIN).rank("mot 12")
    assert [s.sentence.passage.paragraph for s in ranking.sentences] == [13, *range(1, 10)]


def test_headings_come_after_all_text() -> None:
    article = document("# Le budget de la ville\n\nIl est de 5 millions.\n\nLa ville est grande.")
    ranking = Engine([article], weights=CERTAIN).rank("Quel est le budget de la ville ?")
    assert [s.sentence.is_heading for s in ranking.sentences] == [False, False, True]


@pytest.mark.parametrize("reader", [None, FakeReader("Douze mois"), FakeReader("juin")])
def test_headings_and_clauses_that_were_moved_say_so(reader: FakeReader | None) -> None:
    """The explained sums are the scores."""
    article = document(
        "# La halle\n\nElle est de 1874.\n\nDouze mois de chantier\n\n"
        "Art. 1. - Le chantier dure jusqu'en juin.\n\nArt. 2. - Le chantier reprend."
    )
    engine = Engine([article], weights=CERTAIN, reader=reader)
    found = set()
    for question in ("Combien de temps dure le chantier ?", "Que dit l'article 2 ?"):
        for sentence in engine.explain_ranking(engine.rank(question)).sentences:
            parts = sentence.reading or sentence.contributions
            assert sum(part.product for part in parts) == pytest.approx(sentence.score)
            found |= {part.feature for part in parts} & set(MOVED)
    # Where it was read, "stage one" may say it already.
    assert found - {HEADING} == {CLAUSE}
    assert reader is not None or HEADING in found


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        (("Douze mois",), "Douze mois de chantier"),
        (("Douze mois", "juin"), "Le chantier dure jusqu'en juin."),
        ((), "Le chantier dure jusqu'en juin."),
    ],
)
def test_a_heading_is_quoted_where_it_answers_and_no_text_does(
    words: tuple[str, ...], quoted: str
) -> None:
    article = document(
        "# La halle\n\nElle est de 1874.\n\nDouze mois de chantier\n\n"
        "Le chantier dure jusqu'en juin."
    )
    engine = Engine([article], weights=CERTAIN, reader=FakeReader(*words))
    answer = engine.ask("Combien de temps dure le chantier ?")
    assert answer.citations[0].cited_text == quoted


def test_headings_are_quoted_where_there_is_nothing_else() -> None:
    # The last paragraph is text unless it is marked, so both are.
    article = document("# Le budget de la ville\n\n# Le maire")
    assert len(Engine([article], weights=CERTAIN).rank("Quel budget ?").sentences) == 2


def test_ties_come_in_order_of_document_and_place() -> None:
    text = "Alpha beta gamma.\n\nAlpha beta gamma."
    library = [document(text, document_id="b"), document(text, document_id="a")]
    ranking = Engine(library, weights=CERTAIN).rank("alpha")
    assert [s.sentence.place for s in ranking.sentences] == [
        ("a", 0),
        ("a", 19),
        ("b", 0),
        ("b", 19),
    ]


def test_the_order_of_documents_changes_nothing() -> None:
    library = [
        document(f"La ville {n} compte {n * 7} ponts.", document_id=str(n)) for n in range(1, 6)
    ]
    asked = "Combien de ponts compte la ville 3 ?"
    for seed in range(5):
        made = random_weights(seed)
        forward, backward = (Engine(order, weights=made) for order in (library, library[::-1]))
        one, two = forward.rank(asked), backward.rank(asked)
        assert [(s.sentence.place, s.score) for s in one.sentences] == [
            (s.sentence.place, s.score) for s in two.sentences
        ]
        assert forward.ask(asked) == backward.ask(asked)
        assert forward.fingerprint == backward.fingerprint


def test_threads_give_the_same_answers(seed_document: Document) -> None:
    shared = Engine([seed_document])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda question: shared.ask(question), ASKED * 8))
    alone = Engine([seed_document])
    assert found == [alone.ask(question) for question in ASKED] * 8


def test_matched_and_unknown(engine: Engine) -> None:
    ranking = engine.rank("Que pense Elon Musk de l'accord ?")
    assert ranking.matched
    assert ranking.unknown[-2:] == ("Elon", "Musk")
    ranking = engine.rank("Qui a remporté la Coupe du monde de football ?")
    assert "football" in ranking.unknown
    for other in (engine, Engine(engine.documents)):
        ranking = other.rank("Xylophone zygomatique ?")
        assert not ranking.matched
        assert ranking.unknown == ("Xylophone", "zygomatique")


def test_a_question_without_content_words_is_not_answered(engine: Engine) -> None:
    assert engine.rank("Qui est-ce ?").confidence == 0


@pytest.mark.parametrize("word", ["zk{}q", "Zk{}q", "{}9", "x{}"])
def test_a_long_question_of_unknown_words(engine: Engine, word: str) -> None:
    question = " ".join(word.format(n) for n in range(400))[:MAX_QUESTION]
    assert not engine.rank(question).is_answered


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


def test_a_large_library_is_narrowed_to_the_best_passages() -> None:
    engine = Engine(_library(TOP_PASSAGES * 3), weights=CERTAIN)
    for number in (0, 37, TOP_PASSAGES * 3 - 1):
        question = f"De combien de mètres est le pont de {_name(number).title()} ?"
        best = engine.rank(question).sentences[0].sentence
        assert best.document.id == f"{number:03d}"
        assert f"{number + 100} mètres" in best.text


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_library_of_top_passages_is_ranked_whole(more: int) -> None:
    """No more than that: the retriever leaves out what shares no term with the question."""
    library = _library(TOP_PASSAGES + more)
    ranking = Engine(library, weights=weights(bias=50.0)).rank("le pont de bubibax")
    size = min(TOP_PASSAGES, len(library))
    # All weights are 0, so that all of the two sentences in each passage are as likely.
    assert ranking.sentences[0].probability == pytest.approx(1 / (2 * size))
    ranking = Engine(library, weights=weights(bias=50.0)).rank(_name(3))
    seen = 2 * len(library) if more <= 0 else 2
    assert ranking.sentences[0].probability == pytest.approx(1 / seen)


def test_a_large_library_that_never_speaks_of_it() -> None:
    ranking = Engine(_library(TOP_PASSAGES * 2), weights=CERTAIN).rank("Xylophone zygomatique ?")
    assert (ranking.sentences, ranking.confidence, ranking.matched) == ((), 0.0, False)


def test_headings_do_not_crowd_out_what_they_are_over() -> None:
    """No passage that the retriever finds may be a heading: those come with what is under them."""
    library = [
        document(
            f"Le pont\n\n{'Une suite de mots qui ne dit rien du tout de cela. ' * 3}"
            f"Le pont de la commune {_name(n)} a {n + 100} mètres.",
            document_id=f"{n:03d}",
        )
        for n in range(TOP_PASSAGES * 2)
    ]
    engine = Engine(library, weights=weights(bias=50.0))
    found = engine.retrieve(engine.analyse("Quel pont ?")).candidates["fr"]
    assert found.is_heading.sum() == TOP_PASSAGES
    assert (~found.is_heading).sum() == 4 * TOP_PASSAGES


def test_several_documents(seed_document: Document) -> None:
    other = document("La tour Eiffel a été construite en 1889 à Paris.", document_id="tour")
    engine = Engine([seed_document, other], weights=CERTAIN)

    def found(question: str) -> str:
        return engine.rank(question).sentences[0].sentence.document.id

    assert found("En quelle année la tour a-t-elle été construite ?") == "tour"
    assert found("Qui est le patron d'Anthropic ?") == seed_document.id
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
    engine = Engine([french, english], weights=CERTAIN)
    best = engine.rank("Quand la tour a-t-elle été construite ?").sentences[0]
    assert best.sentence.document is french
    ranking = engine.rank("When was the bridge built?")
    assert ranking.sentences[0].sentence.document is english
    assert sum(s.probability for s in ranking.sentences) == pytest.approx(1.0)


def test_no_documents() -> None:
    ranking = Engine([], weights=CERTAIN).rank("Qui est là ?")
    assert (ranking.sentences, ranking.confidence, ranking.matched) == ((), 0.0, False)


def test_a_document_without_text() -> None:
    ranking = Engine([document(" \n ")], weights=CERTAIN).rank("Qui est là ?")
    assert (ranking.sentences, ranking.confidence) == ((), 0.0)


def test_document_by_id(engine: Engine, seed_document: Document) -> None:
    assert engine.document(seed_document.id) is seed_document
    with pytest.raises(UnknownDocumentError) as caught:
        engine.document("other")
    assert str(caught.value) == (
        "document_id: must be the id of an article (000_8ca491ea4156916f); got 'other'"
    )


def test_paragraphs_by_id(engine: Engine, seed_document: Document) -> None:
    paragraphs = engine.paragraphs(seed_document.id)
    assert sum(len(p.sentences) for p in paragraphs) == engine.sentence_counts[seed_document.id]
    best = engine.ask("Quel est le montant du contrat ?").citations[0]
    quoted = paragraphs[best.passage - 1]
    assert quoted.number == best.passage
    assert (best.start_char_index, best.end_char_index) in [
        (sentence.start, sentence.end) for sentence in quoted.sentences
    ]
    with pytest.raises(UnknownDocumentError):
        engine.paragraphs("other")


def test_progress_is_told() -> None:
    done: list[int] = []
    Engine(_library(3), weights=CERTAIN, progress=done.append)
    assert done == [1, 2, 3]


def test_an_id_is_of_one_document() -> None:
    with pytest.raises(ValueError, match="an id of their own"):
        Engine([document("Un chat."), document("Un chien.")], weights=CERTAIN)


def test_a_citation_holds_where_the_article_is_cut_as_it_was() -> None:
    """What another version stored may begin, end or count paragraphs elsewhere."""
    engine = Engine([document("Le chat dort. Il rêve.\n\nLe chien part.")], weights=CERTAIN)
    (citation,) = engine.ask("Que fait le chien ?").citations
    assert engine.holds(citation)
    for changed in (
        {"document_id": "gone"},
        {"document_sha256": "0" * 64},
        {"start_char_index": citation.start_char_index + 1},
        {"end_char_index": citation.end_char_index - 1},
        {"passage": citation.passage + 1},
    ):
        assert not engine.holds(replace(citation, **changed))


def test_the_fingerprint_is_that_of_articles_and_weights() -> None:
    one, other = document("Un chat."), document("Un chien.")
    made = Engine([one], weights=CERTAIN).fingerprint
    assert Engine([one], weights=CERTAIN).fingerprint == made
    assert Engine([other], weights=CERTAIN).fingerprint != made
    assert Engine([one], weights=UNCERTAIN).fingerprint != made


def test_a_misspelt_word_finds_its_passage_in_a_large_library() -> None:
    library = [
        document(f"La ville numéro {n} est dans le nord. Elle est belle.", document_id=f"d{n:03}")
        for n in range(TOP_PASSAGES + 10)
    ]
    library.append(document("Le ministre Hegseth est dans la capitale.", document_id="us"))
    for asked in ("Hegset", "Hegseht"):
        ranking = Engine(library, weights=CERTAIN).rank(asked)
        assert ranking.sentences[0].sentence.document.id == "us"
        assert ranking.matched


def test_a_word_of_the_title_is_known() -> None:
    text = "Le conseil a voté le budget de la ville, qui est de 12 millions."
    engine = Engine([document(text, title="Grenoble")], weights=CERTAIN)
    ranking = engine.rank("Quel est le budget de Grenoble ?")
    assert "Grenoble" not in ranking.unknown


def test_the_verdict_is_on_the_language_of_the_best_sentence() -> None:
    french = document("Il est là. Elle est ici. Le cheval est dans la ville.", document_id="fr")
    english = document("The ponies were running to the city.", document_id="en")
    assert (french.language, english.language) == ("fr", "en")
    judged = weights(stem_bm25=1.0)
    judged.unread.weights[EVIDENCE.index("unknown share")] = -50.0
    ranking = Engine([french, english], weights=judged).rank("running ponies")
    assert ranking.sentences[0].sentence.document.id == "en"
    assert ranking.question.terms == ("run", "poni")
    assert ranking.confidence == 0.5  # all its words are known


def test_a_folder_of_articles(tmp_path: Path) -> None:
    (tmp_path / "un.txt").write_text("Le maire a signé un contrat.", encoding="utf-8")
    (tmp_path / "deux.txt").write_bytes(b"\xff\xfe\x00")
    engine = Engine.from_folder(tmp_path)
    assert [source.text for source in engine.documents] == ["Le maire a signé un contrat."]
    assert Engine.from_folder(str(tmp_path)).fingerprint == engine.fingerprint
    (tmp_path / "un.txt").unlink()
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(NoArticlesError):
            Engine.from_folder(folder)


# --- with a reader ---

NUMBERED = "\n\n".join(f"Le mot {n} est là. " + "Rien de plus ici. " * 40 for n in range(12))


@pytest.mark.parametrize(
    ("word", "answerable", "windows"),
    [("mot", 2.5, 1), ("mot", 1.5, 2), ("mot", 0.5, WINDOWS), ("girafe", 2.5, WINDOWS)],
)
def test_only_the_windows_round_the_first_sentences_are_read(
    word: str, answerable: float, windows: int
) -> None:
    """The fewer, the likelier the first of them are to answer."""
    reader = FakeReader(word, answerable=answerable)
    engine = Engine([document(NUMBERED)], weights=CERTAIN, reader=reader)
    reader.asked.clear()
    ranking = engine.rank("mot 7")
    assert len(reader.asked) == windows
    assert {question for question, _, _ in reader.asked} == {"mot 7"}
    first = sentences(engine.documents[0])
    best = [s.start for s in first].index(ranking.sentences[0].sentence.start)
    assert best in reader.asked[0][2]
    # None is read for a sentence that another window had.
    assert len({window for _, _, window in reader.asked}) == windows


def test_a_short_article_is_read_once() -> None:
    reader = FakeReader("mot")
    engine = Engine([document("Le mot est là. Et puis non.")], weights=CERTAIN, reader=reader)
    reader.asked.clear()
    engine.rank("Où est le mot ?")
    assert reader.asked == [("Où est le mot ?", "a", range(2))]


def test_what_was_read_is_that_of_its_sentence() -> None:
    """Whatever article and place it has, in whatever order the articles come."""
    library = [
        document(f"La ville {n} est ici. Son maire est Jean{n}. Il est là.", document_id=f"d{n}")
        for n in range(4)
    ]
    for order in (library, library[::-1]):
        reader = FakeReader("Jean0", "Jean1", "Jean2", answerable=0.0)  # so that three are read
        engine = Engine(order, weights=CERTAIN, reader=reader)
        questions = engine.analyse("Qui est le maire de la ville 2 ?")
        stage = engine.stage_one(questions, engine.retrieve(questions))
        assert stage is not None
        readings = engine.read(stage)
        assert len(readings) == WINDOWS * 3
        for row, reading in readings.items():
            sentence = engine.sentence(row)
            assert sentence.start <= reading.start < reading.end <= sentence.end
            words = sentence.document.text[reading.start : reading.end]
            assert (reading.margin > 0) == words.startswith("Jean")


def test_what_was_read_can_overrule_stage_one() -> None:
    text = "Le contrat de Lyon est signé. Jean Petit était là."
    made = weights(bias=50.0, stem_bm25=1.0)
    made.choice[CHOICE.index("margin")] = 1.0
    asked = "Qui a signé le contrat de Lyon ?"
    without = Engine([document(text)], weights=made).rank(asked)
    assert without.sentences[0].sentence.text == "Le contrat de Lyon est signé."
    engine = Engine([document(text)], weights=made, reader=FakeReader("Jean Petit"))
    answer = engine.ask(asked)
    assert answer.answer == "Jean Petit"
    assert answer.citations[0].cited_text == "Jean Petit était là."


def test_a_candidate_that_the_reader_left_out_is_ranked_all_the_same() -> None:
    class Blind(FakeReader):
        """Sees nothing of what it is shown: it did not fit."""

        def _reading(self, sentence: object) -> SentenceReading:
            raise AssertionError(sentence)

        def read(self, *_: object, **__: object) -> dict[int, SentenceReading]:
            return {}

    engine = Engine([document(NUMBERED)], weights=CERTAIN, reader=Blind())
    answer = engine.ask("mot 7")
    assert answer.citations[0].cited_text == "Le mot 7 est là."
    assert answer.answer is None


@pytest.mark.parametrize("question", ["Le maire a-t-il signé ?", "Qu'a dit le maire ?"])
def test_some_questions_are_answered_by_the_whole_sentence(question: str) -> None:
    source = document("« Je signe », a dit le maire.")
    engine = Engine([source], weights=CERTAIN, reader=FakeReader("le maire"))
    assert engine.ask("Qui signe ?").answer == "le maire"
    answer = engine.ask(question)
    assert (answer.status, answer.answer) == ("answered", None)


def test_without_a_reader_there_is_no_short_answer_and_a_note_says_so() -> None:
    source = document("Le maire a signé le contrat de la ville.")
    with_one = Engine([source], weights=CERTAIN, reader=FakeReader("Le maire"))
    without = Engine([source], weights=CERTAIN)
    asked = "Qui a signé le contrat ?"
    assert (with_one.ask(asked).answer, with_one.ask(asked).note) == ("Le maire", None)
    answer = without.ask(asked)
    assert answer.answer is None
    assert answer.citations == tuple(
        replace(c, answer_start_char_index=None, answer_end_char_index=None)
        for c in with_one.ask(asked).citations
    )
    assert answer.note == reader_note("fr", ["fr"], said_in="fr")
    assert without.ask("Who signed it?").note == reader_note("en", ["fr"], said_in="en")


def test_whether_to_answer_is_weighed_otherwise_without_a_reader() -> None:
    sure, unsure = (Decision(bias, np.zeros(len(EVIDENCE)), 0.7) for bias in (50.0, 0.0))
    made = replace(CERTAIN, read=sure, unread=replace(unsure, threshold=0.2))
    source = document("Le maire a signé.")
    read = Engine([source], weights=made, reader=FakeReader()).rank("Qui a signé ?")
    unread = Engine([source], weights=made).rank("Qui a signé ?")
    assert (read.confidence > 0.99, read.threshold) == (True, 0.7)
    assert (unread.confidence, unread.threshold) == (0.5, 0.2)


def test_what_has_no_word_of_the_articles_is_answered_only_by_who_reads() -> None:
    source = document("Le maire a signé.")
    asked = "Xylophone zygomatique ?"
    assert Engine([source], weights=CERTAIN).ask(asked).confidence == 0
    assert Engine([source], weights=CERTAIN, reader=FakeReader()).ask(asked).status == "answered"


def test_a_question_without_content_words_is_not_answered_though_it_is_read() -> None:
    engine = Engine([document("Il est là.")], weights=CERTAIN, reader=FakeReader("Il"))
    answer = engine.ask("Qui est-ce ?")
    assert (answer.status, answer.confidence, answer.answer) == ("no_answer", 0.0, None)


def test_the_fingerprint_is_that_of_the_reader_too() -> None:
    source = document("Un chat.")
    prints = [
        Engine([source], weights=CERTAIN, reader=reader).fingerprint
        for reader in (None, FakeReader(), FakeReader("chat"), FakeReader(name="other"))
    ]
    assert prints[1] == prints[2]  # they say that they are the same
    assert len(set(prints)) == 3


def test_progress_is_told_when_an_article_has_its_vectors() -> None:
    done: list[tuple[int, int]] = []
    reader = FakeReader()

    def note(count: int) -> None:
        done.append((count, len(reader.encoded)))

    Engine(_library(3), weights=CERTAIN, reader=reader, progress=note)
    assert done == [(1, 1), (2, 2), (3, 3)]


def test_a_folder_of_articles_needs_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "un.txt").write_text("Le maire a signé un contrat.", encoding="utf-8")
    monkeypatch.setattr("index.reading.reader.shipped_model", lambda: tmp_path / "reader.model")
    with pytest.raises(ReaderError) as caught:
        Engine.from_folder(tmp_path)
    assert str(caught.value) == (
        "reader.model: cannot be read (No such file or directory). "
        "Reinstall the package, or set READER=off to do without"
    )


def test_a_reader_of_no_articles() -> None:
    for documents in ([], [document(" \n ")]):
        engine = Engine(documents, weights=CERTAIN, reader=FakeReader("mot"))
        ranking = engine.rank("Quel mot ?")
        assert (ranking.sentences, ranking.confidence) == ((), 0.0)
        assert engine.ask("Quel mot ?").status == "no_answer"


# --- with the reader that ships ---


@settings(max_examples=8)
@given(composed_articles, questions)
def test_every_answer_read_is_verbatim(reader: Reader, text: str, question: str) -> None:
    source = document(text)
    shipped = load_weights()
    surest = replace(shipped, read=replace(shipped.read, bias=50.0, threshold=0.0))
    answer = Engine([source], weights=surest, reader=reader).ask(question)
    check_answer(answer, [source], threshold=0.0)
    for c in answer.citations:
        if c.answer_start_char_index is not None:
            words = source.text[c.answer_start_char_index : c.answer_end_char_index]
            assert words == answer.answer
            assert words in c.cited_text


def test_threads_give_the_same_answers_with_a_reader(
    seed_document: Document, reader: Reader
) -> None:
    shared, alone = (Engine([seed_document], reader=reader) for _ in range(2))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(shared.rank, ASKED))
    for ranking, question in zip(found, ASKED, strict=True):
        again = alone.rank(question)
        assert (ranking.confidence, ranking.short_answer) == (again.confidence, again.short_answer)
        assert [s.score for s in ranking.sentences] == [s.score for s in again.sentences]


def test_a_question_in_another_language_finds_its_passage_in_a_large_library(
    reader: Reader,
) -> None:
    """It has no word of the articles, and there are more passages than are ranked."""
    library = [
        document(f"La ville {_name(n)} compte {n + 3} ponts en pierre.", document_id=f"d{n:03}")
        for n in range(TOP_PASSAGES + 5)
    ]
    library.append(document("Le chat noir dort sur le canapé du salon.", document_id="chat"))
    engine = Engine(library, weights=weights(meaning=1.0), reader=reader)
    ranking = engine.rank("Where does the black cat sleep?")
    assert ranking.sentences[0].sentence.document.id == "chat"


# --- why ---


@pytest.mark.parametrize("reads", [False, True])
def test_an_explanation_adds_up_to_the_score(seed_document: Document, reads: bool) -> None:
    reader = FakeReader("Pentagone", "Anthropic") if reads else None
    for seed in range(3):
        engine = Engine([seed_document], weights=random_weights(seed), reader=reader)
        for question in ASKED:
            answer, explanation = engine.ask(question), engine.explain(question)
            shown = {(c.start_char_index, c.cited_text) for c in answer.citations or answer.closest}
            # One that the best leans on is quoted wherever it is ranked.
            assert {(s.start, s.text) for s in explanation.sentences} <= shown
            assert explanation.sentences
            assert explanation.kinds == tuple(sorted(engine.rank(question).question.kinds))
            for sentence in explanation.sentences:
                words, reading = sentence.contributions, sentence.reading
                parts = reading if reads else words
                assert sum(c.product for c in parts) == pytest.approx(sentence.score)
                assert {c.feature for c in words} <= set(FEATURES)
                assert {c.feature for c in reading} <= set(CHOICE)
                for found in (words, reading):
                    sizes = [abs(c.product) for c in found]
                    assert sizes == sorted(sizes, reverse=True)
                assert bool(reading) == reads


def test_an_explanation_names_what_the_articles_lack(engine: Engine) -> None:
    explanation = engine.explain("Que pense Elon Musk de l'accord ?")
    assert explanation.unknown[-2:] == ("Elon", "Musk")
    assert explanation.language == "fr"
