"""An answer as terminal text. Only formats: nothing here cuts, ranks or finds a quote again."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index import Answer, Citation, Document
from index.answering import Contribution, ExplainedSentence, Explanation
from index.errors import show
from index.training import ERRORS, Figures, Outcome, Prediction

if TYPE_CHECKING:  # an answer needs no database, and should not wait for its library
    from bot.store import AskedQuestion

_EXPLAINED = 12  # features shown for each quote
_DECISIVE = 6  # features shown for each sentence that another was preferred to
_LONG, _SHORT = 400, 100  # characters shown of sentences and questions; of answers and titles
_MAX_GOLDS = 3  # gold answers shown

# An article may hold escape sequences that would drive the terminal. They are shown as pictures
# of themselves; `--json` has every character as it is.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

PLACE_WORDS = {
    "fr": (
        "§",
        "caractères",
        "Les plus proches, qui ne sont PAS une réponse :",
        "certitude",
        "contexte, plus haut dans l'article :",
        "partie d'une longue phrase",
    ),
    "en": (
        "§",
        "characters",
        "The closest, which are NOT an answer:",
        "confidence",
        "context, from earlier in the article:",
        "part of a long sentence",
    ),
}


def format_answer(answer: Answer, *, colour: bool) -> str:
    """The answer in lines: its words, quotes with their places, or why there are none; the note.

    That articles differ is said before what they say.
    """
    paragraph, characters, closest, confidence, context, part = PLACE_WORDS.get(
        answer.language, PLACE_WORDS["en"]
    )
    lines: list[str] = []
    if answer.no_answer_reason:
        lines += [printable(answer.no_answer_reason), ""]
        if answer.closest:
            lines += [closest, ""]
    if answer.answer:
        lines += [bold(printable(answer.answer), colour), ""]
    if answer.note and answer.conflict:
        lines += [printable(answer.note), ""]
    for citation in answer.citations or answer.closest:
        label = f"{dim(context, colour)} " if citation.role == "context" else ""
        lines += [
            f"[{citation.number}] {label}{_quote(citation, colour)}",
            f"    {_place(citation, paragraph, characters, part)}",
            "",
        ]
    if answer.note and not answer.conflict:
        lines += [printable(answer.note), ""]
    lines.append(f"{confidence} {answer.confidence:.2f}")
    return "\n".join(lines)


def format_explanation(explanation: Explanation) -> str:
    """For each quote, the features that decided: value x weight = what it added to the score.

    First what was read and stage one as a whole, which decide together; then, by the same sum,
    what stage one is made of. Without a reader there is only the latter.
    """
    lines = [
        f"confidence {explanation.confidence:.3f}, answered from {explanation.threshold:.3f} on",
        *(["articles differ: what each answers comes with its own reasons"] * explanation.conflict),
        "",
    ]
    for sentence in explanation.sentences:
        lines.append(
            f"{'context, ' if sentence.role == 'context' else ''}"
            f"rank {sentence.rank}, probability {sentence.probability:.3f}, "
            f"score {sentence.score:.3f}: {show(sentence.text)}"
        )
        lines += [_row(contribution) for contribution in sentence.reading]
        if sentence.reading:
            lines.append("  stage one, by its words and meaning:")
        lines += [_row(contribution) for contribution in sentence.contributions[:_EXPLAINED]]
        rest = sum(c.product for c in sentence.contributions[_EXPLAINED:])
        lines += [f"  {'the rest':<20} {'':8}   {'':8} = {rest:8.3f}", ""]
    return "\n".join(lines)


def _row(part: Contribution) -> str:
    return f"  {part.feature:<20} {part.value:8.3f} x {part.weight:8.3f} = {part.product:8.3f}"


def format_documents(documents: Iterable[tuple[Document, int]]) -> str:
    """A row for each article: id, date, language, number of sentences, title, other names."""
    rows = [("id", "date", "language", "sentences", "title")]
    rows += [
        (
            printable(document.id),
            document.published_at.isoformat() if document.published_at else "-",
            document.language,
            str(sentences),
            printable(document.title) + _copies(document),
        )
        for document, sentences in documents
    ]
    return _table(rows)


def _copies(document: Document) -> str:
    names = ", ".join(one_line(name) for name in document.also_known_as)
    return f" (also as {names})" if names else ""


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


def format_error(outcome: Outcome) -> str:
    """What went wrong with a question: what is asked, quoted, and right, and what decided.

    `outcome` is one whose prediction has an error. Ends with an empty line. The features are
    those in which the first sentence's value x weight differs most from the right one's: of
    what was read, where there is a reader, and of stage one.
    """
    prediction, answer, explanation = outcome.prediction, outcome.answer, outcome.explanation
    example, document = prediction.example, outcome.entry.document
    answered = prediction.status == "answered"
    title = f" ({show(document.title, limit=_SHORT)})" if document.title else ""
    reason = f": {one_line(answer.no_answer_reason or '')}" if answer and not answered else ""
    rows = [
        ("question", show(example.question, limit=_LONG)),
        ("document", f"{one_line(document.id)}{title}"),
        (
            "confidence",
            f"{prediction.confidence:.4f}, {'answered' if answered else 'not answered'}{reason}",
        ),
    ]
    if explanation:
        kinds = ", ".join(explanation.kinds) or "no kind of answer that is known"
        rows.insert(1, ("asks for", f"{kinds} ({explanation.language})"))
        words = ", ".join(show(word) for word in explanation.unknown)
        rows.append(("unknown", words or "none of its words"))
    ranked = explanation.sentences if explanation else ()
    for sentence in ranked:
        if (sentence.start, sentence.end) in prediction.citations:
            rows.append(("quoted", _ranked(sentence)))
        elif sentence.rank == 1:
            rows.append(("first", _ranked(sentence)))
    right = ranked[prediction.rank - 1] if prediction.rank else None
    if outcome.right is None:
        rows.append(("right", "no answer: the document does not say"))
    elif right is None or prediction.rank is None:
        start, end = outcome.right
        text = show(document.text[start:end], limit=_LONG)
        rows.append(("right", f"not ranked, characters {start}-{end}: {text}"))
    elif prediction.rank > 1:
        rows.append(("right", _ranked(right)))
    else:
        rows.append(("right", "the same"))
    rows.append(("answer", _short_answer(outcome)))
    lines = [f"{prediction.error}: {one_line(example.id)}"]
    lines += [f"  {label:<10}  {text}" for label, text in rows]
    if right and prediction.rank != 1:
        lines += _differences("decided", ranked[0].reading, right.reading)
        stage = "stage one" if ranked[0].reading else "decided"
        lines += _differences(stage, ranked[0].contributions, right.contributions)
    return "\n".join(lines) + "\n"


def format_error_counts(sets: Sequence[tuple[str, Sequence[Prediction]]]) -> str:
    """A row for each question set, by name: how many questions, and how many of each error."""
    rows: list[tuple[str, ...]] = [("set", "questions", *ERRORS)]
    for name, predictions in sets:
        counts = Counter(prediction.error for prediction in predictions)
        rows.append(
            (one_line(name), str(len(predictions)), *(str(counts[error]) for error in ERRORS))
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
            one_line(question.question),
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


def one_line(text: str) -> str:
    """`text` as `printable` makes it, on one line."""
    return " ".join(printable(text).split())


def _ranked(sentence: ExplainedSentence) -> str:
    text = show(sentence.text, limit=_LONG)
    return f"rank {sentence.rank}, probability {sentence.probability:.3f}: {text}"


def _short_answer(outcome: Outcome) -> str:
    """The short answer given and gold, with the F1 where there is something to compare with."""
    prediction, text = outcome.prediction, outcome.entry.document.text
    given = show(prediction.answer, limit=_SHORT) if prediction.answer else "none"
    spans = prediction.example.answers[:_MAX_GOLDS]
    golds = [show(text[start:end], limit=_SHORT) for start, end in spans]
    return f"{given}; gold {' or '.join(golds)}, F1 {prediction.f1:.2f}" if golds else given


def _differences(
    label: str, first: Sequence[Contribution], right: Sequence[Contribution]
) -> list[str]:
    """The features that put the first sentence before the right one, and those against it."""
    if not first:
        return []
    ours = {c.feature: c.product for c in first}
    theirs = {c.feature: c.product for c in right}
    rows = sorted(
        ((name, ours.get(name, 0.0), theirs.get(name, 0.0)) for name in {**ours, **theirs}),
        key=lambda row: (-abs(row[1] - row[2]), row[0]),
    )
    decisive = [row for row in rows[:_DECISIVE] if row[1] != row[2]]
    if others := rows[len(decisive) :]:
        rest = (sum(row[1] for row in others), sum(row[2] for row in others))
        decisive.append(("the rest", *rest))
    return [f"  {label:<10}  {'value x weight':<20}    first -    right = difference"] + [
        f"  {'':<10}  {name:<20} {mine:8.3f} - {its:8.3f} = {mine - its:+10.3f}"
        for name, mine, its in decisive
    ]


def _quote(citation: Citation, colour: bool) -> str:
    start, end = citation.answer_start_char_index, citation.answer_end_char_index
    text = citation.cited_text
    if start is None or end is None:
        return printable(text)
    start, end = start - citation.start_char_index, end - citation.start_char_index
    marked = bold(printable(text[start:end]), colour)
    return printable(text[:start]) + marked + printable(text[end:])


def _place(citation: Citation, paragraph: str, characters: str, part: str) -> str:
    parts = [
        printable(citation.document_title),
        citation.published_at.isoformat() if citation.published_at else "",
        f"{paragraph} {citation.passage}",
        f"{characters} {citation.start_char_index}-{citation.end_char_index}",
        printable(citation.document_id),
        part if citation.is_part else "",
        *(f"{one_line(resolved.text)} = {resolved.iso}" for resolved in citation.unnamed_dates),
        f"— {one_line(citation.unnamed_speaker)}" if citation.unnamed_speaker else "",
    ]
    return ", ".join(part for part in parts if part)


def bold(text: str, colour: bool) -> str:
    """`text` in bold, where there are colours."""
    return f"\x1b[1m{text}\x1b[0m" if colour else text


def dim(text: str, colour: bool) -> str:
    """`text` in grey, where there are colours."""
    return f"\x1b[2m{text}\x1b[0m" if colour else text


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
