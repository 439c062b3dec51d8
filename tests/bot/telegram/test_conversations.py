"""The bot as readers meet it: the real application against a stand-in of Telegram's server.

Past 400 lines: one bot is started for all of them, and each thing a reader can do is a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from telegram.error import ChatMigrated
from telegram.ext import AIORateLimiter

from bot.conversation import words_of_reply
from bot.store import Store
from bot.telegram.phrases import ENGLISH, FRENCH
from index import Document, Engine
from tests.bot.telegram.running_bot import running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat, ChatMessage

QUESTION = "Quel est le montant du contrat ?"
ANSWER = "200 millions de dollars"


@pytest.fixture(scope="module")
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="module")
def store(
    server: TelegramServer, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('telegram') / 'bot.db'}"
    with running_bot(engine, settings_for(server, url)) as store:
        yield store


@pytest.fixture
def people(store: Store) -> Iterator[int]:
    """Ids of people who have not written yet."""
    del store  # the bot runs
    return _ids


_ids = iter(range(1_000, 10_000))


@pytest.fixture
def ana(server: TelegramServer, people: Iterator[int]) -> Chat:
    """A reader who has Telegram in French."""
    return server.private_chat(next(people), "Ana", language_code="fr")


@pytest.fixture
def bob(server: TelegramServer, people: Iterator[int]) -> Chat:
    """A reader who has Telegram in English."""
    return server.private_chat(next(people), "Bob", language_code="en")


@pytest.fixture
def group(server: TelegramServer, people: Iterator[int]) -> Chat:
    return server.group(-100_000 - next(people), "Une rédaction")


def answer_to(server: TelegramServer, chat: Chat, message: ChatMessage) -> ChatMessage:
    """The bot's first reply to `message`."""
    server.wait_for(lambda: chat.replies_to(message))
    return chat.replies_to(message)[0]


def settled(server: TelegramServer, chat: Chat) -> list[ChatMessage]:
    """What the bot has said in `chat` when it has also answered a command sent behind all else."""
    mark = chat.send("/privacy@motpourmot_bot")
    server.wait_for(lambda: chat.replies_to(mark))
    return [
        message for message in chat.bot_messages if message.reply_to_message_id != mark.message_id
    ]


def marked(message: ChatMessage, style: str) -> list[str]:
    return [message.quoted(entity) for entity in message.entities if entity["type"] == style]


# An answer


def test_a_question_is_answered_with_a_quote(
    server: TelegramServer, ana: Chat, seed_document: Document
) -> None:
    question = ana.send(QUESTION)
    answer = answer_to(server, ana, question)
    (quote,) = marked(answer, "blockquote")
    assert quote in seed_document.text
    assert marked(answer, "bold") == [ANSWER, ANSWER]
    assert answer.text.startswith(f"{ANSWER}\n")
    assert re.search(
        r"\[1\] OpenAI a annoncé.*…, 28 février 2026, §.16, juin = juin 2025$", answer.text
    )
    assert [label for label, _ in answer.buttons] == ["Contexte", "Autre passage", "👍", "👎"]
    (typing,) = server.calls_of("sendChatAction", chat_id=ana.id)
    (sent,) = server.calls_of("sendMessage", chat_id=ana.id)
    assert typing.params["action"] == "typing"
    assert typing.answered <= sent.received
    assert "parse_mode" not in sent.params


def test_a_question_in_english_is_answered_in_english(server: TelegramServer, ana: Chat) -> None:
    answer = answer_to(server, ana, ana.send("Who created ChatGPT?"))
    assert [label for label, _ in answer.buttons][:2] == ["Context", "Other passage"]
    assert "28 February 2026" in answer.text


def test_no_answer_says_so_with_the_nearest_passages(
    server: TelegramServer, ana: Chat, store: Store, seed_document: Document
) -> None:
    answer = answer_to(server, ana, ana.send("Combien de chats a Sam Altman ?"))
    assert FRENCH.nearest in answer.text
    quotes = marked(answer, "blockquote") + marked(answer, "expandable_blockquote")
    assert len(quotes) == 2
    assert all(quote in seed_document.text for quote in quotes)
    unanswered = [question.question for question in store.questions(unanswered=True)]
    assert "Combien de chats a Sam Altman ?" in unanswered


