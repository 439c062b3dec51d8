"""What every face says of a verified quote, and how it shows one.

The verdicts are defined and decided by `index.verifying`; the words are in `bot.verdicts.words`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.verdicts.given_answer import MAX_SEARCHED, CheckedAnswer
from bot.verdicts.words import ENGLISH, FRENCH, WORDED, VerdictWords
from index import Attribution, CitationCheck, Difference, Engine, Past, QuotePlace, Verification
from index.questions import detect_question_language

_SPACE = re.compile(r"\s+")
_ENOUGH = 2_000  # characters that tell a language


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a place, in order: `found` in the article, `quoted` in the quote.

    `kind` is the kind of difference; None where both are the same.
    """

    found: str
    quoted: str
    kind: str | None = None


def words_for(language: str) -> VerdictWords:
    """Return the wording of a language, by its code; the English one for any but French."""
    return FRENCH if language == "fr" else ENGLISH


def verdict_language(
    verification: Verification, engine: Engine, *, default: str | None = None
) -> str:
    """Return the language to say the verdict in, "fr" or "en".

    That of the text; where it has too few words to tell, `default`, if there is one; else that of
    the article that has the quote, or of most articles.
    """
    spoken = detect_question_language(verification.text[:_ENOUGH], default="")
    return _first_known(spoken, default, *_languages_of(verification, engine))


def answer_language(checked: CheckedAnswer, engine: Engine, *, default: str | None = None) -> str:
    """Return the language to say in what became of an answer, "fr" or "en".

    The answer's own; else as of the first quote that it has.
    """
    if checked.language in WORDED:
        return checked.language
    for check in (*checked.citations, *checked.closest):
        return verdict_language(check.verification, engine, default=default)
    return _first_known(default, *_languages_of(None, engine))


def _languages_of(verification: Verification | None, engine: Engine) -> Iterator[str]:
    if verification and verification.places:
        place, document = verification.places[0], None
        if verification.past:
            version = engine.past(place.document_id, place.document_sha256)
            document = version.document if version else None
        else:
            document = engine.document(place.document_id)
        if document:
            yield document.language
    yield from (name for name, _ in Counter(d.language for d in engine.documents).most_common())


def _first_known(*languages: str | None) -> str:
    return next((name for name in languages if name in WORDED), ENGLISH.language)


def title_in_words(verification: Verification, words: VerdictWords) -> str:
    """Return the verdict in two or three words; a contradicted attribution is part of it."""
    if verification.verdict == "verbatim" and not verification.verified:
        return words.title_elsewhere
    title = words.titles[verification.verdict]
    return title + words.others[verification.verdict] if is_misattributed(verification) else title


def is_misattributed(verification: Verification) -> bool:
    """Return whether the article plainly gives the quote to somebody else than the text does."""
    attribution = verification.attribution
    return attribution is not None and attribution.verdict == "contradicted"


def verdict_in_words(
    verification: Verification, words: VerdictWords, *, in_one: bool = False
) -> str:
    """Return what the articles say of the quote, or why it cannot be checked: a sentence or two.

    in_one: whether only one article was looked in
    """
    sentence = _verdict(verification, words, in_one)
    if past := verification.past:
        sentence += f" {past_in_words(past, words)}"
    if not verification.quote or not _has_words_beside(verification):
        return sentence
    note = words.only_said if verification.attribution else words.only_quoted
    return f"{note} {sentence}"


def _has_words_beside(verification: Verification) -> bool:
    """Return whether the text has words that were not looked for.

    They are round the quote; or between its parts, as in `"…", said X, "…"`, where the typography
    that differs has them.
    """
    text = verification.text
    beside = text[: verification.quote_start] + text[verification.quote_end :]
    for place in verification.places[:1]:
        beside += "".join(
            difference.quoted
            for difference in place.differences
            if difference.kind not in ("words", "capital", "unicode_form")
        )
    return any(map(str.isalnum, beside))


def _verdict(verification: Verification, words: VerdictWords, in_one: bool) -> str:
    if verification.reason is not None:
        reason = words.reasons[verification.reason].format(
            limit=number_in_words(MAX_SEARCHED, words),
            got=number_in_words(len(verification.quote), words),
        )
        return f"{reason} {words.short_but_there}" if verification.places else reason
    sentences = words.in_one if in_one else words.sentences
    if verification.verdict == "verbatim" and not verification.verified:
        return sentences["elsewhere"]
    sentence = sentences[verification.verdict]
    return sentence.format(kinds=kinds_in_words(verification, words))


