"""The errors of the faces' surroundings; those of articles and questions are in `index.errors`.

MotPourMotError (index.errors)
├── SettingsError         a setting breaks its rule
├── UnreachableError      what a command needs does not answer
│   └── StoreError        the database
├── OutputError           what a command prints cannot be written
├── NoStoreError          conversations are not kept by this server
└── NoOriginalError       the file that an article was read from cannot be sent
"""

from __future__ import annotations

from index.errors import MotPourMotError


class SettingsError(MotPourMotError):
    """A setting breaks its rule; the message names it."""


class UnreachableError(MotPourMotError):
    """Telegram or the database does not answer; the message says what to check."""


class StoreError(UnreachableError):
    """The database cannot be opened, read or written; one sentence with the next step."""


class OutputError(MotPourMotError):
    """What a command prints cannot be written; the message says why."""


class NoStoreError(MotPourMotError):
    """Conversations are not kept by this server."""

    def __init__(self) -> None:
        super().__init__("conversation_id: conversations are not kept here; ask without it")


class NoOriginalError(MotPourMotError):
    """The file that an article was read from is not there as it was, or there was none."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"original: must be the file that the article was read from; {reason}. "
            "Its text is at /documents/{document_id}/text"
        )
