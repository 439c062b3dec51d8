from __future__ import annotations

import pytest

from index.training.kept import is_kept


@pytest.mark.parametrize(
    ("dataset", "group"),
    [
        ("news.json", "a02"),
        ("piaf.json", "Doris Day"),
        ("piaf-impossible.json", "Doris Day"),
        ("xquad-en.json", "xquad-14"),
        ("xquad-de.json", "xquad-14"),
    ],
)
def test_an_article_is_kept_in_every_form(dataset: str, group: str) -> None:
    assert is_kept(dataset, group)


@pytest.mark.parametrize(
    ("dataset", "group"),
    [("news.json", "a01"), ("piaf.json", "a02"), ("extra-news-2.json", "r06")],
)
def test_others_are_trained_on(dataset: str, group: str) -> None:
    assert not is_kept(dataset, group)


def test_of_other_sets_about_one_article_in_eight_is_kept_whatever_else_is_in_them() -> None:
    kept = [n for n in range(800) if is_kept("mine.json", f"article {n}")]
    assert 70 < len(kept) < 130
    assert kept == [n for n in range(800) if is_kept("mine-too.json", f"article {n}")]


def test_a_name_that_is_no_text_is_on_one_side() -> None:
    assert is_kept("mine.json", "\ud800") in (True, False)
