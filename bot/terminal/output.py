"""What a command writes: lines, complaints, a progress bar, files."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.errors import OutputError
from index.errors import InputError, show

# The name of a file, or of an article, may hold escape sequences that would drive the terminal.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def has_colour() -> bool:
    """Return whether the output is a terminal that may be sent colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def print_text(text: str) -> None:
    """Print `text`; a terminal that is not UTF-8 gets escapes instead of a traceback."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        # Written at once: an error when the interpreter ends could no longer be said in a sentence.
        print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the output cannot be written: {error.strerror}") from None


def print_json(value: object) -> None:
    """Print `value` as indented JSON."""
    print_text(json.dumps(value, ensure_ascii=False, indent=2, default=datetime.isoformat))


def drop_output() -> None:
    """Let what is still to be printed go nowhere, since nobody can read it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """Print one line about what went wrong to stderr; control characters in it are escaped."""
    line = _CONTROL.sub(lambda found: ascii(found[0])[1:-1], f"motpourmot: {message}")
    print(line.encode("utf-8", "backslashreplace").decode(), file=sys.stderr)


def progress_bar(name: str, total: int, *, delay: float = 0.0) -> Any:
    """Return a bar on stderr, shown after `delay` seconds; nothing where that is no terminal."""
    from tqdm import tqdm

    return tqdm(total=total, desc=name, delay=delay, disable=None, leave=False, file=sys.stderr)


class ProgressBars:
    """A bar for each step of long work, gone when the step or the `with` block ends."""

    def __init__(self) -> None:
        self._bars: dict[str, Any] = {}

    def __enter__(self) -> ProgressBars:
        """Show nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take away the bars of steps that have not ended."""
        for bar in self._bars.values():
            bar.close()

    def show(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` is done of `step`; a step may be gone through again."""
        if step not in self._bars:
            self._bars[step] = progress_bar(step, total)
        bar = self._bars[step]
        bar.update(done - bar.n)
        if done >= total:
            self._bars.pop(step).close()


def writable_folder(path: Path) -> Path:
    """Return the folder `path`, made where it is not there yet."""
    try:
        path = path.expanduser()
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            str(path), "must be a folder that can be made or written", str(reason)
        ) from None
    return path


def writable(path: Path, *inputs: Path) -> Path:
    """Return `path`, links resolved, if it can be written and is none of `inputs`."""
    target = path.resolve()
    if target.is_dir():
        raise InputError(str(path), "must be a file that can be written", "a folder")
    if target in [file.resolve() for file in inputs]:
        raise InputError(str(path), "must not be a file that is read", "one that is")
    folder = target.parent
    if not folder.is_dir() or not os.access(target if target.exists() else folder, os.W_OK):
        raise InputError(
            str(path), "must be a file that can be written", f"no such place in {show(str(folder))}"
        )
    return target


def write_file(target: Path, content: str) -> None:
    """Write `content`, whole or not at all where `target` is a regular file or none yet."""
    try:
        if target.exists() and not target.is_file():  # such as /dev/stdout
            target.write_text(content, encoding="utf-8")
            return
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, prefix=target.name, delete=False
        ) as part:
            part.write(content)
        # A temporary file is its owner's alone; what is made here is like any other file.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(part.name, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask)
        os.replace(part.name, target)
    except OSError as error:
        raise InputError(
            str(target), "must be a file that can be written", str(error.strerror)
        ) from None
