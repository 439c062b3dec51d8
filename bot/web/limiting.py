"""The part of the page's form that limits a question to some articles, as read and as shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from bot.web.phrases import Phrases
from bot.web.rendering import one_line
from index import Engine, InputError, Limits, UnknownDocumentError, read_limits

_FIELDS = ("since", "until", "article_language")
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be chosen: an article or a language."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class LimitsView:
    """What the form offers, and what is chosen in it: at most one of `articles` is not.

    `languages` are those of the articles, where there are several; `since` and `until` are days as
    a browser's field of dates has them, or "".
    """

    articles: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    since: str
    until: str
    is_set: bool


def limits_in_address(params: QueryParams) -> Limits:
    """Return the limits in an address of the page. Raises `InputError`."""
    fields = {name: params.get(name) for name in _FIELDS}
    return read_limits(document_id=params.getlist("document_id"), **fields)


def limits_in_body(content: Mapping[str, object]) -> Limits | None:
    """Return the limits that the page's script sends; None where it sends none.

    Raises `ValueError` where they are not in the form that it has, `InputError` for what is none.
    """
    names = content.get("document_id")
    fields = {name: content[name] for name in _FIELDS if content.get(name) is not None}
    if names is None and not any(name in content for name in _FIELDS):
        return None
    if not isinstance(names, list | None) or not all(isinstance(n, str) for n in names or ()):
        raise ValueError("the articles must be a list of ids")
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    if len(texts) < len(fields):
        raise ValueError("a limit must be a text")
    return read_limits(document_id=names, **texts)


def limits_query(limits: Limits) -> str:
    """Return the limits as they follow a question in an address: "&since=2024-01-01"."""
    pairs = [("document_id", name) for name in limits.document_ids]
    pairs += [
        (name, value)
        for name, value in (
            ("since", limits.since.isoformat() if limits.since else ""),
            ("until", limits.until.isoformat() if limits.until else ""),
            ("article_language", limits.language),
        )
        if value
    ]
    return f"&{urlencode(pairs)}" if pairs else ""


def limits_refusal(error: InputError, phrases: Phrases) -> str | None:
    """Return in plain words what is wrong with limits; None where that is not what is."""
    if isinstance(error, UnknownDocumentError):
        return str(phrases["error_limits_article"])
    if error.field == "until" and error.rule.startswith("must not be before"):
        return str(phrases["error_limits_order"])
    if error.field in ("since", "until"):
        return str(phrases["error_limits_day"])
    if error.field in ("document_id", "article_language"):
        return str(phrases["error_limits"])
    return None


def limits_view(
    params: QueryParams,
    phrases: Phrases,
    *,
    engine: Engine,
    languages: Sequence[str],
    shown: str,
) -> LimitsView:
    """Return what the form offers; limits in the address that are none are left out.

    engine: has the articles, which are in `languages`
    shown: the id of the article that is read, or ""
    """
    try:
        limits = limits_in_address(params)
        named = [engine.document(name) for name in limits.document_ids]
    except InputError:
        limits, named = Limits(), []
    chosen = {document.id for document in named}
    if shown and shown not in chosen:
        named.append(engine.document(shown))
    return LimitsView(
        articles=tuple(
            Choice(d.id, one_line(d.title, _LONGEST_TITLE), d.id in chosen) for d in named
        ),
        languages=tuple(
            Choice(code, phrases.language_name(code), code == limits.language)
            for code in languages
            if len(languages) > 1
        ),
        since=limits.since.isoformat() if limits.since else "",
        until=limits.until.isoformat() if limits.until else "",
        is_set=bool(limits),
    )
