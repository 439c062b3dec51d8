"""A foil asks what the article does not say, and never by accident what it does."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.training.reader.articles import Article, Asked, all_names
from index.training.reader.foils import absent_attribute, as_typed, other_name, other_number
from tests.index.training.reader import tiny


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    return tiny.articles(tmp_path_factory.mktemp("sets"))


def test_another_name_is_not_in_the_window(articles: list[Article]) -> None:
    article, made = articles[0], set()
    asked = Asked("1", "Qui est le maire de Roquebrac, selon Paul Fabre ?", ())
    for seed in range(40):
        window = article.text[:200]
        changed = other_name(article, asked, window, all_names(articles), random.Random(seed))
        assert changed is not None
        new = set(re.findall(r"\w{3,}", changed)) - set(re.findall(r"\w{3,}", asked.text))
        assert new
        assert not any(word in window for word in new)
        made |= new
    assert len(made) > 2


def test_no_name_no_foil(articles: list[Article]) -> None:
    asked = Asked("1", "Que dit-on ?", ())
    assert other_name(articles[0], asked, "", all_names(articles), random.Random(0)) is None


def test_french_elision_follows_the_name(articles: list[Article]) -> None:
    names = {("fr", "person"): ["Anne Dulac"]}
    asked = Asked("1", "Quel est le projet de Solène Castagnède ?", ())
    found = {
        other_name(articles[0], asked, articles[0].text, names, random.Random(n)) for n in range(9)
    }
    assert "Quel est le projet d'Anne Dulac ?" in found


@pytest.mark.parametrize("question", ["Depuis 1912 ?", "214 postes ?", "90.000 euros ?"])
def test_another_number_is_not_in_the_article(articles: list[Article], question: str) -> None:
    for seed in range(40):
        changed = other_number(articles[0], Asked("1", question, ()), random.Random(seed))
        assert changed is not None
        assert changed != question
        number = changed.removeprefix("Depuis ").split(" ")[0]
        assert not re.search(rf"(?<!\w){re.escape(number)}(?!\w)", articles[0].text)


def test_no_number_of_the_article_no_foil(articles: list[Article]) -> None:
    asked = Asked("1", "Et en 2024 ?", ())
    assert other_number(articles[0], asked, random.Random(0)) is None


def test_an_attribute_is_of_somebody_named_and_the_article_has_no_word_of_it(
    articles: list[Article],
) -> None:
    found = [absent_attribute(article, random.Random(n)) for article in articles for n in range(60)]
    texts = [text for made in found if made is not None for text in [made[0]]]
    assert all(made is None or made[1].text in made[0] for made in found)
    assert len(set(texts)) > 20
    assert not any("{" in text for text in texts)
    # The article gives the number of posts and the boss: nobody is asked for those.
    assert not any("dirige" in text or "employ" in text for text in texts)


@given(question=st.text(max_size=60), seed=st.integers(0, 99))
def test_a_question_as_typed_is_never_emptied(question: str, seed: int) -> None:
    assert bool(as_typed(question, random.Random(seed))) == bool(question) or question >= "\u0300"
