"""Where a sentence ends: the smallest thing that is ever quoted.

Every sentence is a slice of the text, cut at offsets found here once, with nothing but white
space between neighbours. The rules are our own because a library that returns strings has to
find them again, and because what a French report needs (`M. Trump`, guillemets, `!", a-t-il
écrit`) is what the libraries get wrong; `tests/benchmarks/sentence_cutting.py` compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.folding import fold
from index.text.lexicon import Lexicon, load_lexicon, words_of
from index.text.numbering import find_numbering, inline_numbers
from index.text.quotation_marks import find_quotations

MAX_SENTENCE = 1_000  # characters; a longer one is cut, so that a quote always fits a message
_KEPT_WHOLE = 320  # characters; a quotation or bracket up to this length is not cut inside

_CLOSERS = "\"'”“’»›)]}*_"
# A run of end marks, the quotes and brackets that close behind it (French sets a space before
# », also an ordinary one), reference marks like [12], and then white space or the end.
_END = re.compile(
    r"(?<![.!?…])[.!?…\u3002\uff01\uff1f]++"
    rf"(?:[ \u00a0\u202f]?[»›]|[{re.escape(_CLOSERS)}]|\[\d{{1,3}}\])*+(?=\s|\Z)"
    r"|[\u3002\uff01\uff1f]+"  # Chinese and Japanese put no space after the mark
)
_BEFORE = re.compile(r"[^\s(\[{«“\"'’-]*\Z")  # the word that an end mark stands in
_OPENERS = "\"'“„‘«‹([{-–—•*_¿¡ \t\r\n\u00a0\u202f"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_BRACKETS = re.compile(r"\([^()]*\)")
# Units that are written without a full stop, so that one after them ends the sentence.
_UNITS = frozenset(
    "h min mn s sec mm cm m km ft mg g kg t lb lbs oz ml cl l hl ha kw mw kwh mwh mph".split()  # noqa: SIM905  (as the lexicons have words)
)
_DIGIT = re.compile(r"\d[ \t\u00a0\u202f]?\Z")
_LETTER = re.compile(r"[a-z]\)\s")  # of an item: "b) The second"
_LONGEST_NUMBERING = 40  # characters
# In a sentence that is too long, where a clause ends, in order of preference.
_CLAUSE_ENDS = (re.compile(r";\s"), re.compile(r"[ \u00a0\u202f]?[:–—]\s"), re.compile(r",\s"))
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`document.text[start:end]`, the unit of an answer: no white space at either end.

    `part` is 0 for a whole sentence; the parts of one that was too long count from 1.
    """

    start: int
    end: int
    part: int = 0


def cut_sentences(text: str, start: int, end: int, *, language: str) -> list[Sentence]:
    """The sentences of `text[start:end]` in order, with offsets in `text`.

    They hold every character of the range but white space between them. None is longer than
    `MAX_SENTENCE` characters. Time is linear in the length.
    """
    lexicon = load_lexicon(language)
    sentences: list[Sentence] = []
    begin = start
    for cut in (*_boundaries(text, start, end, lexicon), end):
        sentences.extend(_trimmed_pieces(text, begin, cut, lexicon))
        begin = cut
    return sentences


