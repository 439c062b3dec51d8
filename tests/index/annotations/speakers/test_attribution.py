"""Who said what, by the gold sets of `tests/data`, in the first article, and on any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine
from index.annotations.names import find_article_names
from index.annotations.speakers.attribution import Speakers, attribute_quotations
from index.documents.cut import cut_document
from tests.index.annotations import gold
from tests.index.helpers import CERTAIN, document
from tests.strategies import articles


def attribute(article: Document) -> Speakers:
    cut = cut_document(article)
    return attribute_quotations(cut, find_article_names(cut))


def said(text: str, language: str = "fr") -> list[tuple[str, str]]:
    """Return what is said in `text`, and who says it."""
    cut = gold.cut_row({"language": language, "text": text})
    text = cut.document.text
    return [
        (text[s.start : s.end], text[s.speaker_start : s.speaker_end])
        for s in attribute_quotations(cut, find_article_names(cut)).speeches
    ]


@pytest.mark.parametrize("row", gold.SPEECH, ids=lambda row: row["text"])
def test_gold(row: dict[str, Any]) -> None:
    score = gold.score_speeches(row)
    assert (score.wrong, score.missed) == (0, 0), said(row["text"], row["language"])


def test_no_wrong_speaker_in_further_passages() -> None:
    score = gold.total([gold.score_speeches(row) for row in gold.SPEECH_FURTHER])
    assert (score.right, score.wrong, score.missed) == (8, 0, 3)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("« Oui », Jean Morel a dit.", ["Jean Morel"]),
        ("Jean Morel n'a pas dit « oui ».", []),
        ("« Oui », a dit M. Trump sur sa plateforme.", ["M. Trump"]),
        ("« Oui », ont dit Anne Lefort et Paul Simon.", ["Anne Lefort et Paul Simon"]),
        ("« Oui », a dit son patron Dario Amodei, qui part.", ["Dario Amodei"]),
        ("« Oui », a dit son avocat, Me Yann Le Goff.", ["son avocat, Me Yann Le Goff"]),
        ("« Oui », a dit à l'AFP Teresa Quintal, une passagère.", ["Teresa Quintal"]),
        ("« Oui », proteste Jean Morel.", ["Jean Morel"]),
        ("« Oui », déplore Jean Morel.", ["Jean Morel"]),
        ("« Oui », cela va.", []),
    ],
)
def test_the_words_that_name_a_speaker(text: str, speakers: list[str]) -> None:
    assert [who for _, who in said(text)] == speakers


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("« Oui », a dit Jean Morel. « Non », a-t-il répondu.", ["Jean Morel"]),  # another's
        ("Mme Roche est venue. « Oui », a-t-il dit.", []),
        ("Mme Roche est venue. « Oui », a-t-elle dit.", ["Mme Roche"]),
    ],
)
def test_whom_a_pronoun_means(text: str, who: list[str]) -> None:
    assert [speaker for _, speaker in said(text)] == who


def test_the_first_article(seed_document: Document) -> None:
    text = seed_document.text
    found = [
        (text[s.start : s.end].removeprefix('"')[:17], text[s.speaker_start : s.speaker_end])
        for s in attribute(seed_document).speeches
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


def test_who_speaks_in_a_sentence(seed_document: Document) -> None:
    speakers = attribute(seed_document)
    text = seed_document.text
    start = text.index('"Aucune intimidation')
    place = speakers.speaker_of(start, start + 20)
    assert place
    assert text[slice(*place)] == "Anthropic"
    assert speakers.speaker_of(0, 20) is None


def test_of_several_speakers_the_one_whose_words_are_asked_for() -> None:
    text = "Jean Morel a dit « oui » ; Anne Roy a dit « non »."
    speakers = attribute(document(text))
    assert speakers.speaker_of(0, len(text)) is None
    at = text.index("non")
    place = speakers.speaker_of(0, len(text), within=(at, at + 3))
    assert place
    assert text[slice(*place)] == "Anne Roy"


def test_a_citation_names_its_speaker(seed_document: Document) -> None:
    engine = Engine([seed_document], weights=CERTAIN)
    (citation,) = engine.ask("Quel est le montant du contrat ?").citations
    start, end = citation.speaker_start_char_index, citation.speaker_end_char_index
    assert citation.speaker == "Dario Amodei" == seed_document.text[start:end]


@pytest.mark.parametrize(
    ("text", "speaker", "unnamed"),
    [
        ('Anne Roy a quitté Lyon. "Je pars à Nice", a-t-elle dit.', "Anne Roy", "Anne Roy"),
        ('"Je pars à Nice", a dit Anne Roy.', "Anne Roy", None),
        ('La maire Anne Roy est là. "Je pars à Nice", a dit Mme Roy.', "Mme Roy", None),
        ("Anne Roy part à Nice.", None, None),
    ],
)
def test_a_speaker_is_unnamed_where_the_quote_does_not_contain_the_words(
    text: str, speaker: str | None, unnamed: str | None
) -> None:
    answer = Engine([document(text)], weights=CERTAIN).ask("Qui part à Nice ?")
    (quote,) = [citation for citation in answer.citations if "Nice" in citation.cited_text]
    assert (quote.speaker, quote.unnamed_speaker) == (speaker, unnamed)


_SAYING = st.sampled_from(
    ['"', "«", "» ", "“", "”", ", ", ". ", "a dit ", "M. ", "Jean ", "selon ", "said ", "que ",
     "a-t-il ", "le maire ", "d'", "\n\n", ": ", "et ", "ajoutant ", "son ", "s'est ", "Le "]
)  # fmt: skip


@given(
    st.one_of(articles, st.lists(_SAYING, max_size=40).map("".join)),
    st.sampled_from(("fr", "en", "de", "es", "und")),
)
def test_speeches_lie_in_the_article(text: str, language: str) -> None:
    cut = gold.cut_row({"language": language, "text": text})
    names = find_article_names(cut)
    found = attribute_quotations(cut, names)
    whole = cut.document.text
    for s in found.speeches:
        assert cut.document.body_start <= s.start < s.end <= len(whole)
        assert whole[s.speaker_start : s.speaker_end].strip()
    assert found == attribute_quotations(cut, names)
