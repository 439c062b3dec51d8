"""Rows say what the encoder is to see: pieces, positions, parts, and where an answer may be."""

from __future__ import annotations

import random

import numpy as np
import pytest

from index.reading.encoder import LONGEST_QUESTION, PASSAGE_POSITION
from index.reading.tokeniser import Tokeniser
from index.training.reader.articles import Article
from index.training.reader.examples import Example, Pair, plan_pass
from index.training.reader.packing import Packer
from tests.index.training.reader import tiny

VOCABULARY = tiny.vocabulary()
MASK = len(VOCABULARY.pieces) - 1


@pytest.fixture(scope="module")
def packer() -> Packer:
    return Packer(Tokeniser(VOCABULARY))


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    return tiny.articles(tmp_path_factory.mktemp("sets"))


@pytest.fixture(scope="module")
def plan(articles: list[Article]) -> tuple[list[Example], list[Pair]]:
    return plan_pass(articles, 0, random.Random(0))


def text_of(ids: object) -> str:
    return "".join(VOCABULARY.pieces[n] for n in np.ravel(np.asarray(ids)))


def test_a_row_is_question_title_and_window(packer: Packer, articles: list[Article]) -> None:
    article = articles[0]
    run = article.tokens.between(*article.sentences[2])
    example = Example(article, "la mine", (run,), None, title=article.title_ids, kind="hard")
    rows = packer.read_batch([example], None).sequences
    text = text_of(rows.ids)
    assert text.startswith("<s>▁la▁mine</s>▁Minergal▁ferme")
    assert text.endswith("31▁mars.</s>")
    question = int((rows.parts == 0).sum())
    assert rows.positions[0, :question].tolist() == list(range(question))
    rest = rows.positions[0, question:].tolist()
    assert rest == list(range(PASSAGE_POSITION, PASSAGE_POSITION + len(rest)))
    assert rows.parts[0].tolist() == sorted(rows.parts[0])


def test_spans_point_at_the_answer(packer: Packer, plan: tuple[list[Example], list[Pair]]) -> None:
    examples = plan[0]
    batch = packer.read_batch(examples, None)
    for number, example in enumerate(examples):
        first, last = batch.spans[number]
        assert batch.may_answer[number, 0]
        assert batch.may_answer[number, first]
        assert batch.may_answer[number, last]
        assert not batch.may_answer[number, ~batch.sequences.mask[number]].any()
        if example.span is None:
            assert (first, last) == (0, 0)
        else:
            ids = example.article.tokens.ids[example.span[0] : example.span[1] + 1]
            assert batch.sequences.ids[number, first : last + 1].tolist() == ids.tolist()


def test_an_answer_that_does_not_fit_is_none(packer: Packer, articles: list[Article]) -> None:
    article = articles[0]
    before, run = slice(0, len(article.tokens)), slice(len(article.tokens) - 9, len(article.tokens))
    span = (run.stop - 2, run.stop - 1)
    example = Example(
        article, "x" * 500, (before, run), span, title=article.title_ids, kind="answer"
    )
    batch = packer.read_batch([example], None)
    assert batch.sequences.positions.max() < 512
    assert (batch.sequences.parts == 0).sum() == LONGEST_QUESTION + 2
    assert batch.spans.tolist() == [[0, 0]]


def test_sentences_are_units_and_the_right_one_the_target(
    packer: Packer, plan: tuple[list[Example], list[Pair]]
) -> None:
    pairs = plan[1]
    batch = packer.find_batch(pairs, None)
    assert len(batch.asked) == len(batch.targets) == len(pairs)
    assert (batch.sentences[:, 1] < batch.sentences[:, 2]).all()
    for number, pair in enumerate(pairs):
        row, first, end = batch.sentences[batch.targets[number]]
        tokens = pair.article.tokens
        expected = tokens.ids[tokens.between(*pair.article.sentences[pair.answer])]
        assert row == number
        assert batch.windows.ids[row, first:end].tolist() == expected.tolist()
        assert not batch.doubles[number, batch.targets[number]]
    assert batch.doubles.any()


def test_only_pieces_are_hidden_and_the_same_for_the_same_seed(
    packer: Packer, plan: tuple[list[Example], list[Pair]]
) -> None:
    shown = packer.read_batch(plan[0], None).sequences
    once, again = (packer.read_batch(plan[0], random.Random("1 0 0")).sequences for _ in range(2))
    assert (once.ids == again.ids).all()
    hidden = once.ids != shown.ids
    assert 0.01 < hidden.sum() / shown.mask.sum() < 0.05
    assert (once.ids[hidden] == MASK).all()
    assert not hidden[~shown.mask].any()
    assert not np.isin(shown.ids[hidden], [VOCABULARY.start, VOCABULARY.end]).any()
