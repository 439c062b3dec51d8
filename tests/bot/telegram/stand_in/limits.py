"""What Telegram's Bot API server accepts and what it refuses, of what the bot sends.

Each check raises `ApiError` with the words of the real server where they are known. It is stricter
than the real server where that one repairs silently and a test wants to know: more than 100
entities, empty ones, ones of a kind that the bot does not write, and ones that cross or nest
against the rules are refused here.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

MAX_TEXT = 4096  # UTF-16 code units, after entities parsing
MAX_ENTITIES = 100
MAX_BUTTONS = 100
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_STYLES = frozenset({"bold", "italic", "underline", "text_link"})


class ApiError(Exception):
    """A refusal: its HTTP status, its words, and the `parameters` of the response."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(words: str) -> ApiError:
    """Return a 400 as the server phrases it."""
    return ApiError(400, f"Bad Request: {words}")


def check(holds: object, words: str) -> None:
    """Raise a 400 with `words` unless `holds`."""
    if not holds:
        raise bad_request(words)


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


# Texts and entities


def check_text(text: Any, entities: Any = None) -> tuple[str, list[Json]]:
    """Return the text and entities as they are stored: cleaned, trimmed, entities moved and sorted.

    Like the real server: carriage returns go, other control characters become spaces, spaces and
    newlines at the end go with what entities have of them, and those at the start up to the first
    entity. An entity left empty goes.
    """
    check(text, "message text is empty")
    is_unicode = isinstance(text, str) and not any("\ud800" <= c <= "\udfff" for c in text)
    check(is_unicode, "strings must be encoded in UTF-8")
    cleaned, moved = _clean(text)
    kept = []
    for entity in _check_entities(entities or [], moved):
        start, end = moved[entity["offset"]], moved[entity["offset"] + entity["length"]]
        kept.append({**entity, "offset": start, "length": end - start})
    cleaned = cleaned.rstrip(" \n")
    first = min((entity["offset"] for entity in kept), default=len(cleaned))
    spaces = min(len(cleaned) - len(cleaned.lstrip(" \n")), first)
    cleaned = cleaned[spaces:]
    length = utf16_length(cleaned)
    for entity in kept:
        entity["offset"] -= spaces
        entity["length"] = min(entity["length"], length - entity["offset"])
    check(cleaned, "text must be non-empty")
    check(length <= MAX_TEXT, "message is too long")
    return cleaned, [entity for entity in kept if entity["length"] > 0]


def _clean(text: str) -> tuple[str, dict[int, int]]:
    """Return the text without control characters, and where each UTF-16 offset went."""
    moved: dict[int, int] = {}
    cleaned = []
    before = after = 0
    for character in text:
        moved[before] = after
        width = 2 if character > "\uffff" else 1
        before += width
        if character != "\r":
            cleaned.append(" " if character < " " and character != "\n" else character)
            after += width
    moved[before] = after
    return "".join(cleaned), moved


def _check_entities(entities: list[Json], moved: dict[int, int]) -> list[Json]:
    """Return the entities in order, outer ones first; `moved` has the characters' offsets."""
    check(len(entities) <= MAX_ENTITIES, f"too many entities: {len(entities)}")
    for entity in entities:
        kind, offset, length = entity["type"], entity["offset"], entity["length"]
        check(kind in _STYLES | _QUOTES, f"can't parse entities: unsupported type {kind!r}")
        check(length > 0, f"receive an entity with incorrect length {length}")
        check(offset in moved, f"entity begins in no place of the text: UTF-16 offset {offset}")
        check(
            offset + length in moved,
            f"entity beginning at UTF-16 offset {offset} ends in no place of the text: {length}",
        )
        is_link = str(entity.get("url", "")).startswith(("http://", "https://"))
        check(kind != "text_link" or is_link, "entity URL is invalid: Wrong HTTP URL")
    ordered = sorted(
        entities, key=lambda e: (e["offset"], -e["length"], 0 if e["type"] in _QUOTES else 1)
    )
    _check_nesting(ordered)
    return ordered


