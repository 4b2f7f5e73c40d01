"""Stored deadlines: in order, once, caught up with after downtime, tried again, held up by nobody."""

import itertools
from datetime import timedelta

import pytest
from sqlmodel import col, select

from db.due import Due
from db.engine import reading, transaction
from services import clock, due, due_handlers
from services.due import Handler
from tests.buying import at_once

A_DAY = timedelta(days=1)
H = Handler.ORDER_REMIND_CONFIRM


def note(subject: str, after: timedelta = A_DAY, key: str = "", handler: Handler = H) -> None:
    with transaction(audited=False) as db:
        due.note(db, clock.now() + after, handler, subject, key=key or subject)


def rows() -> list[Due]:
    with reading() as db:
        return list(db.exec(select(Due).order_by(col(Due.at), col(Due.id))))


def sweep(work) -> None:
    due.sweep(dict.fromkeys(Handler, work))


@pytest.fixture
def done() -> list[str]:
    return []


def test_nothing_is_done_before_its_moment(done, pass_time, database):
    note("O-1")
    pass_time(A_DAY - timedelta(microseconds=1))
    sweep(done.append)
    assert done == []
    pass_time(timedelta(microseconds=1))
    sweep(done.append)
    assert done == ["O-1"]


def test_after_downtime_all_is_caught_up_with_in_the_order_of_its_moments(done, pass_time, database):
    for days in (3, 1, 9, 2, 1):
        note(f"day {days}", A_DAY * days, key=f"{days} {len(rows())}")
    pass_time(A_DAY * 5)
    sweep(done.append)
    assert done == ["day 1", "day 1", "day 2", "day 3"]
    assert [row.done_at is None for row in rows()] == [False] * 4 + [True]


def test_what_a_handler_notes_for_a_moment_that_has_passed_takes_its_place(done, pass_time, database):
    for days in (1, 3):
        note(f"day {days}", A_DAY * days)
    pass_time(A_DAY * 5)

    def work(subject):
        done.append(subject)
        if subject == "day 1":
            note("day 2", -A_DAY * 3)

    sweep(work)
    assert done == ["day 1", "day 2", "day 3"]


def test_the_same_key_is_one_row_and_done_once(done, pass_time, database):
    for _ in range(2):
        note("O-1")
    pass_time(A_DAY)
    sweep(done.append)
    note("O-1")
    pass_time(A_DAY * 2)
    sweep(done.append)
    assert done == ["O-1"]


def test_the_same_key_from_many_at_once_is_one_row(database):
    assert at_once(*[lambda: note("O-1")] * 5) == [None] * 5
    assert len(rows()) == 1


def test_what_is_noted_in_a_transaction_that_fails_is_not_noted(database):
    def note_and_fail():
        with transaction(audited=False) as db:
            due.note(db, clock.now(), H, "O-1", key="O-1")
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        note_and_fail()
    assert rows() == []


def test_what_is_dropped_is_not_done_and_may_be_noted_again(done, pass_time, database):
    note("O-1")
    with transaction(audited=False) as db:
        due.drop(db, "O-1")
    pass_time(A_DAY)
    sweep(done.append)
    note("O-1", timedelta())
    sweep(done.append)
    assert done == ["O-1"]


def test_a_handler_that_raises_holds_up_nobody_and_is_tried_again_after_growing_pauses(done, pass_time, database):
    for subject in ("bad", "good"):
        note(subject, timedelta())
    tried = []

    def work(subject):
        if subject == "bad":
            tried.append(clock.now())
            raise ValueError("not yet\x00")
        done.append(subject)

    for _ in range(20):
        sweep(work)
        pass_time(timedelta(minutes=1))
    assert (done, len(tried)) == (["good"], 4)
    assert [round((b - a).total_seconds() / 60) for a, b in itertools.pairwise(tried)] == [2, 4, 8]
    assert rows()[0].last_error == "ValueError: not yet"
    pass_time(A_DAY)
    sweep(done.append)
    assert (done, rows()[0].last_error, rows()[0].tries) == (["good", "bad"], "", 5)


@pytest.mark.pure
def test_every_handler_is_in_the_table():
    assert set(due_handlers.HANDLERS) == set(Handler)


@pytest.mark.pure
def test_pauses_have_an_end():
    assert [due.pause(tries) for tries in (0, 1, 500)] == [
        due.SHORTEST_PAUSE,
        2 * due.SHORTEST_PAUSE,
        due.LONGEST_PAUSE,
    ]


def test_a_process_that_dies_between_work_and_mark_leaves_the_row_to_the_next(done, pass_time, database):
    note("O-1", timedelta())

    def die(subject):
        done.append(subject)
        raise SystemExit

    with pytest.raises(SystemExit):
        sweep(die)
    sweep(done.append)
    assert done == ["O-1"]
    pass_time(due.SHORTEST_PAUSE)
    sweep(done.append)
    assert done == ["O-1", "O-1"]  # a handler looks whether its work is done


def test_several_processes_at_once_run_each_row_once(done, database):
    for number in range(12):
        note(f"O-{number}", timedelta())
    assert at_once(*[lambda: sweep(done.append)] * 4) == [None] * 4
    assert sorted(done) == sorted(f"O-{number}" for number in range(12))


def test_a_row_taken_by_somebody_else_is_not_taken_again(database):
    """The control of the race: both have seen the same row."""
    note("O-1", timedelta())
    [seen] = rows()
    assert [due.taken(seen), due.taken(seen)] == [True, False]


def test_a_handler_of_a_later_release_waits_for_it(done, pass_time, database):
    note("O-1", timedelta())
    with transaction(audited=False) as db:
        db.exec(select(Due)).one().handler = "order:from_the_future"
    note("O-2", timedelta(seconds=0))
    sweep(done.append)
    assert done == ["O-2"]
    assert [row.done_at is None for row in rows()] == [True, False]
