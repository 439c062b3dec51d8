"""Files of others are read in a process with bounds: what breaks one file leaves the next alone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from index.documents.files import read_document
from index.documents.folder import read_articles
from index.documents.formats import Extracted, FormatError, KeptExtracts, extract, extracting
from index.documents.formats.extracting import _Worker
from index.documents.texts import TextStore
from index.errors import ArticleError
from tests.index.documents.formats import files
from tests.index.documents.formats.files import docx

STORY = "<p>" + "Le pont de la Gartempe rouvre lundi, a dit le maire de la commune. " * 4 + "</p>"
PAGE = f"<html><body><article><h1>Le pont</h1>{STORY}</article></body></html>".encode()
RULES = ("must be", "must have", "must not", "must open", "must unpack")


def outcome(name: str, data: bytes) -> str:
    """The text of the file, or what is said of it."""
    try:
        return extract(name, data).text
    except FormatError as error:
        return str(error)


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    assert extract("a.HTML", PAGE).text.startswith("Le pont\n\nLe pont de la Gartempe rouvre lundi")


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with pytest.raises(FormatError) as caught:
        extract("a.html", PAGE.replace(b"</article>", STORY.encode() * 5_000), seconds=0.05)
    assert str(caught.value) == (
        "must be readable in 0.05 seconds; it takes longer. Save it anew, in parts, or as .txt"
    )
    assert not caught.value.is_final
    assert extract("a.html", PAGE).title == "Le pont"


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>" + b"<div>" * 200_000 + STORY.encode(),
        b"<html><body>" + b"<ul><li>" * 50_000 + STORY.encode(),
        b"<table><tr><td>" * 20_000 + STORY.encode(),
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        + b"&b;" * 9_999
        + PAGE,
        b"<" * 500_000,
        bytes(range(256)) * 1_000,
        b"\xff\xfe" + b"\x00\xd8" * 1_000 + PAGE,
        b'<meta charset="idna">' + PAGE,
        b'<meta charset="../../x">' + PAGE,
    ],
)
def test_hostile_pages_end_in_a_text_or_a_sentence(data: bytes) -> None:
    said = outcome("a.html", data)
    assert said.startswith(RULES) or "Le pont de la Gartempe" in said
    assert extract("a.html", PAGE).title == "Le pont"


def zipped(content: bytes, times: int = 1) -> bytes:
    """A Word document whose XML is `content`, so many times."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as file,
    ):
        for _ in range(times):
            file.write(content)
    return target.getvalue()


def bomb(times: int) -> bytes:
    """A PDF whose page unpacks to `times` MB."""
    data = files.pdf(files.lines("Le pont"))
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"q " * 500_000) for _ in range(times)) + packer.flush()
    begin, end = data.index(b"<< /Length"), data.index(b"\nendstream")
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s" % (len(packed), packed)
    return data[:begin] + content + data[end:]


@pytest.mark.parametrize(
    "data",
    [
        zipped(b"<w:p>" * 1_000, 1_000),
        zipped(b" " * 1_000_000, 300),
        docx("<w:sdt>" * 50_000),
        docx("<w:p/>" * 100_000),
        docx("<w:tbl><w:tr><w:tc/><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000),
        docx('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'),
        b"PK\x03\x04" + bytes(range(256)) * 100,
        PAGE,
    ],
)
def test_hostile_word_documents_end_in_a_sentence(data: bytes) -> None:
    assert outcome("a.docx", data).startswith(RULES)
    assert extract("a.html", PAGE).title == "Le pont"


@pytest.mark.parametrize(
    "data",
    [
        bomb(200),
        b"%PDF-1.7\n" + bytes(range(256)) * 1_000,
        files.pdf(files.lines("Le pont")).replace(b"/Kids [", b"/Kids [2 0 R "),
        files.pdf(files.lines("Le pont")).replace(b"/Count 1", b"/Count 999999"),
        files.pdf(files.lines("Le pont"))[:400],
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000,
        files.pdf(files.lines("Le pont")),
        PAGE,
    ],
)
def test_hostile_pdfs_end_in_a_sentence(data: bytes) -> None:
    assert outcome("a.pdf", data).startswith(RULES)
    assert extract("a.html", PAGE).title == "Le pont"


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    code = (
        "from index.documents.formats import worker\n"
        "worker.MAX_MEMORY = 900 * 1024 ** 2\n"
        "worker.read = lambda suffix, data: bytes(1024 ** 3)\n"
        "worker.main()"
    )
    said = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code], input=b'[".pdf", 1]\nx', capture_output=True, check=True
    )
    answer = json.loads(said.stdout)
    assert answer["problem"].startswith("must be readable in 2 GB of memory; it takes more.")
    assert answer["ends"]


def test_the_process_ends_when_it_has_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.documents.formats.extracting._IDLE", 0.05)
    extract("a.html", PAGE)
    process = extracting._worker._process
    assert process is None or process.wait(timeout=20) is not None
    assert extract("a.html", PAGE).title == "Le pont"


def test_the_process_that_reads_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:very-secret")
    made = []
    popen = subprocess.Popen

    def watched(*arguments: Any, **options: Any) -> Any:
        made.append(options["env"])
        return popen(*arguments, **options)

    monkeypatch.setattr("index.documents.formats.extracting.subprocess.Popen", watched)
    worker = _Worker()
    worker.extract(".html", PAGE, 60)
    worker.stop()
    (environment,) = made
    assert "very-secret" not in str(environment)


