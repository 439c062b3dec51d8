"""The `motpourmot` command: each subcommand calls `index` and prints what it answers.

Exit codes: 0 done (a question answered, a quote verified), 1 a quote that the articles do not
have, or not where it is said to be, 2 bad input or settings, or a quote that cannot be checked,
3 a question without an answer, 4 Telegram or the database cannot be reached.

Past 400 lines: one short function for each subcommand, beside the arguments that it takes.
"""

from __future__ import annotations

import argparse
import asyncio
import codecs
import contextlib
import dataclasses
import importlib.util
import json
import logging
import re
import sys
import textwrap
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.conversation import answer_alone
from bot.errors import MissingExtraError, OutputError, UnreachableError
from bot.installed import version
from bot.keys import api_key_hash, bot_token, new_api_key, pseudonym_key
from bot.library import Library
from bot.output import (
    ProgressBars,
    complain,
    drop_output,
    has_colour,
    print_text,
    progress_bar,
    writable,
    writable_folder,
    write_file,
)
from bot.settings import Settings, SettingsError, load_settings, unknown_settings
from index import (
    Engine,
    MotPourMotError,
    Reader,
    ReaderError,
    Weights,
    load_reader,
    load_weights,
    read_articles,
    read_limits,
)
from index.documents import Articles, Versions
from index.errors import InputError, TrainingStoppedError, show
from index.training import (
    READER_NAME,
    Dataset,
    Outcome,
    Prediction,
    evaluate,
    read_dataset,
    summarise,
    train_reader,
    train_weights,
)

if TYPE_CHECKING:
    from bot.adding import Folder
    from bot.store import Store

EXIT_OK = 0
EXIT_NOT_VERIFIED = 1
EXIT_BAD_INPUT = 2
EXIT_NO_ANSWER = 3
EXIT_UNREACHABLE = 4
EXIT_STOPPED = 130

_MAX_DIGITS = 15  # of an offset: more than any article has
_MAX_PASSES = 100
_MCP_HOST, _MCP_PORT = "127.0.0.1", "8001"

_log = logging.getLogger("bot.cli")  # the module's name is another where it is what runs

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


class _Help(argparse.HelpFormatter):
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


