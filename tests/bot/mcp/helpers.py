"""What every way to reach the tools must give."""

from __future__ import annotations

from typing import Any

from mcp import Client

from bot.http.schemas import QUESTION
from index import Engine
from tests.bot.http.helpers import DOCUMENT

TOOLS = ["ask", "verify_quote", "list_articles", "read_article"]


async def call(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool returns; the client has held it against the tool's schema."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    return found


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    """What a tool says of arguments that break a rule."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    assert result.structured_content is None
    (content,) = result.content
    return str(content.text)


async def use_all(client: Client) -> tuple[list[str], dict[str, Any], dict[str, Any], str]:
    """The names of the tools, an answer, a verdict on its quote, and the text that it is in."""
    names = [tool.name for tool in (await client.list_tools()).tools]
    answer = await call(client, "ask", question=QUESTION)
    (quote,) = answer["citations"]
    verdict = await call(client, "verify_quote", text=quote["cited_text"])
    listed = await call(client, "list_articles")
    assert [article["id"] for article in listed["articles"]] == [DOCUMENT]
    part = await call(client, "read_article", document_id=DOCUMENT, length=20_000)
    return names, answer, verdict, part["text"]


def check_all(used: tuple[list[str], dict[str, Any], dict[str, Any], str], engine: Engine) -> None:
    names, answer, verdict, text = used
    assert names == TOOLS
    assert text == engine.document(DOCUMENT).text
    (quote,) = answer["citations"]
    assert text[quote["start_char_index"] : quote["end_char_index"]] == quote["cited_text"]
    assert verdict["verdict"] == "verbatim"
    assert verdict["places"][0]["start_char_index"] == quote["start_char_index"]
