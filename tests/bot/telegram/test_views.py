"""What a message shows of an answer: its text, its entities and its buttons.

Past 400 lines: one test for each form of an answer, and the limits of a message.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from bot.telegram.phrases import ENGLISH, FRENCH
from bot.telegram.text import MAX_TEXT, Message, utf16_length
from bot.telegram.views import (
    answer_messages,
    articles_message,
    inline_results,
    other_message,
    start_message,
)
from index import Document, Engine, make_document
from index.answering.no_answer import reader_note
from index.documents.sentences import MAX_SENTENCE
from tests.bot.answers import answered, citation, not_answered
from tests.bot.telegram.helpers import check_message, quotes, styled
from tests.index.helpers import CERTAIN, UNCERTAIN, document
from tests.strategies import articles, questions

WIDEST = "👍" * MAX_SENTENCE  # no quote has more UTF-16 units than this
NOTE = reader_note("de", {"en", "es", "fr"}, said_in="fr")  # the longest


def only(messages: tuple[Message, ...]) -> Message:
    (message,) = messages
    return message


# --- answers ---


def test_an_answer_over_the_seed(engine: Engine) -> None:
    answer = engine.ask("Quel est le montant du contrat ?")
    message = only(answer_messages(answer, FRENCH))
    quote = answer.citations[0].cited_text
    title = "OpenAI a annoncé à un accord avec le Pentagone…"
    assert message.text == (
        f"200 millions de dollars\n\n{quote}\n"
        f"[1] {title}, 28 février 2026, §\u00a016, juin = juin 2025"
    )
    assert styled(message) == [
        ("bold", "200 millions de dollars"),
        ("blockquote", quote),
        ("bold", "200 millions de dollars"),
    ]
    english = only(answer_messages(answer, ENGLISH))
    assert english.text.endswith(f"[1] {title}, 28 February 2026, §\u00a016, juin = June 2025")


def test_a_follow_up_says_how_it_was_read() -> None:
    answer = answered(
        citation("Le maire a signé.", answer_start_char_index=3, answer_end_char_index=8),
        answer="maire",
    )
    message = only(answer_messages(answer, FRENCH, understood_as="Qui a\nsigné ?"))
    assert message.text.startswith(
        "compris comme «\u00a0Qui a signé ?\u00a0»\n\nmaire\n\nLe maire a signé.\n[1] "
    )
    assert styled(message) == [
        ("italic", "compris comme «\u00a0Qui a signé ?\u00a0»"),
        ("bold", "maire"),
        ("blockquote", "Le maire a signé."),
        ("bold", "maire"),
    ]


def test_no_short_answer_no_line_for_it() -> None:
    message = only(answer_messages(answered(citation("Un mot.")), FRENCH))
    assert message.text == "Un mot.\n[1] Un titre, 28 février 2026, §\u00a017"


def test_over_one_screen_long_quotes_are_folded() -> None:
    long, short = "mot " * 99 + "mot.", "Un mot."
    one = answered(citation(long), citation(short, 2))
    assert [style for style, _ in styled(only(answer_messages(one, FRENCH)))] == ["blockquote"] * 2
    two = answered(citation(long), citation(short, 2), citation(long, 3))
    assert [style for style, _ in styled(only(answer_messages(two, FRENCH)))] == [
        "expandable_blockquote",
        "blockquote",
        "expandable_blockquote",
    ]


def test_an_answer_over_the_limit_is_split_between_quotes() -> None:
    title = "t" * 100
    shown = [citation(WIDEST, number, document_title=title) for number in (1, 2, 3)]
    messages = answer_messages(answered(*shown, answer="👍"), FRENCH)
    assert [quotes(message) for message in messages] == [[WIDEST], [WIDEST], [WIDEST]]
    for number, message in enumerate(messages, 1):
        check_message(message)
        assert message.text.endswith(f"👍\n[{number}] {title}, 28 février 2026, §\u00a017")
    assert messages[0].text.startswith("👍\n\n👍")
    assert messages[1].text.startswith("👍👍")


def test_messages_are_filled_before_another_is_begun() -> None:
    answer = answered(*(citation("a" * 1000, number) for number in (1, 2, 3)))
    assert len(answer_messages(answer, FRENCH)) == 1
    answer = answered(*(citation("👍" * 800, number) for number in (1, 2, 3)))
    assert [len(quotes(m)) for m in answer_messages(answer, FRENCH)] == [2, 1]


def test_the_longest_of_everything_still_fits() -> None:
    shown = citation(
        WIDEST,
        document_title="👍" * 500,
        answer_start_char_index=0,
        answer_end_char_index=MAX_SENTENCE,
        speaker="😀" * 500,
    )
    answer = answered(shown, replace(shown, number=2), shown, answer=WIDEST)
    answer = replace(answer, note=NOTE)
    for message in answer_messages(answer, FRENCH, understood_as="👍" * 1000):
        check_message(message)
    lost = not_answered(shown, shown, shown, reason="👍" * 1100)
    lost = replace(lost, note=NOTE)
    for message in answer_messages(lost, FRENCH, understood_as="👍" * 1000):
        check_message(message)


def test_the_note_is_said_below_an_answer_and_below_none() -> None:
    shown = citation("Un mot.")
    source = "Un titre, 28 February 2026, §\u00a017"
    for answer, begins in (
        (answered(shown, answer="mot"), f"mot\n\nUn mot.\n[1] {source}"),
        (not_answered(), "Les articles ne le disent pas."),
    ):
        message = only(answer_messages(replace(answer, note="Ask in French 👍."), ENGLISH))
        check_message(message)
        assert message.text == f"{begins}\n\nAsk in French 👍."
        assert styled(message)[-1] == ("italic", "Ask in French 👍.")
        assert "Ask" not in "".join(quotes(message))


def test_a_note_without_room_has_a_message_of_its_own() -> None:
    shown = citation("a" * (MAX_TEXT - 50))
    answer = replace(answered(shown), note="mot " * 99 + "mot")
    quote, note = answer_messages(answer, FRENCH)
    assert quotes(quote) == [shown.cited_text]
    assert styled(note) == [("italic", answer.note)]


# --- context ---

BEST = citation("Elle a signé.", answer_start_char_index=5, answer_end_char_index=12)
LEANT_ON = citation("La société Zorg est à Lyon.", 2, role="context")


def test_context_comes_after_the_answer_and_says_that_it_is_context() -> None:
    message = only(answer_messages(answered(BEST, LEANT_ON, answer="a signé"), FRENCH))
    check_message(message)
    source = "Un titre, 28 février 2026, §\u00a017"
    label = "Contexte, plus haut dans l’article\u00a0:"
    assert message.text == (
        f"a signé\n\nElle a signé.\n[1] {source}\n\n"
        f"{label}\nLa société Zorg est à Lyon.\n[2] {source}"
    )
    assert styled(message)[3:] == [("italic", label), ("blockquote", LEANT_ON.cited_text)]
    english = only(answer_messages(answered(BEST, LEANT_ON), ENGLISH))
    assert "\n\nContext, from earlier in the article:\nLa société" in english.text


def test_long_context_is_folded_and_says_so_in_a_message_of_its_own() -> None:
    best, leant_on = (replace(shown, cited_text=WIDEST) for shown in (BEST, LEANT_ON))
    best = replace(best, answer_start_char_index=None, answer_end_char_index=None)
    one, two, _ = answer_messages(answered(best, leant_on, replace(best, number=3)), FRENCH)
    assert one.text.startswith("👍")
    assert two.text.startswith(f"{FRENCH.leant_on}\n👍")
    assert styled(two) == [("italic", FRENCH.leant_on), ("expandable_blockquote", WIDEST)]
    for message in (one, two):
        check_message(message)


def test_inline_context_is_sent_with_the_answer_and_is_no_result_of_its_own() -> None:
    other = citation("Elle a dit oui.", 3)
    answer = replace(answered(BEST, LEANT_ON, other), note="Une note.")
    one, two = inline_results(answer, FRENCH)
    content = one.input_message_content
    message = Message(content.message_text, content.entities)
    check_message(message)
    assert quotes(message) == ["Elle a signé.", "La société Zorg est à Lyon."]
    assert message.text.index(FRENCH.leant_on) < message.text.index("La société")
    assert message.text.endswith("Une note.")
    assert "Zorg" not in two.input_message_content.message_text
    assert [result.id for result in (one, two)] == [f"{answer.id}:1", f"{answer.id}:2"]


def test_inline_context_without_room_is_left_out() -> None:
    answer = answered(replace(BEST, cited_text=WIDEST), replace(LEANT_ON, cited_text=WIDEST))
    (result,) = inline_results(replace(answer, note=NOTE), FRENCH)
    content = result.input_message_content
    message = Message(content.message_text, content.entities)
    check_message(message)
    assert quotes(message) == [WIDEST]
    assert message.text.endswith(str(NOTE))


# --- no answer ---


def test_no_answer_shows_the_two_nearest_as_none() -> None:
    answer = not_answered(*(citation(f"Mot {n}.", n) for n in (1, 2, 3)))
    message = only(answer_messages(answer, FRENCH))
    source = "Un titre, 28 février 2026, §\u00a017"
    assert message.text == (
        "Les articles ne le disent pas.\n\n"
        "Les passages les plus proches, qui ne sont PAS une réponse\u00a0:\n\n"
        f"Mot 1.\n[1] {source}\n\nMot 2.\n[2] {source}"
    )
    assert styled(message) == [("blockquote", "Mot 1."), ("blockquote", "Mot 2.")]


def test_no_answer_and_nothing_near() -> None:
    message = only(answer_messages(not_answered(), FRENCH))
    assert message == Message("Les articles ne le disent pas.")


def test_what_is_no_answer_says_so_in_every_message() -> None:
    answer = not_answered(citation(WIDEST, 1), citation(WIDEST, 2), reason="mot " * 100 + "mot")
    messages = answer_messages(answer, FRENCH)
    assert len(messages) == 2
    for message in messages:
        check_message(message)
        assert message.text.count(FRENCH.nearest) == 1
        assert message.text.index(FRENCH.nearest) < message.text.index("👍")


# --- whatever is asked of whatever article ---


@given(articles, articles, questions)
def test_every_quote_is_whole_and_verbatim(one: str, two: str, question: str) -> None:
    sources = {"a": document(one), "b": document(two, document_id="b")}
    for made in (CERTAIN, UNCERTAIN):
        engine = Engine(list(sources.values()), weights=made)
        answer = engine.ask(question)
        shown = answer.citations or answer.closest[:2]
        messages = answer_messages(answer, FRENCH, understood_as=question)
        for message in messages:
            check_message(message)
        assert [quote for message in messages for quote in quotes(message)] == [
            sources[c.document_id].text[c.start_char_index : c.end_char_index] for c in shown
        ]
        bold = [text for message in messages for _, text in styled(message, "bold")]
        assert bold == ([answer.answer] * 2 if answer.answer else [])
        others = answer.others
        for number, other in enumerate(others, 1):
            message = other_message(answer, number, FRENCH)
            assert message
            check_message(message)
            assert quotes(message) == [other.cited_text]
        results = inline_results(answer, FRENCH)
        answering = [c for c in answer.citations if c.role == "answer"]
        context = [c.cited_text for c in answer.citations if c.role == "context"]
        expected = [*answering, *others][:5] if answering else []
        assert len(results) == len(expected)
        for result, cited in zip(results, expected, strict=True):
            content = result.input_message_content
            message = Message(content.message_text, content.entities)
            check_message(message)
            assert quotes(message) == [cited.cited_text, *context]
            context = []  # with the first alone
            assert 0 < len(result.id.encode()) <= 64


# --- other passages ---

OTHERS = (citation("Un.", 1), citation("Deux.", 2))


def test_another_passage_says_that_it_is_less_sure() -> None:
    message = other_message(answered(citation("Zéro."), others=OTHERS), 2, FRENCH)
    assert message
    assert message.text == (
        "Un autre passage, moins sûr (2 sur 2)\u00a0:\n\n"
        "Deux.\nUn titre, 28 février 2026, §\u00a017"
    )
    assert styled(message) == [("blockquote", "Deux.")]


def test_another_passage_of_no_answer_is_none_either() -> None:
    message = other_message(not_answered(others=OTHERS[:1]), 1, ENGLISH)
    assert message
    assert message.text.startswith("Another passage, which is NOT an answer (1 of 1):\n\nUn.\n")


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_there_is_no_such_passage(number: int) -> None:
    assert other_message(answered(citation("Zéro."), others=OTHERS), number, FRENCH) is None


# --- /start and /articles ---


def article(number: int, *, title: str = "", day: date | None = None, url: str = "") -> Document:
    made = make_document(
        "Un mot. Deux mots.", document_id=f"{number:03}", title=title or f"Titre {number}"
    )
    return replace(made, published_at=day, url=url or None)


def test_start_over_the_seed(seed_document: Document) -> None:
    title = "OpenAI a annoncé à un accord avec le Pentagone…"
    assert start_message([seed_document], FRENCH).text.split("\n") == [
        FRENCH.start_does,
        f"Je connais un article\u00a0: «\u00a0{title}\u00a0» (28 février 2026).",
    ]
    assert start_message([seed_document], ENGLISH).text.split("\n") == [
        ENGLISH.start_does,
        f"I know one article: “{title}” (28 February 2026).",
    ]


def test_start_names_the_newest_of_several() -> None:
    documents = [
        article(1, day=date(2025, 1, 1)),
        article(2, day=date(2026, 3, 1)),
        article(3),
    ]
    assert start_message(documents, FRENCH).text.endswith(
        "\nJe connais 3 articles (/articles)\u00a0; le plus récent\u00a0: "
        "«\u00a0Titre 2\u00a0» (1er mars 2026)."
    )


def test_start_without_a_date() -> None:
    assert start_message([article(1)], ENGLISH).text.endswith("\nI know one article: “Titre 1”.")


def test_the_list_of_articles() -> None:
    documents = [
        article(1, url="https://a.fr/"),
        article(2, day=date(2025, 1, 1)),
        article(3, day=date(2026, 3, 1), url="tg://user?id=1"),
    ]
    message = articles_message(documents, ENGLISH)
    assert message.text == (
        "I know 3 articles, the newest first:\n"
        "• Titre 3, 1 March 2026\n• Titre 2, 1 January 2025\n• Titre 1"
    )
    assert styled(message) == [("text_link", "Titre 1")]


def test_a_list_of_one(seed_document: Document) -> None:
    message = articles_message([seed_document], FRENCH)
    assert message.text == (
        "Je connais un article\u00a0:\n"
        "• OpenAI a annoncé à un accord avec le Pentagone…, 28 février 2026"
    )


@pytest.mark.parametrize("title", ["a", "👍" * 200])
def test_a_long_list_fits_a_message(title: str) -> None:
    day = date(2026, 1, 1)
    documents = [
        article(n, title=title, url="https://a.fr/", day=day + timedelta(n)) for n in range(500)
    ]
    message = articles_message(documents, FRENCH)
    check_message(message)
    listed = message.text.count("\n• ")
    assert listed >= 15
    assert message.text.endswith(f"\n… et {500 - listed} autres.")
    assert utf16_length(message.text) <= MAX_TEXT


# --- inline ---


def test_inline_results_over_the_seed(engine: Engine) -> None:
    answer = engine.ask("Quel est le montant du contrat ?")
    results = inline_results(answer, FRENCH)
    assert [result.id for result in results] == [f"{answer.id}:{n}" for n in (1, 2, 3, 4, 5)]
    assert [result.title for result in results] == [
        "200 millions de dollars",
        *(f"Un autre passage, moins sûr ({n} sur 4)\u00a0:" for n in (1, 2, 3, 4)),
    ]
    quote = answer.citations[0].cited_text
    assert quote.startswith(str(results[0].description).removesuffix("…"))
    content = results[0].input_message_content
    message = Message(content.message_text, content.entities)
    assert message.text.startswith(f"Quel est le montant du contrat ?\n\n{quote}\nOpenAI a annoncé")
    assert styled(message) == [
        ("italic", "Quel est le montant du contrat ?"),
        ("blockquote", quote),
        ("bold", "200 millions de dollars"),
    ]
    assert content.link_preview_options.is_disabled
    second = results[1].input_message_content.message_text
    assert second.split("\n\n")[1] == "Un autre passage, moins sûr (1 sur 4)\u00a0:"


def test_an_inline_result_without_a_short_answer_is_named_by_its_quote() -> None:
    quote = "Un mot suivi de beaucoup d'autres mots qui ne tiennent pas dans un seul titre."
    (result,) = inline_results(answered(citation(quote)), FRENCH)
    assert result.title == "Un mot suivi de beaucoup d'autres mots qui ne tiennent pas…"
    assert result.description == quote


def test_no_inline_results_without_an_answer() -> None:
    assert inline_results(not_answered(citation("Un mot."), others=OTHERS), FRENCH) == []


def test_inline_results_are_few_and_fit() -> None:
    shown = [citation(WIDEST, number, speaker="😀" * 500) for number in range(1, 6)]
    answer = answered(*shown[:3])
    answer = replace(answer, question="👍" * 1000, note=NOTE, others=tuple(shown))
    results = inline_results(answer, FRENCH)
    assert len(results) == 5
    for result in results:
        content = result.input_message_content
        message = Message(content.message_text, content.entities)
        check_message(message)
        assert styled(message)[-1] == ("italic", NOTE)
