"""Embeddings: related words found, vectors kept by content, and nothing lost without the extra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import Document, Engine
from index.questions.analysis import analyse_question
from index.ranking.features import FEATURES
from index.ranking.matching import match
from index.retrieval.embeddings import (
    SAME,
    UNRELATED,
    Encoder,
    SentenceVectors,
    Vectors,
    content_words,
    load_encoder,
)
from tests.index import helpers
from tests.index.helpers import CERTAIN, Synonyms, weights

TEXT = "La société a été fondée en 2021. Elle refuse les armes.\n\nAutre chose."


@pytest.fixture
def document() -> Document:
    return helpers.document(TEXT)


def vectors_of(encoder: Encoder, document: Document) -> SentenceVectors:
    rows = [(s.text, content_words(document.text, s.tokens)) for s in helpers.sentences(document)]
    return SentenceVectors(encoder, rows, cache=None)


def test_words_of_one_meaning_are_related(document: Document) -> None:
    question = analyse_question("When was it founded with weapons?", language="fr")
    candidates = helpers.some_candidates(document)
    seen = match(question, candidates, vectors_of(Synonyms(), document))
    assert seen.related.shape == (3, len(question.terms))
    assert seen.meaning.shape == (3,)
    founded, weapons = question.terms.index("founded"), question.terms.index("weapon")
    assert seen.related[:, founded].tolist() == [1, 0, 0]
    assert seen.related[:, weapons].tolist() == [0, 1, 0]
    assert not match(question, candidates).related[:, [founded, weapons]].any()


def test_only_the_rows_that_are_asked_for_are_compared(document: Document) -> None:
    """A library's vectors are by row of the whole index; a question sees some of its rows."""
    vectors = vectors_of(Synonyms(), document)
    question = analyse_question("When was it founded with weapons?", language="fr")
    every, whole = vectors.compare(question, np.arange(3))
    some, part = vectors.compare(question, np.array([2, 1]))
    assert some.tolist() == every[[2, 1]].tolist()
    assert part == pytest.approx(whole[[2, 1]])


def test_a_cosine_between_the_bounds_counts_in_part() -> None:
    class Near:
        name = "near"

        def encode(self, texts: Sequence[str]) -> Vectors:
            middle = np.arccos((UNRELATED + SAME) / 2)
            angles = np.array([0.0 if text == "fondée" else middle for text in texts])
            return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    vectors = SentenceVectors(Near(), [("Fondée en 2021.", ["fondée"])], cache=None)
    nearest, _ = vectors.compare(analyse_question("founded", language="fr"), np.arange(1))
    assert nearest[0, 0] == pytest.approx(0.5, abs=0.01)


def test_the_nearest_words_are_told(document: Document) -> None:
    question = analyse_question("When was it founded?", language="fr")
    (expansion,) = vectors_of(Synonyms(), document).nearest_words(question, np.arange(3))
    assert (expansion.asked, expansion.found, expansion.cosine) == ("founded", "fondée", 1.0)


def words(*texts: str) -> list[tuple[str, tuple[str, ...]]]:
    """Sentences of one word each."""
    return [(text, (text,)) for text in texts]


def test_vectors_are_kept_by_content(tmp_path: Path) -> None:
    texts = ["un", "deux", "trois"]
    first, second, other = Synonyms(), Synonyms(), Synonyms()
    SentenceVectors(first, words(*texts), cache=tmp_path / "new")
    assert sorted(first.encoded) == sorted(texts)
    SentenceVectors(second, words(*texts[::-1]), cache=tmp_path / "new")
    assert second.encoded == []
    other.name = "synonyms 2"
    SentenceVectors(other, words(*texts), cache=tmp_path / "new")
    assert sorted(other.encoded) == sorted(texts)


@pytest.mark.parametrize("content", [b"", b"no vectors", b"\x93NUMPY"])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    SentenceVectors(Synonyms(), words("un", "deux"), cache=tmp_path)
    (file,) = tmp_path.iterdir()
    good = file.read_bytes()
    file.write_bytes(content)
    encoder = Synonyms()
    SentenceVectors(encoder, words("un", "deux"), cache=tmp_path)
    assert sorted(encoder.encoded) == ["deux", "un"]
    assert file.read_bytes() == good


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    encoder = Synonyms()
    SentenceVectors(encoder, words("un"), cache=tmp_path / "file" / "folder")
    assert encoder.encoded == ["un"]


def test_words_that_were_asked_before_are_not_encoded_again(document: Document) -> None:
    encoder = Synonyms()
    vectors = vectors_of(encoder, document)
    question = analyse_question("founded?", language="fr")
    for _ in range(2):
        vectors.compare(question, np.arange(3))
    assert encoder.encoded.count("founded") == 1


def test_a_question_without_words(document: Document) -> None:
    question = analyse_question("est-ce que ?", language="fr")
    vectors = vectors_of(Synonyms(), document)
    nearest, _ = vectors.compare(question, np.arange(3))
    assert nearest.shape == (3, 0)
    assert vectors.nearest_words(question, np.arange(3)) == ()


def test_sentences_without_words() -> None:
    vectors = SentenceVectors(Synonyms(), [("... !", ())], cache=None)
    nearest, whole = vectors.compare(analyse_question("founded?", language="fr"), np.arange(1))
    assert nearest.tolist() == [[0]]
    assert whole.shape == (1,)


def test_without_an_encoder_nothing_has_a_meaning(document: Document) -> None:
    engine = Engine([document], weights=replace(CERTAIN, meaning=CERTAIN))
    assert engine.explain("When was it founded with weapons?").expansions == ()
    for ranked in engine.rank("Qui refuse les armes ?").sentences:
        assert ranked.contributions[FEATURES.index("meaning")] == 0


def test_weights_that_make_no_use_of_an_encoder(document: Document) -> None:
    encoder = Synonyms()
    engine = Engine([document], weights=CERTAIN, encoder=encoder)
    assert engine.fingerprint == Engine([document], weights=CERTAIN).fingerprint
    engine.ask("When was it founded?")
    assert encoder.encoded == []


def test_the_words_of_an_answer_in_another_language_are_known(document: Document) -> None:
    made = replace(CERTAIN, meaning=weights(bias=50.0, related_any=1.0))
    engine = Engine([document], weights=made, encoder=Synonyms())
    ranking = engine.rank("When was it founded with zorg?")
    assert ranking.sentences[0].sentence.text == "La société a été fondée en 2021."
    assert ranking.unknown == ("zorg",)
    (expansion,) = engine.explain("When was it founded?").expansions
    assert (expansion.asked, expansion.found) == ("founded", "fondée")


@pytest.mark.skipif(load_encoder() is None, reason="the extra `crosslingual` is not installed")
def test_the_real_encoder_crosses_languages(seed_document: Document, tmp_path: Path) -> None:
    engine = Engine([seed_document], encoder=load_encoder(), cache=tmp_path)
    ranking = engine.rank("When was Anthropic founded?")
    assert ranking.sentences[0].sentence.text.startswith("Fondée en 2021")
    assert "founded" not in ranking.unknown
    assert Engine([seed_document]).fingerprint != engine.fingerprint
