"""What listens sends at once, and so does whatever is accepted there; nothing else is touched."""

import socket
from contextlib import ExitStack, closing

import pytest

from pages.machine.at_once import doors, leave_at_once

pytestmark = pytest.mark.pure
HERE = ("127.0.0.1", 0)


@pytest.fixture
def opened():
    """Opens sockets, and closes them when the test is over."""
    with ExitStack() as kept:
        yield lambda *kind: kept.enter_context(closing(socket.socket(*kind)))


def a_door(opened):
    door = opened(socket.AF_INET, socket.SOCK_STREAM)
    door.bind(HERE)
    door.listen()
    return door


def sends_at_once(one):
    return bool(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def accepted(door, opened):
    opened(socket.AF_INET, socket.SOCK_STREAM).connect(door.getsockname())
    return door.accept()[0]


def test_who_is_let_in_is_answered_at_once(opened):
    door = a_door(opened)
    with closing(accepted(door, opened)) as before:
        assert not sends_at_once(before)
    leave_at_once()
    with closing(accepted(door, opened)) as after:
        assert sends_at_once(door)
        assert sends_at_once(after)


def test_a_door_of_the_newer_internet_is_found_too(opened):
    door = opened(socket.AF_INET6, socket.SOCK_STREAM)
    try:
        door.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no address of the newer internet")
    door.listen()
    leave_at_once()
    assert sends_at_once(door)


def test_what_does_not_listen_or_is_no_internet_is_left_alone(opened, tmp_path):
    unix = opened(socket.AF_UNIX, socket.SOCK_STREAM)
    unix.bind(str(tmp_path / "s"))
    unix.listen()
    datagrams = opened(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(HERE)
    closed = a_door(opened)
    closed.close()
    bound = opened(socket.AF_INET, socket.SOCK_STREAM)
    bound.bind(HERE)
    leave_at_once()
    assert not {id(one) for one in (unix, datagrams, closed, bound)} & {id(one) for one in doors()}
    assert not sends_at_once(bound)
