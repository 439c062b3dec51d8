"""What a line says that a name stands for: its role, its long form, its other name.

"Le patron d'OpenAI, Sam Altman", "Organisation des Nations unies (ONU)", "Orbix, formerly known as
Orbitel": from there on, both mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.annotations.coreference.entities import STRONG, Entity, Mention, Terms, terms_of
from index.annotations.coreference.lines import APPOSED, Word, is_plain
from index.annotations.coreference.words import MentionWords

_LONGEST = 8  # words that a role and the name beside it may take


def said_to_be(
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
                entity.votes["person"] = entity.votes.get("person", 0) + STRONG
                entity.roles.add(role)
                yield role, entity
        if last - first == 1 and row[first].is_brand and (long := _spelt_out(row, first)):
            entity.names.add(long)
            entity.votes["body"] = entity.votes.get("body", 0) + STRONG
            yield long, entity
            yield (row[first].term,), entity
        if number + 1 < len(mentions):
            other = mentions[number + 1]
            length = length_of_also(row, last, words)
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
            if len(between) <= 4 and all(is_plain(word) for word in between):
                owner = row[mention.first].before.endswith(("'", "’")) or (
                    bool(between) and between[0].surface == "s"
                )
                if owner or "s" not in words.of:
                    terms = terms_of(row[mention.first : first])
                    if len(terms) > 1 and between[0].surface not in words.of:
                        return terms
    for k in range(first - 1, max(-1, first - _LONGEST - 1), -1):
        if k + 1 < first and row[k].compound in words.people and row[k + 1].surface in words.of:
            if k and row[k - 1].surface in words.possessives:
                return ()
            terms = terms_of(row[k:first])
            return terms if len(terms) > 1 else ()
        if not is_plain(row[k]):
            return ()
    return ()


def _role_after(row: Sequence[Word], last: int, words: MentionWords) -> Terms:
    """The role in "Sam Altman, (le) patron d'OpenAI," or nothing."""
    if last >= len(row) or row[last].before not in APPOSED:
        return ()
    noun = last + (row[last].surface in words.articles)
    if noun + 2 >= len(row) + 1 or noun >= len(row) or row[noun].compound not in words.people:
        return ()
    if noun + 1 >= len(row) or row[noun + 1].surface not in words.of:
        return ()
    end = noun + 1
    while end < len(row) and end - noun < _LONGEST and is_plain(row[end]):
        if row[end].surface in words.auxiliaries and row[end].surface not in words.of:
            return ()
        end += 1
    terms = terms_of(row[noun:end])
    return terms if 1 < len(terms) <= 4 else ()


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
            return terms_of(row[k:place])
        if not is_plain(word):
            return ()
    return ()


def length_of_also(row: Sequence[Word], place: int, words: MentionWords) -> int:
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


def same_office(row: Sequence[Word], words: MentionWords) -> Iterator[tuple[Terms, ...]]:
    """Two names of one office, where the line says that one is a *name* given to the other."""
    if not any(word.surface == words.named for word in row):
        return
    offices: dict[str, dict[Terms, None]] = {}
    for k, word in enumerate(row):
        if word.surface not in words.institutions:
            continue
        end = k + 1
        while end < len(row) and end - k < 4 and not row[end].token.is_name and is_plain(row[end]):
            end += 1
        if end < len(row) and end > k + 1 and row[k + 1].surface in words.of:
            terms = (word.term, row[end].term)
            if row[end].token.is_name and all(terms):
                offices.setdefault(word.surface, {})[terms] = None
    for names in offices.values():
        if len(names) == 2:
            yield tuple(names)
