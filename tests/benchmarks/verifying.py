"""Verifying quotes in a library: milliseconds by verdict, beside what one would pick instead.

The articles are those of the tests, the documents of the sets that are given, and invented ones
(the patterns of `refusals`) up to `--size`. Quotes are made from them by code, as the tests make
them: to the letter, in other typography, forged; and from articles that are left out, so that they
are absent. A place is right that is in the quote's article and covers at least half of it.

Beside: `str.find` in one article after the other, which finds what is there to the letter; and
rapidfuzz's `partial_ratio_alignment` with every article, the best score so far as its cut-off,
which finds the nearest stretch of characters. A score does not tell typography from forgery: how
far it does is its AUROC, 0.5 for not at all. Times are those of the processor, so that other
programs count little; the time of the first quote, which makes the index, is apart.

Run from the top of the checkout, on Linux:

    python -m tests.benchmarks.verifying [SET…] [--size 1000] [--quotes 200]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from rapidfuzz import fuzz

from index import Document, Engine, make_document
from index.training.datasets import read_dataset
from index.training.metrics import auroc
from tests.benchmarks import refusals
from tests.benchmarks.report import format_table, machine, named_version, percentile
from tests.index.verifying import changes

Found = tuple[str, list[changes.Place]]  # what is said of a quote, and its places
Verify = Callable[[str], Found]

_PEER_QUOTES = 40  # of each kind: one takes rapidfuzz half a second
_LEFT_OUT = 5  # every so manieth article is not in the library
_SENTENCES = (5, 7)  # of a paragraph: about 450 words an article


def main() -> None:
    """Print a table, and what the first quote takes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET", help="in SQuAD form")
    parser.add_argument("--size", type=int, default=1_000, help="articles in the library")
    parser.add_argument("--quotes", type=int, default=200, help="of each kind")
    options = parser.parse_args()
    documents = changes.articles()
    for path in options.sets:
        entries = read_dataset(path).entries
        documents += [
            make_document(entry.document.text, document_id=f"{path.stem}-{number}")
            for number, entry in enumerate(entries)
        ]
    absent, library = documents[::_LEFT_OUT], []
    library = [document for n, document in enumerate(documents) if n % _LEFT_OUT]
    library = library[: options.size]
    library += [
        refusals.article(number, sentences=_SENTENCES)
        for number in range(options.size - len(library))
    ]
    words = statistics.mean(len(document.text.split()) for document in library)
    print(machine())
    print(named_version("RapidFuzz"))
    print(f"\n### {len(library):,} articles of {words:.0f} words, {options.quotes} quotes a kind\n")
    report(library, absent, options.quotes)


def report(library: list[Document], absent: list[Document], quotes: int) -> None:
    """Print the table for quotes of `library`, and of articles that are `absent` from it."""
    engine = Engine(library)
    began = time.process_time()
    engine.verify("une première citation")
    first = (time.process_time() - began) * 1000
    rows, scores = [], {}
    for kind, made in make(library, absent, quotes).items():
        rows.append(measure(kind, "Mot pour Mot", mot_pour_mot(engine), made))
        rows.append(measure(kind, "str.find", str_find(library), made[:_PEER_QUOTES]))
        found: list[float] = []
        peer = rapidfuzz(library, found)
        rows.append(measure(kind, "rapidfuzz", peer, made[:_PEER_QUOTES]))
        scores[kind] = found
    header = ("quotes", "", "right verdict", "right place", "p50 ms", "p95 ms")
    print(format_table(header, rows))
    print(f"\nthe first quote, which makes the index: {first:.0f} ms")
    area = auroc(scores["typographic"], scores["altered"])
    print(f"typographic against altered by rapidfuzz's score: AUROC {area:.2f}")


def make(
    library: list[Document], absent: list[Document], number: int
) -> dict[str, list[tuple[changes.Quote, str]]]:
    """Return so many quotes of each kind, with what they were made from."""
    rng = changes.drawn(1)
    here, elsewhere = changes.passages(library), changes.passages(absent)
    typography = tuple(change for group in changes.TYPOGRAPHY.values() for change in group)
    forgeries = tuple(change for group in changes.FORGERIES.values() for change in group)
    return {
        "verbatim": [(quote, quote.text) for quote in changes.quotes(rng, here, number)],
        "typographic": list(changes.changed(rng, here, typography, number)),
        "altered": list(changes.changed(rng, here, forgeries, number)),
        "absent": [(q, q.text) for q in changes.quotes(rng, elsewhere, number, least=8)],
        "altered, several sentences": list(_long(rng, here, number)),
    }


def _long(rng: Random, among: changes.Passages, number: int) -> Iterator[tuple[changes.Quote, str]]:
    """Yield whole paragraphs with one word exchanged."""
    while number:
        document, start, end = rng.choice(among)
        quote = changes.Quote(document, start, end)
        text = changes.word_changed(rng, quote.text)
        if text and text != quote.text and 60 <= len(text.split()) <= 200:
            number -= 1
            yield quote, text


def mot_pour_mot(engine: Engine) -> Verify:
    """`Engine.verify`."""

    def verify(text: str) -> Found:
        found = engine.verify(text)
        return found.verdict, [changes.place_of(place) for place in found.places]

    return verify


def str_find(library: list[Document]) -> Verify:
    """The first article that has the text to the letter."""

    def verify(text: str) -> Found:
        for document in library:
            at = document.text.find(text)
            if at >= 0:
                return "verbatim", [(document.id, at, at + len(text))]
        return "", []

    return verify


def rapidfuzz(library: list[Document], scores: list[float]) -> Verify:
    """The stretch of the articles with the highest partial ratio, which is added to `scores`."""

    def verify(text: str) -> Found:
        best, found = 0.0, []
        for document in library:
            place = fuzz.partial_ratio_alignment(text, document.text, score_cutoff=best)
            if place and place.score > best:
                best = place.score
                found = [(document.id, place.dest_start, place.dest_end)]
        scores.append(best)
        return "", found

    return verify


def measure(
    kind: str, name: str, verify: Verify, made: list[tuple[changes.Quote, str]]
) -> tuple[str, ...]:
    """Return a row of the table."""
    times: list[float] = []
    verdicts = places = 0
    for quote, text in made:
        began = time.process_time()
        verdict, found = verify(text)
        times.append((time.process_time() - began) * 1000)
        verdicts += verdict == kind.split(",")[0]
        places += any(
            document_id == quote.document.id
            and 2 * (min(end, quote.end) - max(start, quote.start)) >= quote.end - quote.start
            for document_id, start, end in found
        )
    says = name == "Mot pour Mot" or (kind == "verbatim" and name == "str.find")
    n = len(made)
    return (
        kind,
        name,
        f"{verdicts / n:.3f}" if says else "",
        f"{places / n:.3f}" if kind != "absent" else "",
        f"{percentile(times, 50):.1f}",
        f"{percentile(times, 95):.1f}",
    )


if __name__ == "__main__":
    main()
