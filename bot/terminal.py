"""An answer as terminal text. Only formats: nothing here cuts, ranks or finds a quote again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index import Answer, Citation, Document, Engine, Ranking, Verification
from index.errors import show
from index.evaluation import Figures
from index.features import FEATURES

if TYPE_CHECKING:  # an answer needs no database, and should not wait for its library
    from bot.store import AskedQuestion

_EXPLAINED = 12  # features shown for each quote

# An article may hold escape sequences that would drive the terminal. They are shown as pictures
# of themselves; `--json` has every character as it is.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_WORDS = {
    "fr": ("§", "caractères", "Le plus proche, qui n'est pas une réponse :", "certitude"),
    "en": ("§", "characters", "The closest, which is not an answer:", "confidence"),
}


def format_answer(answer: Answer, *, colour: bool) -> str:
    """The answer in lines: key words, quotes with their places, or why there is none."""
    paragraph, characters, closest, confidence = _WORDS.get(answer.language, _WORDS["en"])
    lines: list[str] = []
    if answer.no_answer_reason:
        lines += [printable(answer.no_answer_reason), ""]
        if answer.closest:
            lines += [closest, ""]
    if answer.answer:
        lines += [_bold(printable(answer.answer), colour), ""]
    for citation in answer.citations or answer.closest:
        lines += [
            f"[{citation.number}] {_quote(citation, colour)}",
            f"    {_place(citation, paragraph, characters)}",
            "",
        ]
    lines.append(f"{confidence} {answer.confidence:.2f}")
    return "\n".join(lines)


def format_explanation(engine: Engine, ranking: Ranking, answer: Answer) -> str:
    """For each quote, the features that decided: value x weight = what it added to the score."""
    lines: list[str] = []
    shown = {(c.document_id, c.start_char_index) for c in answer.citations or answer.closest}
    for place, ranked in enumerate(ranking.sentences, 1):
        if (ranked.document.id, ranked.sentence.start) not in shown:
            continue
        lines.append(
            f"rank {place}, probability {ranked.probability:.3f}, score {ranked.score:.3f}: "
            f"{show(ranked.text)}"
        )
        rows = sorted(
            zip(FEATURES, ranked.contributions, engine.weights.ranker, strict=True),
            key=lambda row: (-abs(row[1]), row[0]),
        )
        for name, product, weight in rows[:_EXPLAINED]:
            if product:
                lines.append(
                    f"  {name:<20} {product / weight:8.3f} x {weight:8.3f} = {product:8.3f}"
                )
        rest = sum(product for _, product, _ in rows[_EXPLAINED:])
        lines += [f"  {'the rest':<20} {'':8}   {'':8} = {rest:8.3f}", ""]
    return "\n".join(lines)


def format_documents(documents: Iterable[tuple[Document, int]]) -> str:
    """A row for each article: id, date, language, number of sentences, title."""
    rows = [("id", "date", "language", "sentences", "title")]
    rows += [
        (
            printable(document.id),
            document.published_at.isoformat() if document.published_at else "-",
            document.language,
            str(sentences),
            printable(document.title),
        )
        for document, sentences in documents
    ]
    return _table(rows)


def format_verification(result: Verification) -> str:
    """Whether the quote stands there, and where it stands if elsewhere."""
    where = f"{result.document_id} [{result.start}:{result.end}]"
    if result.verified:
        return f"verified: the quote stands in {where}, to the letter"
    lines = [f"not verified: in {where} stands {show(result.found, limit=200)}"]
    if result.places:
        places = ", ".join(f"[{start}:{end}]" for start, end in result.places)
        lines.append(f"the quote stands elsewhere: {places}")
    else:
        lines.append("the quote stands nowhere in this article")
    return "\n".join(lines)


def format_figures(figures: Sequence[Figures]) -> str:
    """A table of the measures, `-` where one does not apply."""
    rows: list[tuple[str, ...]] = [
        (
            "set", "questions", "hit@1", "hit@3", "MRR@10", "AUROC", "answered", "refused",
            "F1", "EM", "p50 ms", "p95 ms",
        )
    ]  # fmt: skip
    for row in figures:
        shares = (
            row.hit_1, row.hit_3, row.mrr_10, row.auroc, row.answered, row.refused, row.f1,
            row.exact,
        )  # fmt: skip
        rows.append(
            (
                row.name,
                str(row.questions),
                *("-" if share is None else f"{share:.3f}" for share in shares),
                f"{row.p50:.2f}",
                f"{row.p95:.2f}",
            )
        )
    return _table(rows)


def format_questions(questions: Sequence[AskedQuestion]) -> str:
    """A row for each question: times, day it was last asked (UTC), votes, status, question.

    The status stands there only where some questions have an answer and some have none.
    """
    if not questions:
        return "no question has been kept"
    mixed = len({question.status for question in questions}) > 1
    rows = [("times", "last asked", "👍", "👎", *(["status"] if mixed else []), "question")]
    rows += [
        (
            str(question.times),
            question.last_asked.date().isoformat(),
            str(question.up),
            str(question.down),
            *([question.status] if mixed else []),
            " ".join(printable(question.question).split()),
        )
        for question in questions
    ]
    return _table(rows)


def printable(text: str) -> str:
    """`text` with control characters and direction marks shown instead of obeyed."""
    return _CONTROL.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


def _quote(citation: Citation, colour: bool) -> str:
    start, end = citation.answer_start_char_index, citation.answer_end_char_index
    text = citation.cited_text
    if start is None or end is None:
        return printable(text)
    start, end = start - citation.start_char_index, end - citation.start_char_index
    marked = _bold(printable(text[start:end]), colour)
    return printable(text[:start]) + marked + printable(text[end:])


def _place(citation: Citation, paragraph: str, characters: str) -> str:
    parts = [
        printable(citation.document_title),
        citation.published_at.isoformat() if citation.published_at else "",
        f"{paragraph} {citation.passage}",
        f"{characters} {citation.start_char_index}-{citation.end_char_index}",
        printable(citation.document_id),
    ]
    return ", ".join(part for part in parts if part)


def _bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    """The columns that `text` takes: emoji and Chinese characters take two each, accents none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
