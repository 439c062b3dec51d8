from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from bot.telegram.context import context_message
from bot.telegram.phrases import ENGLISH, FRENCH, Phrases
from bot.telegram.text import Message, utf16_length
from index import Document, Engine
from tests.bot.telegram.helpers import check_message, quotes, styled
from tests.index.helpers import CERTAIN, UNCERTAIN, document
from tests.strategies import articles, questions


def context(text: str, question: str, *, phrases: Phrases = FRENCH) -> Message:
    engine = Engine([document(text)], weights=CERTAIN)
    answer = engine.ask(question)
    message = context_message(engine, answer, phrases)
    assert message
    check_message(message)
    return message


def test_a_paragraph_of_the_seed(engine: Engine) -> None:
    answer = engine.ask("Anthropic va-t-elle aller en justice ?")
    message = context_message(engine, answer, ENGLISH)
    assert message
    best, context = answer.citations
    assert (best.role, context.role) == ("answer", "context")
    text = engine.documents[0].text
    start = text.index("Le ministre de la Défense Pete Hegseth")
    excerpt = text[start : text.index("( AFP / FABRICE COFFRINI )") + 26]
    assert message.text == (
        "In the article, what answers is underlined:\n\n"
        f"{excerpt}\n"
        "[1] [2] OpenAI a annoncé à un accord avec le Pentagone…, 28 February 2026, §\u00a012"
    )
    assert context.cited_text in excerpt
    assert styled(message) == [("blockquote", excerpt), ("underline", best.cited_text)]


def test_the_paragraphs_of_an_article_come_in_reading_order() -> None:
    fill = "Rien ici. Rien là.\n\n" * 3
    text = f"Titre\n\nLa société Zorg est à Lyon. Il pleut.\n\n{fill}Elle a un pont. Fin."
    engine = Engine([document(text)], weights=CERTAIN)
    answer = engine.ask("pont")
    (best,) = answer.citations
    earlier = engine.ask("Zorg").citations[0]
    both = replace(answer, citations=(best, replace(earlier, number=2, role="context")))
    message = context_message(engine, both, ENGLISH)
    assert message
    assert message.text.endswith(
        "La société Zorg est à Lyon. Il pleut.\n[2] Titre, §\u00a02\n\n"
        "Elle a un pont. Fin.\n[1] Titre, §\u00a06"
    )
    assert styled(message, "underline") == [("underline", "Elle a un pont.")]


def test_the_short_answer_is_bold_where_it_stands(engine: Engine) -> None:
    answer = engine.ask("Quel est le montant du contrat ?")
    message = context_message(engine, answer, FRENCH)
    assert message
    assert [style for style, _ in styled(message)] == ["blockquote", "underline", "bold"]
    assert styled(message, "bold") == [("bold", "200 millions de dollars")]


def test_two_paragraphs_far_apart() -> None:
    message = context("Titre\n\nGamma delta. Un.\n\nDeux.\n\nTrois.\n\nGamma delta. Fin.", "gamma")
    assert quotes(message) == ["Gamma delta. Un.", "Gamma delta. Fin."]
    assert message.text == (
        f"{FRENCH.context}\n\n"
        "Gamma delta. Un.\n[1] Titre, §\u00a02\n\n"
        "Gamma delta. Fin.\n[2] Titre, §\u00a05"
    )


def test_quotes_of_two_paragraphs_in_one_excerpt_have_a_line_each() -> None:
    message = context("Titre\n\nGamma delta.\n\nDeux mots.\n\nGamma delta.", "gamma")
    assert message.text.endswith("[1] Titre, §\u00a02\n[2] Titre, §\u00a04")
    assert styled(message, "underline") == [("underline", "Gamma delta.")] * 2


