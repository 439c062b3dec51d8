"""Documents and folders of them: what is read, and what is left out and why.

Past 400 lines: each thing that a file may have at its head is a case.
"""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from index.documents import files
from index.documents.document import Document, make_document
from index.documents.files import MAX_ARTICLE_BYTES, read_document
from index.documents.folder import read_articles
from index.errors import ArticleError, NoArticlesError
from tests.strategies import articles

FRENCH = (
    "Le Pentagone a choisi les modèles de la société. Elle a dit non au ministère de la Guerre."
)


def made(text: str) -> Document:
    return make_document(text, document_id="a")


def body(document: Document) -> str:
    return document.text[document.body_start :]


# --- the stored text ---


@given(articles)
def test_the_text_is_stored_to_the_letter(text: str) -> None:
    document = made(text)
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert 0 <= document.body_start <= len(text)
    assert document.title


def test_a_file_is_stored_byte_for_byte(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfUn.\r\n\r\nDeux.\rTrois.\n"
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    document = read_document(path)
    assert document.text == "\ufeffUn.\r\n\r\nDeux.\rTrois.\n"
    assert document.text.encode() == data
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.body_start == 1


def test_an_unpaired_surrogate_is_no_text() -> None:
    with pytest.raises(ArticleError) as caught:
        made("ab\ud800c")
    assert str(caught.value) == (
        "a: an article must be Unicode text; character 2 is an unpaired surrogate"
    )


# --- what stands before the article ---


@pytest.mark.parametrize(
    ("text", "start", "day"),
    [
        (" date 2026-02-28 OpenAI", 17, date(2026, 2, 28)),
        ("date\t2026-02-28\nOpenAI", 16, date(2026, 2, 28)),
        ("\ufeff date 2026-02-28 OpenAI", 18, date(2026, 2, 28)),
        (" date 2026-02-28\r\n\r\nOpenAI", 20, date(2026, 2, 28)),
        (" date 2026-13-28 OpenAI", 0, None),
        (" date 2026-02-30 OpenAI", 0, None),
        ("date 2026-02-281 OpenAI", 0, None),
        ("updated 2026-02-28 OpenAI", 0, None),
        ("OpenAI date 2026-02-28 OpenAI", 0, None),
        ("date ٢٠٢٦-02-28 OpenAI", 0, None),
    ],
)
def test_date_line(text: str, start: int, day: date | None) -> None:
    document = made(text)
    assert (document.body_start, document.published_at) == (start, day)


def test_front_matter() -> None:
    document = made(
        '---\ntitle: "Un accord"\ndate: 2026-02-28T10:00\nurl: https://a.fr/b?c\n'
        "language: en-GB\nother: x\n---\nLe texte.\n"
    )
    assert body(document) == "Le texte.\n"
    assert document.title == document.topic == "Un accord"
    assert document.published_at == date(2026, 2, 28)
    assert document.url == "https://a.fr/b?c"
    assert document.language == "en"


def test_front_matter_with_carriage_returns_and_a_mark() -> None:
    document = made("\ufeff---\r\ntitle: Un accord\r\nurl: nothing\r\n---\r\nLe texte.")
    assert body(document) == "Le texte."
    assert document.title == "Un accord"
    assert document.url is None


def test_front_matter_then_a_date_line() -> None:
    document = made("---\ndate: 2020-01-01\n---\n date 2026-02-28 Le texte.")
    assert document.published_at == date(2026, 2, 28)
    assert body(document) == "Le texte."


def test_open_front_matter_is_text() -> None:
    assert made("---\ntitle: x\nLe texte.").body_start == 0


def test_a_rule_above_and_below_a_paragraph_is_no_front_matter() -> None:
    text = "---\n\nLe premier paragraphe.\n\n---\n\nLe second."
    assert "Le premier paragraphe." in body(made(text))


def test_a_title_that_ends_with_a_quotation_keeps_its_mark() -> None:
    assert made('---\ntitle: Le mot "trahison"\n---\nTexte.').title == 'Le mot "trahison"'


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a", "https://a b", "//a.fr", ""])
def test_only_web_addresses_are_urls(url: str) -> None:
    assert made(f"---\nurl: {url}\n---\nTexte.").url is None


def test_an_unknown_language_of_the_front_matter_is_detected_instead() -> None:
    assert made(f"---\nlanguage: xx\n---\n{FRENCH}").language == "fr"


# --- title and topic ---


def test_the_first_line_is_the_title_and_topic() -> None:
    document = made("Un accord avec le Pentagone\n\nLe texte suit. Il est court.")
    assert document.title == document.topic == "Un accord avec le Pentagone"


def test_a_markdown_heading_is_the_title() -> None:
    document = made("## Un accord ##\nLe texte suit.")
    assert document.title == document.topic == "Un accord"


def test_running_text_gives_a_title_but_no_topic(seed_document: Document) -> None:
    assert seed_document.title == "OpenAI a annoncé à un accord avec le Pentagone…"
    assert seed_document.topic == ""


def test_one_sentence_is_a_title_but_no_topic() -> None:
    document = made("Un seul mot.\n\nEt la suite.")
    assert document.title == "Un seul mot."
    assert document.topic == ""


def test_wrapped_running_text_is_no_topic() -> None:
    lines = (
        "Le Pentagone a choisi vendredi les modèles d'intelligence artificielle\n"
        "d'OpenAI au détriment d'Anthropic, qui avait refusé d'ouvrir les siens\n"
        "sans restrictions à l'armée américaine au nom de l'éthique."
    )
    assert made(lines).topic == ""


def test_the_credit_of_a_photo_is_no_part_of_the_title() -> None:
    assert made("Sam Altman à Washington ( AFP / Mandel NGAN )\n\nTexte.").title == (
        "Sam Altman à Washington"
    )


def test_a_long_line_is_cut_at_a_space() -> None:
    title = made("mot " * 60).title
    assert title.endswith("mot…")
    assert len(title) <= 90


def test_a_long_word_is_cut() -> None:
    title = made("m" * 300).title
    assert title == "m" * 89 + "…"


@pytest.mark.parametrize("text", ["", " ", "\ufeff", "\n\n", "( AFP / X )", "\u00a0\n"])
def test_without_a_line_the_id_is_the_title(text: str) -> None:
    document = made(text)
    assert (document.title, document.topic) == ("a", "")


def test_a_given_title_is_title_and_topic() -> None:
    document = make_document("Le texte.", document_id="a", title="Donné")
    assert document.title == document.topic == "Donné"


# --- files ---


def test_id_is_the_name_without_ending(tmp_path: Path) -> None:
    path = tmp_path / "un.article.txt"
    path.write_text(FRENCH, encoding="utf-8")
    assert read_document(path).id == "un.article"
    assert read_document(path, document_id="x").id == "x"


def test_not_utf8_names_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("Un été".encode("latin-1"))
    with pytest.raises(ArticleError) as caught:
        read_document(path)
    assert str(caught.value) == (
        "latin.txt: an article must be UTF-8; byte 3 is 0xe9. Save the file as UTF-8"
    )


def test_over_ten_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_ARTICLE_BYTES + 1)
    with pytest.raises(ArticleError) as caught:
        read_document(path)
    assert str(caught.value) == (
        "big.txt: an article may have at most 10485760 bytes (10 MB); "
        "this file has 10485761. Split it into several files"
    )


