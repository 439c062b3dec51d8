"""The commands on the folder of articles: `documents` lists them, `add` and `remove` change it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.arguments import Commands, add_command, whole_number
from bot.cli.exit_codes import EXIT_BAD_INPUT, EXIT_OK, code_of
from bot.cli.loading import home_folder, load_engine
from bot.settings import Settings, listed, load_settings
from bot.terminal.output import complain, print_text, writable_folder
from index import MotPourMotError
from index.errors import InputError

if TYPE_CHECKING:
    from bot.library.adding import Folder


def add_add(commands: Commands) -> None:
    """Add the command `add`."""
    command = add_command(
        commands, "add", _add, "put articles into the folder: files, pages of the web, feeds"
    )
    command.add_argument(
        "sources",
        metavar="FILE|URL|FEED",
        nargs="+",
        help="a .txt, .md, .html, .pdf or .docx file; the address of one, of a page, or of a feed "
        "(RSS, Atom), whose pages are fetched",
    )
    command.add_argument(
        "--replace", action="store_true", help="also where the folder has a file of that name"
    )
    command.add_argument(
        "--entries",
        metavar="N",
        default="20",
        help="pages of a feed at most, from its first (default: 20)",
    )
    command.epilog = (
        "Addresses are fetched from the hosts of FETCH_HOSTS alone, never from private networks.\n"
        "What cannot be read is not added. `serve`, `telegram` and `mcp` take up what is.\n"
        "exit codes: 0 all are in the folder, 2 one is not, 4 an address does not answer"
    )


def add_remove(commands: Commands) -> None:
    """Add the command `remove`."""
    command = add_command(
        commands, "remove", _remove, "delete the files of articles from the folder"
    )
    command.add_argument(
        "names", metavar="ID", nargs="+", help="the article's id (`documents`), or its file's name"
    )
    command.epilog = (
        "They are kept in DATA_DIR for RETENTION_DAYS, to verify what was quoted from them."
    )


def add_documents(commands: Commands) -> None:
    """Add the command `documents`."""
    add_command(
        commands, "documents", _documents, "list the articles: id, date, language, sentences, title"
    )


def _add(options: argparse.Namespace) -> int:
    from bot.library.adding import MAX_ENTRIES, Added
    from bot.library.fetching import Fetcher

    settings = load_settings()
    entries = whole_number("--entries", options.entries, of="pages")
    if not 1 <= entries <= MAX_ENTRIES:
        raise InputError("--entries", f"must be from 1 to {MAX_ENTRIES}", options.entries)
    folder = _folder(settings, replaces=options.replace)
    fetcher = Fetcher(list(listed(settings.fetch_hosts)))
    codes = [EXIT_OK]

    def refuse(error: MotPourMotError) -> None:
        complain(str(error))
        codes.append(code_of(error))

    for source in options.sources:
        is_address = re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source)
        try:
            for added in (
                folder.add_url(source, fetcher, entries=entries)
                if is_address
                else [folder.add_file(Path(source))]
            ):
                if isinstance(added, Added):
                    print_text(f"{added.state}: {added.name} ({added.document.title})")
                else:
                    refuse(added)
        except MotPourMotError as error:
            refuse(error)
    return EXIT_BAD_INPUT if EXIT_BAD_INPUT in codes else max(codes)


def _remove(options: argparse.Namespace) -> int:
    for path, document in _folder(load_settings()).remove(options.names):
        print_text(f"removed: {path.name}" + (f" ({document.title})" if document else ""))
    return EXIT_OK


def _folder(settings: Settings, *, replaces: bool = False) -> Folder:
    from bot.library.adding import Folder

    return Folder(
        writable_folder(settings.articles_dir),
        home_folder(settings.data_dir, "DATA_DIR"),
        replaces=replaces,
    )


def _documents(options: argparse.Namespace) -> int:
    from bot.terminal.formatting import format_documents

    del options
    engine, _ = load_engine(load_settings(), reads=False)
    counts = engine.sentence_counts
    print_text(format_documents((document, counts[document.id]) for document in engine.documents))
    return EXIT_OK