def test_what_does_not_fit_is_left_out_by_sentences() -> None:
    sentences = [f"La phrase numéro {n} parle encore de tout et de rien." for n in range(200)]
    sentences[100] = "Ici Gamma delta."
    text = " ".join(sentences)
    message = context(f"Titre\n\n{text}\n\nFin.", "gamma")
    (quote,) = quotes(message)
    assert quote in text
    assert quote.startswith("La phrase numéro ")
    assert quote.endswith("rien.")
    before, after = quote.split("Ici Gamma delta.")
    assert abs(before.count("La phrase") - after.count("La phrase")) <= 1
    assert message.text == (f"{FRENCH.context}\n\n[…]\n{quote}\n[…]\n[1] Titre, §\u00a02")
    assert utf16_length(message.text) > 4096 - 60  # as much as fits


@pytest.mark.parametrize(("place", "marks"), [(0, "{q}\n[…]\n"), (199, "[…]\n{q}\n")])
def test_at_an_end_of_the_paragraph_one_side_is_left_out(place: int, marks: str) -> None:
    sentences = [f"La phrase numéro {n} parle encore de tout et de rien." for n in range(200)]
    sentences[place] = "Ici Gamma delta."
    message = context(f"Titre\n\n{' '.join(sentences)}\n\nFin.", "gamma")
    (quote,) = quotes(message)
    assert message.text == f"{FRENCH.context}\n\n{marks.format(q=quote)}[1] Titre, §\u00a02"


def test_between_two_quotes_far_apart_in_one_paragraph() -> None:
    sentences = [f"La phrase numéro {n} parle encore de tout et de rien." for n in range(200)]
    sentences[20] = sentences[180] = "Ici Gamma delta."
    text = " ".join(sentences)
    message = context(f"Titre\n\n{text}\n\nFin.", "gamma")
    one, two = quotes(message)
    assert one in text
    assert two in text
    assert message.text == (
        f"{FRENCH.context}\n\n[…]\n{one}\n[…]\n{two}\n[…]\n[1] [2] Titre, §\u00a02"
    )
    assert styled(message, "underline") == [("underline", "Ici Gamma delta.")] * 2


def test_quotes_that_do_not_fit_are_named_by_their_places() -> None:
    wide = "𝒜" * 940 + " gamma."
    message = context(
        f"Titre\n\n{wide}\n\nUn.\n\nDeux.\n\n{wide}\n\nTrois.\n\nQuatre.\n\n{wide}", "gamma"
    )
    assert message == Message(
        f"{FRENCH.context_too_long}\n[1] Titre, §\u00a02\n[2] Titre, §\u00a05\n[3] Titre, §\u00a08"
    )


def test_the_context_of_what_is_no_answer_says_so() -> None:
    engine = Engine([document("Alpha beta. Un.\n\nGamma delta. Fin.")], weights=UNCERTAIN)
    answer = engine.ask("gamma")
    message = context_message(engine, answer, FRENCH)
    assert message
    assert message.text.startswith(FRENCH.context_of_nearest)
    assert len(styled(message, "underline")) == 2


def test_no_context_of_nothing(seed_document: Document) -> None:
    engine = Engine([seed_document])  # by their meaning, some sentences are the nearest to any
    answer = engine.ask("Xylophone zygomatique ?")
    assert context_message(engine, answer, FRENCH) is None


@given(articles, articles, questions)
def test_block_quotes_hold_the_article_alone(one: str, two: str, question: str) -> None:
    sources = [document(one), document(two, document_id="b")]
    for made in (CERTAIN, UNCERTAIN):
        engine = Engine(sources, weights=made)
        answer = engine.ask(question)
        message = context_message(engine, answer, FRENCH)
        shown = answer.citations or answer.closest[:2]
        assert (message is None) == (not shown)
        if message:
            check_message(message)
            for quote in quotes(message):
                assert any(quote in source.text for source in sources)
            underlined = sorted(text for _, text in styled(message, "underline"))
            assert underlined == sorted(c.cited_text for c in shown if c.role != "context")
            bold = [text for _, text in styled(message, "bold")]
            assert bold == ([answer.answer] if answer.answer else [])
