"""Tell which sentences ask: a question in an article is never the answer to a reader's.

A headline, an interviewer's line or a rhetorical question shares more words with what a reader
asks than its answer does, so that it has to be known before anything is ranked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.documents.sentences import Sentence, cut_sentences
from index.text.quotation_marks import find_quotations

# The end marks of a question, then what closes after them: quotation marks, brackets, "[12]".
_ASKED = re.compile(
    r"[?？؟⁇⁈⁉‽][.!?…！？؟⁇⁈⁉‽]*+"
    r"(?P<closing>(?:[ \u00a0\u202f]?[»›]|[\"'“”’)\]}*_]|\[\d{1,3}\])*+)\Z"
)
# "Q:", "Q :", "**Q2:**", before what an interviewer says.
_INTERVIEWER = re.compile(r"[\W_]*Q\d{0,2}[ \u00a0\u202f*_]*:")
_WORD = re.compile(r"[^\W_]")


def find_asking(text: str, sentences: Sequence[Sentence], *, language: str) -> list[bool]:
    """Return whether each of the neighbouring `sentences` of `text` asks.

    Those that end as a question do, and an interviewer's line that opens with "Q:", whatever it
    ends with ("Q: Tell us about the shop."), unless the question is in the next sentence.
    """
    asking = [_asks(text, s.start, s.end, language) for s in sentences]
    return [
        own or (not later and is_interviewer(text, sentence))
        for own, later, sentence in zip(asking, [*asking[1:], False], sentences, strict=True)
    ]


def is_interviewer(text: str, sentence: Sentence) -> bool:
    """Return whether `sentence` of `text` opens with the mark of an interviewer's line."""
    return _INTERVIEWER.match(text, sentence.start, sentence.end) is not None


def _asks(text: str, start: int, end: int, language: str) -> bool:
    """Return whether the sentence `text[start:end]` ends as a question, and states nothing.

    One that reports a question states who asked it (`Il demande : « Qui vient ? »`); one in which
    a title or a bracket asks states the rest (`Il a écrit « Que faire ? »`); and so does a
    quotation in one of its sentences (`"The rent doubled. What now?"`).
    """
    asked = _ASKED.search(text, start, end)
    if asked is None:
        return False
    closing = asked.start("closing")
    opened = [
        quotation.start
        for quotation in find_quotations(text, start, end)
        if not quotation.is_open and quotation.start < closing < quotation.end
    ]
    if ")" in asked["closing"] and (bracket := text.rfind("(", start, closing)) >= 0:
        opened.append(bracket)
    if not opened:
        return True
    opening = min(opened)
    mark = _INTERVIEWER.match(text, start, opening)
    if _WORD.search(text, mark.end() if mark else start, opening):
        return False
    inside = cut_sentences(text, opening + 1, closing, language=language)
    return all(_asks(text, s.start, s.end, language) for s in inside)
