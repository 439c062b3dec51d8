"""Say which articles a question was asked of, where not of all, and how many were left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from index.answering.answer import Answer
from index.answering.days import written_day
from index.retrieval.limits import AppliedLimits, span_of

_MAX_TITLES = 3
_LONGEST = 100  # characters of a title


@cache
def _say(language: str) -> dict[str, Any]:
    """Return the texts in French, or else in English."""
    texts = json.loads((files("index.answering") / "limiting.json").read_text("utf-8"))
    found: dict[str, Any] = texts.get(language) or texts["en"]
    return found


def with_limits_said(answer: Answer, applied: AppliedLimits, titles: Sequence[str]) -> Answer:
    """Return `answer` with the limits that it kept, also in words.

    titles: those of the articles that the limits name
    """
    said = _limits_note(applied, titles, language=answer.language)
    reason = answer.no_answer_reason
    return replace(
        answer,
        no_answer_reason=reason if applied.articles else str(_say(answer.language)["none"]),
        note=f"{answer.note} {said}" if answer.note else said,
        limits=applied,
    )


def _limits_note(applied: AppliedLimits, titles: Sequence[str], *, language: str) -> str:
    """Return the sentences that say so: in French where `language` is "fr", else in English.

    titles: those of the articles that the limits name
    """
    say = _say(language)
    what = say["articles"]
    if titles:
        named = [say["quoted"].format(_shortened(title)) for title in titles[:_MAX_TITLES]]
        if others := len(titles) - len(named):
            named.append(_counted(say["others"], others))
        what = say["and"].join([", ".join(named[:-1]), named[-1]]) if named[1:] else named[0]
    details = say["languages"].get(applied.article_language, "") + _days(applied, language)
    said = say["only"].format(
        what=what, details=details, inside=applied.articles, total=applied.total
    )
    return str(said) + (_counted(say["undated"], applied.undated) if applied.undated else "")


def _days(applied: AppliedLimits, language: str) -> str:
    say = _say(language)
    since, until = applied.since, applied.until
    if since is None and until is None:
        return ""
    if since and (since, until) == span_of(since.year):
        return str(say["in year"].format(since=since.year))
    name = "since" if until is None else "until" if since is None else "between"
    name = "on" if since == until else name
    return str(
        say[name].format(since=written_day(since, language), until=written_day(until, language))
    )


def _counted(forms: Sequence[str], count: int) -> str:
    return str(forms[0] if count == 1 else forms[1].format(count))


def _shortened(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
