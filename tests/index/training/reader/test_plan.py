"""The plan of a pass follows from articles, seed and number alone; its spans are the answers."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from index.reading.tokeniser import Tokeniser
from index.training.kept import is_kept
from index.training.reader import windows
from index.training.reader.articles import Article, read_articles
from index.training.reader.examples import Batch, Example, Pair, plan_batches, plan_pass
from index.training.reader.recipe import Recipe
from index.training.reader.windows import LONGEST, grow_window
from tests.index.training.reader import tiny

RECIPE = Recipe(batch_tokens=600, find_share=0.5)


def read(folder: Path) -> list[Article]:
    return [*tiny.articles(folder), tiny.lawsuit("fr"), tiny.lawsuit("en")]


@pytest.fixture
def articles(tmp_path: Path) -> list[Article]:
    return read(tmp_path)


def examples(articles: list[Article], passes: int = 8) -> list[Example]:
    return [
        example
        for number in range(passes)
        for example in plan_pass(articles, number, random.Random(number))[0]
    ]


def shown(example: Example) -> str:
    tokens, text = example.article.tokens, example.article.text
    runs = [(tokens.starts[run.start], tokens.ends[run.stop - 1]) for run in example.pieces]
    return "\n".join(text[start:end] for start, end in runs)


def answers(example: Example) -> list[str]:
    """The answers that the article has to the very question, however it is typed."""
    article = example.article
    return [
        article.text[start:end]
        for asked in article.questions
        if asked.text == example.question
        for start, end in asked.answers
    ]


def plain(batches: list[Batch]) -> list[list[tuple[object, ...]]]:
    def one(member: Example | Pair) -> tuple[object, ...]:
        rest = member.pieces if isinstance(member, Example) else member.window
        shown = member.title if isinstance(member, Example) else member.has_title
        return member.article.group, member.question, rest, shown

    return [[one(member) for member in batch] for batch in batches]


def test_the_same_plan_each_time_and_another_for_another_pass_or_seed(
    articles: list[Article], tmp_path: Path
) -> None:
    plan = plain(plan_batches(articles, RECIPE, 0))
    assert plain(plan_batches(read(tmp_path), RECIPE, 0)) == plan
    assert plain(plan_batches(articles, RECIPE, 1)) != plan
    assert plain(plan_batches(articles, Recipe(seed=2, batch_tokens=600), 0)) != plan


def test_batches_have_about_so_many_tokens_and_a_share_is_for_vectors(
    articles: list[Article],
) -> None:
    batches = plan_batches(articles, RECIPE, 0)
    assert all(sum(m.length for m in batch) <= 600 or len(batch) == 1 for batch in batches)
    finding = [batch for batch in batches if isinstance(batch[0], Pair)]
    assert 0 < len(finding) <= len(batches) / 2


def test_all_kinds_are_made(articles: list[Article]) -> None:
    assert {example.kind for example in examples(articles)} == {
        "answer",
        "absent",
        "hard",
        "elsewhere",
        "removed",
        "name",
        "number",
        "attribute",
        "roles",
        "beside",
        "why",
        "other",
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_of_somebody_else_is_asked_in_the_window_that_answers(language: str) -> None:
    article = tiny.lawsuit(language)
    made = [e for e in examples([article]) if e.kind in ("roles", "beside", "why")]
    assert {example.kind for example in made} == {"roles", "beside", "why"}
    given = {tiny.question(article, n)[1] for n in range(len(article.questions))}
    for example in made:
        assert any(article.text[slice(*article.sentences[n])] in shown(example) for n in given)


def test_in_one_window_each_foil_about_somebody_else_is_made_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(windows, "_SHORT_SHARE", 0.0)
    article = tiny.lawsuit("fr")  # so short that all of it is the window
    for number in range(8):
        made, _ = plan_pass([article], number, random.Random(number))
        count = Counter(example.kind for example in made)
        assert count["roles"] == 2  # one by the answer and one by two names
        assert count["why"] == 1
        assert 1 <= count["beside"] <= 4


def test_a_name_that_only_the_title_has_is_asked_for_under_another_title_too() -> None:
    article = tiny.lawsuit("fr")
    asked = article.questions[0]
    name = next(n.text for n in article.names if n.text in asked.text)
    other = replace(article, group="other", title="Autre chose", title_ids=(5, 6))
    silent = article.text.replace(name, "x" * len(name))
    titled = replace(article, title=f"{name} attaque", text=silent)
    made = [e for e in examples([titled, other]) if e.kind == "title" and e.article is titled]
    assert made
    assert all(e.span is None and e.title == (5, 6) for e in made)
    assert not [e for e in examples([article, other]) if e.kind == "title"]


def test_some_windows_are_as_short_as_a_short_article(articles: list[Article]) -> None:
    lengths = [len(shown(e)) for e in examples(articles) if e.kind == "answer"]
    assert sum(length < windows.SHORTEST for length in lengths) / len(lengths) > 0.1
    assert min(lengths) < 120


def test_news_has_more_foils_and_windows_than_an_encyclopedia(tmp_path: Path) -> None:
    tokeniser = Tokeniser(tiny.vocabulary())
    counts = {}
    for source in ("news", "piaf"):
        found = list(read_articles(tiny.dataset(tmp_path, f"{source}.json"), tokeniser))
        found.append(tiny.lawsuit("fr", source=source))
        counts[source] = Counter(example.kind for example in examples(found))
    news, piaf = counts["news"], counts["piaf"]
    asked = 8 * (4 * 5 + 3)  # answerable questions in eight passes
    assert piaf["answer"] == asked
    assert 1.35 * asked < news["answer"] < 1.65 * asked  # half of them in a second window
    assert piaf["why"] == 8 * 5  # one a question: of posts in four articles, of the lawsuit
    assert piaf["why"] < news["why"] <= 2 * piaf["why"]  # in two windows, where they differ
    assert news["other"] == 4 * piaf["other"] == 4 * 8 * 2  # an age and something else


def test_only_what_answers_has_a_span_and_it_is_the_answer(articles: list[Article]) -> None:
    for example in examples(articles):
        assert (example.span is not None) == (example.kind == "answer")
        if example.span is not None:
            tokens = example.article.tokens
            first, last = example.span
            text = example.article.text[tokens.starts[first] : tokens.ends[last]]
            given = {
                example.article.text[start:end]
                for asked in example.article.questions
                for start, end in asked.answers
            }
            assert text in given
            assert text in shown(example)


def test_windows_without_answer_lack_its_words(articles: list[Article]) -> None:
    for example in examples(articles):
        if example.kind in ("hard", "removed"):
            assert not any(answer in shown(example) for answer in answers(example))


def test_windows_are_whole_sentences_and_not_too_long(articles: list[Article]) -> None:
    for example in examples(articles):
        tokens, sentences = example.article.tokens, example.article.sentences
        for run in example.pieces:
            assert tokens.starts[run.start] in {start for start, _ in sentences}
            assert tokens.ends[run.stop - 1] in {end for _, end in sentences}
        assert len(shown(example)) <= LONGEST


def test_a_window_has_its_sentence_and_none_left_out(articles: list[Article]) -> None:
    rng = random.Random(0)
    for article in articles:
        for sentence in range(len(article.sentences)):
            without = {n for n in range(len(article.sentences)) if n % 4 == 3} - {sentence}
            window = grow_window(article, sentence, rng, without=without)
            assert sentence in window
            assert without.isdisjoint(window)


def test_a_pair_has_its_sentence(articles: list[Article]) -> None:
    _, pairs = plan_pass(articles, 0, random.Random(0))
    assert pairs
    assert all(pair.answer in pair.window for pair in pairs)


def test_parallel_sets_are_asked_across_their_languages(tmp_path: Path) -> None:
    tokeniser = Tokeniser(tiny.vocabulary())
    names = ("xquad-en.json", "xquad-de.json", "xquad-es.json")
    found = [a for n in names for a in read_articles(tiny.dataset(tmp_path, n), tokeniser)]
    made, _ = plan_pass(found, 0, random.Random(0))
    answered = [example for example in made if example.kind == "answer"]
    assert len(answered) == 3 * 4 * 5  # three pairs of languages for each answerable question


def test_kept_articles_are_in_no_plan(articles: list[Article]) -> None:
    seen = [article for article in articles if not is_kept("news.json", article.group)]
    assert {a.group for a in articles} - {a.group for a in seen} == {"a02"}
    for batch in plan_batches(seen, RECIPE, 0):
        assert all(member.article.group != "a02" for member in batch)
        assert not any("Ferrolux" in member.article.text for member in batch)
