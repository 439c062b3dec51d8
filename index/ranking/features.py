"""What can be seen of a sentence beside a question: named numbers, the ranker's only input.

Features come in groups, each a few lines of matrix algebra over the candidates of one question:

- *views*: the sentence and the question as bags of something (stems, surface words, character
  n-grams, phrases, pairs of near terms); for each, BM25, the share of the question covered, and
  what of the rest the neighbours cover;
- *matches*: which question terms are met exactly, in a similar form, by a related word, or only
  in the neighbourhood, each summed by what kind of term it is (a name, a number, a rare word);
- *types*: whether the sentence holds what the question asks for;
- *meaning*: how near the whole sentence is to the whole question, where meanings are known;
- *shape*: length, place, and whether it leans on an earlier sentence.

Idf is that of the candidates, not of the whole corpus: what tells candidates apart is what
differs among them, cost and memory do not grow with the corpus, and a ranker trained on single
articles meets the same numbers in a library of thousands.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.annotations.dates.asked import SentenceDates
from index.questions.analysis import Question
from index.questions.spelling import PREFIX, likeness
from index.ranking.answer_types import TYPES, type_features
from index.ranking.sentence_view import VIEWS, Candidate, view_items
from index.retrieval.bm25 import DELTA, K1, B
from index.retrieval.embeddings import Meanings
from index.text.lexicon import load_lexicon, words_of
from index.text.tokens import YEAR, Token, analyzer_for

Matrix = NDArray[np.float64]

MEASURES = ("bm25", "coverage", "matched", "prev", "next", "passage")
MATCHES = ("exact", "similar", "related", "prev", "next", "passage")
TERM_CLASSES = ("any", "rare", "rarest", "name", "number", "last", "focus", "topic")
# Who is meant, who speaks and which days are asked for (`annotations.coreference`, `speech`,
# `asked_dates`).
SAID = ("meant", "asked speaker", "who said", "asked date")
# What the whole sentence means beside the whole question: 0 without `index.retrieval.embeddings`.
MEANING = ("meaning", "meaning.z", "meaning.prev", "meaning.next", "meaning.passage")
SHAPES = ("length", "length2", "short", "first", "last", "opening", "pronoun", "leaning", "empty")

FEATURES: tuple[str, ...] = (
    *(f"{view}.{measure}" for view in VIEWS for measure in MEASURES),
    *(f"{match}:{name}" for match in MATCHES for name in TERM_CLASSES),
    *(f"{kind}?{name}" for kind, names in TYPES.items() for name in names),
    *SHAPES,
    *MEANING,
    *SAID,
)

_DATES = SentenceDates()
_SIMILAR = 0.3  # Dice coefficient of trigrams below which two words are not alike


@dataclass(frozen=True, slots=True)
class QuestionView:
    """How the terms of one question are met, as (candidates, terms) matrices, 0 to 1.

    `met` exactly; `similar` and `related` where not met, in a word of like form or of like
    meaning; `before`, `after`, `elsewhere` where not met, by the neighbours or the rest of the
    passage. `max_coverage` is the best candidate's coverage in each of `VIEWS`. `meaning`, shape
    (candidates,), is the cosine of question and sentence, 0 where no meanings are known. `dated`,
    shape (terms,), says which terms name the days asked for, where a candidate tells of just
    these: they are met there and nowhere else.
    """

    met: Matrix
    similar: Matrix
    related: Matrix
    before: Matrix
    after: Matrix
    elsewhere: Matrix
    max_coverage: tuple[float, ...]
    meaning: Matrix
    dated: NDArray[np.bool_]


def compute_features(
    question: Question,
    candidates: Sequence[Candidate],
    language: str,
    meanings: Meanings | None = None,
) -> tuple[Matrix, QuestionView]:
    """The features of each candidate, shape (candidates, `FEATURES`), for articles in `language`.

    With `meanings`, words that mean the same in another language or another way are related.
    Candidates must be in reading order, neighbours of one passage together. At least one.
    """
    layout = _Layout(candidates)
    dates = np.array(
        _DATES.overlaps(
            question.normalised,
            question.language,
            [(candidate.document, candidate.sentence) for candidate in candidates],
        )
    )
    tells = dates == 1
    dated = _dated_terms(question) if tells.any() else np.zeros(len(question.terms), dtype=bool)
    words, left = question.words, question.tokens
    if dated.any():
        # "vendredi" tells of that day as its own words do, and "début 2026" does not.
        named = {term for term, is_dated in zip(question.terms, dated, strict=True) if is_dated}
        left = tuple(token for token in question.tokens if token.term not in named)
        gone = {token.surface for token in question.tokens} - {token.surface for token in left}
        words = tuple(word for word in question.words if word not in gone)
    bags = _views(words, left, candidates, layout)
    stems = bags[VIEWS.index("stem")]
    if dated.any():
        stems = _view("stem", list(question.terms), candidates, layout)
    blocks = [bag.measures() for bag in bags]
    similar, related = _approximate(candidates, stems, language)
    meaning = np.zeros(len(candidates))
    if meanings:
        nearest, meaning = meanings.compare(question, candidates)
        related = np.where(stems.met, 0.0, np.maximum(related, nearest))
    met = stems.met.astype(float)
    met[:, dated] = tells[:, None]
    similar[:, dated] = 0.0
    related[:, dated] = np.where(tells, 0.0, dates)[:, None]
    coverage = MEASURES.index("coverage")
    view = QuestionView(
        met=met,
        similar=similar,
        related=related,
        before=stems.before.astype(float),
        after=stems.after.astype(float),
        elsewhere=stems.elsewhere.astype(float),
        max_coverage=tuple(float(block[:, coverage].max()) for block in blocks),
        meaning=meaning,
        dated=dated,
    )
    blocks.append(_match_features(question, candidates, stems, view))
    blocks.append(type_features(question, candidates))
    blocks.append(_shape_features(candidates, stems))
    blocks.append(_meaning_features(meaning, layout))
    blocks.append(_said_features(question, candidates, stems, dates))
    return np.hstack(blocks), view


def _views(
    words: Sequence[str], tokens: Sequence[Token], candidates: Sequence[Candidate], layout: _Layout
) -> list[_View]:
    """The question's `words` and content `tokens` against the candidates, in each of `VIEWS`."""
    items = view_items(words, tokens)
    return [_view(name, list(dict.fromkeys(items[name])), candidates, layout) for name in VIEWS]


