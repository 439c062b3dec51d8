"""Windows of whole sentences, as training cuts them: of random length and place.

When a question is answered, windows are cut round the sentences that the ranker found, so in
training the sentence with the answer may be anywhere in its window. Some windows are as short as
a whole short article is: a reader that has never seen one takes shortness for silence.
"""

from __future__ import annotations

import random
from collections.abc import Collection

from index.training.reader.articles import Article

SHORTEST = 350  # characters
LONGEST = 800
_SHORT_SHARE = 0.3  # of windows, which may have any length up to `SHORTEST`


def grow_window(
    article: Article, sentence: int, rng: random.Random, *, without: Collection[int] = ()
) -> range:
    """Return a window of sentences round `sentence` that has none of `without`.

    Most have `SHORTEST` to `LONGEST` characters where the article and `without` allow it, the
    others fewer; a sentence that is longer is a window of its own.
    """
    is_short = rng.random() < _SHORT_SHARE
    aim = rng.uniform(0, SHORTEST) if is_short else rng.uniform(SHORTEST, LONGEST)
    share_before = rng.random()
    window = range(sentence, sentence + 1)
    while _length(article, window) < aim:
        before = range(window.start - 1, window.stop)
        after = range(window.start, window.stop + 1)
        goes_before = before.start >= 0 and before.start not in without
        goes_after = window.stop < len(article.sentences) and window.stop not in without
        goes_before = goes_before and _length(article, before) <= LONGEST
        goes_after = goes_after and _length(article, after) <= LONGEST
        if not goes_before and not goes_after:
            break
        first = goes_before and (not goes_after or rng.random() < share_before)
        window = before if first else after
    return window


def window_text(article: Article, window: range) -> str:
    """Return the text of `window`."""
    return article.text[article.sentences[window[0]][0] : article.sentences[window[-1]][1]]


def window_pieces(article: Article, window: range, *, without: Collection[int] = ()) -> list[slice]:
    """Return the pieces of `window` in the article's tokens, as runs between sentences left out."""
    runs: list[range] = []
    for number in window:
        if number in without:
            continue
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    sentences = article.sentences
    return [article.tokens.between(sentences[run[0]][0], sentences[run[-1]][1]) for run in runs]


def _length(article: Article, window: range) -> int:
    return article.sentences[window[-1]][1] - article.sentences[window[0]][0]