# Commands


def test_start_says_what_is_known_and_offers_questions_that_are_answered(
    server: TelegramServer, ana: Chat, bob: Chat
) -> None:
    for chat, phrases in ((ana, FRENCH), (bob, ENGLISH)):
        welcome = answer_to(server, chat, chat.send("/start"))
        assert welcome.text.split("\n")[0] == phrases.start_does
        assert len(welcome.text.split("\n")) == 2
        assert "OpenAI a annoncé" in welcome.text
        assert welcome.reply_markup
        questions = [row[0]["text"] for row in welcome.reply_markup["keyboard"]]
        assert len(questions) == 3
        for question in questions:
            answer = answer_to(server, chat, chat.send(question))
            assert phrases.nearest not in answer.text
            assert marked(answer, "bold") or marked(answer, "blockquote")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/help", "§"),
        ("/articles", "28 février 2026"),
        ("/privacy", "30 jours"),
        ("/ask", "/ask"),
        ("/aide", "/help"),
        ("merci beaucoup !", "/articles"),
        ("???", "mot"),
        ("x" * 1_001, "1000"),
    ],
)
def test_other_messages_have_a_line(
    server: TelegramServer, ana: Chat, command: str, words: str
) -> None:
    reply = answer_to(server, ana, ana.send(command))
    assert words in reply.text.replace("\u00a0", " ").replace("\u202f", " ").replace(
        "1 000", "1000"
    )


def test_menus_are_set_in_both_languages(server: TelegramServer, store: Store) -> None:
    del store
    server.wait_for(lambda: len(server.calls_of("setMyShortDescription")) >= 2)
    menus = {
        call.params.get("language_code", ""): [c["command"] for c in call.params["commands"]]
        for call in server.calls_of("setMyCommands")
    }
    everything = ["start", "help", "articles", "ask", "verify", "privacy", "forget"]
    assert menus == {"": everything, "fr": everything}
    assert len(server.calls_of("setMyDescription")) == 2


def test_forget_deletes_what_was_kept(server: TelegramServer, ana: Chat, store: Store) -> None:
    answer = answer_to(server, ana, ana.send("Combien de filles a Sam Altman ?"))
    ana.tap(answer, "👎")
    server.wait_for(lambda: len(server.calls_of("editMessageReplyMarkup", chat_id=ana.id)) == 1)
    person = store.pseudonym("person", ana.id)
    done = answer_to(server, ana, ana.send("/forget"))
    assert done.text == FRENCH.forgotten_one.format(count=1)
    assert store.forget(person) == 0
    assert "Combien de filles a Sam Altman ?" not in {
        q.question for q in store.questions(unanswered=True)
    }
    again = answer_to(server, ana, ana.send("/forget"))
    assert again.text == FRENCH.forgotten_none


def test_photos_stickers_and_voices_get_one_friendly_line(
    server: TelegramServer, ana: Chat, group: Chat
) -> None:
    for message in (ana.photo(), ana.sticker(), ana.voice()):
        assert answer_to(server, ana, message).text == FRENCH.only_text
    assert answer_to(server, ana, ana.photo(QUESTION)).text.startswith(ANSWER)
    asked = group.photo(f"@motpourmot_bot {QUESTION}")
    assert answer_to(server, group, asked).text.startswith(ANSWER)
    silent = [group.photo(), group.sticker(), group.photo(QUESTION)]
    settled(server, group)
    assert not any(group.replies_to(message) for message in silent)


# Buttons


def test_context_and_back(server: TelegramServer, ana: Chat, seed_document: Document) -> None:
    answer = answer_to(server, ana, ana.send("Qui a parlé de trahison ?"))
    ana.tap(answer, "Contexte")
    server.wait_for(lambda: ana.get(answer.message_id).text != answer.text)
    context = ana.get(answer.message_id)
    assert context.text.startswith(FRENCH.context)
    underlined = "".join(marked(context, "underline"))
    quoted = marked(answer, "blockquote") + marked(answer, "expandable_blockquote")
    assert "".join(quoted) == underlined
    for paragraph in marked(context, "blockquote") + marked(context, "expandable_blockquote"):
        assert paragraph in seed_document.text
    ana.tap(answer, "Contexte")  # on a screen that was not refreshed; nothing fails
    ana.tap(context, FRENCH.button_back)
    server.wait_for(lambda: ana.get(answer.message_id).text == answer.text)
    back = ana.get(answer.message_id)
    assert (back.entities, back.reply_markup) == (answer.entities, answer.reply_markup)
    ana.tap(answer, "Autre passage")
    server.wait_for(lambda: len(server.calls_of("answerCallbackQuery")) >= 4)


