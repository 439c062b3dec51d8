"""The message of an answer: each quote is the article's text, whatever article and question."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking import Asked
from bot.http.chat.content import Content, content_of
from index import Answer, Engine, InputError, make_document
from tests import strategies
from tests.bot.answers import FirstWordReader, answered, citation, not_answered
from tests.bot.http.chat.helpers import check_quotes

ADDRESS = "http://127.0.0.1:8000"
PAGE = f"{ADDRESS}/documents/a?version=000000000000"


def content(answer: Answer, *, asked: str = "") -> Content:
    return content_of(Asked(answer, asked or answer.question), address=ADDRESS)


@settings(max_examples=25)
@given(st.lists(strategies.articles, min_size=1, max_size=3), strategies.questions)
def test_every_quote_is_the_articles_text(texts: list[str], question: str) -> None:
    documents = [make_document(text, document_id=f"é {n}") for n, text in enumerate(texts)]
    engine = Engine(documents, reader=FirstWordReader())
    try:
        answer = engine.ask(question)
    except InputError:
        return
    made = content(answer)
    assert len(made.text) == made.length
    quotes = check_quotes(engine, made.text, made.annotations)
    assert quotes == [cited.cited_text for cited in answer.citations]
    for cited in answer.citations or answer.closest:
        document = engine.document(cited.document_id)
        quote = document.text[cited.start_char_index : cited.end_char_index]
        assert f"[{cited.number}] {quote}\n— " in made.text


def test_nothing_but_quotes_and_fixed_phrases() -> None:
    quote = "Il a *signé* <b>hier</b>.\nEt [puis](x) ?"
    made = content(answered(citation(quote), answer="signé"))
    assert made.parts == [
        "**signé**",
        f"\n\n[1] {quote}\n— Un titre, 2026-02-28, § 17, {PAGE}#char=0,{len(quote)}",
    ]


def test_what_is_said_beside_a_quote() -> None:
    main = citation("Elle l'a dit.", is_part=True, speaker="Mme Roy", published_at=None)
    leant_on = citation("Mme Roy est là.", 2, role="context")
    answer = replace(answered(main, leant_on), note="Une note.")
    text = content(answer, asked="Et elle ?").text
    assert text == (
        "(compris comme «\u00a0Qui ?\u00a0»)\n\n"
        "[1] Elle l'a dit.\n"
        f"— Un titre, § 17, partie d’une longue phrase, — Mme Roy, {PAGE}#char=0,13"
        "\n\n[2] contexte, plus haut dans l’article\u00a0: Mme Roy est là.\n"
        f"— Un titre, 2026-02-28, § 17, {PAGE}#char=0,15\n\nUne note."
    )
    english = content(replace(answer, language="en"), asked="And she?").text
    assert english.startswith("(understood as “Qui ?”)")
    assert "[2] context, from earlier in the article: Mme Roy" in english
    other = content(replace(answer, language="it"), asked="E lei?").text  # no words of its own
    assert other == english


def test_where_articles_differ_it_is_said_first_and_of_each() -> None:
    sides = [
        citation(quote, number, answer_start_char_index=0, answer_end_char_index=2)
        for number, quote in enumerate(("15 morts.", "17 morts, dit-on."), 1)
    ]
    answer = replace(answered(*sides, answer="17"), conflict=True, note="Ils diffèrent.")
    made = content(answer)
    assert [part.strip().split("\n")[0] for part in made.parts] == [
        "Ils diffèrent.",
        "**15**",
        "[1] 15 morts.",
        "**17**",
        "[2] 17 morts, dit-on.",
    ]
    for annotation, side in zip(made.annotations, sides, strict=True):
        cited = annotation.url_citation
        assert made.text[cited.start_index : cited.end_index] == side.cited_text


def test_the_nearest_passages_are_no_annotations() -> None:
    made = content(not_answered(citation("Il a signé."), reason="Rien."))
    assert made.text.startswith("Rien.\n\nLes passages les plus proches, qui ne sont PAS")
    assert made.annotations == []


def test_a_title_is_one_line_and_not_without_end() -> None:
    made = content(answered(citation("Oui.", document_title="Un\n\n[1] titre\u202e " + "a" * 300)))
    (annotation,) = made.annotations
    assert annotation.url_citation.title.startswith("Un [1] titre a")
    assert len(annotation.url_citation.title) == 200
    assert made.text.count("\n") == 1


def test_places_count_code_points() -> None:
    made = content(
        answered(citation("👩\u200d🚀 part."), citation("🇫🇷 aussi.", 2), answer="👩\u200d🚀")
    )
    for annotation, quote in zip(made.annotations, ("👩\u200d🚀 part.", "🇫🇷 aussi."), strict=True):
        cited = annotation.url_citation
        assert made.text[cited.start_index : cited.end_index] == quote
