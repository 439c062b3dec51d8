"""The articles kept for measuring are the same ones always, whatever set they come in."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from index.training.kept import is_kept, source_of

KEPT = json.loads((files("index.training") / "kept.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("piaf.json", "piaf"),
        ("piaf-impossible.json", "piaf"),
        ("xquad-en.json", "xquad"),
        ("news", "news"),
        ("a.b-c.json", "a"),
        ("", ""),
    ],
)
def test_sets_about_the_same_articles(name: str, source: str) -> None:
    assert source_of(name) == source


def test_the_named_articles_are_kept_and_no_others() -> None:
    for source, groups in KEPT.items():
        assert groups == sorted(set(groups))
        for group in groups:
            assert is_kept(f"{source}.json", group)
            assert is_kept(f"{source}-other.json", group)
        assert not is_kept(f"{source}.json", "an article that is in no set")


def test_enough_news_is_kept() -> None:
    assert len(KEPT["news"]) >= 30


def test_of_any_other_set_one_article_in_eight_is_kept() -> None:
    groups = [f"article {n}" for n in range(4000)]
    kept = [group for group in groups if is_kept("mine.json", group)]
    assert 400 < len(kept) < 600
    assert kept == [group for group in groups if is_kept("mine-de.json", group)]
    assert kept != [group for group in groups if is_kept("yours.json", group)]
    assert kept[:3] == ["article 22", "article 25", "article 42"]  # the same on every machine


@pytest.mark.parametrize("group", ["", "\ud800", "é" * 10_000, "\x00"])
def test_any_name(group: str) -> None:
    assert is_kept("mine.json", group) in (True, False)