def test_other_passages_are_marked_as_such(server: TelegramServer, ana: Chat) -> None:
    answer = answer_to(server, ana, ana.send(QUESTION))
    seen = [answer.text]
    message = answer
    for number in range(1, 6):
        ana.tap(message, "Autre passage")
        server.wait_for(lambda before=seen[-1]: ana.get(answer.message_id).text != before)
        message = ana.get(answer.message_id)
        assert message.text.startswith(FRENCH.other.format(number=number, count=5))
        seen.append(message.text)
    assert len(set(seen)) == 6
    assert [label for label, _ in message.buttons] == [FRENCH.button_back]


def test_votes_are_kept_and_marked(server: TelegramServer, ana: Chat, store: Store) -> None:
    question = "Combien de soldats compte la marine suisse ?"
    answer = answer_to(server, ana, ana.send(question))

    def votes() -> tuple[int, int]:
        (row,) = [q for q in store.questions(unanswered=False) if q.question == question]
        return row.up, row.down

    ana.tap(answer, "👎")
    server.wait_for(lambda: "👎 ✓" in dict(ana.get(answer.message_id).buttons))
    assert votes() == (0, 1)
    second = ana.tap(answer, "👎")
    third = ana.tap(answer, "👍")
    server.wait_for(lambda: "👍 ✓" in dict(ana.get(answer.message_id).buttons))
    assert votes() == (1, 0)
    server.wait_for(lambda: _toast(server, third))
    assert _toast(server, second) == _toast(server, third) == FRENCH.thanks_for_vote


def test_a_button_of_a_forgotten_answer_says_so(server: TelegramServer, ana: Chat) -> None:
    answer = answer_to(server, ana, ana.send(QUESTION))
    answer_to(server, ana, ana.send("/forget"))
    query = ana.tap(answer, "Contexte")
    server.wait_for(lambda: _toast(server, query))
    assert _toast(server, query) == FRENCH.too_old
    assert ana.get(answer.message_id).text == answer.text


def test_a_button_cannot_show_what_was_asked_in_another_chat(
    server: TelegramServer, ana: Chat, bob: Chat
) -> None:
    private = answer_to(server, ana, ana.send(QUESTION))
    own = answer_to(server, bob, bob.send("Who created ChatGPT?"))
    message = server.push(
        {
            "callback_query": {
                "id": "forged",
                "from": bob.user,
                "chat_instance": "1",
                "data": private.callback_data("Contexte"),
                "message": bob.json(own),
            }
        }
    )
    del message
    settled(server, bob)
    assert bob.get(own.message_id).text == own.text


def test_a_button_cannot_be_put_under_another_message(server: TelegramServer, ana: Chat) -> None:
    first = answer_to(server, ana, ana.send(QUESTION))
    second = answer_to(server, ana, ana.send("Qui a créé ChatGPT ?"))
    forged = {"id": "forged-2", "from": ana.user, "chat_instance": "1"}
    forged |= {"data": first.callback_data("Contexte"), "message": ana.json(second)}
    server.push({"callback_query": forged})
    settled(server, ana)
    assert ana.get(second.message_id).text == second.text


def test_a_tap_on_a_message_that_is_gone(server: TelegramServer, ana: Chat) -> None:
    answer = answer_to(server, ana, ana.send(QUESTION))
    ana.remove(answer)
    query = ana.tap(answer, "Contexte")
    server.wait_for(lambda: query in _answered(server))


def _toast(server: TelegramServer, query: str) -> str | None:
    return _answered(server).get(query)


def _answered(server: TelegramServer) -> dict[str, str | None]:
    calls = server.calls_of("answerCallbackQuery")
    return {str(call.params["callback_query_id"]): call.params.get("text") for call in calls}


