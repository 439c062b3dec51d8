"""What one pass over the data reads: questions with windows, answerable and not, in batches.

The plan of a pass follows from the articles, the recipe's seed and the number of the pass alone,
so that training can go on at any batch after it was stopped.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from index.training.reader.articles import Article, Asked, all_names
from index.training.reader.foils import (
    Names,
    absent_attribute,
    as_typed,
    other_name,
    other_number,
)
from index.training.reader.reasons import why_without_reason
from index.training.reader.recipe import Recipe
from index.training.reader.roles import (
    age_of_another,
    attribute_of_another,
    exchanged_names,
    exchanged_roles,
    name_beside,
)
from index.training.reader.windows import grow_window, window_pieces, window_text
from index.training.reader.wording import has_word

_HARD = 6  # the sentences nearest to the question round which windows without answer are cut
_FOIL_SHARE = {"news": 0.55, "piaf": 0.4, "xquad": 0.35}  # of the answerable questions
_ATTRIBUTE_FOILS = {"news": 5, "piaf": 2, "xquad": 1}  # an article and pass
_REMOVED_FIRST = 0.25  # else only where no name or number can be exchanged
_OTHER_PERSON_FOILS = {"news": 4, "piaf": 1, "xquad": 1}  # an article and pass
_TWICE = ("news",)  # sets of which foils of all kinds about somebody else are made twice
_AGAIN_SHARE = {"news": 0.5}  # of the answerable questions, in a second window
_HARD_SHARE = {"news": 1.0}  # of the answerable questions, another window of the article
_HARD_ELSE = 0.75
_UNANSWERABLE_WINDOWS = (2, 3)  # in the first pass, in later ones
_OTHER_ARTICLE_SHARE = 0.12
_PARALLEL = "xquad"  # sets that ask the same, by the same ids, in several languages
_PAIRS_OF_LANGUAGES = 3  # of nine, a question of parallel sets and pass
_NO_TITLE_SHARE = 0.15

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a window. `span`: first and last piece of the answer, or None.

    `pieces` are the runs of the article's pieces that make the window; `span` counts in the
    article's pieces. `title` is the one that is shown, as pieces, none where it is left out; a
    foil may show another article's. `kind` is how it was made.
    """

    article: Article
    question: str
    pieces: tuple[slice, ...]
    span: tuple[int, int] | None
    title: tuple[int, ...]
    kind: str

    @property
    def length(self) -> int:
        """About how many tokens it has."""
        window: int = sum(run.stop - run.start for run in self.pieces)
        return window + len(self.question) // 4 + len(self.title) + 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and the window of which sentence `answer` (number in the article) answers it."""

    article: Article
    question: str
    window: range
    answer: int
    has_title: bool

    @property
    def length(self) -> int:
        """About how many tokens it has."""
        (run,) = window_pieces(self.article, self.window)
        return run.stop - run.start + len(self.question) // 4 + len(self.article.title_ids) + 6  # type: ignore[no-any-return]


Batch = list[Example] | list[Pair]


def plan_batches(articles: Sequence[Article], recipe: Recipe, number: int) -> list[Batch]:
    """Return the batches of pass `number` (from 0), in order, each of `recipe.batch_tokens`."""
    rng = random.Random(f"{recipe.seed} {number}")
    examples, pairs = plan_pass(articles, number, rng)
    reading = _groups(examples, lambda example: example.length, recipe.batch_tokens)
    finding = _groups(pairs, lambda pair: pair.length, recipe.batch_tokens)
    wanted = round(len(reading) * recipe.find_share / (1 - recipe.find_share))
    batches: list[Batch] = [*reading, *finding[:wanted]]
    rng.shuffle(batches)
    return batches


