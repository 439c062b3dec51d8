"""Pieces carry the place that they came from in the original text, whatever the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.reading.tokeniser import Tokeniser
from index.reading.vocabulary import WORD_MARK, Vocabulary
from tests.strategies import articles, signs

ARTICLE = "L’entreprise, dont le siège est à Clermont-Ferrand : 90.000 €… « ﬁn » 22 %"
texts = st.one_of(st.text(max_size=200), signs, articles)

SMALL = Vocabulary(
    pieces=("<s>", "</s>", "<unk>", WORD_MARK, f"{WORD_MARK}a", "a", "b", "ab", "ba", "aba", "bb"),
    scores=(0.0, 0.0, 0.0, -2.0, -1.5, -3.0, -2.5, -3.5, -4.0, -6.5, -5.5),
    start=0,
    end=1,
    unknown=2,
    normalised={"ﬁ": "ab", "Ａ": "a", "\u00ad": "", "\u00a0": " "},
)


@given(text=texts)
@example(text="e\u0301te\u0301 \ufb01n \U0001f468\u200d\U0001f467 \u0627\u0644\u0639 \u202e x")
@example(text="\u0301")
@example(text="\ud800")
@example(text="a" * 1500)
@example(text="\x00")
@example(text="")
def test_places_go_up_and_lie_in_the_text(tokeniser: Tokeniser, text: str) -> None:
    tokens = tokeniser.tokenise(text)
    assert len(tokens) == len(tokens.ids) == len(tokens.starts) == len(tokens.ends)
    assert (np.diff(tokens.starts) >= 0).all()
    assert (np.diff(tokens.ends) >= 0).all()
    assert (tokens.starts <= tokens.ends).all()
    assert not len(tokens) or (tokens.starts[0] >= 0 and tokens.ends[-1] <= len(text))
    special = (tokeniser.vocabulary.start, tokeniser.vocabulary.end)
    assert not np.isin(tokens.ids, special).any()


@given(text=texts)
def test_pieces_cover_every_letter_and_digit(tokeniser: Tokeniser, text: str) -> None:
    tokens = tokeniser.tokenise(text)
    covered = {i for s, e in zip(tokens.starts, tokens.ends, strict=True) for i in range(s, e)}
    assert all(i in covered for i, c in enumerate(text) if c.isascii() and c.isalnum())


@given(text=st.text(alphabet="aé ’«»0ß\u00a0\n", max_size=60))
def test_a_piece_stands_for_its_text(tokeniser: Tokeniser, text: str) -> None:
    tokens, vocabulary = tokeniser.tokenise(text), tokeniser.vocabulary
    for number, start, end in zip(tokens.ids, tokens.starts, tokens.ends, strict=True):
        piece = vocabulary.pieces[number].lstrip(WORD_MARK)
        assert number == vocabulary.unknown or piece == text[start:end]


def test_a_composed_and_a_decomposed_letter_give_the_same_pieces(tokeniser: Tokeniser) -> None:
    decomposed = unicodedata.normalize("NFD", ARTICLE)
    tokens = tokeniser.tokenise(decomposed)
    assert tokeniser.tokenise(ARTICLE).ids.tolist() == tokens.ids.tolist()
    pieces = {decomposed[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)}
    assert "sie\u0300ge" in pieces


def test_a_word_is_cut_alike_wherever_it_is(tokeniser: Tokeniser) -> None:
    whole = tokeniser.tokenise(ARTICLE)
    words = [i for word in ARTICLE.split() for i in tokeniser.tokenise(word).ids.tolist()]
    assert whole.ids.tolist() == words


def test_common_words_are_one_piece(tokeniser: Tokeniser) -> None:
    """The vocabulary that ships has the languages of the articles, and the pieces are its own."""
    for text in ("le contrat", "the contract", "der Vertrag", "el contrato"):
        assert len(tokeniser.tokenise(text)) == 2


def test_between_gives_the_pieces_that_begin_there(tokeniser: Tokeniser) -> None:
    tokens = tokeniser.tokenise(ARTICLE)
    start = ARTICLE.index("Clermont")
    kept = tokens.between(start, start + len("Clermont-Ferrand"))
    assert ARTICLE[tokens.starts[kept.start] : tokens.ends[kept.stop - 1]] == "Clermont-Ferrand"
    assert tokens.between(len(ARTICLE), len(ARTICLE)) == slice(len(tokens), len(tokens))
    assert tokens.between(5, 5).start == tokens.between(5, 5).stop


# --- a vocabulary of a few pieces ---


def cuts(word: str) -> Iterator[list[tuple[int, int]]]:
    """Every way to cut `word` into pieces of SMALL, as (number, length)."""
    if not word:
        yield []
    for length in range(1, len(word) + 1):
        number = SMALL.ids.get(word[:length], SMALL.unknown if length == 1 else None)
        if number is not None:
            for rest in cuts(word[length:]):
                yield [(number, length), *rest]


def score(cut: list[tuple[int, int]]) -> float:
    return sum(
        SMALL.unknown_score if number == SMALL.unknown else SMALL.scores[number]
        for number, _ in cut
    )


@given(word=st.text(alphabet="abx", min_size=1, max_size=8))
def test_of_all_ways_to_cut_a_word_the_best_is_taken(word: str) -> None:
    marked = WORD_MARK + word
    ids = Tokeniser(SMALL).tokenise(word).ids.tolist()
    best = max(score(cut) for cut in cuts(marked))
    assert ids in [[n for n, _ in cut] for cut in cuts(marked) if score(cut) > best - 1e-9]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", [(f"{WORD_MARK}a", 0, 1)]),
        ("b", [(WORD_MARK, 0, 0), ("b", 0, 1)]),  # a mark alone has no place
        (" \n a\tb ", [(f"{WORD_MARK}a", 3, 4), (WORD_MARK, 5, 5), ("b", 5, 6)]),
        ("ﬁ", [(f"{WORD_MARK}a", 0, 1), ("b", 0, 1)]),  # both stand for the same letter
        ("Ａ\u00a0x", [(f"{WORD_MARK}a", 0, 1), (WORD_MARK, 2, 2), ("<unk>", 2, 3)]),
        ("a\u00adb", [(f"{WORD_MARK}a", 0, 1), ("b", 2, 3)]),  # what is normalised away has none
        ("\u00ad \u00ad", []),
        ("a\u0301", [(WORD_MARK, 0, 0), ("<unk>", 0, 2)]),  # a letter with its accent is one
        ("", []),
    ],
)
def test_pieces_by_hand(text: str, expected: list[tuple[str, int, int]]) -> None:
    tokens = Tokeniser(SMALL).tokenise(text)
    rows = zip(tokens.ids.tolist(), tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    assert [(SMALL.pieces[number], start, end) for number, start, end in rows] == expected


def test_special_pieces_are_never_found_in_a_text() -> None:
    assert set(Tokeniser(SMALL).tokenise("<s> </s>").ids.tolist()) <= {SMALL.unknown, 3}


def test_words_are_forgotten_when_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.tokeniser._REMEMBERED_WORDS", 3)
    few = Tokeniser(SMALL)
    text = " ".join(f"a{'b' * n}" for n in range(10))
    assert few.tokenise(text).ids.tolist() == Tokeniser(SMALL).tokenise(text).ids.tolist()
    assert len(few._words) <= 3
