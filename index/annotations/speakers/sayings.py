"""Verbs of saying in a sentence, and who their subject is: before the verb or after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.annotations.rows import JOINED
from index.annotations.speakers.phrases import Speaker, SpeakerReader
from index.text.lexicon import Gender

_BREAK = re.compile('[,;:()–—.!?…«»„“”"]')
_QUOTATION_BEFORE = re.compile(r'[»”“"],?\Z')
_LONGEST_CLAUSE = 24  # words


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying: words `first` to `last` with its subject, `verb` to `verb_end` alone.

    - `subject`: who says it, or the gender of a pronoun
    - `is_after`: the subject is after the verb
    - `is_next_to_quotation`: nothing but a comma is between them
    """

    first: int
    last: int
    verb: int
    verb_end: int
    subject: Speaker | Gender
    is_after: bool
    is_next_to_quotation: bool


class SayingReader:
    """Reads the verbs of saying among the words that `reader` reads speakers of."""

    def __init__(self, reader: SpeakerReader) -> None:
        self.reader = reader
        self.words = reader.words
        self.lists = reader.lists

    def read(self, places: Sequence[tuple[int, int]]) -> list[Saying]:
        """Return the verbs in `places`, (first, last + 1) of one sentence's stretches, in order."""
        found: list[Saying] = []
        for begin, stop in places:
            i = begin
            while i < stop:
                if saying := self._at(i, begin, stop, places[0][0]):
                    found.append(saying)
                    i = max(saying.last, saying.verb_end)
                i += 1
        return found

    def skip(self, i: int, stop: int) -> int:
        """Return the first word from `i` on that is no adverb, and opens no "sur X"."""
        words = self.words
        stop = min(stop, i + _LONGEST_CLAUSE)
        while i < stop and words.gaps[i] in ("", ",", "-", "'", "’"):
            if words.low[i] in self.lists["adverbs"]:
                i += 1
            elif words.low[i] in self.lists["prepositions"] and i + 1 < stop:
                k = min(stop - 1, i + 1 + (words.low[i + 1] in self.lists.determiners))
                if words.written(k).isupper():
                    i = k + 1  # "sur X Elon Musk", "à l'AFP Jean Morel"
                elif governed := self.reader.read(i + 1, stop):
                    i = governed.last + 1
                else:
                    break
            else:
                break
        return i

    def _at(self, i: int, begin: int, stop: int, opening: int) -> Saying | None:
        found = self._verb(i, begin, stop)
        if not found:
            return None
        words = self.words
        verb, verb_end, pronoun = found
        first, last, is_after = verb, verb_end, True
        subject: Speaker | Gender | None = pronoun
        if pronoun is None:
            if self._clause(verb, begin) < verb or words.gaps[verb] == ",":
                first, subject = self._before(verb, begin, opening)
                is_after = subject is None
            if is_after and self._clause(verb, begin) == verb:
                at = self.skip(verb_end + 1, stop)
                named = self.reader.read(at, stop) if words.gaps[at] in ("", ",") else None
                if named:
                    subject = self.reader.with_name(named, stop)
                    last = subject.last
        is_reply = not self.lists["replies"].isdisjoint(words.low[verb : verb_end + 1])
        if subject is None or (is_reply and isinstance(subject, str)):
            return None  # "a-t-il répondu": another than the one before
        quoted = _QUOTATION_BEFORE.search(words.gaps[first]) is not None
        return Saying(first, last, verb, verb_end, subject, is_after, quoted)

    def _before(self, verb: int, begin: int, opening: int) -> tuple[int, Speaker | Gender | None]:
        """Return the subject before word `verb` and its first word."""
        words, lists = self.words, self.lists
        start = self._clause(verb, begin)
        if start == verb:
            named = self._set_apart(verb, opening)
            return (named.first if named else verb), named
        while start < verb and words.low[start] in self.reader.and_:
            start += 1
        named = self.reader.read(start, verb)
        if words.low[start] in lists.pronouns:
            named = Speaker(start, start, lists.pronouns[words.low[start]], is_somebody=False)
        if not named or not lists["adverbs"].issuperset(words.low[named.last + 1 : verb]):
            return verb, None
        return start, named.gender if words.low[start] in lists.pronouns else named

    def _verb(self, i: int, begin: int, stop: int) -> tuple[int, int, Gender | None] | None:
        """Return first and last word of the verb at word `i`, and the gender of a pronoun in it."""
        words, lists = self.words, self.lists
        low = words.low[i]
        before = words.low[i - 1] if i > begin else ""
        if words.is_name[i]:
            return None
        is_reflexive = before in ("s", "se")
        if low in lists["have"] or (low in lists["be"] and is_reflexive):
            end, pronoun = self._pronoun(i, stop)
            j = end + 1
            while j < stop and words.low[j] in lists["adverbs"]:
                j += 1
            if j < stop and words.low[j] in lists["said"]:
                return i - is_reflexive, j, pronoun
        if low in lists["says"] and not (before in lists.determiners and words.gaps[i] in JOINED):
            end, pronoun = self._pronoun(i, stop)
            return i - is_reflexive, end, pronoun
        return None

    def _pronoun(self, i: int, stop: int) -> tuple[int, Gender | None]:
        """Return the last word of the verb at `i` with an inverted pronoun, and its gender."""
        words = self.words
        j = i + 1
        if j < stop and words.low[j] == "t" and words.gaps[j] == "-":
            j += 1
        if j < stop and words.gaps[j] == "-" and words.low[j] in self.lists.pronouns:
            return j, self.lists.pronouns[words.low[j]]
        return i, None

    def _clause(self, i: int, begin: int) -> int:
        """Return the word that opens the clause of word `i`."""
        words = self.words
        n = i
        while n > begin and n > i - _LONGEST_CLAUSE:
            # The point of "M. Trump" ends no clause.
            is_title = words.surfaces[n - 1] in self.reader.titles
            if _BREAK.search(words.gaps[n]) and not is_title:
                break
            n -= 1
        return n

    def _set_apart(self, verb: int, opening: int) -> Speaker | None:
        """Return the subject of "Samira Haddad, porte-parole de l'association, a déclaré"."""
        words = self.words
        if verb - opening > _LONGEST_CLAUSE or words.gaps[verb] != ",":
            return None
        named = self.reader.read(opening, verb)
        if not named or words.gaps[named.last + 1] != ",":
            return None
        if any(_BREAK.search(words.gaps[n]) for n in range(named.last + 2, verb)):
            return None
        return self.reader.with_name(named, verb)
