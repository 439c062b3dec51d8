"""Every error that `index` raises on purpose, so that a face can turn each into its own words.

    MotPourMotError
    ├── InputError            what a caller sent: a question, an offset, a document id
    │   └── UnknownDocumentError
    ├── ArticleError          a file or folder of articles
    │   └── NoArticlesError   nothing at all could be read
    ├── WeightsError          the file of trained weights
    │   └── ReaderError       the reader's model file
    ├── DatasetError          a question set in SQuAD form
    └── TrainingError         training cannot begin or go on
        └── TrainingStoppedError

A message gives the field or file, the rule, what came, and the next step.
"""

from __future__ import annotations


class MotPourMotError(Exception):
    """Base of all errors that are the input's fault, never a bug's."""


class InputError(MotPourMotError):
    """A value sent by a caller breaks a rule.

    `field` names the value, `rule` what it must be, `got` what came (shortened, printable).
    """

    def __init__(self, field: str, rule: str, got: str) -> None:
        self.field = field
        self.rule = rule
        self.got = got
        super().__init__(f"{field}: {rule}; got {got}")


class UnknownDocumentError(InputError):
    """No article has this id."""

    def __init__(self, document_id: str, known: tuple[str, ...]) -> None:
        shown = ", ".join(known[:5]) + (", …" if len(known) > 5 else "")
        super().__init__(
            "document_id", f"must be the id of an article ({shown})", show(document_id)
        )


class ArticleError(MotPourMotError):
    """A file or folder of articles cannot be read; the message names it and the reason.

    `file` is the name of the file of the folder of articles that is left out, if it is one.
    """

    file = ""


class NoArticlesError(ArticleError):
    """The folder is missing, or holds no article that could be read."""


class WeightsError(MotPourMotError):
    """The weights file is missing, cut off, or of another version."""


class ReaderError(WeightsError):
    """The reader's file is missing, cut off, of another version, or not the one expected."""


class DatasetError(MotPourMotError):
    """A question set cannot be read; the message names the file and the place in it."""


class TrainingError(MotPourMotError):
    """Training cannot begin or go on; the message says what it takes."""


class TrainingStoppedError(TrainingError):
    """Training was asked to stop, and has with a checkpoint; the message says how to go on."""


def show(value: object, *, limit: int = 60) -> str:
    """`value` as text for a message: control characters escaped, at most `limit` characters."""
    text = repr(value)
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
