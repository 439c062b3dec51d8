"""Words that name somebody: "M. Trump", "le patron d'OpenAI, Sam Altman", "election officials".

A speaker is read from the first word to the first one that cannot belong to the phrase. There is
no grammar, so what is not plainly a speaker is read as none.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.annotations.rows import JOINED, Row
from index.annotations.words import AnnotationWords
from index.text.lexicon import Gender, first_names, person_titles, words_of

_LONGEST = 14  # words


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words `first` to `last` name somebody; `is_somebody`: a name, title or role is in them."""

    first: int
    last: int
    gender: Gender
    is_somebody: bool


class SpeakerReader:
    """Reads speakers among the words of a paragraph."""

    def __init__(self, words: Row, lists: AnnotationWords) -> None:
        self.words = words
        self.lists = lists
        self.titles = person_titles(lists.code)
        self.and_ = words_of(lists.code, "and")

    def read(self, i: int, stop: int) -> Speaker | None:
        """Return the speaker whose words begin with word `i` and end before `stop`, if plain."""
        one = self._one(i, stop)
        if not one or one.last + 2 >= stop or self.words.low[one.last + 1] not in self.and_:
            return one
        other = self._one(one.last + 2, stop)
        return Speaker(one.first, other.last, "p", one.is_somebody) if other else one

    def with_name(self, speaker: Speaker, stop: int) -> Speaker:
        """Return `speaker` with the name after it: "le patron d'OpenAI", ", Sam Altman"."""
        i, words = speaker.last + 1, self.words
        if (
            i + 1 >= stop
            or words.low[speaker.first] not in self.lists.determiners
            or words.gaps[i] != ","
            or not (words.tokens[i].is_name and words.is_name[i + 1])
        ):
            return speaker
        name = self._one(i, stop)
        return Speaker(speaker.first, name.last, speaker.gender, True) if name else speaker

    def _one(self, i: int, stop: int) -> Speaker | None:
        words, lists = self.words, self.lists
        stop = min(stop, i + _LONGEST)
        if i >= stop:
            return None
        low, surface = words.low[i], words.surfaces[i]
        last, is_somebody = i, words.is_name[i] or self._is_role(i)
        gender: Gender = first_names().get(surface, "") if words.is_name[i] else ""
        if surface in self.titles and i + 1 < stop and words.is_name[i + 1]:
            gender, is_somebody, last = self.titles[surface], True, i + 1
        elif low in lists.determiners:
            gender, last = lists.determiners[low], i + 1
            if last >= stop or words.gaps[last] not in JOINED or self._stops(last):
                return None  # but "the 71-year-old"
            is_somebody = words.is_name[last] or self._is_role(last)
        elif not words.is_name[i] and self._stops(i):
            return None
        last, found = self._further(last, stop)
        first = i
        if low in lists.determiners and low not in lists.articles and words.is_name[last]:
            # "son patron Dario Amodei": whose he is, is not a part of who he is.
            first = last
            while words.is_name[first - 1]:
                first -= 1
        return Speaker(first, last, gender, is_somebody or found)

    def _further(self, last: int, stop: int) -> tuple[int, bool]:
        """Return the last word that goes on after word `last`, and whether it is somebody."""
        words, lists = self.words, self.lists
        found = False
        for _ in range(_LONGEST):
            k = last + 1
            if k >= stop:
                break
            gap, low = words.gaps[k], words.low[k]
            is_initial = gap == "." and len(words.low[last]) == 1
            if gap not in JOINED and not is_initial:
                break
            if words.is_name[k]:
                last, found = k, True
            elif low in lists["of"]:
                k += 1
                if k < stop and words.low[k] in lists.articles:
                    k += 1
                if k >= stop or self._stops(k):
                    break
                last, found = k, found or words.is_name[k]
            elif low == "s" and gap in "'’":
                last = k  # "the company's"
            elif self._stops(k) or (words.is_name[last] and not self._is_role(k)):
                break
            else:
                last = k
                found = found or self._is_role(k)
        return last, found

    def _stops(self, i: int) -> bool:
        """Tell whether word `i` can be no part of a noun phrase."""
        words = self.words
        if words.is_name[i] or self._is_role(i):
            return False
        if words.tokens[i].is_number:
            return words.gaps[i + 1] != "-"
        return words.low[i] in self.lists["stops"]

    def _is_role(self, i: int) -> bool:
        return self.words.surfaces[i] in self.lists["voices"]
