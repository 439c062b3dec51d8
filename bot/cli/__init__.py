"""The `motpourmot` command: each subcommand calls `index` and prints what it answers."""

from bot.cli.exit_codes import (
    EXIT_BAD_INPUT,
    EXIT_NO_ANSWER,
    EXIT_NOT_VERIFIED,
    EXIT_OK,
    EXIT_STOPPED,
    EXIT_UNREACHABLE,
)
from bot.cli.running import build_parser, main

__all__ = [
    "EXIT_BAD_INPUT",
    "EXIT_NOT_VERIFIED",
    "EXIT_NO_ANSWER",
    "EXIT_OK",
    "EXIT_STOPPED",
    "EXIT_UNREACHABLE",
    "build_parser",
    "main",
]
