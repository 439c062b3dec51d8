"""The file that an article was read from is sent to the letter, to be saved, and no other file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.http.app import create_app
from bot.http.originals import disposition
from bot.library import Library
from index import Engine, make_document, read_articles
from tests.bot.conftest import TestClient
from tests.bot.http.helpers import DOCUMENT, check_problem
from tests.bot.web.helpers import Seen, browse, page_over
from tests.index.documents.formats.files import lines, pdf
from tests.paths import SEEDS

STORY = "Le pont de la Gartempe rouvre lundi, a dit le maire de la commune, Paul Roux. "
HOSTILE = (
    "<html><head><meta name=author content='A. &lt;b&gt;Roux'></head><body><article>"
    f"<h1>Le pont</h1><p>{STORY * 4}</p></article><script>alert(1)</script></body></html>"
).encode()
NAME = 'l\'été "1".html'
PDF = pdf(lines(STORY, STORY, STORY))
REFUSED = (
    "original: must be the file that the article was read from; {}. "
    "Its text is at /documents/{{document_id}}/text"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / NAME).write_bytes(HOSTILE)
    (folder / "pont.pdf").write_bytes(PDF)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return folder


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Library(Engine(read_articles(folder).documents)))) as client:
        yield client


ORIGINAL = "/documents/l%27%C3%A9t%C3%A9%20%221%22/original"


def test_a_page_is_sent_to_be_saved_and_cannot_run(client: TestClient) -> None:
    response = client.get(ORIGINAL)
    assert (response.status_code, response.content) == (200, HOSTILE)
    headers = response.headers
    assert headers["content-type"] == "text/html"
    assert headers["content-length"] == str(len(HOSTILE))
    assert headers["content-disposition"] == (
        "attachment; filename=\"l'_t_ _1_.html\"; filename*=UTF-8''l%27%C3%A9t%C3%A9%20%221%22.html"
    )
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["etag"] == f'"{hashlib.sha256(HOSTILE).hexdigest()}"'


def test_a_browser_gets_the_file_and_not_the_page(folder: Path) -> None:
    engine = Engine(read_articles(folder).documents)
    with browse(page_over(engine)) as browser:
        response = browser.get("/documents/pont/original")
        assert (response.headers["content-type"], response.content) == ("application/pdf", PDF)
        seen = Seen(browser.get("/documents/pont").text)
        (link,) = seen.all("a", download="")
        assert link["href"] == "/documents/pont/original"
        assert "Fichier d’origine (PDF)" in seen.text
        seen = Seen(browser.get(ORIGINAL.removesuffix("/original"), params={"lang": "en"}).text)
        assert "Original file (HTML)" in seen.text
        assert browser.get(seen.all("a", download="")[0]["href"]).content == HOSTILE


def test_an_article_that_is_its_own_text_has_no_link_but_an_original() -> None:
    with browse(page_over(Engine(read_articles(SEEDS).documents))) as browser:
        assert not Seen(browser.get(f"/documents/{DOCUMENT}").text).all("a", download="")
        response = browser.get(f"/documents/{DOCUMENT}/original")
    assert response.content == (SEEDS / f"{DOCUMENT}.txt").read_bytes()
    assert response.headers["content-type"] == "text/plain"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_known_file_is_not_sent_again(client: TestClient, method: str) -> None:
    etag = client.head("/documents/pont/original").headers["etag"]
    response = client.request(
        method, "/documents/pont/original", headers={"If-None-Match": f'"x", {etag}'}
    )
    assert (response.status_code, response.content) == (304, b"")
    assert client.request(method, "/documents/pont/original").status_code == 200


def test_head_says_what_get_would(client: TestClient) -> None:
    got, head = client.get(ORIGINAL), client.head(ORIGINAL)
    assert head.content == b""
    assert {**head.headers} == {**got.headers}


def test_a_file_that_has_changed_is_not_sent(client: TestClient, folder: Path) -> None:
    (folder / "pont.pdf").write_bytes(PDF + b"\n")
    detail = REFUSED.format("it has changed since it was read")
    check_problem(client.get("/documents/pont/original"), 404, detail, "original")
    (folder / "pont.pdf").unlink()
    detail = REFUSED.format("it is no longer there")
    check_problem(client.get("/documents/pont/original"), 404, detail, "original")


def test_a_link_to_another_file_put_in_its_place_is_not_followed(
    client: TestClient, folder: Path
) -> None:
    (folder / "pont.pdf").unlink()
    (folder / "pont.pdf").symlink_to(folder.parent / "secret.txt")
    response = client.get("/documents/pont/original")
    assert response.status_code == 404
    assert b"secret" not in response.content


def test_a_text_that_came_from_no_file_has_no_original() -> None:
    with TestClient(
        create_app(Library(Engine([make_document("Il a plu.", document_id="a")])))
    ) as client:
        detail = REFUSED.format("it was not read from a file")
        check_problem(client.get("/documents/a/original"), 404, detail, "original")


@pytest.mark.parametrize("name", ["..%2Fsecret", "..%2F..%2Fetc%2Fpasswd", "nothing", "%00"])
def test_no_other_file_can_be_named(client: TestClient, name: str) -> None:
    assert client.get(f"/documents/{name}/original").status_code == 404


def test_the_article_says_what_it_was_read_from(client: TestClient) -> None:
    described = {document["id"]: document for document in client.get("/documents").json()}
    assert described["pont"]["media_type"] == "application/pdf"
    assert described["pont"]["author"] is None
    text = client.get("/documents/pont/text")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(text.content).hexdigest() == described["pont"]["sha256"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.txt", "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt"),
        (
            "a\r\nX: y.txt",
            "attachment; filename=\"a__X: y.txt\"; filename*=UTF-8''a%0D%0AX%3A%20y.txt",
        ),
        ("a\\%41.txt", "attachment; filename=\"a__41.txt\"; filename*=UTF-8''a%5C%2541.txt"),
        ("caf\udce9.txt", "attachment; filename=\"caf_.txt\"; filename*=UTF-8''caf%3F.txt"),
    ],
)
def test_any_name_makes_one_header(name: str, header: str) -> None:
    assert disposition(name) == header
