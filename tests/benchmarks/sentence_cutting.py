"""Where sentences end: `index.documents.sentences` beside pysbd and sentencex.

Two gold sets. The seed article's sentences, as tests/data/seed_sentences.json lists them
(each passage of running text is cut alone). And data/sentences.json beside this file: about a
hundred paragraphs in four languages, invented for this benchmark and not changed after the
first run, by what a reader would call a sentence; a short quotation of several sentences stays
one with the words that attribute it. They are hard on purpose: nearly each holds a trap, and
some were set by someone who had read our rules and lists (`vol.`, `art.`). The figures compare
engines on traps; they say nothing about how often running text holds one.

A paragraph is exact when all its sentences are. F1 is over the boundaries inside paragraphs
(the last end is no finding). Engines take turns; speed is the median of several rounds over
all paragraphs one after the other.

Run from the top of the checkout, with the `bench` extra installed:

    python -m tests.benchmarks.sentence_cutting [--failures]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index import read_articles
from index.documents.passages import cut_passages
from index.documents.sentences import cut_sentences
from tests.benchmarks.report import format_table, machine, named_version
from tests.paths import ROOT

ROUNDS = 7
_ROOT = ROOT
_GOLD = Path(__file__).parent / "data" / "sentences.json"
_SEED_GOLD = _ROOT / "tests" / "data" / "seed_sentences.json"
OURS = "Mot pour Mot"

Cut = Callable[[str, str], list[tuple[int, int]]]  # text and language to (start, end)
Paragraph = tuple[str, list[tuple[int, int]]]  # its text, and the spans of its sentences


def ours() -> Cut:
    """The project's own rules."""

    def cut(text: str, language: str) -> list[tuple[int, int]]:
        return [(s.start, s.end) for s in cut_sentences(text, 0, len(text), language=language)]

    return cut


def pysbd() -> Cut:
    """pysbd with offsets; one segmenter for each language."""
    from pysbd import Segmenter

    made: dict[str, Segmenter] = {}

    def cut(text: str, language: str) -> list[tuple[int, int]]:
        if language not in made:
            made[language] = Segmenter(language=language, clean=False, char_span=True)
        return [(span.start, span.end) for span in made[language].segment(text)]

    return cut


def sentencex() -> Cut:
    """sentencex with offsets."""
    from sentencex import get_sentence_boundaries

    def cut(text: str, language: str) -> list[tuple[int, int]]:
        found = get_sentence_boundaries(language, text)
        return [(row["start_index"], row["end_index"]) for row in found]

    return cut


ENGINES: tuple[tuple[str, Callable[[], Cut]], ...] = (
    (OURS, ours),
    (named_version("pysbd"), pysbd),
    (named_version("sentencex"), sentencex),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Cut both gold sets with every engine and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--failures", action="store_true", help="print each paragraph that ours cuts wrongly"
    )
    options = parser.parse_args(arguments)
    print(machine())
    engines: dict[str, Cut] = {}
    for name, make in ENGINES:
        try:
            engines[name] = make()
        except ImportError as error:
            print(f"left out: {name} ({error})")
    gold = _read_gold()
    sets = {"seed": ("fr", _seed()), **{code: (code, rows) for code, rows in gold.items()}}
    rows = []
    for name, cut in engines.items():
        cells = [name]
        for language, paragraphs in sets.values():
            exact, f1 = _score(cut, language, paragraphs)
            cells.append(f"{exact}/{len(paragraphs)}, {f1:.3f}")
        rows.append(cells)
    for row, speed in zip(rows, _speeds(engines, gold), strict=True):
        row.append(f"{speed / 1e6:.2f}")
    print("\nexact paragraphs, and F1 of the boundaries inside them\n")
    print(format_table(("engine", *sets, "million characters/s"), rows))
    if options.failures:
        for language, paragraphs in sets.values():
            _print_failures(engines[OURS], language, paragraphs)


def _read_gold() -> dict[str, list[Paragraph]]:
    raw: dict[str, list[list[str]]] = json.loads(_GOLD.read_text("utf-8"))
    return {code: [_joined(sentences) for sentences in rows] for code, rows in raw.items()}


def _joined(sentences: Sequence[str]) -> Paragraph:
    spans: list[tuple[int, int]] = []
    position = 0
    for sentence in sentences:
        spans.append((position, position + len(sentence)))
        position += len(sentence) + 1
    return " ".join(sentences), spans


def _seed() -> list[Paragraph]:
    """The seed's paragraphs of running text, with the sentences that are expected of them."""
    (document,) = read_articles(_ROOT / "seeds").documents
    paragraphs: list[Paragraph] = []
    if _SEED_GOLD.is_file():
        expected: dict[int, list[str]] = {}
        for row in json.loads(_SEED_GOLD.read_text("utf-8")):
            if row["kind"] == "text":
                expected.setdefault(row["paragraph"], []).append(row["text"])
        paragraphs = [_joined(sentences) for sentences in expected.values()]
        if all(text in document.text for text, _ in paragraphs):
            return paragraphs
        raise SystemExit(f"{_SEED_GOLD.name} is not of the article in seeds/")
    print("seed: no expected sentences there; compared with the project's own cut")
    for passage in cut_passages(document):
        if passage.kind == "text":
            start = passage.start
            spans = [(s.start - start, s.end - start) for s in passage.sentences]
            paragraphs.append((document.text[start : passage.end], spans))
    return paragraphs


def _score(cut: Cut, language: str, paragraphs: Sequence[Paragraph]) -> tuple[int, float]:
    """How many paragraphs are exact, and F1 of the boundaries inside them."""
    exact = right = found = wanted = 0
    for text, gold in paragraphs:
        spans = _trimmed(text, cut(text, language))
        exact += spans == gold
        ends = {end for _, end in spans[:-1]}
        gold_ends = {end for _, end in gold[:-1]}
        right += len(ends & gold_ends)
        found += len(ends)
        wanted += len(gold_ends)
    return exact, 2 * right / (found + wanted) if found + wanted else 1.0


def _trimmed(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without white space at their ends, which engines share out differently."""
    trimmed = []
    for start, end in spans:
        piece = text[start:end]
        begin = start + len(piece) - len(piece.lstrip())
        stop = start + len(piece.rstrip())
        if begin < stop:
            trimmed.append((begin, stop))
    return trimmed


def _speeds(engines: dict[str, Cut], gold: dict[str, list[Paragraph]]) -> list[float]:
    """Median characters per second of each engine, in turns, in their order."""
    texts = [(text, code) for code, rows in gold.items() for text, _ in rows]
    size = sum(len(text) for text, _ in texts)
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, cut in engines.items():
            began = time.perf_counter()
            for text, language in texts:
                cut(text, language)
            seconds[name].append(time.perf_counter() - began)
    return [size / statistics.median(times) for times in seconds.values()]


def _print_failures(cut: Cut, language: str, paragraphs: Sequence[Paragraph]) -> None:
    for text, gold in paragraphs:
        spans = _trimmed(text, cut(text, language))
        if spans != gold:
            print(f"\n{language} wanted: {[text[start:end] for start, end in gold]}")
            print(f"{language}    got: {[text[start:end] for start, end in spans]}")


if __name__ == "__main__":
    main()
