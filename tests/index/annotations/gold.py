"""The gold sets of who is meant and who speaks, and how many of them are found.

Used by the tests and by `python -m tests.benchmarks.annotations`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.annotations.coreference.references import resolve_references
from index.annotations.names import find_article_names
from index.annotations.speakers.attribution import attribute_quotations
from index.documents.cut import CutDocument, cut_document
from index.documents.document import make_document
from index.text.tokens import analyzer_for
from tests.paths import DATA

Row = Mapping[str, Any]

MENTIONS: list[dict[str, Any]] = json.loads((DATA / "mentions.json").read_text("utf-8"))
MENTIONS_HELD_OUT: list[dict[str, Any]] = json.loads(
    (DATA / "mentions_held_out.json").read_text("utf-8")
)
SPEECH: list[dict[str, Any]] = json.loads((DATA / "speech.json").read_text("utf-8"))
SPEECH_FURTHER: list[dict[str, Any]] = json.loads((DATA / "speech_further.json").read_text("utf-8"))


@dataclass(slots=True)
class Score:
    """How many were found that are right and wrong, and how many were missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of those found, the share that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of those in the gold set, the share that is found."""
        return self.right / max(1, self.right + self.missed)

    def add(self, right: int, found: int, wanted: int) -> None:
        """Count `right` of `found`, where `wanted` are in the gold set."""
        self.right += right
        self.wrong += found - right
        self.missed += wanted - right


def cut_row(row: Row) -> CutDocument:
    """Return the text of a gold row as an article, cut."""
    source = f"---\nlanguage: {row['language']}\n---\n{row['text']}"
    return cut_document(make_document(source, document_id="a"))


def start_of(cut: CutDocument, opening: str) -> int:
    """Return where the one sentence begins that opens with `opening`."""
    text = cut.document.text
    (start,) = [s.start for s in cut.sentences if text.startswith(opening, s.start)]
    return start


def score_references(row: Row) -> tuple[Score, Score]:
    """Score the sentences leant on, and the names meant that the sentence does not contain."""
    cut = cut_row(row)
    found = resolve_references(cut, find_article_names(cut))
    leans = {start_of(cut, a): start_of(cut, b) for a, b in row["leans"].items()}
    terms = analyzer_for(row["language"]).terms
    meant: dict[int, frozenset[str]] = {}
    for opening, name in row["meant"].items():
        start = start_of(cut, opening)
        end = next(s.end for s in cut.sentences if s.start == start)
        if missing := frozenset(terms(name)) - set(terms(cut.document.text[start:end])):
            meant[start] = missing
    scores = Score(), Score()
    got = {start: first for start, (first, _) in found.leans_on.items()}
    scores[0].add(sum(leans.get(k) == v for k, v in got.items()), len(got), len(leans))
    held = dict(found.meant)
    scores[1].add(sum(meant.get(k) == v for k, v in held.items()), len(held), len(meant))
    return scores


def score_speeches(row: Row) -> Score:
    """Score who is said to say what: each speech in the gold row, and each that is found."""
    cut = cut_row(row)
    text = cut.document.text
    found = [
        (text[s.start : s.end], text[s.speaker_start : s.speaker_end])
        for s in attribute_quotations(cut, find_article_names(cut)).speeches
    ]
    gold = [(one["says"], one["speaker"]) for one in row["speeches"]]
    score = Score()
    score.right = sum(any(words in t and w == who for t, w in found) for words, who in gold)
    score.missed = len(gold) - score.right
    score.wrong = sum(not any(words in t and w == who for words, who in gold) for t, w in found)
    return score


def total(scores: list[Score]) -> Score:
    """Return the sum of `scores`."""
    return Score(
        sum(s.right for s in scores), sum(s.wrong for s in scores), sum(s.missed for s in scores)
    )
