"""Run a command line: its parser, of all commands, and what becomes of their errors."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from bot.cli.arguments import Help
from bot.cli.articles import add_add, add_documents, add_remove
from bot.cli.asking import add_ask, add_questions
from bot.cli.exit_codes import EXIT_OK, EXIT_STOPPED, code_of
from bot.cli.serving import add_api_key, add_mcp, add_serve, add_telegram
from bot.cli.training import add_eval, add_train
from bot.cli.verifying import add_verify
from bot.errors import OutputError
from bot.installed import version
from bot.settings import Settings, unknown_settings
from bot.terminal.output import complain, drop_output
from index import MotPourMotError
from index.errors import TrainingStoppedError

_DESCRIPTION = """\
Ask articles a question; get the answer in their own words, each quote with its exact place. \
The articles are the files of ARTICLES_DIR (default: seeds): .txt, .md, .html, .pdf and .docx."""

_EPILOG = """\
examples:
  motpourmot ask "Quel est le montant du contrat ?"
  motpourmot ask --json "Who created ChatGPT?"
  motpourmot verify "« un contrat de 200 millions de dollars »"
  motpourmot serve --port 8080
  motpourmot COMMAND --help

exit codes: 0 done, 1 quote not verified, 2 bad input, 3 no answer in the articles, 4 Telegram \
or the database cannot be reached
settings (environment or .env, described in .env.example):
{settings}"""

_COMMANDS = (  # in the order of the help
    add_ask,
    add_serve,
    add_mcp,
    add_telegram,
    add_api_key,
    add_questions,
    add_verify,
    add_add,
    add_remove,
    add_documents,
    add_eval,
    add_train,
)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line, every command with its help."""
    parser = argparse.ArgumentParser(
        prog="motpourmot",
        description=_DESCRIPTION,
        epilog=_EPILOG.format(settings=_setting_names()),
        formatter_class=Help,
    )
    parser.add_argument("--version", action="version", version=f"motpourmot {version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in _COMMANDS:
        add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; errors are one sentence on stderr."""
    options = build_parser().parse_args(arguments)
    for sentence in unknown_settings():
        complain(sentence)
    try:
        return int(options.run(options))
    except TrainingStoppedError as error:
        complain(str(error))
        return EXIT_STOPPED
    except MotPourMotError as error:
        complain(str(error))
        if isinstance(error, OutputError):
            drop_output()
        return code_of(error)
    except KeyboardInterrupt:
        complain("stopped")
        return EXIT_STOPPED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say.
        drop_output()
        return EXIT_OK


def _setting_names() -> str:
    names = [name.upper() for name in Settings.model_fields]
    return "  " + ", ".join(names)
