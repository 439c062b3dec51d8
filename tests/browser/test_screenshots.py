"""The screenshots of the README. They are made at every run, and kept with SCREENSHOTS=write."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.helpers import ask, is_seen
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

KEPT = Path(__file__).parent / "screenshots"
LARGEST = 120_000  # bytes
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
HAND = {
    "viewport": {"width": 390, "height": 720},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


def answer(page: Page) -> None:
    """An answer, and its quote in the article."""
    page.goto("/")
    ask(page, "Quel est le montant du contrat ?").locator("blockquote a").click()
    page.mouse.move(0, 0)
    assert is_seen(page.locator("#text mark strong"))


def phone(page: Page) -> None:
    """A follow-up, and how it was understood."""
    page.goto("/")
    ask(page, "Quel est le montant du contrat ?")
    second = ask(page, "Quand a-t-il été signé ?")
    assert is_seen(second.locator(".understood"))


def no_answer(page: Page) -> None:
    page.goto("/")
    ask(page, "Combien de chats a Sam Altman ?")


def verify(page: Page) -> None:
    """A forged quote, given to the wrong person."""
    page.goto("/verify")
    page.locator("#quote").fill(
        "Donald Trump a dit : «\u00a0nous pensons que l’IA peut servir les valeurs "
        "démocratiques\u00a0»"
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Vérifier").click()
    page.locator(".verdict.misattributed").wait_for()


SCENES: dict[str, tuple[Callable[[Page], None], dict[str, object]]] = {
    "answer": (answer, DESKTOP),
    "phone": (phone, HAND),
    "no-answer": (no_answer, DESKTOP),
    "verify": (verify, {"viewport": {"width": 1280, "height": 840}}),
}


@pytest.mark.parametrize("name", SCENES)
def test_a_screenshot(new_page: Callable[..., Page], tmp_path: Path, name: str) -> None:
    scene, screen = SCENES[name]
    page = new_page(**screen)
    scene(page)
    page.evaluate("() => document.activeElement.blur()")
    taken = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": 85}
    )
    picture = base64.b64decode(taken["data"])
    assert picture[8:12] == b"WEBP"
    assert len(picture) < LARGEST
    folder = KEPT if os.environ.get("SCREENSHOTS") == "write" else tmp_path
    (folder / f"{name}.webp").write_bytes(picture)


def test_what_is_kept_is_what_is_made_and_shown() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {path.name for path in KEPT.iterdir()} == {f"{name}.webp" for name in SCENES}
    for name in SCENES:
        assert f"tests/browser/screenshots/{name}.webp" in readme
