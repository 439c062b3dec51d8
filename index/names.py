"""The names of an article: which stand for one person or organisation, and what they are called.

"Sam Altman", "M. Altman" and "le patron d'OpenAI" are one person where the article says so. All
is decided within one article, by title, first name, apposition and bracket; where two persons
share a surname, it stands for neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.lexicon import word_classes
from index.mention_lines import Line, Word
from index.mention_words import MentionWords

Kind = Literal["person", "body", "place", "unknown"]
Terms = tuple[str, ...]

_ROLE = 8  # words that a role and the name beside it may take
_JOINS = frozenset({" ", "-", "\u00a0", "\u202f", "‑"})
_TITLE_JOINS = frozenset({" ", ". ", "\u00a0", ".\u00a0"})
_APPOSED = frozenset({", ", " (", " – ", " - "})
_STRONG = 4  # what a title or a first name counts; a guess from the form counts 1


@dataclass(slots=True)
class Entity:
    """A person or organisation: its `names` as terms, and what is known of it.

    `gender` is "m", "f" or "" where it is not known. `nouns` are what it is called by ("patron");
    `roles` phrases of terms that mean it ("patron openai").
    """

    names: set[Terms] = field(default_factory=set)
    votes: dict[Kind, int] = field(default_factory=dict)
    gender: str = ""
    nouns: set[str] = field(default_factory=set)
    roles: set[Terms] = field(default_factory=set)

    @property
    def terms(self) -> frozenset[str]:
        """The terms of all its names."""
        return frozenset(term for name in self.names for term in name)

    @property
    def kind(self) -> Kind:
        """What most speaks for; a place only where nothing else does."""
        order: tuple[Kind, ...] = ("unknown", "place", "body", "person")
        return max(order, key=lambda kind: (self.votes.get(kind, 0), -order.index(kind)))

    @property
    def is_certain(self) -> bool:
        """Whether more than its form says what it is."""
        return self.votes.get(self.kind, 0) >= _STRONG


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (exclusive) of a line, which name `entity` or say its role."""

    first: int
    last: int
    entity: Entity
    is_role: bool = False


def find_names(lines: Sequence[Line], words: MentionWords, language: str) -> list[list[Mention]]:
    """The mentions in each of `lines`, in order of place."""
    runs = [_runs(line, *_forms(lines), words, language) for line in lines]
    groups: dict[Terms, Entity] = {}
    for line, found in zip(lines, runs, strict=True):
        for first, last in found:
            terms = _terms(line.words[first:last])
            entity = groups.setdefault(terms, Entity({terms}))
            _look_at(line.words, first, last, entity, words, language)
    _unite_persons(groups)
    mentions = [
        [Mention(first, last, groups[_terms(line.words[first:last])]) for first, last in found]
        for line, found in zip(lines, runs, strict=True)
    ]
    phrases: dict[Terms, set[int]] = {}
    entities: dict[int, Entity] = {}
    for line, found_here in zip(lines, mentions, strict=True):
        for terms, entity in _said_to_be(line.words, found_here, words):
            phrases.setdefault(terms, set()).add(id(entity))
            entities[id(entity)] = entity
        for names in _same_office(line.words, words):
            office = Entity(set(names), {"body": _STRONG})
            entities[id(office)] = office
            for terms in names:
                phrases.setdefault(terms, set()).add(id(office))
    by_first: dict[str, list[tuple[Terms, Entity]]] = {}
    for terms, owners in phrases.items():
        if len(owners) == 1:
            by_first.setdefault(terms[0], []).append((terms, entities[next(iter(owners))]))
    return [
        _in_order(found_here, list(_phrases_in(line.words, by_first)))
        for line, found_here in zip(lines, mentions, strict=True)
    ]


def _in_order(runs: Sequence[Mention], phrases: Sequence[Mention]) -> list[Mention]:
    """All of one line by place; a run that is part of a longer name's phrase is not itself one."""
    covered = {i for p in phrases if not p.is_role for i in range(p.first, p.last)}
    kept = [run for run in runs if run.first not in covered]
    return sorted([*kept, *phrases], key=lambda m: (m.first, -m.last))


