"""What Telegram's Bot API server accepts and what it refuses: the rules of `telegram_server`.

Each check raises `ApiError` with the words of the real server where they are known; limits whose
refusal is nowhere written down have words of this module's own, in the same shape. It is stricter
than the real server where that one repairs silently and a test wants to know: more than 100
entities, entities of no length or of an unknown type, entities that cross or nest against the
documented rules (the real server drops, splits or merges them), and keyboard buttons with several
actions are refused here.

It does not look for links, mentions and hashtags in the bot's own texts, and parses neither
Markdown nor HTML.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

MAX_TEXT = 4096  # UTF-16 code units, after entities parsing
MAX_CAPTION = 1024
MAX_ENTITIES = 100
MAX_BUTTONS = 100
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def words(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())


_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_CODE = frozenset({"code", "pre"})
_OTHERS = words(
    "text_link text_mention custom_emoji mention hashtag cashtag bot_command url email "
    "phone_number date_time"
)
_LINK = re.compile(r"tg://\S+|(?:https?://)?[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#:]\S*)?")
_ACTIONS = words(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
)
_CHAT_ACTIONS = words(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_RESULTS = words(
    "article audio contact document game gif location mpeg4_gif photo sticker venue video voice"
)


class ApiError(Exception):
    """A refusal: its HTTP status, its words, and the `parameters` of the response."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(words: str) -> ApiError:
    """A 400 as the server phrases it."""
    return ApiError(400, f"Bad Request: {words}")


def utf16_length(text: str) -> int:
    """Length of `text` in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


# Texts and entities


def check_text(
    text: Any, entities: Any = None, *, limit: int = MAX_TEXT, required: bool = True
) -> tuple[str, list[Json]]:
    """The text and entities as they are stored: cleaned, trimmed, entities moved and sorted.

    Like the real server: carriage returns go, other control characters become spaces, spaces and
    newlines at the end go with what entities have of them, and those at the start up to the first
    entity. An entity left empty goes.
    """
    if text is None or text == "":
        if required:
            raise bad_request("message text is empty")
        return "", []
    if not isinstance(text, str) or any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request("strings must be encoded in UTF-8")
    cleaned, moved = _clean(text)
    kept = []
    for entity in _check_entities(text, entities or [], moved):
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
    if not cleaned and required:
        raise bad_request("text must be non-empty")
    if length > limit:
        raise bad_request(
            "message is too long" if limit == MAX_TEXT else "message caption is too long"
        )
    return cleaned, [entity for entity in kept if entity["length"] > 0]


def _clean(text: str) -> tuple[str, dict[int, int]]:
    """The text without control characters, and where each UTF-16 offset between characters went."""
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


def _check_entities(text: str, entities: Any, moved: dict[int, int]) -> list[Json]:
    """The entities sorted by place, outer ones first, if every one of them may stand in `text`."""
    if not isinstance(entities, list) or not all(isinstance(each, dict) for each in entities):
        raise bad_request("can't parse entities: expected an Array of Objects")
    if len(entities) > MAX_ENTITIES:
        raise bad_request(f"too many entities: {len(entities)}, at most {MAX_ENTITIES} are kept")
    size = max(moved)
    for entity in entities:
        kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
        if kind not in _STYLES | _QUOTES | _CODE | _OTHERS:
            raise bad_request(f"can't parse entities: unsupported entity type {kind!r}")
        if type(offset) is not int or offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if type(length) is not int or length <= 0:
            raise bad_request(f"receive an entity with incorrect length {length}")
        if offset >= size:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        if offset + length > size:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {offset + length}"
            )
        middle = "in a middle of a UTF-16 symbol at byte offset"
        if offset not in moved:
            raise bad_request(f"entity begins {middle} {_bytes_to(text, offset)}")
        if offset + length not in moved:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends {middle} "
                f"{_bytes_to(text, offset + length)}"
            )
        if kind == "text_link" and not _LINK.fullmatch(str(entity.get("url", ""))):
            raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: Wrong HTTP URL")
    # Of entities of one place, block quotes are taken as the outer ones and code as the inner one.
    depth = dict.fromkeys(_QUOTES, -1) | dict.fromkeys(_CODE, 1)
    ordered = sorted(
        entities, key=lambda each: (each["offset"], -each["length"], depth.get(each["type"], 0))
    )
    _check_nesting(ordered)
    return ordered


def _bytes_to(text: str, offset: int) -> int:
    """UTF-8 bytes up to the end of the character that has the UTF-16 `offset` in its middle."""
    return len(text.encode("utf-16-le")[: 2 * offset + 2].decode("utf-16-le").encode())


def _check_nesting(ordered: list[Json]) -> None:
    """Entities with common characters: one within the other, and only the kinds that may."""
    around: list[Json] = []
    for inner in ordered:
        start, end = inner["offset"], inner["offset"] + inner["length"]
        around = [outer for outer in around if outer["offset"] + outer["length"] > start]
        for outer in around:
            kinds = (outer["type"], inner["type"])
            if outer["offset"] + outer["length"] < end:
                raise bad_request(
                    f"can't parse entities: {kinds[0]} and {kinds[1]} cross "
                    f"at UTF-16 offset {start}"
                )
            if (
                kinds[0] in _CODE
                or (kinds[1] in _CODE and kinds[0] not in _QUOTES)
                or (kinds[0] in _QUOTES and kinds[1] in _QUOTES)
                or (kinds[0] in _OTHERS and kinds[1] in _OTHERS)
            ):
                raise bad_request(
                    f"can't parse entities: {kinds[0]} can't contain {kinds[1]} "
                    f"at UTF-16 offset {start}"
                )
        around.append(inner)


# Keyboards


def check_markup(markup: Any, *, inline_only: bool = False) -> Json | None:
    """The reply markup if it may be sent; `None` where there is none (or no buttons in it)."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _check_rows(markup["inline_keyboard"], "inline keyboard")
        for button in (button for row in rows for button in row):
            _check_inline_button(button)
        return {"inline_keyboard": rows} if any(rows) else None
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        rows = _check_rows(markup["keyboard"], "keyboard")
        for button in (button for row in rows for button in row):
            text = button.get("text") if isinstance(button, dict) else button
            if not isinstance(text, str) or not text.strip():
                raise bad_request("keyboard button text must be non-empty")
        if utf16_length(str(markup.get("input_field_placeholder", ""))) > 64:
            raise bad_request("input field placeholder is too long")
        return markup
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    raise bad_request("can't parse reply keyboard markup JSON object")


