"""What the arguments of all commands have in common: how help is set, how a number is read."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable
from typing import TypeAlias

from index.errors import InputError, show

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_MAX_DIGITS = 15  # of an offset: more than any article has


class Help(argparse.HelpFormatter):
    """Each line of a text a paragraph of its own, no word broken, room for a command's name."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)

    def add_argument(self, action: argparse.Action) -> None:
        """Count a command's name with its indent, which argparse forgets."""
        super().add_argument(action)
        if isinstance(action, argparse._SubParsersAction):
            self._action_max_length += 2

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (self._wrap(line, width - len(indent)) for line in text.split("\n"))
        return "\n".join(indent + part for line in lines for part in line)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return self._wrap(" ".join(text.split()), width)

    def _wrap(self, text: str, width: int) -> list[str]:
        own = text[: len(text) - len(text.lstrip())]
        return textwrap.wrap(
            text, width, subsequent_indent=own, break_long_words=False, break_on_hyphens=False
        ) or [""]


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    """Add the command `name`, which `run` carries out and `text` describes; return its parser."""
    command = commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        formatter_class=Help,
    )
    command.set_defaults(run=run)
    return command


def whole_number(name: str, value: str, *, of: str = "characters") -> int:
    """Return `value`, typed for `name`, as a number of `of`. Raises `InputError`."""
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS):
        raise InputError(name, f"must be a whole number of {of}", show(value))
    return int(value)
