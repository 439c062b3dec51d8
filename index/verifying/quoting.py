"""Which part of a text is the quote, and who is said to have said it.

« … » is its inside; `X a dit « … »`, `“…”, said X` and the like are a quote and its speaker, read
by the rules that read the speakers of articles; a text without quotation marks is all quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from index.annotations.indexed import index_document
from index.documents.document import make_document
from index.documents.language import detect_language
from index.errors import ArticleError
from index.text.folding import fold
from index.text.lexicon import available_languages, load_lexicon, words_of
from index.text.quotation_marks import find_quotations
from index.verifying.letters import count_words
from index.verifying.signs import QUOTATION_MARKS
from index.verifying.texts import Span, stripped
from index.verifying.verdicts import LEAST_WORDS
from index.verifying.word_lists import asking, before_places, reverses

MAX_QUOTATIONS = 12  # of one text; one with more is all quote
_LONGEST_FRAME = 300  # characters outside the marks, in which a speaker is looked for
_ENOUGH_QUOTED = 200  # characters
_WORDS_OF_SAYING = 5  # outside the marks, beside the name: "a déclaré jeudi à la presse"
_MAX_MARKS = 8  # one inside another that are taken off

_MARKS = frozenset(QUOTATION_MARKS)
_SINGLE_OUTER = {"‘": "’", "'": "'", "‹": "›", "‚": "‘’", "’": "’", "`": "'´`", "›": "‹"}
_QUESTION = re.compile(
    rf"\s{{0,9}}\w{{1,30}}+(?:[\s'’-]{{1,3}}+\w{{1,30}}+){{0,3}}+\s{{0,3}}[:?]?\s{{0,9}}"
    rf"(?=[{QUOTATION_MARKS}])"
)
_TYPED = re.compile(r"<<|>>|(?<!\S),,(?=\w)|``(?=\w)|(?<!\w)''|''(?!\w)")
_TYPED_AS_ONE = {"<<": "« ", ",,": "„ ", "``": "“ "}
_SINGLE_OPENING = re.compile(r"(?<!\w)['‘‹‚](?=[^\W\d_])")
_SINGLE_CLOSING = re.compile(r"(?<=[^\s])['’›‘](?!\w)")
_WORDS = re.compile(r"[\w.’'-]+|\S")


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a text: the quote `text[start:end]` and the name of who said it, if given.

    `asides` are stretches of it that are no part of the quote: `», a-t-il dit, «`. `frame` are
    those round it that may be, if the marks are the article's: all of the text is the quote then.
    `says_who`: they look like no more than who said it. `short` are quotations in them that are too
    short to be looked for alone, but have to be where the quote is.
    """

    start: int
    end: int
    asides: tuple[Span, ...] = ()
    name: str | None = None
    frame: tuple[Span, ...] = ()
    says_who: bool = False
    short: tuple[Span, ...] = ()

    def whole(self, text: str) -> Reading:
        """Return the reading of `text` as all quote."""
        marked = _as_one(text)
        return Reading(*_inside(marked, (_asked(marked), len(text))), name=self.name)


def read_quote(text: str) -> Reading:
    """Return how to read `text`.

    What is outside the marks of `"…", a dit X` only says whose the quote is. More words than that
    are its `frame`, as in `Hegseth a accusé Anthropic de "trahison" et banni l'entreprise`.
    """
    marked = _as_one(text)
    begin = _asked(marked)
    quotations = _quotations(marked)
    all_of_it = Reading(*_inside(marked, (begin, len(text))))
    if len(quotations) > MAX_QUOTATIONS:
        return all_of_it
    is_closed = bool(quotations)
    if not quotations:
        quotations = _half_open(marked)
    spans = [_inside(marked, span) for span in quotations]
    spans = [span for span in spans if any(c.isalnum() for c in text[slice(*span)])]
    around = _around(spans, begin, len(text))
    words = [count_words(text[a:b]) for a, b in around]
    if not spans or not any(words):
        return _joined(spans) if spans and is_closed else all_of_it
    long = [span for span in spans if count_words(text[slice(*span)]) >= LEAST_WORDS]
    if not long and (len(spans) > 1 or sum(words) > _WORDS_OF_SAYING):
        return all_of_it
    outside = [text[a:b] for a, b in around]
    may_say_who = is_closed and bool(long)
    long = long or spans
    frame = tuple(_around(long, begin, len(text)))
    name = None
    if sum(map(len, outside)) <= _LONGEST_FRAME:
        longest = max(long, key=lambda span: span[1] - span[0])
        name = find_speaker(text, longest, outside)
        if name and reverses(" ".join(outside), detect_language(text, default="")):
            name = None  # "n'a jamais dit X"
    words = [count_words(text[a:b]) for a, b in frame]
    is_on_one_side = not (words[0] and words[-1])
    is_short = sum(words) - count_words(name or "") <= _WORDS_OF_SAYING
    says_who = may_say_who and bool(name) and is_on_one_side and is_short
    short = tuple(span for span in spans if span not in long)
    quote = replace(_joined(long), name=name, says_who=says_who, short=short)
    return quote if says_who and len(spans) == 1 else replace(quote, frame=frame)


