"""A thousand questions from 200 chats at once, beside a bot that only echoes.

This process is Telegram: the stand-in Bot API server of the tests
(`tests.bot.telegram.stand_in.server`). The
bots (`telegram_bots`) are processes of their own and take turns, each with a fresh server and, for
ours, a fresh database: *Mot pour Mot* as it ships, and an echo bot on the same library with the
same limiter and as many connections, which keeps nothing and shows no "typing…". Three settings:

- as shipped: the library's limit of 30 messages a second bounds both;
- limit lifted, in both, so that their own cost shows;
- limit lifted, and in one chat Telegram takes 5 s for each message: the figures are those of the
  other chats.

Before the clock starts, a chat that is not counted has its question answered. Seconds are those
from a question standing in its chat to its reply standing there. The CPU seconds are the bot's from
the first question on, read from /proc; the share of a core is this process's.

Lost: no reply. Doubled: more than one. Out of order: a chat whose replies do not stand in the
order of its questions. If any of these happens to *Mot pour Mot*, the exit code is 1.

Run from the top of the checkout:

    python -m tests.benchmarks.telegram_load [--rounds 3] [--chats 200]

What it ran on and its last table: README.md beside this file.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.report import format_table, machine, named_version, percentile
from tests.bot.telegram.stand_in.server import TelegramServer
from tests.bot.telegram.stand_in.world import Chat, ChatMessage
from tests.paths import ROOT

QUESTIONS = 5  # a chat; with more than ten our bot would ask the person to slow down
SLOW = 5.0  # seconds for each message of the slow chat
OURS, ECHO = "Mot pour Mot", "echo bot"
_START = 60  # seconds for a bot to start and answer one question
_LIMIT = 180  # seconds for the questions of one run; what is unanswered then is lost
_SETTLE = 1.0  # seconds after the last reply, for one that should not come
_STOP = 20  # seconds for a bot to end
_ROOT = ROOT

Asked = list[tuple[Chat, list[ChatMessage]]]


@dataclass(frozen=True)
class Setting:
    """How both bots are run: with the library's limit or without, and with a slow chat or none."""

    name: str
    unlimited: bool
    slow: bool = False


@dataclass(frozen=True)
class Figures:
    """One run of one bot."""

    lost: int
    doubled: int
    disordered: int  # chats
    latencies: tuple[float, ...]  # seconds
    total: float  # seconds from the first question to the last reply
    cpu: float  # seconds of the bot; NaN where there is no /proc
    server: float  # share of a core that the stand-in took

    @property
    def flawless(self) -> bool:
        """Whether every question has one reply, in order."""
        return not (self.lost or self.doubled or self.disordered)


SETTINGS = (
    Setting("as shipped", unlimited=False),
    Setting("limit lifted", unlimited=True),
    Setting("limit lifted, one chat slow", unlimited=True, slow=True),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bots in turns, print the table and the verdict; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=3, help="of each setting (default 3)")
    parser.add_argument("--chats", type=int, default=200, help="that ask at once (default 200)")
    options = parser.parse_args(arguments)
    questions = _questions()
    rows: list[list[str]] = []
    ratios: list[str] = []
    ours: list[Figures] = []
    for setting in SETTINGS:
        runs: dict[str, list[Figures]] = {OURS: [], ECHO: []}
        for number in range(options.rounds):
            # Neither always has the machine that the other has warmed.
            for name in (OURS, ECHO) if number % 2 == 0 else (ECHO, OURS):
                runs[name].append(_run(name, setting, options.chats, questions))
        rows += [_row(setting, name, found) for name, found in runs.items()]
        p95s = {name: [percentile(run.latencies, 95) for run in found]
                for name, found in runs.items()}  # fmt: skip
        ratio = statistics.median(
            a / b if b else float("nan") for a, b in zip(p95s[OURS], p95s[ECHO], strict=True)
        )
        ratios.append(f"{setting.name} {ratio:.2f}")
        ours += runs[OURS]
    print(
        f"{machine()}; {named_version('python-telegram-bot')}; {options.chats * QUESTIONS} "
        f"questions from {options.chats} chats, medians of {options.rounds} rounds (lost, doubled "
        "and out of order: of all rounds together)\n"
    )
    header = (
        "setting",
        "bot",
        "lost",
        "doubled",
        "chats out of order",
        "p50 s",
        "p95 s",
        "longest s",
        "all s",
        "CPU s",
        "stand-in's share of a core",
    )
    print(format_table(header, rows))
    print(f"\np95 of {OURS} / p95 of the {ECHO}: {', '.join(ratios)}")
    if all(run.flawless for run in ours):
        print(f"{OURS}: none lost, none doubled, all in order")
        return 0
    lost, doubled, disordered = (
        sum(getattr(run, name) for run in ours) for name in ("lost", "doubled", "disordered")
    )
    print(f"{OURS}: {lost} LOST, {doubled} DOUBLED, {disordered} chats OUT OF ORDER")
    return 1


def _row(setting: Setting, name: str, runs: Sequence[Figures]) -> list[str]:
    def median(values: Iterator[float], form: str) -> str:
        return format(statistics.median(values), form)

    return [
        setting.name,
        name,
        str(sum(run.lost for run in runs)),
        str(sum(run.doubled for run in runs)),
        str(sum(run.disordered for run in runs)),
        median((percentile(run.latencies, 50) for run in runs), ".2f"),
        median((percentile(run.latencies, 95) for run in runs), ".2f"),
        median((percentile(run.latencies, 100) for run in runs), ".2f"),
        median((run.total for run in runs), ".1f"),
        median((run.cpu for run in runs), ".1f"),
        median((run.server for run in runs), ".0%"),
    ]


