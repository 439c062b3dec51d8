"""The conversation in the README: held with the real bot, and written as a reader sees it."""

from __future__ import annotations

import re

from index import Engine
from tests.bot.telegram.running_bot import running_bot, settings_for
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat, ChatMessage

LINES = (
    "/start",
    "Quel est le montant du contrat ?",
    "Quand a-t-il été signé ?",
    "Who created ChatGPT?",
    "Combien de chats a Sam Altman ?",
    "vérifie : « d’offrir ces mêmes conditions à toutes les entreprises d’IA »",
    "Vérifie : Donald Trump a dit « nous pensons que l’IA peut servir les valeurs démocratiques »",
)
_WRITTEN = {"bold": ("**", "**"), "italic": ("*", "*"), "underline": ("<u>", "</u>")}
_QUOTES = {"blockquote", "expandable_blockquote"}


def transcript(engine: Engine) -> str:
    """Return the conversation that Ana has with the bot over `engine`, in Markdown."""
    with (
        TelegramServer() as server,
        running_bot(engine, settings_for(server, "sqlite://")),
    ):
        chat = server.private_chat(1, "Ana", language_code="fr")
        return (
            "\n" + "\n".join(part for line in LINES for part in exchange(server, chat, line)) + "\n"
        )


def exchange(server: TelegramServer, chat: Chat, line: str) -> list[str]:
    """What Ana writes and what the bot replies, in Markdown."""
    question = chat.send(line)
    server.wait_for(lambda: chat.replies_to(question))
    replies = [said(message) for message in chat.replies_to(question)]
    return [f"**Ana:** {escaped(line)}\n", *replies]


def said(message: ChatMessage) -> str:
    """A message of the bot as a quotation, its own quotes nested in it, its buttons below."""
    opening: dict[int, str] = {}  # by place, in UTF-16 code units
    closing: dict[int, str] = {}
    quotes: list[range] = []
    for entity in message.entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] in _QUOTES:
            quotes.append(range(start, end))
        else:
            before, behind = _WRITTEN[entity["type"]]
            opening[start] = opening.get(start, "") + before
            closing[end] = behind + closing.get(end, "")
    lines = [""]
    place = 0
    for character in message.text:
        if any(place == quote.start for quote in quotes):
            lines[-1] += "> "
        lines[-1] += closing.pop(place, "") + opening.pop(place, "")
        if character == "\n":
            ends = any(place == quote.stop for quote in quotes)
            # After a quote, an empty line: else what follows would become a part of it.
            lines += ["", ""] if ends else [""]
            lines[-1] += "> " if any(place in quote for quote in quotes) else ""
        else:
            lines[-1] += escaped(character)
        place += len(character.encode("utf-16-le")) // 2
    lines[-1] += closing.pop(place, "")
    markup = message.reply_markup or {}
    labels = [label for label, _ in message.buttons]
    labels += [button["text"] for row in markup.get("keyboard", []) for button in row]
    if labels:
        lines += ["", " ".join(f"`{label}`" for label in labels)]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def escaped(text: str) -> str:
    return re.sub(r"([\\*_`\[\]<>#])", r"\\\1", text)
