"""The official client, pointed at the API that is really served."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from openai import OpenAI

from index import Engine

MODEL = "mot-pour-mot"


def connect(base_url: str) -> OpenAI:
    """A client as its users make one; it takes no proxy from whoever runs the tests."""
    return OpenAI(base_url=f"{base_url}/v1", api_key="none", max_retries=0)


def user(text: Any) -> dict[str, Any]:
    return {"role": "user", "content": text}


def assistant(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def check_quotes(engine: Engine, content: str, annotations: list[Any]) -> list[str]:
    """Every quote that the annotations name, after checking it in the message and in the article.

    The place in the article is the fragment of the address.
    """
    quotes = []
    for annotation in annotations:
        cited = annotation.url_citation
        quote = content[cited.start_index : cited.end_index]
        address, place = cited.url.split("#char=")
        start, end = map(int, place.split(","))
        document = engine.document(unquote(urlsplit(address).path.rsplit("/", 1)[1]))
        assert quote == document.text[start:end]
        assert quote
        quotes.append(quote)
    return quotes
