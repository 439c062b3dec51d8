"""The stand-in for Telegram's Bot API server: what it accepts, refuses, keeps and breaks.

Past 400 lines, most of them tables: every refusal, with its exact words.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import ExtBot

from tests.bot.telegram.stand_in.limits import ApiError, Json, check_text, utf16_length
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.wire import Upload
from tests.bot.telegram.stand_in.world import find_entities

Bot = ExtBot[None]
Use = Callable[[Bot], Coroutine[Any, Any, Any]]
GONE = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


def use(server: TelegramServer, task: Use, token: str | None = None) -> Any:
    """What `task` returns of a bot of the real library."""

    async def run() -> Any:
        async with ExtBot(
            token or server.token,
            base_url=f"{server.url}/bot",
            base_file_url=f"{server.url}/file/bot",
        ) as bot:
            return await task(bot)

    return asyncio.run(run())


def call(server: TelegramServer, method: str, **params: Any) -> tuple[int, Any]:
    """Status and result (or description) of a raw call with JSON."""
    url = f"{server.url}/bot{server.token}/{method}"
    response = httpx.post(url, json=params, trust_env=False, timeout=60)
    body = response.json()
    assert body["ok"] is (response.status_code == 200)
    return response.status_code, body["result"] if body["ok"] else body["description"]


def refusal(server: TelegramServer, method: str, **params: Any) -> str:
    status, words = call(server, method, **params)
    assert status == 400
    return str(words)


def keyboard(*buttons: tuple[str, str]) -> Any:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in buttons]]}


# The real library


def test_a_conversation_through_the_real_library(server: TelegramServer) -> None:
    ada = server.private_chat(7, "Ada", language_code="en")
    question = ada.send("👋 /ask@motpourmot_bot Who?")

    async def talk(bot: Bot) -> None:
        me = await bot.get_me()
        assert (me.id, me.username, me.supports_inline_queries) == (123456, "motpourmot_bot", True)
        (update,) = await bot.get_updates()
        message = update.message
        assert message is not None
        assert message.from_user is not None
        assert message.from_user.language_code == "en"
        (command,) = message.entities
        assert (command.type, command.offset, command.length) == ("bot_command", 3, 19)
        assert message.parse_entity(command) == "/ask@motpourmot_bot"
        await bot.send_chat_action(7, "typing")
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Contexte", callback_data="c:1")]])
        sent = await bot.send_message(
            7,
            "  🙂 « Oui. » ",
            entities=[MessageEntity("blockquote", 5, 8)],
            reply_markup=markup,
            reply_parameters=ReplyParameters(message.message_id),
        )
        assert sent.text == "🙂 « Oui. »"
        assert sent.parse_entities() == {sent.entities[0]: "« Oui. »"}
        assert sent.reply_to_message is not None
        assert sent.reply_to_message.message_id == question.message_id
        edited = await bot.edit_message_text("Non.", 7, sent.message_id, reply_markup=markup)
        assert not isinstance(edited, bool)
        assert edited.text == "Non."
        await bot.edit_message_reply_markup(7, sent.message_id)
        file = await bot.send_document(7, b"un\r\n--deux\n", filename="é.txt", caption="Voilà")
        assert file.document is not None
        assert (file.document.file_name, file.document.file_size) == ("é.txt", 11)
        await bot.delete_message(7, file.message_id)
        assert (await bot.get_chat(7)).first_name == "Ada"

    use(server, talk)
    (answer,) = server.wait_for_replies(ada, 1)
    assert (answer.text, answer.edited, answer.buttons) == ("Non.", True, [])
    assert ada.replies_to(question) == [answer]
    assert [message.text for message in ada.messages] == [question.text, "Non."]
    (uploaded,) = server.calls_of("sendDocument", chat_id=7)
    assert uploaded.params["document"] == Upload("é.txt", b"un\r\n--deux\n", "text/plain")
    assert server.undelivered == 1  # nothing confirmed it
    assert not any("parse_mode" in each.params for each in server.calls)


def test_taps_groups_replies_and_edits(server: TelegramServer) -> None:
    ada, club = server.private_chat(7, "Ada"), server.group(-1001, "Club")
    call(server, "sendMessage", chat_id=-1001, text="Oui.", reply_markup=keyboard(("👍", "u:1")))
    (answer,) = club.bot_messages
    follow = club.send("Et quand ?", sender=ada, reply_to=answer)
    club.send("Et où ?", reply_to=follow)
    asked = club.send("@motpourmot_bot Qui ?")
    club.edit(asked, "Quoi ?")
    query = club.tap(answer, "👍", sender=ada)
    call(server, "deleteMessage", chat_id=-1001, message_id=answer.message_id)
    club.tap(answer, "u:1")
    with pytest.raises(AssertionError, match="no button '👎' among"):
        club.tap(answer, "👎")

    async def fetch(bot: Bot) -> Any:
        return await bot.get_updates(limit=100)

    reply, second, mention, edited, tap, late = use(server, fetch)
    assert second.message.reply_to_message.text == "Et quand ?"
    assert second.message.reply_to_message.reply_to_message is None
    assert reply.message.reply_to_message.text == "Oui."
    assert reply.message.reply_to_message.reply_markup.inline_keyboard[0][0].text == "👍"
    assert (reply.message.chat.type, reply.message.from_user.first_name) == ("supergroup", "Ada")
    assert list(mention.message.parse_entities().values()) == ["@motpourmot_bot"]
    assert edited.edited_message.text == "Quoi ?"
    assert edited.edited_message.edit_date is not None
    assert (tap.callback_query.id, tap.callback_query.data) == (query, "u:1")
    assert tap.callback_query.message.text == "Oui."
    assert not late.callback_query.message.is_accessible
    ids = [each.update_id for each in (reply, second, mention, edited, tap, late)]
    assert ids == list(range(ids[0], ids[0] + 6))
    assert call(server, "answerCallbackQuery", callback_query_id=query) == (200, True)
    assert refusal(server, "answerCallbackQuery", callback_query_id=query) == GONE
    assert refusal(server, "answerCallbackQuery", callback_query_id="1") == GONE
    late_id = late.callback_query.id
    assert (
        refusal(server, "answerCallbackQuery", callback_query_id=late_id, text="é" * 201)
        == "Bad Request: MESSAGE_TOO_LONG"
    )
    server.expire_queries()
    assert refusal(server, "answerCallbackQuery", callback_query_id=late_id) == GONE


def test_inline_queries_and_what_is_made_of_them(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    query = ada.inline("anthropic")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("👍", callback_data="u:1")]])

    async def answer(bot: Bot) -> None:
        (update,) = await bot.get_updates()
        assert update.inline_query is not None
        result = InlineQueryResultArticle(
            "a1", "Titre", InputTextMessageContent("« Oui. »"), reply_markup=markup
        )
        await update.inline_query.answer(
            [result], cache_time=10, button=InlineQueryResultsButton("Aide", start_parameter="x")
        )
        chosen = ada.choose(query, "a1")
        ada.tap(chosen, "👍")
        *_, tap = await bot.get_updates(offset=update.update_id + 1)
        assert tap.callback_query is not None
        assert tap.callback_query.inline_message_id == chosen
        assert await bot.edit_message_text("Non.", inline_message_id=chosen) is True
        with pytest.raises(BadRequest, match=r"Message is not modified"):
            await bot.edit_message_text("Non.", inline_message_id=chosen)

    use(server, answer)
    results = server.inline_results(query)
    assert results is not None
    assert results[0]["input_message_content"]["message_text"] == "« Oui. »"
    (message,) = server.inline_messages.values()
    assert (message.text, message.edited) == ("Non.", True)
    (recorded,) = server.calls_of("answerInlineQuery")
    assert recorded.params["cache_time"] == 10
    refused = refusal(server, "answerInlineQuery", inline_query_id=query, results=[])
    assert refused == GONE


def test_pictures_stickers_and_voices(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    ada.photo("Voir @motpourmot_bot"), ada.sticker(), ada.voice()

    async def fetch(bot: Bot) -> Any:
        return [update.message for update in await bot.get_updates()]

    photo, sticker, voice = use(server, fetch)
    assert list(photo.parse_caption_entities().values()) == ["@motpourmot_bot"]
    assert photo.photo
    assert sticker.sticker.emoji == "👍"
    assert voice.voice.mime_type == "audio/ogg"
    assert (photo.text, sticker.text, voice.text) == (None, None, None)


def test_commands_and_descriptions(server: TelegramServer) -> None:
    async def describe(bot: Bot) -> None:
        await bot.set_my_commands([BotCommand("ask", "Poser une question")], language_code="fr")
        (command,) = await bot.get_my_commands(language_code="fr")
        assert (command.command, command.description) == ("ask", "Poser une question")
        assert await bot.get_my_commands() == ()
        await bot.delete_my_commands(language_code="fr")
        assert await bot.get_my_commands(language_code="fr") == ()
        await bot.set_my_description("Longue.")
        await bot.set_my_short_description("Brève.", language_code="fr")
        assert (await bot.get_my_description("de")).description == "Longue."
        assert (await bot.get_my_short_description("fr")).short_description == "Brève."
        assert (await bot.get_my_short_description()).short_description == ""

    use(server, describe)


# Updates


def test_offsets_confirm_and_forget(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    for text in "abc":
        ada.send(text)

    def texts(**params: int) -> list[str]:
        return [update["message"]["text"] for update in call(server, "getUpdates", **params)[1]]

    first = call(server, "getUpdates", limit=1)[1][0]["update_id"]
    assert texts() == ["a", "b", "c"]
    assert texts(offset=first + 1) == ["b", "c"] == texts()
    assert texts(offset=-1) == ["c"] == texts(offset=first)
    assert texts(offset=first + 3) == []
    assert server.undelivered == 0
    server.redeliver({"update_id": first, "message": {}})
    ada.send("d")
    assert [each["update_id"] for each in call(server, "getUpdates")[1]] == [first, first + 3]


def test_a_long_poll_waits_for_news(server: TelegramServer) -> None:
    ada = server.private_chat(7)

    async def poll(bot: Bot) -> Any:
        waiting = asyncio.create_task(bot.get_updates(timeout=50))
        await bot.get_me()
        threading.Timer(0.05, ada.send, ["Bonjour"]).start()
        return await waiting

    (update,) = use(server, poll)
    assert update.message.text == "Bonjour"
    assert use(server, lambda bot: bot.get_updates(offset=update.update_id + 1)) == ()


def test_only_the_kinds_asked_for(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    member: Json = {"chat_member": {}}
    assert server.push(member) == 0
    call(server, "getUpdates", allowed_updates=["chat_member"])
    ada.send("perdu")
    assert server.push(member) == 100_001
    call(server, "getUpdates")  # what was asked for stays
    ada.send("perdu")
    assert [*call(server, "getUpdates")[1][0]] == ["update_id", "chat_member"]
    call(server, "getUpdates", allowed_updates=[])
    ada.send("reçu")
    assert server.undelivered == 2


def test_of_two_polls_the_older_one_ends(server: TelegramServer) -> None:
    ada = server.private_chat(7)

    async def poll(bot: Bot) -> None:
        older = asyncio.create_task(bot.get_updates(timeout=50))
        await asyncio.to_thread(server.wait_for, lambda: server.updates.polled)
        newer = asyncio.create_task(asyncio.to_thread(call, server, "getUpdates", timeout=50))
        with pytest.raises(Conflict, match=r"^Conflict: terminated by other getUpdates request; "):
            await older
        ada.send("Bonjour")
        assert len((await newer)[1]) == 1

    use(server, poll)


# Webhooks


class Hook(BaseHTTPRequestHandler):
    """A webhook that refuses each update once."""

    posts: list[tuple[str | None, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        known = any(body == each for _, each in self.posts)
        self.posts.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
        self.send_response(200 if known else 500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def test_a_webhook_gets_every_update_until_it_accepts_it(server: TelegramServer) -> None:
    posts: list[tuple[str | None, bytes]] = []
    handler = type("Recording", (Hook,), {"posts": posts})
    ada, bob = server.private_chat(7), server.private_chat(8)
    ada.send("avant")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as receiver:
        thread = threading.Thread(target=receiver.serve_forever)
        thread.start()
        try:
            url = f"http://127.0.0.1:{receiver.server_port}/telegram/webhook"
            secret = "s_-1"  # noqa: S105  (of this test)
            use(server, lambda bot: bot.set_webhook(url, secret_token=secret, max_connections=2))
            with pytest.raises(Conflict, match="can't use getUpdates method while webhook is act"):
                use(server, lambda bot: bot.get_updates())
            for number in range(3):
                ada.send(f"ada {number}")
                bob.send(f"bob {number}")
            server.wait_for(lambda: server.undelivered == 0)
        finally:
            receiver.shutdown()
            thread.join()
    assert {secret for secret, _ in posts} == {"s_-1"}
    bodies = [body.decode() for _, body in posts]
    texts = [body.split('"text":"')[1].split('"')[0] for body in bodies]
    twice = [text for text in ("avant", "ada 0", "ada 1", "ada 2") for _ in range(2)]
    assert [text for text in texts if text.startswith("a")] == twice  # in order, each again
    assert sorted(texts)[-6:] == ["bob 0", "bob 0", "bob 1", "bob 1", "bob 2", "bob 2"]
    ada.send("resté")
    server.wait_for(lambda: "last_error_message" in server.updates.get_webhook_info({}))
    info = call(server, "getWebhookInfo")[1]
    assert (info["url"], info["pending_update_count"]) == (url, 1)
    assert info["last_error_message"] == "Connection refused"
    assert use(server, lambda bot: bot.delete_webhook())
    assert len(call(server, "getUpdates")[1]) == 1


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("http://example.org/", "", "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "https://example.org:8000/",
            "",
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ("https://example.org/", "é", "secret token contains unallowed characters"),
        ("https://example.org/", "a" * 257, "secret token is too long"),
    ],
)
def test_webhooks_refused(server: TelegramServer, url: str, secret: str, words: str) -> None:
    refused = refusal(server, "setWebhook", url=url, secret_token=secret)
    assert refused == f"Bad Request: {words}"
    assert call(server, "getUpdates") == (200, [])


# Refusals


def test_tokens_and_methods(server: TelegramServer) -> None:
    with pytest.raises(InvalidToken, match="was rejected by the server"):
        use(server, lambda bot: bot.get_me(), "123456:autre")
    for path, status, words in (
        ("/bot123456:autre/getMe", 401, "Unauthorized"),
        ("/botautre/getMe", 404, "Not Found"),
        ("/", 404, "Not Found"),
        (f"/bot{server.token}/logIn", 404, "Not Found: method not found"),
    ):
        response = httpx.get(server.url + path, trust_env=False)
        body = {"ok": False, "error_code": status, "description": words}
        assert (response.status_code, response.json()) == (status, body)


def test_parameters_in_every_form(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    url = f"{server.url}/bot{server.token}/SENDMESSAGE"
    bold = '[{"type": "bold", "offset": 0, "length": 2}]'
    form = {"chat_id": "7", "text": "Oui", "entities": bold, "parse_mode": "HTML"}
    part = {key: (None, value) for key, value in form.items()}
    with httpx.Client(trust_env=False) as client:
        for response in (
            client.get(url, params=form),
            client.post(url, data=form),
            client.post(url, files=part),
            client.post(url, json={**form, "chat_id": 7, "entities": [
                {"type": "bold", "offset": 0, "length": 2}
            ]}),
        ):  # fmt: skip
            assert response.status_code == 200
        broken = client.post(url, content=b"{", headers={"Content-Type": "application/json"})
        assert broken.json()["description"] == "Bad Request: can't parse JSON object"
        broken = client.post(url, data={**form, "entities": "["})
        assert broken.json()["description"] == "Bad Request: can't parse entities JSON object"
    assert [message.quoted(message.entities[0]) for message in ada.messages] == ["Ou"] * 4
    assert {each.params["parse_mode"] for each in server.calls if each.status == 200} == {"HTML"}


SPLIT = "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4"
TOO_FAR = "entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 9"
REFUSED_TEXTS = [
    ({"text": ""}, "message text is empty"),
    ({}, "message text is empty"),
    ({"text": " \n\r"}, "text must be non-empty"),
    ({"text": "🙂" * 2049}, "message is too long"),
    ({"text": "a", "chat_id": 8}, "chat not found"),
    ({"text": "a", "chat_id": ""}, "chat_id is empty"),
    ({"text": "a", "reply_parameters": {"message_id": 5}}, "message to be replied not found"),
    (
        {"text": "a", "reply_markup": keyboard(("b", "é" * 32 + "a"))},
        "BUTTON_DATA_INVALID",
    ),
    (
        {"text": "a", "reply_markup": keyboard(("b", ""))},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "a", "reply_markup": keyboard((" ", "b"))},
        "inline keyboard button text must be non-empty",
    ),
    ({"text": "a", "reply_markup": keyboard(*[("b", "c")] * 101)}, "reply markup is too long"),
    (
        {"text": "a", "reply_markup": {"keyboard": [[{"text": ""}]]}},
        "keyboard button text must be non-empty",
    ),
    ({"text": "a", "reply_markup": {}}, "can't parse reply keyboard markup JSON object"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "words"), REFUSED_TEXTS)
def test_messages_refused(server: TelegramServer, params: Any, words: str) -> None:
    ada = server.private_chat(7)
    assert refusal(server, "sendMessage", **{"chat_id": 7, **params}) == f"Bad Request: {words}"
    assert ada.messages == []


def test_messages_at_the_limits_pass(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    reply = {"message_id": 5, "allow_sending_without_reply": True}
    for params in (
        {"text": "🙂" * 2048, "reply_parameters": reply},
        {"text": " " + "a" * 4096 + " ", "reply_markup": keyboard(*[("b", "é" * 32)] * 100)},
        {"text": "a", "reply_markup": {"keyboard": [["Oui"], [{"text": "Non"}]]}},
        {"text": "a", "reply_markup": {"remove_keyboard": True}},
    ):
        assert call(server, "sendMessage", chat_id=7, **params)[0] == 200
    assert [utf16_length(message.text) for message in ada.messages] == [4096, 4096, 1, 1]


def entity(kind: str, offset: int, length: int, **fields: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **fields}


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("👉 👉", [entity("bold", 1, 1)],
         "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        ("👉 👉", [entity("bold", 0, 1)], SPLIT),
        ("aba caba", [entity("bold", 3, 6)], TOO_FAR),
        ("aba caba", [entity("bold", 9, 1)],
         "entity begins after the end of the text at UTF-16 offset 9"),
        ("aba", [entity("bold", -1, 1)], "receive an entity with incorrect offset -1"),
        ("aba", [entity("bold", 0, 0)], "receive an entity with incorrect length 0"),
        ("aba", [entity("gras", 0, 1)], "can't parse entities: unsupported entity type 'gras'"),
        ("aba", [entity("text_link", 0, 1, url="x")],
         "entity URL 'x' is invalid: Wrong HTTP URL"),
        ("a" * 101, [entity("bold", at, 1) for at in range(101)],
         "too many entities: 101, at most 100 are kept"),
        ("abcd", [entity("italic", 1, 3), entity("bold", 0, 2)],
         "can't parse entities: bold and italic cross at UTF-16 offset 1"),
        ("abcd", [entity("blockquote", 0, 4), entity("expandable_blockquote", 1, 1)],
         "can't parse entities: blockquote can't contain expandable_blockquote at UTF-16 offset 1"),
        ("abcd", [entity("code", 0, 4), entity("bold", 1, 1)],
         "can't parse entities: code can't contain bold at UTF-16 offset 1"),
        ("abcd", [entity("bold", 0, 4), entity("pre", 0, 4)],
         "can't parse entities: bold can't contain pre at UTF-16 offset 0"),
    ],
)  # fmt: skip
def test_entities_refused(text: str, entities: list[Any], words: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_text(text, entities)
    assert (refused.value.code, refused.value.description) == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("given_text", "given_entities", "text", "entities"),
    [
        (" \n 🙂 ab \n", [("bold", 3, 5)], "🙂 ab", [("bold", 0, 5)]),
        ("  ab  ", [("bold", 1, 5)], " ab", [("bold", 0, 3)]),  # only up to the first entity
        ("ab  ", [("bold", 2, 1)], "ab", []),
        ("a\r\nb\tc", [("bold", 1, 3)], "a\nb c", [("bold", 1, 2)]),
        ("abcd", [("bold", 1, 2), ("blockquote", 0, 4), ("code", 3, 1)], "abcd",
         [("blockquote", 0, 4), ("bold", 1, 2), ("code", 3, 1)]),
        ("ab", [("code", 0, 2), ("blockquote", 0, 2)], "ab",
         [("blockquote", 0, 2), ("code", 0, 2)]),
    ],
)  # fmt: skip
def test_texts_are_trimmed_and_entities_moved(
    given_text: str, given_entities: list[Any], text: str, entities: list[Any]
) -> None:
    fixed, moved = check_text(given_text, [entity(*each) for each in given_entities])
    assert (fixed, moved) == (text, [entity(*each) for each in entities])


@given(st.text(alphabet="a é\u0301🙂\n👩\u200d🚀", min_size=1), st.data())
def test_trimming_keeps_what_is_under_an_entity(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    offset, length = utf16_length(text[:start]), utf16_length(text[start:end])
    fixed, entities = check_text(f"{text}.", [entity("bold", offset, length)])
    quoted = "".join(
        fixed.encode("utf-16-le")[2 * each["offset"] : 2 * (each["offset"] + each["length"])]
        .decode("utf-16-le")
        for each in entities
    )  # fmt: skip
    assert quoted == text[start:end]
    assert fixed == f"{text}."[len(text) + 1 - len(fixed) :]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", ["/start"]),
        ("🙂 /ask@motpourmot_bot oui", ["/ask@motpourmot_bot"]),
        ("(@motpourmot_bot) a/b x@yy.fr http://c", ["@motpourmot_bot"]),
        ("/ask dis @abc à @abcd", ["/ask", "@abcd"]),
    ],
)
def test_commands_and_mentions_are_found(text: str, found: list[str]) -> None:
    units = text.encode("utf-16-le")
    assert found == [
        units[2 * each["offset"] :][: 2 * each["length"]].decode("utf-16-le")
        for each in find_entities(text)
    ]


def test_edits_and_deletes_refused(server: TelegramServer) -> None:
    ada, club = server.private_chat(7), server.group(-5, "Club")
    own, markup = ada.send("Qui ?"), keyboard(("👍", "u:1"))
    call(server, "sendMessage", chat_id=7, text="Oui.", reply_markup=markup)
    (sent,) = ada.bot_messages
    here = {"chat_id": 7, "message_id": sent.message_id}
    same = {**here, "text": " Oui.", "reply_markup": markup}
    assert refusal(server, "editMessageText", **same) == NOT_MODIFIED
    assert refusal(server, "editMessageReplyMarkup", **here, reply_markup=markup) == NOT_MODIFIED
    for method, params, words in (
        ("editMessageText", {**here, "message_id": 99, "text": "a"}, "message to edit not found"),
        ("editMessageText", {"chat_id": 7, "text": "a"}, "message identifier is not specified"),
        ("editMessageText", {**here, "message_id": own.message_id}, "message can't be edited"),
        ("editMessageText", {"inline_message_id": "x", "text": "a"}, "MESSAGE_ID_INVALID"),
        ("editMessageText", {**here, "text": "a", "reply_markup": {"force_reply": True}},
         "inline keyboard expected"),
        ("deleteMessage", {**here, "message_id": 99}, "message to delete not found"),
        ("deleteMessage", {"chat_id": -5, "message_id": club.send("a").message_id},
         "message can't be deleted"),
        ("sendChatAction", {"chat_id": 7, "action": "x"}, "wrong parameter action in request"),
    ):  # fmt: skip
        assert refusal(server, method, **params) == f"Bad Request: {words}"
    ada.age(sent, 49 * 3600)
    assert refusal(server, "deleteMessage", **here) == "Bad Request: message can't be deleted"
    assert call(server, "editMessageText", **here, text="Oui.")[0] == 200  # the keyboard went
    assert ada.get(sent).buttons == []
    assert call(server, "deleteMessage", chat_id=7, message_id=own.message_id) == (200, True)
    ada.blocked = True
    assert call(server, "sendMessage", chat_id=7, text="a") == (
        403,
        "Forbidden: bot was blocked by the user",
    )


def article(identity: str, **fields: Any) -> dict[str, Any]:
    content = {"message_text": "a"}
    return {
        "type": "article", "id": identity, "title": "t", "input_message_content": content, **fields
    }  # fmt: skip


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"results": [article(str(n)) for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article("é" * 32 + "a")]}, "RESULT_ID_INVALID"),
        ({"results": [article("a"), article("a")]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("a", type="articles")]}, "RESULT_TYPE_INVALID"),
        ({"results": [article("a", title="")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article("a", input_message_content={"message_text": "é" * 4097})]},
         "message is too long"),
        ({"results": [], "cache_time": "x"}, "can't parse cache_time: expected an Integer"),
        ({"results": [], "next_offset": "é" * 32 + "a"}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": ""}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"results": [], "button": {"text": "a"}},
         "exactly one of web_app and start_parameter must be used"),
        ({"results": [], "button": {"text": "a", "start_parameter": "é"}}, "START_PARAM_INVALID"),
    ],
)  # fmt: skip
def test_inline_answers_refused(server: TelegramServer, params: Any, words: str) -> None:
    query = server.private_chat(7).inline("q")
    refused = refusal(server, "answerInlineQuery", inline_query_id=query, **params)
    assert refused == f"Bad Request: {words}"
    assert call(server, "answerInlineQuery", inline_query_id=query, results=[]) == (200, True)


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("setMyCommands", {"commands": [{"command": "Ask", "description": "a"}]},
         "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]},
         "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "a"}] * 101},
         "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "language_code": "fra"},
         "invalid language code specified"),
        ("setMyDescription", {"description": "é" * 513}, "description is too long"),
        ("setMyShortDescription", {"short_description": "é" * 121},
         "short description is too long"),
    ],
)  # fmt: skip
def test_commands_and_descriptions_refused(
    server: TelegramServer, method: str, params: Any, words: str
) -> None:
    assert refusal(server, method, **params) == f"Bad Request: {words}"


# Faults


def test_faults_as_the_library_meets_them(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it `RetryAfter` warns
    ada = server.private_chat(7)
    server.fail("sendMessage", retry_after=3)
    server.fail("sendMessage", status=502)
    server.fail("sendMessage", drop="before")
    server.fail("sendMessage", drop="after")
    server.fail(chat_id=7, status=403, description="Forbidden: x", delay=0.01, times=2)

    async def send(bot: Bot) -> None:
        with pytest.raises(RetryAfter, match=r"Flood control exceeded\. Retry in 0:00:03"):
            await bot.send_message(7, "a")
        with pytest.raises(NetworkError, match=r"^Bad Gateway \(502\)"):
            await bot.send_message(7, "b")
        for text in ("c", "d"):
            with pytest.raises(NetworkError, match=r"^httpx.RemoteProtocolError: Server disconn"):
                await bot.send_message(7, text)
        for method in (bot.send_message(7, "e"), bot.send_chat_action(7, "typing")):
            with pytest.raises(Forbidden, match=r"^Forbidden: x$"):
                await method
        await bot.send_message(7, "f")

    use(server, send)
    assert [message.text for message in ada.bot_messages] == ["d", "f"]
    ends = [(each.status, each.dropped) for each in server.calls_of("sendMessage")]
    assert ends == [
        (429, None), (502, None), (None, "before"), (None, "after"), (403, None), (200, None)
    ]  # fmt: skip


def test_held_calls_wait_and_those_of_the_dead_never_take_effect(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    server.hold("sendMessage", after=1)

    async def send(bot: Bot) -> None:
        await bot.send_message(7, "passe")
        killed = asyncio.create_task(bot.send_message(7, "perdu"))
        await asyncio.to_thread(server.wait_for, lambda: server.held("sendMessage") == 1)
        waiting = asyncio.create_task(bot.send_message(7, "attend"))
        await asyncio.to_thread(server.wait_for, lambda: server.held("sendMessage") == 2)
        killed.cancel()
        await asyncio.gather(killed, return_exceptions=True)
        assert len(ada.messages) == 1
        server.release("sendMessage")
        await waiting

    use(server, send)
    assert [message.text for message in ada.messages] == ["passe", "attend"]
    assert server.held("sendMessage") == 0


def test_a_rate_above_the_limit_is_refused(server: TelegramServer) -> None:
    server.private_chat(7)
    server.rate_limit(2)
    ends = [call(server, "sendMessage", chat_id=7, text="a") for _ in range(3)]
    assert [status for status, _ in ends[:2]] == [200, 200]
    assert ends[2] == (429, "Too Many Requests: retry after 1")
    server.rate_limit(None)
    assert call(server, "sendMessage", chat_id=7, text="a")[0] == 200


def test_waiting_in_vain_tells_what_was_called(server: TelegramServer) -> None:
    chat = server.private_chat(7)
    call(server, "sendChatAction", chat_id=7, action="typing")
    with pytest.raises(AssertionError) as failed:
        server.wait_for_replies(chat, 1, timeout=0.01)
    assert str(failed.value) == (
        "not within 0.01 s; 0 updates not confirmed, 1 calls, the last ones:\n"
        '  sendChatAction {"chat_id": 7, "action": "typing"} -> 200 '
    )


def test_a_fault_of_the_stand_in_is_not_hidden() -> None:
    with (
        pytest.raises(AssertionError, match=r"^the stand-in itself failed in a call$"),
        TelegramServer() as server,
    ):
        assert call(server, "getUpdates", offset="x") == (500, "Internal Server Error")


def test_many_callers_at_once(server: TelegramServer) -> None:
    chats = [server.private_chat(user) for user in range(1, 41)]

    async def send(bot: Bot) -> None:
        sending = (bot.send_message(chat.id, str(n)) for n in range(5) for chat in chats)
        await asyncio.gather(*sending)

    use(server, send)
    assert all(len(server.wait_for_replies(chat, 5)) == 5 for chat in chats)
