"""What time alone changes: sessions lapse, promised transfers arrive or fail, refunds fail, old keys are forgotten."""

from pathlib import Path

from pages.machine.sandbox import checkout, events, idempotency, payments, refunds
from pages.machine.sandbox.refusals import Json
from pages.machine.sandbox.store import Book, opened

LAPSED = (
    "kind = 'checkout.session' AND json_extract(body, '$.status') = 'open' "
    "AND json_extract(body, '$.expires_at') <= :now"
)
PROMISED = (
    "kind = 'checkout.session' AND json_extract(body, '$.private.promise.due') IS NOT NULL "
    "AND json_extract(body, '$.private.promise.due') <= :now"
)
FAILING = (
    "kind = 'refund' AND json_extract(body, '$.private.fails_at') IS NOT NULL "
    "AND json_extract(body, '$.private.fails_at') <= :now"
)
NEXT = [
    f"SELECT min({moment}) FROM objects INDEXED BY {index} WHERE kind = '{kind}' AND {moment} IS NOT NULL"  # noqa: S608
    for kind, index, moment in (
        ("checkout.session", "sessions_promised", "json_extract(body, '$.private.promise.due')"),
        ("refund", "refunds_failing", "json_extract(body, '$.private.fails_at')"),
    )
]


def catch_up(path: Path, now: int) -> int:
    """Do what is due, and say how much changed; looks first, so that nothing due costs no write."""
    with opened(path) as book:
        if not _due(book, now):
            return 0
    with opened(path, writing=True) as book:
        lapsed, promised = _lapsed(book, now, "ORDER BY rowid"), _promised(book, now, "ORDER BY rowid")
        for session in lapsed:
            checkout.lapse(book, session, now=now)
        for session in promised:
            payments.settle(book, session, now=now)
        failing = _failing(book, now, "ORDER BY rowid")
        for refund in failing:
            refunds.fail(book, refund, now=now)
    return len(lapsed) + len(promised) + len(failing)


def forget(path: Path, now: int) -> None:
    """Answers are kept a day and events thirty, as at Stripe."""
    with opened(path, writing=True) as book:
        idempotency.forget_old(book, now)
        events.forget_old(book, now)


def next_moment(book: Book) -> int | None:
    """The moment at which the next delayed payment is decided, or the next refund fails."""
    due = (book.connection.execute(query).fetchone()[0] for query in NEXT)
    return min(filter(None, due), default=None)


def _due(book: Book, now: int) -> list[Json]:
    return _lapsed(book, now, "LIMIT 1") or _promised(book, now, "LIMIT 1") or _failing(book, now, "LIMIT 1")


def _lapsed(book: Book, now: int, how: str) -> list[Json]:
    return book.select(f"{LAPSED} {how}", {"now": now}, by="sessions_open")


def _promised(book: Book, now: int, how: str) -> list[Json]:
    return book.select(f"{PROMISED} {how}", {"now": now}, by="sessions_promised")


def _failing(book: Book, now: int, how: str) -> list[Json]:
    return book.select(f"{FAILING} {how}", {"now": now}, by="refunds_failing")
