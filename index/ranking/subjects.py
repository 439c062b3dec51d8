"""Which articles a question is about: a sentence inherits what its whole article is about.

Of many articles of one kind, on towns, firms or persons, the sentences that answer are alike, and
what tells them apart is in the title, the dateline or the first sentence. A sentence loses by each
name and number of the question that other articles have and neither its article is about nor its
surroundings have, the more the fewer articles have it: nothing by one that all have, and so nothing
where there is one article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from index.questions.analysis import Question
from index.questions.spelling import ALIKE
from index.ranking.matching import Matches
from index.ranking.sentence_index import Rows, Values

# Log-odds that a name counts which one article alone has. Tried on the kept articles of news.json,
# asked of all at once: 4 to 16 are alike, and any weight of other words than names loses.
WEIGHT = 8.0
# What counts beside being what the article is about, or in the sentence itself, which are 1.
NEXT_TO_IT, IN_PASSAGE, IN_ARTICLE = 0.9, 0.8, 0.5

Having = Callable[[str], NDArray[np.intp]]


class Subjects:
    """Which of `size` articles have each term.

    `having` returns the passages that have a term, ascending, `of_passage` is the article that each
    passage is in.
    """

    def __init__(self, size: int, having: Having, of_passage: Rows) -> None:
        self._size = size
        self._having = having
        self._of_passage = of_passage

    def lacks(self, questions: Iterable[Question], own: Question, matches: Matches) -> Values:
        """Return what each candidate loses by the terms that it does not inherit; 0 or above.

        Shape (candidates,).

        questions: the question as it is analysed for each language
        own: as it is for that of `matches`
        """
        candidates = matches.candidates
        total = np.zeros(candidates.size)
        if self._size < 2:
            return total
        forms: dict[int, set[str]] = {}  # of a name, in whatever language an article has it
        for question in questions:
            for token in question.tokens:
                forms.setdefault(token.start, set()).add(token.term)
        for column, token in enumerate(own.first_tokens):
            if not (own.is_name(token) or token.is_number):
                continue
            having = self._articles(forms[token.start])
            weight = WEIGHT * (1 - len(having) / self._size) if len(having) else 0.0
            if not weight:
                continue
            has = np.where(np.isin(candidates.documents, having), IN_ARTICLE, 0.0)
            has[[token.term in candidates.index.about[n] for n in candidates.documents]] = 1.0
            similar = matches.similar[:, column]
            ways = (
                has[candidates.of_document],
                matches.met[:, column],
                np.where(similar > ALIKE, similar, 0.0),
                matches.related[:, column],
                NEXT_TO_IT * np.maximum(matches.before, matches.after)[:, column],
                IN_PASSAGE * matches.elsewhere[:, column],
            )
            total += weight * (1 - np.maximum.reduce(ways))
        return total

    def _articles(self, terms: Iterable[str]) -> Rows:
        """Return the articles that have one of `terms`, ascending."""
        passages = np.concatenate([self._having(term) for term in sorted(terms)])
        return np.unique(self._of_passage[passages])