def _check_nesting(ordered: list[Json]) -> None:
    """Entities with common characters: one within the other, no block quote in another."""
    around: list[Json] = []
    for inner in ordered:
        start, end = inner["offset"], inner["offset"] + inner["length"]
        around = [outer for outer in around if outer["offset"] + outer["length"] > start]
        for outer in around:
            kinds = (outer["type"], inner["type"])
            crosses = outer["offset"] + outer["length"] < end
            check(not crosses, f"can't parse entities: {kinds[0]} and {kinds[1]} cross at {start}")
            check(
                not _QUOTES.issuperset(kinds),
                f"can't parse entities: {kinds[0]} can't contain {kinds[1]} at {start}",
            )
        around.append(inner)


# Keyboards


def check_markup(markup: Any, *, inline_only: bool = False) -> Json | None:
    """Return the reply markup if it may be sent; None where there is none (or no buttons in it)."""
    if markup is None:
        return None
    rows = markup.get("inline_keyboard" if inline_only else "keyboard", [])
    if "inline_keyboard" in markup:
        rows = markup["inline_keyboard"]
        for button in (button for row in rows for button in row):
            check(button["text"].strip(), "inline keyboard button text must be non-empty")
            size = len(button["callback_data"].encode())
            check(1 <= size <= 64, "BUTTON_DATA_INVALID")
    elif inline_only:
        raise bad_request("inline keyboard expected")
    elif not markup.get("force_reply"):
        check(rows, "can't parse reply keyboard markup JSON object")
        texts = [button["text"] for row in rows for button in row]
        check(all(text.strip() for text in texts), "keyboard button text must be non-empty")
        placeholder = utf16_length(markup.get("input_field_placeholder", ""))
        check(placeholder <= 64, "input field placeholder is too long")
    check(sum(map(len, rows)) <= MAX_BUTTONS, "reply markup is too long")
    return markup if rows or "inline_keyboard" not in markup else None


# Inline mode


def check_inline_results(results: list[Json]) -> list[Json]:
    """Return the articles of an inline query, the text of each message as it would be stored."""
    check(len(results) <= 50, "RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    check(all(1 <= len(identity.encode()) <= 64 for identity in ids), "RESULT_ID_INVALID")
    check(len(set(ids)) == len(ids), "RESULT_ID_DUPLICATE")
    checked = []
    for result in results:
        check(result["type"] == "article", "RESULT_TYPE_INVALID")
        check(result["title"], "ARTICLE_TITLE_EMPTY")
        content = result["input_message_content"]
        text, entities = check_text(content["message_text"], content.get("entities"))
        content = {**content, "message_text": text, "entities": entities}
        checked.append({**result, "input_message_content": content})
    return checked


def check_results_button(button: Json | None) -> None:
    """The button above inline results: a text and a /start parameter."""
    if button is not None:
        check(button["text"], "SWITCH_PM_TEXT_EMPTY")
        parameter = button["start_parameter"]
        check(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter), "START_PARAM_INVALID")


# The bot's own page, webhook


def check_commands(commands: list[Json]) -> list[Json]:
    """Return the commands: at most 100, of the documented form."""
    check(len(commands) <= 100, "BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        check(re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]), "BOT_COMMAND_INVALID")
        check(1 <= len(command["description"]) <= 256, "BOT_COMMAND_DESCRIPTION_INVALID")
    return commands


def check_webhook(url: str, secret: str) -> None:
    """An https URL on one of the ports there may be, or (in tests) any URL of this machine."""
    parts = urlsplit(url)
    if parts.hostname not in LOOPBACK:
        check(parts.scheme == "https", "bad webhook: An HTTPS URL must be provided for webhook")
        ports = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
        check(parts.port in (None, 80, 88, 443, 8443), ports)
    characters = "secret token contains unallowed characters"
    check(re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret), characters)