# --- in a folder ---


def test_plain_text_needs_no_reader_of_formats_and_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Il a plu.", encoding="utf-8")
    code = (
        "import sys, subprocess\nfrom pathlib import Path\n"
        "subprocess.Popen = None\n"
        "from index import read_articles\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "read_articles(folder, data=folder / 'data')\n"
        "heavy = {'trafilatura', 'lxml', 'pypdfium2', 'feedparser'}\n"
        "print(sorted(heavy & set(sys.modules)), (folder / 'data').exists())"
    )
    said = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert said.stdout == "[] False\n"


def test_a_page_in_the_folder_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "pont.html").write_bytes(PAGE)
    (tmp_path / "vide.html").write_bytes(b"<html></html>")
    (tmp_path / "ancien.doc").write_bytes(b"x")
    articles = read_articles(tmp_path, data=tmp_path / "data")
    (document,) = articles.documents
    assert (document.id, document.title) == ("pont", "Le pont")
    assert document.original == tmp_path / "pont.html"
    assert document.media_type == "text/html"
    assert TextStore(tmp_path / "data").text(document.sha256) == document.text
    assert [str(problem) for problem in articles.problems] == [
        (
            "ancien.doc: an article must be one of .docx, .htm, .html, .md, .pdf, .txt; this file "
            "is .doc. Save it as one of them"
        ),
        (
            "vide.html: must have an article in its HTML; no text is found in it, as where a "
            "script writes it. Save the page from the browser once it is shown, or its text as .txt"
        ),
    ]


def test_what_could_not_be_read_of_a_file_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    monkeypatch.setattr(
        "index.documents.files.extract", lambda *_: Extracted("Il a plu.\n", warning="is in part")
    )
    for _ in range(2):  # the second time, it is kept
        articles = read_articles(tmp_path, data=tmp_path / "data")
        assert articles.warnings == ("a.pdf: is in part",)


def test_plain_text_keeps_its_id_beside_a_page_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "a.txt").write_text("Le pont rouvre.", encoding="utf-8")
    ids = {d.id: d.media_type for d in read_articles(tmp_path).documents}
    assert ids == {"a": "text/plain", "a.html": "text/html"}


def test_an_extracted_text_has_no_front_matter(tmp_path: Path) -> None:
    body = f"<p>---</p><p>url: https://b.fr</p><p>---</p>{STORY}"
    path = tmp_path / "2026-02-28 pont.html"
    path.write_bytes(f"<html><body><article>{body}</article></body></html>".encode())
    document = read_document(path)
    assert document.url is None
    assert document.body_start == 0
    assert str(document.published_at) == "2026-02-28"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b"])
def test_only_web_addresses_are_urls(tmp_path: Path, url: str) -> None:
    path = tmp_path / "a.html"
    head = f'<head><link rel="canonical" href="{url}"></head>'.encode()
    path.write_bytes(PAGE.replace(b"<body>", head + b"<body>"))
    assert read_document(path).url in (None, "https://a")


# --- kept ---


def test_what_was_extracted_is_not_extracted_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    path = tmp_path / "a.html"
    path.write_bytes(PAGE)
    (tmp_path / "b.html").write_bytes(b"<html></html>")
    first = read_articles(tmp_path, data=data)

    def fail(*_: object) -> None:
        raise AssertionError("extracted anew")

    monkeypatch.setattr("index.documents.files.extract", fail)
    again = read_articles(tmp_path, data=data)
    assert again.documents == first.documents
    assert [str(p) for p in again.problems] == [str(p) for p in first.problems]
    for file in (data / "texts").iterdir():
        file.write_bytes(b"damaged")
    with pytest.raises(AssertionError, match="extracted anew"):
        read_document(path, data=data)


def test_a_new_version_of_a_reader_leaves_the_old_text_to_verify_against(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptExtracts(tmp_path)
    old = kept.get("0" * 64, ".html", lambda: Extracted("Avant.", "Avant"))
    monkeypatch.setattr("index.documents.formats.kept.VERSION", 99)
    new = kept.get("0" * 64, ".html", lambda: Extracted("Après.", "Après"))
    assert (old.text, new.text) == ("Avant.", "Après.")
    texts = {file.read_text("utf-8") for file in (tmp_path / "texts").iterdir()}
    assert texts == {"Avant.", "Après."}


def test_a_file_that_took_too_long_is_tried_again_the_next_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, tries = KeptExtracts(tmp_path), []

    def make() -> Extracted:
        tries.append(1)
        raise FormatError("must be quick", is_final=False)

    for _ in range(2):
        with pytest.raises(FormatError, match="must be quick"):
            kept.get("0" * 64, ".html", make)
    assert len(tries) == 1
    now = time.time()
    monkeypatch.setattr("index.documents.formats.kept.time.time", lambda: now + 25 * 3600)
    with pytest.raises(FormatError, match="must be quick"):
        kept.get("0" * 64, ".html", make)
    assert len(tries) == 2


def test_a_folder_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    articles = read_articles(tmp_path, data=tmp_path / "data")
    assert len(articles.documents) == 1
    (warning,) = articles.warnings
    assert warning.startswith("DATA_DIR: must be a folder that can be written; ")


def test_over_ten_megabytes_of_html(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b" " * (10 * 1024 * 1024 + 1))
    with pytest.raises(ArticleError, match=r"^a\.html: an article may have at most 10485760 bytes"):
        read_document(path)
