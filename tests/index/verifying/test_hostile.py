"""What somebody sends to find out what it costs: answered, and with work that is bounded."""

from __future__ import annotations

import pytest

from index.verifying import Verifier
from index.verifying.article_index import ArticleIndex
from index.verifying.letters import Letters
from index.verifying.nearest import find_candidates
from index.verifying.verdicts import MAX_PLACES
from tests.index.helpers import document
from tests.index.verifying.helpers import check, verifier

ARTICLES = {
    "words": "Le maire de Tours a signé vendredi un accord de trois ans avec la ville. " * 60,
    "letters": "a" * 60_000,
    "spaced": "a " * 30_000,
    "accents": "e\u0301" * 20_000,
    "marks": "« " * 5_000 + "mot " * 500 + "'x' " * 2_000,
    "cuts": "[…] mot " * 3_000,
    "numbers": "1 000 " * 5_000,
    "hyphens": "mot-\n" * 4_000,
    "ideographs": "漢字" * 10_000,
}
DOCUMENTS = [document(text, document_id=name) for name, text in ARTICLES.items()]

QUOTES = {
    "one letter": "a" * 20_000,
    "letters": "a " * 9_999,
    "three words": "aaa aaa aaa",
    "three accents": "é é é",
    "accents": "e\u0301 " * 6_000,
    "straight marks": '"' * 20_000,
    "opening marks": "« " * 10_000,
    "empty quotations": "« » " * 5_000,
    "quotations": "« mot » " * 2_500,
    "nested": "«" * 9_000 + " mot mot mot " + "»" * 9_000,
    "apostrophes": "'" * 20_000,
    "parted apostrophes": "a' " * 6_000,
    "opening apostrophes": "'a " * 6_000,
    "cuts": "[…]" * 6_000,
    "cuts between words": "mot […] " * 2_400,
    "cuts between pieces": "Le maire de […] " * 1_200,
    "dots": "." * 20_000,
    "dots between words": "un accord de" + "." * 19_000 + " trois ans",
    "marks between words": "un accord de" + '"' * 19_000 + " trois ans",
    "spaces between words": "un accord de" + " " * 19_000 + "trois ans",
    "nothing between words": "un accord de " + "\u200b" * 19_000 + "trois ans",
    "unseen": "a\u200b" * 9_000,
    "numbers": "1 000 " * 3_000,
    "decimals": "1." * 10_000,
    "compounds": "a-" * 10_000,
    "elisions": "l'" * 10_000,
    "hyphenated": "mot-\n" * 3_000,
    "ideographs": "漢字" * 10_000,
    "brackets": "[L]" * 6_000,
    "colons": "X a dit : « " * 1_500,
    "frame": "mot " * 4_000 + "« un accord de trois ans »",
    "real words": "Le maire de Tours a signé vendredi un accord de " * 400,
    "words of all": "ville vendredi trois la ans un Tours signé " * 400,
    "flags": "🇫🇷" * 5_000,
    "right to left": "\u202e\u200f" * 5_000 + "un accord de trois",
}


@pytest.fixture(scope="module")
def hostile() -> Verifier:
    """A verifier of all these articles."""
    return verifier(*DOCUMENTS)


@pytest.mark.parametrize("name", QUOTES)
def test_whatever_is_sent_gets_a_verdict(hostile: Verifier, name: str) -> None:
    found = hostile.verify(QUOTES[name][:20_000])
    check(found, DOCUMENTS)
    assert len(found.places) <= MAX_PLACES


def test_any_number_of_marks_is_taken_off(hostile: Verifier) -> None:
    assert hostile.verify(QUOTES["nested"]).verdict == "verbatim"


def test_few_places_are_read_where_there_are_many(
    hostile: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ArticleIndex.read
    letters = []

    def counted(self: ArticleIndex, at: int, size: int) -> tuple[Letters, int]:
        result = read(self, at, size)
        letters.append(len(result[0].folded))
        return result

    monkeypatch.setattr(ArticleIndex, "read", counted)
    assert hostile.verify("é É É").verdict == "absent"  # the letters are there 20,000 times
    assert 0 < sum(letters) < 250_000


@pytest.mark.parametrize("size", [5, 50, 500, 5_000])
def test_an_alignment_grows_with_the_quote_alone(size: int) -> None:
    index = ArticleIndex(DOCUMENTS)
    words = [index.word(word) for word in ("maire", "accord", "ville", "inconnu", "trois") * size]
    candidates = find_candidates(index, words[:size], None, 0)
    assert candidates
    assert all(candidate.band <= 400 for candidate in candidates)
    assert len(candidates) * size * candidates[0].band < 3_000_000
