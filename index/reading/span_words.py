"""What the words of a sentence are, and what stands between them, for `index.reading.spans`.

Kinds of word, as a lexicon's classes tell them, and quotation marks and brackets with their other
half: where an answer may begin and end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from index.text.folding import fold
from index.text.lexicon import load_lexicon, word_classes
from index.text.numerals import is_year
from index.text.quotation_marks import opens_quotation
from index.text.tokens import Token

FUNCTION_WORDS = (
    "article", "of", "in", "to", "by", "for", "from", "with", "and", "relative", "be", "have",
)  # fmt: skip
WORDS = (*FUNCTION_WORDS, "pronoun", "stop", "number", "year", "month", "part", "unit", "called",
         "role", "name", "word")  # fmt: skip
# What may stand between two words beside white space, told from its characters, the first first.
MARKS = {
    "opening": "«“„",
    "closing": "»”",
    "bracket": "([)]",
    "stop mark": ";.!?…",
    "colon": ":",
    "comma": ",",
    "dash": "–—",
}

_MARKING = frozenset("".join(MARKS.values()) + '"') - {"."}
_CLOSING = {"«": "»", "„": "“”", "“": "”", '"': '"', "(": ")", "[": "]"}  # each opening mark's
# What French elides before an apostrophe, which an answer may begin behind.
_ELIDED = frozenset(
    ("c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
)
_CAPITAL_WORDS = frozenset("IAÀYO")  # single letters that are words
# The kind of word that the words of a lexicon's class are, the first that has one.
_CLASSES = (
    ("month", "month"),
    ("month", "weekday"),
    *((kind, kind) for kind in (*FUNCTION_WORDS, "pronoun")),
    ("number", "number_word"),
    ("part", "date_part"),
    ("unit", "unit"),
    ("called", "called"),
    ("role", "role"),
)


def kinds_of_words(
    tokens: Sequence[Token],
    written: Sequence[str],
    gaps: Sequence[str],
    is_short: Sequence[bool],
    language: str,
) -> list[str]:
    """Which of `WORDS` each of the tokens of a sentence is, where they are `written` so."""
    kinds = []
    for i, (token, word) in enumerate(zip(tokens, written, strict=True)):
        kind = _kind(token, i, word, language)
        if kind == "unit" and is_short[i] and word[0].isupper():
            kind = "role"  # "M." is no metre
        kinds.append(kind)
    particles = word_classes(language).get("particle", frozenset()) - _kinds(language).keys()
    for i in range(1, len(tokens) - 1):
        is_inside = kinds[i - 1] == kinds[i + 1] == "name" and not (gaps[i] or gaps[i + 1])
        if is_inside and tokens[i].surface in particles:
            kinds[i] = "name"  # "John von Neumann"
    return kinds


def _kind(token: Token, number: int, written: str, language: str) -> str:
    """Which of `WORDS` a token is, the `number`th of its sentence, where it is `written` so."""
    if token.is_number:
        return "year" if is_year(token) else "number"
    kinds = _kinds(language)
    kind = kinds.get(written.lower()) or kinds.get(token.surface, "")
    if kind != "month" and token.is_name and token.term and (number or not kind):
        return "name"
    is_initial = len(written) == 1 and written.isupper() and written not in _CAPITAL_WORDS
    if number and is_initial and kind != "unit":
        return "name"  # "Malcolm X", "the U.S."
    return kind or ("word" if token.term else "stop")


@cache
def _kinds(language: str) -> Mapping[str, str]:
    """Which of `WORDS` a word of `language` is; as it is spelt, "à" beside "a", or else folded."""
    classes = load_lexicon(language).classes
    kinds: dict[str, str] = {}
    for change in (str, fold):
        for kind, name in _CLASSES:
            for word in classes.get(name, ()):
                kinds.setdefault(change(word), kind)
    return kinds


def is_abbreviated(word: str, behind: str, following: str, language: str) -> bool:
    """Whether the full stop behind `word` shortens it, and the sentence goes on."""
    if behind.rstrip() != "." or behind == ".":
        return False
    lexicon = load_lexicon(language)
    known = word.lower()
    is_initial = len(word) == 1 and word.isupper()
    return (
        is_initial
        or following.islower()
        or (known in lexicon.titles and not (word == known and known in lexicon.abbreviations))
    )


def mark_between(between: str, *, is_edge: bool) -> str:
    """What stands between two tokens or at an edge of the sentence, "" for white space alone."""
    bare = between.strip()
    if is_edge:
        return "opening" if bare[-1:] in _CLOSING and bare else "edge"
    if not any(c.isspace() for c in between) and _MARKING.isdisjoint(between):
        return "joined"  # "Val-de-Marne", "l'armée", "J.-C", "US$5"
    if not bare:
        return ""
    if any(c in between for c in '“"'):
        return "opening" if between[0].isspace() else "closing"
    for mark, characters in MARKS.items():
        if any(c in characters for c in bare):
            return mark
    return "dash"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A quotation or bracket: its first and last token, and where its marks begin and end."""

    is_quotation: bool
    first: int
    last: int
    start: int
    end: int


def find_enclosures(
    text: str, ends: Sequence[int], starts: Sequence[int]
) -> tuple[list[Enclosure], set[int]]:
    """What is enclosed, the outermost first, and which gaps hold a mark without its other half.

    `text[ends[i]:starts[i]]` is gap i, which stands before token i or behind the last.
    """
    found: list[Enclosure] = []
    unmatched: set[int] = set()
    opened: list[tuple[str, int, int]] = []  # mark, gap, place
    for i, (end, start) in enumerate(zip(ends, starts, strict=True)):
        for place in range(end, start):
            mark = text[place]
            match = next(
                (n for n in reversed(range(len(opened))) if mark in _CLOSING[opened[n][0]]), None
            )
            opens = mark in _CLOSING and (
                mark != '"' or opens_quotation(text, place, ends[0], starts[-1])
            )
            if mark == '"' and opens:
                match = None
            if match is not None:
                for _, gap, _ in opened[match + 1 :]:
                    unmatched.add(gap)
                left, first, began = opened[match]
                del opened[match:]
                if first < i:
                    found.append(Enclosure(left not in "([", first, i - 1, began, place + 1))
            elif opens:
                opened.append((mark, i, place))
            elif mark in '»”)]"':
                unmatched.add(i)
    unmatched.update(gap for _, gap, _ in opened)
    return sorted(found, key=lambda e: (e.start, -e.end)), unmatched


def is_elided(pair: Sequence[str], language: str) -> bool:
    """Whether the first of two words that are joined is an elided one: "l'armée", "qu'elle"."""
    first, second = pair
    are_one = first[0].isupper() and second[0].isupper() and first not in ("L", "D", "Qu")
    return language == "fr" and first.lower() in _ELIDED and not are_one
