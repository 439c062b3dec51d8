"""Who is meant: which earlier sentence a sentence leans on, and whose names its words stand for.

"Elle a promis de saisir la justice" cannot be understood alone. It leans on the nearest earlier
sentence that names a fitting somebody, in a news report often in the paragraph before. Rules
over word lists (`coreference.json`); in doubt they say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.annotations.coreference.entities import Entity, Mention
from index.annotations.coreference.lines import Line, make_lines
from index.annotations.coreference.names import find_names
from index.annotations.coreference.subjects import Subject, SubjectFinder
from index.annotations.coreference.words import MentionWords, mention_words
from index.documents.cut import CutDocument
from index.documents.document import Document
from index.documents.passages import Passage, cut_passages

REACH = 4  # sentences back, captions and headings not counted

_Antecedent = tuple[int | None, Entity | None]

_LEANING = frozenset(
    {"pronoun", "it", "they", "that", "latter", "demonstrative", "possessive", "person", "body"}
)


@dataclass(frozen=True, slots=True)
class References:
    """What the sentences of one document refer to. All offsets are in `document.text`.

    `leans_on` maps the start of a sentence to (start, end) of the earlier one it cannot do
    without. `meant` maps a start to the terms of the names that the sentence means but does not
    hold: of whom its subject stands for, and the rest of a name it gives in part or as a role.
    `aliases` maps a term that stands in the article only for one person or organisation to the
    terms of all its names.
    """

    leans_on: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    meant: Mapping[int, frozenset[str]] = field(default_factory=dict)
    aliases: Mapping[str, frozenset[str]] = field(default_factory=dict)


def resolve_references(cut: CutDocument) -> References:
    """Return who is meant in the article."""
    return references(cut.document, cut.passages)


def references(document: Document, passages: Sequence[Passage]) -> References:
    """Who is meant in `document`, cut into `passages`; nothing in a language without word lists.

    Sentences of captions and headings lean on nothing and nothing leans on them. Time is linear
    in the text.
    """
    words = mention_words(document.language)
    if words is None:
        return References()
    lines = make_lines(document, passages)
    mentions = find_names(document.text, lines, words, document.language)
    finder = SubjectFinder(words, document.language)
    resolver = _Resolver(lines, mentions, words)
    leans_on: dict[int, tuple[int, int]] = {}
    meant: dict[int, frozenset[str]] = {}
    for number, line in enumerate(lines):
        target, entity = resolver.read(number, finder.find(line, mentions[number]))
        if target is not None:
            leans_on[line.start] = lines[target].start, lines[target].end
        terms = frozenset().union(*(m.entity.terms for m in mentions[number]))
        terms |= entity.terms if entity else frozenset()
        terms -= {word.term for word in line.words}
        if terms:
            meant[line.start] = terms
    return References(leans_on, meant, _aliases(lines, mentions))


@lru_cache(maxsize=256)
def references_of(document: Document) -> References:
    """`references` of the whole `document`; worked out once, and kept for the next question."""
    return references(document, cut_passages(document))


def _aliases(
    lines: Sequence[Line], mentions: Sequence[Sequence[Mention]]
) -> dict[str, frozenset[str]]:
    """Each term that only ever stands for one entity, with the terms of all its names."""
    owners: dict[str, Entity | None] = {}
    for line, found in zip(lines, mentions, strict=True):
        held: dict[int, Entity] = {}
        for mention in found:
            if not mention.is_role:
                held.update(dict.fromkeys(range(mention.first, mention.last), mention.entity))
        for i, word in enumerate(line.words):
            if word.term:
                entity = held.get(i)
                if owners.setdefault(word.term, entity) is not entity:
                    owners[word.term] = None
    return {
        term: entity.terms
        for term, entity in owners.items()
        if entity is not None and len(entity.terms) > 1
    }


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence read so far: its subject, whom that is, and the sentence that says so."""

    number: int
    subject: Subject
    entity: Entity | None
    target: int | None
    speaker: Entity | None


