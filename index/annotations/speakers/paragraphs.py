"""The speeches of one paragraph, sentence by sentence, and whom the next pronoun may mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.annotations.speakers.phrases import Speaker, SpeakerReader, cut_words
from index.annotations.speakers.units import Unit
from index.annotations.speakers.verbs import Saying, VerbReader
from index.annotations.speakers.words import SpeechWords
from index.text.lexicon import Gender
from index.text.quotation_marks import OPENING, Quotation

_BETWEEN = re.compile(r"[\s,]*")
_END_OF_CLAUSE = re.compile(r"[\s»”\"]*(?:[,.!?…;]|\Z)")
_SPACE = re.compile("[ \u00a0\u202f]|\\r?\\n|['’]")
_LEAST_CLAUSE = 4  # words; a shorter one before ", X said" may be "On Monday"
_THAT_REACH = 8  # words between a verb and its "that"

Found = tuple[int, int, "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody at `text[start:end]`; `rivals` are the genders of others beside him there."""

    start: int
    end: int
    gender: Gender
    rivals: frozenset[Gender] = frozenset()


class ParagraphReader:
    """Reads the paragraph that `units` are, with what the paragraph before left.

    `last` is whom a pronoun may mean, `open_speaker` who speaks on where a quotation was not
    closed; both are those of the end of this paragraph once it is read.
    """

    def __init__(
        self,
        text: str,
        lists: SpeechWords,
        known: frozenset[str],
        units: Sequence[Unit],
        last: Subject | None,
        open_speaker: Subject | None,
    ) -> None:
        self.text = text
        self.lists = lists
        self.units = units
        self.last = last
        self.open_speaker = open_speaker
        self.words = cut_words(text, units[0].start, units[-1].end)
        self.starts = [word.start for word in self.words]
        # How many words that begin another clause stand before each.
        self.breaks = [0, *accumulate(w.low in lists.breakers for w in self.words)]
        self.speakers = SpeakerReader(text, self.words, lists, known)
        self.verbs = VerbReader(self.speakers, lists)
        self.found: list[Found] = []

    def read(self) -> list[Found]:
        """The speeches, with the speaker of each, unit by unit."""
        speaks_on = self.open_speaker
        self.open_speaker = None
        quoted: Subject | None = None  # who was quoted in the unit before
        for number, unit in enumerate(self.units):
            places = self._places(unit)
            said: dict[Quotation, Subject] = {}
            if number == 0 and speaks_on and self.text[unit.start] in OPENING and unit.quotations:
                said[unit.quotations[0]] = speaks_on
            alone = not any(begin < stop for begin, stop in places)
            if alone:
                if quoted or said:
                    who = said.get(unit.quotations[0]) if said else quoted
                    said |= dict.fromkeys(unit.quotations, who) if who else {}
                spoke = None
                if self.lists.incise:
                    for quotation in unit.quotations:
                        if who := self._inside(quotation, unit):
                            said[quotation] = who
            else:
                spoke = self._read_unit(unit, places, said)
            for quotation, who in said.items():
                self._add(quotation.start, quotation.end, who)
            if unit.quotations:
                quoted = said.get(unit.quotations[-1])
                if quoted and unit.quotations[-1].is_open:
                    self.open_speaker = quoted
            else:
                quoted = None
            if spoke:
                self.last = spoke
            elif alone:
                self.last = quoted
            else:
                self.last = self._plain_subject(places, unit)
        return self.found

    def _add(self, start: int, end: int, who: Subject) -> None:
        covered = any(a <= start and end <= b for a, b, _ in self.found[-8:])
        if start < end and not covered:
            self.found.append((start, end, who))

    def _places(self, unit: Unit) -> list[tuple[int, int]]:
        """The stretches of words outside the quotations of `unit`: first, one past the last."""
        edges = [unit.start]
        for quotation in unit.quotations:
            edges += [quotation.start, quotation.end]
        edges.append(unit.end)
        return [
            (bisect_left(self.starts, a), bisect_left(self.starts, b))
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]

    def _read_unit(
        self, unit: Unit, places: Sequence[tuple[int, int]], said: dict[Quotation, Subject]
    ) -> Subject | None:
        """Fills `said`, adds reported speech; the one who spoke last in `unit`, if known."""
        filled = [place for place in places if place[0] < place[1]]
        first_word, stop_word = filled[0][0], filled[-1][1]
        sayings = self.verbs.read(filled)
        before: Subject | None = None
        who_spoke: list[Subject | None] = []
        for number, saying in enumerate(sayings):
            who = before if saying.side == "same" else self._who(saying, unit)
            if who and not self._is_meant(saying, unit):
                who = None
            who_spoke.append(who)
            before = who
            if who:
                end = bisect_left(self.starts, unit.end)
                following = sayings[number + 1].verb if number + 1 < len(sayings) else end
                self._assign(saying, who, unit, said, following, is_first=number == 0)
        if not sayings:
            who = self._source(unit, first_word, stop_word) or self._colon(unit, filled, said)
            if who:
                return who
        if self.lists.incise:
            for quotation in unit.quotations:
                if quotation not in said and (who := self._inside(quotation, unit)):
                    said[quotation] = who
                    who_spoke.append(who)
        return who_spoke[-1] if who_spoke else None

    # --- who ---

    def _who(self, saying: Saying, unit: Unit) -> Subject | None:
        if saying.pronoun is not None:
            return None if saying.is_reply else self._antecedent(saying.pronoun)
        return self._subject(saying.speaker, unit) if saying.speaker else None

    def _subject(self, speaker: Speaker, unit: Unit) -> Subject:
        return Subject(speaker.start, speaker.end, speaker.gender, self._rivals(speaker, unit))

    def _antecedent(self, gender: Gender) -> Subject | None:
        """Whom a pronoun of `gender` means: the last subject, where nothing speaks against it."""
        last = self.last
        if last is None or (gender == "p") != (last.gender == "p"):
            return None
        if gender and last.gender:
            return last if gender == last.gender else None
        return None if last.rivals & {gender, ""} else last

    def _rivals(self, speaker: Speaker, unit: Unit) -> frozenset[Gender]:
        """The genders of those who are named in `unit`, outside quotations, beside `speaker`."""
        genders: set[Gender] = set()
        for begin, stop in self._places(unit):
            for i in range(begin, stop - 1):
                word, following = self.words[i], self.words[i + 1]
                if speaker.start <= word.start < speaker.end or not word.is_name:
                    continue
                if word.low in self.lists.titles and following.is_name:
                    genders.add(self.lists.titles[word.low])
                elif word.low in self.lists.first_names:
                    genders.add(self.lists.first_names[word.low])
        return frozenset(genders)

    def _is_meant(self, saying: Saying, unit: Unit) -> bool:
        """Whether the speaker of `saying` is plainly the one, with no quotation to show it."""
        if saying.speaker is None or saying.is_behind_quotation:
            return True
        if saying.side == "behind":
            # "…, a annoncé la fermeture": an object, or one who ends his clause.
            at = self.verbs.skip(saying.last + 1, len(self.words))
            end = self.words[at - 1].end
            return (
                saying.speaker.is_somebody
                and not saying.is_weak
                and bool(_END_OF_CLAUSE.match(self.text, end, unit.end))
            )
        return saying.speaker.is_somebody

    def _plain_subject(self, places: Sequence[tuple[int, int]], unit: Unit) -> Subject | None:
        """The subject that opens a sentence which nobody is said to say, if plainly one."""
        begin, stop = next(((b, s) for b, s in places if b < s), (0, 0))
        if begin == stop:
            return None
        opening = self.words[begin].low
        if opening in self.lists.pronouns:
            return self._antecedent(self.lists.pronouns[opening])
        if self.words[begin].start > unit.start + 1:
            return None
        speaker = self.speakers.read(begin, stop, opens=True)
        if not speaker or speaker.last + 1 >= stop:
            return None
        following = self.words[speaker.last + 1]
        if not _SPACE.fullmatch(self.speakers.gap(speaker.last)) or following.is_name:
            return None
        last = self.words[speaker.last]
        if following.low not in self.lists.subject_verbs and not last.is_name:
            # "Les grévistes occupent le site": the verb was read as one of the noun's.
            cut = speaker.last - 1
            if cut <= speaker.first or last.low in self.lists.roles:
                return None
            speaker = Speaker(
                speaker.start,
                self.words[cut].end,
                speaker.first,
                cut,
                speaker.gender,
                speaker.is_somebody,
            )
        elif following.low in self.lists.of | self.lists.prepositions and (
            following.low not in self.lists.subject_verbs
        ):
            return None
        return self._subject(speaker, unit) if speaker.is_somebody else None

    # --- what ---

    def _assign(
        self,
        saying: Saying,
        who: Subject,
        unit: Unit,
        said: dict[Quotation, Subject],
        following: int,
        *,
        is_first: bool,
    ) -> None:
        """Gives `who` what he says by `saying`: behind it up to word `following`, or before it."""
        first, words = self.words[saying.first], self.words
        if saying.is_behind_quotation:
            before = [q for q in unit.quotations if q.end <= first.start]
            if before and _BETWEEN.fullmatch(self.text, before[-1].end, first.start):
                if is_first:
                    self._add(unit.start, before[-1].end, who)
                said.setdefault(before[-1], who)
                end = self.verbs.skip(saying.last + 1, len(words))
                at = words[end - 1].end
                for quotation in unit.quotations:
                    if quotation.start > at and _BETWEEN.fullmatch(self.text, at, quotation.start):
                        said.setdefault(quotation, who)
                        at = quotation.end
                return
        limit = words[following - 1].end if following <= len(words) else unit.end
        for quotation in unit.quotations:
            if first.start < quotation.start < max(limit, self._reach(following, unit)):
                between = bisect_left(self.starts, quotation.start)
                if self.breaks[between] == self.breaks[saying.last + 1]:
                    said.setdefault(quotation, who)
        if saying.side == "same":
            return
        stop = bisect_left(self.starts, unit.end)
        if saying.side == "before" and (at := self._that(saying, min(stop, following))) >= 0:
            end = unit.end if following >= stop else words[following - 1].end
            self._add(words[at].start, end, who)
            return
        comma = self.text.rfind(",", unit.start, first.start)
        begins = bisect_left(self.starts, unit.start)
        is_clause = saying.first - begins >= _LEAST_CLAUSE and not any(
            q.start > first.start for q in unit.quotations
        )
        ends = self.verbs.skip(saying.last + 1, stop)
        is_last = bool(_END_OF_CLAUSE.match(self.text, words[ends - 1].end, unit.end))
        no_preposition = words[begins].low not in self.lists.prepositions
        if comma >= 0 and is_first and is_clause and is_last and no_preposition and (
            saying.side == "behind" or "," in self.speakers.gap(saying.first - 1)
        ):  # fmt: skip
            self._add(unit.start, comma, who)

    def _reach(self, following: int, unit: Unit) -> int:
        return self.words[following].start if following < len(self.words) else unit.end

    def _that(self, saying: Saying, stop: int) -> int:
        """The word that reported speech begins with behind `saying`, or -1."""
        words, lists = self.words, self.lists
        i = saying.last + 1
        if i >= stop or not _SPACE.fullmatch(self.speakers.gap(saying.last)):
            # German has a comma before its "dass".
            has_comma = i < stop and words[i].low == "dass"
            return i if has_comma else -1
        if words[i].low in lists.infinitives:
            return i
        for n in range(i, min(stop, i + _THAT_REACH)):
            if words[n].low in lists.that:
                return n
            gap = self.speakers.gap(n)
            if words[n].low in lists.breakers or not _SPACE.fullmatch(gap):
                break
        verb = words[saying.verb_end].low
        is_clause = stop - i >= _LEAST_CLAUSE and words[i].low not in ("to", "nothing", "so", "no")
        return i if verb in lists.bare and is_clause else -1

    def _source(self, unit: Unit, first: int, stop: int) -> Subject | None:
        """The source of a sentence with "selon X", which all of it is then said by."""
        words, lists = self.words, self.lists
        for i in range(first, stop):
            for phrase in lists.sources:
                if words[i].low != phrase[0] or any(
                    i + n >= stop or words[i + n].low != word for n, word in enumerate(phrase)
                ):
                    continue
                named = self.speakers.read(i + len(phrase), stop)
                if not named or not named.is_somebody:
                    return None
                inside = {words[n].low for n in range(named.first, named.last + 1)}
                if inside & lists.no_source:
                    return None
                named = self.speakers.with_name(named, stop)
                who = self._subject(named, unit)
                if i == first:
                    if self.words[i].start > unit.start + 1:
                        return None
                    if named.last + 1 < stop:
                        self._add(words[named.last + 1].start, unit.end, who)
                    else:
                        self._add(named.end, unit.end, who)
                else:
                    begin = self.text[unit.start : words[i].start].rstrip(" ,\n\u00a0\u202f")
                    self._add(unit.start, unit.start + len(begin), who)
                return who
        return None

    def _colon(
        self, unit: Unit, filled: Sequence[tuple[int, int]], said: dict[Quotation, Subject]
    ) -> Subject | None:
        """The speaker of `X: "…"`."""
        begin, stop = filled[0]
        if not unit.quotations or self.words[begin].start > unit.quotations[0].start:
            return None
        quotation = unit.quotations[0]
        between = self.text[self.words[stop - 1].end : quotation.start]
        speaker = self.speakers.read(begin, stop, opens=True)
        is_named = speaker is not None and any(
            self.words[n].is_name for n in range(speaker.first + 1, speaker.last + 1)
        )
        if between.strip() != ":" or not speaker or not is_named or speaker.last != stop - 1:
            return None
        who = said[quotation] = self._subject(speaker, unit)
        return who

    def _inside(self, quotation: Quotation, unit: Unit) -> Subject | None:
        """The speaker of « Nous partirons, explique X, et … », named inside the marks."""
        begin = bisect_left(self.starts, quotation.start)
        stop = bisect_left(self.starts, quotation.end)
        for saying in self.verbs.read([(begin, stop)]):
            if saying.side != "behind" or saying.verb == begin:
                continue
            if "," not in self.speakers.gap(saying.verb - 1) or saying.is_reply:
                continue
            if saying.pronoun is not None:
                return self._antecedent(saying.pronoun)
            if saying.speaker and saying.speaker.is_somebody and not saying.is_weak:
                at = self.verbs.skip(saying.last + 1, stop)
                if _END_OF_CLAUSE.match(self.text, self.words[at - 1].end, quotation.end):
                    return self._subject(saying.speaker, unit)
        return None
