"""The speeches of one paragraph, sentence by sentence, and whom the next pronoun may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.annotations.rows import JOINED, Row
from index.annotations.speakers.phrases import Speaker, SpeakerReader
from index.annotations.speakers.sayings import Saying, SayingReader
from index.annotations.words import AnnotationWords
from index.text.lexicon import Gender
from index.text.quotation_marks import OPENING, Quotation

_LEAST_CLAUSE = 4  # words; a shorter one before ", X said" may be "On Monday"
_THAT_REACH = 8  # words between a verb and its "that"

Found = tuple[int, int, "Subject"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or the run of sentences that a quotation holds together."""

    start: int
    end: int
    quotations: tuple[Quotation, ...]


def cut_units(sentences: Sequence[tuple[int, int]], quotations: Sequence[Quotation]) -> list[Unit]:
    """Return the sentences in order, those that a quotation reaches across as one."""
    units: list[Unit] = []
    rest = list(reversed(quotations))
    held: list[Quotation] = []
    start = -1
    for number, (first, last) in enumerate(sentences):
        start = first if start < 0 else start
        while rest and rest[-1].start < last:
            held.append(rest.pop())
        if not held or held[-1].end <= last or number == len(sentences) - 1:
            units.append(Unit(start, last, tuple(held)))
            held, start = [], -1
    return units


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody at `text[start:end]`."""

    start: int
    end: int
    gender: Gender


class ParagraphReader:
    """Reads the speeches of one paragraph, with what the paragraph before left.

    `last` is whom a pronoun may mean, `open_speaker` who continues where a quotation was not
    closed; after `read`, both are those at the end of this paragraph.
    """

    def __init__(
        self, lists: AnnotationWords, last: Subject | None, open_speaker: Subject | None
    ) -> None:
        self.lists = lists
        self.last = last
        self.open_speaker = open_speaker
        self.found: list[Found] = []

    def read(self, words: Row, units: Sequence[Unit]) -> list[Found]:
        """Return (start, end, speaker) of each speech, unit by unit."""
        self.words = words
        self.speakers = SpeakerReader(words, self.lists)
        self.sayings = SayingReader(self.speakers)
        self.found = []
        goes_on, self.open_speaker = self.open_speaker, None
        quoted: Subject | None = None  # who was quoted in the unit before
        for number, unit in enumerate(units):
            places = [(a, b) for a, b in self._places(unit) if a < b]
            said: dict[Quotation, Subject] = {}
            if number == 0 and goes_on and unit.quotations and words.text[unit.start] in OPENING:
                said[unit.quotations[0]] = quoted = goes_on
            spoke = None
            if places:
                spoke = self._read_unit(unit, places, said)
            elif quoted:
                said = dict.fromkeys(unit.quotations, quoted)
            if self.lists.incise:
                for quotation in unit.quotations:
                    if quotation not in said and (who := self._inside(quotation)):
                        said[quotation] = spoke = who
            for quotation, who in said.items():
                self._add(quotation.start, quotation.end, who)
            quoted = said.get(unit.quotations[-1]) if unit.quotations else None
            if quoted and unit.quotations[-1].is_open:
                self.open_speaker = quoted
            self.last = spoke or (self._plain_subject(places) if places else quoted)
        return self.found

    def _add(self, start: int, end: int, who: Subject) -> None:
        covered = any(a <= start and end <= b for a, b, _ in self.found[-8:])
        if start < end and not covered:
            self.found.append((start, end, who))

    def _places(self, unit: Unit) -> list[tuple[int, int]]:
        """Return (first, last + 1) of the stretches of words outside the quotations of `unit`."""
        edges = [unit.start]
        for quotation in unit.quotations:
            edges += [quotation.start, quotation.end]
        edges.append(unit.end)
        return [
            (self.words.number_at(a), self.words.number_at(b))
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]

    def _read_unit(
        self, unit: Unit, places: Sequence[tuple[int, int]], said: dict[Quotation, Subject]
    ) -> Subject | None:
        """Fill `said`, add reported speech; return who spoke last in `unit`, if known."""
        sayings = self.sayings.read(places)
        if not sayings:
            return self._source(unit, places) or self._colon(unit, places[0], said)
        who: Subject | None = None
        for number, saying in enumerate(sayings):
            if who := self._who(saying):
                following = sayings[number + 1].verb if number + 1 < len(sayings) else None
                self._assign(saying, who, unit, said, following, is_first=number == 0)
        return who

    # --- who ---

    def _who(self, saying: Saying) -> Subject | None:
        """Return the subject of `saying`, if plain, also with no quotation next to it."""
        if isinstance(saying.subject, str):
            return self._antecedent(saying.subject)
        if not saying.is_next_to_quotation:
            # "…, a annoncé la fermeture": an object, or somebody who ends his clause.
            ends = self.words.gaps[self.sayings.skip(saying.last + 1, len(self.words.low))]
            if not saying.subject.is_somebody or (saying.is_after and not ends):
                return None
        return self._subject(saying.subject)

    def _subject(self, speaker: Speaker) -> Subject:
        start, end = self.words.starts[speaker.first], self.words.ends[speaker.last]
        return Subject(start, end, speaker.gender)

    def _antecedent(self, gender: Gender) -> Subject | None:
        """Return whom a pronoun of `gender` means: the last subject, unless it may be another."""
        last = self.last
        if last is None or (gender == "p") != (last.gender == "p"):
            return None
        return None if gender and last.gender and gender != last.gender else last

    def _plain_subject(self, places: Sequence[tuple[int, int]]) -> Subject | None:
        """Return the subject that opens a sentence which nobody is said to say, if plainly one."""
        (begin, stop), words, lists = places[0], self.words, self.lists
        if words.low[begin] in lists.pronouns:
            return self._antecedent(lists.pronouns[words.low[begin]])
        speaker = self.speakers.read(begin, stop)
        if not speaker or not speaker.is_somebody or speaker.last + 1 >= stop:
            return None
        after, last = words.low[speaker.last + 1], speaker.last
        if words.gaps[last + 1] or (
            after in lists["of"] | lists["prepositions"] and after not in lists["verbs"]
        ):
            return None
        if (
            after not in lists["verbs"]
            and last > speaker.first + 1
            and not words.is_name[last]
            and words.surfaces[last] not in lists["voices"]
        ):
            # "Les grévistes occupent le site": the verb was read as one of the noun's.
            speaker = Speaker(speaker.first, last - 1, speaker.gender, True)
        return self._subject(speaker)

    # --- what ---

    def _assign(
        self,
        saying: Saying,
        who: Subject,
        unit: Unit,
        said: dict[Quotation, Subject],
        following: int | None,
        *,
        is_first: bool,
    ) -> None:
        """Give `who` what he says by `saying`: after it up to verb `following`, or before it."""
        words = self.words
        start = words.starts[saying.first]
        stop = self.words.number_at(unit.end)
        before = [q for q in unit.quotations if q.end <= start]
        if saying.is_next_to_quotation and before:
            if is_first:
                self._add(unit.start, before[-1].end, who)
            said.setdefault(before[-1], who)
        limit = unit.end if following is None else words.starts[following]
        for quotation in unit.quotations:
            between = words.low[saying.last + 1 : self.words.number_at(quotation.start)]
            if start < quotation.start < limit and self.lists["breakers"].isdisjoint(between):
                said.setdefault(quotation, who)
        if not saying.is_after and (at := self._that(saying, following or stop)) >= 0:
            end = unit.end if following is None else self.words.ends[following - 1]
            self._add(words.starts[at], end, who)
        elif is_first:
            # "L'usine fermera en mai, a indiqué la direction."
            begin = self.words.number_at(unit.start)
            ends = self.sayings.skip(saying.last + 1, stop)
            if (
                "," in words.gaps[saying.first]
                and saying.first - begin >= _LEAST_CLAUSE
                and words.gaps[ends]
                and words.low[begin] not in self.lists["prepositions"]  # "Lors d'un essai, …"
                and not any(q.start > start for q in unit.quotations)
            ):
                self._add(unit.start, self.words.ends[saying.first - 1], who)

    def _that(self, saying: Saying, stop: int) -> int:
        """Return the word that reported speech begins with after `saying`, or -1."""
        words, lists = self.words, self.lists
        i = saying.last + 1
        if i >= stop or (words.gaps[i] and words.low[i] not in lists["conjunctions"]):
            return -1  # "it was raised, she said, by …"
        if words.low[i] in lists["infinitives"]:
            return i
        for n in range(i, min(stop, i + _THAT_REACH)):
            if words.low[n] in lists["conjunctions"]:
                return n
            if words.gaps[n] not in JOINED:
                break
        verb = words.low[saying.verb_end]
        is_clause = stop - i >= _LEAST_CLAUSE and words.low[i] not in lists["prepositions"]
        return i if verb in lists["bare"] and is_clause else -1

    def _source(self, unit: Unit, places: Sequence[tuple[int, int]]) -> Subject | None:
        """Return the source of a sentence with "selon X", which all of it is then said by."""
        words, lists = self.words, self.lists
        first, stop = places[0][0], places[-1][1]
        for i in range(first, stop):
            for phrase in lists.sources:
                if tuple(words.low[i : i + len(phrase)]) != phrase:
                    continue
                named = self.speakers.read(i + len(phrase), stop)
                if not named or not named.is_somebody:
                    return None
                named = self.speakers.with_name(named, stop)
                who = self._subject(named)
                if i > first:
                    self._add(unit.start, self.words.ends[i - 1], who)
                elif named.last + 1 < len(words.starts):
                    self._add(words.starts[named.last + 1], unit.end, who)
                return who
        return None

    def _colon(
        self, unit: Unit, place: tuple[int, int], said: dict[Quotation, Subject]
    ) -> Subject | None:
        """Return the speaker of `X: "…"`."""
        begin, stop = place
        speaker = self.speakers.read(begin, stop)
        if not (speaker and speaker.is_somebody and speaker.last == stop - 1 and unit.quotations):
            return None
        if not self.words.gaps[stop].startswith(":"):
            return None
        who = said[unit.quotations[0]] = self._subject(speaker)
        return who

    def _inside(self, quotation: Quotation) -> Subject | None:
        """Return the speaker of « Nous partirons, explique X, et … », named inside the marks."""
        begin, stop = self.words.number_at(quotation.start), self.words.number_at(quotation.end)
        for saying in self.sayings.read([(begin, stop)]):
            if saying.is_after and "," in self.words.gaps[saying.verb]:
                return self._who(saying)
        return None
