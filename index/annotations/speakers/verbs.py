"""Verbs of saying in a sentence, and who their subject is: the one behind, the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.annotations.speakers.phrases import Speaker, SpeakerReader, Word
from index.annotations.speakers.words import SpeechWords
from index.text.lexicon import Gender

_HYPHEN = re.compile("[-‐‑]")
_PAUSE = re.compile(",?(?:[ \u00a0\u202f]|\\r?\\n)")
_SPACE = re.compile("[ \u00a0\u202f]|\\r?\\n")
_BREAK = re.compile('[,;:()–—.!?…«»„“”"]')
_QUOTE_BEFORE = re.compile('[»”“"][ \u00a0\u202f\n]*,?[ \u00a0\u202f\n]*')
_LONGEST_CLAUSE = 24  # words
_LEADING = frozenset({"et", "mais", "and", "but", "und", "aber", "y", "pero", "or"})

Side = Literal["before", "behind", "same"]


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying, words `first` to `last` with all that belongs to its subject.

    `verb` and `verb_end` are the words of the verb alone. `speaker` is None where a `pronoun`
    stands for him, or where he is not plainly known. `side` says where he stands; "same" is the
    one of the verb before. `is_behind_quotation`: nothing but a comma is between them.
    """

    first: int
    last: int
    verb: int
    verb_end: int
    side: Side
    speaker: Speaker | None
    pronoun: Gender | None
    is_reply: bool
    is_weak: bool
    is_behind_quotation: bool


