"""Permanent links: any id in the path, the place in the fragment."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import page_path, page_url


def test_without_a_place_there_is_no_fragment() -> None:
    assert page_path("000_8ca491ea4156916f") == "/documents/000_8ca491ea4156916f"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_id_is_one_segment_of_the_path(document_id: str) -> None:
    parts = urlsplit(
        page_url(document_id, 0, 3, public_url="https://a.fr", sha256="0123456789abcdef")
    )
    assert (parts.netloc, parts.query, parts.fragment) == (
        "a.fr",
        "version=0123456789ab",
        "char=0,3",
    )
    folder, _, segment = parts.path.rpartition("/")
    assert (folder, unquote(segment)) == ("/documents", document_id)


@pytest.mark.parametrize("public_url", [None, ""])
def test_the_path_alone_on_a_server_that_knows_no_address(public_url: str | None) -> None:
    url = page_url("a b", 0, 3, public_url=public_url, sha256="0" * 64)
    assert url == f"/documents/a%20b?version={'0' * 12}#char=0,3"
