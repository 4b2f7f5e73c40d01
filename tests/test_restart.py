"""PostgreSQL is killed and started again while people order: what was said is kept, an unsure order is found again."""

import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from db import migrations
from db.engine import engine, reading
from db.orders import Purchase
from services import cart, orders
from services.visitors import Visitor
from tests import make
from tests.buying import BY_TRANSFER, check_books
from tests.databases import copied_programs, found_server, open_server, url_of
from tests.extent import LONG

pytestmark = [pytest.mark.race, pytest.mark.pure]  # it opens a server of its own
DEATHS = 20 if LONG else 2
PEOPLE, PAUSE = 4, 0.6


class Server:
    """A PostgreSQL that waits for the disk and can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.chmod(0o755)
        found_server(folder)
        self.process = open_server(folder, [])

    def die_and_rise(self) -> None:
        """As when the machine loses its current: nothing is put in order first."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)
        time.sleep(0.1)
        self.process = open_server(self.folder, [])

    def close(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()


@pytest.fixture
def server(configure, tmp_path) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="museum-mortal-"))
    one = Server(folder)
    configure(data_dir=tmp_path, database_url=url_of(folder), secret_key="a key only tests know, " * 2)
    engine.cache_clear()
    migrations.upgrade(engine())
    yield one
    engine().dispose()
    engine.cache_clear()
    one.close()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(copied_programs(folder), ignore_errors=True)


def test_whatever_dies_no_order_is_lost_or_made_twice(server):
    product = make.a_product(stock_milli=10**9)
    market = SimpleNamespace(product=product, said={}, unsure={}, over=threading.Event())
    with ThreadPoolExecutor(PEOPLE) as people:
        shopping = [people.submit(shop, market, number) for number in range(PEOPLE)]
        for _ in range(DEATHS):
            time.sleep(PAUSE)
            server.die_and_rise()
        time.sleep(PAUSE)
        market.over.set()
        for one in shopping:
            one.result(timeout=60)
    assert market.said
    assert market.unsure, "nobody noticed that the database died"
    for key, buyer in market.unsure.items():
        market.said[key] = order(market, buyer, key).code
    with reading() as db:
        made = db.exec(select(Purchase.code)).all()
    assert sorted(made) == sorted(market.said.values())
    check_books()


def shop(market: SimpleNamespace, number: int) -> None:
    """One order after another, by a new buyer each; who sees an error keeps the key of the order."""
    for turn in count():
        if market.over.is_set():
            return
        key, buyer = f"{number} {turn}", None
        try:
            buyer = make.a_buyer(f"buyer {key}")
            market.said[key] = order(market, buyer, key).code
        except DBAPIError:
            if buyer:
                market.unsure[key] = buyer
            time.sleep(0.05)


def order(market: SimpleNamespace, buyer: Visitor, key: str) -> Purchase:
    with reading() as db:
        known = db.exec(select(Purchase).where(Purchase.buyer_id == buyer.organisation_id)).first()
    if known is None:
        cart.put(buyer, market.product.code, quantity_milli=1000)
    return orders.place(buyer, BY_TRANSFER, key=key)
