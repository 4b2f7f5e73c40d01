"""The payment service of the tests: the museum's sandbox and event door on loopback, by the clock of the test."""

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.machine import sandbox
from pages.machine import stripe as doors
from pages.machine.sandbox.webhooks import signature
from services import clock, payments

SECRET = "whsec_only_tests_know_this"
GOOD, DECLINED = "4242424242424242", "4000000000000002"
NOWHERE = "http://127.0.0.1:9/nobody"


@dataclass
class Desk:
    """`webhooks` says where events go: nowhere, until a test wants them delivered by the sandbox itself.

    `before` is asked about every call: "fail" turns it away, "lose" does it and loses the answer."""

    url: str = ""
    folder: Path = Path()
    webhooks: str = NOWHERE
    calls: list[str] = field(default_factory=list)
    answering: int = 0
    before: Callable[[str], str | None] = lambda _: None

    def pay(self, address: str, *, card: str = GOOD) -> httpx.Response:
        """What a buyer does on the payment page."""
        return self.send(address, method="card", number=card, expiry="12 / 34", cvc="123", name="A. Buyer")

    def promise(self, address: str, *, seconds: int, outcome: str = "succeed") -> httpx.Response:
        return self.send(address, method="bank", seconds=str(seconds), outcome=outcome)

    def send(self, address: str, **form: str) -> httpx.Response:
        with httpx.Client(trust_env=False) as browser:
            page = browser.get(f"{address}?method={form['method']}").text
            token = re.search(r'name="token"[^>]*value="([^"]+)"', page)
            return browser.post(address, data=form | {"token": token[1] if token else ""})

    def api(self, path: str) -> dict[str, Any]:
        return httpx.get(
            f"{self.url}/sandbox/v1/{path}", headers={"Authorization": "Bearer sk_test_x"}, trust_env=False
        ).json()

    def events(self, *kinds: str) -> list[bytes]:
        """The bodies of the events so far, oldest first."""
        found = [one for one in reversed(self.api("events?limit=100")["data"]) if not kinds or one["type"] in kinds]
        return [httpx.Request("POST", self.url, json=one).content for one in found]

    def refunds(self) -> list[dict[str, Any]]:
        return self.api("refunds?limit=100")["data"]


@pytest.fixture(name="desk")
def opened_desk(configure, tmp_path) -> Iterator[Desk]:
    """The payment service, empty, with the museum pointed at it."""
    desk = the_desk()
    desk.folder, desk.webhooks, desk.before = tmp_path, NOWHERE, lambda _: None
    desk.calls.clear()
    configure(
        stripe_api_base=f"{desk.url}/sandbox", base_url=desk.url, stripe_secret_key="sk_test_museum",
        stripe_webhook_secret=SECRET,
    )  # fmt: skip
    yield desk
    desk.webhooks = NOWHERE
    until = time.monotonic() + 20
    while desk.answering and time.monotonic() < until:  # an event on its way still writes into this test's museum
        time.sleep(0.005)


def signed(raw: bytes, *, secret: str = SECRET, at: float | None = None) -> str:
    return signature(raw, secret, int(time.time() if at is None else at))


def deliver(raw: bytes) -> None:
    payments.handle_event(raw, signed(raw))


@cache
def the_desk() -> Desk:
    """One server a process; each test gives it a folder of its own."""
    desk = Desk()
    routes = sandbox.routes(
        base_url=lambda: desk.url,
        state=lambda: desk.folder / "sandbox.db",
        webhook_url=lambda: desk.webhooks,
        webhook_secret=lambda: SECRET,
        clock=lambda: clock.now().timestamp(),
    )
    own = [
        Route("/webhooks/stripe", doors.webhook, methods=["POST"]),
        Route("/pay/{code}", doors.pay, methods=["POST"]),
    ]
    app = Starlette(routes=[*routes, *own])
    desk.url = serve(Noted(app, desk))
    return desk


class Noted:
    """Writes every call down; a test may do something in between, turn a call away, or lose its answer."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = f"{scope['method']} {scope['path'].removeprefix('/sandbox/v1/')}"
        self.desk.calls.append(call)
        self.desk.answering += 1
        try:
            await self.answer(call, scope, receive, send)
        finally:
            self.desk.answering -= 1

    async def answer(self, call: str, scope: Scope, receive: Receive, send: Send) -> None:
        trouble = await asyncio.to_thread(self.desk.before, call)
        if trouble == "lose":
            await self.app(scope, receive, swallow)
        if trouble:
            await Response(status_code=500, headers={"stripe-should-retry": "false"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)


async def swallow(_: Message) -> None:
    pass


def serve(app: ASGIApp) -> str:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"))
    threading.Thread(target=server.run, daemon=True).start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.005)
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