# Groups


def test_in_a_group_only_what_is_addressed_to_the_bot(
    server: TelegramServer, group: Chat, ana: Chat
) -> None:
    asked = [
        group.send(f"/ask {QUESTION}", sender=ana),
        group.send(f"/ask@motpourmot_bot {QUESTION}"),
        group.send(f"👍 @motpourmot_bot {QUESTION}", sender=ana),
    ]
    for question in asked:
        assert answer_to(server, group, question).text.startswith(ANSWER)
    to_bot = group.send("Qui a créé ChatGPT ?", reply_to=group.bot_messages[0], sender=ana)
    assert answer_to(server, group, to_bot)
    talk = [
        group.send(QUESTION),
        group.send("/ask@other_bot " + QUESTION),
        group.send("@someone " + QUESTION),
        group.send("et toi ?", reply_to=talk_of(group)),
        group.send("/nothing"),
        group.send("/help"),
        group.send("/start@other_bot"),
    ]
    settled(server, group)
    assert not any(group.replies_to(message) for message in talk)


def talk_of(group: Chat) -> ChatMessage:
    """A message of a person to other people."""
    return group.send("Bonjour à tous")


def test_who_writes_in_the_name_of_the_group_is_answered(
    server: TelegramServer, group: Chat
) -> None:
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    for sender_chat in ({"sender_chat": group.info}, {}):
        question = group.add(anonymous, text=f"/ask {QUESTION}")
        command = {"type": "bot_command", "offset": 0, "length": 4}
        message = {**group.json(question), "entities": [command], **sender_chat}
        server.push({"message": message})
        settled(server, group)
        answers = [m for m in group.bot_messages if m.reply_to_message_id == question.message_id]
        assert len(answers) == len(sender_chat)  # another bot is not


def test_ask_without_a_question_asks_for_one(server: TelegramServer, group: Chat) -> None:
    hint = answer_to(server, group, group.send("/ask"))
    assert hint.text == FRENCH.ask_empty
    assert hint.reply_markup == {"force_reply": True, "selective": True}
    answer = answer_to(server, group, group.send(QUESTION, reply_to=hint))
    assert answer.text.startswith(ANSWER)


# Follow-ups and edits


def test_a_follow_up_is_read_with_the_question_before(server: TelegramServer, ana: Chat) -> None:
    answer_to(server, ana, ana.send("Quand Anthropic a-t-elle été fondée ?"))
    answer = answer_to(server, ana, ana.send("Et OpenAI ?"))
    (understood,) = marked(answer, "italic")
    assert "OpenAI" in understood
    assert "fondée" in understood
    complete = answer_to(server, ana, ana.send(QUESTION))
    assert complete.text.startswith(ANSWER)
    assert not marked(complete, "italic")


def test_a_reply_asks_about_the_answer_it_replies_to(server: TelegramServer, ana: Chat) -> None:
    first = answer_to(server, ana, ana.send("Quand Anthropic a-t-elle été fondée ?"))
    answer_to(server, ana, ana.send("Qui a créé ChatGPT ?"))
    answer = answer_to(server, ana, ana.send("Et OpenAI ?", reply_to=first))
    assert "fondée" in marked(answer, "italic")[0]


def test_conversations_of_a_group_are_apart(
    server: TelegramServer, group: Chat, ana: Chat, bob: Chat
) -> None:
    answer_to(server, group, group.send("/ask Quand Anthropic a-t-elle été fondée ?", sender=ana))
    answer_to(server, group, group.send("/ask Qui a créé ChatGPT ?", sender=bob))
    answer = answer_to(server, group, group.send("/ask Et OpenAI ?", sender=ana))
    assert "fondée" in marked(answer, "italic")[0]


def test_an_edited_question_edits_the_answer(
    server: TelegramServer, ana: Chat, store: Store
) -> None:
    question = ana.send("Qui a créé ChatGPT ?")
    answer = answer_to(server, ana, question)
    ana.edit(question, QUESTION)
    server.wait_for(lambda: ana.get(answer.message_id).text.startswith(ANSWER))
    assert [m.message_id for m in settled(server, ana)] == [answer.message_id]
    turn = store.turn_of_message(store.pseudonym("chat", ana.id), answer.message_id)
    assert turn
    assert (turn.asked, turn.question) == (QUESTION, QUESTION)


