"""The people, chats and messages of the stand-in: what a test does as a reader would.

A `Chat` is a handle: its methods (`send`, `edit`, `tap`, `photo`, `inline`, …) make the updates
that a real client's gesture would make, and its `messages` show what a reader sees now. Messages
are frozen: what a test holds stays what it was, `chat.get(message)` is what it became.

Message numbers go up by one in each chat and are shared by people and the bot. Commands and
mentions in people's texts get their entities. A group shows the bot everything, as to a bot
without privacy mode. Private chats are known to the bot from the start.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field, replace
from threading import Condition
from typing import Any, Protocol

from tests.bot.telegram.stand_in.limits import Json, bad_request, utf16_length

_COMMAND = re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")
_MENTION = re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{4,32}(?!\w)")


class World(Protocol):
    """What a chat needs of the server."""

    changed: Condition
    inline_results: dict[str, list[Json]]

    def push(self, fields: Json) -> int: ...
    def new_query(self, kind: str) -> str: ...


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message as it stands in a chat; `at` is `time.perf_counter()` when it was sent."""

    message_id: int
    sender: Json
    date: int
    at: float
    text: str = ""
    entities: tuple[Json, ...] = ()
    reply_markup: Json | None = None
    reply_to_message_id: int | None = None
    edit_date: int | None = None
    media: Json = field(default_factory=dict)  # photo, voice, document, caption… as in the API

    @property
    def is_bot(self) -> bool:
        """Whether the bot sent it."""
        return bool(self.sender["is_bot"])

    @property
    def buttons(self) -> list[tuple[str, str | None]]:
        """Text and callback data of its inline buttons, row by row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [(button["text"], button.get("callback_data")) for row in rows for button in row]

    def quoted(self, entity: Json) -> str:
        """The characters under one of its entities."""
        units = self.text.encode("utf-16-le")
        start = 2 * entity["offset"]
        return units[start : start + 2 * entity["length"]].decode("utf-16-le")

    def callback_data(self, label: str) -> str:
        """The data of the button with this text or data; `AssertionError` if there is none."""
        for text, data in self.buttons:
            if data is not None and label in (text, data):
                return data
        raise AssertionError(f"no button {label!r} among {self.buttons}")


def find_entities(text: str) -> list[Json]:
    """The commands and mentions of a text people wrote, with UTF-16 offsets."""
    found = []
    for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION)):
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            found.append({"type": kind, "offset": offset, "length": utf16_length(match[0])})
    return sorted(found, key=lambda entity: entity["offset"])


class Chat:
    """A chat and, in a private one, the person in it (in a group: who speaks by default)."""

    def __init__(self, world: World, info: Json, user: Json) -> None:
        self.info = info
        self.user = user
        self.id: int = info["id"]
        self.blocked = False
        self._world = world
        self._messages: dict[int, ChatMessage] = {}
        self._last_id = 0

    # What a reader sees

    @property
    def messages(self) -> list[ChatMessage]:
        """The visible messages, oldest first."""
        with self._world.changed:
            return list(self._messages.values())

    @property
    def bot_messages(self) -> list[ChatMessage]:
        """Those of the bot."""
        return [message for message in self.messages if message.is_bot]

    def get(self, message: ChatMessage | int) -> ChatMessage:
        """A message as it is now; `KeyError` if it was deleted."""
        number = message if isinstance(message, int) else message.message_id
        with self._world.changed:
            return self._messages[number]

    def replies_to(self, message: ChatMessage) -> list[ChatMessage]:
        """The bot's visible messages that reply to `message`."""
        return [m for m in self.bot_messages if m.reply_to_message_id == message.message_id]

    # What people do

    def send(
        self,
        text: str,
        *,
        sender: Chat | None = None,
        reply_to: ChatMessage | None = None,
        entities: list[Json] | None = None,
        date: int | None = None,
        more: Json | None = None,
    ) -> ChatMessage:
        """A text by the chat's person, or by the person of another private chat (`sender`).

        `more`: further fields of the message, such as the topic that it is in.
        """
        found = find_entities(text) if entities is None else entities
        return self._send(
            sender,
            reply_to=reply_to,
            date=date,
            text=text,
            entities=tuple(found),
            media=more or {},
        )

    def photo(self, caption: str | None = None, **options: Any) -> ChatMessage:
        """A photograph; options are those of `send` (`sender`, `reply_to`, `date`)."""
        size = {"file_id": "photo", "file_unique_id": "p", "width": 320, "height": 240}
        media: Json = {"photo": [size]}
        if caption is not None:
            media |= {"caption": caption}
            if found := find_entities(caption):
                media |= {"caption_entities": found}
        return self._send(media=media, **options)

    def sticker(self, **options: Any) -> ChatMessage:
        """A sticker."""
        sticker = {
            "file_id": "sticker", "file_unique_id": "s", "type": "regular", "width": 512,
            "height": 512, "is_animated": False, "is_video": False, "emoji": "👍",
        }  # fmt: skip
        return self._send(media={"sticker": sticker}, **options)

    def voice(self, **options: Any) -> ChatMessage:
        """A voice message."""
        voice = {"file_id": "voice", "file_unique_id": "v", "duration": 3, "mime_type": "audio/ogg"}
        return self._send(media={"voice": voice}, **options)

    def edit(self, message: ChatMessage, text: str) -> ChatMessage:
        """A person changes the text of a message."""
        with self._world.changed:
            entities = tuple(find_entities(text))
            edited = replace(
                self.get(message), text=text, entities=entities, edit_date=int(time.time())
            )
            self.put(edited)
            self._world.push({"edited_message": self.json(edited)})
            return edited

    def tap(self, message: ChatMessage, label: str, *, sender: Chat | None = None) -> str:
        """A tap on an inline button, by its text or data; the id of the callback query.

        A button of a message that the bot has changed or deleted since can be tapped too, as on a
        screen not yet refreshed.
        """
        world = self._world
        with world.changed:
            query: Json = {"id": world.new_query("callback"), "from": (sender or self).user}
            number = message.message_id
            now = self._messages.get(number)
            labels = [text for each in message.buttons for text in each]
            screen = message if label in labels else now or message
            query["data"] = screen.callback_data(label)
            gone = {"message_id": number, "date": 0, "chat": self.info}
            query["message"] = gone if now is None else self.json(now)
            query["chat_instance"] = str(self.id)
            world.push({"callback_query": query})
            return str(query["id"])

    def inline(self, query: str) -> str:
        """The person types `@bot query` in some chat; the id of the inline query."""
        with self._world.changed:
            identity = self._world.new_query("inline")
            fields = {"id": identity, "from": self.user, "query": query, "offset": ""}
            self._world.push({"inline_query": {**fields, "chat_type": "sender"}})
            return identity

    def choose(self, inline_query_id: str, result_id: str) -> ChatMessage:
        """The person sends one of the results; the message that it becomes."""
        with self._world.changed:
            results = self._world.inline_results[inline_query_id]
            (result,) = (each for each in results if each["id"] == result_id)
            content = result["input_message_content"]
            return ChatMessage(
                message_id=0,
                sender=self.user,
                date=int(time.time()),
                at=time.perf_counter(),
                text=content["message_text"],
                entities=tuple(content["entities"]),
            )

    def _send(
        self,
        sender: Chat | None = None,
        *,
        reply_to: ChatMessage | None = None,
        date: int | None = None,
        **fields: Any,
    ) -> ChatMessage:
        with self._world.changed:
            number = None if reply_to is None else reply_to.message_id
            message = self.add(
                (sender or self).user, date=date, reply_to_message_id=number, **fields
            )
            self._world.push({"message": self.json(message)})
            return message

    # What the server does for the bot (called with the lock held)

    def add(self, sender: Json, *, date: int | None = None, **fields: Any) -> ChatMessage:
        """A new message at the end of the chat."""
        self._last_id += 1
        now = int(time.time()) if date is None else date
        message = ChatMessage(self._last_id, sender, now, time.perf_counter(), **fields)
        return self.put(message)

    def put(self, message: ChatMessage) -> ChatMessage:
        """Puts a message in the place of the one of its number."""
        self._messages[message.message_id] = message
        return message

    def remove(self, message: ChatMessage) -> None:
        """Takes a message out of the chat."""
        del self._messages[message.message_id]

    def find(self, number: Any, missing: str) -> ChatMessage:
        """The message of this number; the 400 with the words `missing` if there is none."""
        if number is None:
            raise bad_request("message identifier is not specified")
        if number not in self._messages:
            raise bad_request(missing)
        return self._messages[number]

    def json(self, message: ChatMessage, *, nested: bool = True) -> Json:
        """A message as the API shows it; one that it replies to within it, without its own."""
        shown: Json = {
            "message_id": message.message_id,
            "from": message.sender,
            "chat": self.info,
            "date": message.date,
        }
        if message.edit_date is not None:
            shown["edit_date"] = message.edit_date
        original = self._messages.get(message.reply_to_message_id or 0)
        if nested and original is not None:
            shown["reply_to_message"] = self.json(original, nested=False)
        shown |= message.media
        if message.text:
            shown["text"] = message.text
        if message.entities:
            shown["entities"] = list(message.entities)
        if "inline_keyboard" in (message.reply_markup or {}):
            shown["reply_markup"] = message.reply_markup
        return shown
