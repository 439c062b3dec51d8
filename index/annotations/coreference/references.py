"""Who is meant: which earlier sentence a sentence leans on, and whose names its words stand for.

"Elle a promis de saisir la justice" cannot be understood alone. It leans on the nearest earlier
sentence that names a fitting somebody, in a news report often in the paragraph before. Rules over
word lists; in doubt they say nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.annotations.coreference.entities import Entity, Mention, find_mentions
from index.annotations.coreference.lines import Line, make_lines
from index.annotations.coreference.subjects import Subject, SubjectFinder
from index.annotations.names import Names
from index.annotations.words import AnnotationWords, annotation_words
from index.documents.cut import CutDocument
from index.text.lexicon import words_of

REACH = 4  # sentences back, captions and headings not counted

Antecedent = tuple["_Read | None", Entity | None]

_LEANING = frozenset(
    ("pronoun", "it", "they", "that", "latter", "demonstrative", "possessive", "person", "body")
)


@dataclass(frozen=True, slots=True)
class References:
    """What the sentences of one article refer to. All offsets are in `document.text`.

    - `leans_on`: for each sentence (by start offset), (start, end) of the earlier one that it
      cannot be understood without
    - `meant`: for each sentence (by start offset), the terms of entities that it refers to
      without naming them, or without their whole name
    """

    leans_on: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    meant: Mapping[int, frozenset[str]] = field(default_factory=dict)


def resolve_references(cut: CutDocument, names: Names) -> References:
    """Return who is meant in the article whose proper names are `names`.

    Captions and headings lean on nothing, and nothing leans on them; an article in a language
    without word lists has no references. Time is linear in the text.
    """
    words = annotation_words(cut.document.language)
    if words is None:
        return References()
    lines = list(make_lines(cut, names))
    finder = SubjectFinder(words)
    resolver = _Resolver(words)
    leans_on: dict[int, tuple[int, int]] = {}
    meant: dict[int, frozenset[str]] = {}
    for line, mentions in zip(lines, find_mentions(lines, words), strict=True):
        target, entity = resolver.read(line, mentions, finder.find(line, mentions))
        if target is not None:
            leans_on[line.start] = target.line.start, target.line.end
        entities = [mention.entity for mention in mentions] + [entity] * (entity is not None)
        terms = frozenset[str]().union(*(e.terms for e in entities if e))
        if missing := terms - {token.term for token in line.tokens}:
            meant[line.start] = missing
    return References(leans_on, meant)


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A sentence read so far: its subject, whom that is, the sentence that says so, who speaks."""

    line: Line
    mentions: Sequence[Mention]
    subject: Subject
    entity: Entity | None
    target: _Read | None
    speaker: Entity | None

    @property
    def source(self) -> _Read:
        """The sentence that says who this one is about."""
        return self.target or self