def test_an_edit_to_what_asks_nothing_takes_the_answer_back(
    server: TelegramServer, ana: Chat
) -> None:
    question = ana.send("Qui a créé ChatGPT ?")
    answer_to(server, ana, question)
    ana.edit(question, "merci !")
    words = words_of_reply("thanks", "merci !", None, language="fr") + " /articles"
    server.wait_for(lambda: [m.text for m in ana.bot_messages] == [words])


def test_what_is_not_understood_is_asked_in_full(server: TelegramServer, ana: Chat) -> None:
    answer_to(server, ana, ana.send(QUESTION))
    said = answer_to(server, ana, ana.send("Et Google ?"))
    assert said.text == words_of_reply("in_full", "Et Google ?", None, language="fr")
    assert not said.buttons
    follow_up = answer_to(server, ana, ana.send("Quand a-t-il été signé ?"))
    assert "Quand le contrat a-t-il été signé" in marked(follow_up, "italic")[0]


def test_who_doubts_is_shown_where_the_quote_is(server: TelegramServer, ana: Chat) -> None:
    answer_to(server, ana, ana.send(QUESTION))
    assert "§\u00a016" in answer_to(server, ana, ana.send("tu es sûr ?")).text


def test_more_shows_the_further_passages_with_their_buttons(
    server: TelegramServer, ana: Chat
) -> None:
    answer_to(server, ana, ana.send(QUESTION))
    more = answer_to(server, ana, ana.send("plus de détails"))
    assert more.text.startswith("Un autre passage, moins sûr (1 sur")
    ana.tap(more, FRENCH.button_other)
    server.wait_for(lambda: "(2 sur" in ana.get(more.message_id).text)


def test_an_edited_question_has_no_votes_yet(
    server: TelegramServer, ana: Chat, store: Store
) -> None:
    question = ana.send("Qui a créé ChatGPT ?")
    answer = answer_to(server, ana, question)
    ana.tap(answer, "👎")
    server.wait_for(lambda: "👎 ✓" in dict(ana.get(answer.message_id).buttons))
    ana.edit(question, QUESTION)
    server.wait_for(lambda: ana.get(answer.message_id).text.startswith(ANSWER))
    turn = store.turn_of_message(store.pseudonym("chat", ana.id), answer.message_id)
    assert turn
    assert store.vote_of(turn.id, store.pseudonym("person", ana.id)) == 0
    assert "👎 ✓" not in dict(ana.get(answer.message_id).buttons)


def test_an_edit_that_makes_it_a_question_is_answered(server: TelegramServer, group: Chat) -> None:
    talk = group.send(QUESTION)
    settled(server, group)
    group.edit(talk, f"/ask {QUESTION}")
    assert answer_to(server, group, talk).text.startswith(ANSWER)


def test_an_edit_whose_answer_was_deleted_is_answered_anew(
    server: TelegramServer, ana: Chat
) -> None:
    question = ana.send("Qui a créé ChatGPT ?")
    answer = answer_to(server, ana, question)
    ana.remove(answer)
    ana.edit(question, QUESTION)
    assert answer_to(server, ana, question).text.startswith(ANSWER)


# Inline


def test_inline_offers_the_best_quotes(
    server: TelegramServer, ana: Chat, seed_document: Document
) -> None:
    query = ana.inline(QUESTION)
    server.wait_for(lambda: server.inline_results(query) is not None)
    results = server.inline_results(query)
    assert results
    assert results[0]["title"] == ANSWER
    sent = ana.choose(query, results[0]["id"])
    assert any(quote in seed_document.text for quote in marked(sent, "blockquote"))
    (call,) = [
        c for c in server.calls_of("answerInlineQuery") if c.params["inline_query_id"] == query
    ]
    assert call.params["cache_time"] == 300


def test_what_was_sent_through_the_bot_is_no_question(server: TelegramServer, ana: Chat) -> None:
    shown = ana.add({**ana.user}, text="« une citation »")
    server.push({"message": {**ana.json(shown), "via_bot": server.me}})
    settled(server, ana)
    assert not ana.replies_to(shown)


