"""Articles from PDF and HTML: quotes lead into the text; the file is saved, and does not run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import serving
from tests.browser.helpers import ask, marked, stored_text, words
from tests.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

STORY = "<p>" + "Le pont de la Gartempe rouvre lundi, a dit le maire de la commune. " * 4 + "</p>"
HOSTILE = (
    "<html><head><title>Le pont</title></head><body onload='alert(1)'><article><h1>Le pont</h1>"
    f"{STORY}</article><script>alert(document.domain)</script></body></html>"
)
FINE = "Quel est le montant de l'amende forfaitaire ?"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The address of a server of two articles that are not plain text."""
    del browser
    folder = tmp_path_factory.mktemp("files")
    (folder / "arrete.pdf").write_bytes((DATA / "formats" / "arrete.pdf").read_bytes())
    (folder / "pont.html").write_text(HOSTILE, encoding="utf-8")
    cache = tmp_path_factory.getbasetemp() / "cache"
    with serving(tmp_path_factory.mktemp("served"), cache, ARTICLES_DIR=str(folder)) as found:
        yield found


def test_a_quote_leads_to_its_place_in_the_text_of_a_pdf_and_to_the_file(
    new_page: Callable[..., Page], files: str
) -> None:
    page = new_page(base_url=files)
    page.goto("/")
    link = ask(page, FINE).locator("blockquote a").first
    quoted = link.text_content()
    link.click()
    page.wait_for_url(f"{files}/documents/arrete#char=*")
    found = marked(page)
    assert found is not None
    assert found.text == quoted == stored_text(files, "arrete")[found.start : found.end]
    assert found.strong_text.startswith("135 euros")
    original = page.locator("#reading a[download]")
    assert words(original) == "Fichier d’origine (PDF)"
    with page.expect_download() as saved:
        original.click()
    assert saved.value.suggested_filename == "arrete.pdf"
    content = Path(saved.value.path()).read_bytes()
    assert content == (DATA / "formats" / "arrete.pdf").read_bytes()


def test_a_page_of_others_is_saved_and_does_not_run(
    new_page: Callable[..., Page], files: str
) -> None:
    page = new_page(base_url=files)  # which fails of a dialog
    page.goto("/documents/pont")
    with page.expect_download() as saved:
        page.evaluate("() => { location.href = '/documents/pont/original'; }")
    assert saved.value.suggested_filename == "pont.html"
    assert Path(saved.value.path()).read_text("utf-8") == HOSTILE
    assert page.url.endswith("/documents/pont")
