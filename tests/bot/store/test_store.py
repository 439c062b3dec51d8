"""What the store keeps: nothing lost, nothing doubled, nobody named; alike on both databases.

Past 400 lines: each promise of the store is a test of its own.
"""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from bot.store.database import Database
from bot.store.store import AskedQuestion, Store, StoreError, Turn
from bot.store.tables import messages, metadata, turns, votes
from tests.bot.answers import citation, not_answered
from tests.bot.store.helpers import (
    ANSWER,
    BOT,
    KEY,
    MORNING,
    Clock,
    at_once,
    begin,
    sqlite_url,
)

pytest_plugins = ("tests.bot.store.databases",)

# Updates


def test_an_update_is_new_once_and_pending_until_it_is_finished(store: Store) -> None:
    assert store.receive(BOT, 12, '{"update_id": 12}')
    assert store.receive(BOT, 11, '{"update_id": 11}')
    assert not store.receive(BOT, 12, "sent again")
    assert store.receive(BOT + 1, 12, "another bot's")
    assert store.pending(BOT) == ['{"update_id": 12}', '{"update_id": 11}']
    store.finish(BOT, 12)
    store.finish(BOT, 12)
    store.finish(BOT, 99)
    assert store.pending(BOT) == ['{"update_id": 11}']
    assert store.pending(BOT + 1) == ["another bot's"]
    assert not store.receive(BOT, 12, "sent again")
    assert store.pending(BOT) == ['{"update_id": 11}']


def test_what_was_received_is_there_after_a_restart(store_url: str) -> None:
    with closing(Store(store_url, key=KEY)) as first:
        first.receive(BOT, 1, "one")
        turn = begin(first, bot_id=BOT, update_id=1)
    with closing(Store(store_url, key=KEY)) as second:
        assert second.pending(BOT) == ["one"]
        assert second.turn_of_update(BOT, 1) == turn


def test_what_was_received_is_seen_by_others_when_receive_returns(
    store: Store, store_url: str
) -> None:
    with closing(Store(store_url, key=KEY)) as other:
        assert store.receive(BOT, 1, "one")
        assert other.pending(BOT) == ["one"]
        assert not other.receive(BOT, 1, "one")


def test_threads_that_receive_the_same_updates_have_each_once(store: Store) -> None:
    received = at_once(8, lambda _: [store.receive(BOT, n, str(n)) for n in range(50)])
    assert [sum(column) for column in zip(*received, strict=True)] == [1] * 50
    assert sorted(store.pending(BOT), key=int) == [str(n) for n in range(50)]


def test_two_stores_on_one_database_have_each_update_once(store_url: str) -> None:
    with closing(Store(store_url, key=KEY)) as first, closing(Store(store_url, key=KEY)) as second:
        stores = (first, second)

        def run(number: int) -> list[bool]:
            return [stores[number % 2].receive(BOT, n, str(n)) for n in range(50)]

        assert [sum(column) for column in zip(*at_once(4, run), strict=True)] == [1] * 50


def test_stores_may_create_the_same_tables_at_once(store_url: str) -> None:
    stores = at_once(8, lambda _: Store(store_url, key=KEY))
    assert [store.receive(BOT, n, "body") for n, store in enumerate(stores)] == [True] * 8
    for store in stores:
        store.close()


# Turns


def test_a_turn_comes_back_as_it_was_kept(store: Store) -> None:
    turn = begin(
        store,
        asked="Et quand ?",
        answer=ANSWER,
        bot_id=BOT,
        update_id=5,
        asked_message_id=40,
    )
    assert turn == Turn(
        id=turn.id,
        face="telegram",
        chat=store.pseudonym("chat", 1),
        person=store.pseudonym("person", 1),
        conversation=store.pseudonym("conversation", 1),
        asked="Et quand ?",
        question="Qui ?",
        language="fr",
        status="answered",
        answer=ANSWER,
        asked_at=MORNING,
        asked_message_id=40,
        message_ids=(),
    )
    assert turn.asked_at.tzinfo is UTC
    assert store.turn(turn.id) == turn
    assert store.turn_of_update(BOT, 5) == turn
    assert store.turn_of_question(turn.chat, 40) == turn
    assert store.last_answered(turn.conversation) == turn


