"""The stand-in for Telegram's Bot API server: what it accepts, refuses, keeps and breaks.

Past 400 lines: one test for each method and limit that the bot relies on.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine
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
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import ExtBot

from tests.bot.telegram.stand_in.limits import ApiError, check_text, utf16_length
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import find_entities

Bot = ExtBot[None]
Use = Callable[[Bot], Coroutine[Any, Any, Any]]
GONE = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


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
    """Status and result (or description) of a call that the library might not make."""
    url = f"{server.url}/bot{server.token}/{method}"
    form = {key: v if isinstance(v, str) else json.dumps(v) for key, v in params.items()}
    response = httpx.post(url, data=form, trust_env=False, timeout=60)
    body = response.json()
    assert body["ok"] is (response.status_code == 200)
    return response.status_code, body["result"] if body["ok"] else body["description"]


def refusal(server: TelegramServer, method: str, **params: Any) -> str:
    status, words = call(server, method, **params)
    assert status == 400
    return str(words)


def keyboard(*buttons: tuple[str, str]) -> Any:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in buttons]]}


# Through the real library


def test_a_conversation(server: TelegramServer) -> None:
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
        await bot.edit_message_text("Non.", 7, sent.message_id, reply_markup=markup)
        await bot.edit_message_reply_markup(7, sent.message_id)
        other = await bot.send_message(7, "En trop.")
        await bot.delete_message(7, other.message_id)

    use(server, talk)
    (answer,) = ada.replies_to(question)
    assert (answer.text, answer.edit_date is None, answer.buttons) == ("Non.", False, [])
    assert [message.text for message in ada.messages] == [question.text, "Non."]
    assert server.undelivered == 1  # nothing confirmed it


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
    reply, second, mention, edited, tap, late = use(server, lambda bot: bot.get_updates())
    assert second.message.reply_to_message.text == "Et quand ?"
    assert second.message.reply_to_message.reply_to_message is None
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


def test_inline_queries_and_what_is_made_of_them(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    query = ada.inline("anthropic")

    async def answer(bot: Bot) -> None:
        (update,) = await bot.get_updates()
        assert update.inline_query is not None
        result = InlineQueryResultArticle("a1", "Titre", InputTextMessageContent("« Oui. »"))
        button = InlineQueryResultsButton("Aide", start_parameter="x")
        await update.inline_query.answer([result], cache_time=10, button=button)

    use(server, answer)
    assert ada.choose(query, "a1").text == "« Oui. »"
    (recorded,) = server.calls_of("answerInlineQuery")
    assert recorded.params["cache_time"] == 10
    assert refusal(server, "answerInlineQuery", inline_query_id=query, results=[]) == GONE


def test_pictures_stickers_and_voices(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    ada.photo("Voir @motpourmot_bot"), ada.sticker(), ada.voice()
    updates = use(server, lambda bot: bot.get_updates())
    photo, sticker, voice = (update.message for update in updates)
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
        await bot.set_my_description("Longue.")
        await bot.set_my_short_description("Brève.", language_code="fr")
        assert (await bot.get_my_description("de")).description == "Longue."
        assert (await bot.get_my_short_description("fr")).short_description == "Brève."
        assert (await bot.get_my_short_description()).short_description == ""

    use(server, describe)


def test_many_callers_at_once(server: TelegramServer) -> None:
    chats = [server.private_chat(user) for user in range(1, 41)]

    async def send(bot: Bot) -> None:
        sending = (bot.send_message(chat.id, str(n)) for n in range(5) for chat in chats)
        await asyncio.gather(*sending)

    use(server, send)
    assert all(len(chat.bot_messages) == 5 for chat in chats)


# Updates


def test_offsets_confirm_and_forget(server: TelegramServer) -> None:
    ada = server.private_chat(7)
    for text in "abc":
        ada.send(text)

    def texts(**params: int) -> list[str]:
        return [update["message"]["text"] for update in call(server, "getUpdates", **params)[1]]

    first = call(server, "getUpdates")[1][0]["update_id"]
    assert texts() == ["a", "b", "c"]
    assert texts(offset=first + 1) == ["b", "c"] == texts()
    assert texts(offset=first + 3) == []
    assert server.undelivered == 0
    server.redeliver({"update_id": first, "message": {}})
    ada.send("d")
    assert [each["update_id"] for each in call(server, "getUpdates")[1]] == [first, first + 3]


def test_a_long_poll_waits_for_news_of_the_kinds_asked_for(server: TelegramServer) -> None:
    ada = server.private_chat(7)

    async def poll(bot: Bot) -> Any:
        waiting = asyncio.create_task(bot.get_updates(timeout=50, allowed_updates=["message"]))
        await asyncio.to_thread(server.wait_for, lambda: server.updates.polled)
        ada.inline("perdu")
        ada.send("Bonjour")
        return await waiting

    (update,) = use(server, poll)
    assert update.message.text == "Bonjour"
    assert use(server, lambda bot: bot.get_updates(offset=update.update_id + 1)) == ()


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
            use(server, lambda bot: bot.set_webhook(url, secret_token=secret))
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
    texts = [body.decode().split('"text":"')[1].split('"')[0] for _, body in posts]
    twice = [text for text in ("avant", "ada 0", "ada 1", "ada 2") for _ in range(2)]
    assert [text for text in texts if text.startswith("a")] == twice  # in order, each again
    assert sorted(texts)[-6:] == ["bob 0", "bob 0", "bob 1", "bob 1", "bob 2", "bob 2"]
    ada.send("resté")
    assert use(server, lambda bot: bot.delete_webhook())
    assert len(call(server, "getUpdates")[1]) == 1


# Refusals


def test_tokens_and_methods(server: TelegramServer) -> None:
    with pytest.raises(InvalidToken, match="was rejected by the server"):
        use(server, lambda bot: bot.get_me(), "123456:autre")
    assert call(server, "logIn") == (404, "Not Found: method not found")


TOO_LONG = [("b", "c")] * 101


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": " \n\r"}, "text must be non-empty"),
        ("sendMessage", {"text": "🙂" * 2049}, "message is too long"),
        ("sendMessage", {"text": "a", "chat_id": 8}, "chat not found"),
        ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 5}},
         "message to be replied not found"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard(("b", "é" * 32 + "a"))},
         "BUTTON_DATA_INVALID"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard((" ", "b"))},
         "inline keyboard button text must be non-empty"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard(*TOO_LONG)},
         "reply markup is too long"),
        ("sendMessage", {"text": "a", "reply_markup": {"keyboard": [[{"text": ""}]]}},
         "keyboard button text must be non-empty"),
        ("editMessageText", {"message_id": 99, "text": "a"}, "message to edit not found"),
        ("editMessageText", {"text": "a"}, "message identifier is not specified"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("sendChatAction", {"action": "x"}, "wrong parameter action in request"),
        ("setMyCommands", {"commands": [{"command": "Ask", "description": "a"}]},
         "BOT_COMMAND_INVALID"),
        ("setMyDescription", {"description": "é" * 513}, "description is too long"),
        ("setWebhook", {"url": "http://example.org/"},
         "bad webhook: An HTTPS URL must be provided for webhook"),
        ("setWebhook", {"url": "https://example.org/", "secret_token": "é"},
         "secret token contains unallowed characters"),
    ],
)  # fmt: skip
def test_calls_refused(server: TelegramServer, method: str, params: Any, words: str) -> None:
    server.private_chat(7)
    assert refusal(server, method, **{"chat_id": 7, **params}) == f"Bad Request: {words}"


def test_edits_and_deletes_refused(server: TelegramServer) -> None:
    ada, club = server.private_chat(7), server.group(-1005, "Club")
    own, markup = ada.send("Qui ?"), keyboard(("👍", "u:1"))
    call(server, "sendMessage", chat_id=7, text="Oui.", reply_markup=markup)
    (sent,) = ada.bot_messages
    here = {"chat_id": 7, "message_id": sent.message_id}
    same = {**here, "text": " Oui.", "reply_markup": markup}
    assert refusal(server, "editMessageText", **same) == NOT_MODIFIED
    assert refusal(server, "editMessageReplyMarkup", **here, reply_markup=markup) == NOT_MODIFIED
    foreign = {"chat_id": 7, "message_id": own.message_id, "text": "a"}
    assert refusal(server, "editMessageText", **foreign) == "Bad Request: message can't be edited"
    theirs = {"chat_id": -1005, "message_id": club.send("a").message_id}
    assert refusal(server, "deleteMessage", **theirs) == "Bad Request: message can't be deleted"
    assert call(server, "editMessageText", **here, text="Oui.")[0] == 200  # the keyboard went
    assert ada.get(sent).buttons == []
    ada.blocked = True
    blocked = (403, "Forbidden: bot was blocked by the user")
    assert call(server, "sendMessage", chat_id=7, text="a") == blocked


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
        ({"results": [article("a", title="")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article("a", input_message_content={"message_text": "é" * 4097})]},
         "message is too long"),
        ({"results": [], "button": {"text": "a", "start_parameter": "é"}}, "START_PARAM_INVALID"),
    ],
)  # fmt: skip
def test_inline_answers_refused(server: TelegramServer, params: Any, words: str) -> None:
    query = server.private_chat(7).inline("q")
    refused = refusal(server, "answerInlineQuery", inline_query_id=query, **params)
    assert refused == f"Bad Request: {words}"
    assert call(server, "answerInlineQuery", inline_query_id=query, results=[]) == (200, True)


# Entities


def entity(kind: str, offset: int, length: int, **fields: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **fields}


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("👉 👉", [entity("bold", 1, 1)], "entity begins in no place of the text"),
        ("👉 👉", [entity("bold", 0, 1)], "ends in no place of the text"),
        ("aba caba", [entity("bold", 3, 6)], "ends in no place of the text"),
        ("aba", [entity("bold", -1, 1)], "entity begins in no place of the text"),
        ("aba", [entity("bold", 0, 0)], "receive an entity with incorrect length 0"),
        ("aba", [entity("gras", 0, 1)], "can't parse entities: unsupported type 'gras'"),
        ("aba", [entity("text_link", 0, 1, url="x")], "entity URL is invalid: Wrong HTTP URL"),
        ("a" * 101, [entity("bold", at, 1) for at in range(101)], "too many entities: 101"),
        ("abcd", [entity("italic", 1, 3), entity("bold", 0, 2)], "bold and italic cross at 1"),
        ("abcd", [entity("blockquote", 0, 4), entity("expandable_blockquote", 1, 1)],
         "blockquote can't contain expandable_blockquote at 1"),
    ],
)  # fmt: skip
def test_entities_refused(text: str, entities: list[Any], words: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_text(text, entities)
    assert refused.value.code == 400
    assert words in refused.value.description


@pytest.mark.parametrize(
    ("given_text", "given_entities", "text", "entities"),
    [
        (" \n 🙂 ab \n", [("bold", 3, 5)], "🙂 ab", [("bold", 0, 5)]),
        ("  ab  ", [("bold", 1, 5)], " ab", [("bold", 0, 3)]),  # only up to the first entity
        ("ab  ", [("bold", 2, 1)], "ab", []),
        ("a\r\nb\tc", [("bold", 1, 3)], "a\nb c", [("bold", 1, 2)]),
        ("ab", [("bold", 0, 2), ("blockquote", 0, 2)], "ab",
         [("blockquote", 0, 2), ("bold", 0, 2)]),
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
    units = fixed.encode("utf-16-le")
    places = [(2 * each["offset"], 2 * (each["offset"] + each["length"])) for each in entities]
    assert "".join(units[a:b].decode("utf-16-le") for a, b in places) == text[start:end]
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


# Faults


def test_faults_as_the_library_meets_them(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it `RetryAfter` warns
    ada = server.private_chat(7)
    server.fail("sendMessage", retry_after=3)
    server.fail("sendMessage", status=502)
    server.fail("sendMessage", drop=True)
    server.fail(chat_id=7, status=403, description="Forbidden: x", delay=0.01, times=2)

    async def send(bot: Bot) -> None:
        with pytest.raises(RetryAfter, match=r"Flood control exceeded\. Retry in 0:00:03"):
            await bot.send_message(7, "a")
        with pytest.raises(NetworkError, match=r"^Bad Gateway \(502\)"):
            await bot.send_message(7, "b")
        with pytest.raises(NetworkError, match=r"^httpx.RemoteProtocolError: Server disconn"):
            await bot.send_message(7, "c")
        for method in (bot.send_message(7, "e"), bot.send_chat_action(7, "typing")):
            with pytest.raises(Forbidden, match=r"^Forbidden: x$"):
                await method
        await bot.send_message(7, "f")

    use(server, send)
    assert [message.text for message in ada.bot_messages] == ["f"]
    ends = [(each.status, each.dropped) for each in server.calls_of("sendMessage")]
    assert ends == [(429, False), (502, False), (None, True), (403, False), (200, False)]


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


def test_waiting_in_vain_tells_what_was_called(server: TelegramServer) -> None:
    server.private_chat(7)
    call(server, "sendChatAction", chat_id=7, action="typing")
    with pytest.raises(AssertionError) as failed:
        server.wait_for(lambda: False, timeout=0.01)
    assert str(failed.value) == (
        "not within 0.01 s; 0 updates not confirmed, 1 calls, the last ones:\n"
        '  sendChatAction {"chat_id": 7, "action": "typing"} -> 200 '
    )


def test_a_fault_of_the_stand_in_is_not_hidden() -> None:
    with (
        pytest.raises(AssertionError, match=r"^the stand-in itself failed in a call$"),
        TelegramServer() as server,
    ):
        assert call(server, "getUpdates", timeout="x") == (500, "Internal Server Error")
