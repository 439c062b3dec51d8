"""A quote of an article that has changed, or is gone, is verified in the version it is of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index import Engine, Quoted, UnknownDocumentError, make_document
from index.documents import Versions
from index.errors import InputError

BEFORE = "Le projet de Foix doit créer 120 emplois. Il a été lancé en mars."
AFTER = "Le projet de Foix doit créer 95 emplois. Il a été lancé en mars."
QUOTE = "Le projet de Foix doit créer 120 emplois."
SAME = "Il a été lancé en mars."

OLD = make_document(BEFORE, document_id="foix")
NEW = make_document(AFTER, document_id="foix")
OTHER = make_document("Il a plu à Pau.", document_id="pau")


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    versions = Versions(tmp_path)
    versions.keep([OLD])
    return versions


@pytest.fixture(params=[NEW, OTHER], ids=["changed", "gone"])
def engine(request: pytest.FixtureRequest, versions: Versions) -> Engine:
    return Engine([request.param], versions=versions)


def quoted(text: str) -> Quoted:
    start = BEFORE.index(text)
    return Quoted(1, "foix", OLD.sha256, start, start + len(text), text)


def test_a_quote_is_verified_in_the_version_that_is_named(engine: Engine) -> None:
    is_gone = "foix" not in {document.id for document in engine.documents}
    for place in ({}, {"document_id": "foix"}, {"document_id": "foix", "start": 0, "end": 41}):
        found = engine.verify(QUOTE, document_sha256=OLD.sha256, **place)  # type: ignore[arg-type]
        assert (found.verdict, found.verified) == ("verbatim", True)
        (place_found,) = found.places
        start, end = place_found.start_char_index, place_found.end_char_index
        assert BEFORE[start:end] == place_found.text == QUOTE
        assert place_found.document_sha256 == OLD.sha256
        assert found.past
        assert found.past.is_gone is is_gone
        assert found.past.as_of == datetime.now(UTC).date()


def test_without_a_version_only_the_articles_of_now_are_looked_in(engine: Engine) -> None:
    found = engine.verify(QUOTE)
    assert not found.verified
    assert found.past is None
    assert all(place.document_sha256 != OLD.sha256 for place in found.places)


def test_what_the_version_does_not_have_is_not_verified_in_it(engine: Engine) -> None:
    found = engine.verify("Le projet de Foix doit créer 95 emplois.", document_sha256=OLD.sha256)
    assert (found.verdict, found.verified) == ("altered", False)
    assert found.past
    with pytest.raises(InputError):
        engine.verify(QUOTE, document_id="foix", document_sha256=OLD.sha256, start=500, end=600)


def test_an_old_answer_stands_by_its_version_and_says_what_became_of_it(versions: Versions) -> None:
    engine = Engine([NEW], versions=versions)
    first, second = engine.verify_answer([quoted(QUOTE), quoted(SAME)])
    assert (first.article, first.stands, first.still_there) == ("changed", True, False)
    assert (second.article, second.stands, second.still_there) == ("changed", True, True)
    assert first.verification.past
    (check,) = Engine([OTHER], versions=versions).verify_answer([quoted(QUOTE)])
    assert (check.article, check.stands, check.still_there) == ("missing", True, None)


def test_a_made_up_quote_of_an_old_version_does_not_stand(engine: Engine) -> None:
    made = replace(quoted(QUOTE), text=QUOTE.replace("120", "900"))
    moved = replace(quoted(QUOTE), start=1, end=42)
    for given in (made, moved, replace(made, start=900, end=941)):
        (check,) = engine.verify_answer([given])
        assert not check.stands


def test_a_version_that_is_not_kept_is_as_before(tmp_path: Path) -> None:
    engine = Engine([NEW], versions=Versions(tmp_path))
    (check,) = engine.verify_answer([quoted(SAME)])
    assert (check.article, check.stands, check.still_there) == ("changed", True, None)
    assert check.verification.past is None
    found = engine.verify(QUOTE, document_id="foix", document_sha256=OLD.sha256)
    assert found.reason == "unknown_version"
    with pytest.raises(UnknownDocumentError):
        engine.verify("x", document_id="b", document_sha256=OLD.sha256, start=0, end=1)


def test_the_version_of_now_is_no_past(versions: Versions) -> None:
    engine = Engine([OLD], versions=versions)
    assert engine.past("foix", OLD.sha256) is None
    assert engine.verify(QUOTE, document_sha256=OLD.sha256).past is None
    (check,) = engine.verify_answer([quoted(QUOTE)])
    assert (check.article, check.stands, check.still_there) == ("same", True, None)


def test_excerpts_of_an_old_answer_are_those_of_its_version(versions: Versions) -> None:
    answer = Engine([OLD]).ask("Combien d'emplois le projet de Foix doit-il créer ?")
    citations = answer.citations or answer.closest
    for document, is_gone in ((NEW, False), (OTHER, True)):
        engine = Engine([document], versions=versions)
        assert all(map(engine.holds, citations))
        for excerpt in engine.excerpts(citations):
            assert BEFORE[excerpt.start : excerpt.end] == excerpt.text
            assert excerpt.past
            assert excerpt.past.is_gone is is_gone
    without = Engine([NEW])
    assert not any(map(without.holds, citations))
    with pytest.raises(UnknownDocumentError):
        without.excerpts(citations)
