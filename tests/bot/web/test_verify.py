"""The page `/verify`: what is pasted in, and how the verdict is shown."""

from __future__ import annotations

import html
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.verdicts.given_answer import MAX_TEXT
from bot.verdicts.words import ENGLISH, FRENCH
from bot.web.phrases import PHRASES
from bot.web.verifying import verified_view
from index import Difference, Document, Engine, QuotePlace, Verification, make_document
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import DOCUMENT, Seen, browse, page_over

QUOTE = "un contrat de 200 millions de dollars"
ALIKE = "d'offrir ces mêmes conditions à toutes les entreprises d'IA"


def verify(client: TestClient, text: str) -> Seen:
    """The page after the form was sent, as a browser does without a script."""
    response = client.post("/verify", data={"q": text})
    assert response.status_code == 200
    return Seen(response.text)


def titles(seen: Seen) -> list[str]:
    return [each["class"] for each in seen.all("article")]


def test_the_form_works_without_a_script(client: TestClient) -> None:
    seen = Seen(client.get("/verify").text)
    (form,) = [each for each in seen.all("form") if each.get("id") == "verify"]
    assert (form["action"], form["method"]) == ("/verify", "post")
    (field,) = seen.all("textarea")
    assert (field["name"], field["id"]) == ("q", "quote")
    assert {"for": "quote"} in seen.all("label")
    assert not seen.all("blockquote")


@pytest.mark.parametrize("way", ["form", "address"])
def test_a_quote_that_is_there(client: TestClient, seed_document: Document, way: str) -> None:
    seen = (
        verify(client, QUOTE)
        if way == "form"
        else Seen(client.get("/verify", params={"q": f"« {QUOTE} »"}).text)
    )
    assert titles(seen) == ["verdict verbatim"]
    assert FRENCH.titles["verbatim"] in seen.text
    assert FRENCH.sentences["verbatim"] in seen.text
    start = seed_document.text.index(QUOTE)
    links = [each["href"] for each in seen.all("a")]
    assert f"/documents/{DOCUMENT}#char={start},{start + len(QUOTE)}" in links
    assert not seen.all("del")


def test_typography_is_not_called_a_change(client: TestClient) -> None:
    seen = verify(client, ALIKE.replace("'", "’"))
    assert titles(seen) == ["verdict typographic"]
    assert "(apostrophes)" in seen.text
    assert "— Sam Altman" in seen.text
    assert ALIKE in seen.text  # as the article has it
    assert not seen.all("ins")


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("Les poules du couvent couvent depuis mardi", "absent", FRENCH.sentences["absent"]),
        ("les conditions", "uncheckable", FRENCH.reasons["too_short"]),
        ("« »", "uncheckable", FRENCH.reasons["empty"]),
    ],
)
def test_what_is_not_there(client: TestClient, text: str, kind: str, sentence: str) -> None:
    seen = verify(client, text)
    assert titles(seen) == [f"verdict {kind}"]
    assert sentence in seen.text


def test_in_the_language_of_the_page(client: TestClient) -> None:
    response = client.get("/verify", params={"q": QUOTE, "lang": "en"})
    assert ENGLISH.titles["verbatim"] in response.text
    assert response.headers["content-language"] == "en"


def test_another_language_keeps_what_was_pasted(client: TestClient) -> None:
    seen = verify(client, QUOTE)
    (button,) = seen.all("button", lang="en")
    assert (button["form"], button["formaction"]) == ("verify", "/verify?lang=en")
    switched = client.post(button["formaction"], data={"q": QUOTE})
    assert Seen(switched.text).texts["quote"] == f"\n{QUOTE}"
    assert ENGLISH.titles["verbatim"] in switched.text
    assert ENGLISH.titles["verbatim"] in client.post("/verify", data={"q": QUOTE}).text


def test_somebody_elses_words_are_not_shown_as_verified(client: TestClient) -> None:
    quote = "Dans un nombre restreint de cas, nous pensons que l'IA peut nuire"
    seen = verify(client, f"Donald Trump a déclaré : « {quote} »")
    assert titles(seen) == ["verdict misattributed"]
    assert "Mot pour mot, mais de quelqu’un d’autre" in seen.text
    assert FRENCH.only_said in seen.text
    assert titles(verify(client, f"Dario Amodei a déclaré : « {quote} »")) == ["verdict verbatim"]


def test_what_differs_is_struck_out_and_put_right() -> None:
    engine = Engine([make_document("Il arrive vendredi ici.", document_id="a")])
    place = QuotePlace(
        document_id="a",
        document_title="Il arrive vendredi ici.",
        published_at=None,
        url=None,
        document_sha256="0" * 64,
        passage=1,
        start_char_index=0,
        end_char_index=22,
        text="Il arrive vendredi ici",
        prefix="",
        suffix=".",
        differences=(Difference("words", "<jeudi>", "vendredi", 10, 17, 10, 18),),
    )
    altered = Verification("t", "t", 0, 1, "altered", False, places=(place,))
    engine.verify = lambda *_, **__: altered  # type: ignore[method-assign]
    view = verified_view("t", engine, PHRASES["fr"], root="", language_of=lambda _: "fr")
    (verdict,) = view.verdicts
    assert verdict.places[0].differences == (
        "citation\u00a0: «\u00a0<jeudi>\u00a0»\u00a0; article\u00a0: «\u00a0vendredi\u00a0»",
    )
    with browse(page_over(engine)) as client:
        text = client.post("/verify", data={"q": "t"}).text
    assert "<del>&lt;jeudi&gt;</del><ins>vendredi</ins> ici</a>" in text
    assert PHRASES["fr"]["verify_legend"] in Seen(text).text