class VerbReader:
    """Reads the verbs of saying among `words`, which `reader` reads speakers of."""

    def __init__(self, reader: SpeakerReader, lists: SpeechWords) -> None:
        self.reader = reader
        self.text = reader.text
        self.words: Sequence[Word] = reader.words
        self.lists = lists

    def read(self, places: Sequence[tuple[int, int]]) -> list[Saying]:
        """The verbs among words `places`, (first, one past the last) each, in order.

        They are the stretches of one sentence between its quotations.
        """
        found: list[Saying] = []
        unit_first = places[0][0] if places else 0
        for begin, stop in places:
            i = begin
            while i < stop:
                saying = self._at(i, begin, stop, unit_first, follows=bool(found))
                if saying:
                    found.append(saying)
                    i = max(saying.last, saying.verb_end)
                i += 1
        return found

    def skip(self, i: int, stop: int) -> int:
        """The first word from i on that is no adverb, and opens no "sur X", "à la presse"."""
        for _ in range(4):
            moved = i
            while i < stop and self._is_adverb(i) and self._joined(i - 1, _PAUSE):
                i += 1
            if (
                i + 1 < stop
                and self.words[i].low in self.lists.prepositions
                and self._joined(i, _SPACE)
                and self._joined(i - 1, _PAUSE)
            ):
                end = self._after_preposition(i + 1, stop)
                if end < 0:
                    return i
                i = end
            if i == moved:
                break
        return i

    def _after_preposition(self, i: int, stop: int) -> int:
        """The word behind what a preposition before word i governs, or -1."""
        word = self.words[i]
        if word.is_name and self.text[word.start : word.end].isupper():
            return i + 1  # "sur X Elon Musk"
        if word.low in self.lists.determiners and i + 1 < stop:
            noun = self.words[i + 1]
            if noun.is_name and self.text[noun.start : noun.end].isupper():
                return i + 2  # "à l'AFP Jean Morel"
        named = self.reader.read(i, stop)
        return named.last + 1 if named else -1

    def _is_adverb(self, i: int) -> bool:
        return self.words[i].low in self.lists.adverbs

    def _joined(self, i: int, gap: re.Pattern[str]) -> bool:
        return i >= 0 and i + 1 < len(self.words) and gap.fullmatch(self.reader.gap(i)) is not None

    def _at(
        self, i: int, begin: int, stop: int, unit_first: int, *, follows: bool
    ) -> Saying | None:
        found = self._verb(i, begin, stop, follows=follows)
        if not found:
            return None
        first, last, pronoun = found
        low = self.words[last if pronoun is None else max(first, last)].low
        verb_words = {self.words[n].low for n in range(first, last + 1)}
        is_reply = bool(verb_words & self.lists.replies)
        is_weak = bool(verb_words & self.lists.weak)
        behind_quotation = self._is_behind_quotation(first)

        def saying(
            side: Side,
            *,
            start: int = first,
            end: int = last,
            speaker: Speaker | None = None,
            gender: Gender | None = None,
            behind: bool = behind_quotation,
        ) -> Saying:
            return Saying(start, end, first, last, side, speaker, gender, is_reply, is_weak, behind)

        is_participle = low in self.lists.participles and first == last
        if low in self.lists.gerunds or (is_participle and low not in self.lists.finite):
            return saying("same")
        if pronoun is not None:
            return saying("behind", gender=pronoun)
        start = self._clause(first, begin)
        if start < 0:
            return saying("before")
        if start == first:
            if not behind_quotation and (named := self._set_apart(first, unit_first)):
                return saying("before", start=named.first, speaker=named, behind=False)
            if not behind_quotation and is_participle and follows:
                return saying("same")
            at = self.skip(last + 1, stop)
            if at < stop and self._joined(at - 1, _PAUSE if at > last + 1 else _SPACE):
                named = self.reader.read(at, stop)
                if named:
                    named = self.reader.with_name(named, stop)
                    return saying("behind", end=named.last, speaker=named)
            return saying("behind")
        while start < first and self.words[start].low in _LEADING:
            start += 1
        behind = self._is_behind_quotation(start)
        word = self.words[start]
        if word.low in self.lists.pronouns and self._only_adverbs(start + 1, first):
            gender = self.lists.pronouns[word.low]
            return saying("before", start=start, gender=gender, behind=behind)
        opens = start == unit_first and not behind
        named = self.reader.read(start, first, opens=opens)
        if named and self._only_adverbs(named.last + 1, first):
            return saying("before", start=start, speaker=named, behind=behind)
        if is_participle and follows:
            return saying("same")
        return saying("before", behind=behind)

    def _verb(
        self, i: int, begin: int, stop: int, *, follows: bool
    ) -> tuple[int, int, Gender | None] | None:
        """First and last word of the verb at word i, and the gender of a pronoun behind it."""
        words, lists = self.words, self.lists
        low = words[i].low
        if words[i].is_name:
            return None
        is_reflexive = i > begin and words[i - 1].low in ("s", "se")
        if low in lists.auxiliaries or (low in lists.reflexive and is_reflexive):
            end, pronoun = self._pronoun(i, stop, _HYPHEN)
            j = end + 1
            while j < min(stop, i + 8) and self._is_adverb(j) and self._joined(j - 1, _PAUSE):
                j += 1
            if j < stop and words[j].low in lists.participles and self._joined(j - 1, _PAUSE):
                return (i - 1 if is_reflexive else i), j, pronoun
        if low in lists.finite:
            if i > begin and words[i - 1].low in lists.determiners and self._adjoins(i - 1):
                return None  # "la note", "une porte"; also "l'accuse"
            end, pronoun = self._pronoun(i, stop, re.compile(r"[-‐‑ ]"))
            return (i - 1 if is_reflexive else i), end, pronoun
        if low in lists.gerunds:
            return (i, i, None) if follows else None
        if low in lists.participles and follows and i > begin:
            before = self.reader.gap(i - 1)
            if "," in before or words[i - 1].low in _LEADING:
                return i, i, None
        return None

    def _adjoins(self, i: int) -> bool:
        return self.reader.gap(i) in (" ", "'", "’", "\u00a0", "\u202f")

    def _pronoun(self, i: int, stop: int, gap: re.Pattern[str]) -> tuple[int, Gender | None]:
        j = i + 1
        if j < stop and self.words[j].low == "t" and self._joined(i, _HYPHEN):
            j += 1
        if j < stop and self.words[j].low in self.lists.pronouns and self._joined(j - 1, gap):
            return j, self.lists.pronouns[self.words[j].low]
        return i, None

    def _clause(self, i: int, begin: int) -> int:
        """The word that opens the clause which word i stands in; -1 where that is far away."""
        for n in range(i, max(begin, i - _LONGEST_CLAUSE) - 1, -1):
            if n == begin or _BREAK.search(self.reader.gap(n - 1)):
                # The point of "M. Trump" ends no clause.
                if n > begin and self.words[n - 1].low in self.lists.titles:
                    continue
                return n
        return -1

    def _is_behind_quotation(self, i: int) -> bool:
        start = self.words[i - 1].end if i else 0
        start = max(start, self.words[i].start - 6)
        before = _QUOTE_BEFORE.search(self.text, start, self.words[i].start)
        return before is not None and before.end() == self.words[i].start

    def _only_adverbs(self, i: int, stop: int) -> bool:
        return all(self._is_adverb(n) for n in range(i, stop)) and stop - i <= 4

    def _set_apart(self, verb: int, unit_first: int) -> Speaker | None:
        """The subject of "Samira Haddad, porte-parole de l'association, a déclaré"."""
        if verb - unit_first > _LONGEST_CLAUSE or "," not in self.reader.gap(verb - 1):
            return None
        named = self.reader.read(unit_first, verb, opens=True)
        if not named or not self.reader.gap(named.last).startswith(","):
            return None
        commas = [n for n in range(named.last, verb) if _BREAK.search(self.reader.gap(n))]
        if len(commas) != 2 or commas[-1] != verb - 1:
            return None
        return self.reader.with_name(named, verb)