def past_in_words(past: Past, words: VerdictWords) -> str:
    """Return a sentence that says that an article is not shown as it is, but as it was."""
    form = words.past_gone if past.is_gone else words.past
    return form.format(day=day_in_words(past.as_of, words))


def day_in_words(day: date, words: VerdictWords) -> str:
    """Return a day in words: `1er mars 2026`, `1 March 2026`."""
    number = "1er" if day.day == 1 and words is FRENCH else str(day.day)
    return f"{number} {words.months[day.month - 1]} {day.year}"


def number_in_words(number: int, words: VerdictWords) -> str:
    """Return a number with its thousands apart: `20 000`, `20,000`."""
    return f"{number:,}".replace(",", "\u202f") if words is FRENCH else f"{number:,}"


def kinds_in_words(verification: Verification, words: VerdictWords) -> str:
    """Return the kinds of difference at the best place, each once: `apostrophes, espaces`."""
    if not verification.places:
        return ""
    kinds = dict.fromkeys(each.kind for each in differences_of(verification.places[0]))
    return ", ".join(words.kinds[kind] for kind in kinds)


def attribution_in_words(attribution: Attribution, words: VerdictWords) -> str:
    """Return one sentence: whether the article gives the quote to whom the text gives it."""
    form = words.attributions[attribution.verdict]
    return form.format(name=attribution.name, speaker=attribution.speaker)


def check_in_words(check: CitationCheck, words: VerdictWords) -> str:
    """Return what became of a quote of an answer: of its article, and of the quote itself."""
    article = words.articles[check.article]
    if past := check.verification.past:
        day = day_in_words(past.as_of, words)
        verdict = _verdict(check.verification, words, in_one=True)
        then = words.stood if check.stands else f"{words.then} {verdict}"
        now = {True: words.still, False: words.no_longer, None: ""}[check.still_there]
        return " ".join(part for part in (article, then.format(day=day), now) if part)
    if check.article == "missing":
        return article
    if check.stands:
        return f"{article} {words.stands}"
    return f"{article} {verdict_in_words(check.verification, words, in_one=True)}"


def answer_in_words(checked: CheckedAnswer, words: VerdictWords) -> str:
    """Return what is to be said of an answer as a whole; "" where its quotes say it all."""
    sentences = []
    if checked.reason:
        sentences.append(words.no_answer_no_quotes if checked.is_no_answer else words.no_quotes)
    elif checked.is_no_answer and not checked.citations:
        sentences.append(words.no_answer)
    if checked.answer_stands is not None:
        stands = checked.answer_stands
        sentences.append(words.answer_stands if stands else words.answer_stands_no_longer)
    return " ".join(sentences)


def difference_in_words(quoted: str, found: str, words: VerdictWords) -> str:
    """Return what the quote and the article have at a difference, each in quotation marks."""

    def marked(text: str) -> str:
        return words.marks.format(text) if text else words.nothing

    return words.says.format(quoted=marked(quoted), found=marked(found))


def differences_of(place: QuotePlace) -> tuple[Difference, ...]:
    """Return the differences that there is something to show of."""
    return tuple(each for each in place.differences if each.quoted or each.found)


def pieces(place: QuotePlace) -> Iterator[Piece]:
    """Return the place cut at its differences: all that was `found`, joined, is `place.text`."""
    at = place.start_char_index

    def text(start: int, end: int) -> str:
        return place.text[start - place.start_char_index : end - place.start_char_index]

    for difference in differences_of(place):
        if difference.start > at:
            same = text(at, difference.start)
            yield Piece(same, same)
        yield Piece(difference.found, difference.quoted, difference.kind)
        at = difference.end
    if at < place.end_char_index:
        rest = text(at, place.end_char_index)
        yield Piece(rest, rest)


def context_of(place: QuotePlace) -> tuple[str, str]:
    """Return what is shown before and after the place: whole words, and what says that it goes on.

    Line breaks and runs of white space are one space: this is no part of the quote.
    """
    before, after = (_SPACE.sub(" ", text) for text in (place.prefix, place.suffix))
    start, end = before.find(" "), after.rfind(" ")
    before = f"…{before[start + 1 :] if start >= 0 else before}" if before else ""
    return before, f"{after[:end] if end > 0 else after}…" if after else ""
