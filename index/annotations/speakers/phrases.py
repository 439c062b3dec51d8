"""Words that name somebody: "M. Trump", "le patron d'OpenAI, Sam Altman", "election officials".

A speaker is read from where his words begin to the first word that cannot belong to them. There
is no grammar and no list of names behind it, so what is not plainly a speaker is read as none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from index.annotations.speakers.words import SpeechWords
from index.text.lexicon import Gender

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_INNER = re.compile("[ \u00a0\u202f]|\\r?\\n|['’]|[-‐‑]")
_AFTER_DOT = re.compile("\\.?[ \u00a0\u202f]")
_COMMA = re.compile(",[ \u00a0\u202f\n]")
_AND = frozenset({"et", "and", "und", "y", "e"})
_LONGEST = 14  # words
_LONGEST_WORD = 60  # characters


@dataclass(frozen=True, slots=True)
class Word:
    """`text[start:end]`, the same in small letters, and whether it begins with a capital."""

    start: int
    end: int
    low: str
    is_name: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words that name somebody: `text[start:end]`, words `first` to `last`.

    `is_somebody` says that a name, a title or a role is among them.
    """

    start: int
    end: int
    first: int
    last: int
    gender: Gender
    is_somebody: bool


def cut_words(text: str, start: int, end: int) -> list[Word]:
    """The words of `text[start:end]`, split at apostrophes and hyphens, in order."""
    return [
        Word(
            match.start(),
            match.end(),
            unicodedata.normalize("NFC", match[0][:_LONGEST_WORD]).lower(),
            match[0][0].isupper(),
        )
        for match in _WORD.finditer(text, start, end)
    ]


