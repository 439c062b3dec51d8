"""The time that an entry of a live report or a programme opens with: "15h32 - ", "9:30 am ".

One pattern for all who look for it: such a line is no heading, begins a paragraph, and its time is
no content.
"""

from __future__ import annotations

import re

_SPACE = r"[ \t\u00a0\u202f]"
_HOUR = r"(?:[01]?\d|2[0-4])"
_HALF = rf"{_SPACE}?[ap]\.?m\.?"
_CLOCK = (
    rf"{_HOUR}(?:{_SPACE}?[hH](?:{_SPACE}?[0-5]\d)?|[:.][0-5]\d)(?:{_HALF})?"
    rf"|{_HOUR}{_HALF}"
)
# "15h32 - ", "17h20 : ", "9.30 am – ", "18 h | ", "[14:05] "; "14:05 Les pompiers" with no mark.
ENTRY = re.compile(
    rf"(?:[-*•–—]{_SPACE}+)?(?:"
    rf"[(\[](?P<in>{_CLOCK})[)\]]{_SPACE}*[-–—:.|]?"
    rf"|(?P<out>{_CLOCK}){_SPACE}*[-–—:|]"
    rf"|(?P<bare>{_HOUR}(?:[hH:][0-5]\d(?:{_HALF})?|(?:\.[0-5]\d)?{_HALF}))(?=\s+[^\W\d_a-z])"
    rf")\s+(?=\S)"
)
