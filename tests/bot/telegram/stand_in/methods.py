"""The methods of the stand-in that a bot calls on chats, queries and itself."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import count
from threading import Condition
from typing import Any

from tests.bot.telegram.stand_in import limits
from tests.bot.telegram.stand_in.limits import ApiError, Json, bad_request
from tests.bot.telegram.stand_in.updates import Updates
from tests.bot.telegram.stand_in.world import Chat, ChatMessage

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_DAYS_2 = 48 * 3600  # the age past which a bot deletes nothing any more


class Methods:
    """What the bot can do, and what it has done, apart from messages: a `World` for chats.

    Methods take the decoded parameters, return the `result` of the response or raise `ApiError`,
    and are called with the lock held.
    """

    def __init__(self, me: Json, changed: Condition, updates: Updates) -> None:
        self.me = me
        self.changed = changed
        self.push = updates.push
        self.chats: dict[int, Chat] = {}
        self.inline_results: dict[str, list[Json]] = {}  # by inline query id
        self.commands: dict[str, list[Json]] = {}  # by language
        self.descriptions: dict[tuple[str, str], str] = {}  # by "description"… and language
        self.queries: dict[str, str] = {}  # id -> "callback" or "inline", while unanswered
        self._numbers = count(1)

    def new_query(self, kind: str) -> str:
        """The id of a new callback or inline query."""
        identity = f"{self.me['id']}{next(self._numbers):06d}"
        self.queries[identity] = kind
        return identity

    # Messages

    def send_message(self, params: Json) -> Json:
        chat = self._chat(params)
        text, entities = limits.check_text(params.get("text"), params.get("entities"))
        return self._send(chat, params, text=text, entities=tuple(entities))

    def _send(self, chat: Chat, params: Json, **fields: Any) -> Json:
        markup = limits.check_markup(params.get("reply_markup"))
        reply = params.get("reply_parameters") or {}
        original = None
        if reply:
            try:
                original = chat.find(reply.get("message_id"), "message to be replied not found")
            except ApiError:
                if not reply.get("allow_sending_without_reply"):
                    raise
        number = None if original is None else original.message_id
        sent = chat.add(self.me, reply_markup=markup, reply_to_message_id=number, **fields)
        return chat.json(sent)

    def edit_message_text(self, params: Json) -> Json:
        message = self._editable(params)
        text, entities = limits.check_text(params.get("text"), params.get("entities"))
        markup = limits.check_markup(params.get("reply_markup"), inline_only=True)
        changed = replace(message, text=text, entities=tuple(entities), reply_markup=markup)
        return self._edit(params, message, changed, edit_date=int(time.time()))

    def edit_message_reply_markup(self, params: Json) -> Json:
        message = self._editable(params)
        markup = limits.check_markup(params.get("reply_markup"), inline_only=True)
        return self._edit(params, message, replace(message, reply_markup=markup))

    def _editable(self, params: Json) -> ChatMessage:
        message = self._chat(params).find(params.get("message_id"), "message to edit not found")
        if not message.is_bot:
            raise bad_request("message can't be edited")
        return message

    def _edit(self, params: Json, message: ChatMessage, changed: ChatMessage, **stamp: Any) -> Json:
        if changed == message:
            raise bad_request(_NOT_MODIFIED)
        changed = replace(changed, **stamp)
        chat = self._chat(params)
        return chat.json(chat.put(changed))

    def delete_message(self, params: Json) -> bool:
        chat = self._chat(params)
        message = chat.find(params.get("message_id"), "message to delete not found")
        foreign = not message.is_bot and chat.info["type"] != "private"
        if foreign or time.time() - message.date > _DAYS_2:
            raise bad_request("message can't be deleted")
        chat.remove(message)
        return True

    def send_chat_action(self, params: Json) -> bool:
        self._chat(params)
        limits.check(params["action"] == "typing", "wrong parameter action in request")
        return True

    def _chat(self, params: Json) -> Chat:
        number = params.get("chat_id", "")
        if number == "":
            raise bad_request("chat_id is empty")
        if number not in self.chats:
            raise bad_request("chat not found")
        chat = self.chats[number]
        if chat.blocked:
            private = chat.info["type"] == "private"
            words = "blocked by the user" if private else "kicked from the group chat"
            raise ApiError(403, f"Forbidden: bot was {words}")
        return chat

    # Queries

    def answer_callback_query(self, params: Json) -> bool:
        self._take_query(str(params.get("callback_query_id", "")), "callback")
        if limits.utf16_length(str(params.get("text", ""))) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        return self._done(str(params["callback_query_id"]))

    def answer_inline_query(self, params: Json) -> bool:
        identity = str(params.get("inline_query_id", ""))
        self._take_query(identity, "inline")
        results = limits.check_inline_results(params["results"])
        limits.check_results_button(params.get("button"))
        self.inline_results[identity] = results
        return self._done(identity)

    def _take_query(self, identity: str, kind: str) -> None:
        if self.queries.get(identity) != kind:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )

    def _done(self, identity: str) -> bool:
        del self.queries[identity]
        return True

    # The bot itself

    def get_me(self, _: Json) -> Json:
        return {
            **self.me,
            "can_join_groups": True,
            "can_read_all_group_messages": True,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def set_my_commands(self, params: Json) -> bool:
        self.commands[params.get("language_code", "")] = limits.check_commands(params["commands"])
        return True

    def get_my_commands(self, params: Json) -> list[Json]:
        return self.commands.get(params.get("language_code", ""), [])

    def set_my_description(self, params: Json) -> bool:
        return self._describe(params, "description", 512)

    def get_my_description(self, params: Json) -> Json:
        return self._described(params, "description")

    def set_my_short_description(self, params: Json) -> bool:
        return self._describe(params, "short_description", 120)

    def get_my_short_description(self, params: Json) -> Json:
        return self._described(params, "short_description")

    def _describe(self, params: Json, name: str, limit: int) -> bool:
        text = params.get(name, "")
        limits.check(len(text) <= limit, f"{name.replace('_', ' ')} is too long")
        self.descriptions[name, params.get("language_code", "")] = text
        return True

    def _described(self, params: Json, name: str) -> Json:
        default = self.descriptions.get((name, ""), "")
        language = str(params.get("language_code", ""))
        return {name: self.descriptions.get((name, language)) or default}
