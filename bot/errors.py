"""The errors of the faces' surroundings; those of articles and questions are in `index.errors`.

MotPourMotError (index.errors)
├── SettingsError         a setting breaks its rule
├── UnreachableError      what a command needs does not answer
│   ├── StoreError        the database
│   └── FetchError        an address of the web
├── NotAllowedError       an address that may not be fetched
├── MissingExtraError     a command needs what an extra brings
├── OutputError           what a command prints cannot be written
├── BusyError             more is asked than can be answered soon
├── NoStoreError          conversations are not kept by this server
└── NoOriginalError       the file that an article was read from cannot be sent
"""

from __future__ import annotations

from index.errors import MotPourMotError, show


class SettingsError(MotPourMotError):
    """A setting breaks its rule; the message names it."""


class UnreachableError(MotPourMotError):
    """Telegram or the database does not answer; the message says what to check."""


class StoreError(UnreachableError):
    """The database cannot be opened, read or written; one sentence with the next step."""


class FetchError(UnreachableError):
    """What is at an address of the web cannot be had; the message says why."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{show(url, limit=200)}: must be an address that answers; {reason}")


class NotAllowedError(MotPourMotError):
    """An address of the web may not be fetched: by the operator's setting, or by nobody."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"{show(url, limit=200)}: must be an address that FETCH_HOSTS allows, of the public "
            f"web; {reason}"
        )


class MissingExtraError(MotPourMotError):
    """A command needs a library that only an extra brings; the message says how to get it."""

    def __init__(self, command: str, extra: str) -> None:
        super().__init__(
            f"{command}: needs the extra `{extra}`. Install it with `pip install '.[{extra}]'`"
        )


class OutputError(MotPourMotError):
    """What a command prints cannot be written; the message says why."""


class BusyError(MotPourMotError):
    """More is asked than can be answered soon; `seconds` from now there may be room."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Too many questions are being answered; try again in {seconds} "
            f"second{'s' if seconds > 1 else ''}"
        )
        self.seconds = seconds


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