def test_line_breaks_are_those_that_were_pasted() -> None:
    """A browser sends each as two characters."""
    engine = Engine([make_document("Un titre\n\nIl arrive\nvendredi ici.", document_id="a")])
    with browse(page_over(engine)) as client:
        seen = verify(client, "Il arrive\r\nvendredi ici")
        assert titles(seen) == ["verdict verbatim"]
        assert seen.texts["quote"] == "\nIl arrive\nvendredi ici"


# A whole answer


@pytest.fixture
def answer(client: TestClient) -> dict[str, Any]:
    headers = {"Accept": "application/json"}
    question = {"question": "Quel est le montant du contrat ?"}
    given: dict[str, Any] = client.post("/ask", json=question, headers=headers).json()
    return given


def test_a_whole_answer(client: TestClient, answer: dict[str, Any]) -> None:
    seen = verify(client, "\n " + json.dumps(answer, indent=2))
    assert titles(seen) == ["verdict verbatim"]
    assert FRENCH.answer_stands in seen.text
    assert f"{FRENCH.articles['same']} {FRENCH.stands}" in seen.text


def test_an_answer_that_was_changed(client: TestClient, answer: dict[str, Any]) -> None:
    quote = answer["citations"][0]
    quote["cited_text"] = quote["cited_text"].replace("200", "300")
    seen = verify(client, json.dumps(answer))
    assert titles(seen) != ["verdict verbatim"]
    assert FRENCH.answer_stands_no_longer in seen.text
    assert FRENCH.in_one["altered"] in seen.text


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"citations": [', "answer"),
        ('\ufeff {"@context": "x"}', "answer"),
        ('{"citations": [{}]}', "cited_text"),
    ],
)
def test_what_is_no_answer(client: TestClient, text: str, field: str) -> None:
    response = client.post("/verify", data={"q": text})
    assert response.status_code == 422
    seen = Seen(response.text)
    assert field in seen.texts["verify-refusal"]
    assert seen.texts["quote"] == f"\n{text}"
    assert seen.all("textarea")[0]["aria-invalid"] == "true"


def test_an_answer_without_quotes_has_nothing_to_check(client: TestClient) -> None:
    seen = verify(client, '\ufeff{"citations": []}')
    assert titles(seen) == ["verdict uncheckable"]
    assert FRENCH.titles["uncheckable"] in seen.text
    assert FRENCH.no_quotes in seen.text


def test_a_quote_of_an_answer_that_is_elsewhere(client: TestClient, answer: dict[str, Any]) -> None:
    for name in ("start", "end"):
        answer["citations"][0][f"{name}_char_index"] += 1
    seen = verify(client, json.dumps(answer))
    assert titles(seen) == ["verdict elsewhere"]
    assert FRENCH.title_elsewhere in seen.text
    assert f"{FRENCH.articles['same']} {FRENCH.in_one['elsewhere']}" in seen.text
    assert FRENCH.titles["verbatim"] not in seen.text


@pytest.mark.parametrize("text", ["{", "{}", '{"id": 1}', "{ un contrat de 300 millions }"])
def test_what_begins_as_json_does_may_be_a_quote(client: TestClient, text: str) -> None:
    assert len(titles(verify(client, text))) == 1


# Whatever comes


@pytest.mark.parametrize(
    "text",
    [
        "</textarea><script>alert(1)</script> trois mots",
        "\u202e\u2066trois mots ici\u200b",
        "mot" * 3_333,
        "a\x00b\x1b[31m c d",
        '" onfocus="x" « « “',
        "&lt;b&gt; &amp; trois mots",
    ],
)
def test_hostile_text_is_shown_as_text(client: TestClient, text: str) -> None:
    response = client.post("/verify", data={"q": text})
    seen = Seen(response.text)
    assert seen.texts["quote"].replace("\ufffd", "\x00") == f"\n{text}"
    assert len(seen.all("script")) == 1
    assert len(titles(seen)) == 1
    assert "<script>alert" not in response.text
    assert html.unescape("&lt;") not in response.text.split("textarea")[0][-5:-1]


def test_what_is_too_long_or_no_form(client: TestClient) -> None:
    headers = {"Content-Type": "Application/x-www-form-urlencoded ; charset=utf-8"}
    for key, bodies in {
        "error_verify_long": (
            urlencode({"q": "a" * (MAX_TEXT + 1)}).encode(),
            b"q=" + b"a" * 700_000,
        ),
        "error_verify_form": (
            "q=é".encode(),
            b"q=%ff",
            b"&".join(b"q=%d" % number for number in range(9)),
        ),
    }.items():
        for body in bodies:
            response = client.post("/verify", content=body, headers=headers)
            assert response.status_code == 422
            message = PHRASES["fr"][key].format(limit=MAX_TEXT)
            assert Seen(response.text).texts["verify-refusal"] == message
    longest = "é" * MAX_TEXT
    assert client.post("/verify", data={"q": longest}).status_code == 200


def test_what_is_no_form_is_refused_as_that(client: TestClient) -> None:
    for sent in ({"json": {"text": QUOTE}}, {"files": {"q": b"x"}}, {"content": b"q=x"}):
        response = client.post("/verify", headers={"Accept": "text/html"}, **sent)
        assert response.status_code == 415
        message = PHRASES["fr"]["error_verify_type"]
        assert Seen(response.text).texts["verify-refusal"] == message


def test_a_program_still_gets_json(client: TestClient) -> None:
    response = client.post("/verify", json={"text": QUOTE}, headers={"Accept": "*/*"})
    assert response.json()["verdict"] == "verbatim"


def test_every_page_leads_there(client: TestClient) -> None:
    for path in ("/", "/documents", f"/documents/{DOCUMENT}", "/verify"):
        assert {"href": "/verify"} in Seen(client.get(path).text).all("a")
