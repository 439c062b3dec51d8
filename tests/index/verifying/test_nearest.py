"""The nearest place: against an alignment by hand, and by an implementation of its own."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.verifying import nearest
from index.verifying.article_index import ArticleIndex
from index.verifying.nearest import Alignment, Candidate, align, find_candidates
from tests.index.helpers import document
from tests.index.verifying.helpers import changes, check, verifier, verify

_words = st.lists(
    st.sampled_from(("chat", "chats", "chaton", "chien", "dort", "le", "un")), max_size=9
)


@given(_words.filter(bool), _words.filter(bool), st.sets(st.integers(0, 8), max_size=2))
def test_the_cheapest_alignment(quote: list[str], article: list[str], cuts: set[int]) -> None:
    index = ArticleIndex([document(" ".join(article))])
    words = [index.word(word) for word in quote]
    size = len(article)
    # A band so wide that every alignment is in it.
    candidate = Candidate(0, -len(quote), 0, 2 * (len(quote) + size), 0, size)
    (found,) = align(index, words, [candidate], frozenset(cuts))
    assert found.cost == pytest.approx(cheapest(tuple(quote), tuple(article), frozenset(cuts)))
    assert cost_of(found, quote, article, cuts) == pytest.approx(found.cost)


def cheapest(quote: tuple[str, ...], article: tuple[str, ...], cuts: frozenset[int]) -> float:
    """The least cost, by trying all: the words of the quote one by one, from any word on."""

    @cache
    def cost(i: int, j: int) -> float:
        """Of the words from `i` on, where the next of the article is `j`."""
        if i == len(quote):
            return 0.0
        ways = [nearest._DROPPED + cost(i + 1, j)]
        if j < len(article):
            ways.append(pair(quote[i], article[j]) + cost(i + 1, j + 1))
        for to in range(j + 1, len(article) if i else 0):
            # After the words that were added comes one that is in a pair, or only in the quote.
            rest = min(
                pair(quote[i], article[to]) + cost(i + 1, to + 1),
                nearest._DROPPED + cost(i + 1, to),
            )
            ways.append(gap(i - 1, to - j, cuts) + rest)
        return min(ways)

    return min(cost(0, j) for j in range(len(article) + 1))


def pair(word: str, other: str) -> float:
    if word == other:
        return 0.0
    return nearest._ALIKE if word[:4] == other[:4] else nearest._OTHER


def gap(i: int, size: int, cuts: frozenset[int] | set[int]) -> float:
    if i in cuts:
        return nearest._LEFT_OUT * size
    return nearest._ADDED + nearest._ADDED_FURTHER * (size - 1)


def cost_of(found: Alignment, quote: list[str], article: list[str], cuts: set[int]) -> float:
    """The cost of the pairs that were found."""
    total = nearest._DROPPED * (len(quote) - len(found.pairs))
    total += sum(pair(quote[i], article[j]) for i, j in found.pairs)
    for (i, j), (a, b) in zip(found.pairs, found.pairs[1:], strict=False):
        if b > j + 1:
            total += min(gap(n, b - j - 1, cuts) for n in range(i, a))
    return total


ARTICLES = (
    "Le ministre a signé vendredi à Tours un accord avec la ville. Le maire est resté chez lui.",
    "La ministre n'a pas signé jeudi à Lyon l'accord avec la région. Il pleuvait.",
    "Un chien a mordu un facteur devant la mairie de Tours, a dit la police.",
)


@pytest.mark.parametrize(
    ("quote", "article", "differences"),
    [
        ("Le ministre a signé jeudi à Tours", "a", [("words", "jeudi", "vendredi")]),
        ("Le ministre a signé vendredi à Tours deux accords", "a", [
            ("words", "deux", "un"), ("words", "accords", "accord"),
        ]),
        ("La ministre a signé jeudi à Lyon", "b", [("words", "", "n'"), ("words", "", "pas ")]),
        ("La ministre n'a pas signé, jeudi, à Lyon", "b", [("words", ",", ""), ("words", ",", "")]),
        ("Un chien n'a pas mordu un facteur", "c", [("words", "n'", ""), ("words", "pas ", "")]),
        ("Deux chiens ont mordu un facteur devant la mairie", "c", [
            ("words", "Deux", "Un"), ("words", "chiens", "chien"), ("words", "ont", "a"),
        ]),
        ("devant la mairie de Paris", "c", [("words", "Paris", "Tours")]),
        ("un accord avec la ville. Le chat est resté chez lui", "a", [("words", "chat", "maire")]),
        ("Le maire est resté chez lui. Il pleuvait.", "a", [("words", ". Il pleuvait", "")]),
    ],
)  # fmt: skip
def test_the_words_that_differ(
    quote: str, article: str, differences: list[tuple[str, str, str]]
) -> None:
    found = verifier(*ARTICLES).verify(quote)
    check(found, [document(text, document_id="abc"[n]) for n, text in enumerate(ARTICLES)])
    assert found.verdict == "altered"
    assert found.places[0].document_id == article
    assert changes(found.places[0]) == differences


def test_all_places_as_near_are_given() -> None:
    article = "Le chat du voisin dort bien. " * 3
    found = verify(article, "Le chat du voisin mange bien")
    assert [place.start_char_index for place in found.places] == [0, 29, 58]


def test_a_long_quote_of_which_one_sentence_is_here() -> None:
    invented = " ".join(f"inventé{n} mot{n}" for n in range(40))
    sentence = "Le ministre a signé vendredi à Tours un accord avec la ville de son père."
    found = verify(sentence, f"{invented} {sentence}")
    assert found.verdict == "altered"
    assert found.places[0].text == sentence


def test_candidates_are_of_one_document() -> None:
    index = ArticleIndex([document("Le chat dort."), document("Le chien dort.", document_id="b")])
    words = [index.word(word) for word in ("chien", "dort", "ici")]
    for number in (None, 0, 1):
        for candidate in find_candidates(index, words, number, 0):
            low, high = index.first_words[candidate.document : candidate.document + 2]
            assert (candidate.low, candidate.high) == (low, high)
            assert number in (None, candidate.document)
