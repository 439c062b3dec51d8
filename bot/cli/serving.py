"""The commands that run until they are stopped, `serve`, `mcp` and `telegram`; and `api-key`."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import re

from bot.cli.arguments import Commands, add_command
from bot.cli.exit_codes import EXIT_OK
from bot.cli.loading import load_library, open_store, start_logging
from bot.errors import MissingExtraError
from bot.keys import api_key_hash, bot_token, new_api_key
from bot.settings import load_settings
from bot.terminal.output import print_text
from index.errors import InputError, show

_MCP_HOST, _MCP_PORT = "127.0.0.1", "8001"


def add_serve(commands: Commands) -> None:
    """Add the command `serve`."""
    command = add_command(
        commands,
        "serve",
        _serve,
        "serve the page for a browser at /, and the HTTP API, described at /docs",
    )
    command.add_argument("--host", help="address to listen on (HOST, default 127.0.0.1)")
    command.add_argument("--port", help="port to listen on (PORT, default 8000)")


def add_mcp(commands: Commands) -> None:
    """Add the command `mcp`."""
    command = add_command(
        commands, "mcp", _mcp, "let language models ask, over MCP (needs `pip install '.[mcp]'`)"
    )
    command.add_argument(
        "--http", action="store_true", help="streamable HTTP at /mcp instead of stdin and stdout"
    )
    command.add_argument("--host", help=f"with --http: address to listen on (default {_MCP_HOST})")
    command.add_argument("--port", help=f"with --http: port to listen on (default {_MCP_PORT})")
    command.add_argument(
        "--allow-host",
        metavar="NAME",
        action="append",
        default=[],
        help="with --http: a name that clients may call this machine by, besides its own; may be "
        "given again",
    )
    command.epilog = (
        "Tools: ask, verify_quote, list_articles, read_article. stdout has nothing but the "
        "protocol; errors and the log go to stderr. Over HTTP, API_KEYS count as for `serve`."
    )


def add_telegram(commands: Commands) -> None:
    """Add the command `telegram`."""
    command = add_command(
        commands, "telegram", _telegram, "answer in Telegram, fetching the questions"
    )
    command.epilog = (
        "Needs TELEGRAM_BOT_TOKEN, from @BotFather in Telegram. Ctrl-C stops; what is unanswered "
        "then is answered at the next start. For a webhook instead, see `serve` in the README.\n"
        "exit codes: 0 stopped, 2 bad settings, 4 Telegram or the database cannot be reached"
    )


def add_api_key(commands: Commands) -> None:
    """Add the command `api-key`."""
    command = add_command(
        commands, "api-key", _api_key, "make a key for the API, and what to put into API_KEYS"
    )
    command.add_argument("name", metavar="NAME", help="whose it is; letters, digits, . _ and -")
    command.epilog = (
        "The key is printed once and kept nowhere; API_KEYS has its hash. Whoever has it sends "
        "the header Authorization: Bearer KEY."
    )


def _serve(options: argparse.Namespace) -> int:
    from bot.serving import serve

    overrides = {
        name: value for name in ("host", "port") if (value := getattr(options, name)) is not None
    }
    settings = load_settings(**overrides)
    start_logging(settings)
    library, watching = load_library(settings)
    with open_store(settings) as store:
        serve(library, store, settings, beside=watching)
    return EXIT_OK


def _mcp(options: argparse.Namespace) -> int:
    if importlib.util.find_spec("mcp") is None:  # before anything takes long
        raise MissingExtraError("mcp", "mcp")
    if not options.http and (options.host or options.port or options.allow_host):
        raise InputError("--host, --port, --allow-host", "must come with --http", "none")
    # Not HOST and PORT: `serve` listens there, and perhaps for everybody.
    settings = load_settings(host=options.host or _MCP_HOST, port=options.port or _MCP_PORT)
    start_logging(settings)
    library, watching = load_library(settings)
    if options.http:
        from bot.serving import serve_mcp

        serve_mcp(library, settings, hosts=options.allow_host, beside=watching)
    else:  # started by its client, which waits: nothing is imported that is of no use
        from bot.asking import Asking
        from bot.mcp import make_server, run_stdio

        server = make_server(library, Asking(library), public_url=settings.public_url)
        run_stdio(server, beside=watching)
    return EXIT_OK


def _telegram(options: argparse.Namespace) -> int:
    from bot.telegram import run_polling

    del options
    settings = load_settings()
    start_logging(settings)
    bot_token(settings)  # before anything takes long
    library, watching = load_library(settings)
    with open_store(settings) as store:
        asyncio.run(run_polling(library, store, settings, beside=watching))
    return EXIT_OK


def _api_key(options: argparse.Namespace) -> int:
    if not re.fullmatch("[A-Za-z0-9_.-]{1,64}", options.name):
        rule = "must have 1 to 64 letters, digits, dots, _ and -"
        raise InputError("NAME", rule, show(options.name))
    key = new_api_key()
    print_text(
        f"key, for whoever asks: {key}\n"
        f"for API_KEYS, after a comma if there are others: {options.name}:{api_key_hash(key)}"
    )
    return EXIT_OK
