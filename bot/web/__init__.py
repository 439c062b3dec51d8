"""The page for a browser: ask on one side, the article on the other."""

from bot.web.choosing import PageOrApi

__all__ = ["PageOrApi"]
