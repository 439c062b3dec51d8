"""A sentence as the ranker sees it: bags of what it is made of, computed once for all questions.

The same text is looked at in several ways, because each misses what another sees: stems forgive
endings, surface words keep the function words that a phrase is known by, character n-grams
forgive spelling, runs of characters keep the order, pairs of near terms keep what belongs
together.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.annotations.adapters import references_of, speaker_terms
from index.annotations.quantities import Quantity, quantities, quantity_kind
from index.documents.document import Document
from index.documents.passages import Passage
from index.documents.sentences import Sentence
from index.text.lexicon import word_classes
from index.text.tokens import Token, analyzer_for

VIEWS = ("stem", "word", "gram4", "run5", "phrase", "pair")
_QUOTE_MARKS = frozenset('«»“”"')


@dataclass(frozen=True, slots=True, eq=False)  # each is its own key in a cache
class Candidate:
    """A sentence as the ranker sees it: where it stands, and what is in it.

    `is_first` and `is_last` are of its passage, `is_opening` says that it opens the article.
    `passage` numbers the passage it lies in, so that neighbours can be told; `text` is the
    sentence, `words` are its content words as written, lower-cased, each once; `views` maps each
    of `VIEWS` to the counts of its items. `quantities` are the numbers with their units
    (`index.annotations.quantities`), `classes` the lexicon's word classes present,
    `topic` the terms of the article's heading: what all its sentences are about. `meant` are the
    terms of whom it means by other words ("elle", "le patron"), `speakers` of those who say it.
    """

    document: Document
    sentence: Sentence
    passage: int
    is_first: bool
    is_last: bool
    is_opening: bool
    text: str
    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    views: dict[str, Counter[Hashable]]
    lengths: tuple[int, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    quantities: tuple[Quantity, ...]
    classes: frozenset[str]
    topic: frozenset[str]
    meant: frozenset[str]
    speakers: frozenset[str]


def analyse_sentence(document: Document, passage: Passage, number: int, position: int) -> Candidate:
    """Sentence `position` of `passage`, which is passage `number` of its index, as a candidate."""
    sentence = passage.sentences[position]
    text, language = document.text, document.language
    analyzer = analyzer_for(language)
    tokens = tuple(analyzer.tokens(text, start=sentence.start, end=sentence.end))
    surfaces = [token.surface for token in tokens]
    views = {
        name: Counter(items)
        for name, items in view_items(surfaces, [t for t in tokens if t.term]).items()
    }
    present = set(surfaces)
    classes = {name for name, words in word_classes(language).items() if present & words}
    if surfaces and surfaces[0] in word_classes(language).get("pronoun", ()):
        classes.add("leaning")
    quoted = text[sentence.start : sentence.end]
    if "%" in quoted:
        classes.add("unit")
    counted = quantities(text, sentence.start, sentence.end, language, tokens=tokens)
    classes.update(kind for quantity in counted if (kind := quantity_kind(quantity)))
    if not _QUOTE_MARKS.isdisjoint(quoted):
        classes.add("quote")
    return Candidate(
        document=document,
        sentence=sentence,
        passage=number,
        is_first=position == 0,
        is_last=position == len(passage.sentences) - 1,
        is_opening=position == 0 and passage.paragraph == 1,
        text=quoted,
        words=content_words(text, tokens),
        tokens=tokens,
        views=views,
        lengths=tuple(sum(views[name].values()) for name in VIEWS),
        # The first word of a sentence has a capital whatever it is.
        names=frozenset(t.term for t in tokens[1:] if t.is_name and t.term),
        numbers=frozenset(t.term for t in tokens if t.is_number),
        quantities=counted,
        classes=frozenset(classes),
        topic=_topic_terms(document.topic, language),
        meant=references_of(document).meant.get(sentence.start, frozenset()),
        speakers=speaker_terms(document, sentence.start, sentence.end),
    )


def content_words(text: str, tokens: Iterable[Token]) -> tuple[str, ...]:
    """The content words among `tokens` as `text` has them, lower-cased, each once."""
    return tuple(dict.fromkeys(text[t.start : t.end].lower() for t in tokens if t.term))


def view_items(words: Sequence[str], content: Sequence[Token]) -> dict[str, list[Hashable]]:
    """The items of each view of a text with these `words` and `content` tokens."""
    surfaces = [token.surface for token in content]
    terms = [token.term for token in content]
    joined = f"_{'_'.join(words)}_"
    return {
        "stem": list(terms),
        "word": list(words),
        "gram4": [gram for word in surfaces for gram in _grams(word)],
        # Interned, since most runs stand in many sentences.
        "run5": [sys.intern(joined[i : i + 5]) for i in range(len(joined) - 4)],
        "phrase": list(itertools.pairwise(words)),
        "pair": [
            (a, b) if a < b else (b, a) for i, a in enumerate(terms) for b in terms[i + 1 : i + 4]
        ],
    }


@lru_cache(maxsize=65_536)
def _grams(word: str) -> tuple[str, ...]:
    padded = f"_{word}_"
    return tuple(padded[i : i + 4] for i in range(max(1, len(padded) - 3)))


@lru_cache(maxsize=4096)
def _topic_terms(topic: str, language: str) -> frozenset[str]:
    return frozenset(analyzer_for(language).terms(topic))
