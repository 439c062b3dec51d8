"""Read what decides which day a date is: tense, quotation marks, other years around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from index.annotations.dates.words import DateWords
from index.text.numerals import YEAR
from index.text.quotation_marks import find_quotations
from index.text.tokens import Token

Tense = Literal["past", "future", "doubt", "none"]

_REACH = 40  # tokens looked at on either side
_PARAGRAPH = 2_000  # characters looked at before a sentence
_LONGEST_WORD = 40  # characters; what is longer is no verb
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n|\r[ \t]*\r")
_YEAR = re.compile(rf"(?<![\w.,])(?:{YEAR.pattern})(?!\w|[.,]\d)")
_BREAK = re.compile('[,;:.!?«»„“”"()–—]')
# What a verb in the future or a conditional may have between itself and a participle.
_NOT_FINITE = frozenset({"ete", "eu", "been", "have", "worden", "gewesen", "haben", "sido"})
_STOP = re.compile("[;:!?]")
_APOSTROPHES = ("'", "’")


class Context:
    """The sentence `tokens` of `text`, and its paragraph as far back as 2,000 characters."""

    def __init__(
        self, text: str, tokens: Sequence[Token], words: DateWords, start: int, end: int
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.words = words
        window = max(0, start - _PARAGRAPH)
        breaks = [match.end() for match in _BLANK_LINE.finditer(text, window, start)]
        begin = breaks[-1] if breaks else window
        self._quotations = find_quotations(text, begin, end)
        self._years = [
            (match.start(), int(match[0])) for match in _YEAR.finditer(text, window, end)
        ]
        self._paragraph = begin
        self._forms: dict[int, Tense | Literal["infinitive", ""]] = {}

    def is_quoted(self, place: int) -> bool:
        """Return whether `place` is inside a quotation of its paragraph."""
        i = bisect_left(self._quotations, place, key=lambda quotation: quotation.start)
        return i > 0 and place < self._quotations[i - 1].end

    def is_of_year(self, place: int, year: int, today: int) -> bool:
        """Return whether what is at `place` may be of `year`, in an article of the year `today`.

        Not where the paragraph named another one last, nor where an earlier paragraph took up
        what is neither of this year nor of those beside it.
        """
        i = bisect_left(self._years, (place,))
        if not i:
            return True
        at, named = self._years[i - 1]
        return named == year or (at < self._paragraph and abs(named - today) <= 1)

    def tense(self, first: int, last: int) -> Tense:
        """Return the tense of tokens `first` to `last`: that of the nearest verb that tells.

        A verb before them in the same clause goes first, then one after them there, then one
        of an earlier clause, up to a semicolon. "doubt" is a conditional, an infinitive that
        nothing leads up to in the future, or a stretch that ends there ("until Friday") in the
        past.
        """
        before = first - 1
        if before > 0 and not self.tokens[before].term:
            before -= 1  # "jusqu'à vendredi", "after the 3rd"
        at_deadline = before >= 0 and any(
            self.tokens[i].surface in self.words.deadlines for i in range(before, first)
        )
        found = self._before(first, across=False)
        if found == "none":
            found = self._behind(last, opens=self._opens(first))
        if found == "none":
            found = self._before(first, across=True)
        return "doubt" if at_deadline and found != "future" else found

    def _opens(self, first: int) -> bool:
        """Return whether nothing but small words is before token `first` in the sentence."""
        return first <= 2 and not any(self._breaks(i) for i in range(first))

    def _before(self, first: int, *, across: bool) -> Tense:
        in_doubt = False
        for i in range(first - 1, max(-1, first - _REACH), -1):
            within = not (self._breaks(i) or self.tokens[i].surface in self.words.clause)
            if not within and (not across or self._breaks(i, _STOP)):
                break
            tense = self._tense_of(i)
            if tense == "past":
                tense = self._governed(i)
            if tense == "infinitive":
                in_doubt = True
            elif tense:
                return "doubt" if in_doubt and tense != "future" else tense
        return "doubt" if in_doubt else "none"

    def _governed(self, i: int) -> Tense | Literal["infinitive"]:
        """Return the tense of token i, a participle perhaps: "will be held", "aurait été signé"."""
        for j in range(i - 1, max(-1, i - 4), -1):
            if self._breaks(j) or self.tokens[j].surface in self.words.clause:
                break
            tense = self._tense_of(j)
            if tense == "past" and self.tokens[j].surface not in _NOT_FINITE:
                break
            if tense and tense != "past":
                return tense
        return "past"

    def _behind(self, last: int, *, opens: bool) -> Tense:
        for i in range(last + 1, min(len(self.tokens), last + _REACH)):
            # "Vendredi, le tribunal…": one comma behind what opens the sentence.
            crossed = self._breaks(i - 1) and not (opens and i == last + 1)
            if crossed or self.tokens[i].surface in self.words.clause:
                break
            tense = self._tense_of(i)
            if tense and tense != "infinitive":
                return tense
        return "none"

    def _breaks(self, i: int, marks: re.Pattern[str] = _BREAK) -> bool:
        """Return whether a mark that ends a clause is between token i and the next."""
        if i + 1 >= len(self.tokens):
            return True
        end, start = self.tokens[i].end, self.tokens[i + 1].start
        return marks.search(self.text, end, min(start, end + 20)) is not None

    def _tense_of(self, i: int) -> Tense | Literal["infinitive", ""]:
        if i not in self._forms:
            self._forms[i] = self._read_tense(i)
        return self._forms[i]

    def _read_tense(self, i: int) -> Tense | Literal["infinitive", ""]:
        token = self.tokens[i]
        # A capital inside a sentence is a name: "Riviera" is no verb in the future.
        if token.is_number or (token.is_name and i) or token.end - token.start > _LONGEST_WORD:
            return ""
        word = self.text[token.start : token.end].lower()
        forms = [word]
        if i and self.tokens[i - 1].end + 1 == token.start:
            before = self.tokens[i - 1]
            if before.end - before.start <= _LONGEST_WORD:
                mark = self.text[before.end]
                joint = "'" if mark in _APOSTROPHES else " "
                forms.append(f"{self.text[before.start : before.end].lower()}{joint}{word}")
        tenses: tuple[Tense | Literal["infinitive"], ...] = (
            "infinitive", "doubt", "future", "past",
        )  # fmt: skip
        for tense in tenses:
            if any(self.words.tenses[tense].fullmatch(form) for form in forms):
                return tense
        return ""