@pytest.mark.parametrize("words", ["", "Q", "?!?", "Quelle est la capitale du Japon ?"])
def test_inline_without_an_answer(server: TelegramServer, ana: Chat, words: str) -> None:
    query = ana.inline(words)
    server.wait_for(lambda: server.inline_results(query) is not None)
    assert server.inline_results(query) == []
    (call,) = [
        c for c in server.calls_of("answerInlineQuery") if c.params["inline_query_id"] == query
    ]
    assert call.params["button"]["start_parameter"] == "ask"


# What goes wrong


def test_a_flood_gets_one_polite_line(server: TelegramServer, ana: Chat, bob: Chat) -> None:
    questions = [ana.send(QUESTION, date=1_700_000_000) for _ in range(50)]
    other = bob.send("Who created ChatGPT?")
    answer_to(server, bob, other)
    server.wait_for(lambda: len(ana.bot_messages) >= 11)
    server.wait_for(lambda: server.undelivered == 0)
    settled(server, bob)
    late = ana.send("Qui a créé ChatGPT ?", date=1_700_000_100)
    answer_to(server, ana, late)
    texts = [message.text for message in ana.bot_messages]
    assert len(texts) == 12
    assert sum(text.startswith(ANSWER) for text in texts) == 10
    assert texts[10] == FRENCH.too_fast.format(seconds=6)
    assert len(questions) == 50


def test_who_asks_too_fast_is_still_told_and_forgotten(server: TelegramServer, ana: Chat) -> None:
    for _ in range(15):
        ana.send(QUESTION, date=1_700_000_000)
    commands = [ana.send(f"/{name}", date=1_700_000_000) for name in ("help", "privacy", "forget")]
    answers = [answer_to(server, ana, command).text for command in commands]
    assert answers[0] == FRENCH.help
    assert answers[2] in {FRENCH.forgotten_many.format(count=n) for n in range(2, 12)}


def test_answers_come_in_the_order_of_the_questions(server: TelegramServer, ana: Chat) -> None:
    questions = [ana.send(f"{QUESTION[:-1]}{'?' * count}") for count in range(1, 9)]
    server.wait_for(lambda: len(ana.bot_messages) >= 8)
    order = [message.reply_to_message_id for message in ana.bot_messages]
    assert order == [question.message_id for question in questions]


def test_a_429_is_waited_out(server: TelegramServer, ana: Chat) -> None:
    server.fail("sendMessage", retry_after=1, chat_id=ana.id)
    question = ana.send(QUESTION)
    answer = answer_to(server, ana, question)
    refused, sent = server.calls_of("sendMessage", chat_id=ana.id)
    assert refused.status == 429
    assert sent.received - refused.answered >= 1.0
    assert len(ana.replies_to(question)) == 1
    assert answer.text.startswith(ANSWER)


def test_a_429_of_one_chat_holds_up_no_other(server: TelegramServer, ana: Chat, bob: Chat) -> None:
    server.fail("sendMessage", retry_after=3, chat_id=ana.id)
    slow = ana.send(QUESTION)
    server.wait_for(lambda: server.calls_of("sendMessage", chat_id=ana.id))
    quick = answer_to(server, bob, bob.send("Who created ChatGPT?"))
    assert quick.at < answer_to(server, ana, slow).at