def test_times_are_kept_in_utc(store: Store, clock: Clock) -> None:
    clock.time = datetime.fromisoformat("2026-02-28T23:30:00-05:00")
    turn = begin(store)
    assert turn.asked_at == clock.time
    assert turn.asked_at.isoformat() == "2026-03-01T04:30:00+00:00"


def test_an_update_has_one_turn(store: Store, clock: Clock) -> None:
    first = begin(store, bot_id=BOT, update_id=5)
    store.add_message(first.id, 41)
    clock.move(minutes=1)
    again = begin(store, "Une autre ?", bot_id=BOT, update_id=5)
    assert again == replace(first, message_ids=(41,))
    assert begin(store, bot_id=BOT, update_id=6).id != first.id
    assert begin(store, bot_id=BOT + 1, update_id=5).id != first.id
    assert begin(store).id != begin(store).id  # over HTTP there is no update


def test_threads_that_begin_a_turn_of_one_update_get_the_same(store: Store) -> None:
    turns = at_once(8, lambda n: begin(store, f"Question {n} ?", bot_id=BOT, update_id=1))
    assert len({turn.id for turn in turns}) == 1
    assert len(store.questions(unanswered=False)) == 1


def test_threads_that_begin_turns_of_their_own_get_them(store: Store) -> None:
    turns = at_once(8, lambda n: [begin(store, f"Question {n} ?").id for _ in range(10)])
    assert len({turn_id for ids in turns for turn_id in ids}) == 80
    assert [asked.times for asked in store.questions(unanswered=False)] == [10] * 8


def test_the_last_turn_with_an_answer(store: Store, clock: Clock) -> None:
    first = begin(store, "La première ?")
    clock.move(hours=-1)  # clocks are set back
    second = begin(store, "La deuxième ?")
    begin(store, "Sans réponse ?", status="no_answer")
    begin(store, "Ailleurs ?", conversation=store.pseudonym("conversation", 2))
    assert store.last_answered(second.conversation) == second
    assert store.last_answered(store.pseudonym("conversation", 3)) is None
    assert store.last_answered(second.conversation, before=second.id) == first
    assert store.last_answered(second.conversation, before=first.id) is None


def test_messages_belong_to_the_turn_they_answer(store: Store) -> None:
    turn = begin(store, asked_message_id=40)
    other = begin(store, chat=store.pseudonym("chat", 2), asked_message_id=40)
    for message_id in (41, 42, 41):
        store.add_message(turn.id, message_id)
    store.add_message(other.id, 41)
    store.add_message(other.id + 1, 43)  # of a turn that is not kept
    kept = replace(turn, message_ids=(41, 42))
    assert store.turn(turn.id) == kept
    assert store.turn_of_message(turn.chat, 42) == kept
    assert store.turn_of_message(turn.chat, 41) == kept
    assert store.turn_of_message(turn.chat, 40) is None
    assert store.turn_of_message(turn.chat, 43) is None
    assert store.turn_of_message(other.chat, 41) == replace(other, message_ids=(41,))
    assert store.turn_of_question(other.chat, 40) == replace(other, message_ids=(41,))
    store.remove_message(turn.id, 41)
    store.remove_message(turn.id, 41)
    assert store.turn(turn.id) == replace(turn, message_ids=(42,))
    assert store.turn_of_message(other.chat, 41) == replace(other, message_ids=(41,))
    store.add_message(turn.id, 41)
    assert store.turn(turn.id) == replace(turn, message_ids=(42, 41))


def test_an_edited_question_keeps_its_turn(store: Store, clock: Clock) -> None:
    turn = begin(store, asked_message_id=40)
    store.add_message(turn.id, 41)
    store.vote(turn.id, "reader", 1)
    clock.move(minutes=1)
    new = replace(not_answered(citation("Non.")), question="Who signed?", language="en")
    revised = store.revise_turn(turn.id, asked="Et ça ?", answer=new)
    assert revised == replace(
        turn,
        asked="Et ça ?",
        question="Who signed?",
        language="en",
        status="no_answer",
        answer=new,
        message_ids=(41,),
    )
    assert store.turn(turn.id) == revised
    assert store.questions(unanswered=True) == [
        AskedQuestion("Who signed?", "en", "no_answer", 1, MORNING, 0, 0)
    ]
    assert store.revise_turn(turn.id + 1, asked="Et ?", answer=new) is None


