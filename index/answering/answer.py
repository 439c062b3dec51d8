"""From a ranking to an answer: which sentences are quoted, or why none is.

Every citation is a slice of a stored text at offsets that were found when it was cut. Nothing
is written here but the reason for an abstention and a note beside the answer.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal, Protocol
from urllib.parse import quote as percent_encode

from index.annotations.adapters import find_speaker, references_of
from index.annotations.dates.reading import ResolvedDate, resolve_dates
from index.answering.no_answer import WordForms, language_note, no_answer_reason
from index.answering.ranking import Ranking
from index.documents.document import Document
from index.documents.passages import Passage, cut_passages
from index.questions.analysis import Question
from index.ranking.ranker import RankedSentence
from index.ranking.sentence_view import Candidate
from index.reading.abstaining import THRESHOLD
from index.reading.weights import Weights

MAX_QUOTES = 3
MAX_CLOSEST = 3
NEAREST = 2  # of the closest, those that a short answer shows; the others are further passages
MAX_OTHERS = 5
_CONTEXT = 32  # characters of prefix and suffix, as browsers use for text fragments
_AS_GOOD = 0.7  # a sentence this near to the best one's probability is quoted beside it

Status = Literal["answered", "no_answer"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and the exact place it stands at.

    `cited_text` is `document.text[start_char_index:end_char_index]`: Python code points,
    0-based, end exclusive. `passage` counts the article's paragraphs from 1. `prefix` and
    `suffix` are what stands just before and behind. `score` is the sentence's probability among
    all that were ranked. The key words, where this quote holds them, are
    `document.text[answer_start_char_index:answer_end_char_index]`. `resolved_dates` say which
    days the quote's words of time mean ("vendredi"), in order: beside the quote, never in it.
    `speaker` is who says what the quote holds, where that is one and plain
    (`annotations.speakers`): the
    article's own words at `speaker_start_char_index`, which may stand in an earlier sentence.
    """

    number: int
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
    speaker: str | None = None
    speaker_start_char_index: int | None = None
    speaker_end_char_index: int | None = None

    @property
    def unnamed_speaker(self) -> str | None:
        """The speaker whose words do not stand in the quote: to be named beside it, if any is."""
        return None if self.speaker is None or self.speaker in self.cited_text else self.speaker


@dataclass(frozen=True, slots=True)
class Answer:
    """What every face shows. `citations` are in reading order; empty where `status` is no_answer.

    `answer` is the key words of the best quote, verbatim, or None. `closest` are the nearest
    sentences of a question without an answer: they do not answer it. `confidence` is the
    calibrated probability that the articles answer, 0 to 1. `note` is what the reader has to know
    beside the answer or its absence: that the articles are in another language.
    `others` are the next best sentences that a face does not show at first, best first, numbered
    from 1: those after `shown`.
    """

    id: str
    question: str
    language: str
    status: Status
    no_answer_reason: str | None
    confidence: float
    answer: str | None
    citations: tuple[Citation, ...]
    closest: tuple[Citation, ...]
    note: str | None = None
    others: tuple[Citation, ...] = ()

    @property
    def shown(self) -> tuple[Citation, ...]:
        """What a chat shows at first: the quotes, else the nearest of `closest`."""
        return self.citations or self.closest[:NEAREST]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of an article in whole paragraphs, the sentences in it, and those that are cited.

    `text` is `document.text[start:end]`; `sentences` are (start, end) each, in order, with
    nothing but white space between them. All offsets are in the document: Python code points,
    0-based, end exclusive. `citations` are in reading order.
    """

    start: int
    end: int
    text: str
    sentences: tuple[tuple[int, int], ...]
    citations: tuple[Citation, ...]


class Library(Protocol):
    """What an answer needs of the engine that ranked."""

    knows_meanings: bool
    fingerprint: str
    word_forms: WordForms

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles."""
        ...

    @property
    def weights(self) -> Weights:
        """What the sentences were ranked with."""
        ...

    def sentence_at(self, document: Document, start: int) -> tuple[Passage, Candidate] | None:
        """The sentence of `document` that begins at `start` and may be quoted, if one does."""
        ...


