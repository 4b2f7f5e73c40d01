"""The whole road over HTTP: from a full cart over the payment page to a paid purchase, in a real server process.

Each buyer, signed in through the door and with three exhibits in the cart, opens the cart, sends the checkout form (on
Streamlit's websocket, as a browser does), leaves for the payment page of the sandbox, pays by card there, and comes
back to the purchase, which says it is paid. The server is one process with its sandbox inside, and the buyers of this
bench share the processors with it. At the end the books are held against what the sandbox took."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
from sqlmodel import col, select

from components.i18n import tell
from db.accounts import Person
from db.engine import engine, reading
from db.ledger import Posting, PostingReason
from db.orders import Purchase
from seed import verify
from services import cart
from services.visitors import Visitor
from tests import make
from tests.bench import machine, market
from tests.bench.house import KINDS, House
from tests.bench.results import Result, percentile, result
from tests.bench.tab import Sheet
from tests.browser import Served
from tests.databases import Kind

CLIENTS, PURCHASES, EXHIBITS = 8, 96, 3
WARM_UP = 4
PATIENCE = 60.0
CARD = {"method": "card", "number": "4242424242424242", "expiry": "12 / 34", "cvc": "123", "name": "A. Buyer"}
SITE = {"phone": "0572-5550000", "address": "Measured Road 1"}
GROUND = tell("Fits what is there already", "zh")  # asked where something that passes as much costs less
PAY = re.compile(r'action="(/pay/[^"]+)".*?name="form_token"[^>]*value="([^"]+)"', re.DOTALL)
FORM_TOKEN = re.compile(r'name="form_token"[^>]*value="([^"]+)"')
TOKEN = re.compile(r'name="token"[^>]*value="([^"]+)"')


@dataclass
class Buyer:
    """A browser of one buyer who is signed in."""

    browser: httpx.AsyncClient

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())

    async def sheet(self, path: str) -> Sheet:
        """The HTML of a page, and then its script's first run."""
        found = await self.browser.get(path)
        return await Sheet.opened(str(found.raise_for_status().url), self.cookie)

    async def sign_in(self, email: str) -> None:
        page = await self.sheet("/account")
        await page.close()
        form = {"f_email": email, "f_password": make.PASSWORD, "form_token": first(FORM_TOKEN, page.words)[0]}
        answer = await self.browser.post("/account/sign-in", data=form)
        if answer.headers["location"] != "/":
            raise RuntimeError(f"{email} was not let in: {answer.headers['location']}")

    async def buy(self) -> float:
        """From the cart to the purchase that says it is paid; the seconds that took."""
        began = time.perf_counter()
        page = await self.sheet("/cart")
        asked = [key for key in page.widgets if key.startswith("ground_P-")]
        await page.send("place", **SITE, **dict.fromkeys(asked, GROUND))
        await page.close()
        door, token = first(PAY, page.words)
        desk = await self.browser.post(door, data={"form_token": token})
        await self.pay(urljoin(str(desk.url), desk.headers["location"]))
        return time.perf_counter() - began

    async def pay(self, desk: str) -> None:
        bill = await self.browser.get(desk)
        paid = await self.browser.post(desk, data=CARD | {"token": first(TOKEN, bill.text)[0]})
        thanks = await self.sheet(paid.headers["location"])
        await thanks.close()
        if "/pay/" in thanks.words:
            raise RuntimeError(f"not paid: {paid.headers['location']}")


def first(wanted: re.Pattern[str], words: str) -> Sequence[str]:
    found = wanted.search(words)
    if not found:
        raise RuntimeError(f"{wanted.pattern} is not in: {words[:2000]}")
    return found.groups()


