"""The quotes as Web Annotations: valid by the model, and selecting what is quoted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.asking import Asked
from bot.http import schemas
from bot.http.annotations import annotations_of
from bot.http.app import create_app
from bot.library import Library
from index import Document, Engine
from tests.bot.answers import answered, citation, not_answered
from tests.bot.http.helpers import DOCUMENT, TEXT, check_problem
from tests.bot.http.web_annotations import check_collection, check_iri, select, targets

ASK_LD = {"Accept": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'}
BASE = "https://mots.fr"
TWO_QUOTES = "Anthropic va-t-elle aller en justice ?"


def made(*quotes: Any, base: str = BASE, **fields: Any) -> dict[str, Any]:
    asked = Asked(answered(*quotes, **fields), "Et lui ?")
    collection: dict[str, Any] = json.loads(annotations_of(asked, base=base))
    return collection


@pytest.mark.parametrize("question", [schemas.QUESTION, TWO_QUOTES, "Who created ChatGPT?"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_they_select_the_quotes_and_the_short_answer(
    client: TestClient, question: str, method: str
) -> None:
    given: dict[str, Any] = {"json": {"question": question}}
    if method == "GET":
        given = {"params": {"q": question}}
    response = client.request(method, "/ask", headers=ASK_LD, **given)
    assert response.headers["content-type"] == ASK_LD["Accept"]
    assert response.headers["vary"] == "Accept"
    annotations = check_collection(response.json())
    answer = client.get("/ask", params={"q": question}).json()
    assert len(annotations) == len(answer["citations"])
    for annotation, quote in zip(annotations, answer["citations"], strict=True):
        question_body, role = annotation["body"]
        assert (question_body["value"], question_body["language"]) == (
            answer["question"],
            answer["language"],
        )
        assert role["value"] == quote["role"]
        expected = [quote["cited_text"]]
        if quote["answer_start_char_index"] is not None:
            expected.append(answer["answer"])
        for target, words in zip(targets(annotation), expected, strict=True):
            name, _, value = target["state"]["value"].partition(": ")
            source = client.get(target["source"], headers={name: value})
            assert source.status_code == 200
            for selector in target["selector"]:
                assert select(source.text, selector) == words


def test_json_stays_what_comes_otherwise(client: TestClient) -> None:
    for accept in ("*/*", "application/json", "application/ld+json;q=0.5, application/json"):
        response = client.get("/ask?q=Qui", headers={"Accept": accept})
        assert response.headers["content-type"] == "application/json"
        assert response.headers["vary"] == "Accept"


def test_without_an_answer_there_are_none() -> None:
    asked = Asked(not_answered(citation("Un mot.")), "Qui ?")
    assert check_collection(json.loads(annotations_of(asked, base=BASE))) == []


def test_a_follow_up_has_the_words_that_were_asked_as_label_and_its_reading_as_body() -> None:
    collection = made(citation("Un mot."))
    (annotation,) = check_collection(collection)
    assert collection["label"] == "Et lui ?"
    assert annotation["body"][0]["value"] == "Qui ?"


def test_whatever_an_article_holds_its_names_are_iris() -> None:
    quote = citation('</script>"\u202e👍\n', document_id='été/"<1>#?')
    collection = made(quote)
    (annotation,) = check_collection(collection)
    (target,) = targets(annotation)
    assert target["source"] == f"{BASE}/documents/%C3%A9t%C3%A9%2F%22%3C1%3E%23%3F/text"
    words, place = target["selector"]
    assert words["exact"] == quote.cited_text
    assert (place["start"], place["end"]) == (0, len(quote.cited_text))


def test_ids_are_of_the_address_that_the_server_is_known_by(engine: Engine) -> None:
    for public_url, start in (
        ("https://mots.fr/a", "https://mots.fr/a/"),
        (None, "/"),  # whatever the client calls the host
    ):
        with TestClient(create_app(Library(engine), public_url=public_url)) as client:
            headers = {**ASK_LD, "Host": "here:81"}
            response = client.get("/ask", params={"q": schemas.QUESTION}, headers=headers)
            (annotation,) = check_collection(response.json())
            for iri in (annotation["id"], targets(annotation)[0]["source"]):
                check_iri(iri)
                assert iri.startswith(start)
            assert "here:81" not in response.text


def test_a_version_that_is_no_longer_there_is_refused(
    client: TestClient, seed_document: Document
) -> None:
    detail = f"if-match: must name this text; it is now {seed_document.sha256}"
    for tag in (f'"{"0" * 64}"', f'W/"{seed_document.sha256}"', "", "nonsense"):
        check_problem(client.get(TEXT, headers={"If-Match": tag}), 412, detail)
    assert client.head(TEXT, headers={"If-Match": '"a"'}).status_code == 412
    for tag in (f'"a", "{seed_document.sha256}"', "*"):
        assert client.get(TEXT, headers={"If-Match": tag}).content == seed_document.text.encode()


def test_they_are_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for method in ("get", "post"):
        content = paths["/ask"][method]["responses"]["200"]["content"]
        assert list(content) == ["application/json", "application/ld+json"]
        example = content["application/ld+json"]["example"]
        (annotation,) = check_collection(example)
        assert targets(annotation)[0]["source"].endswith(f"/documents/{DOCUMENT}/text")
    assert "412" in paths["/documents/{document_id}/text"]["get"]["responses"]