def answer_ranking(engine: Library, ranking: Ranking, *, language: str = "") -> Answer:
    """The answer that `ranking` gives: quotes, or an abstention with the closest sentences.

    `language` is the one to give reasons and notes in; else it is the question's own.
    """
    question = ranking.question
    language = language or question.language
    answered = bool(ranking.sentences) and ranking.confidence >= THRESHOLD
    citations: tuple[Citation, ...] = ()
    closest: tuple[Citation, ...] = ()
    reason: str | None = None
    key_words: str | None = None
    if answered:
        best = ranking.sentences[0]
        span = ranking.key_words
        if span:
            key_words = best.document.text[span[0] : span[1]]
        citations = tuple(
            _cite(number, sentence, span if sentence is best else None)
            for number, sentence in enumerate(_quotes(engine, ranking), 1)
        )
    else:
        near = ranking.sentences[:MAX_CLOSEST] if ranking.matched else ()
        closest = tuple(_cite(number, sentence, None) for number, sentence in enumerate(near, 1))
        articles_in = {document.language for document in engine.documents}
        reason = no_answer_reason(
            question,
            unknown=ranking.unknown,
            forms=engine.word_forms,
            nearest=[sentence.candidate.tokens for sentence in near],
            is_foreign=question.language not in articles_in,
            language=language,
        )
    return Answer(
        id=_answer_id(engine, question.text),
        question=question.text,
        language=language,
        status="answered" if answered else "no_answer",
        no_answer_reason=reason,
        # Rounded down, so that what is shown stands on the side of the threshold it is on.
        confidence=math.floor(ranking.confidence * 10_000) / 10_000,
        answer=key_words,
        citations=citations,
        closest=closest,
        note=_note(engine, question, language),
        others=_others(ranking, citations or closest[:NEAREST]),
    )


def _note(engine: Library, question: Question, language: str) -> str | None:
    """What to say beside the answer to `question`, in `language`."""
    if engine.knows_meanings:
        return None
    return language_note(
        question.language,
        {document.language for document in engine.documents},
        said_in=language,
        extra_helps=engine.weights.meaning is not None,
    )


def _others(ranking: Ranking, shown: Sequence[Citation]) -> tuple[Citation, ...]:
    """The next best sentences that are not `shown`, at most `MAX_OTHERS`.

    None where no word of the question occurs in the articles.
    """
    if not ranking.matched:
        return ()
    places = {(citation.document_id, citation.start_char_index) for citation in shown}
    others = (sentence for sentence in ranking.sentences if _place(sentence) not in places)
    return tuple(
        _cite(number, sentence, None)
        for number, sentence in enumerate(islice(others, MAX_OTHERS), 1)
    )


def excerpts(
    documents: Mapping[str, Document], citations: Sequence[Citation]
) -> tuple[Excerpt, ...]:
    """Return the paragraphs that contain `citations`, sentences of `documents`, in their order.

    A paragraph that contains nothing but what is cited comes with the ones before and after it.
    """
    by_document: dict[str, list[Citation]] = {}
    for citation in sorted(citations, key=lambda c: c.start_char_index):
        by_document.setdefault(citation.document_id, []).append(citation)
    found = [
        excerpt
        for document_id, cited in by_document.items()
        for excerpt in _excerpts(documents[document_id], cited)
    ]
    return tuple(sorted(found, key=lambda e: min(c.number for c in e.citations)))


def _excerpts(document: Document, cited: Sequence[Citation]) -> Iterator[Excerpt]:
    """The excerpts of one article, in reading order; those that overlap are one."""
    paragraphs: dict[int, list[tuple[int, int]]] = {}
    for passage in cut_passages(document):
        places = paragraphs.setdefault(passage.paragraph, [])
        places += [(sentence.start, sentence.end) for sentence in passage.sentences]
    starts = {citation.start_char_index for citation in cited}
    spans: list[tuple[int, int, list[Citation]]] = []  # first and last paragraph
    for citation in cited:
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
        text = document.text[start:end]
        yield Excerpt(start, end, text, tuple(sentences), tuple(group))