def measure(house: House) -> Iterator[Result]:
    for kind in KINDS:
        with house.opened(kind) as url:
            emails, before = fill_carts(), market.placed()
            engine().dispose()  # while the server runs, SQLite is its own
            with Served(house.folder, DATABASE_URL=url) as museum, asyncio.Runner() as clock:
                buyers, had = clock.run(let_in(museum, emails)), taken_by_card(museum)
                clock.run(shop(buyers[:WARM_UP], 1))
                worked, began = machine.seconds_of(museum.pid), time.perf_counter()
                taken = clock.run(shop(buyers[WARM_UP:], CLIENTS))
                elapsed, work = time.perf_counter() - began, machine.seconds_of(museum.pid) - worked
                clock.run(leave(buyers))
                received = taken_by_card(museum) - had
            purchases, orders = (now - then for now, then in zip(market.placed(), before, strict=True))
            share = len(taken) / purchases  # of all, the warm-up included
            yield from told(kind, taken, {"elapsed": elapsed, "work": work, "orders": orders * share})
            yield from checked(kind, purchases, received)


def fill_carts() -> list[str]:
    """The addresses of as many buyers as there will be purchases, each with a full cart."""
    shelves = market.wishes("road", buyers=1, each=PURCHASES + WARM_UP, exhibits=EXHIBITS)[0]
    emails = []
    for wish in shelves:
        buyer = make.a_buyer("road", password=True)
        for card in wish.cards:
            cart.put(buyer, card.code, quantity_milli=card.minimum_milli)
        emails.append(email_of(buyer))
    return emails


def email_of(buyer: Visitor) -> str:
    with reading() as db:
        return db.get_one(Person, buyer.person_id).email


async def let_in(museum: Served, emails: Sequence[str]) -> list[Buyer]:
    found = []
    for email in emails:
        found.append(Buyer(httpx.AsyncClient(base_url=museum.url, trust_env=False, timeout=PATIENCE)))
        await found[-1].sign_in(email)
    return found


async def leave(buyers: Sequence[Buyer]) -> None:
    await asyncio.gather(*(buyer.browser.aclose() for buyer in buyers))


async def shop(buyers: Sequence[Buyer], clients: int) -> list[float]:
    """Milliseconds of each road, so many buyers on it at once."""
    room = asyncio.Semaphore(clients)

    async def go(buyer: Buyer) -> float:
        async with room:
            return await buyer.buy() * 1000

    return await asyncio.gather(*(go(buyer) for buyer in buyers))


def taken_by_card(museum: Served) -> int:
    """What lies in the sandbox, in fen."""
    answer = httpx.get(
        f"{museum.url}/sandbox/v1/balance", headers={"Authorization": "Bearer sk_test_x"}, trust_env=False
    )
    return int(answer.raise_for_status().json()["available"][0]["amount"])


def told(kind: Kind, taken: Sequence[float], of: Mapping[str, float]) -> Iterator[Result]:
    def said(what: str, values: Sequence[float], unit: str = "ms") -> Result:
        return result(f"road.{what}", values, unit=unit, database=kind, size=CLIENTS)

    yield said("cart to paid", taken)
    yield said("cart to paid, p99", [percentile(taken, 99)])
    yield said("processor per purchase", [of["work"] / len(taken) * 1000])
    yield said("purchases a second", [len(taken) / of["elapsed"]], "/s")
    yield said("orders a second", [of["orders"] / of["elapsed"]], "/s")


def checked(kind: Kind, purchases: int, received: int) -> Iterator[Result]:
    """Every purchase is there, paid once, and for no other sum than the sandbox took."""
    with reading() as db:
        newest = select(Purchase).order_by(col(Purchase.code).desc()).limit(purchases)
        bought = {one.id: one.total_fen for one in db.exec(newest)}
        paid = select(Posting.purchase_id).where(Posting.reason == PostingReason.PAID)
        times = Counter(db.exec(paid.where(col(Posting.purchase_id).in_(bought))).all())
    once = sum(times[purchase] == 1 for purchase in bought)
    yield result("road.not paid exactly once", [PURCHASES + WARM_UP - once], unit="found", database=kind)
    yield result("road.astray", [sum(bought.values()) - received], unit="fen", database=kind)
    yield result("road.broken invariants", [len(verify.problems())], unit="found", database=kind)
