"""In Telegram the words of a question limit it, and a follow-up keeps the limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Engine
from tests.bot.libraries import dated_library
from tests.bot.telegram.running_bot import running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat, ChatMessage
from tests.index.helpers import CERTAIN

NOTE = "Cherché seulement dans « La scierie de Foix grandit » (1 sur 4)."


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TelegramServer, Chat]]:
    url = f"sqlite:///{tmp_path_factory.mktemp('telegram') / 'bot.db'}"
    engine = Engine(dated_library(), weights=CERTAIN)
    with TelegramServer() as server, running_bot(engine, settings_for(server, url)):
        yield server, server.private_chat(77, "Ana", language_code="fr")


def say(chat: tuple[TelegramServer, Chat], text: str, to: ChatMessage | None = None) -> ChatMessage:
    server, ana = chat
    sent = ana.send(text) if to is None else ana.send(text, reply_to=to)
    server.wait_for(lambda: ana.replies_to(sent))
    return ana.replies_to(sent)[0]


def quotes(message: ChatMessage) -> list[str]:
    return [message.quoted(e) for e in message.entities if e["type"] == "blockquote"]


def test_the_words_of_a_question_limit_it_and_a_follow_up_keeps_that(
    chat: tuple[TelegramServer, Chat],
) -> None:
    answer = say(chat, "Selon l'article sur Foix, quel est le montant du contrat ?")
    assert quotes(answer) == ["La scierie a signé un contrat de 5 millions d'euros."]
    text = answer.text.replace("\u00a0", " ")
    assert "compris comme « Quel est le montant du contrat ? »" in text
    assert NOTE in text
    followed = say(chat, "Quand a-t-il été signé ?")
    assert NOTE in followed.text.replace("\u00a0", " ")
    assert all("5 millions" in quote for quote in quotes(followed))
    other = say(chat, "Quel est le montant du contrat ?")
    assert "Cherché seulement" not in other.text
    assert len(quotes(other)) > 1
    # In reply to the first answer, it is about that one again.
    again = say(chat, "Quand a-t-il été signé ?", answer)
    assert NOTE in again.text.replace("\u00a0", " ")


def test_this_article_is_the_one_that_was_quoted(chat: tuple[TelegramServer, Chat]) -> None:
    answer = say(chat, "Selon l'article sur Foix, quel est le montant du contrat ?")
    same = say(chat, "Dans cet article, quelle scierie a signé ?", answer)
    text = same.text.replace("\u00a0", " ")
    assert NOTE in text
    assert "compris comme « Quelle scierie a signé ? »" in text
