"""A sandbox on a loopback port with its clock in our hand, the museum's end of the webhook, and somebody who pays."""

import itertools
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import stripe
import uvicorn
from starlette.applications import Starlette

from pages.machine import sandbox

SECRET = "whsec_practice"

START = 1_800_000_000


class Receiver:
    """The museum's end of the webhook: keeps what was signed well, and can be made to refuse."""

    def __init__(self) -> None:
        self.events: list[stripe.Event] = []
        self.refuse = self.attempts = 0
        self.numbers = itertools.count()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.path, self.url = "", ""
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def begin(self) -> None:
        """A new address for each test: what the test before still had under way is turned away."""
        self.events, self.refuse, self.attempts = [], 0, 0
        self.path = f"/webhooks/{next(self.numbers)}"
        self.url = f"http://127.0.0.1:{self.server.server_port}{self.path}"

    def take(self, path: str, raw: bytes, header: str) -> int:
        if path != self.path:
            return 410
        self.attempts += 1
        if self.refuse > 0:
            self.refuse -= 1
            return 503
        self.events.append(stripe.Webhook.construct_event(raw, header, SECRET))
        return 200

    def wait(self, *names: str, seconds: float = 6) -> list[stripe.Event]:
        end = time.monotonic() + seconds
        while not {*names} <= {event.type for event in self.events}:
            assert time.monotonic() < end, [event.type for event in self.events]
            time.sleep(0.01)
        return [event for event in self.events if event.type in names]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(receiver.take(self.path, raw, self.headers["Stripe-Signature"]))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


class Stand:
    """One running sandbox, its clock in our hand, and a client of each kind."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver, self.now, self.app = receiver, START, Starlette()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or every answer waits 40 ms for an ack
        self.base = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.web = httpx.Client(base_url=self.base, trust_env=False)
        self.stripe = self.client()
        self.start()

    def client(self, key: str = "sk_test_museum", retries: int = 0) -> stripe.StripeClient:
        return stripe.StripeClient(key, base_addresses={"api": f"{self.base}/sandbox"}, max_network_retries=retries)

    def move_in(self, state: Path) -> None:
        """A sandbox that shares nothing with the one before but the server."""
        self.state, url = state, self.receiver.url
        self.app.router.routes[:] = sandbox.routes(
            base_url=lambda: self.base,
            state=lambda: state,
            webhook_url=lambda: url,
            webhook_secret=lambda: SECRET,
            clock=lambda: self.now,
        )

    def start(self) -> None:
        config = uvicorn.Config(self.app, log_level="error", lifespan="off", ws="none")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket.dup()]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.005)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(5)
        assert not self.thread.is_alive()


@pytest.fixture(scope="module")
def sandbox_server() -> Iterator[Stand]:
    receiver = Receiver()
    one = Stand(receiver)
    yield one
    one.stop()
    one.web.close()
    one.socket.close()
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def stand(sandbox_server: Stand, tmp_path: Path) -> Stand:
    """The server is shared, the sandbox is each test's own."""
    sandbox_server.now = START
    sandbox_server.receiver.begin()
    sandbox_server.move_in(tmp_path / "new folder" / "sandbox.db")
    return sandbox_server


def a_basket(stand: Stand, *, fen: int = 12_345, quantity: int = 2, **more: object) -> dict:
    line = {"currency": "cny", "unit_amount": fen, "product_data": {"name": "加气混凝土砌块 <b>B06</b> · 12.000 m³"}}
    return {
        "mode": "payment",
        "line_items": [{"price_data": line, "quantity": quantity}],
        "payment_method_types": ["card", "alipay", "wechat_pay"],
        "client_reference_id": "purchase-7",
        "metadata": {"purchase": "7", "1": "digits are names too"},
        "payment_intent_data": {"transfer_group": "C-2026-000007", "metadata": {"purchase": "7"}},
        "success_url": f"{stand.base}/orders?cs={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{stand.base}/cart",
        **more,
    }


def an_open_session(stand: Stand, **more: object) -> stripe.checkout.Session:
    return stand.stripe.v1.checkout.sessions.create(a_basket(stand, **more))


def again(stand: Stand, session: stripe.checkout.Session, **more: object) -> stripe.checkout.Session:
    return stand.stripe.v1.checkout.sessions.retrieve(session.id, more)


def token_of(stand: Stand, session: stripe.checkout.Session, address: str | None = None) -> str:
    page = stand.web.get(address or session.url)
    assert page.status_code == 200
    return re.search(r'name="token" value="([0-9a-f]{64})"', page.text)[1]


def pay(stand: Stand, session: stripe.checkout.Session, number: str = "4242424242424242", **more: str):
    form = {"number": number, "expiry": "12/34", "cvc": "123", "name": "测试员", "method": "card", "action": "pay"}
    url = f"{stand.base}/sandbox/pay/{session.id}"
    return stand.web.post(url, data={**form, "token": token_of(stand, session, url), **more})


def pay_late(stand: Stand, session: stripe.checkout.Session, token: str) -> httpx.Response:
    form = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123", "name": "T", "method": "card"}
    return stand.web.post(f"/sandbox/pay/{session.id}", data={**form, "action": "pay", "token": token})


def a_paid_session(stand: Stand, **more: object) -> stripe.checkout.Session:
    session = an_open_session(stand, **more)
    assert pay(stand, session).status_code == 303
    return again(stand, session)


def until(holds: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
