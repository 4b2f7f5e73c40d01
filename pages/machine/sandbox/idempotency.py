"""One key, one effect: the answer to a request is kept with its key and given again to whoever repeats it."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from pages.machine.sandbox import refusals
from pages.machine.sandbox.params import Params
from pages.machine.sandbox.refusals import Json, StripeError
from pages.machine.sandbox.store import Book, opened

LONGEST_KEY = 255
KEPT_SECONDS = 24 * 3600
# A reservation without an answer that is older than this belongs to a process that died; the key is free again.
DEAD_SECONDS = 60


class Answer(NamedTuple):
    status: int
    body: Json


def fingerprint(path: str, params: Params) -> str:
    said = json.dumps([path, params.values], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def reserve(path: Path, key: str, *, mark: str, now: float) -> Answer | None:
    """Take the key for this request, or return the answer it already has; raises if it is busy or means another."""
    if len(key) > LONGEST_KEY:
        raise StripeError(f"Idempotency-Key must be at most {LONGEST_KEY} characters")
    with opened(path, writing=True) as book:
        known = book.connection.execute(
            "SELECT fingerprint, created, status, body FROM idempotency WHERE key = ?", (key,)
        ).fetchone()
        if known is not None and not _given_up(known[1], known[2], now=now):
            return _known_answer(key, mark, known=known)
        book.connection.execute(
            "INSERT OR REPLACE INTO idempotency (key, fingerprint, created) VALUES (?, ?, ?)", (key, mark, now)
        )
    return None


def _given_up(created: float, status: int | None, *, now: float) -> bool:
    age = now - created
    return age > KEPT_SECONDS or (status is None and age > DEAD_SECONDS)


def _known_answer(key: str, mark: str, *, known: tuple[str, float, int | None, str | None]) -> Answer:
    before, _, status, body = known
    if before != mark:
        raise refusals.same_key_other_words(key)
    if status is None or body is None:
        raise refusals.same_key_at_once(key)
    return Answer(status, json.loads(body))


def keep(book: Book, key: str, answer: Answer) -> None:
    """Write the answer in the transaction of the effect itself: both survive a crash, or neither."""
    book.connection.execute(
        "UPDATE idempotency SET status = ?, body = ? WHERE key = ?",
        (answer.status, json.dumps(answer.body, ensure_ascii=False), key),
    )


def release(path: Path, key: str) -> None:
    """A refused request did nothing, so its key may be used again with better parameters."""
    with opened(path, writing=True) as book:
        book.connection.execute("DELETE FROM idempotency WHERE key = ? AND status IS NULL", (key,))


def forget_old(book: Book, now: float) -> None:
    book.connection.execute("DELETE FROM idempotency WHERE created < ?", (now - KEPT_SECONDS,))