def _view(
    name: str, items: Sequence[Hashable], candidates: Sequence[Candidate], layout: _Layout
) -> _View:
    """The distinct `items` of a question against those of each candidate, in the view `name`."""
    number = VIEWS.index(name)
    bags = [candidate.views[name] for candidate in candidates]
    lengths = np.array([candidate.lengths[number] for candidate in candidates], dtype=float)
    return _View(items, bags, lengths, layout)


class _Layout:
    """Which candidates are neighbours: the first and last of each passage among them."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        passages = np.array([candidate.passage for candidate in candidates])
        self.same_as_before = np.concatenate(([False], passages[1:] == passages[:-1]))
        self.starts = np.flatnonzero(~self.same_as_before)
        self.group = np.cumsum(~self.same_as_before) - 1

    def before(self, met: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Row i says what the sentence before i, in its passage, meets."""
        shifted = np.zeros_like(met)
        shifted[1:] = met[:-1] & self.same_as_before[1:, None]
        return shifted

    def after(self, met: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Row i says what the sentence after i, in its passage, meets."""
        shifted = np.zeros_like(met)
        shifted[:-1] = met[1:] & self.same_as_before[1:, None]
        return shifted

    def anywhere(self, met: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Row i says what the passage of sentence i meets."""
        return np.asarray(np.logical_or.reduceat(met, self.starts, axis=0)[self.group])


class _View:
    """The items of a question against those of each candidate, as one matrix.

    `met[i, j]`: candidate i holds item j. `idf[j] = ln((N + 1) / df)`, and an item that no
    candidate holds weighs ln(N + 1), as if one did.
    """

    def __init__(
        self,
        items: Sequence[Hashable],
        bags: Sequence[Counter[Hashable]],
        lengths: Matrix,
        layout: _Layout,
    ) -> None:
        self.items = items
        self.counts = np.zeros((len(bags), len(items)))
        columns = {item: column for column, item in enumerate(items)}
        for counts, bag in zip(self.counts, bags, strict=True):
            for item in columns.keys() & bag.keys():
                counts[columns[item]] = bag[item]
        self.met = self.counts > 0
        self.lengths = lengths
        df = np.maximum(self.met.sum(axis=0), 1)
        self.idf: Matrix = np.log((len(bags) + 1) / df)
        self.total = float(self.idf.sum()) or 1.0
        before, after = layout.before(self.met), layout.after(self.met)
        self.before = before & ~self.met
        self.after = after & ~self.met & ~before
        self.elsewhere = layout.anywhere(self.met) & ~self.met & ~before & ~after

    def measures(self) -> Matrix:
        """`MEASURES` of each candidate, as shares of what the whole question weighs.

        BM25+ as Lv and Zhai (2011) have it: unlike rank-bm25's, delta goes only to a term that
        is there.
        """
        mean = float(self.lengths.mean()) or 1.0
        norm = K1 * (1 - B + B * self.lengths / mean)
        saturated = self.counts * (K1 + 1) / (self.counts + norm[:, None] + 1e-9)
        bm25 = np.where(self.met, saturated + DELTA, 0.0) @ self.idf
        covered = self.met @ self.idf
        return np.stack(
            [
                bm25 / self.total,
                covered / self.total,
                covered / 10,
                self.before @ self.idf / self.total,
                self.after @ self.idf / self.total,
                self.elsewhere @ self.idf / self.total,
            ],
            axis=1,
        )


def _meaning_features(meaning: Matrix, layout: _Layout) -> Matrix:
    """`MEANING` of each candidate, from the cosines of question and sentence.

    The cosine itself, how far it stands out among all candidates, and those of the neighbours
    and of the best in the passage beside the mean.
    """
    mean = meaning.mean()
    over = meaning - mean
    before, after = np.zeros_like(over), np.zeros_like(over)
    before[1:] = np.where(layout.same_as_before[1:], over[:-1], 0.0)
    after[:-1] = np.where(layout.same_as_before[1:], over[1:], 0.0)
    passage = np.maximum.reduceat(over, layout.starts)[layout.group]
    return np.stack([meaning, over / (meaning.std() + 1e-6), before, after, passage], axis=1)


def _said_features(
    question: Question, candidates: Sequence[Candidate], stems: _View, dates: Matrix
) -> Matrix:
    """`SAID` of each candidate: what it says without the words, by whom, and of which days."""
    terms = [str(item) for item in stems.items]
    shape = stems.met.shape
    meant = np.array([[t in c.meant for t in terms] for c in candidates], dtype=bool).reshape(shape)
    says = np.array([[t in c.speakers for t in terms] for c in candidates], dtype=bool)
    says = says.reshape(shape)
    names = np.array([question.is_name(token) for token in question.first_tokens], dtype=bool)
    return np.stack(
        [
            (meant & ~stems.met) @ stems.idf / stems.total,
            (says & names).any(axis=1) & question.is_about_speech,
            np.array([question.asks_who_said and bool(c.speakers) for c in candidates]),
            dates,
        ],
        axis=1,
    ).astype(float)


def _dated_terms(question: Question) -> NDArray[np.bool_]:
    """Which terms of `question` are of a date: months, weekdays, years and days of a month."""
    names = words_of(question.language, "month", "weekday")
    tokens = question.first_tokens
    return np.array(
        [
            token.surface in names
            or (token.is_number and bool(YEAR.fullmatch(token.term)))
            or (token.is_number and any(t.surface in names for t in tokens[max(0, i - 1) : i + 2]))
            for i, token in enumerate(tokens)
        ],
        dtype=bool,
    )


def _match_features(
    question: Question, candidates: Sequence[Candidate], stems: _View, view: QuestionView
) -> Matrix:
    """How each question term is met, summed by class of term: `MATCHES` x `TERM_CLASSES`."""
    classes = _term_classes(question, stems, len(candidates))
    topical = np.array([[item in c.topic for item in stems.items] for c in candidates], dtype=float)
    topical = topical.reshape(stems.met.shape)
    topic = TERM_CLASSES.index("topic")
    blocks: list[Matrix] = []
    for match in (view.met, view.similar, view.related, view.before, view.after, view.elsewhere):
        block = match @ classes
        # Whether a term is the article's topic differs from article to article.
        block[:, topic] = (match * topical) @ classes[:, topic]
        blocks.append(block)
    return np.hstack(blocks)


def _term_classes(question: Question, stems: _View, size: int) -> Matrix:
    """For each term of the question, its weight in each of `TERM_CLASSES`."""
    terms = question.first_tokens  # in the order of `stems.items`
    if not terms:
        return np.zeros((0, len(TERM_CLASSES)))
    rarity = stems.idf / math.log(size + 1)
    n = len(terms)
    columns = [
        np.full(n, 1 / n),
        2 * rarity / n,
        rarity**2,
        rarity * [question.is_name(t) for t in terms],
        np.array([float(t.is_number) for t in terms]),
        rarity * [i == n - 1 for i in range(n)],
        rarity * [t.term == question.focus for t in terms],
        rarity,
    ]
    return np.stack(columns, axis=1)


def _approximate(
    candidates: Sequence[Candidate], stems: _View, language: str
) -> tuple[Matrix, Matrix]:
    """How like the likest word to each term is, and whether there is a related one.

    Both of shape (candidates, terms), 0 to 1, and 0 where the candidate has the term itself.
    """
    similar = np.zeros(stems.met.shape)
    related = np.zeros(stems.met.shape)
    holders: dict[str, list[int]] = {}
    for row, candidate in enumerate(candidates):
        for word in candidate.views["stem"]:
            holders.setdefault(str(word), []).append(row)
    groups = _relations(language)
    by_prefix: dict[str, list[str]] = {}
    by_group: dict[int, list[str]] = {}
    for word in holders:
        by_prefix.setdefault(word[:PREFIX], []).append(word)
        for group in groups.get(word, ()):
            by_group.setdefault(group, []).append(word)
    for column, item in enumerate(stems.items):
        term = str(item)
        for word in by_prefix.get(term[:PREFIX], ()):
            if word != term and (alike := likeness(term, word)) >= _SIMILAR:
                rows = holders[word]
                similar[rows, column] = np.maximum(similar[rows, column], alike)
        for group in groups.get(term, ()):
            for word in by_group.get(group, ()):
                related[holders[word], column] = 1.0
    similar[stems.met] = 0.0
    related[stems.met] = 0.0
    return similar, related


def _shape_features(candidates: Sequence[Candidate], stems: _View) -> Matrix:
    """`SHAPES` of each candidate."""
    before = stems.before @ stems.idf / stems.total
    rows: list[list[float]] = []
    for i, candidate in enumerate(candidates):
        length = math.log1p(len(candidate.tokens))
        leaning = "leaning" in candidate.classes
        rows.append(
            [
                length,
                length**2 / 4,
                float(len(candidate.tokens) < 6),
                float(candidate.is_first),
                float(candidate.is_last),
                float(candidate.is_opening),
                float(leaning),
                float(leaning) * float(before[i]),
                float(not stems.met[i].any()),
            ]
        )
    return np.array(rows)


@cache
def _relations(language: str) -> dict[str, tuple[int, ...]]:
    """Term to the numbers of the groups of related words that it stands in."""
    analyzer = analyzer_for(language)
    groups: dict[str, tuple[int, ...]] = {}
    for number, words in enumerate(load_lexicon(language).relations):
        for term in dict.fromkeys(term for word in words for term in analyzer.terms(word)):
            groups[term] = (*groups.get(term, ()), number)
    return groups
