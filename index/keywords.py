"""The key words of a quote: the number, date or name in it that the question asks for.

A span of the quoted sentence, by rules over its tokens: candidates of the asked kind that the
question does not name itself, the nearest to the question's words first. Where the question
asks for anything else (a reason, a manner, what something is), there are none: the whole
sentence is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.analysis import YEAR
from index.candidates import Candidate
from index.documents import Document
from index.lexicon import word_classes
from index.questions import Question

Span = tuple[int, int]  # first and last token of a candidate, both included

_CENTURY = re.compile(r"[ivx]+(?:e|eme)|\d{1,2}(?:e|eme|th|st|nd|rd)")
_JOINER = re.compile(r"[ \u00a0\u202f]?[-'’&.]?[ \u00a0\u202f]?|\r?\n")
_PERCENT = re.compile(r"[ \u00a0\u202f]?%")
_MONEY = re.compile(r"[$€£][ \u00a0\u202f]?\Z")
_TOO_FAR = 12  # tokens of distance and doubt from which a span is no answer
_NAME_KINDS = frozenset({"person", "place", "name"})


def asks_for_key_words(question: Question) -> bool:
    """Whether `question` asks for a number, a date or a name, which key words can answer."""
    wanted = question.kinds & (_NAME_KINDS | {"date", "number"})
    return bool(wanted) and "definition" not in question.kinds


def find_key_words(
    question: Question, document: Document, candidate: Candidate
) -> tuple[int, int] | None:
    """The key words as (start, end) in `document.text`, or None where there are none.

    They lie within the candidate's sentence, white space at neither end.
    """
    if not asks_for_key_words(question) or not candidate.tokens:
        return None
    finder = _Finder(document, candidate)
    if "date" in question.kinds:
        spans = finder.dates()
    elif "number" in question.kinds:
        spans = finder.quantities()
    else:
        spans = finder.names()
    asked = frozenset(question.words) | frozenset(token.surface for token in question.tokens)
    tokens = candidate.tokens
    terms = frozenset(question.terms)
    met = [i for i, token in enumerate(tokens) if token.term in terms]
    asks_subject = question.words[0] in word_classes(question.language).get("who", ())
    best: tuple[float, Span] | None = None
    for first, last in spans:
        inside = range(first, last + 1)
        if all(tokens[i].surface in asked or not tokens[i].term for i in inside):
            continue  # the question names it itself
        distance = min((min(abs(first - i), abs(last - i)) for i in met), default=0)
        cost = distance + finder.doubt(question, first, last)
        if asks_subject and met and first > met[0]:
            cost += 4  # who did it stands before what was done, more often than not
        if best is None or cost < best[0]:
            best = (cost, (first, last))
    return finder.offsets(best[1]) if best and best[0] < _TOO_FAR else None


class _Finder:
    """The spans of one sentence that are numbers with their units, dates, or names."""

    def __init__(self, document: Document, candidate: Candidate) -> None:
        self.text = document.text
        self.tokens = candidate.tokens
        self.start, self.end = candidate.sentence.start, candidate.sentence.end
        self.classes = word_classes(document.language)

    def offsets(self, span: Span) -> tuple[int, int]:
        """The span's place in the text, with a percent or currency sign that belongs to it."""
        start, end = self.tokens[span[0]].start, self.tokens[span[1]].end
        if percent := _PERCENT.match(self.text, end, self.end):
            end = percent.end()
        head = self.tokens[span[0] - 1].end if span[0] else self.start
        if money := _MONEY.search(self.text, max(head, start - 2), start):
            start = money.start()
        return start, end

    def quantities(self) -> Iterator[Span]:
        """Numbers in figures or words, with the unit behind them: "200 millions de dollars"."""
        i = 0
        while i < len(self.tokens):
            if not self._is_quantity(i) or self._next_to_month(i):
                i += 1
                continue
            last = i
            while last + 1 < len(self.tokens) and (
                self._is_quantity(last + 1) and self._touch(last)
            ):
                last += 1
            following = last + 1
            if following < len(self.tokens) and self.tokens[following].surface in ("de", "d", "of"):
                following += 1
            if following < len(self.tokens) and self._in(following, "unit"):
                last = following
            if last > i or not self._is_year(i):
                yield i, last
            i = last + 1

    def dates(self) -> Iterator[Span]:
        """Days, months, years and centuries: "le 22 juillet 2025", "début 2026", "vendredi"."""
        i = 0
        while i < len(self.tokens):
            last = i
            while (
                last < len(self.tokens)
                and self._is_date_part(last)
                and (last == i or "-" not in self._between(last - 1))
            ):
                last += 1
            whole = range(i, last)
            if any(self._dates_alone(j) for j in whole):
                yield i, last - 1
            i = max(last, i + 1)

    def names(self) -> Iterator[Span]:
        """Runs of capitalised words, particles between them included: "Université de Laval"."""
        i = 0
        while i < len(self.tokens):
            if not self._is_name(i):
                i += 1
                continue
            last = i
            reach = i + 1
            while reach < len(self.tokens) and self._touch(reach - 1):
                if (
                    self._is_name(reach)
                    or (self.tokens[reach].is_number and reach == last + 1)
                    or self._between(reach - 1) == "-"  # "Hip-hop"
                ):
                    last = reach
                elif not self._in(reach, "particle") or reach - last > 2:
                    break
                reach += 1
            yield i, last
            i = last + 1

    def doubt(self, question: Question, first: int, last: int) -> float:
        """What speaks against a span, in tokens of distance."""
        after_place = self._after_place(first)
        doubt = 0.0
        if "place" in question.kinds and not after_place:
            doubt += 8
        if "person" in question.kinds:
            doubt += 4 * (first > 0 and self._in(first - 1, "place")) + 2 * (first == last)
        if question.kinds & _NAME_KINDS and first == 0 and first == last:
            doubt += 3
        return doubt

    def _in(self, i: int, name: str) -> bool:
        return self.tokens[i].surface in self.classes.get(name, frozenset())

    def _touch(self, i: int) -> bool:
        """Whether nothing but a space, hyphen or apostrophe stands between token i and the next."""
        between = self._between(i)
        return len(between) <= 3 and _JOINER.fullmatch(between) is not None

    def _between(self, i: int) -> str:
        return self.text[self.tokens[i].end : self.tokens[i + 1].start]

    def _is_quantity(self, i: int) -> bool:
        return self.tokens[i].is_number or self._in(i, "number_word")

    def _is_name(self, i: int) -> bool:
        token = self.tokens[i]
        if not (token.is_name and token.term):
            return False
        return i > 0 or (len(self.tokens) > 1 and self.tokens[1].is_name and self._touch(0))

    def _is_date_part(self, i: int) -> bool:
        token = self.tokens[i]
        return (
            self._dates_alone(i)
            or self._in(i, "date_part")
            or (token.is_number and len(token.term) <= 3 and self._next_to_month(i))
        )

    def _dates_alone(self, i: int) -> bool:
        token = self.tokens[i]
        return (
            self._in(i, "month")
            or self._in(i, "weekday")
            or self._is_year(i)
            or (self._in(i, "century") and i > 0)
            or (
                _CENTURY.fullmatch(token.surface) is not None
                and i + 1 < len(self.tokens)
                and self._in(i + 1, "century")
            )
        )

    def _is_year(self, i: int) -> bool:
        """Whether token i is four digits written together: "1200", not "1 200"."""
        token = self.tokens[i]
        return token.end - token.start == 4 and YEAR.fullmatch(token.term) is not None

    def _after_place(self, i: int) -> bool:
        """Whether a word of place leads up to token i: "à Paris", "au forum de Davos"."""
        for j in range(i - 1, max(-1, i - 4), -1):
            if self._in(j, "place"):
                return True
            if self.tokens[j].is_name:
                return False
        return False

    def _next_to_month(self, i: int) -> bool:
        return (i + 1 < len(self.tokens) and self._in(i + 1, "month")) or (
            i > 0 and self._in(i - 1, "month")
        )
