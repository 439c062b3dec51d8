"""Who is meant, by the gold of `data/mentions.json`, by the first article in whole, and beyond."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine, ask, make_document
from index.analysis import analyzer_for
from index.mentions import References, references
from index.passages import cut_passages
from tests.strategies import articles

GOLD: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "mentions.json").read_text("utf-8")
)


def read(document: Document) -> References:
    return references(document, cut_passages(document))


def made(row: dict[str, Any]) -> Document:
    return make_document(f"---\nlanguage: {row['language']}\n---\n{row['text']}", document_id="a")


def start_of(document: Document, opening: str) -> int:
    """Where the one sentence that opens so begins."""
    (start,) = [
        sentence.start
        for passage in cut_passages(document)
        for sentence in passage.sentences
        if document.text.startswith(opening, sentence.start)
    ]
    return start


def opening(document: Document, start: int, openings: list[str]) -> str:
    return next(
        (o for o in openings if document.text.startswith(o, start)), document.text[start:][:30]
    )


def expected(
    row: dict[str, Any], document: Document
) -> tuple[dict[int, int], dict[int, frozenset[str]]]:
    """`leans_on` by starts, and `meant`: the name's terms that the sentence does not hold."""
    leans = {start_of(document, a): start_of(document, b) for a, b in row["leans"].items()}
    terms = analyzer_for(row["language"]).terms
    meant: dict[int, frozenset[str]] = {}
    ends = {s.start: s.end for p in cut_passages(document) for s in p.sentences}
    for sentence, name in row["meant"].items():
        start = start_of(document, sentence)
        held = frozenset(terms(document.text[start : ends[start]]))
        if missing := frozenset(terms(name)) - held:
            meant[start] = missing
    return leans, meant


def figures(rows: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """Right, wrong and missed, of sentences leant on and of names meant."""
    counts = {"leans": Counter[str](), "meant": Counter[str]()}
    for row in rows:
        document = made(row)
        found = read(document)
        gold_leans, gold_meant = expected(row, document)
        got_leans = {a: b for a, (b, _) in found.leans_on.items()}
        for name, gold, got in (
            ("leans", gold_leans, got_leans),
            ("meant", gold_meant, dict(found.meant)),
        ):
            right = sum(gold.get(key) == value for key, value in got.items())  # type: ignore[attr-defined]
            counts[name].update(right=right, wrong=len(got) - right, missed=len(gold) - right)
    return counts


if __name__ == "__main__":
    for row in GOLD:
        document = made(row)
        found = read(document)
        leans, meant = expected(row, document)
        got = {a: b for a, (b, _) in found.leans_on.items()}
        if got != leans or dict(found.meant) != meant:
            print(row["language"], row["text"])
            for a in sorted(set(got) | set(leans)):
                if got.get(a) != leans.get(a):
                    print(
                        "   LEAN",
                        document.text[a : a + 25],
                        "| got",
                        got.get(a) and document.text[got[a] :][:25],
                        "| gold",
                        leans.get(a) and document.text[leans[a] :][:25],
                    )
            for a in sorted(set(meant) | set(found.meant)):
                if meant.get(a) != found.meant.get(a):
                    print(
                        "   MEANT",
                        document.text[a : a + 25],
                        "| got",
                        set(found.meant.get(a, ())),
                        "| gold",
                        set(meant.get(a, ())),
                    )
    print(figures(GOLD))
