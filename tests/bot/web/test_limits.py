"""The page's form limits a question: what it offers, keeps, asks and refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.asking import Asking
from bot.http import create_app
from bot.library import Library
from bot.store import Store
from bot.web import PageOrApi
from index import Engine, make_document
from tests.bot.conftest import TestClient
from tests.bot.libraries import dated_library
from tests.bot.web.helpers import Seen, browse, page_over
from tests.index.helpers import CERTAIN

QUESTION = "Quel est le montant du contrat ?"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(dated_library(), weights=CERTAIN)


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with browse(page_over(engine)) as client:
        yield client


def see(client: TestClient, path: str, status: int = 200, **params: Any) -> Seen:
    response = client.get(path, params=params or None)
    assert response.status_code == status
    return Seen(response.text)


def quoted(seen: Seen) -> set[str]:
    return {li["data-document"] for li in seen.all("li") if li.get("class", "").startswith("quote")}


def boxes(seen: Seen) -> list[tuple[str, bool]]:
    return [(box["value"], "checked" in box) for box in seen.all("input", type="checkbox")]


def test_one_article_needs_no_limits() -> None:
    with browse(page_over(Engine([make_document("Il a plu.", document_id="a")]))) as client:
        seen = see(client, "/")
        assert "limits" not in seen.texts
        assert not seen.all("input", name="since")


def test_an_article_that_is_read_can_be_asked_alone(client: TestClient) -> None:
    seen = see(client, "/documents/foix-2023")
    assert boxes(seen) == [("foix-2023", False)]
    assert "Seulement dans cet article : La scierie signe" in seen.texts["only"].replace(
        "\u00a0", " "
    )
    assert "open" not in next(d for d in seen.all("details") if d.get("id") == "limits")
    # Where none is read, the row waits for one.
    (row,) = see(client, "/documents").all("label", id="only")
    assert "hidden" in row


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ({"document_id": "foix-2023"}, {"foix-2023"}),
        ({"document_id": ["foix-2023", "sans-date"]}, {"foix-2023", "sans-date"}),
        ({"since": "2024-01-01", "until": "2024-12-31"}, {"foix-2024"}),
        ({"article_language": "en"}, {"english"}),
    ],
)
def test_without_a_script_the_form_limits(
    client: TestClient, limits: dict[str, Any], names: set[str]
) -> None:
    empty = {"since": "", "until": "", "article_language": ""}
    seen = see(client, "/", q=QUESTION, **{**empty, **limits})
    assert quoted(seen) == names
    assert "Cherché seulement dans " in seen.text
    # What was chosen stays in the form, open.
    (details,) = [d for d in seen.all("details") if d.get("id") == "limits"]
    assert "open" in details
    chosen = [name for name, is_chosen in boxes(seen) if is_chosen]
    asked = limits.get("document_id", [])
    assert chosen == ([asked] if isinstance(asked, str) else asked)
    for name in ("since", "until"):
        (field,) = seen.all("input", name=name)
        assert field["value"] == limits.get(name, "")
    selected = [o["value"] for o in seen.all("option") if "selected" in o]
    assert selected == ([limits["article_language"]] if "article_language" in limits else [])


def test_a_form_sent_empty_asks_all(client: TestClient) -> None:
    seen = see(client, "/", q=QUESTION, since="", until="", article_language="")
    assert "Cherché seulement" not in seen.text
    assert "open" not in next(d for d in seen.all("details") if d.get("id") == "limits")


def test_why_explains_within_the_limits(client: TestClient) -> None:
    seen = see(client, "/", q=QUESTION, document_id="foix-2023")
    (link,) = [a["href"] for a in seen.all("a") if a.get("href", "").startswith("/why?")]
    why = see(client, link)
    assert "2 millions" in why.text
    assert "5 millions" not in why.text
    (back,) = [a["href"] for a in why.all("a") if a.get("href", "").startswith("/?q=")]
    assert quoted(see(client, back)) == {"foix-2023"}


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"since": "hier"}, "Une de ces dates n’en est pas une"),
        ({"since": "2024-02-30"}, "Une de ces dates n’en est pas une"),
        ({"since": "2025", "until": "2024"}, "La seconde date vient avant la première."),
        ({"document_id": "nowhere"}, "Un des articles choisis n’est plus là."),
        ({"article_language": "<b>"}, "ne peuvent pas être demandés"),
    ],
)
def test_what_is_no_limit_is_refused_in_plain_words(
    client: TestClient, limits: dict[str, str], words: str
) -> None:
    for path in ("/", "/why"):
        seen = see(client, path, 422, q=QUESTION, **limits)
        assert words in seen.texts["refusal"]
        (field,) = seen.all("input", id="question")
        assert field["value"] == QUESTION
    response = client.post("/ask", json={"question": QUESTION, **as_sent(limits)})
    assert response.status_code == 422
    assert words in response.text


def as_sent(limits: dict[str, str]) -> dict[str, Any]:
    """As the script sends them."""
    names = limits.get("document_id")
    return {**limits, "document_id": [names] if names else []}


@pytest.mark.parametrize(
    "body",
    [
        {"document_id": "foix-2023"},
        {"document_id": [5]},
        {"since": 2024},
        {"until": ["2024"]},
    ],
)
def test_limits_in_another_form_are_no_request(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post("/ask", json={"question": QUESTION, **body})
    assert response.status_code == 400


def test_a_follow_up_of_the_script_keeps_the_limits_until_it_sends_others(
    engine: Engine, tmp_path: Path
) -> None:
    name = str(uuid4())

    def ask(question: str, **limits: Any) -> set[str]:
        body = {"question": question, "conversation_id": name, **limits}
        response = client.post("/ask", content=json.dumps(body), headers=JSON)
        assert response.status_code == 200
        return quoted(Seen(response.text))

    library = Library(engine)
    with closing(Store(f"sqlite:///{tmp_path / 'store.db'}", key=bytes(32))) as store:
        asking = Asking(library, store)
        app = PageOrApi(create_app(library, asking=asking), library, asking, kept_days=30)
        with browse(app) as client:
            assert ask(QUESTION, document_id=["foix-2024"]) == {"foix-2024"}
            assert ask("Quand a-t-il été signé ?") == {"foix-2024"}
            assert ask("Quand a-t-il été signé ?", document_id=["foix-2023"]) == {"foix-2023"}
            assert len(ask("Quand a-t-il été signé ?", document_id=[])) > 1


JSON = {"Content-Type": "application/json"}
