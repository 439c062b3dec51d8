"""The HTTP face."""

from bot.http.app import create_app
from bot.http.problems import problem

__all__ = ["create_app", "problem"]
