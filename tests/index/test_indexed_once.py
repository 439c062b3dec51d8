"""Articles are cut, tokenised and annotated at indexing, never while a question is answered.

What counts as looking at an article: any function of `index.documents`, `index.annotations` or
`index.text` that gets an article, its cut, or its text. What the engine has of it by then are
values to look up.
"""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

import index
from index import Document, Engine
from index.documents.cut import CutDocument
from index.reading.weights import Weights
from tests.index.helpers import CERTAIN, UNCERTAIN, document, random_weights

_PACKAGES = tuple(
    str(Path(index.__file__).parent / name) for name in ("documents", "annotations", "text")
)
_EXEMPT = {
    # Look-ups by offsets, in what is known of an article.
    "CutDocument.sentences",
    "CutDocument.tokens_between",
    # The spans of a sentence are listed, from its tokens, when it first ranks best: 20 kB each,
    # too much to keep for every sentence.
    "opens_quotation",
}
MANY = 300  # articles; more than any cache of a fixed size that was here kept
QUESTIONS = (
    "Qui est le patron d'Anthropic ?",
    "Quel est le montant du contrat ?",
    "Qui a parlé de caprices ?",
    "Que s'est-il passé le 27 février 2026 ?",
    "Anthropic va-t-elle aller en justice ?",
    "Pourquoi Anthropic a-t-il refusé ?",
    "What happened on 27 February 2026?",
    "Who created ChatGPT?",
    "Combien de ponts a construits la commune numéro 7 ?",
    "Que pense Elon Musk de l'accord avec Hegset ?",
    "Qui a remporté la Coupe du monde de football ?",
    "Xylophone zygomatique ?",
    "Qui est-ce ?",
)


@contextmanager
def looks(documents: tuple[Document, ...]) -> Iterator[Counter[str]]:
    """Count the calls that look at one of `documents`, by function."""
    texts = {id(source.text) for source in documents}
    seen: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(_PACKAGES):
            return
        if code.co_qualname in _EXEMPT:
            return
        arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        for name in arguments:
            value = frame.f_locals.get(name)
            if isinstance(value, Document | CutDocument) or id(value) in texts:
                seen[code.co_qualname] += 1
                return

    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)


def library(size: int) -> list[Document]:
    return [
        document(
            f"La commune numéro {n} a construit {n + 3} ponts en 1999. « Ils sont beaux », a dit "
            f"le maire Jean Petit. Il a signé vendredi.",
            document_id=f"c{n:03}",
        )
        for n in range(size)
    ]


@pytest.mark.parametrize(
    ("made", "others"),
    [(CERTAIN, 0), (UNCERTAIN, 0), (random_weights(0), 0), (CERTAIN, MANY), (UNCERTAIN, MANY)],
)
def test_nothing_of_an_article_is_looked_at_for_a_question(
    seed_document: Document, made: Weights, others: int
) -> None:
    documents = (seed_document, *library(others))
    engine = Engine(documents, weights=made)
    with looks(documents) as while_answering:
        answers = [engine.ask(question) for question in QUESTIONS]
        for answer in answers:
            engine.excerpts(answer.citations or answer.closest)
            engine.explain(answer.question)
    assert while_answering == {}
    statuses = {answer.status for answer in answers}
    assert statuses <= {"answered", "no_answer"}
    assert any(answer.citations or answer.closest for answer in answers)


@pytest.mark.parametrize("size", [1, 20])
def test_at_indexing_an_article_is_cut_once(size: int) -> None:
    """And the count above sees what there is to see."""
    documents = tuple(library(size))
    with looks(documents) as seen:
        Engine(documents, weights=CERTAIN)
    assert seen["index_document"] == seen["cut_document"] == seen["cut_passages"] == size
    assert seen["Analyzer.tokens"] >= 3 * size  # three sentences each


def test_no_article_outlives_its_engine() -> None:
    """Nothing in the process keeps documents: memory and time do not depend on how many came."""

    def alive() -> int:
        gc.collect()
        kept = (thing for thing in gc.get_objects() if isinstance(thing, Document))
        return sum(thing.id.startswith("gone") for thing in kept)

    def ask() -> None:
        documents = [
            document(f"Le maire {n} a signé vendredi. Il part.", document_id=f"gone{n}")
            for n in range(600)
        ]
        engine = Engine(documents, weights=CERTAIN)
        for question in QUESTIONS:
            engine.ask(question)
        assert alive() == 600

    ask()
    assert alive() == 0
