"""The keeper's rounds: each comes again, whatever the one before met, and none takes the visitors' processor."""

import threading

import pytest

from pages.machine import keeper

pytestmark = pytest.mark.pure


def test_a_round_that_failed_is_followed_by_the_next():
    over, rounds = threading.Event(), []

    def work() -> None:
        rounds.append("round")
        if len(rounds) == 3:
            over.set()
        raise ValueError("this one failed")

    keeper.rounds(over, work, 0.001)
    assert len(rounds) == 3


@pytest.mark.parametrize(("every", "worked", "pause"), [(30.0, 0.0, 30.0), (30.0, 1.5, 30.0), (5.0, 3.0, 60.0)])
def test_what_works_long_comes_less_often_and_never_more(every, worked, pause):
    assert keeper.rest(every, worked) == pause
