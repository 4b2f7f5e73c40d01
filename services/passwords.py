"""Passwords: argon2id, at least twelve characters, none that a stranger would try first."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from services.errors import Invalid

SHORTEST, LONGEST = 12, 128
FEWEST_CHARACTERS, LONG_ENOUGH_NAME = 5, 4
HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
TWO_AT_ONCE = threading.Semaphore(2)  # 46 MiB each: a flood of tries must not take the memory of the shop
GUESSED = ("password", "123456", "qwerty", "abcdef", "iloveyou", "admin", "welcome", "letmein", "111111", "000000")


def normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def chosen(password: str, *, email: str) -> str:
    """The hash of a new password, or a refusal that says what is wrong with it."""
    check(password, email=email)
    return hashed(password)


def check(password: str, *, email: str) -> None:
    """Refuse a password that is too short, too long or too easy; costs nothing, unlike its hash."""
    password = normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(
            "A password has {shortest} to {longest} characters; this one has {length}.",
            shortest=SHORTEST,
            longest=LONGEST,
            length=len(password),
        )
    lowered = password.lower()
    own = email.partition("@")[0].lower()
    mostly_common = any(word in lowered and len(word) * 2 > len(lowered) for word in GUESSED)
    guessable = mostly_common or (len(own) >= LONG_ENOUGH_NAME and own in lowered)
    if guessable or len(set(lowered)) < FEWEST_CHARACTERS:
        raise Invalid("This password is too easy to guess.")


def hashed(password: str, *, salt: bytes | None = None) -> str:
    with TWO_AT_ONCE:
        return HASHER.hash(normal(password), salt=salt)


def fits(password: str, stored: str | None) -> bool:
    """Takes as long for an unknown person as for a known one."""
    with TWO_AT_ONCE:
        try:
            return HASHER.verify(stored or dummy(), normal(password)[: LONGEST * 2]) and stored is not None
        except VerificationError:
            return False


def is_outdated(stored: str) -> bool:
    return HASHER.check_needs_rehash(stored)


@cache
def dummy() -> str:
    return HASHER.hash("nobody has this password")
