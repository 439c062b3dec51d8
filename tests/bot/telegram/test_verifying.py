"""Quotes to verify in Telegram: which messages ask for it, and what the reader gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from telegram import Chat as TelegramChat
from telegram import Message as TelegramMessage
from telegram import MessageEntity, MessageOriginHiddenUser, TextQuote, User

from bot.telegram.addressing import question_of
from bot.telegram.phrases import ENGLISH, FRENCH
from bot.telegram.text import MAX_TEXT, utf16_length
from bot.telegram.verifying import quote_of, verification_message
from bot.verdicts.words import ENGLISH as IN_ENGLISH
from bot.verdicts.words import FRENCH as IN_FRENCH
from index import Attribution, Difference, Document, Engine, QuotePlace, Verification
from tests.bot.telegram.helpers import check_message, quotes, styled
from tests.bot.telegram.running_bot import running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat, ChatMessage
from tests.strategies import signs

ME = User(7, "Mot pour Mot", is_bot=True, username="motpourmot_bot")
SOMEONE = User(1, "Ana", is_bot=False)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PRIVATE, GROUP = TelegramChat(1, "private"), TelegramChat(-5, "group")
QUOTE = "un contrat de 200 millions de dollars"


def message(
    text: str,
    *,
    chat: TelegramChat = PRIVATE,
    reply_to: TelegramMessage | None = None,
    cited: str | None = None,
    forwarded: bool = False,
) -> TelegramMessage:
    entities = []
    if text.startswith("/"):
        entities.append(MessageEntity("bot_command", 0, len(text.split()[0])))
    return TelegramMessage(
        2,
        NOW,
        chat,
        SOMEONE,
        text=text,
        entities=entities,
        reply_to_message=reply_to,
        quote=TextQuote(cited, 0) if cited else None,
        forward_origin=MessageOriginHiddenUser(NOW, "X") if forwarded else None,
    )


def asked(given: TelegramMessage) -> str | None:
    return quote_of(given, ME, question_of(given, ME))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (f"vérifie : « {QUOTE} »", f"« {QUOTE} »"),
        (f"Vérifie: {QUOTE}", QUOTE),
        (f"ve\u0301rifiez : {QUOTE}", QUOTE),
        (f"verifie « {QUOTE} »", f"« {QUOTE} »"),
        (f"Vérifier la citation : {QUOTE}", QUOTE),
        (f"verify: “{QUOTE}”", f"“{QUOTE}”"),
        (f'Verify this quote: "{QUOTE}"', f'"{QUOTE}"'),
        (f"Vérifie : Dario Amodei a dit : « {QUOTE} »", f"Dario Amodei a dit : « {QUOTE} »"),
        (f"/verify {QUOTE}", QUOTE),
        (f"/verify\n{QUOTE}", QUOTE),
        (f"/Verify@MotPourMot_bot {QUOTE}", QUOTE),
        ("/verify", ""),
        ("vérifie :", ""),
        (f"« {QUOTE} »", f"« {QUOTE} »"),
        (f"“{QUOTE}”.", f"“{QUOTE}”."),
        (f'"{QUOTE}"', f'"{QUOTE}"'),
        (f"„{QUOTE}“", f"„{QUOTE}“"),
    ],
)
def test_what_asks_to_verify_a_quote(text: str, quote: str) -> None:
    assert asked(message(text)) == quote


@pytest.mark.parametrize(
    "text",
    [
        "Quel est le montant du contrat ?",
        f"Qui a dit « {QUOTE} » ?",
        f"« {QUOTE} » : qui l'a signé ?",
        '"Quel est le montant du contrat ?"',
        "« Est-ce vrai ? »",
        "« Merci »",
        '"ministère de la Guerre" et "Pentagone"',
        f"Dario Amodei a dit « {QUOTE} »",
        "Qui vérifie : le ministre ou le président ?",
        "Le ministre vérifie-t-il : oui ou non ?",
        "verify who signed the contract",
        f"/ask « {QUOTE} » ?",
        f"/verify@other_bot {QUOTE}",
        "/start",
    ],
)
def test_what_is_a_question_stays_one(text: str) -> None:
    assert asked(message(text)) is None


def test_what_is_forwarded_need_only_have_a_quotation() -> None:
    text = f"Dario Amodei l'a signé : « {QUOTE} ». À lire ici."
    assert asked(message(text, forwarded=True)) == text
    assert asked(message(text)) is None
    assert asked(message(f"Qui a signé « {QUOTE} » ?", forwarded=True)) is None
    assert asked(message("Quel est le montant du contrat", forwarded=True)) is None


def test_a_reply_verifies_what_it_replies_to() -> None:
    before = TelegramMessage(1, NOW, PRIVATE, SOMEONE, text=f" {QUOTE} ")
    assert asked(message("/verify", reply_to=before)) == QUOTE
    assert asked(message("/verify autre chose", reply_to=before)) == "autre chose"
    assert asked(message("/verify", reply_to=before, cited="200 millions")) == "200 millions"
    assert asked(message("Et lui ?", reply_to=before)) is None


def test_a_reply_to_an_answer_verifies_its_quote() -> None:
    """Entities count in UTF-16, where an emoji is two."""
    text = f"👍 200 millions\n{QUOTE}\n[1] Un titre"
    start = utf16_length(text[: text.index(QUOTE)])
    entity = MessageEntity("blockquote", start, len(QUOTE))
    answer = TelegramMessage(1, NOW, PRIVATE, ME, text=text, entities=[entity])
    assert asked(message("/verify", reply_to=answer)) == QUOTE


def test_what_replies_to_the_request_for_a_quote_is_one() -> None:
    for phrases in (FRENCH, ENGLISH):
        request = TelegramMessage(1, NOW, PRIVATE, ME, text=phrases.verify_empty)
        assert asked(message("trois mots ici ?", reply_to=request)) == "trois mots ici ?"
    same = TelegramMessage(1, NOW, PRIVATE, SOMEONE, text=FRENCH.verify_empty)
    assert asked(message("trois mots ici ?", reply_to=same)) is None


def test_in_a_group_only_what_speaks_to_the_bot() -> None:
    assert asked(message(f"« {QUOTE} »", chat=GROUP)) is None
    assert asked(message(f"vérifie : {QUOTE}", chat=GROUP)) is None
    assert asked(message(f"/verify {QUOTE}", chat=GROUP)) == QUOTE
    assert asked(message("/verify", chat=GROUP)) is None  # another bot may have the command
    assert asked(message("/verify@motpourmot_bot", chat=GROUP)) == ""
    said = TelegramMessage(1, NOW, GROUP, ME, text="…")
    assert asked(message(f"vérifie : {QUOTE}", chat=GROUP, reply_to=said)) == QUOTE


# What is said


def place(text: str, *differences: Difference, **fields: Any) -> QuotePlace:
    start = fields.pop("start_char_index", 100)
    values: dict[str, Any] = {
        "document_id": "a",
        "document_title": "Un titre",
        "published_at": date(2026, 2, 28),
        "url": None,
        "document_sha256": "0" * 64,
        "passage": 17,
        "start_char_index": start,
        "end_char_index": start + len(text),
        "text": text,
        "prefix": "",
        "suffix": "",
        "differences": differences,
    }
    return QuotePlace(**{**values, **fields})


def verification(verdict: Any, *places: QuotePlace, **fields: Any) -> Verification:
    text = fields.pop("text", "Il arrive jeudi.")
    verified = verdict == "verbatim"
    return Verification(text, text, 0, len(text), verdict, verified, places=places, **fields)


def test_a_verbatim_quote_is_shown_in_its_place() -> None:
    found = place("Il arrive jeudi.", speaker="Ana Roy", url="https://a.fr/")
    message = verification_message(
        verification("verbatim", found), FRENCH, public_url="https://mots.fr"
    )
    check_message(message)
    assert message.text == (
        "Mot pour mot\nLes articles contiennent cette citation, mot pour mot.\n\n"
        "Il arrive jeudi.\nUn titre, 28 février 2026, §\u00a017 — Ana Roy"
    )
    assert styled(message) == [
        ("bold", "Mot pour mot"),
        ("blockquote", "Il arrive jeudi."),
        ("text_link", "Un titre"),
        ("text_link", "§\u00a017"),
    ]
    links = [entity.url for entity in message.entities if entity.type == "text_link"]
    assert links == [
        "https://a.fr/",
        "https://mots.fr/documents/a?version=000000000000#char=100,116",
    ]


@given(signs, signs, signs)
def test_differing_words_are_marked_in_the_words_of_the_article(
    before: str, found: str, after: str
) -> None:
    text = f"a{before}{found}{after}z"
    start = 100 + 1 + len(before)
    changed = Difference("words", "jeudi", found, 10, 15, start, start + len(found))
    message = verification_message(verification("altered", place(text, changed)), ENGLISH)
    check_message(message)
    assert quotes(message) == [text]
    assert styled(message, "underline") == ([("underline", found)] if found else [])
    assert "\n\n• quote: “jeudi”; article: " in message.text


def test_what_the_article_lacks_is_listed() -> None:
    changed = Difference("words", " ne", "", 2, 5, 102, 102)
    message = verification_message(verification("altered", place("Il part.", changed)), FRENCH)
    assert "• citation\u00a0: «\u00a0ne\u00a0»\u00a0; article\u00a0: (rien)" in message.text


def test_who_says_it_by_the_text_and_by_the_article() -> None:
    given_to = Attribution("Bob", "contradicted", "Ana Roy", 0, 7)
    message = verification_message(
        verification("verbatim", place("Il arrive jeudi."), attribution=given_to), ENGLISH
    )
    assert message.text.startswith("Word for word, but somebody else’s\n")
    assert "not Bob who speaks, but Ana Roy." in message.text


def test_further_places_are_named() -> None:
    places = [place("Il arrive jeudi.", passage=number) for number in range(1, 9)]
    message = verification_message(
        verification("verbatim", *places, more_places=True), FRENCH, public_url="https://mots.fr"
    )
    check_message(message)
    assert message.text.count("Un titre") == 4
    assert message.text.endswith("\n• Un titre, 28 février 2026, §\u00a04\net ailleurs")


def test_without_a_place_there_is_the_verdict_alone() -> None:
    for words, phrases in ((IN_FRENCH, FRENCH), (IN_ENGLISH, ENGLISH)):
        message = verification_message(verification("absent"), phrases)
        assert message.text == f"{words.titles['absent']}\n{words.sentences['absent']}"
        short = verification("uncheckable", reason="too_short")
        assert words.reasons["too_short"] in verification_message(short, phrases).text


def test_whatever_comes_fits_a_message() -> None:
    text = "👍" * 5_000
    changed = tuple(
        Difference("words", "x" * 500, "👍" * 5, 0, 500, at, at + 5) for at in range(100, 5_000, 10)
    )
    long = place(text, *changed, document_title="t" * 3_000, speaker="s" * 3_000)
    message = verification_message(
        verification("altered", long, attribution=Attribution("n" * 9_000, "unknown")), FRENCH
    )
    check_message(message)
    assert not quotes(message)
    assert FRENCH.context_too_long in message.text
    assert message.text.count("\n• citation\u00a0: «\u00a0xxx") == 6
    assert message.text.endswith("\n…")
    shorter = replace(long, text=text[:1_500], end_char_index=1_600, differences=changed[:140])
    message = verification_message(verification("altered", shorter), FRENCH)
    check_message(message)
    assert quotes(message) == [text[:1_500]]
    assert utf16_length(message.text) <= MAX_TEXT


def test_nothing_is_markup() -> None:
    text = "*a* <b>b</b> `c` [d](e)"
    message = verification_message(verification("verbatim", place(text)), FRENCH)
    assert quotes(message) == [text]


# The running bot


@pytest.fixture(scope="module")
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def _bot(server: TelegramServer, engine: Engine) -> Iterator[None]:
    with running_bot(engine, settings_for(server, "sqlite://", public_url="https://mots.fr")):
        yield


_ids = iter(range(1_000, 10_000))


@pytest.fixture
def ana(server: TelegramServer) -> Chat:
    """A reader who has Telegram in French, and has not written yet."""
    return server.private_chat(next(_ids), "Ana", language_code="fr")


def answer_to(server: TelegramServer, chat: Chat, sent: ChatMessage) -> ChatMessage:
    server.wait_for(lambda: chat.replies_to(sent))
    (answer,) = chat.replies_to(sent)
    return answer


def marked(answer: ChatMessage, style: str) -> list[str]:
    return [answer.quoted(entity) for entity in answer.entities if entity["type"] == style]


@pytest.mark.parametrize("form", ["vérifie : « {} »", "/verify {}", "« {} »"])
def test_a_quote_is_verified(
    server: TelegramServer, ana: Chat, seed_document: Document, form: str
) -> None:
    answer = answer_to(server, ana, ana.send(form.format(QUOTE)))
    assert answer.text.startswith("Mot pour mot\n")
    (quote,) = marked(answer, "blockquote")
    assert quote == QUOTE
    start = seed_document.text.index(QUOTE)
    urls = [entity.get("url") for entity in answer.entities]
    place = f"#char={start},{start + len(QUOTE)}"
    version = f"?version={seed_document.sha256[:12]}"
    assert f"https://mots.fr/documents/{seed_document.id}{version}{place}" in urls
    assert not answer.buttons


def test_typography_is_told_from_forgery(server: TelegramServer, ana: Chat) -> None:
    text = "vérifie : d’offrir ces mêmes conditions à toutes les entreprises d’IA"
    answer = answer_to(server, ana, ana.send(text))
    assert answer.text.startswith("Mêmes mots, autre typographie\n")
    assert "(apostrophes)" in answer.text
    assert answer.text.endswith("— Sam Altman")
    (quote,) = marked(answer, "blockquote")
    assert quote == text.partition(" : ")[2].replace("’", "'")


def test_the_language_is_that_of_the_quote(server: TelegramServer, ana: Chat) -> None:
    answer = answer_to(server, ana, ana.send("verify: “The hens have been brooding since June”"))
    assert answer.text.startswith("Not in the articles\n")


def test_a_command_alone_asks_for_the_quote(server: TelegramServer, ana: Chat) -> None:
    request = answer_to(server, ana, ana.send("/verify"))
    assert request.text == FRENCH.verify_empty
    assert request.reply_markup == {"force_reply": True, "selective": True}
    answer = answer_to(server, ana, ana.send(QUOTE, reply_to=request))
    assert answer.text.startswith("Mot pour mot\n")


def test_a_reply_to_the_bots_own_answer(server: TelegramServer, ana: Chat) -> None:
    answer = answer_to(server, ana, ana.send("Quel est le montant du contrat ?"))
    (quote,) = marked(answer, "blockquote")
    verdict = answer_to(server, ana, ana.send("/verify", reply_to=answer))
    assert verdict.text.startswith("Mot pour mot\n")
    assert marked(verdict, "blockquote")[0] in quote


def test_what_is_forwarded(server: TelegramServer, ana: Chat) -> None:
    shown = ana.add({**ana.user}, text=f"Il avait signé « {QUOTE} ».")
    origin = {"type": "hidden_user", "date": 0, "sender_user_name": "X"}
    server.push({"message": {**ana.json(shown), "forward_origin": origin}})
    assert answer_to(server, ana, shown).text.startswith("Mot pour mot\n")


def test_a_question_that_becomes_a_quote_to_verify(server: TelegramServer, ana: Chat) -> None:
    question = ana.send("Quel est le montant du contrat ?")
    answer_to(server, ana, question)
    ana.edit(question, f"vérifie : « {QUOTE} »")
    server.wait_for(
        lambda: [m.text.split("\n")[0] for m in ana.replies_to(question)] == ["Mot pour mot"]
    )


def test_as_many_as_of_questions(server: TelegramServer) -> None:
    bob = server.private_chat(next(_ids), "Bob", language_code="en")
    sent = [bob.send(f"/verify {QUOTE}") for _ in range(12)]
    server.wait_for(lambda: len(bob.bot_messages) == 11)
    assert [len(bob.replies_to(each)) for each in sent] == [1] * 11 + [0]
    assert bob.bot_messages[-1].text == ENGLISH.too_fast.format(seconds=6)


@pytest.mark.parametrize(
    "text",
    [
        "vérifie : " + "a" * 4_000,
        "vérifie : \u202e\u2066trois mots ici\u2069",
        "vérifie : <b>trois</b> *mots* `ici`",
        'vérifie : """""" « « » “',
        "/verify " + "[…] " * 900,
    ],
)
def test_hostile_text_gets_a_verdict(server: TelegramServer, ana: Chat, text: str) -> None:
    title = answer_to(server, ana, ana.send(text)).text.split("\n")[0]
    assert title in {*IN_FRENCH.titles.values(), *IN_ENGLISH.titles.values()}