def test_a_group_that_became_a_supergroup_is_answered_there(
    server: TelegramServer, group: Chat, people: Iterator[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = server.group(-1_000_000_000_000 - next(people), "Une rédaction")
    run_request = AIORateLimiter._run_request

    async def migrate(self: AIORateLimiter, *args: Any, **kwargs: Any) -> Any:
        if kwargs["group"] == group.id:
            raise ChatMigrated(new.id)
        return await run_request(self, *args, **kwargs)

    monkeypatch.setattr(AIORateLimiter, "_run_request", migrate)
    group.send(f"/ask {QUESTION}")
    server.wait_for(lambda: new.bot_messages)
    assert new.bot_messages[0].text.startswith(ANSWER)


def test_what_the_library_does_not_understand_stops_nobody(
    server: TelegramServer, ana: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    strange = ana.add({**ana.user}, text="un secret")
    server.push({"message": {**ana.json(strange), "entities": [{"offset": 0}]}})
    answer_to(server, ana, ana.send(QUESTION))
    assert not ana.replies_to(strange)
    assert "is not understood" in caplog.text
    assert "un secret" not in caplog.text


@pytest.mark.parametrize("fault", [{"drop": "before"}, {"status": 502}])
def test_a_call_that_did_not_arrive_is_made_again(
    server: TelegramServer, ana: Chat, fault: dict[str, object]
) -> None:
    server.fail("sendMessage", times=2, chat_id=ana.id, **fault)
    question = ana.send(QUESTION)
    answer_to(server, ana, question)
    settled(server, ana)
    assert len(ana.replies_to(question)) == 1


_ODD = (
    b'{"ok": true, "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"},'
    b' "link_preview_options": "{}"}}'
)


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"{}", b'{"ok": true, "result": true}', _ODD])
def test_a_reply_that_cannot_be_read_leads_to_no_second_message(
    server: TelegramServer, ana: Chat, body: bytes
) -> None:
    server.fail("sendMessage", chat_id=ana.id, body=body)
    question = ana.send(QUESTION)
    answer_to(server, ana, question)
    settled(server, ana)
    assert len(ana.replies_to(question)) == 1


def test_topics_of_a_forum_are_conversations_of_their_own(
    server: TelegramServer, group: Chat, ana: Chat
) -> None:
    def ask(text: str, topic: int) -> ChatMessage:
        more = {"message_thread_id": topic, "is_topic_message": True}
        return group.send(f"/ask {text}", sender=ana, more=more)

    answer_to(server, group, ask("Quand Anthropic a-t-elle été fondée ?", 7))
    other = answer_to(server, group, ask("Et OpenAI ?", 8))
    same = answer_to(server, group, ask("Et OpenAI ?", 7))
    assert same.text != other.text
    threads = [str(c.params.get("message_thread_id")) for c in server.calls_of("sendMessage")][-2:]
    assert threads == ["8", "7"]


@pytest.mark.parametrize("text", [f"@motpourmot_bot {QUESTION}", f"/ask@motpourmot_bot {QUESTION}"])
def test_a_post_of_a_channel_in_its_discussion_group_is_not_answered(
    server: TelegramServer, group: Chat, ana: Chat, text: str
) -> None:
    post = group.send(text, sender=ana, more={"is_automatic_forward": True})
    settled(server, group)
    assert not group.replies_to(post)


def test_typing_that_fails_delays_nothing(server: TelegramServer, ana: Chat) -> None:
    server.fail("sendChatAction", chat_id=ana.id, drop=True)
    assert answer_to(server, ana, ana.send(QUESTION)).text.startswith(ANSWER)


def test_who_has_blocked_the_bot_holds_up_nobody(
    server: TelegramServer, ana: Chat, bob: Chat
) -> None:
    ana.blocked = True
    ana.send(QUESTION)
    answer_to(server, bob, bob.send("Who created ChatGPT?"))
    server.wait_for(
        lambda: any(c.status == 403 for c in server.calls_of("sendMessage", chat_id=ana.id))
    )
    ana.blocked = False
    answer_to(server, ana, ana.send(QUESTION))


def test_an_update_that_comes_twice_is_answered_once(server: TelegramServer, ana: Chat) -> None:
    question = ana.send(QUESTION)
    answer_to(server, ana, question)
    server.redeliver({"update_id": _last_update_id(server), "message": ana.json(question)})
    settled(server, ana)
    assert len(ana.replies_to(question)) == 1


def _last_update_id(server: TelegramServer) -> int:
    return max(int(call.params.get("offset", 0)) for call in server.calls_of("getUpdates")) - 1


def test_a_slow_chat_holds_up_no_other(server: TelegramServer, ana: Chat, bob: Chat) -> None:
    server.fail("sendMessage", chat_id=ana.id, delay=3)
    slow = [ana.send(QUESTION) for _ in range(5)]
    quick = answer_to(server, bob, bob.send("Who created ChatGPT?"))
    server.wait_for(lambda: len(ana.bot_messages) == len(slow))
    assert quick.at < ana.bot_messages[0].at