def test_too_large_a_file_that_is_deleted_meanwhile_is_a_problem_like_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"a" * 11)
    monkeypatch.setattr(files, "MAX_ARTICLE_BYTES", 10)
    opened = Path.open

    def open_and_delete(self: Path, mode: str) -> object:
        file = opened(self, mode)
        self.unlink()
        return file

    monkeypatch.setattr(Path, "open", open_and_delete)
    with pytest.raises(ArticleError, match="this file has 11"):
        read_document(path)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t",
        b"\xef\xbb\xbf",
        b"\x00\x00",
        b" date 2026-02-28 \n",
        "\u00a0\u2028".encode(),
    ],
)
def test_empty_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(data)
    with pytest.raises(ArticleError) as caught:
        read_document(path)
    assert str(caught.value) == "empty.txt: an article must have text; the file is empty"


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read_document(tmp_path / "none.txt")
    assert str(caught.value) == "none.txt: cannot be read (No such file or directory)"


# --- folders ---


def test_folder_in_order_of_id(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "C.TXT", "no.csv", ".txt"):
        (tmp_path / name).write_text(f"{name}: {FRENCH}", encoding="utf-8")  # no copies
    (tmp_path / "inner.txt").mkdir()
    (tmp_path / "inner.txt" / "d.txt").write_text(FRENCH, encoding="utf-8")
    articles = read_articles(tmp_path)
    assert [d.id for d in articles.documents] == ["C", "a", "b"]
    assert articles.problems == ()


