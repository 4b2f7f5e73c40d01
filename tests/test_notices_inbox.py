"""The inbox: one reads one's own notices, and each leads to what it is about."""

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from db.accounts import Organisation
from db.engine import transaction
from pages.machine import inbox as door
from services import notices, orders
from services.errors import Forbidden, Missing
from services.notices import Group
from services.tokens import form_token, hash_of
from services.visitors import Visitor
from tests import make
from tests.buying import agreed, code, offered  # noqa: F401  a fixture
from tests.hearing import compose

OPEN = Route("/inbox/{notice:uuid}", door.open_notice, methods=["POST"])


def test_one_reads_one_s_own_notices_only(buyer, other_buyer, supplier, product, guest):
    number = code(agreed(buyer, product))
    orders.confirm(supplier, number)
    compose()
    [mine] = notices.mine(buyer, limit=9).notices
    with pytest.raises(Missing):
        notices.read(other_buyer, mine.id)
    for act in (notices.read_all, notices.my_wishes, lambda who: notices.read(who, mine.id),
                lambda who: notices.mine(who, limit=9), lambda who: notices.choose(who, {})):  # fmt: skip
        with pytest.raises(Forbidden):
            act(guest)
    notices.read_all(other_buyer)
    assert (notices.unread(buyer), notices.unread(guest)) == (1, 0)
    assert notices.read(buyer, mine.id) == f"/orders?order={number}"
    assert notices.unread(buyer) == 0


def test_everything_is_read_at_once(buyer, supplier, product):
    for key in ("one", "two"):
        orders.confirm(supplier, code(agreed(buyer, product, key=key)))
    compose()
    assert notices.unread(buyer) == 2
    notices.read_all(buyer)
    assert notices.unread(buyer) == 0
    assert notices.unread(supplier) == 2


def test_the_header_counts_and_the_page_tells(visit, buyer, supplier, product):
    number = code(agreed(buyer, product))
    orders.confirm(supplier, number)
    compose()
    at = visit("inbox.py", buyer)
    page = " ".join(str(one.proto.body) for one in at.get("html"))
    assert f"Organisation of supplier has confirmed order {number}" in page
    assert 'aria-label="Inbox, 1 unread notice"' in page
    at.button(key="read_all").click().run()
    assert notices.unread(buyer) == 0
    page = " ".join(str(one.proto.body) for one in visit("inbox.py", buyer, lang="zh").get("html"))
    assert f"supplier单位已确认订单 {number}" in page


def test_names_are_escaped_in_the_inbox(visit, buyer, supplier, product):
    with transaction(audited=False) as db:
        db.get_one(Organisation, supplier.organisation_id).name_en = "<script>{code}</script>"
    orders.confirm(supplier, code(agreed(buyer, product)))
    compose()
    page = " ".join(str(one.proto.body) for one in visit("inbox.py", buyer).get("html"))
    assert "&lt;script&gt;{code}&lt;/script&gt;" in page
    assert "<script>{" not in page


def test_the_account_keeps_what_comes_by_email(visit, buyer):
    at = visit("account.py", buyer)
    at.checkbox(key="wish-orders").uncheck()
    [keep] = [button for button in at.button if button.label == "Keep"]
    keep.click().run()
    assert not notices.my_wishes(buyer)[Group.ORDERS]


@pytest.fixture
def press(buyer, supplier, product):
    """Open a fresh notice of the buyer's as somebody's browser does; where it leads, or the answer's number."""
    orders.confirm(supplier, code(agreed(buyer, product)))
    compose()
    [notice] = notices.mine(buyer, limit=9).notices

    def pressed(who: Visitor, *, token: str | None = None, then: str = "") -> str:
        cookies = {"museum": make.signed_in(who), "museum_visit": "a browser"} if who.signed_in else {}
        form = {
            "form_token": form_token(hash_of("a browser")) if token is None else token,
            "f_lang": "zh",
            "f_next": then,
        }
        with TestClient(Starlette(routes=[OPEN]), cookies=cookies, follow_redirects=False) as browser:
            answer = browser.post(f"/inbox/{notice.id}", data=form)
        return answer.headers.get("location", str(answer.status_code))

    return pressed


def test_opening_a_notice_reads_it_and_leads_on(press, buyer):
    assert notices.unread(buyer) == 1
    assert press(buyer, then="/inbox?page=2") == "/inbox?page=2&lang=zh"
    assert notices.unread(buyer) == 0
    assert press(buyer).startswith("/orders?order=O-2026-")


def test_a_notice_opened_by_a_stranger_or_another_site_stays_unread(press, buyer, other_buyer, guest):
    assert press(other_buyer) == press(guest) == press(buyer, token="forged") == "404"
    assert notices.unread(buyer) == 1
    assert press(buyer, then="https://elsewhere.example/") == "/?lang=zh"
    assert press(buyer, then="//elsewhere.example/") == "/?lang=zh"


def test_a_notice_to_another_of_one_s_organisations_leads_to_where_one_switches(press, buyer):
    elsewhere = replace(buyer, membership_id=make.a_buyer("another school").membership_id)
    [notice] = notices.mine(elsewhere, limit=9).notices
    assert notice.elsewhere
    assert notices.read(elsewhere, notice.id) == "/account"
