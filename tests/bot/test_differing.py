"""Articles that differ: every face says so, before it shows what each of them says.

OpenAI's protocol: `tests/bot/http/chat`.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.answer_json import answer_to_json, dump_answer, load_answer
from bot.http.schemas import AskResponse
from bot.telegram.phrases import FRENCH
from bot.telegram.views import answer_messages, inline_results
from bot.terminal.formatting import format_answer, format_explanation
from index import Answer, Engine
from tests.bot.web.helpers import Seen, browse, page_over
from tests.index.helpers import CERTAIN, FakeReader, document

QUESTION = "Combien d'emplois le projet de Foix doit-il créer ?"
OLD = "Le projet doit créer 340 emplois."
NEW = "L'usine de Voltéa, elle, en ferait naître bientôt 290 emplois."
SAID = "Les articles ne disent pas la même chose ; le plus récent est cité d’abord."


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The older article answers better."""
    lead = "Voltéa construit au Permilhac, dit la maire, Anne Rey.\n\n"
    articles = [
        document(lead + says, document_id=name, title="Une usine à Foix", published_at=day)
        for name, says, day in (("a", NEW, date(2026, 6, 4)), ("b", OLD, date(2026, 1, 5)))
    ]
    return Engine(articles, weights=CERTAIN, reader=FakeReader("340 emplois", "290 emplois"))


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Answer:
    found = engine.ask(QUESTION)
    assert found.conflict
    assert found.answer == "340 emplois"
    assert [c.cited_text for c in found.citations] == [NEW, OLD]
    return found


def in_order(text: str, *parts: str) -> None:
    places = [text.index(part) for part in parts]
    assert places == sorted(places), text


def test_the_terminal(answer: Answer, engine: Engine) -> None:
    shown = format_answer(answer, colour=True)
    in_order(shown, "\x1b[1m340 emplois\x1b[0m", SAID, "\x1b[1m290 emplois\x1b[0m", "2026-06-04")
    assert shown.count(SAID) == 1
    assert shown.count("\x1b[1m340 emplois\x1b[0m") == 2  # the answer, and in its quote
    assert shown.index("2026-06-04") < shown.index("2026-01-05")
    explained = format_explanation(engine.explain(QUESTION))
    assert "articles differ" in explained
    assert OLD[:20] in explained
    assert NEW[:20] in explained


def test_json_is_as_it_is_described_and_is_kept(answer: Answer) -> None:
    sent = json.loads(answer_to_json(answer))
    assert sent["conflict"] is True
    assert sent["note"] == SAID
    starts = [c["answer_start_char_index"] for c in sent["citations"]]
    assert all(start is not None for start in starts)
    assert load_answer(dump_answer(answer)) == answer
    assert "conflict" in AskResponse.model_fields


def test_over_http(engine: Engine) -> None:
    with browse(page_over(engine)) as client:
        sent = client.get("/ask", params={"q": QUESTION}, headers={"Accept": "application/json"})
    found = AskResponse.model_validate(sent.json())
    assert found.conflict
    assert found.note == SAID
    assert [citation.cited_text for citation in found.citations] == [NEW, OLD]


def test_telegram(answer: Answer) -> None:
    (message,) = answer_messages(answer, FRENCH)
    in_order(message.text, "340 emplois", SAID, NEW, "4 juin 2026", OLD, "5 janvier 2026")
    assert message.text.count(SAID) == 1
    bold = {e.offset for e in message.entities if e.type == "bold"}
    assert len(bold) == 3  # the answer, and the words of each article


def test_in_other_chats_each_result_has_its_own_answer(answer: Answer) -> None:
    first, second = inline_results(answer, FRENCH)[:2]
    assert (first.title, second.title) == ("290 emplois", "340 emplois")
    assert SAID in first.input_message_content.message_text  # type: ignore[attr-defined]


def test_the_page(engine: Engine) -> None:
    with browse(page_over(engine)) as client:
        html = client.get("/", params={"q": QUESTION}).text
        why = client.get("/why", params={"q": QUESTION}).text
    seen = Seen(html)
    assert len(seen.all("ol", class_="quotes differing")) == 1
    assert len(seen.all("li", class_="quote answer")) == 2
    assert seen.text.count(SAID) == 1
    in_order(seen.text, "340 emplois", SAID, NEW, OLD)
    assert html.count("<strong>290 emplois</strong>") == 1
    assert html.count("<strong>340 emplois</strong>") == 1
    (exchange,) = seen.all("article", class_="exchange")
    assert exchange["data-said"] == f"Réponse\u00a0: 340 emplois. {SAID}"
    told = Seen(why).text
    assert "Les articles ne disent pas la même chose" in told
    assert OLD in told
    assert NEW in told


def test_where_articles_agree_nothing_is_said(engine: Engine) -> None:
    with browse(page_over(engine)) as client:
        html = client.get("/", params={"q": "Qui est la maire ?"}).text
        why = client.get("/why", params={"q": "Qui est la maire ?"}).text
    assert "differ" not in html.split("</head>")[1]
    assert "même chose" not in html + why
