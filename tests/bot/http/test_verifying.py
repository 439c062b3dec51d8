"""`/verify`: the request with a place as it always was, a quote alone, a whole answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote as percent_encode

import httpx
import pytest
from fastapi.testclient import TestClient

from bot.http import schemas, verification_schemas
from bot.http.app import create_app
from bot.http.verification_schemas import VerifyAnswerResponse, VerifyResponse
from bot.library import Library
from bot.verdicts.words import ENGLISH, FRENCH
from index import Document, Engine
from tests.bot.http.helpers import DOCUMENT, check_problem
from tests.index.helpers import document

PLACED = verification_schemas.VERIFY_EXAMPLE
QUOTE = "d'offrir ces mêmes conditions à toutes les entreprises d'IA"


def verify(client: TestClient, **request: Any) -> dict[str, Any]:
    """What comes for a request, after checking all that every one must hold."""
    response = client.post("/verify", json=request)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    content: dict[str, Any] = response.json()
    check(client, content)
    return content


def check(client: TestClient, content: dict[str, Any]) -> None:
    assert VerifyResponse.model_validate_json(httpx.Response(200, json=content).text)
    assert content["explanation"]
    assert (content["reason"] is None) == (content["verdict"] != "uncheckable")
    assert bool(content["closest"]) == (content["verdict"] == "altered")
    for place in content["places"] + content["closest"]:
        text = client.get(f"/documents/{place['document_id']}/text").content.decode("utf-8")
        start, end = place["start_char_index"], place["end_char_index"]
        assert text[start:end] == place["text"]
        assert text[:start].endswith(place["prefix"])
        assert text[end:].startswith(place["suffix"])
        name = percent_encode(place["document_id"], safe="")
        version = f"?version={place['document_sha256'][:12]}"
        assert place["page_url"] == f"/documents/{name}{version}#char={start},{end}"
        for difference in place["differences"]:
            at, to = difference["start_char_index"], difference["end_char_index"]
            assert text[at:to] == difference["found"]
            assert start <= at <= to <= end


# A quote and the place that it is said to be at, as ever


def test_a_quote_at_its_place(client: TestClient) -> None:
    content = verify(client, **PLACED)
    assert content == schemas.MADE["verification"]
    assert content["verified"] is True
    assert content["document_id"] == DOCUMENT
    assert content["found"] == PLACED["text"]
    (place,) = content["places"]
    assert (place["start_char_index"], place["end_char_index"]) == (3168, 3191)


def test_a_quote_that_is_elsewhere(client: TestClient) -> None:
    content = verify(client, **{**PLACED, "start_char_index": 3169, "end_char_index": 3192})
    assert content["verified"] is False
    assert content["verdict"] == "verbatim"
    assert content["found"] == "00 millions de dollars "
    assert [place["start_char_index"] for place in content["places"]] == [3168]
    assert "pas à l’endroit donné" in content["explanation"]


def test_a_place_that_is_not_there_is_an_error_as_ever(client: TestClient) -> None:
    response = client.post("/verify", json={**PLACED, "document_id": "x"})
    detail = f"document_id: must be the id of an article ({DOCUMENT}); got 'x'"
    check_problem(response, 404, detail, "document_id")


@pytest.mark.parametrize("name", ["document_id", "start_char_index", "end_char_index"])
def test_a_place_is_whole(client: TestClient, name: str) -> None:
    request = {key: value for key, value in PLACED.items() if key != name}
    detail = f"{name}: must be given with the rest of the place; got nothing"
    check_problem(client.post("/verify", json=request), 422, detail, name)


# A quote alone


@pytest.mark.parametrize("text", [QUOTE, f"« {QUOTE} »", f'"{QUOTE}"'])
def test_a_quote_alone(client: TestClient, text: str) -> None:
    content = verify(client, text=text)
    assert (content["verdict"], content["verified"]) == ("verbatim", True)
    assert content["quote"] == QUOTE
    at, to = content["quote_start_char_index"], content["quote_end_char_index"]
    assert text[at:to] == QUOTE
    assert [place["text"] for place in content["places"]] == [QUOTE]
    nothing = ("document_id", "document_sha256", "start_char_index", "end_char_index", "found")
    assert all(content[name] is None for name in nothing)
    assert client.get("/verify", params={"q": text}).json() == content


def test_typography_alone(client: TestClient) -> None:
    content = verify(client, text=QUOTE.replace("'", "’"))
    assert (content["verdict"], content["verified"]) == ("typographic", False)
    (place,) = content["places"]
    assert place["text"] == QUOTE
    assert {difference["kind"] for difference in place["differences"]} == {"apostrophe"}
    assert content["explanation"].endswith("(apostrophes).")


def test_an_altered_quote_is_at_no_place(client: TestClient) -> None:
    content = verify(client, **verification_schemas.ALTERED_EXAMPLE)
    assert (content["verdict"], content["verified"], content["places"]) == ("altered", False, [])
    (difference,) = content["closest"][0]["differences"]
    assert (difference["quoted"], difference["found"]) == ("300", "200")


def test_a_quote_that_is_in_no_article(client: TestClient) -> None:
    content = verify(client, text="Les poules du couvent couvent depuis mardi matin")
    assert (content["verdict"], content["places"], content["closest"]) == ("absent", [], [])


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"text": ""}, "empty"),
        ({"text": " « » \u202e"}, "empty"),
        ({"text": "Dario Amodei"}, "too_short"),
        ({"text": QUOTE, "document_id": "gone"}, "unknown_document"),
        ({"text": QUOTE, "document_id": DOCUMENT, "document_sha256": "0" * 64}, "unknown_version"),
        ({"text": QUOTE, "document_sha256": "0" * 64}, "unknown_version"),
        ({"text": "mot " * 14_000}, "too_long"),
    ],
)
def test_what_cannot_be_checked_is_not_said_to_be_absent(
    client: TestClient, request_: dict[str, Any], reason: str
) -> None:
    content = verify(client, **request_)
    assert (content["verdict"], content["reason"]) == ("uncheckable", reason)
    assert content["verified"] is False


def test_to_whom_the_article_gives_it(client: TestClient) -> None:
    quote = "« Dans un nombre restreint de cas, nous pensons que l'IA peut nuire »"
    for name, verdict in (("Dario Amodei", "confirmed"), ("Donald Trump", "contradicted")):
        content = verify(client, text=f"{name} a déclaré : {quote}")
        assert content["verdict"] == "verbatim"
        attribution = content["attribution"]
        assert (attribution["name"], attribution["verdict"]) == (name, verdict)
        assert attribution["speaker"] == "Dario Amodei"
        assert name in attribution["explanation"]
    assert verify(client, text=quote)["attribution"] is None


def test_the_explanation_is_in_the_language_of_the_quote(client: TestClient) -> None:
    for text, start in (
        ("The hens of the convent have been brooding since Tuesday", "The articles do not"),
        ("Les poules du couvent couvent depuis mardi matin", "Les articles ne"),
    ):
        assert verify(client, text=text)["explanation"].startswith(start)


def test_only_in_the_article_that_is_named() -> None:
    articles = [
        document("Le chat de Zoé dort ici.", document_id="a"),
        document("Le chat de Zoé dort ici.", document_id="b"),
    ]
    with TestClient(create_app(Library(Engine(articles)))) as client:
        everywhere = verify(client, text="chat de Zoé dort")
        assert [place["document_id"] for place in everywhere["places"]] == ["a", "b"]
        in_b = verify(client, text="chat de Zoé dort", document_id="b")
        assert [place["document_id"] for place in in_b["places"]] == ["b"]


@pytest.mark.parametrize(
    "text",
    [
        "mot" * 3_333 + " et encore",
        "\u202e\u2066" + QUOTE + "\u2069\u200f",
        "<script>alert(1)</script> & <b>trois mots</b>",
        "a\x00b\x1b[31m c d e",
        '"' * 5_000,
        "« a " * 5_000,
        "[…] " * 5_000,
    ],
)
def test_hostile_text_gets_a_verdict(client: TestClient, text: str) -> None:
    assert verify(client, text=text)["quote"] in text


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "text"),
        ({"text": 1}, "text"),
        ({"text": "a b c", "more": 1}, "more"),
        ({"text": "a b c", "document_sha256": "0"}, "document_sha256"),
        ({"citations": 1}, "citations"),
        ({"citations": [{}]}, "citations.0.cited_text"),
        ({"citations": [], "answer": 1}, "answer"),
        ([], "body"),
        ("text", "body"),
    ],
)
def test_the_field_is_named_as_it_was_sent(client: TestClient, content: object, field: str) -> None:
    response = client.post("/verify", json=content)
    assert (response.status_code, response.json().get("field")) == (422, field)
    assert "(quote)" not in response.text
    assert "(answer)" not in response.text


# A whole answer


@pytest.fixture
def answer(client: TestClient) -> dict[str, Any]:
    given: dict[str, Any] = client.post("/ask", json={"question": schemas.QUESTION}).json()
    return given


def verified(client: TestClient, answer: dict[str, Any]) -> dict[str, Any]:
    response = client.post("/verify", json=answer)
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.json()
    VerifyAnswerResponse.model_validate(content, strict=False)
    for checked in content["citations"] + content["closest"]:
        check(client, checked["verification"])
    return content


def test_an_answer_as_it_was_given(client: TestClient, answer: dict[str, Any]) -> None:
    content = verified(client, answer)
    assert (content["stands"], content["answer_stands"]) == (True, True)
    (checked,) = content["citations"]
    assert (checked["number"], checked["article"], checked["stands"]) == (1, "same", True)


def test_an_answer_whose_quote_was_changed(client: TestClient, answer: dict[str, Any]) -> None:
    quote = answer["citations"][0]
    quote["cited_text"] = quote["cited_text"].replace("200", "300")
    content = verified(client, {**answer, "answer": "300 millions de dollars"})
    assert (content["stands"], content["answer_stands"]) == (False, False)
    (checked,) = content["citations"]
    assert (checked["article"], checked["stands"]) == ("same", False)


def test_an_answer_whose_short_answer_was_changed(
    client: TestClient, answer: dict[str, Any]
) -> None:
    content = verified(client, {**answer, "answer": "300 millions de dollars"})
    assert content["citations"][0]["stands"] is True
    assert (content["stands"], content["answer_stands"]) == (False, False)


def test_an_answer_over_an_article_that_has_changed_or_is_gone(
    answer: dict[str, Any], seed_document: Document
) -> None:
    moved = document("Un mot de plus.\n\n" + seed_document.text, document_id=DOCUMENT)
    with TestClient(create_app(Library(Engine([moved])))) as client:
        (checked,) = verified(client, answer)["citations"]
        assert (checked["article"], checked["stands"]) == ("changed", True)
        (place,) = checked["verification"]["places"]
        assert place["text"] in answer["citations"][0]["cited_text"]
        assert place["start_char_index"] >= answer["citations"][0]["start_char_index"] + 17
        assert "L’article a changé depuis." in checked["explanation"]
        assert verified(client, answer)["answer_stands"] is True
    with TestClient(
        create_app(Library(Engine([document("Autre chose.", document_id="b")])))
    ) as client:
        content = verified(client, answer)
        (checked,) = content["citations"]
        assert (checked["article"], checked["stands"]) == ("missing", False)
        assert checked["verification"]["reason"] == "unknown_document"
        assert content["stands"] is False


def test_the_closest_of_an_answer_without_one_are_checked(client: TestClient) -> None:
    given = client.post("/ask", json={"question": "Combien de chats a Sam Altman ?"}).json()
    assert given["closest"]
    content = verified(client, given)
    assert (content["stands"], content["answer_stands"], content["citations"]) == (True, None, [])
    assert len(content["closest"]) == len(given["closest"])


@pytest.mark.parametrize(
    "forged",
    ["00 millions de dollars", "0 millions", "2", "", " ", "millions de dollars", "dollar"],
)
def test_a_forged_short_answer_never_stands(
    client: TestClient, answer: dict[str, Any], forged: str
) -> None:
    """Though its letters are in the quote; nor does it with a place of its own that is forged."""
    content = verified(client, {**answer, "answer": forged})
    assert (content["stands"], content["answer_stands"]) == (False, False)
    if forged == "millions de dollars":
        return  # whole words of the quote, so that a place for them is a true one
    quote = answer["citations"][0]
    at = quote["cited_text"].index(forged)
    quote["answer_start_char_index"] = quote["start_char_index"] + at
    quote["answer_end_char_index"] = quote["answer_start_char_index"] + len(forged)
    assert verified(client, {**answer, "answer": forged})["answer_stands"] is False
    del quote["answer_start_char_index"]
    assert verified(client, answer)["answer_stands"] is False
    del quote["answer_end_char_index"]  # without a place, in whole words anywhere
    assert verified(client, {**answer, "answer": forged})["answer_stands"] is False
    assert verified(client, answer)["answer_stands"] is True


def test_an_answer_without_quotes_has_nothing_to_check(client: TestClient) -> None:
    headers = {"Accept-Language": "fr"}
    content = client.post("/verify", json={"citations": []}, headers=headers).json()
    assert (content["stands"], content["reason"]) == (False, "no_quotes")
    assert content["explanation"] == FRENCH.no_quotes


def test_the_annotations_of_an_answer_are_not_the_answer(client: TestClient) -> None:
    headers = {"Accept": "application/ld+json"}
    given = client.get("/ask", params={"q": schemas.QUESTION}, headers=headers).json()
    detail = (
        "body: must be the plain JSON of /ask, asked for with `Accept: application/json`; send "
        "that; got its annotations (application/ld+json)"
    )
    check_problem(client.post("/verify", json=given), 422, detail, "body")
    as_sent = {"Content-Type": 'application/ld+json; profile="x"'}
    response = client.post("/verify", json=given, headers=as_sent)
    check_problem(response, 422, detail, "body")


def test_without_a_language_of_the_text_the_client_says_which(client: TestClient) -> None:
    for accept, words in (("en, fr;q=0.5", ENGLISH), ("fr-CA", FRENCH), ("de", FRENCH)):
        headers = {"Accept-Language": accept}
        response = client.get("/verify", params={"q": ""}, headers=headers)
        assert response.json()["explanation"] == words.reasons["empty"]
        assert "Accept-Language" in response.headers["vary"]
    headers = {"Accept-Language": "en"}
    content = client.get("/verify", params={"q": QUOTE}, headers=headers).json()
    assert content["explanation"] == FRENCH.sentences["verbatim"]


def test_the_limit_of_what_is_looked_for_is_described(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    text = api["components"]["schemas"]["VerifyRequest"]["properties"]["text"]
    (q,) = api["paths"]["/verify"]["get"]["parameters"]
    for described in (text, q):
        assert "20000 characters" in described["description"]
    assert (
        "20000"
        in api["components"]["schemas"]["VerifyResponse"]["properties"]["reason"]["description"]
    )


def test_an_answer_with_too_many_quotes(client: TestClient, answer: dict[str, Any]) -> None:
    response = client.post("/verify", json={"citations": answer["citations"] * 21})
    assert (response.status_code, response.json()["field"]) == (422, "citations")
