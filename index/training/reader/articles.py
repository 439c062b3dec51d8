"""Question sets as the reader is trained on them: articles cut into sentences, pieces and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rank_bm25 import BM25Plus

from index.annotations.coreference.entities import find_mentions
from index.annotations.coreference.lines import make_lines
from index.annotations.names import find_article_names
from index.annotations.words import annotation_words
from index.documents.cut import CutDocument, cut_document
from index.reading.tokeniser import Tokeniser, Tokens
from index.text.tokens import analyzer_for
from index.training.datasets import Dataset, Entry
from index.training.kept import source_of

_MORE = "extra-"  # "extra-news-1" is more of "news"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as an article writes it, and what it names: person, body, place or unknown."""

    text: str
    kind: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `answers` are (start, end) in the article's text, none where it does not say."""

    id: str
    text: str
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Article:
    """An article with all that is worked out once: sentences, pieces, names.

    `source` is the kind of set: "news", "piaf", "xquad". `group` is the same for all entries made
    from one article, in all languages. `sentences` are (start, end) in `text`, `terms` those of
    each. The answers of `questions` neither begin nor end with white space.
    """

    source: str
    group: str
    title: str
    text: str
    language: str
    sentences: tuple[tuple[int, int], ...]
    terms: tuple[tuple[str, ...], ...]
    tokens: Tokens
    title_ids: tuple[int, ...]
    names: tuple[Name, ...]
    questions: tuple[Asked, ...]

    @cached_property
    def folded(self) -> str:
        """The text in small letters, to look for names and answers in."""
        return self.text.lower()

    @cached_property
    def _folded_sentences(self) -> tuple[str, ...]:
        return tuple(self.text[start:end].lower() for start, end in self.sentences)

    @cached_property
    def _bm25(self) -> BM25Plus | None:
        return BM25Plus(self.terms) if any(self.terms) else None

    def nearest_sentences(self, question: str) -> list[int]:
        """Return the numbers of all sentences, best first by BM25 to `question`."""
        terms = analyzer_for(self.language).terms(question)
        if self._bm25 is None or not terms:
            return list(range(len(self.sentences)))
        order: list[int] = np.argsort(-self._bm25.get_scores(terms), kind="stable").tolist()
        return order

    def sentence_of(self, offset: int) -> int | None:
        """Return the number of the sentence that has the character at `offset`."""
        for number, (start, end) in enumerate(self.sentences):
            if start <= offset < end:
                return number
        return None

    def forbidden_sentences(self, asked: Asked) -> frozenset[int]:
        """Return the sentences that answer `asked` or have the words of an answer in them."""
        words = self.answer_words(asked)
        begun = {self.sentence_of(start) for start, _ in asked.answers}
        return frozenset(
            number
            for number, sentence in enumerate(self._folded_sentences)
            if number in begun or any(word in sentence for word in words)
        )

    def answer_words(self, asked: Asked) -> set[str]:
        """Return the answers' texts in small letters."""
        return {self.text[start:end].lower() for start, end in asked.answers}


def read_articles(dataset: Dataset, tokeniser: Tokeniser) -> Iterator[Article]:
    """Yield the articles of `dataset`, in order."""
    source = source_of(dataset.name.removeprefix(_MORE))
    for entry in dataset.entries:
        yield _article(source, entry, tokeniser)


def _article(source: str, entry: Entry, tokeniser: Tokeniser) -> Article:
    cut = cut_document(entry.document)
    text = cut.document.text
    # Those that a set was made of by code have a kind: their like is made anew in each pass.
    asked = [example for example in entry.examples if not example.kind]
    spans = [(e, [_trimmed(text, start, end) for start, end in e.answers]) for e in asked]
    return Article(
        source=source,
        group=entry.group,
        title=cut.document.title,
        text=text,
        language=cut.document.language,
        sentences=tuple((s.start, s.end) for s in cut.sentences),
        terms=tuple(
            tuple(t.term for t in cut.tokens_between(s.start, s.end) if t.term)
            for s in cut.sentences
        ),
        tokens=tokeniser.tokenise(text),
        title_ids=tuple(tokeniser.tokenise(cut.document.title).ids.tolist()),
        names=_names(cut),
        questions=tuple(
            Asked(example.id, example.question, tuple((a, b) for a, b in answers if a < b))
            for example, answers in spans
        ),
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of `text[start:end]` without the white space around it."""
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())


def _names(cut: CutDocument) -> tuple[Name, ...]:
    words = annotation_words(cut.document.language)
    if words is None:
        return ()
    lines = list(make_lines(cut, find_article_names(cut)))
    found: dict[str, Name] = {}
    for line, mentions in zip(lines, find_mentions(lines, words), strict=True):
        for mention in mentions:
            if (mention.first, mention.last) not in line.names:
                continue  # a role, such as "le maire de Tours"
            text = cut.document.text[line.starts[mention.first] : line.ends[mention.last - 1]]
            if "\n" not in text and len(text) > 2:
                entity = mention.entity
                found.setdefault(text, Name(text, entity.kind, entity.is_certain))
    return tuple(found.values())


def all_names(articles: Sequence[Article]) -> dict[tuple[str, str], list[str]]:
    """Return the certain names of all `articles` by language and kind."""
    names: dict[tuple[str, str], set[str]] = {}
    for article in articles:
        for name in article.names:
            if name.is_certain:
                names.setdefault((article.language, name.kind), set()).add(name.text)
    return {key: sorted(values) for key, values in names.items()}