def plan_pass(
    articles: Sequence[Article], number: int, rng: random.Random
) -> tuple[list[Example], list[Pair]]:
    """Return the examples of pass `number` and its pairs for sentence vectors, in random order."""
    names = all_names(articles)
    windows = _UNANSWERABLE_WINDOWS[min(number, 1)]
    examples: list[Example] = []
    pairs: list[Pair] = []
    for article, asked in _questions(articles, rng):
        if not asked.answers:
            examples += _windows_without(article, asked, rng, windows, "absent")
            continue
        answer = rng.choice(asked.answers)
        sentence = article.sentence_of(answer[0])
        if sentence is None:
            continue
        window = grow_window(article, sentence, rng)
        span = answer_pieces(article, sentence, answer)
        examples.append(_example(article, asked.text, window, rng, "answer", span=span))
        if rng.random() < _AGAIN_SHARE.get(article.source, 0.0):
            again = grow_window(article, sentence, rng)
            examples.append(_example(article, asked.text, again, rng, "answer", span=span))
        question = as_typed(asked.text, rng)
        pairs.append(Pair(article, question, window, sentence, rng.random() >= _NO_TITLE_SHARE))
        examples += _role_foils(article, asked, sentence, rng)
        examples += _title_foil(articles, article, asked, window, rng)
        if rng.random() < _HARD_SHARE.get(article.source, _HARD_ELSE):
            hard = _windows_without(article, asked, rng, 1, "hard")
            if not hard or rng.random() < _OTHER_ARTICLE_SHARE:
                hard = _window_elsewhere(articles, article, asked, rng)
            examples += hard
        if rng.random() < _FOIL_SHARE.get(article.source, 0.4):
            examples += _foil(article, asked, window, names, rng)
    for article in articles:
        for _ in range(_ATTRIBUTE_FOILS.get(article.source, 2)):
            examples += _attribute_foil(article, rng)
        for _ in range(_OTHER_PERSON_FOILS.get(article.source, 1)):
            examples += _other_person_foils(article, rng)
    rng.shuffle(examples)
    rng.shuffle(pairs)
    return examples, pairs


def answer_pieces(article: Article, sentence: int, answer: tuple[int, int]) -> tuple[int, int]:
    """Return the first and the last piece of `answer`, cut off where its sentence ends."""
    tokens = article.tokens
    start, end = answer[0], min(answer[1], article.sentences[sentence][1])
    near = tokens.between(max(0, start - 40), end)  # a piece may begin before its answer does
    found = [
        i
        for i in range(near.start, near.stop)
        if tokens.ends[i] > start and tokens.starts[i] < end and tokens.ends[i] > tokens.starts[i]
    ]
    return found[0], found[-1]


def _questions(articles: Sequence[Article], rng: random.Random) -> Iterator[tuple[Article, Asked]]:
    """Yield each question with its article; for parallel sets, in some pairs of languages."""
    parallel: dict[str, list[tuple[Article, Asked]]] = defaultdict(list)
    for article in articles:
        for asked in article.questions:
            if article.source == _PARALLEL:
                parallel[asked.id].append((article, asked))
            else:
                yield article, asked
    for versions in parallel.values():
        choices = [(a, b) for a in range(len(versions)) for b in range(len(versions))]
        for of_text, of_question in rng.sample(choices, min(_PAIRS_OF_LANGUAGES, len(choices))):
            article, asked = versions[of_text]
            yield article, Asked(asked.id, versions[of_question][1].text, asked.answers)


def _example(
    article: Article,
    question: str,
    window: range,
    rng: random.Random,
    kind: str,
    *,
    span: tuple[int, int] | None = None,
    without: frozenset[int] = frozenset(),
) -> Example:
    pieces = tuple(window_pieces(article, window, without=without))
    title = article.title_ids * (rng.random() >= _NO_TITLE_SHARE)
    return Example(article, as_typed(question, rng), pieces, span, title, kind)


def _windows_without(
    article: Article, asked: Asked, rng: random.Random, count: int, kind: str
) -> list[Example]:
    """Return up to `count` windows near the question that do not answer it."""
    forbidden = article.forbidden_sentences(asked)
    near = [n for n in article.nearest_sentences(asked.text) if n not in forbidden][:_HARD]
    chosen = rng.sample(near, min(count, len(near)))
    windows = dict.fromkeys(grow_window(article, n, rng, without=forbidden) for n in chosen)
    return [_example(article, asked.text, window, rng, kind) for window in windows]