class _Resolver:
    """Reads the sentences of one article in order, and finds what each leans on."""

    def __init__(self, words: AnnotationWords) -> None:
        self._words = words
        self._speech = words_of(words.code, "speech")
        self._near: deque[_Read] = deque(maxlen=REACH)  # nearest first

    def read(self, line: Line, mentions: Sequence[Mention], subject: Subject) -> Antecedent:
        """Return the sentence that `line` leans on, and who is meant besides its names."""
        if line.kind != "text":
            return None, None
        target: _Read | None = None
        entity, owner = subject.entity, None
        if subject.kind in _LEANING:
            target, entity = self._antecedent(subject, is_first=line.is_first)
        elif subject.is_owned:
            owned = Subject("possessive", subject.gender, subject.noun)
            _, owner = self._antecedent(owned, is_first=line.is_first)
        elif not line.outer and not line.is_first and self._near and self._near[0].speaker:
            # A sentence that is all quoted is said by whoever spoke just before.
            before = self._near[0]
            entity = before.speaker
            target = before if before.line.outer else before.target
        # "Son patron" is not the firm: what follows may lean on him, whose name is not known.
        topic = None if subject.kind == "possessive" else entity
        speaks = subject.speaks or not line.outer
        speaker = topic if speaks else self._speaker(line, mentions)
        near = target if target in self._near else None
        self._near.appendleft(_Read(line, mentions, subject, topic, target, speaker))
        return near, owner or (entity if subject.kind != "name" else None)

    def _speaker(self, line: Line, mentions: Sequence[Mention]) -> Entity | None:
        """Return who is quoted in a line that names him after the verb: "a estimé Paul Rey"."""
        spoken = {i for i in line.outer if line.surfaces[i] in self._speech}
        if len(line.outer) == len(line.tokens):
            return None
        return next((m.entity for m in mentions if {m.first - 1, m.first - 2} & spoken), None)

    def _antecedent(self, subject: Subject, *, is_first: bool) -> Antecedent:
        """Return the sentence that says who or what `subject` is, and who, where it is a name."""
        if not self._near:
            return None, None
        before = self._near[0]
        if subject.kind == "that":
            return before, None
        if subject.kind == "demonstrative":
            for read in self._near:
                if any(token.term == subject.term for token in read.line.tokens):
                    return read, None
            # Of which of several paragraphs "cette annonce" speaks is in doubt after a quote.
            return (None if is_first and before.line.opens_quoted else before), None
        if subject.kind == "they":
            if is_first and not before.subject.is_plural:
                return None, None
            return (before.source if before.subject.kind == "they" else before), None
        for read in self._near:
            if (found := self._by_subject(subject, read)) or (
                found := self._by_mention(subject, read)
            ):
                return found
        return None, None

    def _by_subject(self, subject: Subject, read: _Read) -> Antecedent | None:
        """Return what `read` is about, if that may be meant."""
        known = read.subject
        carries_on = known.kind in ("pronoun", "it", "latter", "person", "body", "none")
        said = read.source if carries_on else read
        if read.entity:
            return (said, read.entity) if self._fits(subject, read.entity) else None
        if known.kind in ("none", "that", "they", "name") or known.is_plural:
            return None
        if known.kind in ("pronoun", "it", "latter") and read.target is None:
            return None
        return (said, None) if self._fits_noun(subject, known) else None

    def _by_mention(self, subject: Subject, read: _Read) -> Antecedent | None:
        """Return who else is named in `read` outside quotes; in doubt which, no name."""
        outer = set(read.line.outer)
        named = [mention for mention in read.mentions if mention.first in outer]
        fitting = {m.entity for m in named if m.entity.is_certain and self._fits(subject, m.entity)}
        if not fitting and subject.kind == "body":
            # A firm that nothing but "la société" in the next sentence says to be one.
            fitting = {
                m.entity
                for m in named
                if m.entity.kind == "unknown"
                and not (m.first and read.line.low[m.first - 1] in self._words["of"])
            }
        if not fitting:
            return None
        return read, next(iter(fitting)) if len(fitting) == 1 else None

    def _fits(self, subject: Subject, entity: Entity) -> bool:
        """Tell whether `subject` may stand for `entity`."""
        if subject.gender and entity.gender and subject.gender != entity.gender:
            return False
        if entity.kind == "person" and not entity.is_certain:
            return True
        return entity.kind in ("unknown", *self._allowed(subject))

    def _fits_noun(self, subject: Subject, known: Subject) -> bool:
        """Tell whether `subject` may stand for what an earlier sentence calls by a noun."""
        is_person = known.noun in self._words["people"]
        if subject.gender and known.gender and subject.gender != known.gender:
            return False
        if subject.kind in ("person", "body"):
            return subject.noun == known.noun
        if subject.speaks and not is_person and known.noun not in self._words["bodies"]:
            return False
        return ("person" if is_person else "body") in self._allowed(subject)

    def _allowed(self, subject: Subject) -> tuple[str, ...]:
        """Return whether `subject` may be a person, an organisation or either."""
        if subject.kind in ("person", "body"):
            return (subject.kind,)
        if subject.kind == "it" or subject.gender == "n":
            return ("body",)
        if not self._words.things_have_gender and subject.kind in ("pronoun", "possessive"):
            return ("person",)
        return ("person", "body")