def _boundaries(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[int]:
    """Offsets just behind each sentence of `text[start:end]` but the last."""
    kept = _kept_whole(text, start, end)
    numbers = list(inline_numbers(text, start, end))[::-1]
    begin = start
    for match in _END.finditer(text, start, end):
        cut = match.end()
        while kept and kept[-1][1] <= match.start():
            kept.pop()
        while numbers and numbers[-1] < match.start():
            number = numbers.pop()
            # "Trois mesures : 1. …": a list that is written in one paragraph.
            if begin < number and not (kept and kept[-1][0] < number):
                yield number
                begin = number
        if cut >= end:
            return
        if kept and kept[-1][0] < cut < kept[-1][1]:
            continue
        if _is_boundary(text, match.start(), cut, (begin, end), lexicon):
            yield cut
            begin = cut


def _is_boundary(text: str, mark: int, cut: int, within: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether the end mark at `mark`, closed at `cut`, ends the sentence that begins `within`."""
    start, end = within
    following = _skip_openers(text, cut, end)
    if following >= end:
        return True
    head = text[following]
    if head.islower() and not _LETTER.match(text, following, end):
        return False
    if head in ",;:.!?…»)":
        return False
    if text[mark] != "." or text.startswith("..", mark):
        return True
    if cut - start <= _LONGEST_NUMBERING:
        while start < mark and text[start].isspace():
            start += 1
        numbering = find_numbering(text, start, end, language=lexicon.code)
        if numbering and cut <= numbering.end:
            return False  # "1. The first", "Art. 2. - The second"
    before = _BEFORE.search(text, max(start, mark - 40), mark)
    word = before.group() if before else ""
    if not word:
        return True
    known = word.lower()
    next_word = _WORD.match(text, following, end)
    begins = next_word is not None and _begins_sentence(text, next_word, lexicon)
    if known in lexicon.titles and not (word == known and known in lexicon.abbreviations):
        return False  # "M. Le Pen", "p. 12"; but "100 m. Il est haut" may end
    if known in _UNITS and (word == known or known == "h"):
        at = mark - len(word)
        if _DIGIT.search(text, max(start, at - 2), at):
            return True  # "Il est 15 h."
    if known.isdecimal() and len(known) <= 2 and lexicon.code == "de":
        return begins  # "im 12. Jahrhundert": German writes ordinals so
    if word.islower() and len(word) == 1 and known not in lexicon.abbreviations:
        return False  # "Dupont c. La Poste"
    if known in lexicon.abbreviations or _INITIALS.fullmatch(word):
        # An initial or "etc." ends a sentence only before a word that cannot be a name.
        return begins and next_word is not None and not next_word.group().isupper()
    return True


def _begins_sentence(text: str, word: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether `word` is one that a name does not begin with, and no initial ("J.")."""
    first = re.split("['’]", word.group().lower())[0]
    known = first in lexicon.stop_words or fold(first) in lexicon.stop_words
    return known and not text.startswith(".", word.end())


def _skip_openers(text: str, position: int, end: int) -> int:
    while position < end and (text[position] in _OPENERS or text[position].isspace()):
        position += 1
    return position


def _kept_whole(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return short quotations and brackets of the range, which are not cut inside; last first."""
    spans = [match.span() for match in _BRACKETS.finditer(text, start, end)]
    spans += [(q.start, q.end) for q in find_quotations(text, start, end) if not q.is_open]
    outer: list[tuple[int, int]] = []
    for begin, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if stop - begin <= _KEPT_WHOLE and not (outer and stop <= outer[-1][1]):
            outer.append((begin, stop))
    outer.reverse()
    return outer


def _trimmed_pieces(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Sentence]:
    """`text[start:end]` without white space at its ends, in pieces of `MAX_SENTENCE` at most."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    part = 0
    while end - start > MAX_SENTENCE:
        part += 1
        cut = _clause_end(text, start + MAX_SENTENCE // 2, start + MAX_SENTENCE, lexicon)
        piece_end = cut
        while text[piece_end - 1].isspace():
            piece_end -= 1
        yield Sentence(start, piece_end, part)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Sentence(start, end, part and part + 1)


def _clause_end(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Return where to cut a sentence that is too long: at the last clause end of the range.

    Else at its last comma, its last space, or its end.
    """
    opens = words_of(lexicon.code, "relative", "and", "for")
    comma = 0
    for mark in _CLAUSE_ENDS:
        ends = [match.end() for match in mark.finditer(text, start, end)]
        if mark is not _CLAUSE_ENDS[-1]:
            if ends:
                return ends[-1]
            continue
        comma = ends[-1] if ends else 0
        for cut in reversed(ends):
            word = _NEXT_WORD.match(text, cut, cut + 20)
            if word and fold(word[1]) in opens:
                return cut
    return comma or text.rfind(" ", start, end) + 1 or end
