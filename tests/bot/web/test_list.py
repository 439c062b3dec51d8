"""The list of articles: newest first, filtered, in pages, and which of them an answer quotes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Engine, Reader, make_document
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import Seen, browse, page_over

TEXT = "---\ntitle: {title}\ndate: {day}\nlanguage: {language}\n---\n\n{text}\n"


@pytest.fixture(scope="module")
def client(reader: Reader) -> Iterator[TestClient]:
    """A library of 120 articles."""
    documents = [
        make_document(
            TEXT.format(
                title=f"Ville n° {number} : l’été <i>",
                day=f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
                language="fr" if number % 3 else "en",
                text=f"Le maire de la ville numéro {number} est Jean Durand{number}.",
            ),
            document_id=f"d{number:03}",
        )
        for number in range(119)
    ]
    documents.append(make_document("Sans date ni cœur. Il a neigé à Foix.", document_id="z"))
    with browse(page_over(Engine(documents, reader=reader))) as client:
        yield client


def titles(seen: Seen) -> list[str]:
    return [li["data-document"] for li in seen.all("li") if "data-document" in li]


def test_the_newest_come_first_in_bounded_pages(client: TestClient) -> None:
    pages = [Seen(client.get(f"/documents?page={n}").text) for n in (1, 2, 3)]
    listed = [name for page in pages for name in titles(page)]
    assert [len(titles(page)) for page in pages] == [50, 50, 20]
    assert len(set(listed)) == 120
    assert listed[-1] == "z"
    days = [time["datetime"] for page in pages for time in page.all("time")]
    assert days == sorted(days, reverse=True)
    assert "page 2 sur 3" in pages[1].text
    assert pages[1].all("a", rel="prev")
    assert pages[1].all("a", rel="next")
    assert not pages[0].all("a", rel="prev")
    assert not pages[2].all("a", rel="next")
    assert "sans date" in pages[2].text


@pytest.mark.parametrize("page", ["0", "-1", "99999999999", "x", "³", ""])
def test_a_page_that_is_none_is_the_nearest(client: TestClient, page: str) -> None:
    response = client.get("/documents", params={"page": page})
    assert response.status_code == 200
    assert titles(Seen(response.text))


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ("Ville", 119),
        ("VILLE ETE", 119),
        ("n° 118", 1),
        ("anglais", 40),
        ("english", 40),
        ("2025-02-02", 2),
        ("février 2025", 10),
        ("neige", 1),
        ("coeur", 1),
        ("introuvable", 0),
        ("<i>", 119),
        ("x" * 5_000, 0),
    ],
)
def test_a_filter_works_without_a_script(client: TestClient, wanted: str, count: int) -> None:
    seen = Seen(client.get("/documents", params={"find": wanted}).text)
    assert len(titles(seen)) == min(count, 50)
    words = {0: "Aucun article", 1: "1 article"}.get(count, f"{count} articles")
    assert words in seen.text
    assert seen.all("input", name="find", value=wanted[:200])
    assert len(seen.all("form", action="/documents", method="get")) == 1


def test_further_pages_keep_the_filter(client: TestClient) -> None:
    seen = Seen(client.get("/documents", params={"find": "été &ville"}).text)
    assert titles(seen) == []
    seen = Seen(client.get("/documents", params={"find": "été ville"}).text)
    (link,) = seen.all("a", rel="next")
    following = Seen(client.get(link["href"]).text)
    assert titles(following)
    assert following.all("input", name="find", value="été ville")


def test_several_articles_are_listed_at_home_and_those_cited_come_first(
    client: TestClient,
) -> None:
    assert len(titles(Seen(client.get("/").text))) == 50
    seen = Seen(client.get("/", params={"q": "Qui est le maire de la ville numéro 7 ?"}).text)
    assert "Cités dans la réponse" in seen.text
    (quote,) = [li for li in seen.all("li") if li.get("class", "").startswith("quote answer")]
    listed = [li for li in seen.all("li") if "data-document" in li and "class" not in li]
    assert listed[0]["data-document"] == quote["data-document"] == "d007"
    assert "Ville n° 7" in seen.text


def test_a_title_is_text_on_one_line(client: TestClient) -> None:
    html = client.get("/documents").text
    assert "l’été &lt;i&gt;" in html
    assert "<i>" not in html


def test_ten_thousand_articles_are_a_page_of_fifty() -> None:
    from bot.web.articles import Shelf
    from bot.web.phrases import PHRASES

    one = make_document("Il a plu à Foix.", document_id="a")

    class Many:
        documents = tuple(
            make_document(one.text, document_id=f"d{n}", title="t" * 300) for n in range(10_000)
        )

    listed = Shelf(Many()).list(PHRASES["fr"], root="", page=200)  # type: ignore[arg-type]
    assert (len(listed.articles), listed.pages, listed.page) == (50, 200, 200)
    assert all(len(article.title) <= 200 for article in listed.articles)


def test_the_other_names_of_an_article_are_listed_and_found() -> None:
    from dataclasses import replace

    one = make_document("Il a plu à Foix.", document_id="a")
    documents = [
        replace(one, also_known_as=("copie <b>",)),
        make_document("Il a neigé.", document_id="c"),
    ]
    with browse(page_over(Engine(documents))) as client:
        seen = Seen(client.get("/documents?find=copie").text)
        assert titles(seen) == ["a"]
        assert "aussi sous le nom copie <b>" in " ".join(seen.text.split())
        assert client.get("/documents/copie%20%3Cb%3E").status_code == 200
