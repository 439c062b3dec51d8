"""Every face verifies and shows an old quote in the version it is of, and says that it is old."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.answer_json import answer_to_json
from bot.library import Library
from bot.library.adding import Folder
from bot.library.keeping import keep_and_prune
from bot.telegram.context import context_message
from bot.telegram.phrases import ENGLISH, FRENCH
from bot.terminal.verdicts import format_checked_answer
from bot.verdicts.explaining import day_in_words, words_for
from bot.verdicts.given_answer import check_answer, read_answer
from bot.web import PageOrApi
from index import Engine, make_document
from index.documents import Versions
from tests.bot.commands import Run
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import Seen, browse
from tests.index.documents.test_versions import age

BEFORE = "Le projet de Foix doit créer 120 emplois. Il a été lancé en mars."
AFTER = "Le projet de Foix doit créer 95 emplois. Il a été lancé en mars."
QUOTE = "Le projet de Foix doit créer 120 emplois."
OLD = make_document(BEFORE, document_id="foix")
NEW = make_document(AFTER, document_id="foix")
OTHER = make_document("Il a plu à Pau.", document_id="pau")
TODAY = day_in_words(datetime.now(UTC).date(), words_for("fr"))
CHANGED = f"C’est l’article tel qu’il était le {TODAY}\u00a0; il a changé depuis."
GONE = f"C’est l’article tel qu’il était le {TODAY}\u00a0; il n’est plus ici."


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    versions = Versions(tmp_path)
    versions.keep([OLD])
    return versions


@pytest.fixture
def library(versions: Versions) -> Library:
    return Library(Engine([NEW], versions=versions))


@pytest.fixture
def browser(page: PageOrApi) -> Iterator[TestClient]:
    with browse(page) as browser:
        yield browser


@pytest.fixture
def answer() -> dict[str, Any]:
    """An answer as `/ask` gave it before the article changed."""
    answer = Engine([OLD]).ask("Combien d'emplois le projet de Foix doit-il créer ?")
    quote = (answer.citations or answer.closest)[0]
    given = replace(answer, status="answered", citations=(quote,), closest=())
    return dict(json.loads(answer_to_json(given)))


def gone(library: Library) -> None:
    library.replace(Engine([OTHER], versions=library.engine.versions))


@pytest.mark.parametrize("is_gone", [False, True])
def test_the_api_verifies_in_the_version_that_is_named(
    client: TestClient, library: Library, is_gone: bool
) -> None:
    if is_gone:
        gone(library)
    place = {"document_id": "foix", "start_char_index": 0, "end_char_index": len(QUOTE)}
    body = {"text": QUOTE, **place, "document_sha256": OLD.sha256}
    said = client.post("/verify", json=body).raise_for_status().json()
    assert (said["verdict"], said["verified"]) == ("verbatim", True)
    assert said["as_of"] == datetime.now(UTC).date().isoformat()
    assert (said["found"], said["document_sha256"]) == (QUOTE, OLD.sha256)
    assert said["explanation"].endswith(GONE if is_gone else CHANGED)
    (found,) = said["places"]
    assert found["page_url"] == f"/documents/foix?version={OLD.sha256[:12]}#char=0,{len(QUOTE)}"
    without = client.post("/verify", json={"text": QUOTE}).json()
    assert (without["verified"], without["as_of"]) == (False, None)


def test_the_api_checks_an_old_answer_in_its_version(
    client: TestClient, answer: dict[str, Any]
) -> None:
    said = client.post("/verify", json=answer).raise_for_status().json()
    assert said["stands"] is True
    (check,) = said["citations"]
    assert (check["article"], check["stands"], check["still_there"]) == ("changed", True, False)
    assert check["explanation"] == (
        f"L’article a changé depuis. Tel qu’il était le {TODAY}, il contient la citation, mot pour "
        "mot. Elle n’y est plus telle quelle."
    )
    assert check["verification"]["as_of"]


def test_the_text_that_was_quoted_is_sent_to_who_wants_it(
    client: TestClient, library: Library
) -> None:
    url, old, new = "/documents/foix/text", f'"{OLD.sha256}"', f'"{NEW.sha256}"'
    assert client.get(url).text == AFTER
    for wanted, text in ((old, BEFORE), (new, AFTER), (f"{old}, {new}", AFTER), ("*", AFTER)):
        response = client.get(url, headers={"If-Match": wanted})
        assert (response.status_code, response.text) == (200, text)
    assert client.get(url, headers={"If-Match": old}).headers["etag"] == old
    for unknown in (f'"{"0" * 64}"', f"W/{old}", '"x"'):
        assert client.get(url, headers={"If-Match": unknown}).status_code == 412
    gone(library)
    assert client.get(url).status_code == 404
    assert client.get(url, headers={"If-Match": old}).text == BEFORE
    assert client.get(url, headers={"If-Match": new}).status_code == 404


def test_the_page_of_a_version_is_marked_as_old(browser: TestClient, library: Library) -> None:
    url = f"/documents/foix?version={OLD.sha256[:12]}"
    html = browser.get(url).raise_for_status().text
    assert Seen(html).texts["text"] == BEFORE
    assert CHANGED in html
    (way,) = [link for link in Seen(html).all("a") if link.get("href") == "/documents/foix"]
    assert "data-open" in way
    assert f'data-path="{url}"' in html
    assert "This is the article as it was on" in browser.get(f"{url}&lang=en").text
    gone(library)
    html = browser.get(f"{url}&lang=fr").raise_for_status().text
    assert Seen(html).texts["text"] == BEFORE
    assert GONE in html


def test_the_page_of_the_version_of_now_is_the_page(browser: TestClient) -> None:
    plain = browser.get("/documents/foix").text
    assert 'role="note"' not in plain
    named = browser.get(f"/documents/foix?version={NEW.sha256[:12]}").text
    assert Seen(named).texts == Seen(plain).texts


@pytest.mark.parametrize("version", ["0" * 12, "x", "%2e%2e%2f", "a"])
def test_of_a_version_that_is_not_kept_the_page_shows_that_of_now(
    browser: TestClient, library: Library, version: str
) -> None:
    html = browser.get(f"/documents/foix?version={version}").raise_for_status().text
    assert Seen(html).texts["text"] == AFTER
    assert "une autre version de cet article, qui n’est plus gardée" in html
    gone(library)
    assert browser.get(f"/documents/foix?version={version}").status_code == 404


def test_the_page_checks_an_old_answer_and_leads_to_its_version(
    browser: TestClient, answer: dict[str, Any]
) -> None:
    html = browser.post("/verify", data={"q": json.dumps(answer)}).raise_for_status().text
    assert "Elle n’y est plus telle quelle." in html
    assert f'href="/documents/foix?version={OLD.sha256[:12]}#char=0,{len(QUOTE)}"' in html


def test_the_terminal_says_what_became_of_an_old_answer(
    library: Library, answer: dict[str, Any]
) -> None:
    checked = check_answer(library.engine, read_answer(json.dumps(answer)))
    said = format_checked_answer(checked, words_for("en"), colour=False)
    assert "The article has changed since. As it was on " in said
    assert "it has the quote, word for word. It no longer has it as it is." in said


@pytest.mark.parametrize(("phrases", "said"), [(FRENCH, CHANGED), (ENGLISH, "has changed since.")])
def test_the_context_of_an_old_answer_is_shown_as_it_was(
    library: Library, phrases: Any, said: str
) -> None:
    answer = Engine([OLD]).ask("Combien d'emplois le projet de Foix doit-il créer ?")
    message = context_message(library.engine, answer, phrases)
    assert message
    assert QUOTE in message.text
    assert message.text.endswith(said)


def test_what_is_served_is_kept_and_what_left_long_ago_is_not(
    tmp_path: Path, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    age(tmp_path, days=31)
    assert library.engine.past("foix", OLD.sha256)
    keep_and_prune(library, 30)
    assert library.engine.past("foix", OLD.sha256) is None
    age(tmp_path, days=31)
    keep_and_prune(library, 30)  # it is served, so it is as new
    library.replace(Engine([OTHER], versions=library.engine.versions))
    assert library.engine.past("foix", NEW.sha256)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_what_the_terminal_quoted_in_json_is_verified_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    articles, answer = tmp_path / "articles", tmp_path / "answer.json"
    articles.mkdir()
    for name, value in (("ARTICLES_DIR", articles), ("DATA_DIR", tmp_path / "data")):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("READER", "off")
    (articles / "foix.txt").write_text(BEFORE, "utf-8")
    (articles / "pau.txt").write_text("Il a plu à Pau.", "utf-8")
    given = Run(capsys, "ask --json 'Quand le projet de Foix a-t-il été lancé ?'").out
    quoted = json.loads(given)["citations"] or json.loads(given)["closest"]
    answer.write_text(given, "utf-8")
    (articles / "foix.txt").write_text(AFTER, "utf-8")
    said = Run(capsys, f"verify --json --answer '{answer}'")
    checks = json.loads(said.out)["citations"] + json.loads(said.out)["closest"]
    assert len(checks) == len(quoted) > 0
    changed = [check for check in checks if check["article"] == "changed"]
    assert changed
    assert all(check["stands"] and check["verification"]["as_of"] for check in changed)


def test_where_nothing_can_be_kept_that_is_said_and_nothing_is_deleted(
    tmp_path: Path, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    age(tmp_path, days=31)
    texts = tmp_path / "texts"
    texts.rename(tmp_path / "away")
    texts.write_text("a file in its place")
    keep_and_prune(library, 30)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("DATA_DIR: must be a folder that can be written")
    assert len(list((tmp_path / "versions").iterdir())) == 1


def test_an_article_that_is_removed_or_replaced_is_kept_as_it_was(tmp_path: Path) -> None:
    articles, data = tmp_path / "articles", tmp_path / "data"
    articles.mkdir()
    (articles / "foix.txt").write_text(BEFORE, "utf-8")
    source = tmp_path / "foix.txt"
    source.write_text(AFTER, "utf-8")
    Folder(articles, data, replaces=True).add_file(source)
    Folder(articles, data).remove(["foix"])
    for document in (OLD, NEW):
        found = Versions(data).find("foix", document.sha256)
        assert found
        assert found.document.text == document.text