def build_parser() -> argparse.ArgumentParser:
    """The parser of the command line, every command with its help."""
    parser = argparse.ArgumentParser(
        prog="motpourmot",
        description=_DESCRIPTION,
        epilog=_EPILOG.format(settings=_setting_names()),
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"motpourmot {version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> Any:
        command = commands.add_parser(
            name,
            help=text,
            description=text[0].upper() + text[1:] + ".",
            formatter_class=_Help,
        )
        command.set_defaults(run=run)
        return command

    ask = add("ask", _ask, "answer a question with numbered quotes and their places")
    ask.add_argument(
        "question",
        nargs="+",
        metavar="QUESTION",
        help="the question, with or without quotes round it; 1,000 characters at most",
    )
    ask.add_argument(
        "--article", metavar="ID", action="append", help="only from this article; may be repeated"
    )
    ask.add_argument(
        "--since",
        metavar="DAY",
        help="only from articles published since then: 2024-03-31, 2024-03 or 2024",
    )
    ask.add_argument("--until", metavar="DAY", help="only from articles published until then")
    ask.add_argument(
        "--article-language", metavar="CODE", help="only from articles in this language, as fr"
    )
    how = ask.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print the answer as JSON")
    how.add_argument(
        "--explain", action="store_true", help="print value x weight of the features that decided"
    )
    ask.epilog = (
        "Put -- before a question that begins with a dash. An article without a date is outside "
        "of --since and --until.\n"
        "exit codes: 0 answered, 3 no answer in the articles, 2 bad input"
    )

    serve = add(
        "serve", _serve, "serve the page for a browser at /, and the HTTP API, described at /docs"
    )
    serve.add_argument("--host", help="address to listen on (HOST, default 127.0.0.1)")
    serve.add_argument("--port", help="port to listen on (PORT, default 8000)")

    mcp = add("mcp", _mcp, "let language models ask, over MCP (needs `pip install '.[mcp]'`)")
    mcp.add_argument(
        "--http", action="store_true", help="streamable HTTP at /mcp instead of stdin and stdout"
    )
    mcp.add_argument("--host", help=f"with --http: address to listen on (default {_MCP_HOST})")
    mcp.add_argument("--port", help=f"with --http: port to listen on (default {_MCP_PORT})")
    mcp.add_argument(
        "--allow-host",
        metavar="NAME",
        action="append",
        default=[],
        help="with --http: a name that clients may call this machine by, besides its own; may be "
        "given again",
    )
    mcp.epilog = (
        "Tools: ask, verify_quote, list_articles, read_article. stdout has nothing but the "
        "protocol; errors and the log go to stderr. Over HTTP, API_KEYS count as for `serve`."
    )

    telegram = add("telegram", _telegram, "answer in Telegram, fetching the questions")
    telegram.epilog = (
        "Needs TELEGRAM_BOT_TOKEN, from @BotFather in Telegram. Ctrl-C stops; what is unanswered "
        "then is answered at the next start. For a webhook instead, see `serve` in the README.\n"
        "exit codes: 0 stopped, 2 bad settings, 4 Telegram or the database cannot be reached"
    )

    making = add("api-key", _api_key, "make a key for the API, and what to put into API_KEYS")
    making.add_argument("name", metavar="NAME", help="whose it is; letters, digits, . _ and -")
    making.epilog = (
        "The key is printed once and kept nowhere; API_KEYS has its hash. Whoever has it sends "
        "the header Authorization: Bearer KEY."
    )

    questions = add("questions", _questions, "list what readers asked, most asked first")
    questions.add_argument(
        "--unanswered", action="store_true", help="only what the articles did not answer"
    )
    questions.add_argument("--json", action="store_true", help="print the list as JSON")

    verify = add("verify", _verify, "check whether the articles have a quote, word for word")
    verify.usage = (
        "motpourmot verify [--json] TEXT\n"
        "       motpourmot verify [--json] DOCUMENT START END TEXT\n"
        "       motpourmot verify [--json] --answer FILE"
    )
    verify.add_argument(
        "quote",
        nargs="*",
        metavar="TEXT",
        help="the quote, in one argument, 20,000 characters at most; before it, if they are "
        "known, the article's id, and where the quote starts and ends in it, in characters, the "
        "end exclusive",
    )
    verify.add_argument(
        "--answer",
        metavar="FILE",
        help="check each quote of an answer, as `ask --json` or /ask once gave it; - for stdin",
    )
    verify.add_argument("--json", action="store_true", help="print what /verify answers, as JSON")
    verify.epilog = (
        "Put -- before a quote that begins with a dash.\n"
        "exit codes: 0 it is there, word for word (typography may differ; with START and END: to "
        "the letter, at this place; of an answer: it has quotes, and all of them still stand), "
        "1 it is not, or the article plainly gives it to somebody else than TEXT does, 2 bad "
        "input, or a quote that cannot be checked, or an answer without quotes. With --json, "
        "`verified` is of the words alone; whose they are is in `attribution`."
    )

    adding = add("add", _add, "put articles into the folder: files, pages of the web, feeds")
    adding.add_argument(
        "sources",
        metavar="FILE|URL|FEED",
        nargs="+",
        help="a .txt, .md, .html, .pdf or .docx file; the address of one, of a page, or of a feed "
        "(RSS, Atom), whose pages are fetched",
    )
    adding.add_argument(
        "--replace", action="store_true", help="also where the folder has a file of that name"
    )
    adding.add_argument(
        "--entries",
        metavar="N",
        default="20",
        help="pages of a feed at most, from its first (default: 20)",
    )
    adding.epilog = (
        "Addresses are fetched from the hosts of FETCH_HOSTS alone, never from private networks.\n"
        "What cannot be read is not added. `serve`, `telegram` and `mcp` take up what is.\n"
        "exit codes: 0 all are in the folder, 2 one is not, 4 an address does not answer"
    )

    removing = add("remove", _remove, "delete the files of articles from the folder")
    removing.add_argument(
        "names", metavar="ID", nargs="+", help="the article's id (`documents`), or its file's name"
    )
    removing.epilog = (
        "They are kept in DATA_DIR for RETENTION_DAYS, to verify what was quoted from them."
    )

    add("documents", _documents, "list the articles: id, date, language, sentences, title")

    evaluation = add("eval", _eval, "measure the answers on question sets in SQuAD 2.0 form")
    evaluation.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a question set")
    shown = evaluation.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print the figures as JSON")
    shown.add_argument(
        "--errors",
        action="store_true",
        help="print each question that went wrong, and the features that decided, first",
    )
    evaluation.add_argument(
        "--predictions", metavar="OUT.jsonl", type=Path, help="write a row for every question"
    )

    training = add(
        "train", _train, "fit reader and weights on question sets (needs `pip install '.[train]'`)"
    )
    training.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a question set")
    training.add_argument(
        "--out",
        metavar="FOLDER",
        type=Path,
        required=True,
        help="where checkpoints, reader.model and weights.json go",
    )
    training.add_argument(
        "--passes",
        default="3",
        metavar="N",
        help="times through the questions (default: 3)",
    )
    training.epilog = (
        "Takes hours. Ctrl-C keeps a checkpoint; the same command goes on from there. Where "
        "FOLDER has a reader.model, only the weights are fitted anew. Prints figures of documents "
        "kept from training. Use the result with WEIGHTS_FILE=FOLDER/weights.json"
    )
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
        return EXIT_UNREACHABLE if isinstance(error, UnreachableError) else EXIT_BAD_INPUT
    except KeyboardInterrupt:
        complain("stopped")
        return EXIT_STOPPED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say.
        drop_output()
        return EXIT_OK


def _ask(options: argparse.Namespace) -> int:
    from bot.terminal import format_answer, format_explanation

    question = " ".join(options.question)
    settings = load_settings()
    limits = read_limits(
        document_id=options.article,
        since=options.since,
        until=options.until,
        article_language=options.article_language,
    )
    engine, _ = _load_engine(settings)
    answer = answer_alone(engine, question, limits=limits)
    if options.json:
        from bot.answer_json import answer_to_json
        from bot.keeping import keep_quoted

        keep_quoted(engine, answer, tell=complain)
        print_text(answer_to_json(answer, public_url=settings.public_url))
    else:
        print_text(format_answer(answer, colour=has_colour()))
        if options.explain:
            print_text("\n" + format_explanation(engine.explain(question, limits=limits)))
    return EXIT_OK if answer.status == "answered" else EXIT_NO_ANSWER


def _serve(options: argparse.Namespace) -> int:
    from bot.serving import serve

    overrides = {
        name: value for name in ("host", "port") if (value := getattr(options, name)) is not None
    }
    settings = load_settings(**overrides)
    _set_up_logging(settings)
    library, watching = _load_library(settings)
    with _open_store(settings) as store:
        serve(library, store, settings, beside=watching)
    return EXIT_OK


def _mcp(options: argparse.Namespace) -> int:
    if importlib.util.find_spec("mcp") is None:  # before anything takes long
        raise MissingExtraError("mcp", "mcp")
    if not options.http and (options.host or options.port or options.allow_host):
        raise InputError("--host, --port, --allow-host", "must come with --http", "none")
    # Not HOST and PORT: `serve` listens there, and perhaps for everybody.
    settings = load_settings(host=options.host or _MCP_HOST, port=options.port or _MCP_PORT)
    _set_up_logging(settings)
    library, watching = _load_library(settings)
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
    _set_up_logging(settings)
    bot_token(settings)  # before anything takes long
    library, watching = _load_library(settings)
    with _open_store(settings) as store:
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


def _questions(options: argparse.Namespace) -> int:
    from bot.terminal import format_questions

    with _open_store(load_settings(), create=False) as store:
        questions = store.questions(unanswered=options.unanswered)
    if options.json:
        rows = [dataclasses.asdict(question) for question in questions]
        print_text(json.dumps(rows, ensure_ascii=False, indent=2, default=datetime.isoformat))
    else:
        print_text(format_questions(questions))
    return EXIT_OK


def _verify(options: argparse.Namespace) -> int:
    from bot.terminal_verdicts import format_verification
    from bot.verdicts import is_misattributed, verdict_language, words_for
    from bot.verification_json import VerificationModel

    if options.answer is not None:
        return _verify_answer(options)
    if len(options.quote) not in (1, 4):
        raise InputError(
            "verify",
            "must have TEXT, DOCUMENT START END TEXT, or --answer FILE; put TEXT in quotes",
            f"{len(options.quote)} arguments",
        )
    *place, text = options.quote
    document_id = start = end = found = None
    if place:
        of = "characters, in DOCUMENT START END TEXT; a quote of several words must be in quotes"
        start, end = _integer("START", place[1], of=of), _integer("END", place[2], of=of)
    settings = load_settings()
    engine, _ = _load_engine(settings, reads=False)
    if place:
        document = engine.document(place[0])
        document_id, found = document.id, document.text[start:end]
    result = engine.verify(text, document_id=document_id, start=start, end=end)
    words = words_for(verdict_language(result, engine))
    if options.json:
        model = VerificationModel.of(
            result,
            engine,
            words,
            public_url=settings.public_url,
            document_id=document_id,
            start=start,
            end=end,
        )
        print_text(json.dumps(model.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        print_text(format_verification(result, words, found=found, colour=has_colour()))
    if place:  # then any quote can be compared, to the letter
        return EXIT_OK if result.verified else EXIT_NOT_VERIFIED
    if result.verdict == "uncheckable":
        return EXIT_BAD_INPUT
    is_there = result.verdict in ("verbatim", "typographic")
    return EXIT_OK if is_there and not is_misattributed(result) else EXIT_NOT_VERIFIED


def _verify_answer(options: argparse.Namespace) -> int:
    """Check an answer in a file. What cannot be checked counts only where nothing is wrong."""
    from bot.given_answer import check_answer, read_answer
    from bot.terminal_verdicts import format_checked_answer
    from bot.verdicts import answer_language, words_for
    from bot.verification_json import CheckedAnswerModel

    if options.quote:
        raise InputError("--answer", "must come without a quote", show(options.quote[0]))
    given = read_answer(_read_given(options.answer))
    settings = load_settings()
    engine, _ = _load_engine(settings, reads=False)
    checked = check_answer(engine, given)
    words = words_for(answer_language(checked, engine))
    if options.json:
        model = CheckedAnswerModel.of(checked, engine, words, public_url=settings.public_url)
        print_text(json.dumps(model.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        print_text(format_checked_answer(checked, words, colour=has_colour()))
    if checked.stands:
        return EXIT_OK
    return EXIT_BAD_INPUT if checked.is_uncheckable else EXIT_NOT_VERIFIED


def _read_given(name: str) -> str:
    """Return the text of the file `name`, or of stdin for `-`. Raises `InputError`.

    No more is read than an answer may have: `name` may be a device that never ends.
    """
    from bot.given_answer import MAX_ANSWER_BYTES

    shown = name.replace("\n", "\\n")
    if not name:
        raise InputError("--answer", "must be a file that can be read, or - for stdin", show(name))
    try:
        if name == "-":
            content = sys.stdin.buffer.read(MAX_ANSWER_BYTES + 1)
        else:
            with open(name, "rb") as file:
                content = file.read(MAX_ANSWER_BYTES + 1)
    except (OSError, ValueError) as error:  # of a name with a zero in it
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(shown, "must be a file that can be read", reason) from None
    if len(content) > MAX_ANSWER_BYTES:
        raise InputError(shown, f"must have at most {MAX_ANSWER_BYTES} bytes", "more")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        is_utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        got = "UTF-16" if is_utf_16 else "other bytes"
        raise InputError(shown, "must be JSON in UTF-8", got) from None


def _documents(options: argparse.Namespace) -> int:
    from bot.terminal import format_documents

    del options
    engine, _ = _load_engine(load_settings(), reads=False)
    counts = engine.sentence_counts
    print_text(format_documents((document, counts[document.id]) for document in engine.documents))
    return EXIT_OK


def _add(options: argparse.Namespace) -> int:
    from bot.adding import MAX_ENTRIES, Added
    from bot.fetching import Fetcher

    settings = load_settings()
    entries = _integer("--entries", options.entries, of="pages")
    if not 1 <= entries <= MAX_ENTRIES:
        raise InputError("--entries", f"must be from 1 to {MAX_ENTRIES}", options.entries)
    folder = _folder(settings, replaces=options.replace)
    fetcher = Fetcher([host for host in re.split(r"[\s,]+", settings.fetch_hosts) if host])
    codes = [EXIT_OK]

    def refuse(error: MotPourMotError) -> None:
        complain(str(error))
        unreachable = isinstance(error, UnreachableError)
        codes.append(EXIT_UNREACHABLE if unreachable else EXIT_BAD_INPUT)

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
    from bot.adding import Folder

    return Folder(
        writable_folder(settings.articles_dir),
        _home(settings.data_dir, "DATA_DIR"),
        replaces=replaces,
    )


def _eval(options: argparse.Namespace) -> int:
    from bot.terminal import format_error, format_error_counts, format_figures, printable

    settings = load_settings()
    weights = load_weights(settings.weights_file)
    reader = _load_reader(settings, weights, complain)
    out = writable(options.predictions, *options.files) if options.predictions else None
    datasets = [read_dataset(path) for path in options.files]
    trained_on = {item.get("sha256") for item in weights.trained_on}
    figures = []
    evaluated: list[tuple[str, list[Prediction]]] = []
    for dataset in datasets:
        if dataset.sha256 in trained_on:
            complain(
                f"{dataset.name}: reader and weights were fitted on this set, so its figures "
                "flatter; `motpourmot train` prints those of documents kept from training"
            )
        if options.errors:
            print_text(f"{printable(dataset.name)}, {dataset.size} questions\n")
        with progress_bar(dataset.name, dataset.size) as bar:

            def show_error(outcome: Outcome, bar: Any = bar) -> None:
                if outcome.prediction.error:
                    with bar.external_write_mode():  # the bar may be on the same terminal
                        print_text(format_error(outcome))

            predictions = evaluate(
                dataset,
                weights,
                reader=reader,
                cache=_cache(settings),
                progress=bar.update,
                watch=show_error if options.errors else None,
            )
        evaluated.append((dataset.name, predictions))
        figures += summarise(dataset.name, predictions)
    if options.errors:
        print_text(format_error_counts(evaluated) + "\n")
    if options.json:
        print_text(
            json.dumps([dataclasses.asdict(f) for f in figures], ensure_ascii=False, indent=2)
        )
    else:
        print_text(format_figures(figures))
    if out:
        # ASCII, since a set may hold unpaired surrogates that no other encoding takes.
        rows = (row for _, predictions in evaluated for row in predictions)
        lines = (json.dumps(row.to_json()) + "\n" for row in rows)
        write_file(out, "".join(lines))
    return EXIT_OK


def _train(options: argparse.Namespace) -> int:

    settings = load_settings()
    passes = _integer("--passes", options.passes, of="passes")
    if not 1 <= passes <= _MAX_PASSES:
        raise InputError("--passes", f"must be from 1 to {_MAX_PASSES}", options.passes)
    out = writable(writable_folder(options.out) / "weights.json", *options.files)
    model = out.parent / READER_NAME
    datasets: list[Dataset] = [read_dataset(path) for path in options.files]
    with ProgressBars() as bars:
        if not model.exists():
            model = train_reader(datasets, out.parent, passes=passes, progress=bars.show)
        weights = train_weights(
            datasets,
            Reader(model, threads=settings.reader_threads),
            cache=_cache(settings),
            progress=bars.show,
        )
    write_file(out, weights.to_json())
    print_text("on documents kept from training, in folds by document:")
    for name, row in weights.figures.items():
        figures = ", ".join(f"{key} {value}" for key, value in row.items())
        print_text(f"  {name}: {figures}")
    return EXIT_OK


def _load_engine(
    settings: Settings, *, reads: bool = True, tell: Callable[[str], None] = complain
) -> tuple[Engine, Articles]:
    """The engine over the articles, with a bar where indexing takes long.

    reads: whether questions are asked; without, the reader is not loaded
    tell: says what is left out
    """
    data = _home(settings.data_dir, "DATA_DIR")
    articles = read_articles(settings.articles_dir, data=data)
    for problem in articles.problems:
        tell(f"left out: {problem}")
    for warning in articles.warnings:
        tell(warning)
    weights = load_weights(settings.weights_file)
    reader = _load_reader(settings, weights, tell) if reads else None
    with progress_bar("indexing", len(articles.documents), delay=1.0) as bar:
        engine = Engine(
            articles.documents,
            weights=weights,
            reader=reader,
            cache=_cache(settings),
            progress=lambda done: bar.update(done - bar.n),
            versions=Versions(data),
        )
    return engine, articles


def _load_library(
    settings: Settings,
) -> tuple[Library, contextlib.AbstractAsyncContextManager[None]]:
    """Return the articles, and what keeps them as the folder has them while it is entered."""
    from bot.keeping import keep_versions
    from bot.watching import folder_state, keep_current

    @contextlib.asynccontextmanager
    async def alive() -> AsyncIterator[None]:
        async with (
            keep_versions(library, settings.retention_days),
            keep_current(library, settings, since=since),
        ):
            yield

    since = folder_state(settings.articles_dir)  # what changes from now on is read again
    engine, articles = _load_engine(settings, tell=_log.warning)
    library = Library(engine, problems=articles.problems)
    return library, alive()


def _load_reader(
    settings: Settings, weights: Weights, tell: Callable[[str], None]
) -> Reader | None:
    """The reader that belongs to the weights; None where it is off, or cannot be used.

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


def _cache(settings: Settings) -> Path:
    return _home(settings.cache_dir, "CACHE_DIR")


def _home(folder: Path, name: str) -> Path:
    """Return `folder`, the value of the setting `name`, with its "~" as the home folder it is."""
    try:
        return folder.expanduser()
    except RuntimeError as error:  # of a "~" that is nobody's
        raise SettingsError(
            f"{name}: must be a folder; got {show(str(folder))} ({error})"
        ) from None


def _open_store(settings: Settings, *, create: bool = True) -> contextlib.closing[Store]:
    from bot.store import Store

    url = settings.database_url.get_secret_value()
    return contextlib.closing(Store(url, key=pseudonym_key(settings), create=create))


def _set_up_logging(settings: Settings) -> None:
    from bot.logs import set_up_logging

    secrets = (settings.telegram_bot_token, settings.telegram_webhook_secret)
    set_up_logging(secrets, as_json=settings.log_format == "json")


def _setting_names() -> str:
    names = [name.upper() for name in Settings.model_fields]
    return "  " + ", ".join(names)


def _integer(name: str, value: str, *, of: str = "characters") -> int:
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS):
        raise InputError(name, f"must be a whole number of {of}", show(value))
    return int(value)


if __name__ == "__main__":
    sys.exit(main())