def _run(name: str, setting: Setting, chats: int, questions: Sequence[str]) -> Figures:
    """Ask everything at once, wait for the replies, stop the bot, and count."""
    with (
        tempfile.TemporaryDirectory() as folder,
        TelegramServer() as server,
        _bot(name, setting, server, Path(folder)) as process,
    ):
        _warm_up(server, process, Path(folder), questions[0])
        people = [server.private_chat(number) for number in range(1, chats + 1)]
        slow = people[0] if setting.slow else None
        if slow:
            server.fail("sendMessage", chat_id=slow.id, delay=SLOW, times=QUESTIONS)
        spent, server_spent = _cpu_of(process), time.process_time()
        began = time.perf_counter()
        asked = _ask(people, questions)
        while process.poll() is None and time.perf_counter() < began + _LIMIT:
            if not any(_missing(chat, sent) for chat, sent in asked):
                break
            time.sleep(0.2)
        elapsed = time.perf_counter() - began
        server_share = (time.process_time() - server_spent) / elapsed
        time.sleep(_SETTLE)
        cpu = _cpu_of(process) - spent
        _stop(process)  # before it is counted: what it would still send counts too
        figures = _count(asked, slow, cpu, server_share)
        if figures.lost or figures.doubled:
            print(f"{setting.name}, {name}: {_last_words(Path(folder))}", file=sys.stderr)
        return figures


def _ask(people: Sequence[Chat], questions: Sequence[str]) -> Asked:
    """Each person's questions, one from everybody, then the next: no two alike in a chat."""
    waiting = itertools.cycle(questions)
    texts = [list(itertools.islice(waiting, QUESTIONS)) for _ in people]
    asked: Asked = [(chat, []) for chat in people]
    for number in range(QUESTIONS):
        for (chat, sent), own in zip(asked, texts, strict=True):
            sent.append(chat.send(own[number]))
    return asked


def _missing(chat: Chat, sent: Sequence[ChatMessage]) -> bool:
    replied = {message.reply_to_message_id for message in chat.bot_messages}
    return any(question.message_id not in replied for question in sent)


def _count(asked: Asked, slow: Chat | None, cpu: float, server: float) -> Figures:
    """What came of the questions; the times are those of all chats but the slow one."""
    lost = doubled = disordered = 0
    latencies: list[float] = []
    last = first = asked[0][1][0].at
    for chat, sent in asked:
        replies = chat.bot_messages
        order = [reply.reply_to_message_id or 0 for reply in replies]
        count = Counter(order)
        lost += sum(count[question.message_id] == 0 for question in sent)
        doubled += sum(number > 1 for number in count.values())
        disordered += order != sorted(order)
        if chat is slow:
            continue
        at = {reply.reply_to_message_id: reply.at for reply in reversed(replies)}
        latencies += [at[q.message_id] - q.at for q in sent if q.message_id in at]
        last = max([last, *at.values()])
    return Figures(lost, doubled, disordered, tuple(latencies), last - first, cpu, server)


@contextlib.contextmanager
def _bot(
    name: str, setting: Setting, server: TelegramServer, folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The bot's process, in `folder`, where its errors and its database go. Ended at the end."""
    module = ["tests.benchmarks.telegram_bots", "echo" if name == ECHO else "motpourmot"]
    if setting.unlimited:
        module.append("--unlimited")
    elif name == OURS:
        module = ["bot.cli", "telegram"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(_ROOT),
        "ARTICLES_DIR": str(_ROOT / "seeds"),
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "TELEGRAM_API_URL": server.url,
        "TELEGRAM_BOT_TOKEN": server.token,
    }
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603  (what is run is written here)
            [sys.executable, "-m", *module],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _warm_up(
    server: TelegramServer, process: subprocess.Popen[bytes], folder: Path, question: str
) -> None:
    """Wait until the bot has answered a question of somebody else."""
    chat = server.private_chat(999_999)
    deadline = time.monotonic() + _START
    sent = None
    while sent is None or _missing(chat, [sent]):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"the bot did not start: {_last_words(folder)}")
        if sent is None and server.updates.polled:
            sent = chat.send(question)
        time.sleep(0.05)
    time.sleep(_SETTLE)  # for what it does when it starts, such as its menu


def _cpu_of(process: subprocess.Popen[bytes]) -> float:
    """CPU seconds of the process so far, its own and the system's for it."""
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_text("utf-8")
    except OSError:
        return float("nan")
    fields = stat.rpartition(")")[2].split()  # the name before may hold anything
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _last_words(folder: Path) -> str:
    return (folder / "errors.txt").read_text("utf-8", "replace")[-2_000:] or "it said nothing"


def _questions() -> list[str]:
    """Those of seed.json, French and English mixed, in an order that is always the same."""
    file = _ROOT / "tests" / "data" / "seed.json"
    (article,) = json.loads(file.read_text("utf-8"))["data"]
    questions = [qa["question"] for part in article["paragraphs"] for qa in part["qas"]]
    random.Random(0).shuffle(questions)  # noqa: S311  (a fixed order, not a secret)
    return questions


if __name__ == "__main__":
    sys.exit(main())
