"""Articles that differ stand side by side where there is room, else one under the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests import towns
from tests.browser.conftest import serving
from tests.browser.helpers import PHONE, ask, asked_by_program, is_too_wide, marked, words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

QUESTION = "Qui dirige le projet de Vesoul ?"


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The address of a server of articles on two towns; those on Vesoul differ."""
    del browser
    folder = tmp_path_factory.mktemp("towns")
    about = towns.towns()
    for document in (d for d in towns.documents() if about[d.id] in ("Foix", "Vesoul")):
        (folder / f"{document.id}.txt").write_text(document.text, "utf-8")
    cache = tmp_path_factory.getbasetemp() / "cache"
    with serving(tmp_path_factory.mktemp("served"), cache, ARTICLES_DIR=str(folder)) as found:
        assert asked_by_program(found, QUESTION)["conflict"] is True
        yield found


def _sides(answer: Locator) -> list[dict[str, float]]:
    sides = answer.locator(".differing .quote.answer")
    assert sides.count() == 2
    return [dict(sides.nth(number).bounding_box() or {}) for number in range(2)]


@pytest.mark.parametrize("width", [1280, 1600])
def test_side_by_side_on_a_wide_screen(
    new_page: Callable[..., Page], differing: str, width: int
) -> None:
    page = new_page(base_url=differing, viewport={"width": width, "height": 900})
    page.goto("/")
    answer = ask(page, QUESTION)
    first, second = _sides(answer)
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]
    assert not is_too_wide(page)
    told = words(answer)
    assert told.count("Les articles ne disent pas la même chose") == 1
    # The newest first, each with its day and its own words marked.
    assert told.index("juillet 2026") < told.index("février 2026")
    strong = answer.locator(".differing strong")
    assert strong.all_inner_texts() == ["Brigitte Faivre", "Georges Cuenin"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_under_the_other_on_a_phone(
    new_page: Callable[..., Page], differing: str, scheme: str
) -> None:
    page = new_page(base_url=differing, color_scheme=scheme, **PHONE)
    page.goto("/")
    first, second = _sides(ask(page, QUESTION))
    assert first["x"] == second["x"]
    assert first["y"] + first["height"] <= second["y"]
    assert not is_too_wide(page)


def test_each_leads_to_its_place(new_page: Callable[..., Page], differing: str) -> None:
    page = new_page(base_url=differing)
    page.goto("/")
    answer = ask(page, QUESTION)
    for number, words_marked in ((0, "Brigitte Faivre"), (1, "Georges Cuenin")):
        link = answer.locator(".differing blockquote a").nth(number)
        text = link.text_content()
        link.click()
        page.locator("#text mark", has_text=words_marked).first.wait_for()
        found = marked(page)
        assert found is not None
        assert (found.text, found.strong_text) == (text, words_marked)


def test_without_a_script_too(new_page: Callable[..., Page], differing: str) -> None:
    page = new_page(base_url=differing, java_script_enabled=False)
    page.goto(f"/?q={QUESTION}")
    first, second = _sides(page.locator(".exchange"))
    assert first["y"] == second["y"]
