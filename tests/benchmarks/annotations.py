"""Who is meant and who speaks: precision and recall on the gold sets, and time an article.

    python -m tests.benchmarks.annotations

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import time

from index import read_articles
from index.annotations.coreference.references import resolve_references
from index.annotations.names import find_article_names
from index.annotations.speakers.attribution import attribute_quotations
from index.documents.cut import cut_document
from tests.benchmarks.report import format_table, machine
from tests.index.annotations import gold
from tests.paths import SEEDS

ROUNDS = 20


def main() -> None:
    """Print a table of the gold sets and one of the times."""
    print(machine())
    scores: list[tuple[str, gold.Score]] = []
    for name, rows in (
        ("mentions", gold.MENTIONS),
        ("mentions_held_out", gold.MENTIONS_HELD_OUT),
    ):
        pairs = [gold.score_references(row) for row in rows]
        scores.append((f"{name}: sentence leant on", gold.total([a for a, _ in pairs])))
        scores.append((f"{name}: name meant", gold.total([b for _, b in pairs])))
    for name, rows in (("speech", gold.SPEECH), ("speech_further", gold.SPEECH_FURTHER)):
        scores.append((name, gold.total([gold.score_speeches(row) for row in rows])))
    table = [
        (name, str(s.right), str(s.wrong), str(s.missed), f"{s.precision:.3f}", f"{s.recall:.3f}")
        for name, s in scores
    ]
    print(format_table(("gold set", "right", "wrong", "missed", "precision", "recall"), table))
    (article,) = read_articles(SEEDS).documents
    cut = cut_document(article)
    names = find_article_names(cut)
    for name, annotate in (
        ("resolve_references", lambda cut: resolve_references(cut, names)),
        ("find_article_names", find_article_names),
        ("attribute_quotations", lambda cut: attribute_quotations(cut, names)),
    ):
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            annotate(cut)
            times.append(time.perf_counter() - start)
        print(f"{name}: first article {sorted(times)[ROUNDS // 2] * 1e3:.2f} ms")


if __name__ == "__main__":
    main()
