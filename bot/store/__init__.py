"""What is kept: conversations, votes, updates."""

from bot.store.retention import keep_pruned
from bot.store.store import Store
from bot.store.turns import AskedQuestion, Turn

__all__ = ["AskedQuestion", "Store", "Turn", "keep_pruned"]
