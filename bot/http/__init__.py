"""The HTTP face."""

from bot.http.app import create_app

__all__ = ["create_app"]
