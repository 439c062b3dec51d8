"""Whether an article gives a quote to the somebody that the reader names.

"M. Trump" is "Donald Trump", and "le patron d'OpenAI" is Sam Altman where the article says so. A
wrong "contradicted" is worse than "unknown": what may be the same person is not another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.annotations.coreference.callings import Calling
from index.annotations.indexed import IndexedDocument
from index.text.lexicon import first_names, person_titles, words_of
from index.text.tokens import Token, analyzer_for
from index.verifying.verdicts import Attribution, AttributionVerdict, QuotePlace

_MAX_PLACES = 4  # that are asked who speaks there
_JOINED = frozenset(("", "-", ".", "‑"))  # between the words of one name

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody as words call him: by all `terms`, and those of the `name` in them, if any.

    `is_person` is None where it may be a person or something else.
    """

    terms: Terms
    name: Terms
    is_person: bool | None


def attribute(
    name: str, places: Sequence[QuotePlace], articles: Sequence[IndexedDocument]
) -> Attribution:
    """Return whether `places`, each in the article of the same number, give the quote to `name`."""
    contradicting: list[QuotePlace] = []
    for place, article in zip(places[:_MAX_PLACES], articles, strict=False):
        verdict = compare_speaker(name, place, article)
        if verdict == "confirmed":
            return _attribution(name, verdict, place)
        if verdict == "contradicted":
            contradicting.append(place)
    if contradicting and len(contradicting) == min(len(places), _MAX_PLACES):
        return _attribution(name, "contradicted", contradicting[0])
    return _attribution(name, "unknown", places[0]) if places else Attribution(name, "unknown")


def _attribution(name: str, verdict: AttributionVerdict, place: QuotePlace) -> Attribution:
    start, end = place.speaker_start_char_index, place.speaker_end_char_index
    return Attribution(name, verdict, place.speaker, start, end)


def compare_speaker(name: str, place: QuotePlace, article: IndexedDocument) -> AttributionVerdict:
    """Tell whether the speaker at `place` is the one that `name` calls."""
    start, end = place.speaker_start_char_index, place.speaker_end_char_index
    if start is None or end is None:
        return "unknown"
    document, callings = article.document, list(article.callings())
    asked_tokens = list(analyzer_for(document.language).tokens(name))
    asked = _read(name, asked_tokens, document.language, callings)
    tokens = article.cut.tokens_between(start, end)
    speaker = _read(document.text, tokens, document.language, callings)
    if _is_one(asked.name, speaker.name) or _is_role(asked, speaker):
        return "confirmed"
    if _are_relatives(asked.name, speaker.name):
        return "contradicted"
    # By what else the article calls the two: another name, or the name of a role.
    of_asked, of_speaker = _names_of(asked, callings), _names_of(speaker, callings)
    if any(_is_one(one, other) for one in of_asked for other in of_speaker):
        return "confirmed"
    if not asked.name or not of_speaker or _are_linked(asked, speaker, callings):
        return "unknown"
    is_other_kind = {asked.is_person, speaker.is_person} == {True, False}
    return "unknown" if is_other_kind else "contradicted"


def _read(
    text: str, tokens: Sequence[Token], language: str, callings: Sequence[Calling]
) -> Somebody:
    """Return whom these words of `text` call."""
    terms = tuple(token.term for token in tokens if token.term)
    first, last = _find_name(text, tokens, language)
    name = tuple(token.term for token in tokens[first:last] if token.term)
    before = tokens[first - 1].surface if first else ""
    kinds = {c.kind for c in callings if _is_called(name, c)}
    is_person: bool | None = None
    if before in words_of(language, "article") or (kinds & {"body", "place"} and len(name) == 1):
        is_person = False  # "le Pentagone"
    elif len(name) > 1 or before in person_titles(language) or "person" in kinds:
        is_person = True
    return Somebody(terms, name, is_person)


