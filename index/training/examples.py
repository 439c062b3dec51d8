"""What the weights are fitted on: questions on one article each, ranked and read by the engine.

Unanswerable questions come from the sets, and are also made from the answerable ones: asked for
another name than the article's ("swapped"), or with another number ("number").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.engine import Engine
from index.errors import InputError
from index.questions.analysis import analyse_question
from index.ranking.ranker import StageOne
from index.reading.reader import SentenceReading
from index.text.tokens import analyzer_for
from index.training.datasets import Entry, Example
from index.training.evaluation import right_sentence
from index.training.kept import source_of

_NUMBER = re.compile(r"(?<![\w.,])\d{1,9}(?:[.,  ]\d{3})*(?![\w])")


@dataclass(frozen=True, slots=True)
class Case:
    """One question asked of one article, after stage one, and what was read of it.

    `right` marks the candidates in which an answer begins; none, and the question is one that
    should not be answered. `golds` are the answers' words. `kind` is "" for a question of the set
    `source`, or how it was made unanswerable. `readings` are by row, window after window.
    """

    group: str
    source: str
    kind: str
    example: Example
    engine: Engine
    stage: StageOne
    right: NDArray[np.bool_]
    golds: tuple[str, ...]
    readings: dict[int, SentenceReading]

    @property
    def is_answerable(self) -> bool:
        """Whether the article answers."""
        return bool(self.golds)


def make_cases(
    source: str,
    entry: Entry,
    examples: Iterable[tuple[str, Example]],
    engine: Engine,
    *,
    reads: bool = True,
) -> Iterator[Case]:
    """Ask `engine`, which has the document of `entry` alone, all `examples`, with their kinds.

    Those that are no question, or for which there is no candidate, are left out.
    """
    text = entry.document.text
    for kind, example in examples:
        try:
            questions = engine.analyse(example.question)
        except InputError:
            continue
        stage = engine.stage_one(questions, engine.retrieve(questions))
        if stage is None:
            continue
        places = [engine.sentence(int(row)) for row in stage.rows]
        right = np.zeros(len(places), dtype=bool)
        right[right_sentence([(s.start, s.end) for s in places], entry, example)] = True
        right &= ~stage.asks
        yield Case(
            group=entry.group,
            source=source,
            kind=kind,
            example=example,
            engine=engine,
            stage=stage,
            right=right,
            golds=tuple(text[start:end] for start, end in example.answers),
            readings=engine.read(stage) if reads else {},
        )


def crossed(entries: Sequence[tuple[str, Entry]]) -> list[tuple[str, Entry]]:
    """Return the entries of translated sets with the questions of the first in the others' place.

    Sets are translations where their names begin alike ("xquad-en.json", "xquad-de.json") and
    their questions have the same ids; each entry comes with the name of its set.
    """
    first: dict[str, str] = {}
    questions: dict[tuple[str, str], str] = {}
    for name, entry in entries:
        if first.setdefault(source_of(name), name) == name:
            for example in entry.examples:
                questions[source_of(name), example.id] = example.question
    found = []
    for name, entry in entries:
        source = source_of(name)
        asked = tuple(
            replace(example, question=questions[source, example.id])
            for example in entry.examples
            if first[source] != name and not example.kind and (source, example.id) in questions
        )
        if asked:
            crossing = f"{first[source].removesuffix('.json')} on {name}"
            found.append((crossing, replace(entry, examples=asked)))
    return found


def make_foils(entry: Entry, names: Sequence[str], at: int) -> Iterator[tuple[str, Example]]:
    """Return unanswerable questions made from the answerable ones of `entry`, with their kinds.

    `names` are names that questions ask for, of all articles; `at` is where among them to begin,
    so that all of them serve.
    """
    known = frozenset(analyzer_for(entry.document.language).terms(entry.document.text))
    for position, example in enumerate(entry.examples):
        if not example.is_answerable:
            continue
        if swapped := _swap_name(entry, example, known, names, at + position):
            yield "swapped", swapped
        if changed := _change_number(entry, example):
            yield "number", changed


def names_asked(entries: Iterable[Entry]) -> list[str]:
    """Return a name that each question with one asks for, in an order that mixes the articles."""
    by_entry = [
        [
            example.question[start:end]
            for example in entry.examples
            for start, end in _name_in(example.question, entry.document.language)
        ]
        for entry in entries
    ]
    longest = max(map(len, by_entry), default=0)
    return [names[i] for i in range(longest) for names in by_entry if i < len(names)]


def _name_in(text: str, language: str) -> list[tuple[int, int]]:
    """The place of the first name in a question, if it has one: names that only spaces part."""
    question = analyse_question(text, language=language)
    place: tuple[int, int] | None = None
    for token in question.tokens:
        if not question.is_name(token):
            continue
        if place is None:
            place = token.start, token.end
        elif text[place[1] : token.start] == " ":
            place = place[0], token.end
    return [place] if place else []


def _swap_name(
    entry: Entry, example: Example, known: frozenset[str], names: Sequence[str], at: int
) -> Example | None:
    """`example` with its name exchanged for one of `names` that has no term among `known`.

    The first from place `at` on. None where it has no name, or one that is not known either.
    """
    analyzer = analyzer_for(entry.document.language)
    text = example.question
    for start, end in _name_in(text, entry.document.language):
        if known.isdisjoint(analyzer.terms(text[start:end])):
            return None
        for name in (names[(at + n) % len(names)] for n in range(len(names))):
            if known.isdisjoint(analyzer.terms(name)):
                return replace(example, question=text[:start] + name + text[end:], answers=())
    return None


def _change_number(entry: Entry, example: Example) -> Example | None:
    """`example` with its first number that the article has exchanged for one that it has not."""
    text = example.question
    for found in _NUMBER.finditer(text):
        if found[0] not in entry.document.text:
            continue
        digits = list(found[0])
        first = int(digits[0])
        for step in range(1, 9):
            other = "".join([str((first + step - 1) % 9 + 1), *digits[1:]])
            if other not in entry.document.text:
                changed = text[: found.start()] + other + text[found.end() :]
                return replace(example, question=changed, answers=())
    return None
