"""The postman: signs each event as Stripe does and posts it until it is taken, also after a restart."""

import contextlib
import hashlib
import hmac
import ipaddress
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from pages.machine.sandbox import upkeep
from pages.machine.sandbox.refusals import Json
from pages.machine.sandbox.shapes import shown
from pages.machine.sandbox.store import Book, opened

log = logging.getLogger(__name__)
TIMEOUT = 5.0
# Seconds to wait after the first, second, … failure; after as many failures as there are waits it gives up.
DELAYS = (0.5, 2.0, 8.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0)
# While one thread posts an event, no other process takes it up.
LEASE = 2 * TIMEOUT
# The clock for promised payments may be turned by hand, so the postman looks up this often.
NAP = 1.0
WAITING = "kind = 'event' AND json_extract(body, '$.private.state') = 'pending'"
NEXT_TRY = f"SELECT min(json_extract(body, '$.private.next_try')) FROM objects INDEXED BY mail_waiting WHERE {WAITING}"  # noqa: S608


class _NoRedirect(HTTPRedirectHandler):
    """A signed event goes to the address that was named, nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


_opener = build_opener(ProxyHandler({}), _NoRedirect())


@dataclass
class Postman:
    state: Callable[[], Path]
    now: Callable[[], float]
    webhook_url: Callable[[], str]
    webhook_secret: Callable[[], str]
    base_url: Callable[[], str]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _bell: threading.Event = field(default_factory=threading.Event)
    _round: threading.Thread | None = None

    def wake(self) -> None:
        """There may be mail: the thread lives only while something is waiting."""
        with self._lock:
            self._bell.set()
            if self._round is None:
                self._round = threading.Thread(target=self._walk, name="sandbox-postman", daemon=True)
                self._round.start()

    def _walk(self) -> None:
        try:
            while self._go_on():
                self._deliver_due()
                upkeep.catch_up(self.state(), int(self.now()))
        except Exception:
            # Nobody is there to catch it; the next change wakes a new postman, and nothing is lost.
            log.exception("The sandbox's postman stopped")
            self._round = None

    def _go_on(self) -> bool:
        """Wait for the next due moment; with nothing waiting, go home under the lock so that no mail is missed."""
        with self._lock:
            self._bell.clear()
            wait = self._until_next()
            if wait is None:
                self._round = None
                return False
        if wait > 0:
            self._bell.wait(wait)
        return True

    def _until_next(self) -> float | None:
        with opened(self.state()) as book:
            next_try = book.connection.execute(NEXT_TRY).fetchone()[0]
            promise = upkeep.next_moment(book)
        waits = [] if next_try is None else [next_try - time.time()]
        waits += [] if promise is None else [min(NAP, promise - self.now())]
        return max(0.0, min(waits)) if waits else None

    def _deliver_due(self) -> None:
        path = self.state()
        while event := _claim(path):
            taken = self._post(shown(event))
            with opened(path, writing=True) as book:
                _note(book, event["id"], taken=taken)

    def _post(self, event: Json) -> bool:
        url = self.webhook_url()
        if not may_receive(url, self.base_url()):
            log.warning("The sandbox posts to this machine or the museum's own address only, not to the one configured")
            return False
        raw = json.dumps(event, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "museum-sandbox/1.0 (no money moves)",
            "Stripe-Signature": signature(raw, self.webhook_secret(), int(time.time())),
        }
        with contextlib.suppress(OSError, HTTPException), _send(Request(url, raw, headers)) as answer:  # noqa: S310
            return 200 <= answer.status < 300  # noqa: PLR2004  any 2xx
        return False


def _claim(path: Path) -> Json | None:
    """Take up one due event, longest waiting first, so that nobody else posts it meanwhile."""
    moment = time.time()
    due = f"{WAITING} AND json_extract(body, '$.private.next_try') <= :moment"
    with opened(path, writing=True) as book:
        found = book.select(
            f"{due} ORDER BY json_extract(body, '$.private.next_try'), rowid LIMIT 1", {"moment": moment},
            by="mail_waiting",
        )  # fmt: skip
        if not found:
            return None
        event = found[0]
        event["private"]["next_try"] = moment + LEASE
        return book.put(event)


def signature(raw: bytes, secret: str, moment: int) -> str:
    """Stripe's header: a time, and the HMAC-SHA256 of "time.body" with the endpoint's secret."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + raw, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def _send(request: Request) -> HTTPResponse:
    answer: HTTPResponse = _opener.open(request, timeout=TIMEOUT)
    return answer


def may_receive(url: str, base_url: str) -> bool:
    """Loopback or our own address: a mistyped setting must not send events into the world."""
    there, home = urlsplit(url), urlsplit(base_url)
    if there.scheme not in {"http", "https"} or not there.hostname:
        return False
    if (there.scheme, there.netloc) == (home.scheme, home.netloc) or there.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(there.hostname).is_loopback
    except ValueError:
        return False


def _note(book: Book, event_id: str, *, taken: bool) -> None:
    event = book.get("event", event_id)
    if event is None:
        return
    private = event["private"]
    private["attempts"] += 1
    if taken:
        private["state"], event["pending_webhooks"] = "delivered", 0
    elif private["attempts"] > len(DELAYS):
        private["state"] = "failed"
    else:
        private["next_try"] = time.time() + DELAYS[private["attempts"] - 1]
    book.put(event)