def _window_elsewhere(
    articles: Sequence[Article], article: Article, asked: Asked, rng: random.Random
) -> list[Example]:
    """Return a window of an article that lacks the words of the answers, or none."""
    words = article.answer_words(asked)
    for _ in range(4):
        other = rng.choice(articles)
        if other.group == article.group or any(word in other.folded for word in words):
            continue
        number = rng.choice(other.nearest_sentences(asked.text)[:3])
        window = grow_window(other, number, rng)
        return [_example(other, asked.text, window, rng, "elsewhere")]
    return []


def _foil(
    article: Article, asked: Asked, window: range, names: Names, rng: random.Random
) -> list[Example]:
    """Return one foil of the kinds that this question allows, or none."""
    kinds = ["name", "number"]
    rng.shuffle(kinds)
    kinds.insert(0 if rng.random() < _REMOVED_FIRST else 2, "removed")
    for kind in kinds:
        if kind == "removed":
            forbidden = article.forbidden_sentences(asked)
            if len(set(window) - forbidden) >= 2:
                return [_example(article, asked.text, window, rng, kind, without=forbidden)]
            continue
        if kind == "name":
            changed = other_name(article, asked, window_text(article, window), names, rng)
        else:
            changed = other_number(article, asked, rng)
        if changed is not None:
            return [_example(article, changed, window, rng, kind)]
    return []


def _role_foils(article: Article, asked: Asked, sentence: int, rng: random.Random) -> list[Example]:
    """Return the foils about somebody else, or asking why, that this question allows."""
    made: dict[str, Example] = {}
    for _ in range(2):
        window = grow_window(article, sentence, rng)
        changed = [("roles", exchanged_roles(article, asked, rng))]
        changed += [("roles", exchanged_names(article, asked, rng))]
        if not made or article.source in _TWICE:
            changed += [("beside", name_beside(article, asked, sentence, window, rng))]
            changed += [("why", why_without_reason(article, asked, sentence, window))]
        for kind, question in changed:
            if question is not None:
                key = f"{question} {window}"
                made.setdefault(key, _example(article, question, window, rng, kind))
    return list(made.values())


def _title_foil(
    articles: Sequence[Article], article: Article, asked: Asked, window: range, rng: random.Random
) -> list[Example]:
    """Return the window under another title, where only the title has a name that is asked for.

    "Combien d'emplois à Foix ?" is answered by "Le projet doit créer 120 emplois" under a title
    about Foix alone.
    """
    text = window_text(article, window)
    named = [
        name.text
        for name in article.names
        if has_word(asked.text, name.text) and has_word(article.title, name.text)
    ]
    if not named or any(has_word(text, name) for name in named):
        return []
    for _ in range(8):
        other = rng.choice(articles)
        is_alike = other.language == article.language and other.title
        if is_alike and not any(has_word(other.title, name) for name in named):
            example = _example(article, asked.text, window, rng, "title")
            return [replace(example, title=other.title_ids)]
    return []


def _other_person_foils(article: Article, rng: random.Random) -> list[Example]:
    """Return a question for an age and one for something else that is said of another only."""
    made = (age_of_another(article, rng), attribute_of_another(article, rng))
    return [
        _example(article, question, grow_window(article, sentence, rng), rng, "other")
        for question, sentence in filter(None, made)
    ]


def _attribute_foil(article: Article, rng: random.Random) -> list[Example]:
    """Return a question for an attribute that the article lacks, round the name, or none."""
    found = absent_attribute(article, rng)
    if found is None:
        return []
    question, name = found
    places = [n for n, (s, e) in enumerate(article.sentences) if name.text in article.text[s:e]]
    if not places:
        return []
    window = grow_window(article, rng.choice(places), rng)
    return [_example(article, question, window, rng, "attribute")]


def _groups(items: Sequence[Item], length: Callable[[Item], int], tokens: int) -> list[list[Item]]:
    """Cut `items` into runs of about `tokens` tokens."""
    groups: list[list[Item]] = []
    total = tokens
    for item in items:
        size = length(item)
        if total + size > tokens:
            groups.append([])
            total = 0
        groups[-1].append(item)
        total += size
    return groups