def find_speaker(text: str, quote: Span, outside: Sequence[str]) -> str | None:
    """Return the words of `text` that say who says what is quoted, None where none do.

    `outside` are the stretches of it outside the marks.
    """
    # As an article, with as much of the quote as it takes to be one.
    start, end = quote[0], min(quote[1], quote[0] + _ENOUGH_QUOTED)
    said = text[:end] + text[quote[1] :]
    try:
        document = make_document(said, document_id="")
    except ArticleError:
        return None
    first = detect_language(text, default="fr")
    for language in dict.fromkeys((first, *available_languages())):
        place = index_document(replace(document, language=language)).speaker_of(start, end)
        if place and (place[1] <= start or end <= place[0]):
            return said[slice(*place)]
    # Written without a verb of saying: "Sam Altman : …", "… (Sam Altman)", "dixit Altman".
    names = [name for part in outside for name in _capitalised(part)]
    return names[0] if len(names) == 1 else None


def _capitalised(text: str) -> list[str]:
    """Return the runs of words with a capital, particles between them, that may be names."""
    runs: list[list[re.Match[str]]] = [[]]
    before = ""
    for word in _WORDS.finditer(text):
        is_name = word[0][0].isupper() and not _is_no_name(word[0])
        is_place = not runs[-1] and fold(before) in before_places()
        before = word[0]
        if is_name and is_place:
            continue
        if is_name or (runs[-1] and word[0] in _particles()):
            runs[-1].append(word)
        else:
            runs.append([])
    names: list[str] = []
    for run in runs:
        while run and not run[-1][0][0].isupper():
            run.pop()
        if run:
            names.append(text[run[0].start() : run[-1].end()].rstrip(".-’'"))
    return names


def _is_no_name(word: str) -> bool:
    parts = fold(word).replace("-", " ").replace("’", " ").replace("'", " ").split()
    return all(part in asking() or part in _stop_words() or len(part) == 1 for part in parts)


@cache
def _particles() -> frozenset[str]:
    return frozenset().union(*(words_of(code, "particle") for code in available_languages()))


@cache
def _stop_words() -> frozenset[str]:
    lists = (load_lexicon(code) for code in available_languages())
    return frozenset(fold(word) for lexicon in lists for word in lexicon.stop_words)


def _asked(text: str) -> int:
    """Return where the text begins that is asked about: after the words of "Vérifie : « … »"."""
    match = _QUESTION.match(text)
    if match and all(fold(word) in asking() for word in re.findall(r"\w+", match[0])):
        return match.end()
    return 0


def _as_one(text: str) -> str:
    """Return `text`, as long, with marks that were typed as two characters as one."""
    return _TYPED.sub(_typed, text)


def _typed(match: re.Match[str]) -> str:
    """Return a mark typed as two characters as one, and a space in which it is not."""
    mark = match[0]
    if mark == "''":
        after = match.string[match.end() : match.end() + 1]
        return ' "' if after.isalnum() else '" '
    return _TYPED_AS_ONE.get(mark, " »")


def _quotations(text: str) -> list[Span]:
    """Return the quotations of `text` with their marks; single marks where there are no others."""
    for marks in ("«»", "“”"):
        if nested := _outermost(text, *marks):
            return nested
    found = [(q.start, q.end) for q in find_quotations(text, 0, len(text)) if not q.is_open]
    if found:
        return found
    opening = [m.start() for m in _SINGLE_OPENING.finditer(text)]
    closing = [m.end() for m in _SINGLE_CLOSING.finditer(text)]
    if len(opening) != 1 or not closing or closing[-1] <= opening[0]:
        return []
    is_long = count_words(text[opening[0] : closing[-1]]) >= LEAST_WORDS
    return [(opening[0], closing[-1])] if is_long else []


def _outermost(text: str, opening: str, closing: str) -> list[Span]:
    """Return the quotations with these marks where one is inside another, without the inner."""
    depth = deepest = start = 0
    found: list[Span] = []
    for match in re.finditer(f"[{opening}{closing}]", text):
        if match[0] == opening:
            start = start if depth else match.start()
            depth += 1
            deepest = max(deepest, depth)
        elif depth:
            depth -= 1
            found += [] if depth else [(start, match.end())]
    return found if deepest > 1 and not depth else []


def _half_open(text: str) -> list[Span]:
    """Return the quotation of which the text has one mark alone, the other being cut off."""
    found = find_quotations(text, 0, len(text))
    if found:  # opened, and never closed
        return [(found[-1].start, len(text))]
    closing = next((at for at, mark in enumerate(text) if mark in _MARKS), 0)
    return [(0, closing + 1)] if closing else []


def _inside(text: str, span: Span) -> Span:
    """Return the stretch without white space, marks round all of it, and stray marks."""
    start, end = stripped(text, span)
    for _ in range(_MAX_MARKS):
        found = [q for q in find_quotations(text, start, end) if not q.is_open]
        before = start, end
        is_marked = len(found) == 1 and (found[0].start, found[0].end) == (start, end)
        if is_marked or (end - start > 2 and text[end - 1] in _SINGLE_OUTER.get(text[start], "")):
            start, end = start + 1, end - 1
        else:
            if text[start:end][:1] in _MARKS and not any(q.start == start for q in found):
                start += 1
            if text[start:end][-1:] in _MARKS and not any(q.end == end for q in found):
                end -= 1
        start, end = stripped(text, (start, end))
        if (start, end) == before:
            return start, end
    while start < end and (text[start] in _MARKS or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in _MARKS or text[end - 1].isspace()):
        end -= 1
    return start, end


def _joined(spans: Sequence[Span]) -> Reading:
    """Return the quote that several quotations make, with what is between them as asides."""
    asides = tuple((a[1], b[0]) for a, b in pairwise(spans))
    return Reading(spans[0][0], spans[-1][1], asides)


def _around(spans: Sequence[Span], begin: int, length: int) -> list[Span]:
    """Return what is before, between and after `spans`."""
    edges = [
        min(begin, spans[0][0]) if spans else begin,
        *(edge for span in spans for edge in span),
        length,
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))
