"""The same article in several files: one document, with all of their names, quoted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Engine, Quoted, UnknownDocumentError, make_document, read_articles
from index.documents.copies import merge_copies
from index.documents.document import Document
from tests.index.helpers import CERTAIN

TEXT = "La scierie de Foix\n\nLa scierie de Foix a créé 120 emplois. Elle a été fondée en 1954.\n"


def made(text: str, name: str) -> Document:
    return make_document(text, document_id=name)


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(TEXT, id="the same bytes"),
        pytest.param("\ufeff" + TEXT, id="byte order mark"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param(TEXT.replace("\n", "\r"), id="line ends of old Macs"),
        pytest.param(TEXT.replace("\n", "  \t\n") + "\n\n", id="white space at the ends of lines"),
        pytest.param(TEXT.replace("é", "e\u0301"), id="composed otherwise"),
        pytest.param(f"---\nurl: https://a.fr/foix\n---\n{TEXT}", id="under a front matter"),
    ],
)
def test_copies_are_one_document(copy: str) -> None:
    merged = merge_copies([made(TEXT, "a"), made(copy, "b")])
    assert [document.id for document in merged] == ["a"]
    assert merged[0].also_known_as == ("b",)
    assert merged[0].text == TEXT


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(TEXT.replace("120", "121"), id="another figure"),
        pytest.param(TEXT.replace("120", "12 0"), id="a number parted"),
        pytest.param(TEXT + "Elle emploie Jean Durand.\n", id="a sentence more"),
        pytest.param(TEXT.replace("scierie", "Scierie"), id="a capital"),
    ],
)
def test_what_differs_in_a_word_is_no_copy(other: str) -> None:
    merged = merge_copies([made(TEXT, "a"), made(other, "b")])
    assert [document.id for document in merged] == ["a", "b"]
    assert not any(document.also_known_as for document in merged)


def test_what_came_out_again_on_another_day_is_no_copy() -> None:
    first, second = made(TEXT, "a"), made(TEXT, "b")
    days = date(2024, 3, 1), date(2025, 3, 1)
    dated = [replace(d, published_at=day) for d, day in zip((first, second), days, strict=True)]
    assert merge_copies(dated) == dated
    # One without a date may be a copy of either, and is one of the first.
    merged = merge_copies([*dated, made(TEXT, "c")])
    assert [(d.id, d.also_known_as) for d in merged] == [("a", ("c",)), ("b", ())]


def test_what_only_a_copy_says_of_the_article_is_kept() -> None:
    copy = made(f"---\ndate: 2024-03-01\nurl: https://a.fr/foix\n---\n{TEXT}", "b")
    (document,) = merge_copies([made(TEXT, "a"), copy])
    assert (document.published_at, document.url) == (date(2024, 3, 1), "https://a.fr/foix")
    assert document.text == TEXT


@given(st.lists(st.sampled_from(["Un.", "Un. ", "\ufeffUn.", "Deux.", "Deux.\r\n"]), max_size=8))
def test_every_name_is_kept_once(texts: list[str]) -> None:
    documents = [made(text, str(number)) for number, text in enumerate(texts)]
    merged = merge_copies(documents)
    names = [name for document in merged for name in (document.id, *document.also_known_as)]
    assert sorted(names) == sorted(document.id for document in documents)
    assert len(merged) == len({text.strip("\ufeff \r\n") for text in texts})
    assert all(document.text in texts for document in merged)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    (tmp_path / "a.html").write_text(
        "<html><body><article><h1>La scierie de Foix</h1><p>La scierie de Foix a créé 120 emplois. "
        "Elle a été fondée en 1954.</p></article></body></html>",
        encoding="utf-8",
    )
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_of_a_folder_the_plain_text_counts_then_the_first_by_name(folder: Path) -> None:
    (document,) = read_articles(folder).documents
    assert document.id == "b"
    assert document.text.encode() == (folder / "b.txt").read_bytes()
    assert document.also_known_as == ("c", "a")
    every = read_articles(folder, merges=False).documents
    assert [document.id for document in every] == ["a", "b", "c"]


def test_an_article_in_two_files_is_quoted_once_and_found_by_both_names(folder: Path) -> None:
    engine = Engine(read_articles(folder).documents, weights=CERTAIN)
    answer = engine.ask("Combien d'emplois la scierie de Foix a-t-elle créés ?")
    assert {quote.document_id for quote in answer.citations} == {"b"}
    assert len({quote.cited_text for quote in answer.citations}) == len(answer.citations)
    for name in ("a", "b", "c"):
        assert engine.document(name).id == "b"
    with pytest.raises(UnknownDocumentError):
        engine.document("d")


def test_what_was_quoted_from_a_copy_still_stands(folder: Path) -> None:
    alone = Engine([made(TEXT, "c")], weights=CERTAIN)
    (quote, *_) = alone.ask("Combien d'emplois la scierie de Foix a-t-elle créés ?").citations
    quoted = Quoted(
        number=1,
        document_id=quote.document_id,
        document_sha256=quote.document_sha256,
        start=quote.start_char_index,
        end=quote.end_char_index,
        text=quote.cited_text,
    )
    engine = Engine(read_articles(folder).documents, weights=CERTAIN)
    (check,) = engine.verify_answer([quoted])
    assert check.stands  # in b.txt, whose line ends are two characters
    assert check.article == "changed"
    (folder / "b.txt").write_text(TEXT, encoding="utf-8")
    engine = Engine(read_articles(folder).documents, weights=CERTAIN)
    assert engine.verify_answer([quoted])[0].article == "same"
    assert engine.holds(quote)


def test_a_short_notice_under_another_title_is_no_copy() -> None:
    def titled(name: str, title: str, text: str) -> Document:
        return make_document(f"---\ntitle: {title}\n---\n{text}", document_id=name)

    short = "Le marché est annulé dimanche."
    foix, auch = titled("a", "Foix", short), titled("b", "Auch", short)
    assert merge_copies([foix, auch]) == [foix, auch]
    assert len(merge_copies([foix, titled("b", "foix", short)])) == 1
    assert len(merge_copies([foix, make_document(short, document_id="b")])) == 1
    assert (
        len(merge_copies([titled("a", "Foix", short * 20), titled("b", "Auch", short * 20)])) == 1
    )