class SpeakerReader:
    """Reads speakers among `words` of `text`; `known` are words that it has as names."""

    def __init__(
        self, text: str, words: Sequence[Word], lists: SpeechWords, known: frozenset[str]
    ) -> None:
        self.text = text
        self.words = words
        self.lists = lists
        self.known = known

    def gap(self, i: int) -> str:
        """What stands between word i and the next; all there is behind the last one."""
        after = self.words[i + 1].start if i + 1 < len(self.words) else self.words[i].end + 40
        return self.text[self.words[i].end : min(after, self.words[i].end + 40)]

    def read(self, i: int, stop: int, *, opens: bool = False) -> Speaker | None:
        """The speaker whose words begin with word i and end before word `stop`, if plainly one.

        `opens`: word i opens a sentence, so that its capital tells nothing.
        """
        one = self._one(i, stop, opens=opens)
        if not one or one.last + 2 >= stop or self.words[one.last + 1].low not in _AND:
            return one
        if not (_INNER.fullmatch(self.gap(one.last)) and _INNER.fullmatch(self.gap(one.last + 1))):
            return one
        other = self._one(one.last + 2, stop, opens=False)
        if not other:
            return one
        both = one.is_somebody and other.is_somebody
        return Speaker(one.start, other.end, one.first, other.last, "p", both)

    def with_name(self, speaker: Speaker, stop: int) -> Speaker:
        """`speaker`, with the name behind it: "le patron d'OpenAI", ", Sam Altman"."""
        i = speaker.last + 1
        has_name = self.words[speaker.last].is_name and speaker.first == speaker.last
        if i + 1 >= stop or has_name or self.words[speaker.first].low not in self.lists.determiners:
            return speaker
        if not _COMMA.fullmatch(self.gap(speaker.last)) or not self.words[i].is_name:
            return speaker
        name = self._one(i, stop, opens=False)
        if not name or name.first == name.last or self.words[i].low in self.lists.determiners:
            return speaker
        if not all(self.words[n].is_name for n in (name.first, name.first + 1)):
            return speaker
        after = self.text[name.end : name.end + 1]
        if after and after not in ',.;:!?\n)»”"':
            return speaker
        gender = speaker.gender or name.gender
        return Speaker(speaker.start, name.end, speaker.first, name.last, gender, True)

    def _one(self, i: int, stop: int, *, opens: bool) -> Speaker | None:
        words, lists = self.words, self.lists
        stop = min(stop, i + _LONGEST)
        if i >= stop:
            return None
        low = words[i].low
        if low in lists.not_subjects:
            return None
        gender: Gender = ""
        names = False  # whether the last word is one of a name
        is_somebody = False
        last = i
        if low in lists.titles and self._is_title(i, stop):
            gender, is_somebody, names = lists.titles[low], True, True
            last = i + 1
        elif low in lists.determiners:
            gender = lists.determiners[low]
            if i + 1 >= stop or not _INNER.fullmatch(self.gap(i)):
                return None
            if words[i + 1].low in lists.stops and not (
                words[i + 1].is_name or words[i + 1].low in lists.roles
            ):
                return None
            last = i + 1
            names = words[last].is_name
            is_somebody = names or words[last].low in lists.roles
        elif words[i].is_name and not self._is_common(low):
            names = True
            gender = lists.first_names.get(low, "")
            is_somebody = not opens or low in self.known or low in lists.first_names
            is_somebody = is_somebody or low in lists.roles
            names = is_somebody or (i + 1 < stop and words[i + 1].is_name)
        elif low not in lists.stops and not words[i].low[0].isdecimal():
            names = False  # "election officials"
            is_somebody = low in lists.roles
        else:
            return None
        last, names, found = self._further(last, stop, names)
        is_somebody = is_somebody or found
        first = i
        if low in lists.possessives and words[last].is_name and last > i + 1:
            # "son patron Dario Amodei": whose he is, is not a part of who he is.
            first = last
            while words[first - 1].is_name and first - 1 > i:
                first -= 1
        if not gender and words[first].low in lists.first_names:
            gender = lists.first_names[words[first].low]
        if not gender:
            gender = self._gender(first, last)
        return Speaker(words[first].start, words[last].end, first, last, gender, is_somebody)

    def _further(self, last: int, stop: int, names: bool) -> tuple[int, bool, bool]:
        """The last word of what goes on behind word `last`, and what was found in it."""
        words, lists = self.words, self.lists
        found = False
        while last + 1 < stop:
            k = last + 1
            gap, low = self.gap(last), words[k].low
            is_initial = len(words[last].low) == 1 and words[last].is_name
            if not (_INNER.fullmatch(gap) or (is_initial and _AFTER_DOT.fullmatch(gap))):
                break
            if low == "s" and gap in "'’":
                last, names = k, False
            elif low in lists.of:
                n = k + 1
                while n < stop and words[n].low in lists.joints and n < k + 2:
                    n += 1
                if n >= stop or not all(_INNER.fullmatch(self.gap(m)) for m in range(k, n)):
                    break
                if words[n].low in lists.stops and not words[n].is_name:
                    break
                last, names = n, words[n].is_name
                found = found or names
            elif words[k].is_name and (low in lists.joints or not self._is_common(low)):
                last, names, found = k, True, True
            elif gap in "-‐‑" and not names and low not in lists.pronouns:
                last = k
                found = found or low in lists.roles
            elif low in lists.stops or names or low[0].isdecimal():
                break
            else:
                last = k
                found = found or low in lists.roles
        return last, names, found

    def _is_title(self, i: int, stop: int) -> bool:
        follows = i + 1 < stop and self.words[i + 1].is_name
        return follows and self.words[i].is_name and bool(_AFTER_DOT.fullmatch(self.gap(i)))

    def _is_common(self, low: str) -> bool:
        """Whether a word is no name though it has a capital: "Lundi", "Si", "When"."""
        lists = self.lists
        return (low in lists.stops or low in lists.months) and low not in lists.first_names

    def _gender(self, first: int, last: int) -> Gender:
        """What the first names in it tell, or an English plural."""
        for i in range(first, last):
            if self.words[i].is_name and self.words[i + 1].is_name:
                return self.lists.first_names.get(self.words[i].low, "")
        word = self.words[last]
        is_plural = word.low.endswith("s") and word.low in self.lists.roles
        return "p" if is_plural and word.low[:-1] in self.lists.roles else ""
