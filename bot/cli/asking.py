"""The commands `ask`, and `questions`: what readers asked."""

from __future__ import annotations

import argparse
import dataclasses

from bot.cli.arguments import Commands, add_command
from bot.cli.exit_codes import EXIT_NO_ANSWER, EXIT_OK
from bot.cli.loading import load_engine, open_store
from bot.conversation import answer_alone
from bot.settings import load_settings
from bot.terminal.output import complain, has_colour, print_json, print_text
from index import read_limits


def add_ask(commands: Commands) -> None:
    """Add the command `ask`."""
    command = add_command(
        commands, "ask", _ask, "answer a question with numbered quotes and their places"
    )
    command.add_argument(
        "question",
        nargs="+",
        metavar="QUESTION",
        help="the question, with or without quotes round it; 1,000 characters at most",
    )
    command.add_argument(
        "--article", metavar="ID", action="append", help="only from this article; may be repeated"
    )
    command.add_argument(
        "--since",
        metavar="DAY",
        help="only from articles published since then: 2024-03-31, 2024-03 or 2024",
    )
    command.add_argument("--until", metavar="DAY", help="only from articles published until then")
    command.add_argument(
        "--article-language", metavar="CODE", help="only from articles in this language, as fr"
    )
    how = command.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print the answer as JSON")
    how.add_argument(
        "--explain", action="store_true", help="print value x weight of the features that decided"
    )
    command.epilog = (
        "Put -- before a question that begins with a dash. An article without a date is outside "
        "of --since and --until.\n"
        "exit codes: 0 answered, 3 no answer in the articles, 2 bad input"
    )


def add_questions(commands: Commands) -> None:
    """Add the command `questions`."""
    command = add_command(
        commands, "questions", _questions, "list what readers asked, most asked first"
    )
    command.add_argument(
        "--unanswered", action="store_true", help="only what the articles did not answer"
    )
    command.add_argument("--json", action="store_true", help="print the list as JSON")


def _ask(options: argparse.Namespace) -> int:
    from bot.terminal.formatting import format_answer, format_explanation

    question = " ".join(options.question)
    settings = load_settings()
    limits = read_limits(
        document_id=options.article,
        since=options.since,
        until=options.until,
        article_language=options.article_language,
    )
    engine, _ = load_engine(settings)
    answer = answer_alone(engine, question, limits=limits)
    if options.json:
        from bot.answer_json import answer_to_json
        from bot.library.keeping import keep_quoted

        keep_quoted(engine, answer, tell=complain)
        print_text(answer_to_json(answer, public_url=settings.public_url))
    else:
        print_text(format_answer(answer, colour=has_colour()))
        if options.explain:
            print_text("\n" + format_explanation(engine.explain(question, limits=limits)))
    return EXIT_OK if answer.status == "answered" else EXIT_NO_ANSWER


def _questions(options: argparse.Namespace) -> int:
    from bot.terminal.formatting import format_questions

    with open_store(load_settings(), create=False) as store:
        questions = store.questions(unanswered=options.unanswered)
    if options.json:
        print_json([dataclasses.asdict(question) for question in questions])
    else:
        print_text(format_questions(questions))
    return EXIT_OK
