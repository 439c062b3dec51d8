"""What other articles answer to the same question, where they tell of the same thing.

Only the first windows are read for a question, and the one that answers may be of an article that
another one contradicts. So the best sentence of each other article on the same is read as well.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

import numpy as np

from index.annotations.indexed import IndexedDocument
from index.ranking.ranker import StageOne, softmax
from index.ranking.sentence_index import Rows
from index.reading.choosing import choice_features, choice_scores
from index.reading.deciding import evidence
from index.reading.ranking import Rival, ranked_sentence
from index.reading.reader import SentenceReading
from index.reading.weights import Weights

MOST = 3  # other articles that are read for one question
_AS_NEAR = 0.5  # log-odds that it may lose more than the best by what its article is not about
_BEHIND = 12.0  # log-odds in stage one that it may be behind the best
_LIKELY = 0.35  # confidence of an article that another contradicts
# Of the names of the article that has fewer, those that the other has too, and their least number.
# Asked of all articles of news.json at once, which tell of other things each, none of 400 answers
# is said to differ; if that were not asked for, one in nine would be.
_SHARED, _FEWEST = 0.3, 2


def find_rivals(
    stage: StageOne,
    best: int,
    readings: Mapping[int, SentenceReading],
    *,
    read: Callable[[int], Mapping[int, SentenceReading]],
    articles: Mapping[str, IndexedDocument],
    weights: Weights,
    known: Container[str],
) -> tuple[Rival, ...]:
    """Return what other articles on the same answer, those with the better words first.

    best: the candidate of `stage` that answers
    readings: what was read so far, by row; it is not changed
    read: reads the window round a row
    articles: all, by id
    known: every term of the articles
    """
    documents = np.asarray(stage.groups[0].matches.candidates.index.document)
    of_candidate = documents[stage.rows]
    found = []
    for position in _to_read(stage, best, of_candidate, articles):
        own = documents[stage.rows[position]]
        seen = {row: reading for row, reading in readings.items() if documents[row] == own}
        if int(stage.rows[position]) not in seen:
            seen = {**read(int(stage.rows[position])), **seen}
        choice = choice_features(stage, seen)
        margins = np.array(
            [seen[row].margin if row in seen else -np.inf for row in stage.rows.tolist()]
        )
        margins[stage.asks | stage.is_heading] = -np.inf
        chosen = int(margins.argmax())
        if not np.isfinite(margins[chosen]):
            continue
        # As if the article were the only one.
        scores = np.where(
            of_candidate == own, choice_scores(stage, choice, weights.choice), -np.inf
        )
        confidence = weights.read.probability(evidence(stage, scores, chosen, seen, known))
        if confidence >= _LIKELY:
            ranked = ranked_sentence(stage, chosen, scores, softmax(scores), choice, weights)
            reading = seen[int(stage.rows[chosen])]
            found.append(Rival(ranked, (reading.start, reading.end), confidence))
    return tuple(found)


def _to_read(
    stage: StageOne, best: int, of_candidate: Rows, articles: Mapping[str, IndexedDocument]
) -> list[int]:
    """Return the position of the best sentence of each other article on the same."""
    sentences = stage.groups[0].matches.candidates.index.sentences

    def article(position: int) -> IndexedDocument:
        return articles[sentences[int(stage.rows[position])].document.id]

    own = article(best)
    seen, found = {int(of_candidate[best])}, list[int]()
    for position in stage.order(stage.scores):
        if stage.scores[position] < stage.scores[best] - _BEHIND or len(found) == MOST:
            break
        if (
            int(of_candidate[position]) not in seen
            and not stage.asks[position]
            and not stage.is_heading[position]
            and stage.lacks[position] <= stage.lacks[best] + _AS_NEAR
        ):
            seen.add(int(of_candidate[position]))
            if tell_of_the_same(own, article(position)):
                found.append(position)
    return found


def tell_of_the_same(first: IndexedDocument, second: IndexedDocument) -> bool:
    """Return whether two articles share so many names that they are about one matter.

    What corrects something is short, and one name is enough: it was written about another article.
    """
    names, others = first.name_terms(), second.name_terms()
    shared = len(names & others)
    if shared and (first.is_correction or second.is_correction):
        return True
    return shared >= max(_FEWEST, _SHARED * min(len(names), len(others)))