def _terms(words: Sequence[Word]) -> Terms:
    return tuple(word.term for word in words if word.term)


def _forms(lines: Sequence[Line]) -> tuple[frozenset[str], frozenset[str]]:
    """Surfaces that have a capital amid a sentence, and those that are written without one."""
    inner = {w.surface for line in lines for w in line.words if w.token.is_name and not w.opens}
    small = {w.surface for line in lines for w in line.words if not w.token.is_name}
    return frozenset(inner), frozenset(small)


def _runs(
    line: Line, inner: frozenset[str], small: frozenset[str], words: MentionWords, language: str
) -> list[tuple[int, int]]:
    """(first, last) of each run of words that is a name."""
    row = line.words
    closed = frozenset().union(
        *(word_classes(language).get(n, ()) for n in ("place", "manner", "reason", "number_word"))
    )

    def may_be(i: int) -> bool:
        word = row[i]
        return (
            word.token.is_name
            and bool(word.term)
            and len(word.surface) > 1
            and word.surface not in words.no_names
            and word.surface not in words.titles
            and word.compound not in words.people
            and not (word.opens and (word.surface in closed or word.surface in words.speech))
        )

    def is_name(i: int) -> bool:
        word = row[i]
        if not word.opens or word.surface in words.names:
            return True
        if word.surface in small or word.surface in words.openers:
            return False
        if word.surface in inner:
            return True
        following = row[i + 1] if i + 1 < len(row) else None
        if following is None:
            return False
        if following.token.is_name and following.before in _JOINS:
            return may_be(i + 1)
        if word.surface.endswith(words.no_name_endings) or following.before.strip(" "):
            # "Orbix, formerly known as", "Orbix, a startup": what stands apposed is a name.
            noun = i + 1 + (following.surface in words.articles)
            kinds = words.people | words.bodies
            return _also(row, i + 1, words) > 0 or (
                following.before == ", "
                and following.surface not in words.definite
                and noun < len(row)
                and row[noun].compound in kinds
            )
        return following.surface in words.auxiliaries or (
            not following.token.is_number
            and bool(following.term)
            and following.surface.endswith(words.verb_endings)
        )

    found: list[tuple[int, int]] = []
    i = 0
    while i < len(row):
        if not (may_be(i) and is_name(i)):
            i += 1
            continue
        last = i + 1
        while last < len(row) and last - i < 6 and row[last].before in _JOINS and may_be(last):
            last += 1
        after_of = i > 0 and (
            row[i - 1].surface in words.of or (i > 1 and row[i - 2].surface in words.of)
        )
        if after_of:
            # "ministre de la Défense Pete Hegseth": a first name begins another name.
            for k in range(i + 1, last - 1):
                if row[k].surface in words.names and row[k - 1].surface not in words.names:
                    found.append((i, k))
                    i = k
                    break
        found.append((i, last))
        i = last
    return found


def _look_at(
    row: Sequence[Word], first: int, last: int, entity: Entity, words: MentionWords, language: str
) -> None:
    """What stands in and beside a name, as votes for what it names."""
    votes = entity.votes

    def vote(kind: Kind, weight: int) -> None:
        votes[kind] = votes.get(kind, 0) + weight

    name = row[first:last]
    before = row[first - 1] if first else None
    vote("unknown", 0)
    if before and before.surface in words.titles and row[first].before in _TITLE_JOINS:
        vote("person", _STRONG * 2)
        entity.gender = entity.gender or words.titles[before.surface]
    if any(word.surface in words.body_words for word in name):
        vote("body", _STRONG * 2)
    elif len(name) > 1 and name[0].surface in words.names:
        vote("person", _STRONG * 2)
        entity.gender = entity.gender or words.names[name[0].surface]
    if before and row[first].before in _JOINS:
        if before.compound in words.people or before.surface in words.people:
            vote("person", _STRONG)
            entity.nouns.add(before.compound)
        elif (
            before.compound in words.bodies
            or _ends_compound(row, first, words)
            or (first > 1 and row[first - 2].compound in words.bodies and before.term)
        ):
            vote("body", _STRONG)
        elif before.surface in words.places_after:
            vote("place", 2)
    if last < len(row) and row[last].before in _APPOSED:
        definite = row[last].surface in words.definite
        noun = last + (row[last].surface in words.articles)
        # "Née à Oran, l'artiste" is no apposition; "Paul Rey, le maire de Tours" is.
        said = not definite or (
            noun + 2 < len(row)
            and row[noun + 1].surface in words.of
            and not row[noun + 2].token.is_number
        )
        if said and noun < len(row) and row[noun].before.strip(" '’") in ("", ",", "("):
            if row[noun].compound in words.people:
                vote("person", _STRONG)
                entity.nouns.add(row[noun].compound)
            elif row[noun].compound in words.bodies:
                vote("body", _STRONG)
    if len(name) == 1 and name[0].is_brand:
        vote("body", _STRONG)
    article = before is not None and before.surface in words.articles
    if 2 <= len(name) <= 3 and not article and language != "de":
        vote("person", 1)


