"""What is said of each verdict: all of them, in both languages, and what of a place differs."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from string import Formatter
from typing import get_args

import pytest

from bot.terminal.verdicts import format_verification
from bot.verdicts.explaining import (
    Piece,
    attribution_in_words,
    check_in_words,
    context_of,
    difference_in_words,
    kinds_in_words,
    pieces,
    title_in_words,
    verdict_in_words,
    verdict_language,
    words_for,
)
from bot.verdicts.given_answer import MAX_SEARCHED
from bot.verdicts.words import ENGLISH, FRENCH, VerdictWords
from index import (
    Attribution,
    CitationCheck,
    Difference,
    Engine,
    Quoted,
    QuotePlace,
    Verification,
    make_document,
)
from index.verifying.verdicts import (
    AttributionVerdict,
    DifferenceKind,
    Reason,
    Verdict,
)

BOTH = pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
FOUND = "Il arrive vendredi, dit-il, avec sa femme."
GIVEN = "Il arrive jeudi, dit-il, avec femme et enfants."


def difference(kind: DifferenceKind, quoted: str, found: str) -> Difference:
    at, start = GIVEN.index(quoted), FOUND.index(found)
    return Difference(kind, quoted, found, at, at + len(quoted), start, start + len(found))


PLACE = QuotePlace(
    document_id="a",
    document_title="Un titre",
    published_at=None,
    url=None,
    document_sha256="0" * 64,
    passage=2,
    start_char_index=0,
    end_char_index=len(FOUND),
    text=FOUND,
    prefix="nt avant ",
    suffix=" après ce",
    differences=(
        difference("words", "jeudi", "vendredi"),
        difference("words", "", "sa "),
        difference("words", " et enfants", ""),
    ),
)
# Where nothing is found: after "femme".
_END = FOUND.index(".")
PLACE = replace(
    PLACE,
    differences=(
        *PLACE.differences[:1],
        replace(PLACE.differences[1], quote_start=25, quote_end=25),
        replace(PLACE.differences[2], start=_END, end=_END),
    ),
)


def verification(verdict: Verdict, *places: QuotePlace, verified: bool = False) -> Verification:
    return Verification(GIVEN, GIVEN, 0, len(GIVEN), verdict, verified, places=places)


@BOTH
def test_everything_has_words(words: VerdictWords) -> None:
    assert set(words.titles) == set(get_args(Verdict))
    assert set(words.sentences) == set(get_args(Verdict)) - {"uncheckable"} | {"elsewhere"}
    assert set(words.in_one) == set(words.sentences)
    assert set(words.others) == set(words.titles)
    assert set(words.reasons) == set(get_args(Reason))
    assert set(words.kinds) == set(get_args(DifferenceKind))
    assert set(words.attributions) == set(get_args(AttributionVerdict))
    assert set(words.articles) == {"same", "changed", "missing"}


@pytest.mark.parametrize("name", [field.name for field in fields(VerdictWords)])
def test_both_languages_are_filled_in_alike(name: str) -> None:
    def placeholders(value: object) -> object:
        if isinstance(value, str):
            return {part for _, part, _, _ in Formatter().parse(value) if part is not None}
        if isinstance(value, tuple):
            return len(value)
        assert isinstance(value, dict)
        return {key: placeholders(phrase) for key, phrase in value.items()}

    assert placeholders(getattr(FRENCH, name)) == placeholders(getattr(ENGLISH, name))


def test_a_place_is_cut_at_what_differs_and_is_all_there() -> None:
    found = list(pieces(PLACE))
    assert found == [
        Piece("Il arrive ", "Il arrive "),
        Piece("vendredi", "jeudi", "words"),
        Piece(", dit-il, avec ", ", dit-il, avec "),
        Piece("sa ", "", "words"),
        Piece("femme", "femme"),
        Piece("", " et enfants", "words"),
        Piece(".", "."),
    ]
    assert "".join(piece.found for piece in found) == FOUND
    assert "".join(piece.quoted for piece in found) == GIVEN


def test_what_is_round_a_place_is_whole_words() -> None:
    place = replace(PLACE, prefix="éfendu son\n\npatron ", suffix=" après\tcela, ce fut un au")
    assert context_of(place) == ("…son patron ", " après cela, ce fut un…")
    assert context_of(replace(PLACE, prefix="", suffix="")) == ("", "")
    assert context_of(replace(PLACE, prefix="(", suffix=".")) == ("…(", ".…")


@BOTH
def test_one_sentence_for_each_verdict(words: VerdictWords) -> None:
    exact = replace(PLACE, differences=())
    there = verdict_in_words(verification("verbatim", exact, verified=True), words)
    elsewhere = verdict_in_words(verification("verbatim", exact), words)
    assert len({there, elsewhere}) == 2
    differing = replace(
        PLACE,
        differences=(
            difference("apostrophe", "", "-"),
            difference("space", "", " "),
            difference("space", "", " "),
        ),
    )
    typographic = verification("typographic", differing)
    assert kinds_in_words(typographic, words) == ", ".join(
        words.kinds[kind] for kind in ("apostrophe", "space")
    )
    assert kinds_in_words(typographic, words) in verdict_in_words(typographic, words)
    short = replace(verification("uncheckable"), reason="too_short")
    assert verdict_in_words(short, words) == words.reasons["too_short"]
    with_places = replace(short, places=(exact,))
    assert verdict_in_words(with_places, words).endswith(words.short_but_there)


@BOTH
def test_words_beside_the_quotation_are_said_not_to_be_checked(words: VerdictWords) -> None:
    text = "Ana a dit : « trois mots ici »."
    at = text.index("trois")
    found = Verification(text, "trois mots ici", at, at + 14, "absent", False)
    said = verdict_in_words(found, words)
    assert said == f"{words.only_quoted} {words.sentences['absent']}"
    said_by = replace(found, attribution=Attribution("Ana", "unknown"))
    assert verdict_in_words(said_by, words) == f"{words.only_said} {words.sentences['absent']}"
    alone = replace(found, text="« trois mots ici ».", quote_start=2, quote_end=16)
    assert verdict_in_words(alone, words) == words.sentences["absent"]


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Ana n'a jamais dit « trois mots ici »",
        "Ana a avoué hier sa fraude : « trois mots ici »",
        "« trois mots ici », a reconnu Ana",
        "X « trois mots ici »",
        "« trois mots ici » 2",
    ],
)
@pytest.mark.parametrize("given_to", [None, Attribution("Ana", "confirmed")])
def test_any_word_beside_the_quotation_is_remarked(
    words: VerdictWords, text: str, given_to: Attribution | None
) -> None:
    at = text.index("trois")
    found = Verification(
        text, "trois mots ici", at, at + 14, "verbatim", True, attribution=given_to
    )
    note = words.only_said if given_to else words.only_quoted
    assert verdict_in_words(found, words).startswith(f"{note} ")


@BOTH
def test_words_between_the_parts_of_a_quote_are_remarked(words: VerdictWords) -> None:
    aside = " », a menti Ana, « "
    text = f"« Il arrive{aside}vendredi »"
    at = text.index(aside)
    place = replace(
        PLACE,
        differences=(Difference("quotation_mark", aside, " ", at, at + len(aside), 9, 10),),
    )
    found = Verification(text, text[2:-2], 2, len(text) - 2, "typographic", False, places=(place,))
    assert verdict_in_words(found, words).startswith(words.only_quoted)
    dashes = replace(place.differences[0], kind="dash", quoted=" – ")
    found = replace(found, places=(replace(place, differences=(dashes,)),))
    assert not verdict_in_words(found, words).startswith(words.only_quoted)


@BOTH
def test_what_is_not_there_to_the_letter_is_not_headed_word_for_word(words: VerdictWords) -> None:
    exact = replace(PLACE, differences=())
    there = verification("verbatim", exact, verified=True)
    assert title_in_words(there, words) == words.titles["verbatim"]
    elsewhere = verification("verbatim", exact)
    assert title_in_words(elsewhere, words) == words.title_elsewhere
    quoted = Quoted(1, "a", "0" * 64, 0, 5, GIVEN)
    check = CitationCheck(quoted, "same", False, elsewhere)
    assert check_in_words(check, words) == f"{words.articles['same']} {words.in_one['elsewhere']}"


@BOTH
def test_somebody_elses_words_are_headed_so(words: VerdictWords) -> None:
    exact = replace(PLACE, differences=())
    found = verification("verbatim", exact, verified=True)
    for verdict in get_args(AttributionVerdict):
        given_to = replace(found, attribution=Attribution("Ana", verdict, "Bob"))
        others = words.others["verbatim"] if verdict == "contradicted" else ""
        assert title_in_words(given_to, words) == words.titles["verbatim"] + others


@BOTH
def test_a_quote_that_is_too_long_is_told_the_limit(words: VerdictWords) -> None:
    engine = Engine([make_document("Il arrive vendredi ici.", document_id="a")])
    longest = "mot " * (MAX_SEARCHED // 4 - 1) + "mots"
    assert engine.verify(longest).reason is None
    found = engine.verify(longest + "s")
    assert found.reason == "too_long"
    said = re.sub(r"[\s,]", "", verdict_in_words(found, words))
    assert str(MAX_SEARCHED) in said
    assert str(MAX_SEARCHED + 1) in said


def test_punctuation_that_differs_can_be_told_apart() -> None:
    said = difference_in_words(".", ";", FRENCH)
    assert said == "citation\u00a0: «\u00a0.\u00a0»\u00a0; article\u00a0: «\u00a0;\u00a0»"
    assert difference_in_words("", ";", ENGLISH) == "quote: (nothing); article: “;”"


def test_a_difference_of_nothing_is_not_shown() -> None:
    nothing = Difference("omission", "", "", 3, 3, 3, 3)
    place = replace(PLACE, differences=(nothing, *PLACE.differences))
    assert list(pieces(place)) == list(pieces(PLACE))
    assert kinds_in_words(verification("typographic", place), FRENCH) == "mots"


@BOTH
def test_to_whom_the_article_gives_it(words: VerdictWords) -> None:
    said = attribution_in_words(Attribution("Ana", "contradicted", "Bob"), words)
    assert said.index("Ana") < said.index("Bob")
    assert "None" not in attribution_in_words(Attribution("Ana", "unknown"), words)


def test_the_language_is_that_of_the_quote_else_of_the_article(engine: Engine) -> None:
    document_id = engine.documents[0].id
    exact = replace(PLACE, document_id=document_id, differences=())
    assert verdict_language(verification("absent"), engine) == "fr"
    unknown = replace(verification("verbatim", exact), text="Zog 12 Zog")
    assert verdict_language(unknown, engine) == "fr"
    assert verdict_language(unknown, engine, default="en") == "en"
    # That of most articles.
    assert verdict_language(replace(unknown, places=()), engine) == "fr"
    assert verdict_language(replace(unknown, places=()), Engine([])) == "en"
    german = replace(unknown, places=(), text="Der Vertrag ist nicht das, was er war")
    assert verdict_language(german, engine, default="fr") == "fr"
    assert [words_for(code).language for code in ("fr", "en", "de")] == ["fr", "en", "en"]


def test_in_a_terminal_what_differs_is_marked_as_wdiff_does() -> None:
    altered = verification("altered", PLACE)
    assert format_verification(altered, FRENCH, colour=False) == (
        "Citation modifiée\n"
        f"{FRENCH.sentences['altered']}\n\n"
        "    …avant Il arrive [-jeudi-]{+vendredi+}, dit-il, avec {+sa +}femme[- et enfants-]."
        " après…\n"
        "    Un titre, § 2, caractères 0-42, a\n"
        "    citation\u00a0: «\u00a0jeudi\u00a0»\u00a0; article\u00a0: «\u00a0vendredi\u00a0»\n"
        "    citation\u00a0: (rien)\u00a0; article\u00a0: «\u00a0sa\u00a0»\n"
        "    citation\u00a0: «\u00a0et enfants\u00a0»\u00a0; article\u00a0: (rien)"
    )
    coloured = format_verification(altered, FRENCH, colour=True)
    assert "\x1b[31;9mjeudi\x1b[0m\x1b[32;1mvendredi\x1b[0m" in coloured


def test_many_places_are_not_all_shown_in_a_terminal() -> None:
    places = [replace(PLACE, differences=(), passage=number) for number in range(1, 30)]
    lines = format_verification(verification("absent", *places), FRENCH, colour=False)
    assert lines.count("Un titre, §") == 10
    assert lines.endswith("\n    et ailleurs")
