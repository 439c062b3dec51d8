"""Meanings: related words found, vectors kept by content, and nothing lost without the extra."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import Document, Engine
from index.questions.analysis import analyse_question
from index.ranking.features import FEATURES
from index.retrieval.embeddings import SAME, UNRELATED, Meanings, Vectors, load_encoder
from tests.index import helpers
from tests.index.helpers import Synonyms

TEXT = "La société a été fondée en 2021. Elle refuse les armes.\n\nAutre chose."


@pytest.fixture
def document() -> Document:
    return helpers.document(TEXT)


def test_words_of_one_meaning_are_related(document: Document) -> None:
    candidates = helpers.candidates(document)
    texts = [text for c in candidates for text in (c.text, *c.words)]
    meanings = Meanings(Synonyms(), texts, cache=None)
    question = analyse_question("When was it founded with weapons?", language="fr")
    nearest, whole = meanings.compare(question, candidates)
    terms = question.terms
    assert nearest.shape == (len(candidates), len(terms))
    assert whole.shape == (len(candidates),)
    founded, weapons = terms.index("founded"), terms.index("weapon")
    assert nearest[:, founded].tolist() == [1, 0, 0]
    assert nearest[:, weapons].tolist() == [0, 1, 0]


def test_a_cosine_between_the_bounds_counts_in_part() -> None:
    class Near:
        name = "near"

        def encode(self, texts: Sequence[str]) -> Vectors:
            angle = 0.0 if texts == ["fondée"] else np.arccos((UNRELATED + SAME) / 2)
            return np.array([[np.cos(angle), np.sin(angle)]] * len(texts), dtype=np.float32)

    document = helpers.document("Fondée en 2021.")
    candidates = helpers.candidates(document)
    meanings = Meanings(Near(), ["fondée"], cache=None)
    question = analyse_question("founded", language="fr")
    nearest, _ = meanings.compare(question, candidates)
    assert nearest[0, 0] == pytest.approx(0.5, abs=0.01)


def test_vectors_are_kept_by_content(tmp_path: Path) -> None:
    texts = ["un", "deux", "trois"]
    first, second, other = Synonyms(), Synonyms(), Synonyms()
    Meanings(first, texts, cache=tmp_path / "new")
    assert sorted(first.encoded) == sorted(texts)
    Meanings(second, reversed(texts), cache=tmp_path / "new")
    assert second.encoded == []
    other.name = "synonyms 2"
    Meanings(other, texts, cache=tmp_path / "new")
    assert sorted(other.encoded) == sorted(texts)


@pytest.mark.parametrize("content", [b"", b"no vectors", b"\x93NUMPY"])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    Meanings(Synonyms(), ["un", "deux"], cache=tmp_path)
    (file,) = tmp_path.iterdir()
    good = file.read_bytes()
    file.write_bytes(content)
    encoder = Synonyms()
    Meanings(encoder, ["un", "deux"], cache=tmp_path)
    assert sorted(encoder.encoded) == ["deux", "un"]
    assert file.read_bytes() == good


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    encoder = Synonyms()
    Meanings(encoder, ["un"], cache=tmp_path / "file" / "folder")
    assert encoder.encoded == ["un"]


def test_words_that_were_asked_before_are_not_encoded_again(document: Document) -> None:
    encoder = Synonyms()
    meanings = Meanings(encoder, TEXT.split(), cache=None)
    question = analyse_question("founded?", language="fr")
    for _ in range(2):
        meanings.compare(question, helpers.candidates(document))
    assert encoder.encoded.count("founded") == 1


def test_without_anything_known(document: Document) -> None:
    meanings = Meanings(Synonyms(), [], cache=None)
    question = analyse_question("est-ce que ?", language="fr")
    nearest, whole = meanings.compare(question, helpers.candidates(document))
    assert nearest.shape == (3, 0)
    assert not whole.any()


def test_an_engine_without_an_encoder_has_no_meanings(engine: Engine) -> None:
    assert not engine.knows_meanings
    (sentence, *_) = engine.rank("Qui a créé ChatGPT ?").sentences
    assert sentence.contributions[FEATURES.index("meaning")] == 0


@pytest.mark.skipif(load_encoder() is None, reason="the extra `crosslingual` is not installed")
def test_the_real_encoder_crosses_languages(seed_document: Document, tmp_path: Path) -> None:
    engine = Engine([seed_document], encoder=load_encoder(), cache=tmp_path)
    assert engine.knows_meanings
    ranking = engine.rank("When was Anthropic founded?")
    assert ranking.sentences[0].text.startswith("Fondée en 2021")
    assert "founded" not in ranking.unknown
    assert Engine([seed_document]).fingerprint != engine.fingerprint