def test_a_bad_file_is_a_problem_and_the_others_load(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    (tmp_path / "b.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "c.txt").write_text("", encoding="utf-8")
    articles = read_articles(tmp_path)
    assert [d.id for d in articles.documents] == ["b"]
    assert [str(problem) for problem in articles.problems] == [
        "a.txt: an article must be UTF-8; byte 0 is 0xff. Save the file as UTF-8",
        "c.txt: an article must have text; the file is empty",
    ]


SAVE = (
    "Such signs are quoted as they are; save the text with the characters themselves, or the page "
    "as .html"
)


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            "Rachat\n\nDupont &amp; Fils a racheté l&rsquo;imprimerie.\n",
            f"a.txt: has HTML's &amp; in line 3 (character 15), and 1 more of its kind. {SAVE}",
        ),
        ("Un caf&eacute;.\r\n", f"a.txt: has HTML's &eacute; in line 1 (character 6). {SAVE}"),
        ("R&D; et AT&T.\n", None),
        ("---\nurl: https://a.org/?a=1&amp;b=2\n---\nUn texte.\n", None),
    ],
)
def test_entities_are_a_warning(tmp_path: Path, text: str, warning: str | None) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.txt").write_text("Un autre texte.", "utf-8")
    read = read_articles(tmp_path)
    assert len(read.documents) == 2
    assert read.warnings == ((warning,) if warning else ())


def test_files_of_one_stem_have_different_ids(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt", "a.txt.md"):
        (tmp_path / name).write_text(f"{name}: {FRENCH}", encoding="utf-8")
    ids = [d.id for d in read_articles(tmp_path).documents]
    assert ids == ["a", "a.txt", "a.txt.md"]


@pytest.mark.skipif(os.name == "nt", reason="file names are bytes on POSIX only")
def test_no_id_means_a_folder(tmp_path: Path) -> None:
    for name in ("..txt", "...txt", "..md", "....txt"):
        (tmp_path / name).write_text(f"Il a plu sur {name}", "utf-8")
    documents = read_articles(tmp_path).documents
    assert [document.id for document in documents] == ["...", "...txt", "..md", "..txt"]


def test_a_name_that_is_no_utf8_gives_an_id_that_is(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text(FRENCH, encoding="utf-8")
    (tmp_path / "b.txt").write_text(FRENCH, encoding="utf-8")
    articles = read_articles(tmp_path)
    for document in articles.documents:
        document.id.encode("utf-8")
    for problem in articles.problems:
        str(problem).encode("utf-8")


def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoArticlesError) as caught:
        read_articles(Path("nowhere"))
    assert str(caught.value) == (
        f"ARTICLES_DIR: must be a folder of articles; '{tmp_path / 'nowhere'}' is nothing. "
        "Create it, or set ARTICLES_DIR to where the articles are"
    )


def test_file_instead_of_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(FRENCH, encoding="utf-8")
    with pytest.raises(NoArticlesError) as caught:
        read_articles(Path("a.txt"))
    assert str(caught.value) == (
        f"ARTICLES_DIR: must be a folder of articles; '{tmp_path / 'a.txt'}' is a file. "
        "Create it, or set ARTICLES_DIR to where the articles are"
    )


def test_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoArticlesError) as caught:
        read_articles(Path())
    assert str(caught.value) == (
        f"ARTICLES_DIR: '{tmp_path}' must hold at least one article "
        "(.docx, .htm, .html, .md, .pdf, .txt); "
        "it holds none. Put one there"
    )


def test_nothing_readable_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_bytes(b"")
    with pytest.raises(NoArticlesError) as caught:
        read_articles(Path())
    assert str(caught.value) == (
        f"ARTICLES_DIR: '{tmp_path}' must hold at least one article "
        "(.docx, .htm, .html, .md, .pdf, .txt); "
        "none could be read: "
        "a.txt: an article must have text; the file is empty"
    )


def test_the_seed(seed_document: Document) -> None:
    assert seed_document.language == "fr"
    assert seed_document.published_at == date(2026, 2, 28)
    assert seed_document.body_start == 17
    assert body(seed_document).startswith("OpenAI a annoncé")


def test_names_that_look_alike_get_ids_of_their_own(tmp_path: Path) -> None:
    for number, name in enumerate((b"d\xff.txt", b"d\xfe.txt", b"d.txt", b"d.md", b"d\xff.md")):
        path = os.path.join(os.fsencode(tmp_path), name)
        with open(path, "wb") as file:
            file.write(f"Article {number}.".encode())
    ids = [document.id for document in read_articles(tmp_path).documents]
    assert len(set(ids)) == 5


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_front_matter_with_any_line_end(end: str) -> None:
    lines = ("---", "title: Le pont", "date: 2026-01-02", "---", "Le pont est ouvert.")
    document = make_document(end.join(lines), document_id="a")
    assert (document.title, str(document.published_at)) == ("Le pont", "2026-01-02")
    assert document.text[document.body_start :] == "Le pont est ouvert."
