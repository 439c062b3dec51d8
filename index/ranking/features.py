"""What can be seen of a sentence beside a question: named numbers, the ranker's only input.

Features come in groups, each a few lines of matrix algebra over the candidates of one question:

- *retrieval*: rank-bm25's score of the passage;
- *views*: the sentence and the question as bags of something (stems, surface words, character
  n-grams, phrases, pairs of near terms); for each, BM25, the share of the question covered, and
  what of the rest the neighbours cover;
- *matches*: which question terms are met exactly, in a similar form, by a related word or what
  the sentence implies, or only in the neighbourhood, each summed by what kind of term it is
  (a name, a number, a rare word);
- *types*: whether the sentence has what the question asks for;
- *meaning*: how near the whole sentence is to the whole question, where vectors are there;
- *shape*: length, place, and whether it leans on an earlier sentence.
"""

from __future__ import annotations

import math

import numpy as np

from index.questions.analysis import Question
from index.ranking.answer_types import TYPES, type_features
from index.ranking.matching import MEASURES, Matches
from index.ranking.sentence_index import SHAPES, VIEWS, Candidates, Values

MATCHES = ("exact", "similar", "related", "prev", "next", "passage")
TERM_CLASSES = ("any", "rare", "rarest", "name", "number", "last", "focus", "topic")
# Of the whole sentence beside the whole question: 0 without vectors.
MEANING = ("meaning", "meaning.z", "meaning.prev", "meaning.next", "meaning.passage")
RETRIEVAL = ("passage.bm25",)

FEATURES: tuple[str, ...] = (
    *(f"{view}.{measure}" for view in VIEWS for measure in MEASURES),
    *(f"{match}:{name}" for match in MATCHES for name in TERM_CLASSES),
    *(f"{kind}?{name}" for kind, names in TYPES.items() for name in names),
    *SHAPES,
    "leaning",
    "empty",
    *MEANING,
    *RETRIEVAL,
)


def compute_features(question: Question, matches: Matches, retrieved: Values) -> Values:
    """Return the features of each candidate of `matches`; shape (candidates, `FEATURES`).

    `retrieved`, shape (candidates,), is BM25's score of each candidate's passage, 0 to 1
    (`index.retrieval.bm25`).
    """
    shapes = matches.candidates.shapes
    stems_before = matches.before @ matches.idf / (float(matches.idf.sum()) or 1.0)
    leaning = shapes[:, SHAPES.index("pronoun")] * stems_before
    empty = 1.0 - matches.met.any(axis=1, keepdims=True)
    return np.hstack(
        [
            matches.measures,
            _match_features(question, matches),
            type_features(question, matches),
            shapes,
            leaning[:, None],
            empty,
            _meaning_features(matches.meaning, matches.candidates),
            retrieved[:, None],
        ]
    )


def _meaning_features(meaning: Values, candidates: Candidates) -> Values:
    """Return `MEANING` of each candidate, from the cosines of question and sentence.

    The cosine itself, how far it stands out among all candidates, and those of the neighbours
    and of the best in the passage, less the mean.
    """
    if not meaning.any():
        return np.zeros((len(meaning), len(MEANING)))
    layout, counted = candidates.layout, meaning[candidates.counted]
    over = meaning - counted.mean()
    return np.stack(
        [
            meaning,
            over / (counted.std() + 1e-6),
            layout.before(over),
            layout.after(over),
            layout.anywhere(over),
        ],
        axis=1,
    )


def _match_features(question: Question, matches: Matches) -> Values:
    """Return how each question term is met, summed by class: `MATCHES` x `TERM_CLASSES`."""
    candidates, terms = matches.candidates, question.terms
    if not terms:
        return np.zeros((candidates.size, len(MATCHES) * len(TERM_CLASSES)))
    classes = _term_classes(question, matches.idf, int(candidates.counted.sum()))
    ways = np.stack(
        [
            matches.met,
            matches.similar,
            matches.related,
            matches.before,
            matches.after,
            matches.elsewhere,
        ],
        axis=1,
    )
    sums = ways @ classes
    # Whether a term is the article's topic differs from article to article.
    topics = [candidates.index.topics[number] for number in candidates.documents]
    is_topic = np.array([[term in topic for term in terms] for topic in topics], dtype=float)
    topic = TERM_CLASSES.index("topic")
    weights = is_topic[candidates.of_document] * classes[:, topic]
    sums[:, :, topic] = (ways @ weights[:, :, None])[:, :, 0]
    return np.asarray(sums.reshape(candidates.size, -1))


def _term_classes(question: Question, idf: Values, size: int) -> Values:
    """Return the weight of each term of the question in each of `TERM_CLASSES`."""
    terms = question.first_tokens
    rarity = idf / math.log(size + 1)
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
