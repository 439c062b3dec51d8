"""Quotes with the exact place each occurs at, and the paragraphs around them.

Every citation is a slice of a stored text at offsets that were made when it was cut; nothing here
searches for a quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import quote as percent_encode

from index.annotations.dates.reading import ResolvedDate
from index.annotations.indexed import IndexedDocument, IndexedSentence
from index.verifying import Past

Role = Literal["answer", "context"]
Place = tuple[str, int]

_CONTEXT = 32  # characters of prefix and suffix, as browsers use for text fragments


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and the exact place it occurs at.

    `role` is what it is to the answer: `answer` where it answers, `context` where it is quoted
    only because the one before it leans on it ("Elle a promis …"), None where it is no part of
    an answer: among the closest sentences of a question without one, and further passages.
    `cited_text` is `document.text[start_char_index:end_char_index]`: Python code points,
    0-based, end exclusive. `passage` counts the article's paragraphs from 1. `prefix` and
    `suffix` are the characters before and after it. `score` is the sentence's probability among
    all that were ranked. The short answer, where this quote has it, is
    `document.text[answer_start_char_index:answer_end_char_index]`. `resolved_dates` say which
    days the quote's words of time mean ("vendredi"), in order: beside the quote, never in it.
    `is_part` marks a part of a sentence that is too long to be quoted whole.
    `speaker` is who says what is quoted, where that is plain: the article's own words at
    `speaker_start_char_index`, which may be in an earlier sentence.
    """

    number: int
    role: Role | None = field(default="answer", kw_only=True)
    cited_text: str
    document_id: str
    document_title: str
    published_at: date | None
    url: str | None
    passage: int
    start_char_index: int
    end_char_index: int
    prefix: str
    suffix: str
    document_sha256: str
    score: float
    answer_start_char_index: int | None
    answer_end_char_index: int | None
    text_fragment_url: str | None
    resolved_dates: tuple[ResolvedDate, ...] = ()
    is_part: bool = False
    speaker: str | None = None
    speaker_start_char_index: int | None = None
    speaker_end_char_index: int | None = None

    @property
    def short_answer(self) -> str | None:
        """The short answer in this quote, where it has one."""
        start, end = self.answer_start_char_index, self.answer_end_char_index
        if start is None or end is None:
            return None
        return self.cited_text[start - self.start_char_index : end - self.start_char_index]

    @property
    def unnamed_speaker(self) -> str | None:
        """The speaker, where the quote itself does not contain the words: to be named with it."""
        return None if self.speaker is None or self.speaker in self.cited_text else self.speaker

    @property
    def unnamed_dates(self) -> tuple[ResolvedDate, ...]:
        """The dates whose year the quote's own words do not name: to be named with it."""
        return tuple(found for found in self.resolved_dates if not found.names_its_year)

    @property
    def place(self) -> Place:
        """What tells quotes apart and orders them as they are read."""
        return self.document_id, self.start_char_index


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of an article in whole paragraphs, the sentences in it, and those that are cited.

    `text` is `document.text[start:end]`; `sentences` are (start, end) each, in order, with
    nothing but white space between them. All offsets are in the document: Python code points,
    0-based, end exclusive. `citations` are in reading order. `past` is there where the document is
    an article as it was.
    """

    start: int
    end: int
    text: str
    sentences: tuple[tuple[int, int], ...]
    citations: tuple[Citation, ...]
    past: Past | None = None


def cite(
    number: int,
    sentence: IndexedSentence,
    article: IndexedDocument,
    probability: float,
    answer: tuple[int, int] | None = None,
    *,
    role: Role | None,
) -> Citation:
    """Return `sentence` of `article` as citation `number`, with the short answer at `answer`."""
    document, start, end = sentence.document, sentence.start, sentence.end
    speaker = article.speaker_of(start, end, within=answer)
    return Citation(
        number=number,
        cited_text=sentence.text,
        document_id=document.id,
        document_title=document.title,
        published_at=document.published_at,
        url=document.url,
        passage=sentence.passage.paragraph,
        start_char_index=start,
        end_char_index=end,
        prefix=document.text[max(document.body_start, start - _CONTEXT) : start],
        suffix=document.text[end : end + _CONTEXT],
        document_sha256=document.sha256,
        score=round(probability, 4),
        answer_start_char_index=answer[0] if answer else None,
        answer_end_char_index=answer[1] if answer else None,
        text_fragment_url=_text_fragment(document.url, sentence.text) if document.url else None,
        resolved_dates=sentence.dates,
        is_part=sentence.part > 0,
        speaker=document.text[speaker[0] : speaker[1]] if speaker else None,
        speaker_start_char_index=speaker[0] if speaker else None,
        speaker_end_char_index=speaker[1] if speaker else None,
        role=role,
    )


def _text_fragment(url: str, quoted: str) -> str:
    """Return `url` with a fragment that makes a browser scroll to the quote and mark it.

    A long quote is named by its first and last words (WICG, "URL Fragment Text Directives").
    """
    words = quoted.split()
    ends = [words] if len(words) <= 8 else [words[:4], words[-4:]]
    # A hyphen, comma or ampersand means something in the directive itself.
    parts = [percent_encode(" ".join(part), safe="").replace("-", "%2D") for part in ends]
    return f"{url.split('#')[0]}#:~:text={','.join(parts)}"


def excerpts_of(article: IndexedDocument, cited: Sequence[Citation]) -> Iterator[Excerpt]:
    """Return the paragraphs of `article` that `cited` are in, in reading order.

    A paragraph with nothing but what is cited comes with the ones before and after it; excerpts
    that overlap are one.
    """
    paragraphs: dict[int, list[tuple[int, int]]] = {}
    for passage in article.cut.passages:
        places = paragraphs.setdefault(passage.paragraph, [])
        places += [(sentence.start, sentence.end) for sentence in passage.sentences]
    starts = {citation.start_char_index for citation in cited}
    spans: list[tuple[int, int, list[Citation]]] = []  # first and last paragraph
    for citation in sorted(cited, key=lambda c: c.start_char_index):
        first = last = citation.passage
        if all(start in starts for start, _ in paragraphs[first]):
            first, last = max(1, first - 1), min(len(paragraphs), last + 1)
        if spans and first <= spans[-1][1]:
            earlier, _, group = spans.pop()
            spans.append((earlier, last, [*group, citation]))
        else:
            spans.append((first, last, [citation]))
    for first, last, group in spans:
        sentences = [place for n in range(first, last + 1) for place in paragraphs[n]]
        start, end = sentences[0][0], sentences[-1][1]
        text = article.document.text[start:end]
        yield Excerpt(start, end, text, tuple(sentences), tuple(group))
