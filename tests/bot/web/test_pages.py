"""What holds for every page: headers, sizes, what is kept, errors in plain words."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

import bot.web
from bot.asking import Asking
from bot.http import create_app
from bot.library import Library
from bot.web import PageOrApi
from bot.web.assets import ASSETS, asset_path
from index import Engine, make_document
from tests.bot.conftest import TestClient
from tests.bot.http.helpers import LEAKS
from tests.bot.web.helpers import DOCUMENT, Seen, browse, page_over

PAGES = ["/", "/?q=Qui a créé ChatGPT ?", "/documents", f"/documents/{DOCUMENT}", "/why?q=Qui ?",
         "/documents/none", "/none", "/?q=%3F",
         "/verify", "/verify?q=un contrat de 200 millions"]  # fmt: skip
MOST = 60_000  # bytes of the first page with its style and script, the first article included
FOLDER = Path(bot.web.__file__).parent


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_closed_to_whatever_is_not_its_own(client: TestClient, address: str) -> None:
    response = client.get(address)
    policy = dict(
        part.split(" ", 1) for part in response.headers["content-security-policy"].split("; ")
    )
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'",
        "img-src": "'self'", "connect-src": "'self'", "form-action": "'self'",
        "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    seen = Seen(response.text)
    assert not seen.all("style")
    for tag, attributes in seen.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag
        for name in ("src", "href", "action"):
            assert attributes.get(name, "/").startswith(("/", "#", "?")), attributes
    assert [script["src"] for script in seen.all("script")] == [asset_path("page.js")]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_landmarks_a_title_and_one_first_heading(
    client: TestClient, address: str
) -> None:
    seen = Seen(client.get(address).text)
    assert len(seen.all("main")) == len(seen.all("h1")) == len(seen.all("title")) == 1
    levels = [int(tag[1]) for tag, _ in seen.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(following <= level + 1 for level, following in pairwise(levels))
    labels = {label["for"] for label in seen.all("label")}
    fields = [*seen.all("input"), *seen.all("textarea")]
    assert labels == {field["id"] for field in fields}


def test_the_first_page_is_light(client: TestClient) -> None:
    html = client.get("/").content
    assert len(html) + sum(len(asset.content) for asset in ASSETS.values()) <= MOST


@pytest.mark.parametrize("address", PAGES)
def test_pages_have_a_head(client: TestClient, address: str) -> None:
    head, whole = client.head(address), client.get(address)
    assert head.status_code == whole.status_code
    assert head.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize("name", sorted(ASSETS))
def test_assets_are_kept_for_good_at_an_address_of_their_content(
    client: TestClient, name: str
) -> None:
    response = client.get(asset_path(name), headers={"Accept": "*/*"})
    assert response.content == (FOLDER / "static" / name).read_bytes()
    assert "immutable" in response.headers["cache-control"]
    etag = response.headers["etag"]
    again = client.get(asset_path(name), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    older = client.get(f"/assets/0123/{name}")
    assert (older.status_code, older.headers["cache-control"]) == (200, "no-cache")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/assets/0/none.css", "/assets/0/..%2F__init__.py", "/assets/x"])
def test_nothing_else_is_an_asset(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_installed_package_has_every_file_of_the_page() -> None:
    with (FOLDER.parents[1] / "pyproject.toml").open("rb") as file:
        patterns = tomllib.load(file)["tool"]["setuptools"]["package-data"]
    packed = {
        path for pattern in (*patterns["*"], *patterns["bot.web"]) for path in FOLDER.glob(pattern)
    }
    files = {path for path in FOLDER.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {path for path in files if path.suffix != ".py"} == packed


def test_nothing_comes_from_elsewhere() -> None:
    for path in (FOLDER / "static").iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|url\(|@import|\bimport\b|eval\(|innerHTML", text), path


@pytest.mark.parametrize("root", ["/journal", "/été"])
def test_links_lead_below_the_root_path(engine: Engine, root: str) -> None:
    page = page_over(engine, examples={"fr": ("Qui a créé ChatGPT ?",)})
    encoded = {"/journal": "/journal", "/été": "/%C3%A9t%C3%A9"}[root]
    with browse(page, root_path=root) as client:
        for address in PAGES:
            response = client.get(root + address)
            assert response.headers["content-type"].startswith("text/html")
            for tag, attributes in Seen(response.text).elements:
                for name in ("src", "href", "action", "data-url", "data-path"):
                    value = attributes.get(name, "#")
                    assert value.startswith((encoded + "/", "#", "?")), (tag, attributes)
        switched = client.get(root + "/?lang=en")
        assert f"path={encoded}" in switched.headers["set-cookie"].lower().replace(
            "%c3%a9", "%C3%A9"
        )


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/documents/none", 404, "Cette page n’existe pas"),
        ("/none", 404, "Cette page n’existe pas"),
        ("/documents/none/text", 404, "Cette page n’existe pas"),
        ("/ask?q=", 422, "Cette demande ne peut pas être lue"),
        ("/conversations/0123456789abcdef", 405, "Cette page ne s’emploie pas ainsi"),
    ],
)
def test_a_browser_gets_errors_in_words(
    client: TestClient, address: str, status: int, words: str
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert words in response.text
    assert Seen(response.text).all("a", href="/")
    assert "accept" in response.headers["vary"].lower()
    problem = client.get(address, headers={"Accept": "*/*"})
    assert problem.headers["content-type"] == "application/problem+json"


def test_without_articles_the_page_says_so() -> None:
    with browse(page_over(Engine(()))) as client:
        for address in ("/", "/documents", "/?q=Qui ?"):
            response = client.get(address)
            assert response.status_code == 503
            assert "Aucun article n’est chargé" in response.text


def test_a_fault_is_told_without_details(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(engine)
    asking = Asking(library)
    page = PageOrApi(create_app(library, asking=asking), library, asking, kept_days=30)

    async def fail(question: str) -> None:
        raise RuntimeError(f"{question} in /work/secret.py")

    monkeypatch.setattr(asking, "alone", fail)
    with browse(page) as client:
        for response in (client.get("/?q=Qui ?"), client.post("/ask", json={"question": "Qui ?"})):
            assert response.status_code == 500
            assert "Quelque chose s’est mal passé" in response.text
            assert not LEAKS.search(response.text)
            assert "content-security-policy" in response.headers


def test_a_long_article_is_shown_whole() -> None:
    text = "\n\n".join(f"Phrase {n} de l’article. Une autre suit." for n in range(2_000))
    with browse(page_over(Engine([make_document(text, document_id="a")]))) as client:
        assert Seen(client.get("/documents/a").text).texts["text"] == text
