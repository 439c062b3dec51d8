"""Who said what, by the gold speakers of `data/speech.json` and in the first article."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine, ask
from index.annotations.speakers.attribution import (
    find_speaker,
    speaker_terms,
    speeches,
    speeches_of,
)
from index.documents.passages import cut_passages
from tests.index.helpers import CERTAIN, document
from tests.paths import DATA
from tests.strategies import articles

GOLD: list[dict[str, Any]] = json.loads((DATA / "speech.json").read_text("utf-8"))


def article(text: str, language: str = "fr") -> Document:
    return Document(
        id="a", title="", text=text, language=language, published_at=None, url=None, sha256="",
        body_start=0,
    )  # fmt: skip


def said(text: str, language: str = "fr") -> list[tuple[str, str]]:
    """What is said in `text`, and who says it."""
    source = article(text, language)
    return [
        (text[s.start : s.end], text[s.speaker_start : s.speaker_end]) for s in speeches_of(source)
    ]


@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["text"])
def test_gold(row: dict[str, Any]) -> None:
    found = said(row["text"], row["language"])
    gold = [(one["says"], one["speaker"]) for one in row["speeches"]]
    for words, speaker in gold:
        assert any(words in text and speaker == who for text, who in found), words
    for text, who in found:
        assert any(words in text and speaker == who for words, speaker in gold), text


def test_no_wrong_speaker_in_further_passages() -> None:
    path = DATA / "speech_further.json"
    right = wanted = 0
    for row in json.loads(path.read_text("utf-8")):
        gold = [(one["says"], one["speaker"]) for one in row["speeches"]]
        found = said(row["text"], row["language"])
        for text, who in found:
            assert any(words in text and speaker == who for words, speaker in gold), text
        wanted += len(gold)
        right += sum(any(words in t and who == w for t, w in found) for words, who in gold)
    assert (right, wanted) == (7, 11)


def test_the_first_article(seed_document: Document) -> None:
    text = seed_document.text
    found = [
        (text[s.start : s.end].removeprefix('"')[:17], text[s.speaker_start : s.speaker_end])
        for s in speeches_of(seed_document)
    ]
    assert found == [
        ("Ce soir, nous avo", "le patron d'OpenAI, Sam Altman"),
        ("cet accord intègr", "M. Altman"),
        ("Nous mettrons éga", "le patron d'OpenAI"),
        ("Nous n'en avons p", "le président américain"),
        ("Leur égoïsme met ", "M. Trump"),
        ("Les Etats-Unis ne", "M. Trump"),
        ('trahison"', "Le ministre de la Défense Pete Hegseth"),
        ("caprices idéologi", "Le ministre de la Défense Pete Hegseth"),
        ('que "cette désign', "Anthropic"),
        ("Aucune intimidati", "Anthropic"),
        ("Dans un nombre re", "Dario Amodei"),
        ("Utiliser ces syst", "Dario Amodei"),
        ("que les systèmes ", "Le dirigeant quadragénaire"),
        ("Les armes entière", "Dario Amodei"),
        ("Nous ne fourniron", "Dario Amodei"),
        ("avoir demandé au ", "Sam Altman"),
        ("Nous avons exprim", "Sam Altman"),
    ]


def test_a_citation_names_its_speaker(seed_document: Document) -> None:
    (citation,) = ask(Engine([seed_document]), "Quel est le montant du contrat ?").citations
    start, end = citation.speaker_start_char_index, citation.speaker_end_char_index
    assert citation.speaker == "Dario Amodei" == seed_document.text[start:end]


@pytest.mark.parametrize(
    ("text", "speaker", "unnamed"),
    [
        ('Anne Roy a quitté Lyon. "Je pars à Nice", a-t-elle dit.', "Anne Roy", "Anne Roy"),
        ('"Je pars à Nice", a dit Anne Roy.', "Anne Roy", None),
        (
            'La maire Anne Roy est là. "Je pars à Nice", a dit Mme Roy.',
            "Mme Roy",
            None,
        ),
        ("Anne Roy part à Nice.", None, None),
    ],
)
def test_a_speaker_is_unnamed_where_the_quote_does_not_hold_the_words(
    text: str, speaker: str | None, unnamed: str | None
) -> None:
    answer = ask(Engine([document(text)], weights=CERTAIN), "Qui part à Nice ?")
    (said,) = [citation for citation in answer.citations if "Nice" in citation.cited_text]
    assert (said.speaker, said.unnamed_speaker) == (speaker, unnamed)


def test_the_terms_of_a_speaker(seed_document: Document) -> None:
    start = seed_document.text.index('"Aucune intimidation')
    assert find_speaker(seed_document, start, start + 20)
    assert speaker_terms(seed_document, start, start + 20) == {"anthropic"}
    assert not speaker_terms(seed_document, 0, 20)


_SAYING = st.sampled_from(
    ['"', "«", "» ", "“", "”", ", ", ". ", "a dit ", "M. ", "Jean ", "selon ", "said ", "que ",
     "a-t-il ", "le maire ", "d'", "\n\n", ": ", "et ", "ajoutant "]
)  # fmt: skip


@given(
    st.one_of(articles, st.lists(_SAYING, max_size=40).map("".join)),
    st.sampled_from(("fr", "en", "de", "es", "und")),
)
def test_offsets_lie_in_the_text(text: str, language: str) -> None:
    source = article(text, language)
    for s in speeches(source, cut_passages(source)):
        assert 0 <= s.start < s.end <= len(text)
        assert text[s.speaker_start : s.speaker_end].strip()
