from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from index.verifying import verifier as module
from index.verifying.article_index import ArticleIndex
from tests.index.verifying.helpers import verifier

ARTICLE = "Le maire de Tours a signé vendredi un accord de trois ans avec la ville. " * 20
QUOTES = (
    "un accord de trois ans",
    "Un accord de trois ans",
    "un accord de trente ans",
    "Le soleil brille sur la mer",
)


def test_the_index_is_made_once_and_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def counted(*args: object) -> ArticleIndex:
        made.append(args)
        return ArticleIndex(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "ArticleIndex", counted)
    shared = verifier(ARTICLE)
    assert made == []  # until there is a quote
    with ThreadPoolExecutor(8) as pool:
        verdicts = [found.verdict for found in pool.map(shared.verify, QUOTES * 8)]
    assert len(made) == 1
    assert verdicts == ["verbatim", "typographic", "altered", "absent"] * 8
