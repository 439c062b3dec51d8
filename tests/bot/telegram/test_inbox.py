"""What comes in and goes out around the handlers: kept, in order, retried, given up for good."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Coroutine, Iterator
from contextlib import closing
from typing import Any

import pytest
from telegram import Update, User
from telegram.error import NetworkError

from bot.errors import StoreError
from bot.store import Store
from bot.telegram.client import TelegramBot, waits
from bot.telegram.inbox import ByChat, Inbox, Persist
from tests.bot.telegram.stand_in.server import TOKEN

BOT_ID = 123456


@pytest.fixture
def store() -> Iterator[Store]:
    with closing(Store("sqlite://", key=b"")) as store:
        yield store


def made(number: int, chat: int = 1) -> Update:
    """An update as Telegram sends it, of a bot that is not started."""
    bot = TelegramBot(TOKEN, api_url="http://127.0.0.1:9")
    bot._bot_user = User(BOT_ID, "Mot pour Mot", is_bot=True)
    body = {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_700_000_000,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Ana"},
            "text": f"👍 question {number}",
        },
    }
    return Update.de_json(body, bot)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 30))


def test_what_is_queued_is_kept_until_it_is_finished(store: Store) -> None:
    async def work() -> None:
        inbox = Inbox(store, Persist())
        for number in (5, 6, 5):
            await inbox.put(made(number))
        assert inbox.qsize() == 2  # 5 came twice
        update = await inbox.get()
        assert isinstance(update, Update)
        await inbox.finish(update)

    run(work())
    (left,) = store.pending(BOT_ID)
    assert Update.de_json(json.loads(left), None) == made(6)


def test_what_the_last_run_left_is_queued_again(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.receive(BOT_ID, 1, made(1).to_json())
    store.receive(BOT_ID, 2, json.dumps({"update_id": 2, "message": {"of": "another version"}}))
    store.receive(BOT_ID, 3, made(3).to_json())

    async def work() -> list[Any]:
        inbox = Inbox(store, Persist())
        await inbox.replay(made(1).get_bot())
        return [inbox.get_nowait() for _ in range(inbox.qsize())]

    assert [(update.update_id, update.message is None) for update in run(work())] == [
        (1, False),
        (2, True),  # to be forgotten in its turn
        (3, False),
    ]
    assert "update 2 is not understood (KeyError('date')) and left out" in caplog.text


def test_what_cannot_be_kept_is_to_come_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> bool:
        raise StoreError("DATABASE_URL: away. Wait")

    monkeypatch.setattr("bot.telegram.inbox._IN_FLIGHT", 3)

    async def work() -> None:
        inbox = Inbox(store, Persist())
        with monkeypatch.context() as broken:
            broken.setattr(Store, "receive", fail)
            for _ in range(5):  # none of them takes the room of another
                with pytest.raises(NetworkError, match="the update could not be kept"):
                    await inbox.put(made(1))
        await inbox.put(made(1))
        assert inbox.qsize() == 1

    run(work())


def test_what_was_kept_without_our_knowing_is_answered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = Store.receive

    def lose_the_confirmation(*values: Any) -> bool:
        receive(*values)
        raise StoreError("DATABASE_URL: away. Wait")

    async def work() -> None:
        inbox = Inbox(store, Persist())
        with monkeypatch.context() as broken:
            broken.setattr(Store, "receive", lose_the_confirmation)
            with pytest.raises(NetworkError):
                await inbox.put(made(1))
        await inbox.put(made(1))  # as Telegram sends it again
        await inbox.put(made(1))
        assert inbox.qsize() == 1

    run(work())


def test_closing_begins_nothing_and_interrupts_what_takes_too_long(store: Store) -> None:
    done: list[int] = []

    async def work() -> None:
        inbox = Inbox(store, Persist())
        processor = ByChat(inbox)

        gates = {number: asyncio.Event() for number in (1, 2, 3)}

        async def handle(number: int) -> None:
            await gates[number].wait()
            done.append(number)

        tasks = []
        for number, chat in ((1, 1), (2, 1), (3, 2)):
            await inbox.put(made(number, chat))
            handling = processor.process_update(made(number, chat), handle(number))
            tasks.append(asyncio.create_task(handling))
        await asyncio.sleep(0.01)
        closing = asyncio.create_task(processor.close(0.3))
        await asyncio.sleep(0)
        for number in (1, 2):
            gates[number].set()
        await asyncio.gather(closing, *tasks, return_exceptions=True)

    run(work())
    assert done == [1]
    assert [json.loads(body)["update_id"] for body in store.pending(BOT_ID)] == [2, 3]


def test_too_many_unanswered_updates_wait(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.inbox._IN_FLIGHT", 2)

    async def work() -> None:
        inbox = Inbox(store, Persist())
        await inbox.put(made(1))
        await inbox.put(made(2))
        third = asyncio.create_task(inbox.put(made(3)))
        await asyncio.sleep(0.05)
        assert not third.done()
        inbox.leave(made(1))
        await third
        assert inbox.qsize() == 3

    run(work())


def test_a_database_that_is_away_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.telegram.inbox.waits", lambda: iter([0.01, 0.02]))
    failures = iter([StoreError("Away."), StoreError("Still away.")])

    def operation(value: int, *, more: int) -> int:
        for error in failures:
            raise error
        return value + more

    async def work() -> int:
        return await Persist()(operation, 1, more=2)

    with pytest.raises(AssertionError):
        run(work())  # two attempts failed, and the waits of this test have an end
    assert caplog.messages == [
        "Away. Trying again in 0.01 s",
        "Still away. Trying again in 0.02 s",
    ]
    assert run(work()) == 3


def test_waits_grow_and_are_bounded() -> None:
    assert list(itertools.islice(waits(), 10)) == [0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30]


def test_one_chat_in_order_others_beside_it(store: Store) -> None:
    done: list[int] = []

    async def work() -> None:
        inbox = Inbox(store, Persist())
        processor = ByChat(inbox)
        gates = {number: asyncio.Event() for number in range(1, 5)}

        async def handle(number: int) -> None:
            await gates[number].wait()
            done.append(number)

        tasks = []
        for number, chat in ((1, 1), (2, 1), (3, 2), (4, 1)):
            update = made(number, chat)
            await inbox.put(update)
            tasks.append(asyncio.create_task(processor.process_update(update, handle(number))))
        for gate in (4, 3, 2):
            gates[gate].set()
        await tasks[2]
        assert done == [3]
        gates[1].set()
        await asyncio.gather(*tasks)

    run(work())
    assert done == [3, 1, 2, 4]
    assert store.pending(BOT_ID) == []


def test_what_was_interrupted_is_not_finished(store: Store) -> None:
    async def work() -> None:
        inbox = Inbox(store, Persist())
        processor = ByChat(inbox)
        tasks = []
        for number in (1, 2):
            update = made(number)
            await inbox.put(update)
            handling = asyncio.sleep(3_600)
            tasks.append(asyncio.create_task(processor.process_update(update, handling)))
        await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run(work())
    assert len(store.pending(BOT_ID)) == 2
