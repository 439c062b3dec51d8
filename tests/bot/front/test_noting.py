"""What is logged of a request, and what never is; the id that finds it."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from pydantic import SecretStr

from bot.logs import JsonFormatter, RedactingFormatter
from tests.bot.front.conftest import Serve
from tests.bot.http.helpers import DOCUMENT

ASKED = "Qui a créé ChatGPT ?"
CONVERSATION = "0123456789abcdef"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged of requests, as text."""
    return [r.getMessage() for r in caplog.records if r.name == "bot.front.noting"]


def test_nothing_is_logged_by_default(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    serve().get("/ask", params={"q": ASKED})
    assert lines(caplog) == []


def test_a_line_for_each_request_without_what_was_asked(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client = serve(log_requests="on")
    client.get("/ask", params={"q": ASKED})
    client.post("/ask", json={"question": ASKED, "conversation_id": CONVERSATION})
    client.get("/", params={"q": ASKED}, headers={"Accept": "text/html"})
    client.delete(f"/conversations/{CONVERSATION}")
    client.get(f"/documents/{DOCUMENT}/text")
    client.get(f"/nothing/{ASKED}")
    client.request("BREW", "/ask")
    found = [line.rsplit(" in ", 1)[0] for line in lines(caplog)]
    assert found == [
        "GET /ask 200",
        "POST /ask 200",
        "GET / 200",
        "DELETE /conversations/{conversation_id} 204",
        "GET /documents/{document_id}/text 200",
        "GET other 404",
        "other /ask 405",
    ]
    for record in caplog.records:
        if not record.name.startswith("bot."):
            continue  # the client's own
        line = JsonFormatter([]).format(record)
        assert "ChatGPT" not in line
        assert CONVERSATION not in line


def test_with_what_was_asked_only_where_that_is_wanted(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client = serve(log_requests="questions")
    client.get("/ask", params={"q": ASKED})
    client.post("/ask", json={"question": ASKED, "conversation_id": CONVERSATION})
    client.get("/healthz")
    asked = [vars(r).get("question") for r in caplog.records if r.name == "bot.front.noting"]
    assert asked == [ASKED, ASKED, None]


def test_every_response_has_an_id(serve: Serve) -> None:
    client = serve()
    ids = {
        client.get(path).headers["x-request-id"] for path in ("/healthz", "/nothing", "/ask?q=%")
    }
    assert len(ids) == 3
    for given, kept in (("from-a.proxy_1", True), ("a b", False), ("x" * 65, False), ("", False)):
        found = client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
        assert (found == given) == kept
        assert found


def test_what_is_logged_while_a_request_is_answered_has_its_id(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault, for one; in JSON with its trace, on one line each."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken\ntoken-of-secrets")

    client = serve(log_requests="on")
    monkeypatch.setattr("index.Engine.ask", fail)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter([SecretStr("token-of-secrets")]))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    response = client.get(
        "/ask?q=Que+dit+le+ministre+de+la+Guerre", headers={"X-Request-ID": "abc"}
    )
    assert response.status_code == 500
    logging.getLogger("bot.elsewhere").info("of no request")
    logged = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (line, other) = [line for line in logged if line["logger"].startswith("bot.")]
    assert (line["request_id"], line["status"], line["route"]) == ("abc", 500, "/ask")
    assert (line["level"], line["method"], type(line["ms"])) == ("INFO", "GET", float)
    assert other["message"] == "of no request"
    assert "request_id" not in other


@pytest.mark.parametrize("formatter", [JsonFormatter, RedactingFormatter])
def test_secrets_are_masked_in_every_format(formatter: type[RedactingFormatter]) -> None:
    try:
        raise RuntimeError("with very-secret in it")
    except RuntimeError:
        record = logging.LogRecord(
            "bot", logging.ERROR, "", 1, "very-%s", ("secret",), sys.exc_info()
        )
    text = formatter([SecretStr("very-secret")]).format(record)
    assert "very-secret" not in text
    assert text.count("***") >= 2
    if formatter is JsonFormatter:
        assert "\n" not in text
        assert json.loads(text)["exception"].startswith("Traceback")
