"""A sentence as bags: what each view holds, by hand."""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from index.ranking.sentence_view import VIEWS, view_items
from tests import strategies
from tests.index.helpers import candidates, document


def test_views_by_hand() -> None:
    (found,) = candidates(document("Zorg vu Zorg un."))
    assert found.views["word"] == Counter({"zorg": 2, "vu": 1, "un": 1})
    assert found.views["phrase"] == Counter(
        {("zorg", "vu"): 1, ("vu", "zorg"): 1, ("zorg", "un"): 1}
    )
    joined = "_zorg_vu_zorg_un_"
    assert found.views["run5"] == Counter(joined[i : i + 5] for i in range(len(joined) - 4))
    assert found.views["gram4"]["_zor"] == found.views["gram4"]["org_"] == 2
    assert found.views["gram4"]["_vu_"] == 1


def test_pairs_are_of_near_terms_in_any_order() -> None:
    (found,) = candidates(document("delta alpha charlie bravo echo."))
    assert ("alpha", "delta") in found.views["pair"]
    assert ("bravo", "delta") in found.views["pair"]
    assert ("delta", "echo") not in found.views["pair"]  # four apart


def test_where_a_sentence_stands() -> None:
    text = "Le chat est là. Il ronfle. Il rêve.\n\nLe chien veille."
    found = candidates(document(text))
    assert [c.is_opening for c in found] == [True, False, False, False]
    assert [c.is_first for c in found] == [True, False, False, True]
    assert [c.is_last for c in found] == [False, False, True, True]
    assert [c.passage for c in found] == [0, 0, 0, 1]
    assert ["leaning" in c.classes for c in found] == [False, True, True, False]


def test_what_a_sentence_holds() -> None:
    (found,) = candidates(document("Le patron de Zorg a dit que « 12 % » des 300 sont là."))
    assert found.names == {"zorg"}
    assert found.numbers == {"12", "300"}
    assert {"role", "speech", "unit", "quote"} <= found.classes


def test_the_topic_is_the_heading_that_an_article_has() -> None:
    (found,) = candidates(document("Le chat est dans la maison.", title="Les chats"))
    assert found.topic == {"chat"}
    (found,) = candidates(document("Le chat est dans la maison."))
    assert found.topic == frozenset()


@given(strategies.articles)
def test_lengths_count_the_items(text: str) -> None:
    for found in candidates(document(text)):
        assert tuple(found.views) == VIEWS
        assert found.lengths == tuple(sum(found.views[name].values()) for name in VIEWS)


def test_nothing_has_no_items() -> None:
    assert view_items((), ()) == {name: [] for name in VIEWS}
