"""The page speaks French and English, each whole; whoever reads chooses."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import bot.web
from bot.web.phrases import PHRASES
from bot.web.requests import COOKIE
from tests.bot.conftest import TestClient
from tests.bot.web.helpers import DOCUMENT, Seen

FOLDER = Path(bot.web.__file__).parent


def leaves(value: Any, path: str = "") -> dict[str, str]:
    if isinstance(value, str):
        return {path: value}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return {k: v for name, item in items for k, v in leaves(item, f"{path}.{name}").items()}


def test_both_languages_have_the_same_phrases_with_the_same_gaps() -> None:
    french, english = (leaves(PHRASES[language]) for language in ("fr", "en"))
    assert list(french) == list(english)
    for name, phrase in french.items():
        gaps = [
            {field for _, field, _, _ in Formatter().parse(text) if field}
            for text in (phrase, english[name])
        ]
        assert gaps[0] == gaps[1], name
        assert phrase.strip() == phrase != "", name
        assert "'" not in phrase, name


def test_every_phrase_is_used_and_every_phrase_used_is_there() -> None:
    sources = "\n".join(
        path.read_text("utf-8") for path in [*FOLDER.glob("*.py"), *FOLDER.rglob("*.html")]
    )
    used = set(re.findall(r"\b(?:t|other)\.(\w+)", sources)) - {"language"}
    used |= set(re.findall(r'(?:phrases|self)\["(\w+)"\]', sources))
    there = set(PHRASES["fr"])
    by_status = {name for name in there if re.match("error_(title|text)_", name)}
    assert used <= there
    assert there - used - by_status == set()


def test_french_keeps_its_spaces_together() -> None:
    assert PHRASES["fr"]["why"] == "Pourquoi cette phrase\u00a0?"
    assert PHRASES["fr"].in_marks("Oui", "fr") == "«\u00a0Oui\u00a0»"
    assert PHRASES["en"].in_marks("Oui", "xx") == "“Oui”"
    assert PHRASES["fr"].day(date(2026, 3, 1)) == "1er mars 2026"
    assert PHRASES["en"].day(date(2026, 3, 1)) == "1 March 2026"


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.004, "< 1%"), (0.7119, "71%"), (0.9999, "99%"), (1, "100%")]
)
def test_shares_are_never_rounded_up(share: float, words: str) -> None:
    assert PHRASES["en"].percent(share) == words


def test_the_language_is_the_browsers_and_can_be_switched(client: TestClient) -> None:
    response = client.get("/")
    seen = Seen(response.text)
    assert seen.all("html", lang="fr")
    assert response.headers["content-language"] == "fr"
    assert "set-cookie" not in response.headers
    (link,) = seen.all("a", hreflang="en")
    switched = client.get("/" + link["href"])
    assert Seen(switched.text).all("html", lang="en")
    cookie = switched.headers["set-cookie"].lower()
    for part in (f"{COOKIE}=en", "samesite=lax", "path=/", "httponly", "max-age="):
        assert part in cookie
    # From now on, everywhere; the articles keep their own language.
    seen = Seen(client.get(f"/documents/{DOCUMENT}").text)
    assert seen.all("html", lang="en")
    assert seen.all("article", lang="fr")
    assert "28 February 2026" in seen.text
    assert {"accept-language", "cookie"} <= set(response.headers["vary"].lower().split(", "))


@pytest.mark.parametrize("chosen", ["xx", "", "fr-FR", "<b>"])
def test_a_language_that_the_page_does_not_speak_changes_nothing(
    client: TestClient, chosen: str
) -> None:
    client.cookies.set(COOKIE, "../x")
    response = client.get("/", params={"lang": chosen})
    assert Seen(response.text).all("html", lang="fr")
    assert "set-cookie" not in response.headers


def test_the_switch_keeps_the_question(client: TestClient) -> None:
    (link,) = Seen(client.get("/", params={"q": "Qui ? & <b>"}).text).all("a", hreflang="en")
    seen = Seen(client.get("/" + link["href"]).text)
    assert seen.all("html", lang="en")
    assert "Qui ? & <b>" in seen.text
