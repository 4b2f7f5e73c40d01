"""Tries that get slower: how often one address, or one email, may knock at a door before it has to wait."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from db import accounts as store
from db.engine import transaction
from services import clock
from services.errors import Conflict
from services.tokens import hash_of

__all__ = ["Tally", "forgive", "neighbourhood", "of_sign_in", "of_sign_up", "wait_for_turn"]

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Tally:
    """`free` tries cost nothing; each further one doubles the wait, until nobody tried for as long as `forgotten`."""

    key: str
    free: int
    longest: timedelta = HOUR
    forgotten: timedelta = 2 * HOUR


def of_sign_in(address: str, email: str) -> list[Tally]:
    """First what a success clears. The last stops guessing from many addresses; its short wait locks no owner out."""
    near = neighbourhood(address)
    return [
        Tally(hash_of(f"{near}|{email}"), free=2),
        Tally(hash_of(near), free=20),
        Tally(hash_of(f"email|{email}"), free=100, longest=timedelta(minutes=1), forgotten=HOUR),
    ]


def of_sign_up(address: str) -> list[Tally]:
    """A school behind one address signs its people up in peace; a machine does not."""
    return [Tally(hash_of(f"sign-up|{neighbourhood(address)}"), free=20, forgotten=HOUR)]


def neighbourhood(address: str) -> str:
    """An address as it is counted: of IPv6 everybody holds a whole /64."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.IPv6Network((int(known), 64), strict=False))


def wait_for_turn(tallies: Sequence[Tally]) -> None:
    """Count this try before it is checked; refuse, and count nothing, while any of its tallies must wait."""
    now = clock.now()
    with transaction() as db:
        rows = store.attempts(db, [tally.key for tally in tallies], now)
        ends = [row.blocked_until for row in rows.values() if row.blocked_until and now < row.blocked_until]
        for tally in [] if ends else tallies:
            row = rows[tally.key]
            row.failures = 1 if now - row.last_at > tally.forgotten else row.failures + 1
            row.last_at, row.blocked_until = now, now + wait_after(row.failures - tally.free, tally.longest)
    if ends:
        seconds = int((max(ends) - now).total_seconds()) + 1
        raise Conflict("Too many tries; wait {seconds} seconds.", seconds=seconds)


def wait_after(failures: int, longest: timedelta) -> timedelta:
    return timedelta() if failures <= 0 else min(timedelta(seconds=2 ** min(failures - 1, 12)), longest)


def forgive(db: Session, tallies: Sequence[Tally]) -> None:
    """After a success the first tally starts anew; the others only give back this one try, whatever came before."""
    rows = store.attempts(db, [tally.key for tally in tallies], clock.now())
    for tally in tallies:
        row = rows[tally.key]
        row.failures = 0 if tally is tallies[0] else max(0, row.failures - 1)
        if row.failures <= tally.free:
            row.blocked_until = None
