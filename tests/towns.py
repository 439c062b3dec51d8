"""A library of thirty short articles that are all alike: two on each of fifteen towns.

Every town builds something, and every article tells what it costs, whom it employs, when it opens
and who runs it, in one of five ways of telling. The town is named where newspapers name it, in the
dateline, the title or the first sentence, and never in the sentence that answers. The second
article on a town is some months younger; in six towns it differs from the first, in the others it
says the same, in other words where there are some ("1,2 milliard" and "1 200 millions").

Forty questions come with it: on what both say, on what only one says, on the six differences, and
on what only another town's articles say, or none. `score` tells what an engine makes of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from index import Answer, Document, make_document
from index.text.folding import fold
from tests.paths import DATA

RAW: dict[str, Any] = json.loads((DATA / "towns.json").read_text("utf-8"))
TOWNS: list[dict[str, Any]] = RAW["towns"]

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_DAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_FIRST_DAY = date(2026, 1, 5)

Outcome = Literal[
    "right", "wrong town", "wrong", "refused", "not refused", "not shown", "shown wrongly"
]
"""`not shown`: two articles differ, and only one is quoted; `shown wrongly`: none do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `answers` are the short answers that are right, none where no article says.

    `differs`: the town's articles differ in this, and both are to be quoted.
    """

    town: str
    question: str
    answers: tuple[str, ...]
    differs: bool


QUESTIONS = tuple(
    Asked(raw["town"], raw["question"], tuple(raw["answers"]), raw.get("differs", False))
    for raw in RAW["questions"]
)


def documents() -> list[Document]:
    """Return the thirty articles, always the same: those on one town after those on another."""
    return [_article(number, version) for number in range(len(TOWNS)) for version in (0, 1)]


def towns() -> dict[str, str]:
    """Return the town that each article is about, by its id."""
    return {document.id: TOWNS[n // 2]["name"] for n, document in enumerate(documents())}


def _article(number: int, version: int) -> Document:
    town = TOWNS[number]
    language = town["language"]
    tellings = RAW["tellings"][language]
    title, *paragraphs = tellings[(number + version) % len(tellings)]
    if version and town["name"] == "Cahors":
        title, *paragraphs = RAW["correction"]
    day = _FIRST_DAY + timedelta(days=5 * number + (150 + number if version else 0))
    words = {
        # What has two forms has one for each article.
        **{name: told if isinstance(told, str) else told[version] for name, told in town.items()},
        "town": town["name"],
        "TOWN": town["name"].upper(),
        "Thing": town["thing"][:1].upper() + town["thing"][1:],
        "day": day.day,
        "month": _MONTHS[language].split()[day.month - 1],
        "weekday": _DAYS[language].split()[day.weekday()],
    }
    text = "\n\n".join(paragraph.format(**words) for paragraph in paragraphs)
    return make_document(
        f"---\ntitle: {title.format(**words)}\ndate: {day}\n---\n{text}\n",
        # Names that tell neither the town nor which of the two is the younger.
        document_id=f"depeche-{(7 * (2 * number + version) + 3) % (2 * len(TOWNS)):02}",
    )


def score(ask: Callable[[str], Answer]) -> Iterator[tuple[Asked, Answer, Outcome]]:
    """Ask all questions, and tell of each what came of it."""
    names = towns()
    for asked in QUESTIONS:
        answer = ask(asked.question)
        yield asked, answer, _outcome(asked, answer, names)


def _outcome(asked: Asked, answer: Answer, names: Mapping[str, str]) -> Outcome:
    if answer.status != "answered":
        return "refused" if asked.answers else "right"
    quoted = {c.document_id for c in answer.citations if c.role == "answer"}
    if any(names[document_id] != asked.town for document_id in quoted):
        return "wrong town"
    if not asked.answers:
        return "not refused"
    given = answer.answer or answer.citations[0].cited_text
    if not any(_has(given, right) for right in asked.answers):
        return "wrong"
    if answer.conflict and not asked.differs:
        return "shown wrongly"
    is_shown = answer.conflict and len(quoted) > 1
    return "not shown" if asked.differs and not is_shown else "right"


def counts(outcomes: Iterable[Outcome]) -> Mapping[Outcome, int]:
    """Return how many questions came to what, the most frequent first."""
    return Counter(dict(Counter(outcomes).most_common()))


def _has(text: str, words: str) -> bool:
    """Return whether `text` has `words`, not as a part of others: 17 is not in 170."""
    text, words = fold(text), fold(words)
    found = text.find(words)
    around = text[max(0, found - 1) : found], text[found + len(words) : found + len(words) + 1]
    return found >= 0 and not any(map(str.isalnum, around))