class _Resolver:
    """Reads the sentences of one document in order, and finds what each leans on."""

    def __init__(
        self, lines: Sequence[Line], mentions: Sequence[Sequence[Mention]], words: MentionWords
    ) -> None:
        self._lines = lines
        self._mentions = mentions
        self._words = words
        self._read: list[_Read] = []  # of the text since the last heading

    def read(self, number: int, subject: Subject) -> tuple[int | None, Entity | None]:
        """The number of the line that line `number` leans on, and who is meant beside its names."""
        line = self._lines[number]
        if line.kind == "heading":
            self._read.clear()
        if line.kind != "text":
            return None, None
        target: int | None = None
        entity = subject.entity
        owner: Entity | None = None
        if subject.kind in _LEANING:
            target, entity = self._antecedent(subject, is_first=line.is_first)
        elif subject.owned:
            _, owner = self._antecedent(
                Subject("possessive", subject.gender, subject.noun), is_first=line.is_first
            )
        elif line.words and not line.outer and not line.is_first and self._read:
            # A sentence that is all quoted is said by whoever spoke just before.
            before = self._read[-1]
            if before.speaker:
                entity = before.speaker
                target = before.number if self._lines[before.number].outer else before.target
        # "Son patron" is not the firm: what follows may lean on him, whose name is not known.
        topic = None if subject.kind == "possessive" else entity
        self._read.append(
            _Read(number, subject, topic, target, self._speaker(number, subject, topic))
        )
        del self._read[: -REACH * 2]
        if target is not None and not self._within_reach(target):
            target = None
        return target, owner or (entity if subject.kind != "name" else None)

    def _within_reach(self, target: int) -> bool:
        return target in [read.number for read in self._read[-REACH - 1 :]]

    def _speaker(self, number: int, subject: Subject, entity: Entity | None) -> Entity | None:
        """Who is quoted in a line, where it says so."""
        line = self._lines[number]
        if not line.outer:
            return entity
        if len(line.outer) == len(line.words):
            return None
        if subject.speaks:
            return entity
        for i in line.outer:
            if line.words[i].surface in self._words.speech:
                for mention in self._mentions[number]:
                    if i < mention.first <= i + 2:
                        return mention.entity
        return None

    def _antecedent(self, subject: Subject, *, is_first: bool) -> _Antecedent:
        """The line that says who or what `subject` is, and who, where it is a name."""
        near = self._read[: -REACH - 1 : -1]  # nearest first
        if not near:
            return None, None
        if subject.kind == "that":
            return near[0].number, None
        if subject.kind == "demonstrative":
            for read in near:
                if any(w.term == subject.term for w in self._lines[read.number].words):
                    return read.number, None
            # Of which of several paragraphs "cette annonce" speaks is in doubt behind a quote.
            if is_first and self._lines[near[0].number].opens_quoted:
                return None, None
            return near[0].number, None
        if subject.kind == "they":
            before = near[0]
            if is_first and not before.subject.is_plural:
                return None, None
            if before.subject.kind == "they" and before.target is not None:
                return before.target, None
            return before.number, None
        if subject.kind in ("person", "body") and (found := self._called(subject, near)):
            return found
        for read in near:
            if (found := self._by_subject(subject, read)) or (
                found := self._by_mention(subject, read)
            ):
                return found
        return None, None

    def _called(self, subject: Subject, near: Sequence[_Read]) -> _Antecedent | None:
        """Somebody whom the article has called by this very noun: "le ministre"."""
        for read in near:
            for mention in self._mentions[read.number]:
                entity = mention.entity
                if subject.noun in entity.nouns and self._fits(subject, entity, strict=False):
                    return read.number, entity
            if read.subject.kind == "noun" and read.subject.noun == subject.noun:
                return (read.number, None) if not read.subject.is_plural else None
        return None

    def _by_subject(self, subject: Subject, read: _Read) -> _Antecedent | None:
        """What `read` is about, if that may be meant."""
        known = read.subject
        carries_on = known.kind in ("pronoun", "it", "latter", "person", "body", "none")
        said = read.target if carries_on and read.target is not None else read.number
        if read.entity:
            return (said, read.entity) if self._fits(subject, read.entity, strict=False) else None
        if known.kind in ("none", "that", "they", "name") or known.is_plural:
            return None
        if known.kind in ("pronoun", "it", "latter") and read.target is None:
            return None
        return (said, None) if self._fits_noun(subject, known) else None

    def _by_mention(self, subject: Subject, read: _Read) -> _Antecedent | None:
        """Who else is named in `read` outside quotes; in doubt which, the sentence alone."""
        row = self._lines[read.number].words
        fitting = {
            id(mention.entity): mention.entity
            for mention in self._mentions[read.number]
            if not row[mention.first].quoted and self._fits(subject, mention.entity, strict=True)
        }
        if not fitting and subject.kind == "body":
            # A firm that nothing but "la société" in the next sentence says to be one.
            fitting = {
                id(mention.entity): mention.entity
                for mention in self._mentions[read.number]
                if not row[mention.first].quoted
                and mention.entity.kind == "unknown"
                and not (mention.first and row[mention.first - 1].surface in self._words.of)
            }
        if not fitting:
            return None
        return read.number, next(iter(fitting.values())) if len(fitting) == 1 else None

    def _fits(self, subject: Subject, entity: Entity, *, strict: bool) -> bool:
        """Whether `subject` may stand for `entity`; `strict`: where that one is no subject."""
        kind, certain = entity.kind, entity.is_certain
        if kind == "place" or ((strict or subject.kind == "latter") and not certain):
            return False
        if subject.gender and entity.gender and subject.gender != entity.gender:
            return False
        allowed = self._allowed(subject)
        if kind == "person":
            return "person" in allowed or not (certain or subject.kind == "possessive")
        return kind == "unknown" or kind in allowed

    def _allowed(self, subject: Subject) -> tuple[str, ...]:
        """Whether `subject` may be a person, an organisation or either."""
        if subject.kind == "person" or subject.kind == "body":
            return (subject.kind,)
        if subject.kind == "it" or (subject.kind == "possessive" and subject.gender == "n"):
            return ("body",)
        if not self._words.things_have_gender and subject.kind in ("pronoun", "possessive"):
            return ("person",)
        return ("person", "body")

    def _fits_noun(self, subject: Subject, known: Subject) -> bool:
        """Whether `subject` may stand for what an earlier sentence calls by a common noun."""
        is_person = known.kind == "person" or known.noun in self._words.people
        is_body = known.kind == "body" or known.noun in self._words.bodies
        if subject.gender and known.gender and subject.gender != known.gender:
            return False
        if subject.kind in ("person", "body"):
            return subject.noun == known.noun
        if subject.speaks and not (is_person or is_body):
            return False
        allowed = self._allowed(subject)
        return ("person" if is_person else "body") in allowed