@pytest.mark.parametrize("turn_id", [0, -1, 2**63 - 1, 2**63, 10**30])
def test_any_number_may_be_looked_up(store: Store, turn_id: int) -> None:
    begin(store)
    assert store.turn(turn_id) is None


def test_an_id_is_never_given_twice(store: Store) -> None:
    turn = begin(store)
    store.forget(turn.person)
    assert begin(store).id > turn.id


def test_an_answer_too_long_to_keep_loses_first_its_further_passages(store: Store) -> None:
    long = replace(ANSWER, others=(citation("👍" * 70_000),))
    assert begin(store, answer=long).answer == replace(ANSWER, others=())
    far_too_long = begin(store, answer=replace(ANSWER, citations=(citation("👍" * 70_000),)))
    assert (far_too_long.answer, far_too_long.question) == (None, "Qui ?")


def test_the_tables_of_an_earlier_version_get_what_they_lack(store_url: str) -> None:
    with closing(Store(store_url, key=KEY)) as first:
        old = begin(first)
    with closing(Database(store_url, metadata)) as database, database.writing() as connection:
        connection.execute(text("ALTER TABLE turns DROP COLUMN answer"))
    stores = at_once(4, lambda _: Store(store_url, key=KEY))
    try:
        assert stores[0].turn(old.id) == replace(old, answer=None)
        assert begin(stores[1]).answer == replace(ANSWER, question="Qui a signé ?")
    finally:
        for opened in stores:
            opened.close()


@pytest.mark.parametrize("kept", ["{}", "not json", '{"id": 1}'])
def test_what_another_version_wrote(store: Store, store_url: str, kept: str) -> None:
    turn = begin(store)
    with closing(Database(store_url, metadata)) as database, database.writing() as connection:
        connection.execute(update(turns).values(answer=kept))
    assert store.turn(turn.id) == replace(turn, answer=None)


# What may be written

any_text = st.text(max_size=200)  # with U+0000 and with lone surrogates
any_question = st.text(st.characters(codec="utf-8"), max_size=200)  # as the engine takes them


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(asked=any_text, question=any_question)
def test_any_text_comes_back_equal(store: Store, asked: str, question: str) -> None:
    turn = begin(store, question, asked=asked)
    assert (turn.asked, turn.question) == (asked, question)
    assert store.turn(turn.id) == turn
    assert question in {asked.question for asked in store.questions(unanswered=False)}


@pytest.mark.parametrize(
    "written",
    ["\0", "a\0b\\0", "\\", "\\\\0", "\\u0000", "\ud800", "\\ud800", "é" * 1000, "👩\u200d🚀"],
)
def test_texts_that_databases_refuse_come_back_equal(store: Store, written: str) -> None:
    assert begin(store, asked=written).asked == written
    store.receive(BOT, 1, written)
    assert store.pending(BOT) == [written]


def test_a_body_of_one_mebibyte_is_kept(store: Store) -> None:
    body = '"\\' * 2**19
    store.receive(BOT, 1, body)
    assert store.pending(BOT) == [body]


# Votes


def test_a_person_has_one_vote_a_turn(store: Store) -> None:
    turn = begin(store)
    steps = [("a", 1, True), ("a", 1, False), ("b", 1, True), ("b", -1, True), ("b", -1, False)]
    assert [store.vote(turn.id, person, value) for person, value, _ in steps] == [
        changed for *_, changed in steps
    ]
    assert [store.vote_of(turn.id, person) for person in ("a", "b", "c")] == [1, -1, 0]
    (asked,) = store.questions(unanswered=False)
    assert (asked.up, asked.down) == (1, 1)
    assert not store.vote(turn.id + 1, "a", 1)  # of a turn that is not kept


def test_a_vote_is_for_or_against(store: Store) -> None:
    turn = begin(store)
    with pytest.raises(StoreError):
        store.vote(turn.id, "a", 2)
    assert store.vote(turn.id, "a", 1)


def test_threads_that_vote_alike_change_one_thing(store: Store) -> None:
    turn = begin(store)
    assert sorted(at_once(8, lambda _: store.vote(turn.id, "a", 1))) == [False] * 7 + [True]


