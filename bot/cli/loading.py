"""What several commands load: the engine, the library and its reader, the store, the log."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.keys import pseudonym_key
from bot.library import Library
from bot.settings import Settings, SettingsError
from bot.terminal.output import complain, progress_bar
from index import (
    Engine,
    Reader,
    ReaderError,
    Weights,
    load_reader,
    load_weights,
    read_articles,
)
from index.documents import Articles, Versions
from index.errors import show
from index.training import READER_NAME

if TYPE_CHECKING:
    from bot.store import Store

_log = logging.getLogger("bot.cli")  # whoever reads the log knows the command by it


def load_engine(
    settings: Settings, *, reads: bool = True, tell: Callable[[str], None] = complain
) -> tuple[Engine, Articles]:
    """Return the engine over the articles, and these, with a bar where indexing takes long.

    reads: whether questions are asked; without, the reader is not loaded
    tell: says what is left out
    """
    data = home_folder(settings.data_dir, "DATA_DIR")
    articles = read_articles(settings.articles_dir, data=data)
    for problem in articles.problems:
        tell(f"left out: {problem}")
    for warning in articles.warnings:
        tell(warning)
    weights = load_weights(settings.weights_file)
    reader = load_reader_for(settings, weights, tell) if reads else None
    with progress_bar("indexing", len(articles.documents), delay=1.0) as bar:
        engine = Engine(
            articles.documents,
            weights=weights,
            reader=reader,
            cache=cache_folder(settings),
            progress=lambda done: bar.update(done - bar.n),
            versions=Versions(data),
        )
    return engine, articles


def load_library(
    settings: Settings,
) -> tuple[Library, contextlib.AbstractAsyncContextManager[None]]:
    """Return the articles, and what keeps them as the folder has them while it is entered."""
    from bot.library.keeping import keep_versions
    from bot.library.watching import folder_state, keep_current

    @contextlib.asynccontextmanager
    async def alive() -> AsyncIterator[None]:
        async with (
            keep_versions(library, settings.retention_days),
            keep_current(library, settings, since=since),
        ):
            yield

    since = folder_state(settings.articles_dir)  # what changes from now on is read again
    engine, articles = load_engine(settings, tell=_log.warning)
    library = Library(engine, problems=articles.problems)
    return library, alive()


def load_reader_for(
    settings: Settings, weights: Weights, tell: Callable[[str], None]
) -> Reader | None:
    """Return the reader that belongs to the weights; None where it is off, or cannot be used.

    It is the one beside WEIGHTS_FILE, if there is one, else the one that ships.
    """
    if settings.reader == "off":
        return None
    own = settings.weights_file.with_name(READER_NAME) if settings.weights_file else None
    try:
        return load_reader(
            weights,
            path=own if own and own.exists() else None,
            threads=settings.reader_threads,
        )
    except ReaderError as error:
        tell(f"goes on without the reader, so without short answers: {error}")
        return None


def cache_folder(settings: Settings) -> Path:
    """Return the folder of CACHE_DIR."""
    return home_folder(settings.cache_dir, "CACHE_DIR")


def home_folder(folder: Path, name: str) -> Path:
    """Return `folder`, the value of the setting `name`, with its "~" as the home folder it is."""
    try:
        return folder.expanduser()
    except RuntimeError as error:  # of a "~" that is nobody's
        raise SettingsError(
            f"{name}: must be a folder; got {show(str(folder))} ({error})"
        ) from None


def open_store(settings: Settings, *, create: bool = True) -> contextlib.closing[Store]:
    """Return the store of DATABASE_URL, open until the `with` block ends.

    create: whether a database that is not there is made
    """
    from bot.store import Store

    url = settings.database_url.get_secret_value()
    return contextlib.closing(Store(url, key=pseudonym_key(settings), create=create))


def start_logging(settings: Settings) -> None:
    """Log to stderr, as LOG_FORMAT says, without the secrets of Telegram."""
    from bot.logs import set_up_logging

    secrets = (settings.telegram_bot_token, settings.telegram_webhook_secret)
    set_up_logging(secrets, as_json=settings.log_format == "json")
