"""What holds of any article and any quote."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.verifying.edges import begins_word, ends_word
from index.verifying.forms import is_same_form
from index.verifying.letters import count_words, fold_letters, read_letters
from index.verifying.quoting import read_quote
from index.verifying.verdicts import LEAST_WORDS, MAX_PLACES
from tests.index.helpers import document
from tests.index.verifying.helpers import check, verifier
from tests.strategies import articles, composed_articles, retyped, signs

# Long enough to have three words, and of everything that is easily cut at the wrong place.
_texts = st.lists(articles | signs, min_size=1, max_size=4).map(" ".join)


@st.composite
def _quoted(draw: st.DrawFn) -> tuple[str, int, int]:
    """An article and a stretch of it, in whole words, that is all quote."""
    text = draw(_texts)
    source = document(text)
    letters = [at for at in range(source.body_start, len(text)) if fold_letters(text[at])]
    starts = [at for at in letters if begins_word(text, at)]
    assume(starts)
    start = draw(st.sampled_from(starts))
    ends = [end for end in read_letters(text, start, len(text)).ends if ends_word(text, end)]
    assume(ends)
    end = draw(st.sampled_from(ends[:40]))
    assume(count_words(text[start:end]) >= LEAST_WORDS)
    return text, start, end


def _is_all_quote(text: str) -> bool:
    reading = read_quote(text)
    return (reading.start, reading.end) == (0, len(text)) and not reading.frame


@settings(max_examples=60)
@given(_quoted())
def test_what_is_there_to_the_letter_is_found(quoted: tuple[str, int, int]) -> None:
    text, start, end = quoted
    quote = text[start:end]
    assume(_is_all_quote(quote))
    found = verifier(text).verify(quote)
    check(found, [document(text)])
    assert found.verdict == "verbatim"
    places = [(place.start_char_index, place.end_char_index) for place in found.places]
    assert (start, end) in places or len(places) == MAX_PLACES
    assert places == sorted(set(places))


@settings(max_examples=120)
@given(_quoted(), st.data())
def test_other_typography_has_the_exact_place(
    quoted: tuple[str, int, int], data: st.DataObject
) -> None:
    text, start, end = quoted
    quote = data.draw(retyped(text[start:end]))
    assume(_is_all_quote(quote))
    found = verifier(text).verify(quote)
    check(found, [document(text)])
    assert found.verdict in ("verbatim", "typographic")
    places = [(place.start_char_index, place.end_char_index) for place in found.places]
    assert (start, end) in places or len(places) == MAX_PLACES


@settings(max_examples=60)
@given(_texts, _texts | st.text(max_size=60))
def test_any_quote_of_any_article(text: str, quote: str) -> None:
    found = verifier(text).verify(quote)
    check(found, [document(text)])
    for place in found.places:
        if found.verdict == "typographic" and not any(
            d.kind == "omission" for d in place.differences
        ):
            # What passes has the same letters, whatever is between them.
            letters = ["".join(filter(str.isalnum, t)) for t in (found.quote, place.text)]
            assert is_same_form(letters[0][1:], letters[1][1:]) or any(
                d.kind in ("unicode_form", "capital") for d in place.differences
            )


@given(composed_articles, st.data())
def test_a_letter_exchanged_never_passes(text: str, data: st.DataObject) -> None:
    letters = [at for at, c in enumerate(text) if "a" <= c <= "z" and text[at - 1].isalnum()]
    assume(letters)
    at = data.draw(st.sampled_from(letters))
    start, end = max(0, at - 60), at + 60
    quote = text[start:at] + ("b" if text[at] == "a" else "a") + text[at + 1 : end]
    assume(_is_all_quote(quote))
    assume("".join(filter(str.isalnum, quote)) not in "".join(filter(str.isalnum, text)))
    found = verifier(text).verify(quote)
    check(found, [document(text)])
    assert found.verdict not in ("verbatim", "typographic")


@given(articles)
def test_folding_differs_with_no_word(text: str) -> None:
    for start in range(0, len(text), 7):
        assert is_same_form(text[start : start + 7], text[start : start + 7])
    assert not is_same_form("pêche", "peche")
    assert not is_same_form("10²", "102")