# What readers ask


def test_questions_are_counted_whatever_their_case_and_space(store: Store, clock: Clock) -> None:
    for question in ("Qui a signé ?", "Pourquoi ?", "QUI  A SIGNE\u0301 ? ", "qui a\nsigné ?"):
        begin(store, question)
        clock.move(minutes=1)
    begin(store, "Où ?", status="no_answer")
    assert store.questions(unanswered=False) == [
        AskedQuestion("qui a\nsigné ?", "fr", "answered", 3, MORNING + timedelta(minutes=3), 0, 0),
        AskedQuestion("Où ?", "fr", "no_answer", 1, MORNING + timedelta(minutes=4), 0, 0),
        AskedQuestion("Pourquoi ?", "fr", "answered", 1, MORNING + timedelta(minutes=1), 0, 0),
    ]


def test_questions_without_an_answer_are_those_that_had_none_the_last_time(store: Store) -> None:
    begin(store, "Où ?", status="no_answer")
    begin(store, "où ?")  # an article came
    begin(store, "Quand ?")
    begin(store, "quand ?", status="no_answer")  # an article went
    (asked,) = store.questions(unanswered=True)
    assert (asked.question, asked.times, asked.status) == ("quand ?", 2, "no_answer")


def test_votes_are_summed_over_the_turns_of_a_question(store: Store) -> None:
    first, second, other = begin(store), begin(store), begin(store, "Où ?")
    for turn, person, value in [
        (first, "a", 1),
        (first, "b", 1),
        (second, "a", 1),
        (second, "c", -1),
        (other, "a", -1),
    ]:
        store.vote(turn.id, person, value)
    assert [(a.question, a.times, a.up, a.down) for a in store.questions(unanswered=False)] == [
        ("Qui a signé ?", 2, 3, 1),
        ("Où ?", 1, 0, 1),
    ]


def test_nothing_was_asked(store: Store) -> None:
    assert store.questions(unanswered=False) == []
    assert store.questions(unanswered=True) == []


# What goes


def test_who_is_forgotten_leaves_nothing(store: Store, store_url: str) -> None:
    reader, other = store.pseudonym("person", 1), store.pseudonym("person", 2)
    mine = [begin(store, f"Question {n} ?", asked_message_id=n) for n in range(3)]
    theirs = begin(store, "Et moi ?", person=other)
    store.add_message(mine[0].id, 100)
    store.vote(mine[0].id, other, 1)
    store.vote(theirs.id, reader, -1)
    store.vote(theirs.id, other, 1)
    assert store.forget(reader) == 3
    assert store.forget(reader) == 0
    assert [store.turn(turn.id) for turn in mine] == [None] * 3
    assert store.turn_of_message(mine[0].chat, 100) is None
    assert [(a.question, a.up, a.down) for a in store.questions(unanswered=False)] == [
        ("Et moi ?", 1, 0)
    ]
    with closing(Database(store_url, metadata)) as database, database.reading() as connection:
        assert connection.scalars(select(messages.c.message_id)).all() == []
        assert connection.execute(select(votes)).all() == [(theirs.id, other, 1)]