def _ends_compound(row: Sequence[Word], first: int, words: MentionWords) -> bool:
    """Whether "start-up" or another compound for an organisation ends just before `first`."""
    return any(
        row[k].compound in words.bodies and row[k].compound.count("-") == first - 1 - k
        for k in range(max(0, first - 3), first - 1)
    )


def _unite_persons(groups: dict[Terms, Entity]) -> None:
    """A surname alone stands for the one person of the article who has it."""
    owners: dict[str, list[Terms]] = {}
    for terms, entity in groups.items():
        if len(terms) > 1 and entity.kind == "person":
            owners.setdefault(terms[-1], []).append(terms)
    for terms in [terms for terms in groups if len(terms) == 1]:
        full = owners.get(terms[0], [])
        alone = groups[terms]
        if len(full) != 1 or (alone.kind == "body" and alone.is_certain):
            continue
        whole = groups[full[0]]
        if whole.gender and alone.gender and whole.gender != alone.gender:
            continue  # "Mme Rey" is not Paul Rey
        whole.names |= alone.names
        whole.gender = whole.gender or alone.gender
        whole.nouns |= alone.nouns
        for kind, weight in alone.votes.items():
            whole.votes[kind] = whole.votes.get(kind, 0) + weight
        groups[terms] = whole


def _said_to_be(
    row: Sequence[Word], mentions: Sequence[Mention], words: MentionWords
) -> Iterator[tuple[Terms, Entity]]:
    """The phrases that a line says a name stands for: its role, its long form, its other name."""
    for number, mention in enumerate(mentions):
        entity, first, last = mention.entity, mention.first, mention.last
        if entity.kind in ("person", "unknown"):
            role = _role_before(row, mentions[:number], first, words) or _role_after(
                row, last, words
            )
            if role and not entity.terms & set(role):
                entity.votes["person"] = entity.votes.get("person", 0) + _STRONG
                entity.roles.add(role)
                yield role, entity
        if last - first == 1 and row[first].is_brand and (long := _spelt_out(row, first)):
            entity.names.add(long)
            entity.votes["body"] = entity.votes.get("body", 0) + _STRONG
            yield long, entity
            yield (row[first].term,), entity
        if number + 1 < len(mentions):
            other = mentions[number + 1]
            length = _also(row, last, words)
            if length and other.first == last + length and other.entity is not entity:
                entity.names |= other.entity.names
                for name in tuple(entity.names):
                    yield name, entity


def _role_before(
    row: Sequence[Word], earlier: Sequence[Mention], first: int, words: MentionWords
) -> Terms:
    """The role in "le patron d'OpenAI, Sam Altman" or "OpenAI's boss, Sam Altman", or nothing."""
    if row[first].before not in (" ", ", ", "\u00a0"):
        return ()
    if first and row[first - 1].compound in words.people:
        # English names the firm before the role.
        for mention in reversed(earlier[-1:]):
            between = row[mention.last : first]
            if len(between) <= 4 and all(_is_plain(word) for word in between):
                owner = row[mention.first].before.endswith(("'", "’")) or (
                    bool(between) and between[0].surface == "s"
                )
                if owner or "s" not in words.of:
                    terms = _terms(row[mention.first : first])
                    if len(terms) > 1 and between[0].surface not in words.of:
                        return terms
    for k in range(first - 1, max(-1, first - _ROLE - 1), -1):
        if k + 1 < first and row[k].compound in words.people and row[k + 1].surface in words.of:
            if k and row[k - 1].surface in words.possessives:
                return ()
            terms = _terms(row[k:first])
            return terms if len(terms) > 1 else ()
        if not _is_plain(row[k]):
            return ()
    return ()


