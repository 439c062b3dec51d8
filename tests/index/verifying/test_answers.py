"""A whole answer, verified later: each quote against the version it was taken from."""

from __future__ import annotations

from dataclasses import replace

from index import Citation, Engine, Quoted
from tests.index.helpers import document
from tests.index.verifying.helpers import verifier

OLD = document("Le chat du voisin dort. Il rêve de souris grises.", document_id="a")
QUOTED = Quoted(1, "a", OLD.sha256, 0, 23, "Le chat du voisin dort.")


def test_an_answer_still_stands(engine: Engine) -> None:
    answer = engine.ask("Quel est le montant du contrat ?")
    quotes = [quoted(citation) for citation in answer.citations]
    checks = engine.verify_answer(quotes)
    assert [check.quoted for check in checks] == quotes
    for check, citation in zip(checks, answer.citations, strict=True):
        assert (check.article, check.stands) == ("same", True)
        assert check.verification.verified
        assert check.verification.places[0].text == citation.cited_text


def quoted(citation: Citation) -> Quoted:
    return Quoted(
        citation.number,
        citation.document_id,
        citation.document_sha256,
        citation.start_char_index,
        citation.end_char_index,
        citation.cited_text,
    )


def test_the_same_version() -> None:
    one = verifier(OLD)
    (check,) = one.verify_answer([QUOTED])
    assert (check.article, check.stands) == ("same", True)
    for wrong in (
        replace(QUOTED, text="Le chat du voisin mange."),
        replace(QUOTED, start=1, end=24),
        replace(QUOTED, start=-1),
        replace(QUOTED, end=10_000),
        replace(QUOTED, start=23, end=0),
        replace(QUOTED, text=""),
    ):
        (check,) = one.verify_answer([wrong])
        assert (check.article, check.stands) == ("same", False)
    (check,) = one.verify_answer([replace(QUOTED, start=1, end=24)])
    assert check.verification.verdict == "verbatim"
    assert check.verification.places[0].start_char_index == 0


def test_a_version_that_has_changed_since() -> None:
    longer = "Mis à jour. Le chat du voisin dort. Il rêve de souris grises."
    (check,) = verifier(longer).verify_answer([QUOTED])
    assert (check.article, check.stands) == ("changed", True)
    (place,) = check.verification.places
    assert (place.start_char_index, place.end_char_index) == (12, 35)

    (check,) = verifier("Le chat du voisin mange.").verify_answer([QUOTED])
    assert (check.article, check.stands) == ("changed", False)
    assert check.verification.verdict == "altered"

    (check,) = verifier("Le chien court dans la rue.").verify_answer([QUOTED])
    assert (check.article, check.stands) == ("changed", False)
    assert check.verification.verdict == "absent"


def test_a_short_sentence_can_still_be_there() -> None:
    short = Quoted(1, "a", "0" * 64, 24, 33, "Il dort.")
    (check,) = verifier("Le chat est là. Il dort.").verify_answer([short])
    assert (check.article, check.stands) == ("changed", True)
    assert check.verification.places[0].text == "Il dort."
    (check,) = verifier("Le chat est là. Il mange.").verify_answer([short])
    assert (check.article, check.stands) == ("changed", False)
    assert check.verification.reason == "too_short"


def test_a_quote_with_quotation_marks_is_all_quote() -> None:
    text = '"Nous partons", a dit Anne. "Nous ne reviendrons pas ici."'
    article = document(text, document_id="a")
    whole = Quoted(1, "a", "0" * 64, 0, 27, text[:27])
    (check,) = verifier(article).verify_answer([whole])
    assert (check.article, check.stands) == ("changed", True)
    assert check.verification.quote == text[:27]


def test_an_article_that_is_gone() -> None:
    (check,) = verifier(OLD).verify_answer([replace(QUOTED, document_id="b")])
    assert (check.article, check.stands) == ("missing", False)
    assert (check.verification.verdict, check.verification.reason) == (
        "uncheckable",
        "unknown_document",
    )


def test_an_empty_answer() -> None:
    assert verifier(OLD).verify_answer([]) == ()
