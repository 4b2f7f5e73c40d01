"""Small answers leave at once: the last of a page does not wait until the browser has acknowledged the large ones."""

import gc
import socket
from collections.abc import Iterator
from contextlib import suppress


def leave_at_once() -> None:
    """Streamlit opens its door without naming TCP, so asyncio leaves the waiting on; who is let in inherits this."""
    for door in doors():
        with suppress(OSError):
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def doors() -> Iterator[socket.socket]:
    """The sockets of this process at which the internet knocks; nothing public leads from the server to its own."""
    for one in gc.get_objects():
        if issubclass(type(one), socket.socket) and is_door(one):
            yield one


def is_door(one: socket.socket) -> bool:
    if one.fileno() < 0 or one.family not in {socket.AF_INET, socket.AF_INET6} or one.type != socket.SOCK_STREAM:
        return False
    return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
