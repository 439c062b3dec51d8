"""Question sets in SQuAD 2.0 form: what `train` learns from and `eval` scores on.

A `data` entry is one document: its paragraphs joined by a blank line. Answer offsets, which
SQuAD counts within a paragraph, are turned into offsets in that document here, once.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.documents.document import Document, make_document
from index.errors import ArticleError, DatasetError, show

PARAGRAPH_BREAK = "\n\n"
MAX_DATASET_BYTES = 200 * 1024 * 1024

_NAME = re.compile(r"[a-z0-9_-]+")
_MARKUP = re.compile(r"<[^<>]*>")  # some titles of PIAF have HTML in them


@dataclass(frozen=True, slots=True)
class Example:
    """One question on one document; `answers` are (start, end) in the document's text.

    No answers means that the document does not say. `language` is "" where the set names none.
    """

    id: str
    question: str
    answers: tuple[tuple[int, int], ...]
    language: str = ""

    @property
    def is_answerable(self) -> bool:
        """Whether the document holds an answer."""
        return bool(self.answers)

    @property
    def kind(self) -> str:
        """The ending of an id such as `p1404-hard`, or ""."""
        ending = self.id.rpartition("-")[2]
        return ending if ending.isalpha() and ending != self.id else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a set and the questions asked of it.

    `group` is what entries made from the same article share: the title before a ` #` mark.
    """

    document: Document
    examples: tuple[Example, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A question set: its `name` (the file's), the sha256 of the file, and its entries."""

    name: str
    sha256: str
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """The number of questions."""
        return sum(len(entry.examples) for entry in self.entries)


def read_dataset(path: Path) -> Dataset:
    """The question set in the file at `path`.

    Raises `DatasetError`, naming the file and the place in it, where it cannot be read, is no
    JSON or is not in SQuAD 2.0 form.
    """
    try:
        if path.stat().st_size > MAX_DATASET_BYTES:
            raise DatasetError(f"{path.name}: a question set may have at most 200 MB")
        data = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"{path.name}: cannot be read ({error.strerror})") from None
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{path.name}: must be JSON ({error})") from None
    entries: list[Entry] = []
    place = "data"
    try:
        for number, item in enumerate(raw["data"]):
            place = f"data[{number}]"
            entries.append(_read_entry(item, document_id=str(number)))
    except ArticleError as error:
        raise DatasetError(f"{path.name}: {place}: {error}") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DatasetError(
            f"{path.name}: {place} must be in SQuAD 2.0 form "
            f"(title, paragraphs, context, qas, id, question, answers); got {show(error)}"
        ) from None
    if not any(entry.examples for entry in entries):
        raise DatasetError(f"{path.name}: data must hold at least one question; it holds none")
    return Dataset(path.name, hashlib.sha256(data).hexdigest(), tuple(entries))


def _read_entry(item: dict[str, Any], *, document_id: str) -> Entry:
    contexts: list[str] = [paragraph["context"] for paragraph in item["paragraphs"]]
    group = str(item.get("title", "")).split(" #")[0]
    # A set may number its entries ("a02", "xquad-7"): the article then has the title that it has.
    title = "" if _NAME.fullmatch(group) else _MARKUP.sub("", group).strip()
    document = make_document(PARAGRAPH_BREAK.join(contexts), document_id=document_id, title=title)
    examples: list[Example] = []
    offset = 0
    for paragraph, context in zip(item["paragraphs"], contexts, strict=True):
        examples += [
            Example(
                id=str(qa["id"]),
                question=_text(qa["question"]),
                answers=_answer_spans(qa, offset, len(context)),
                language=str(qa.get("lang", "")),
            )
            for qa in paragraph["qas"]
        ]
        offset += len(context) + len(PARAGRAPH_BREAK)
    return Entry(document, tuple(examples), group or document_id)


def _answer_spans(qa: dict[str, Any], offset: int, length: int) -> tuple[tuple[int, int], ...]:
    if qa.get("is_impossible"):
        return ()
    spans: set[tuple[int, int]] = set()
    for answer in qa.get("answers", ()):
        start, text = answer["answer_start"], _text(answer["text"])
        if not isinstance(start, int) or not 0 <= start < length:
            raise ValueError(f"answer_start must be from 0 to {length - 1}, not {start!r}")
        spans.add((offset + start, offset + min(start + len(text), length)))
    return tuple(sorted(spans))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a question or answer must be a string, not {type(value).__name__}")
    return value