def _check_rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {name} markup JSON object: expected an Array of Arrays")
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return rows


def _check_inline_button(button: Any) -> None:
    problem = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"{problem}: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{problem}: Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = sorted(_ACTIONS & button.keys())
    if not actions or button.get("callback_data") == "":
        raise bad_request(f"{problem}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{problem}: several actions: {', '.join(actions)}")
    if "callback_data" in button and (
        not isinstance(button["callback_data"], str) or len(button["callback_data"].encode()) > 64
    ):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _LINK.fullmatch(str(button["url"])):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )


# Inline mode


def check_inline_results(results: Any) -> list[Json]:
    """The results of an inline query, with the text of each message as it would be stored."""
    if not isinstance(results, list) or not all(isinstance(each, dict) for each in results):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    checked = []
    for result in results:
        identity = result.get("id")
        if not isinstance(identity, str) or not 1 <= len(identity.encode()) <= 64:
            raise bad_request("RESULT_ID_INVALID")
        if identity in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(identity)
        if result.get("type") not in _RESULTS:
            raise bad_request("RESULT_TYPE_INVALID")
        content = result.get("input_message_content")
        if result["type"] == "article" and not result.get("title"):
            raise bad_request("ARTICLE_TITLE_EMPTY")
        if result["type"] == "article" and not isinstance(content, dict):
            raise bad_request("input message content is not specified")
        if isinstance(content, dict) and "message_text" in content:
            text, entities = check_text(content["message_text"], content.get("entities"))
            result = {
                **result,
                "input_message_content": {**content, "message_text": text, "entities": entities},
            }
        check_markup(result.get("reply_markup"), inline_only=True)
        checked.append(result)
    return checked


def check_results_button(button: Any) -> None:
    """The button above inline results: a text, and one of a web app or a /start parameter."""
    if button is None:
        return
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if ("web_app" in button) == ("start_parameter" in button):
        raise bad_request("exactly one of web_app and start_parameter must be used")
    parameter = button.get("start_parameter", "0")
    if not isinstance(parameter, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter):
        raise bad_request("START_PARAM_INVALID")


# The bot's own page, actions, webhook


def check_commands(commands: Any) -> list[Json]:
    """At most 100 commands of the documented form."""
    if not isinstance(commands, list) or not all(isinstance(each, dict) for each in commands):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return commands


def check_language(code: str) -> str:
    """A two-letter language code, or none."""
    if not re.fullmatch(r"(?:[a-z]{2})?", code):
        raise bad_request("invalid language code specified")
    return code


def check_length(text: str, limit: int, refusal: str) -> str:
    """`text` if it has at most `limit` characters."""
    if len(text) > limit:
        raise bad_request(refusal)
    return text


def check_chat_action(action: Any) -> None:
    """One of the documented actions."""
    if action not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")


def check_webhook(url: str, secret: str) -> None:
    """An https URL on one of the ports there may be, or (in tests) any URL of this machine."""
    parts = urlsplit(url)
    if parts.hostname not in LOOPBACK:
        if parts.scheme != "https" or not parts.hostname:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.port not in (None, 80, 88, 443, 8443):
            raise bad_request(
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