def _role_after(row: Sequence[Word], last: int, words: MentionWords) -> Terms:
    """The role in "Sam Altman, (le) patron d'OpenAI," or nothing."""
    if last >= len(row) or row[last].before not in _APPOSED:
        return ()
    noun = last + (row[last].surface in words.articles)
    if noun + 2 >= len(row) + 1 or noun >= len(row) or row[noun].compound not in words.people:
        return ()
    if noun + 1 >= len(row) or row[noun + 1].surface not in words.of:
        return ()
    end = noun + 1
    while end < len(row) and end - noun < _ROLE and _is_plain(row[end]):
        if row[end].surface in words.auxiliaries and row[end].surface not in words.of:
            return ()
        end += 1
    terms = _terms(row[noun:end])
    return terms if 1 < len(terms) <= 4 else ()


def _is_plain(word: Word) -> bool:
    """Whether nothing but a space, an elision or a hyphen stands before the word."""
    return not word.before.strip(" -'’\u00a0\u202f")


def _spelt_out(row: Sequence[Word], place: int) -> Terms:
    """The long form of the acronym in brackets at `place`, before it: its initials agree."""
    acronym = row[place].surface
    if not row[place].before.endswith("("):
        return ()
    initials, content = "", ""
    for k in range(place - 1, max(-1, place - 12), -1):
        word = row[k]
        initials = word.surface[:1] + initials
        content = (word.surface[:1] if word.term else "") + content
        if word.token.is_name and word.term and acronym in (initials, content):
            return _terms(row[k:place])
        if not _is_plain(word):
            return ()
    return ()


def _also(row: Sequence[Word], place: int, words: MentionWords) -> int:
    """How many words at `place` say that another name of the same follows ("formerly")."""
    if place >= len(row) or row[place].before.strip(" ") not in (",", "(", "–"):
        return 0
    return max(
        (
            len(phrase)
            for phrase in words.also
            if tuple(w.surface for w in row[place : place + len(phrase)]) == phrase
        ),
        default=0,
    )


def _same_office(row: Sequence[Word], words: MentionWords) -> Iterator[tuple[Terms, ...]]:
    """Two names of one office, where the line says that one is a *name* given to the other."""
    if not any(word.surface == words.named for word in row):
        return
    offices: dict[str, dict[Terms, None]] = {}
    for k, word in enumerate(row):
        if word.surface not in words.institutions:
            continue
        end = k + 1
        while end < len(row) and end - k < 4 and not row[end].token.is_name and _is_plain(row[end]):
            end += 1
        if end < len(row) and end > k + 1 and row[k + 1].surface in words.of:
            terms = (word.term, row[end].term)
            if row[end].token.is_name and all(terms):
                offices.setdefault(word.surface, {})[terms] = None
    for names in offices.values():
        if len(names) == 2:
            yield tuple(names)


def _phrases_in(
    row: Sequence[Word], by_first: dict[str, list[tuple[Terms, Entity]]]
) -> Iterator[Mention]:
    """The places in a line of phrases known to mean someone, by their first term."""
    content = [i for i, word in enumerate(row) if word.term]
    for position, i in enumerate(content):
        for terms, entity in by_first.get(row[i].term, ()):
            places = content[position : position + len(terms)]
            if tuple(row[k].term for k in places) != terms:
                continue
            inside = row[i + 1 : places[-1] + 1]
            is_role = terms in entity.roles
            if is_role or entity.kind == "unknown" or row[i].token.is_name or len(terms) > 1:
                if row[i].before == "-" or not all(_is_plain(word) for word in inside):
                    continue  # "ex-patron"
                yield Mention(i, places[-1] + 1, entity, is_role)
