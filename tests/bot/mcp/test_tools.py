"""The tools as a language model meets them: what they return, and what they say of mistakes."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client

from bot.http.schemas import QUESTION, AskResponse, CitationModel
from bot.library import Library
from bot.mcp.tools import MAX_ARTICLES, MAX_CHARACTERS
from index import Engine, make_document
from tests import strategies
from tests.bot.http.helpers import DOCUMENT
from tests.bot.mcp.conftest import With, connected, make
from tests.bot.mcp.helpers import call, check_all, refused, use_all


def test_all_tools(with_client: With, engine: Engine) -> None:
    check_all(with_client(use_all), engine)


def test_tools_are_described(with_client: With) -> None:
    async def look(client: Client) -> tuple[str | None, Any]:
        return client.instructions, (await client.list_tools()).tools

    instructions, tools = with_client(look)
    assert "add nothing to it" in instructions
    for tool in tools:
        assert tool.description.splitlines()[0].endswith(".")
        assert "\n  " not in tool.description
        assert tool.title
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
        assert all(value["description"] for value in tool.input_schema["properties"].values())
        assert tool.output_schema["properties"]


def test_an_answer_has_the_fields_of_the_api(with_client: With, engine: Engine) -> None:
    async def ask(client: Client) -> Any:
        return await call(client, "ask", question=f" {QUESTION}\n")

    answer = with_client(ask)
    assert set(answer) <= set(AskResponse.model_fields)
    expected = engine.ask(QUESTION)
    assert (answer["status"], answer["answer"]) == ("answered", expected.answer)
    (quote,) = answer["citations"]
    assert set(quote) <= set(CitationModel.model_fields)
    place = slice(quote["answer_start_char_index"], quote["answer_end_char_index"])
    assert engine.documents[0].text[place] == answer["answer"]
    assert (quote["role"], quote["document_sha256"]) == ("answer", engine.documents[0].sha256)
    assert quote["resolved_dates"] == [{"text": "juin", "start": "2025-06-01", "end": "2025-06-30"}]
    assert quote["page_url"] is None  # nobody has said at which address a page shows it


def test_links_with_a_public_url(engine: Engine) -> None:
    async def ask(client: Client) -> Any:
        return await call(client, "ask", question=QUESTION)

    answer = connected(make(Library(engine), "https://articles.example.org"))(ask)
    page = f"{DOCUMENT}?version={engine.documents[0].sha256[:12]}#char=2971,3223"
    address = f"https://articles.example.org/documents/{page}"
    assert answer["citations"][0]["page_url"] == address


def test_no_answer_says_why(with_client: With, engine: Engine) -> None:
    async def ask(client: Client) -> Any:
        return await call(client, "ask", question="Combien de chats a Sam Altman ?")

    answer = with_client(ask)
    expected = engine.ask("Combien de chats a Sam Altman ?")
    assert (answer["status"], answer["citations"]) == ("no_answer", [])
    assert answer["no_answer_reason"] == expected.no_answer_reason
    shown = [quote["cited_text"] for quote in answer["closest"]]
    assert shown == [citation.cited_text for citation in expected.closest]
    assert {quote["role"] for quote in answer["closest"]} == {None}


def test_only_some_of_the_articles(with_client: With) -> None:
    async def ask(client: Client) -> Any:
        return await call(client, "ask", question=QUESTION, until="2025", article_language="fr")

    answer = with_client(ask)
    assert answer["status"] == "no_answer"
    assert "31" in answer["note"]


def test_articles_that_differ(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    differing = replace(engine.ask(QUESTION), conflict=True, note="Ils diffèrent.")
    monkeypatch.setattr(engine, "known_answer", lambda *_, **__: differing)

    async def ask(client: Client) -> Any:
        return await call(client, "ask", question=QUESTION)

    answer = connected(make(Library(engine)))(ask)
    assert (answer["conflict"], answer["note"]) == (True, "Ils diffèrent.")


def test_a_quote_that_was_altered(with_client: With) -> None:
    async def verify(client: Client) -> Any:
        text = (
            "Donald Trump a dit : « nous pensons que l’IA peut servir les valeurs démocratiques »"
        )
        return await call(client, "verify_quote", text=text)

    verdict = with_client(verify)
    assert (verdict["verdict"], verdict["attribution"]["verdict"]) == ("altered", "contradicted")
    words = [(d["quoted"], d["found"]) for d in verdict["closest"][0]["differences"]]
    assert ("servir", "nuire") in words


def test_a_question_to_one_article_or_several(with_client: With) -> None:
    async def ask(client: Client) -> list[Any]:
        named = (None, DOCUMENT, [DOCUMENT])
        return [await call(client, "ask", question=QUESTION, document_id=ids) for ids in named]

    every, one, several = with_client(ask)
    assert several["citations"]
    assert several == one
    assert (every["note"], bool(several["note"])) == (None, True)  # of which articles it was asked


def test_one_article_alone(with_client: With) -> None:
    async def verify(client: Client) -> Any:
        text = "un contrat de 200 millions de dollars"
        return (
            await call(client, "verify_quote", text=text, document_id=DOCUMENT),
            await call(client, "verify_quote", text=text, document_id="other"),
        )

    here, elsewhere = with_client(verify)
    assert here["verdict"] == "verbatim"
    assert (elsewhere["verdict"], elsewhere["reason"]) == ("uncheckable", "unknown_document")


@pytest.fixture(scope="module")
def many() -> Library:
    documents = [make_document(f"Le {n}.", document_id=f"a{n:03}") for n in range(250)]
    return Library(Engine(documents))


def test_a_list_is_paged(many: Library) -> None:
    async def walk(client: Client) -> list[str]:
        found: list[str] = []
        offset: int | None = 0
        while offset is not None:
            page = await call(client, "list_articles", offset=offset, limit=MAX_ARTICLES)
            assert page["total"] == 250
            found += [article["id"] for article in page["articles"]]
            offset = page["next_offset"]
        assert len((await call(client, "list_articles"))["articles"]) == 100
        assert (await call(client, "list_articles", offset=250))["articles"] == []
        return found

    assert connected(make(many))(walk) == [document.id for document in many.engine.documents]


@given(strategies.articles, st.integers(1, 50))
def test_the_parts_of_an_article_are_the_article(text: str, length: int) -> None:
    text = text[:400]
    document = make_document(text, document_id="é 1")

    async def read(client: Client) -> str:
        found = ""
        start: int | None = 0
        while start is not None:
            part = await call(client, "read_article", document_id="é 1", start=start, length=length)
            at = part["start_char_index"], part["end_char_index"]
            assert part["text"] == document.text[at[0] : at[1]]
            assert len(part["text"]) <= length
            assert (part["document_sha256"], part["characters"]) == (document.sha256, len(text))
            found += part["text"]
            start = part["next_start"]
        return found

    assert connected(make(Library(Engine([document]))))(read) == text


def test_articles_may_change_while_it_runs(engine: Engine) -> None:
    library = Library(engine)

    async def list_twice(client: Client) -> list[list[str]]:
        found = []
        for documents in (engine.documents, [make_document("Il pleut.", document_id="b")]):
            library.replace(Engine(documents))
            listed = await call(client, "list_articles")
            found.append([article["id"] for article in listed["articles"]])
        return found

    assert connected(make(library))(list_twice) == [[DOCUMENT], ["b"]]


MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"question": "?!"}, "question: must have at least one letter or digit; got '?!'"),
    ("ask", {"question": "a" * 1_001}, "question: must have at most 1000 characters; got 1001"),
    ("ask", {"question": QUESTION, "since": "hier"}, "since: must be a day, a month or a year"),
    ("ask", {"question": QUESTION, "document_id": "x"}, "document_id: must be the id of an art"),
    (
        "read_article",
        {"document_id": "x\n"},
        f"document_id: must be the id of an article ({DOCUMENT}); got 'x\\n'",
    ),
    (
        "read_article",
        {"document_id": DOCUMENT, "length": MAX_CHARACTERS + 1},
        "length: must be from 1 to 20000; got 20001",
    ),
    (
        "read_article",
        {"document_id": DOCUMENT, "start": -1},
        "start: must be from 0 to 4524; got -1",
    ),
    ("list_articles", {"limit": 0}, "limit: must be from 1 to 200; got 0"),
    ("list_articles", {"offset": -1}, "offset: must be at least 0; got -1"),
]


@pytest.mark.parametrize(("tool", "arguments", "message"), MISTAKES)
def test_mistakes_are_told_in_a_sentence(
    with_client: With,
    tool: str,
    arguments: dict[str, Any],
    message: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def ask(client: Client) -> str:
        return await refused(client, tool, **arguments)

    with caplog.at_level(logging.INFO):
        assert with_client(ask).startswith(f"Error executing tool {tool}: {message}")
    # What was asked is in no log.
    assert not [record for record in caplog.records if record.name.startswith("mcp")]


def test_a_fault_is_not_told(
    with_client: With, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("/secret/path")

    monkeypatch.setattr(engine, "verify", fail)

    async def verify(client: Client) -> str:
        return await refused(client, "verify_quote", text="un contrat de")

    assert with_client(verify) == "Error executing tool verify_quote"