def test_no_more_is_kept_than_a_disk_can_bear(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.store._MOST_TURNS", 3)
    turns = [begin(store) for _ in range(5)]
    assert store.prune(30) == 2
    assert [store.turn(turn.id) is not None for turn in turns] == [False, False, True, True, True]
    assert store.prune(30) == 0


def test_what_is_too_old_goes(store: Store, clock: Clock) -> None:
    old = begin(store, "Hier ?")
    store.add_message(old.id, 41)
    store.vote(old.id, "a", 1)
    clock.move(days=30)
    new = begin(store, "Aujourd'hui ?")
    assert store.prune(30) == 0
    clock.move(seconds=1)
    assert store.prune(30) == 1
    assert store.turn(old.id) is None
    assert store.turn_of_message(old.chat, 41) is None
    assert store.turn(new.id) == new


def test_a_finished_update_is_known_for_three_days(store: Store, clock: Clock) -> None:
    store.receive(BOT, 1, "body")
    store.finish(BOT, 1)
    clock.move(days=3)
    store.prune(1)
    assert not store.receive(BOT, 1, "body")
    clock.move(seconds=1)
    store.prune(365)
    assert store.receive(BOT, 1, "body")


@pytest.mark.parametrize(("days", "kept"), [(365, 2), (1, 1)])
def test_an_update_that_nobody_finishes_is_not_kept_for_ever(
    store: Store, clock: Clock, days: int, kept: int
) -> None:
    store.receive(BOT, 1, "body")
    clock.move(days=kept)
    store.prune(days)
    assert store.pending(BOT) == ["body"]
    clock.move(seconds=1)
    store.prune(days)
    assert store.pending(BOT) == []


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_deleted_words_are_nowhere_on_the_disk(tmp_path: Path) -> None:
    # Sizes of rows with which SQLite leaves copies behind.
    choose = random.Random(8)  # noqa: S311  (no secret)
    with closing(Store(sqlite_url(tmp_path / "store.db"), key=KEY)) as store:
        for number in range(160):
            store.receive(BOT, number, f"Corps {number} " * choose.choice([1, 5, 60, 400, 3000]))
            question = f"Oublie {number} " if number % 2 else f"Garde {number} "
            begin(
                store,
                question * choose.choice([1, 10, 70]),
                person="gone" if number % 2 else "stays",
                bot_id=BOT,
                update_id=number,
            )
            if number % 3:
                store.finish(BOT, choose.randrange(number + 1))
        assert b"Corps" in bytes_on_disk(tmp_path)
        assert b"Oublie" in bytes_on_disk(tmp_path)
        for number in range(160):
            store.finish(BOT, number)
        assert store.forget("gone") == 80
        left = bytes_on_disk(tmp_path)
        assert b"Corps" not in left
        assert b"Oublie" not in left
        assert b"Garde" in left
        store.prune(0)
        assert b"Garde" not in bytes_on_disk(tmp_path)


def test_a_finished_body_is_overwritten_at_once(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with closing(Store(sqlite_url(file), key=KEY)) as store:
        store.receive(BOT, 1, "Corps " * 1000)
        store.finish(BOT, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["store.db"]  # the log is in the file
    assert b"Corps" not in file.read_bytes()


# Who asked


def test_a_pseudonym_is_of_its_parts_and_key(store: Store, tmp_path: Path) -> None:
    name = store.pseudonym("person", 123456789)
    assert len(name) == 32
    assert set(name) <= set("0123456789abcdef")
    assert store.pseudonym("person", 123456789) == name
    names = [
        store.pseudonym(*parts)
        for parts in [
            (), ("",), ("ab", "c"), ("a", "bc"), ("abc",), ("a", "b", "c"), ('a","b',), ("a", "b"),
            (1, 23), (12, 3), (123,), ("123",), (-123,), ("é",), ("\\u00e9",), ("\0",), ("\ud800",),
        ]
    ]  # fmt: skip
    assert len(set(names)) == len(names)
    with closing(Store(sqlite_url(tmp_path / "other.db"), key=b"another key")) as other:
        assert other.pseudonym("person", 123456789) != name


def test_a_pseudonym_is_the_same_for_ever(store: Store) -> None:
    assert store.pseudonym("person", 123456789) == "5aa865dea6003f215fe9e1a29ec12f4d"


def test_nobody_is_named_in_the_file(tmp_path: Path) -> None:
    number = 123_123_123
    with closing(Store(sqlite_url(tmp_path / "store.db"), key=KEY)) as store:
        store.receive(BOT, 1, f'{{"from": {{"id": {number}}}}}')
        assert str(number).encode() in bytes_on_disk(tmp_path)  # until it is answered
        names = {
            "chat": store.pseudonym("chat", number),
            "person": store.pseudonym("person", number),
            "conversation": store.pseudonym("conversation", number),
        }
        turn = begin(store, bot_id=BOT, update_id=1, asked_message_id=40, **names)
        store.add_message(turn.id, 41)
        store.vote(turn.id, turn.person, 1)
        store.finish(BOT, 1)
    kept = bytes_on_disk(tmp_path)
    assert turn.person.encode() in kept
    for size in (4, 8):
        assert number.to_bytes(size, "big") not in kept
        assert number.to_bytes(size, "little") not in kept
    assert str(number).encode() not in kept
    assert KEY not in kept
