"""Questions to try that the articles do answer: each is asked before it is suggested.

First those that whoever keeps the articles wrote in `questions.json`, in the same folder; then
some made from the names that the articles use most.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile
from pathlib import Path

from index import ArticleError, Document, Engine, InputError
from index.errors import show
from index.questions import check_question

QUESTIONS_FILE = "questions.json"
SUGGESTED = 3
LANGUAGES = ("fr", "en")  # those that the faces speak

_LONGEST = 100  # characters: what can be read on a button
_MAX_BYTES = 65_536
_MOST_WRITTEN = 20  # questions of the file that are asked, of a language
_MOST_NAMES = 10
_DOCUMENTS, _MOST_COUNTED = 20, 500  # articles, and names of each, that are looked at

_TEMPLATES = {
    "fr": ("Qui est {name}\u00a0?", "Que dit {name}\u00a0?"),
    "en": ("Who is {name}?", "What does {name} say?"),
}


def _always() -> bool:
    return True


def suggest(
    engine: Engine, language: str, folder: Path, *, goes_on: Callable[[], bool] = _always
) -> tuple[str, ...]:
    """Return up to `SUGGESTED` questions in `language`, "fr" or "en", that the articles answer.

    `folder` is that of the articles. Asks at most 40 questions, and none once `goes_on` says no.
    Raises `ArticleError` where the folder has a `questions.json` that is not as it must be.
    """
    written = dict.fromkeys(read_questions(folder).get(language, ())[:_MOST_WRITTEN])
    going = takewhile(lambda _: goes_on(), written)
    answered = (question for question in going if engine.ask(question).citations)
    chosen = tuple(islice(answered, SUGGESTED))
    about = _about_names(engine, _TEMPLATES[language], SUGGESTED - len(chosen), goes_on)
    return chosen + tuple(about)


def read_questions(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the questions in `questions.json` of `folder` by language; none without a file.

    Raises `ArticleError`, naming the place in the file, where it is not an object that has, for
    a language, an array of questions. Languages that the faces do not speak are passed over.
    """
    path = folder / QUESTIONS_FILE
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ArticleError(f"{path.name}: cannot be read ({error.strerror})") from None
    if len(data) > _MAX_BYTES:
        raise ArticleError(f"{path.name}: must have at most {_MAX_BYTES} bytes; it has more")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{path.name}: must be JSON in UTF-8; {error}") from None
    if not isinstance(content, dict):
        raise ArticleError(
            f'{path.name}: must be an object such as {{"fr": ["Qui est… ?"]}}; got {show(content)}'
        )
    return {
        language: tuple(_questions(content[language], f"{path.name}: {language}"))
        for language in LANGUAGES
        if language in content
    }


def newest_first(documents: Sequence[Document]) -> list[Document]:
    """By date, those without one last; of the same date by id."""
    return sorted(
        documents, key=lambda d: (-d.published_at.toordinal() if d.published_at else 0, d.id)
    )


def _questions(values: object, place: str) -> Iterator[str]:
    """Yield the questions of one language. Raises `ArticleError`, which names `place`."""
    if not isinstance(values, list):
        raise ArticleError(f"{place}: must be an array of questions; got {show(values)}")
    for number, value in enumerate(values, 1):
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise ArticleError(
                f"{place}: question {number} must be a text of at most {_LONGEST} characters; "
                f"got {show(value)}"
            )
        try:
            yield check_question(value)
        except InputError as error:
            raise ArticleError(
                f"{place}: question {number} {error.rule}; got {error.got}"
            ) from None


def _about_names(
    engine: Engine, templates: tuple[str, str], wanted: int, goes_on: Callable[[], bool]
) -> Iterator[str]:
    """Yield up to `wanted` questions, one a name, that a sentence with the name answers."""
    found = 0
    for number, name in enumerate(_names(engine)):
        # Questions of both kinds, not three of one.
        for template in templates if number % 2 == 0 else templates[::-1]:
            if found >= wanted or not goes_on():
                return
            question = template.format(name=name)
            citations = engine.ask(question).citations
            if citations and name in citations[0].cited_text:
                found += 1
                yield question
                break


def _names(engine: Engine) -> list[str]:
    """Return the full names that the newest articles use most, the most frequent first.

    Photographers' names are often in capitals; nobody asks about them. What is named once, at
    the start of a sentence, comes last: its first word, in capitals there, may be no name.
    """
    counts: Counter[str] = Counter()
    starting: set[str] = set()
    for document in newest_first(engine.documents)[:_DOCUMENTS]:
        starts = {s.start for p in engine.paragraphs(document.id) for s in p.sentences}
        end = 0
        for name in islice(engine.full_names(document.id), _MOST_COUNTED):
            start = document.text.find(name, end)  # they come in reading order
            end = start + len(name)
            if len(name) <= _LONGEST // 2 and not any(map(str.isupper, name.split())):
                counts[name] += 1
                if start in starts:
                    starting.add(name)
    order = sorted(counts, key=lambda n: (counts[n] == 1 and n in starting, -counts[n]))
    return order[:_MOST_NAMES]
