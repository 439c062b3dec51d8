"""The command `verify`: a quote, a quote at its place, or every quote of an answer in a file."""

from __future__ import annotations

import argparse
import codecs
import sys

from bot.cli.arguments import Commands, add_command, whole_number
from bot.cli.exit_codes import EXIT_BAD_INPUT, EXIT_NOT_VERIFIED, EXIT_OK
from bot.cli.loading import load_engine
from bot.settings import load_settings
from bot.terminal.output import has_colour, print_json, print_text
from index.errors import InputError, show


def add_verify(commands: Commands) -> None:
    """Add the command `verify`."""
    command = add_command(
        commands, "verify", _verify, "check whether the articles have a quote, word for word"
    )
    command.usage = (
        "motpourmot verify [--json] TEXT\n"
        "       motpourmot verify [--json] DOCUMENT START END TEXT\n"
        "       motpourmot verify [--json] --answer FILE"
    )
    command.add_argument(
        "quote",
        nargs="*",
        metavar="TEXT",
        help="the quote, in one argument, 20,000 characters at most; before it, if they are "
        "known, the article's id, and where the quote starts and ends in it, in characters, the "
        "end exclusive",
    )
    command.add_argument(
        "--answer",
        metavar="FILE",
        help="check each quote of an answer, as `ask --json` or /ask once gave it; - for stdin",
    )
    command.add_argument("--json", action="store_true", help="print what /verify answers, as JSON")
    command.epilog = (
        "Put -- before a quote that begins with a dash.\n"
        "exit codes: 0 it is there, word for word (typography may differ; with START and END: to "
        "the letter, at this place; of an answer: it has quotes, and all of them still stand), "
        "1 it is not, or the article plainly gives it to somebody else than TEXT does, 2 bad "
        "input, or a quote that cannot be checked, or an answer without quotes. With --json, "
        "`verified` is of the words alone; whose they are is in `attribution`."
    )


def _verify(options: argparse.Namespace) -> int:
    from bot.terminal.verdicts import format_verification
    from bot.verdicts.explaining import is_misattributed, verdict_language, words_for
    from bot.verdicts.schemas import VerificationModel

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
        start, end = whole_number("START", place[1], of=of), whole_number("END", place[2], of=of)
    settings = load_settings()
    engine, _ = load_engine(settings, reads=False)
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
        print_json(model.model_dump(mode="json"))
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
    from bot.terminal.verdicts import format_checked_answer
    from bot.verdicts.explaining import answer_language, words_for
    from bot.verdicts.given_answer import check_answer, read_answer
    from bot.verdicts.schemas import CheckedAnswerModel

    if options.quote:
        raise InputError("--answer", "must come without a quote", show(options.quote[0]))
    given = read_answer(_read_given(options.answer))
    settings = load_settings()
    engine, _ = load_engine(settings, reads=False)
    checked = check_answer(engine, given)
    words = words_for(answer_language(checked, engine))
    if options.json:
        model = CheckedAnswerModel.of(checked, engine, words, public_url=settings.public_url)
        print_json(model.model_dump(mode="json"))
    else:
        print_text(format_checked_answer(checked, words, colour=has_colour()))
    if checked.stands:
        return EXIT_OK
    return EXIT_BAD_INPUT if checked.is_uncheckable else EXIT_NOT_VERIFIED


def _read_given(name: str) -> str:
    """Return the text of the file `name`, or of stdin for `-`. Raises `InputError`.

    No more is read than an answer may have: `name` may be a device that never ends.
    """
    from bot.verdicts.given_answer import MAX_ANSWER_BYTES

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
