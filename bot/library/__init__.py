"""The folder of articles: added to, watched, served; and its old versions, kept for a time."""

from bot.library.library import Library

__all__ = ["Library"]
