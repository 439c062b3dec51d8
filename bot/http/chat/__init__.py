"""OpenAI's chat protocol over the same answers, so that any chat front end can ask the articles."""

from bot.http.chat.errors import chat_error, is_chat
from bot.http.chat.routes import CHAT_PATH, MAX_CHAT, add_chat

__all__ = ["CHAT_PATH", "MAX_CHAT", "add_chat", "chat_error", "is_chat"]
