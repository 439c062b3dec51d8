"""The commands `eval`, which measures on question sets, and `train`, which fits to them."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

from bot.cli.arguments import Commands, add_command, whole_number
from bot.cli.exit_codes import EXIT_OK
from bot.cli.loading import cache_folder, load_reader_for
from bot.settings import load_settings
from bot.terminal.output import (
    ProgressBars,
    complain,
    print_json,
    print_text,
    progress_bar,
    writable,
    writable_folder,
    write_file,
)
from index import Reader, load_weights
from index.errors import InputError
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

_MAX_PASSES = 100


def add_eval(commands: Commands) -> None:
    """Add the command `eval`."""
    command = add_command(
        commands, "eval", _eval, "measure the answers on question sets in SQuAD 2.0 form"
    )
    command.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a question set")
    shown = command.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print the figures as JSON")
    shown.add_argument(
        "--errors",
        action="store_true",
        help="print each question that went wrong, and the features that decided, first",
    )
    command.add_argument(
        "--predictions", metavar="OUT.jsonl", type=Path, help="write a row for every question"
    )


def add_train(commands: Commands) -> None:
    """Add the command `train`."""
    command = add_command(
        commands,
        "train",
        _train,
        "fit reader and weights on question sets (needs `pip install '.[train]'`)",
    )
    command.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a question set")
    command.add_argument(
        "--out",
        metavar="FOLDER",
        type=Path,
        required=True,
        help="where checkpoints, reader.model and weights.json go",
    )
    command.add_argument(
        "--passes",
        default="3",
        metavar="N",
        help="times through the questions (default: 3)",
    )
    command.epilog = (
        "Takes hours. Ctrl-C keeps a checkpoint; the same command goes on from there. Where "
        "FOLDER has a reader.model, only the weights are fitted anew. Prints figures of documents "
        "kept from training. Use the result with WEIGHTS_FILE=FOLDER/weights.json"
    )


def _eval(options: argparse.Namespace) -> int:
    from bot.terminal.formatting import format_error, format_error_counts, format_figures, printable

    settings = load_settings()
    weights = load_weights(settings.weights_file)
    reader = load_reader_for(settings, weights, complain)
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
                cache=cache_folder(settings),
                progress=bar.update,
                watch=show_error if options.errors else None,
            )
        evaluated.append((dataset.name, predictions))
        figures += summarise(dataset.name, predictions)
    if options.errors:
        print_text(format_error_counts(evaluated) + "\n")
    if options.json:
        print_json([dataclasses.asdict(f) for f in figures])
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
    passes = whole_number("--passes", options.passes, of="passes")
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
            cache=cache_folder(settings),
            progress=bars.show,
        )
    write_file(out, weights.to_json())
    print_text("on documents kept from training, in folds by document:")
    for name, row in weights.figures.items():
        figures = ", ".join(f"{key} {value}" for key, value in row.items())
        print_text(f"  {name}: {figures}")
    return EXIT_OK