def _quotes(engine: Library, ranking: Ranking) -> list[RankedSentence]:
    """The sentences to quote, in reading order: the best, and what it cannot do without.

    A best sentence that leans on an earlier one ("Elle a promis …") is quoted with that one, one
    step and no further. Later sentences that the ranker cannot tell from the best are quoted
    behind it, so that the key words stand in the first quote, or in the second where the first
    says who a pronoun means.
    """
    best = ranking.sentences[0]
    place = _place(best)
    chosen = [best]
    if leant_on := _leant_on(engine, ranking, best):
        chosen.append(leant_on)
    for other in ranking.sentences[1:]:
        if len(chosen) >= MAX_QUOTES or other.probability < _AS_GOOD * best.probability:
            break
        if _place(other) > place:
            chosen.append(other)
    return sorted(chosen, key=_place)


def _leant_on(engine: Library, ranking: Ranking, best: RankedSentence) -> RankedSentence | None:
    """The sentence that `best` leans on, if it does (`annotations.coreference`)."""
    document = best.document
    place = references_of(document).leans_on.get(best.sentence.start)
    if place is None:
        return None
    for sentence in ranking.sentences:
        if sentence.document is document and sentence.sentence.start == place[0]:
            return sentence
    # In a large library it may stand in a passage that was not ranked.
    found = engine.sentence_at(document, place[0])
    if found is None:
        return None
    passage, candidate = found
    return RankedSentence(
        document, passage, candidate.sentence, candidate, -math.inf, 0.0, best.contributions * 0
    )


def _place(sentence: RankedSentence) -> tuple[str, int]:
    """What orders sentences as they are read, article by article."""
    return sentence.document.id, sentence.sentence.start


def _cite(number: int, ranked: RankedSentence, answer: tuple[int, int] | None) -> Citation:
    document, start, end = ranked.document, ranked.sentence.start, ranked.sentence.end
    speaker = find_speaker(document, start, end, within=answer)
    return Citation(
        number=number,
        cited_text=ranked.text,
        document_id=document.id,
        document_title=document.title,
        published_at=document.published_at,
        url=document.url,
        passage=ranked.passage.paragraph,
        start_char_index=start,
        end_char_index=end,
        prefix=document.text[max(document.body_start, start - _CONTEXT) : start],
        suffix=document.text[end : end + _CONTEXT],
        document_sha256=document.sha256,
        score=round(ranked.probability, 4),
        answer_start_char_index=answer[0] if answer else None,
        answer_end_char_index=answer[1] if answer else None,
        text_fragment_url=_text_fragment(document.url, ranked.text) if document.url else None,
        resolved_dates=resolve_dates(
            document.text,
            start,
            end,
            language=document.language,
            published_at=document.published_at,
        ),
        speaker=document.text[speaker[0] : speaker[1]] if speaker else None,
        speaker_start_char_index=speaker[0] if speaker else None,
        speaker_end_char_index=speaker[1] if speaker else None,
    )


def _text_fragment(url: str, quoted: str) -> str:
    """`url` with a fragment that makes a browser scroll to the quote and mark it.

    A long quote is named by its first and last words (WICG, "URL Fragment Text Directives").
    """
    words = quoted.split()
    ends = [words] if len(words) <= 8 else [words[:4], words[-4:]]
    # A hyphen, comma or ampersand means something in the directive itself.
    parts = [percent_encode(" ".join(part), safe="").replace("-", "%2D") for part in ends]
    return f"{url.split('#')[0]}#:~:text={','.join(parts)}"


def _answer_id(engine: Library, question: str) -> str:
    """The same for the same question to the same engine, so that an answer can be named."""
    return hashlib.sha256(f"{engine.fingerprint}\n{question}".encode()).hexdigest()[:16]
