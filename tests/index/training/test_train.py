"""What training fits, on which articles, and that no figure is of what was seen.

Past 400 lines: each step of the fit is held alone and in the whole, on sets made for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Engine
from index.errors import DatasetError
from index.ranking.features import FEATURES, MEANING
from index.ranking.sentence_index import VIEWS
from index.reading.choosing import CHOICE
from index.reading.deciding import EVIDENCE
from index.reading.weights import Decision, Weights, load_weights
from index.training import train
from index.training.datasets import Dataset, Entry, Example, read_dataset
from index.training.evaluation import evaluate, summarise
from index.training.examples import Case, make_cases
from index.training.train import (
    FOLDS,
    SHARES,
    UNANSWERABLE,
    WRONG_COST,
    Outcome,
    blank_weights,
    cheapest_threshold,
    figures_of,
    fit_reading,
    masses,
    outcome,
    split_entries,
    train_weights,
)
from tests.index.helpers import CERTAIN, FakeReader, document, weights
from tests.paths import DATA

TINY = DATA / "tiny.json"
LEARNT = "Le phare de Belmar"  # the one article of six that is not kept


def answers(dataset: Dataset) -> list[str]:
    """The words of all answers, the longest first."""
    found = {
        entry.document.text[start:end]
        for entry in dataset.entries
        for example in entry.examples
        for start, end in example.answers
    }
    return sorted(found, key=lambda words: (-len(words), words))


@pytest.fixture(scope="module")
def tiny() -> Dataset:
    return read_dataset(TINY)


@pytest.fixture(scope="module")
def reader(tiny: Dataset) -> FakeReader:
    """It points at an answer wherever there is one, whatever is asked."""
    return FakeReader(*answers(tiny))


@pytest.fixture(scope="module", autouse=True)
def _kept() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "is_kept", lambda _, group: group != LEARNT)
        yield


@dataclass
class Training:
    """One training on the tiny set, and what was seen of it."""

    weights: Weights
    steps: list[tuple[str, int, int]] = field(default_factory=list)
    learnt: set[str] = field(default_factory=set)  # articles that the words were fitted on
    folds: list[tuple[set[str], set[str]]] = field(default_factory=list)  # with and without reader
    scored: list[tuple[str, int]] = field(default_factory=list)  # articles, and after how many fits


@pytest.fixture(scope="module")
def training(tiny: Dataset, reader: FakeReader) -> Training:
    seen = Training(CERTAIN)
    fit_words, fit, score = train.fit_words, train.fit_reading, train.outcome

    def words_spy(entries: Sequence[tuple[str, Entry]], report: Any) -> Any:
        seen.learnt = {entry.group for _, entry in entries}
        return fit_words(entries, report)

    def fit_spy(ranked: Weights, read: Sequence[Case], unread: Sequence[Case]) -> Weights:
        seen.folds.append(({case.group for case in read}, {case.group for case in unread}))
        assert all(case.readings for case in read)
        assert not any(case.readings for case in unread)
        # As an engine with these weights ranks them, with and without a reader.
        for case in (*read, *unread):
            assert case.engine.weights.ranker is ranked.ranker
        return fit(ranked, read, unread)

    def score_spy(case: Case, made: Weights) -> Outcome:
        seen.scored.append((case.group, len(seen.folds)))
        return score(case, made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "fit_words", words_spy)
        patch.setattr(train, "fit_reading", fit_spy)
        patch.setattr(train, "outcome", score_spy)
        seen.weights = train_weights([tiny], reader, progress=lambda *step: seen.steps.append(step))
    return seen


# --- the whole ---


def test_training_twice_gives_the_same_file(
    tiny: Dataset, reader: FakeReader, training: Training, tmp_path: Path
) -> None:
    second = train_weights([tiny], reader, cache=tmp_path)
    # Midnight may fall between the two.
    second = replace(second, trained_at=training.weights.trained_at)
    assert second.to_json() == training.weights.to_json()


def test_what_training_says_of_itself(
    tiny: Dataset, reader: FakeReader, training: Training
) -> None:
    made = training.weights
    assert made.trained_on == (
        {"name": "tiny.json", "sha256": tiny.sha256, "questions": tiny.size},
    )
    assert made.reader == reader.name
    assert len(made.trained_at) == len("2026-02-28")
    figures: dict[str, Any] = made.figures["tiny.json"]
    assert list(figures)[:6] == ["questions", "hit@1", "hit@3", "MRR@10", "F1", "answered"]
    assert {"refused none", "AUROC none"} <= set(figures)
    assert figures["questions"] == sum(
        len(entry.examples) for entry in tiny.entries if entry.group != LEARNT
    )
    assert all(0 <= value <= 1 for name, value in figures.items() if name != "questions")
    assert set(made.figures["confidence"]) == {"cases", "calibration error"}


def test_progress_is_told_step_by_step(training: Training) -> None:
    names = list(dict.fromkeys(name for name, _, _ in training.steps))
    assert names == ["ranking words", "encoding", "reading", "ranking", "cross-validating"]
    for name in names:
        steps = [(done, total) for step, done, total in training.steps if step == name]
        assert steps == [(done, len(steps)) for done in range(1, len(steps) + 1)]
    assert training.steps[-1] == ("cross-validating", FOLDS, FOLDS)


def test_what_comes_out_has_a_weight_for_everything(training: Training) -> None:
    made = training.weights
    assert made.ranker.shape == (len(FEATURES),)
    assert made.choice.shape == (len(CHOICE),)
    for decision in (made.read, made.unread):
        assert decision.weights.shape == (len(EVIDENCE),)
        assert np.isfinite([*decision.weights, decision.bias]).all()
        assert 0 <= decision.threshold <= 1
    for name in ("answerable", "meaning"):
        assert made.unread.weights[EVIDENCE.index(name)] == 0


def test_trained_weights_answer_better_than_chance(
    tiny: Dataset, reader: FakeReader, training: Training
) -> None:
    (figures,) = summarise("tiny", evaluate(tiny, training.weights, reader=reader))
    assert figures.hit_1 is not None
    assert figures.hit_1 > 0.6


def test_the_shipped_weights_learned_that_a_match_counts() -> None:
    shipped = dict(zip(FEATURES, load_weights().ranker.tolist(), strict=True))
    assert sum(shipped[f"{view}.coverage"] for view in VIEWS) > 0
    assert shipped["meaning"] > 0


# --- what is seen of what ---


def test_entries_are_learnt_from_or_kept(tiny: Dataset) -> None:
    learnt, kept = split_entries([tiny, replace(tiny, name="again.json")])
    assert [(name, entry.group) for name, entry in learnt] == [
        ("tiny.json", LEARNT),
        ("again.json", LEARNT),
    ]
    assert len(kept) == 10


def test_the_words_of_the_ranker_are_fitted_on_what_is_not_kept(training: Training) -> None:
    assert training.learnt == {LEARNT}


def test_no_question_is_scored_by_weights_that_saw_its_article(
    tiny: Dataset, training: Training
) -> None:
    kept = {entry.group for entry in tiny.entries} - {LEARNT}
    *folds, final = training.folds
    assert final == (kept, kept)
    assert len(folds) == FOLDS
    for read, unread in folds:
        assert read == unread < kept
    for group, fits in training.scored:
        assert group not in folds[fits - 1][0]
    assert {group for group, _ in training.scored} == kept


def test_an_article_in_two_sets_is_in_one_fold(tiny: Dataset, reader: FakeReader) -> None:
    """Or it would be seen and scored at once."""
    twice = train_weights([tiny, replace(tiny, name="again.json")], reader)
    assert twice.figures["tiny.json"] == twice.figures["again.json"]


def test_what_is_no_question_is_left_out(
    tiny: Dataset, reader: FakeReader, training: Training
) -> None:
    entries = tuple(
        replace(e, examples=(*e.examples, replace(e.examples[0], id="bad", question="?!")))
        for e in tiny.entries
    )
    odd = train_weights([replace(tiny, entries=entries)], reader)
    assert odd.ranker == pytest.approx(training.weights.ranker)
    assert odd.read.weights == pytest.approx(training.weights.read.weights)
    assert odd.figures == training.weights.figures


# --- too little ---


def test_fewer_kept_documents_than_folds(tiny: Dataset, reader: FakeReader) -> None:
    few = replace(tiny, entries=tiny.entries[: FOLDS - 1])
    with pytest.raises(DatasetError) as caught:
        train_weights([few], reader)
    assert str(caught.value) == (
        "train: needs questions on documents to learn from and on at least 5 that are kept from "
        "them (index.training.kept); the sets have fewer"
    )


def test_nothing_but_kept_documents(tiny: Dataset, reader: FakeReader) -> None:
    kept = tuple(entry for entry in tiny.entries if entry.group != LEARNT)
    with pytest.raises(DatasetError):
        train_weights([replace(tiny, entries=kept)], reader)


def test_no_sets(reader: FakeReader) -> None:
    with pytest.raises(DatasetError):
        train_weights([], reader)


def test_nothing_to_learn_from(tiny: Dataset, reader: FakeReader) -> None:
    """Enough documents, but not one question that any of them answers."""
    entries = tuple(
        replace(e, examples=tuple(x for x in e.examples if not x.is_answerable))
        for e in tiny.entries
    )
    with pytest.raises(DatasetError) as caught:
        train_weights([replace(tiny, entries=entries)], reader)
    assert str(caught.value) == (
        "train: needs questions that the articles answer; the sets have none"
    )


# --- how much each case counts ---


def case_of(
    kind: str = "", *, answerable: bool = True, group: str = "a", source: str = "set"
) -> Case:
    """A case of a question on an article of three sentences, the second of which answers."""
    text = "Le maire dort. Jean a signé le contrat. La ville est grande."
    example = Example("q", "Qui a signé le contrat ?", ((15, 19),) if answerable else ())
    entry = Entry(document(text), (example,), group)
    engine = Engine([entry.document], weights=CERTAIN, reader=FakeReader("Jean"))
    (case,) = make_cases(source, entry, [(kind, example)], engine)
    return case


def test_unanswerable_questions_have_their_share() -> None:
    kinds = ["swapped"] * 3 + ["number"] * 2 + ["hard", "easy", "none", "none"]
    cases = [case_of()] * 20 + [case_of(kind, answerable=False) for kind in kinds]
    mass = masses(cases)
    labels = np.array([case.is_answerable for case in cases])
    assert mass.sum() == pytest.approx(len(cases))
    assert mass[~labels].sum() == pytest.approx(mass.sum() * UNANSWERABLE)
    # Each way of being unanswerable has its share of them, whatever their number.
    shares: dict[str, float] = {}
    for case, m in zip(cases, mass.tolist(), strict=True):
        if not case.is_answerable:
            shares[case.kind] = shares.get(case.kind, 0.0) + m / (mass.sum() * UNANSWERABLE)
    assert shares == pytest.approx({**SHARES, "none": 1 - sum(SHARES.values())})


def test_a_way_that_does_not_come_leaves_its_share_to_the_others() -> None:
    cases = [case_of(), case_of("swapped", answerable=False), case_of("number", answerable=False)]
    assert (masses(cases) / 3).tolist() == pytest.approx([0.7, 0.18, 0.12])
    assert masses([case_of(), case_of()]).tolist() == pytest.approx([1, 1])
    assert masses([case_of(answerable=False)]).tolist() == pytest.approx([1])


# --- from when on to answer ---


@pytest.mark.parametrize(("right", "threshold"), [(1.0, 0.6667), (0.5, 0.8), (0.0, 1.0)])
def test_the_threshold_is_where_both_cost_the_same(right: float, threshold: float) -> None:
    found = cheapest_threshold(right)
    assert found == threshold
    assert WRONG_COST * (1 - found) == pytest.approx(found * right, abs=1e-3)


def test_meaning_is_fitted_beside_the_words_as_they_are(
    tiny: Dataset, training: Training, reader: FakeReader
) -> None:
    """The weights of words keep their proportions: they are one feature among those of meaning."""
    words = train.fit_words([("tiny.json", e) for e in tiny.entries if e.group == LEARNT], _quiet)
    columns = [FEATURES.index(name) for name in MEANING]
    assert not words[columns].any()
    others = np.delete(words, columns)
    fitted = np.delete(training.weights.ranker, columns)
    scale = float(fitted @ others / (others @ others))
    assert fitted == pytest.approx(others * scale)
    del reader


def _quiet(*_: object) -> None:
    pass


def test_what_is_read_right_comes_to_count() -> None:
    """Twelve articles alike in words, and a reader that is always right."""
    read: list[Case] = []
    unread: list[Case] = []
    for n in range(12):
        text = "Le maire a signé le contrat. Le maire a signé le contrat. Le maire est là."
        gold = 36 if n % 2 else 7
        example = Example(f"q{n}", "Qui a signé le contrat ?", ((gold, gold + 1),))
        impossible = replace(example, id=f"n{n}", answers=())
        entry = Entry(document(text), (example, impossible), f"g{n}")

        class Right(FakeReader):
            gold = 0

            def read(self, *args: Any, **_: Any) -> Any:
                found = super().read(*args)
                return {
                    number: replace(r, margin=4.0 if r.start <= self.gold < r.end else -4.0)
                    for number, r in found.items()
                }

        right = Right()
        right.gold = gold
        for reader, cases in ((right, read), (None, unread)):
            engine = Engine([entry.document], weights=weights(stem_bm25=1.0), reader=reader)
            cases += make_cases("set", entry, [("", example)], engine)
            cases += make_cases("set", entry, [("none", impossible)], engine)
    made = fit_reading(weights(stem_bm25=1.0), read, unread)
    assert made.choice[CHOICE.index("margin")] > 0
    assert all(outcome(case, made).rank == 1 for case in read if case.is_answerable)


def test_an_outcome_by_hand() -> None:
    made = weights(bias=50.0, stem_bm25=1.0)
    case = case_of()
    good = outcome(case, made)
    assert (good.rank, good.is_answered, good.f1) == (1, True, 1.0)
    assert good.confidence > 0.99
    refused = outcome(case, weights(bias=-50.0, stem_bm25=1.0))
    assert (refused.rank, refused.is_answered, refused.f1) == (1, False, 0.0)
    unanswerable = outcome(case_of("hard", answerable=False), made)
    assert (unanswerable.rank, unanswerable.is_answered, unanswerable.f1) == (None, True, 0.0)
    assert outcome(case, replace(made, choice=-made.choice)).rank == 3
    unread = outcome(replace(case, readings={}), made)
    assert (unread.is_answered, unread.f1) == (True, 0.0)  # no short answer without a reader


def test_with_a_reader_and_without_other_weights_decide() -> None:
    sure, unsure = (Decision(bias, np.zeros(len(EVIDENCE)), 0.5) for bias in (50.0, -50.0))
    made = replace(CERTAIN, read=sure, unread=unsure)
    case = case_of()
    assert outcome(case, made).is_answered
    assert not outcome(replace(case, readings={}), made).is_answered


def test_figures_by_hand() -> None:
    known, hard = case_of(source="one"), case_of("hard", answerable=False, source="one")
    other = case_of(source="two")
    outcomes = [
        Outcome(known, 1, 0.9, True, 1.0),
        Outcome(known, 2, 0.7, True, 0.5),
        Outcome(known, None, 0.2, False, 0.0),
        Outcome(hard, None, 0.8, True, 0.0),
        Outcome(hard, None, 0.1, False, 0.0),
        Outcome(other, 4, 1.0, True, 0.0),
    ]
    figures = figures_of(outcomes)
    assert list(figures) == ["one", "two", "confidence"]
    assert figures["one"] == {
        "questions": 5,
        "hit@1": 0.3333,
        "hit@3": 0.6667,
        "MRR@10": 0.5,
        "F1": 0.5,
        "answered": 0.6667,
        "refused hard": 0.5,
        "AUROC hard": 0.6667,
    }
    assert figures["two"] == {
        "questions": 1, "hit@1": 0.0, "hit@3": 0.0, "MRR@10": 0.25, "F1": 0.0, "answered": 1.0
    }  # fmt: skip
    assert figures["confidence"]["cases"] == 6
    # Each answerable case weighs .7 * 6 / 4, each other .3 * 6 / 2; two are in the last bin.
    gaps = [1.05 * 0.1, 1.05 * 0.3, 1.05 * 0.8, 0.9 * 0.8, 0.9 * 0.1]
    assert figures["confidence"]["calibration error"] == pytest.approx(
        sum(map(abs, gaps)) / 6, abs=1e-4
    )


def test_blank_weights_tell_nothing() -> None:
    assert not blank_weights().ranker.any()
    ranking = Engine([document("Un chat. Un chien.")], weights=blank_weights()).rank("Quel chat ?")
    assert [s.score for s in ranking.sentences] == [0, 0]
    assert ranking.confidence == 0.5
