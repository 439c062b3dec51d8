"""Text and entities as Telegram counts them: in UTF-16 code units.

The only module that knows UTF-16. A message is plain text with entities that say which part of
it is bold, a quote, a link; Markdown and HTML are never written, since a quote may hold any
character that would mean something in them.

What Telegram does to a text that it is sent (as its open client library, TDLib, shows): it takes
white space off both ends, makes tabs and other control characters spaces, and drops carriage
returns, U+2028 to U+202E (line separators, embedding and override of direction) and three
combining marks (U+030A, U+0333, U+033F); of neighbouring direction marks it keeps one. Entities
are moved along. So a quote that holds one of these is sent to the letter, and shown without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from telegram import MessageEntity

MAX_TEXT = 4_096  # UTF-16 code units of a message, after entities are taken out
MAX_ENTITIES = 100  # of a message; Telegram drops the rest

BOLD = MessageEntity.BOLD
ITALIC = MessageEntity.ITALIC
UNDERLINE = MessageEntity.UNDERLINE
BLOCKQUOTE = MessageEntity.BLOCKQUOTE
EXPANDABLE_BLOCKQUOTE = MessageEntity.EXPANDABLE_BLOCKQUOTE
TEXT_LINK = MessageEntity.TEXT_LINK


@dataclass(frozen=True, slots=True)
class Message:
    """A text and its entities, sorted by offset and the longest first: the outer before the inner.

    Offsets and lengths are UTF-16 code units.
    """

    text: str
    entities: tuple[MessageEntity, ...] = ()


class Writer:
    """Writes a message piece by piece and keeps count of where each style begins and ends.

    Styles nest as Telegram allows: bold, italic, underline and links inside a block quote, never
    one block quote inside another. A style around nothing leaves no entity.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._entities: list[tuple[int, int, int, str, str | None]] = []
        self._opened = 0
        self.length = 0  # UTF-16 code units written so far

    def add(self, text: str, *styles: str) -> Writer:
        """Append `text`, all of it in each of `styles` (the outer one first)."""
        start = self.length
        self._pieces.append(text)
        self.length += utf16_length(text)
        for style in styles:
            self._mark(start, style, None)
        return self

    def link(self, text: str, url: str | None) -> Writer:
        """Append `text`, a link to `url` where there is one."""
        start = self.length
        self.add(text)
        if url:
            self._mark(start, TEXT_LINK, url)
        return self

    @contextmanager
    def styled(self, style: str) -> Iterator[None]:
        """All that is written inside is in `style`."""
        start, opened = self.length, self._opened
        self._opened += 1
        yield
        self._mark(start, style, None, opened=opened)

    def append(self, message: Message) -> Writer:
        """Append a message with its entities."""
        start = self.length
        self.add(message.text)
        for entity in message.entities:
            self._entities.append(
                (start + entity.offset, -entity.length, self._opened, entity.type, entity.url)
            )
            self._opened += 1
        return self

    def message(self) -> Message:
        """Return what was written."""
        return Message(
            "".join(self._pieces),
            tuple(
                MessageEntity(style, offset, -length, url=url)
                for offset, length, _, style, url in sorted(self._entities, key=lambda e: e[:3])
            ),
        )

    def _mark(self, start: int, style: str, url: str | None, *, opened: int | None = None) -> None:
        """Note an entity from `start` to here. Of two that are alike, the first opened is outer."""
        if self.length > start:
            order = self._opened if opened is None else opened
            self._entities.append((start, start - self.length, order, style, url))
            self._opened += 1


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units `text` has: one a character, two beyond U+FFFF.

    >>> utf16_length("é"), utf16_length("👍")
    (1, 2)
    """
    return len(text) + sum(character > "\uffff" for character in text)


def from_utf16(text: str, offset: int, length: int) -> slice:
    """Return the slice of `text` that an entity at `offset`, `length` (UTF-16 code units) covers.

    What lies outside the text is left out, and so is half a character.

    >>> "👍 @bot ?"[from_utf16("👍 @bot ?", 3, 4)]
    '@bot'
    """
    units = text.encode("utf-16-le", "surrogatepass")
    start, end = max(0, offset), max(0, offset, offset + length)
    return slice(*(len(units[: 2 * stop].decode("utf-16-le", "ignore")) for stop in (start, end)))