def _find_name(text: str, tokens: Sequence[Token], language: str) -> tuple[int, int]:
    """Return (first, last), exclusive, of the last name in `tokens` that is nobody else's.

    In "le patron d'OpenAI, Sam Altman" that is Sam Altman, in "le patron d'OpenAI" there is none.
    """
    no_names = words_of(language, "role", "voice") | person_titles(language).keys()
    found = here = (0, 0)
    for n, token in enumerate(tokens):
        if not token.is_name or not token.term or token.surface in no_names:
            continue
        is_owned = here[1] > 0 and here != found
        # "le ministre de la Défense Pete Hegseth"
        is_another = is_owned and token.surface in first_names()
        goes_on = here[1] and _goes_on(text, tokens[here[0] : n + 1], here[1] - here[0], language)
        if goes_on and not is_another:
            here = (here[0], n + 1)
            found = found if is_owned else here
        else:
            here = (n, n + 1)
            if is_another or not _is_owner(tokens[:n], language):
                found = here
    return found


def _goes_on(text: str, tokens: Sequence[Token], size: int, language: str) -> bool:
    """Tell whether a name of `size` words goes on with the last of `tokens`."""
    gaps = [text[a.end : b.start].strip() for a, b in pairwise(tokens)]
    between = [token.surface for token in tokens[size:-1]]
    is_whole = _JOINED.issuperset(gaps) and words_of(language, "particle").issuperset(between)
    return is_whole and (not between or tokens[0].surface in first_names())


def _is_owner(before: Sequence[Token], language: str) -> bool:
    """Tell whether the name after these words only says whose somebody is: "le patron d'X"."""
    surfaces = [token.surface for token in before[-2:]]
    if len(surfaces) > 1 and surfaces[-1] in words_of(language, "article"):
        surfaces.pop()
    return bool(surfaces) and surfaces[-1] in words_of(language, "of")


def _is_one(one: Terms, other: Terms) -> bool:
    """Tell whether two names may be one person's, and have a word in common that says so."""
    if not one or not other or _are_relatives(one, other):
        return False
    return one[-1] == other[-1] or set(one) <= set(other) or set(other) <= set(one)


def _are_relatives(one: Terms, other: Terms) -> bool:
    """Tell whether two names have the same surname, and others before it."""
    first, second = set(one[:-1]), set(other[:-1])
    return one[-1:] == other[-1:] and bool(first and second) and first.isdisjoint(second)


def _is_called(name: Terms, calling: Calling) -> bool:
    """Tell whether `calling` is of somebody with this name."""
    names = calling.names
    is_relative = any(_are_relatives(name, other) for other in names)
    return not is_relative and any(_is_one(name, other) for other in names)


def _is_role(asked: Somebody, speaker: Somebody) -> bool:
    """Tell whether a role without a name is the speaker's, in the article's words."""
    if asked.name or not asked.terms or not speaker.terms:
        return False
    return asked.terms[0] == speaker.terms[0] and set(asked.terms) <= set(speaker.terms)


def _names_of(somebody: Somebody, callings: Sequence[Calling]) -> frozenset[Terms]:
    """Return all names by which the article calls somebody, his own too."""
    names = {somebody.name} if somebody.name else set()
    for calling in callings:
        if somebody.name:
            is_called = _is_called(somebody.name, calling)
        else:
            is_called = len(somebody.terms) > 1 and calling.terms == somebody.terms
        if is_called:
            names |= calling.names
    return frozenset(names)


def _are_linked(asked: Somebody, speaker: Somebody, callings: Sequence[Calling]) -> bool:
    """Tell whether one speaks for the other, as "le patron d'OpenAI" for OpenAI."""
    for one, other in ((asked, speaker), (speaker, asked)):
        if not one.name:
            continue
        if one.name[-1] in other.terms and one.name != other.name:
            return True
        for calling in callings:
            if (
                _is_called(other.name, calling)
                and one.name[-1] in calling.terms
                and calling.terms not in calling.names
            ):
                return True
    return False
