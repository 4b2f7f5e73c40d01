"""Each telling reaches exactly whom it should and leads to where its reader may go; no supplier hears of another."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from sqlmodel import func, select

from components.i18n import tell
from components.places import BY_PATH
from db.accounts import Membership
from db.audit import AuditEntry
from db.engine import reading, transaction
from db.notices import Notice
from services import approvals, audit, order_returns, orders, payments, quotations
from services.audit import Event
from services.chargebacks import ChargebackStatus
from services.disputes import Outcome
from services.notices.tellings import BY_NAME
from services.notices.wording import spoken
from services.order_flow import MUSEUM
from services.permissions import allows
from services.visitors import Visitor
from tests import make
from tests.buying import agreed, code, delivered, placed
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.hearing import compose, letters, told
from tests.quoting import BY_CARD, asked, code_of, given, standing
from tests.test_chargebacks import disputed
from tests.test_inspection import refused

E = Event
BUYERS, SELLER, SELLERS = "buyer approver", "supplier", "supplier rival"
ORDER, SALE, PURCHASE, REQUEST = "/orders?order=", "/sales?order=", "/orders?purchase=", "/quotations?request="
READY = {"may_receive": True, "may_withdraw": True, "still_asked": 0}
CUT, NOTHING, ONE = {"amount_fen": 417, "number": 1}, {"amount_fen": 0, "number": 1}, {"number": 1}
BILLED = {"number": "26330000000000000001", "amount_fen": 417}
OFFER = {"supplier": "supplier", "total_fen": 24_000, "revision": 1}
SPLIT = {"kind": "ceramic-tiles", "days": 14, "purchases": 2, "sum_fen": 48_000, "limit_fen": 30_000}
LIMIT = {"city": "湖州", "amount_fen": 30_000, "valid_from": "2026-07-01"}
LIFTED = {"city": "湖州", "last_day": "2026-07-31", "reason": "none"}
FIGHT = {"dispute": "D-2026-000001", "amount_fen": 417}
HEARD = [
    (E.ORDER_PART_SHIPPED, "order", ONE, {BUYERS: ORDER}),
    (E.ORDER_PART_RECEIVED, "order", ONE, {SELLER: SALE}),
    (E.ORDER_PART_REFUSED, "order", CUT, {SELLER: SALE}),
    (E.ORDER_UNDELIVERABLE, "order", CUT, {BUYERS: ORDER}),
    (E.ORDER_REDUCED, "order", CUT, {}),
    (E.ORDER_APPROVED, "order", {}, {}),
    (E.RETURN_ASKED, "order", ONE, {SELLER: SALE}),
    (E.RETURN_WITHDRAWN, "order", NOTHING, {SELLER: SALE}),
    (E.RETURN_AGREED, "order", NOTHING, {BUYERS: ORDER}),
    (E.RETURN_DECLINED, "order", NOTHING, {BUYERS: ORDER}),
    (E.RETURN_ARRIVED, "order", CUT, {BUYERS: ORDER}),
    (E.RETURN_ARRIVED, "order", NOTHING, {BUYERS: ORDER}),
    (E.RETURN_WAIVED, "order", CUT, {BUYERS: ORDER}),
    (E.RETURN_WAIVED, "order", NOTHING, {BUYERS: ORDER}),
    (E.MESSAGE_WRITTEN, "order", {"side": "buyer", "files": 0}, {SELLER: SALE}),
    (E.MESSAGE_WRITTEN, "order", {"side": "supplier", "files": 1}, {BUYERS: ORDER}),
    (E.DISPUTE_OPENED, "order", FIGHT | {"side": "buyer"}, {SELLER: SALE}),
    (E.DISPUTE_OPENED, "order", FIGHT | {"side": "supplier"}, {BUYERS: ORDER}),
    (E.DISPUTE_REMINDED, "order", {"side": "supplier"}, {SELLER: SALE}),
    (E.DISPUTE_REMINDED, "order", {"side": "buyer"}, {BUYERS: ORDER}),
    (E.DISPUTE_ANSWERED, "order", {"side": "supplier"}, {BUYERS: ORDER, "official": "/disputes"}),
    (E.DISPUTE_ANSWERED, "order", {"side": "buyer"}, {SELLER: SALE, "official": "/disputes"}),
    (E.DISPUTE_PASSED_ON, "order", {"side": "buyer"}, {BUYERS: ORDER, SELLER: SALE, "official": "/disputes"}),
    (E.DISPUTE_TAKEN, "order", {}, {BUYERS: ORDER, SELLER: SALE}),
    (E.DISPUTE_ASKED, "order", {"side": "buyer"}, {BUYERS: ORDER}),
    (E.DISPUTE_ASKED, "order", {"side": "supplier"}, {SELLER: SALE}),
    (E.DISPUTE_REPLIED, "order", {"side": "supplier"}, {"official": "/disputes"}),
    *[(E.DISPUTE_DECIDED, "order", FIGHT | {"outcome": one}, {BUYERS: ORDER, SELLER: SALE}) for one in Outcome],
    *[(E.DISPUTE_SETTLED, "order", FIGHT | {"outcome": one, "side": "buyer", "passed_on": False}, {BUYERS: ORDER})
      for one in (Outcome.AMOUNT_OFF, Outcome.UNDONE, Outcome.UPHELD)],
    (E.DISPUTE_SETTLED, "order", {"outcome": None, "side": "buyer", "passed_on": False, "amount_fen": 0}, {}),
    (E.DISPUTE_SETTLED, "order", FIGHT | {"outcome": Outcome.UPHELD, "side": "supplier", "passed_on": True},
     {SELLER: SALE, "official": "/disputes"}),
    (E.DISPUTE_WITHDRAWN, "order", {"side": "buyer", "passed_on": True}, {SELLER: SALE, "official": "/disputes"}),
    (E.DISPUTE_WITHDRAWN, "order", {"side": "supplier", "passed_on": False}, {BUYERS: ORDER}),
    (E.APPROVAL_ASKED, "purchase", {"above_fen": 10_000}, {"approver": "/approvals"}),
    (E.APPROVAL_WITHDRAWN, "purchase", {}, {"approver": "/approvals"}),
    (E.APPROVAL_LAPSED, "purchase", {}, {"approver": "/approvals"}),
    (E.APPROVAL_RELEASED, "purchase", {}, {"buyer": PURCHASE}),
    (E.APPROVAL_REFUSED, "purchase", {}, {"buyer": PURCHASE}),
    (E.APPROVAL_RULE_SET, "house", {"above_fen": 10_000}, {BUYERS: "/approvals"}),
    (E.APPROVAL_RULE_SET, "house", {"above_fen": None}, {BUYERS: "/approvals"}),
    (E.MEMBER_JOINED, "member", {"role": "buyer"}, {"approver": "/account"}),
    (E.LIMIT_SET, "limit", LIMIT, {f"{BUYERS} other_buyer": "/limits?city=", "official": "/limits?city="}),
    (E.LIMIT_LIFTED, "limit", LIFTED, {f"{BUYERS} other_buyer": "/limits?city=", "official": "/limits?city="}),
    (E.PURCHASE_SPLIT_SUSPECTED, "purchase", SPLIT, {"official": "/limits"}),
    (E.PAYOUT_SENT, "order", CUT, {SELLER: SALE}),
    (E.PAYOUT_TAKEN_BACK, "order", CUT, {SELLER: SALE}),
    (E.PAYMENT_REFUND_FAILED, "order", CUT | {"is_owed": True}, {BUYERS: ORDER, "official": "/audit"}),
    (E.PAYMENT_REFUND_FAILED, "order", CUT | {"is_owed": False}, {"official": "/audit"}),
    (E.PAYOUT_REFUSED, "order", CUT | {"kind": "transfer"}, {SELLER: SALE, "official": "/settlement"}),
    (E.PAYOUT_REFUSED, "order", CUT | {"kind": "reversal"}, {"official": "/settlement"}),
    (E.PAYOUT_ACCOUNT_CHANGED, "supplier", READY, {SELLER: "/payouts"}),
    (E.PAYOUT_ACCOUNT_CHANGED, "supplier", READY | {"still_asked": 2}, {SELLER: "/payouts"}),
    (E.PAYOUT_ACCOUNT_CHANGED, "supplier", READY | {"may_receive": False}, {}),
    (E.CHARGEBACK_OPENED, "purchase", {}, {SELLERS: SALE, "official": "/settlement"}),
    (E.CHARGEBACK_STATED, "purchase", {}, {"official": "/settlement"}),
    (E.CHARGEBACK_ANSWERED, "purchase", {}, {SELLERS: SALE}),
    *[(E.CHARGEBACK_CHANGED, "purchase", {"status": one}, {SELLERS: SALE, "official": "/settlement"})
      for one in (ChargebackStatus.WON, ChargebackStatus.LOST, ChargebackStatus.WARNING_CLOSED)],
    (E.INVOICE_ASKED, "order", {"kind": "ordinary", "anew": False}, {SELLER: SALE}),
    (E.INVOICE_ASKED, "order", {"kind": "ordinary", "anew": True}, {SELLER: SALE}),
    (E.INVOICE_ISSUED, "order", BILLED | {"is_red": False}, {BUYERS: ORDER}),
    (E.INVOICE_ISSUED, "order", BILLED | {"is_red": True}, {BUYERS: ORDER}),
    (E.INVOICE_ACCEPTED, "order", BILLED, {SELLER: SALE}),
    (E.INVOICE_RETURNED, "order", BILLED, {SELLER: SALE}),
    (E.INVOICE_REPLACED, "order", BILLED, {}),
    (E.INVOICE_WITHDRAWN, "order", BILLED, {BUYERS: ORDER}),
    (E.INVOICE_REMINDED, "order", CUT, {SELLER: SALE}),
    (E.INVOICE_CORRECTION_CALLED, "order", CUT, {SELLER: SALE}),
    (E.TRANSFER_TOLD, "order", CUT | {"paid_on": "2026-06-01"}, {SELLER: SALE}),
    (E.BANK_ACCOUNT_ASKED, "order", {}, {SELLER: SALE}),
    (E.BANK_ACCOUNT_SET, "supplier", {"ending": "0456", "bank": "Bank"}, {}),
    (E.BANK_ACCOUNT_ANNOUNCED, "supplier", {"ending": "0456"}, {SELLER: "/payouts"}),
    (E.TAXPAYER_STATED, "supplier", {"taxpayer": "general"}, {}),
    (E.QUOTATION_REQUESTED, "request", {"lines": 1}, {SELLERS: REQUEST}),
    (E.QUOTATION_GIVEN, "request", OFFER, {BUYERS: REQUEST}),
    (E.QUOTATION_GIVEN, "request", OFFER | {"revision": 2}, {BUYERS: REQUEST}),
    (E.QUOTATION_WITHDRAWN, "request", {"supplier": "supplier"}, {BUYERS: REQUEST}),
    (E.QUOTATION_ACCEPTED, "request", OFFER, {SELLER: REQUEST}),
    (E.QUOTATION_DECLINED, "request", {"supplier": "supplier"}, {SELLER: REQUEST}),
    (E.QUOTATION_CALLED_OFF, "request", {"purchase": "C-2026-000001"}, {}),
    (E.QUOTATION_CLOSED, "request", {"answers": 2}, {SELLERS: REQUEST}),
    (E.QUOTATION_REQUEST_WITHDRAWN, "request", {"answers": 0}, {SELLERS: REQUEST}),
]  # fmt: skip


@dataclass(frozen=True)
class World:
    """The people by name, and the codes of what they deal in."""

    people: dict[str, Visitor]
    subjects: dict[str, str]


STRANGERS = ("other_buyer", "housing", "administrator")


@pytest.fixture
def world(buyer, supplier, rival, official, request):
    """A purchase from two suppliers by transfer, one part of it sent; a request that asks both."""
    people = {"buyer": buyer, "supplier": supplier, "rival": rival, "official": official}
    people |= {name: request.getfixturevalue(name) for name in STRANGERS}
    people["approver"] = make.a_colleague(buyer, "approver", approver=True)
    people["elsewhere"] = make.an_official("finance", city="杭州")
    with transaction(audited=False) as db:
        db.get_one(Membership, buyer.membership_id).approver = False
    products = [make.a_product(supplier), make.a_product(rival)]
    bought = agreed(buyer, *products)
    [own] = [row.order.code for row in orders.sales(supplier)]
    orders.confirm(supplier, own)
    orders.ship(supplier, own, carrier="Slow Boat", tracking_number="SB-1")
    inquiry = asked(buyer, products[0], suppliers=[supplier, rival])
    compose()
    subjects = {"order": own, "purchase": bought.code, "request": inquiry, "supplier": code_of(supplier),
                "house": str(buyer.organisation_id), "member": str(buyer.person_id), "limit": str(uuid4())}  # fmt: skip
    return World(people, subjects)


def happens(world: World, event: Event, subject: str, data: dict[str, Any]) -> list[Notice]:
    """The notices of an entry that is written now."""
    named = {name: world.subjects["supplier"] if name == "supplier" else value for name, value in data.items()}
    with transaction() as db:
        audit.record(db, MUSEUM, event, world.subjects[subject], **named)
    compose()
    with reading() as db:
        number = select(func.max(AuditEntry.number)).scalar_subquery()
        return list(db.exec(select(Notice).where(Notice.number == number)).all())


def opens(visitor: Visitor, path: str) -> None:
    """Walk to where a notice leads; the services refuse whoever may not be there."""
    at, query = urlsplit(path), dict(parse_qsl(urlsplit(path).query))
    needs = BY_PATH[at.path].needs
    assert needs is None or allows(visitor, needs)
    if "order" in query:
        assert orders.order(visitor, query["order"])
    if "purchase" in query:
        assert orders.purchase(visitor, query["purchase"])
    if "request" in query:
        assert quotations.request(visitor, query["request"])


@pytest.mark.once
@pytest.mark.parametrize(("event", "subject", "data", "heard"), HEARD)
def test_each_telling_reaches_whom_it_concerns_and_leads_where_they_may_go(world, event, subject, data, heard):
    found = happens(world, event, subject, data)
    by_person = {visitor.person_id: name for name, visitor in world.people.items()}
    expected = {name: path for names, path in heard.items() for name in names.split()}
    assert {by_person[one.person_id] for one in found} == set(expected)
    for one in found:
        name = by_person[one.person_id]
        assert one.path.startswith(expected[name])
        opens(world.people[name], one.path)
        for phrase in (BY_NAME[one.telling].title, BY_NAME[one.telling].more):
            assert not {"{", "}"} & set(tell(phrase, "zh", **spoken(one.details, "zh")))
            assert not {"{", "}"} & set(tell(phrase, "en", **spoken(one.details, "en")))


def test_a_supplier_asked_for_a_quotation_learns_nothing_of_another(buyer, supplier, rival):
    wanted, other = make.a_product(supplier), make.a_product(rival)
    stranger = make.a_supplier("stranger")
    make.a_product(stranger)
    request = asked(buyer, wanted, suppliers=[supplier, rival])
    given(supplier, request, (wanted, 9_000))
    given(rival, request, (other, 12_345))
    chosen = given(supplier, request, (wanted, 8_888))
    quotations.accept(buyer, chosen.id, BY_CARD)
    compose()
    assert told(rival) == [f"Organisation of buyer asks you for a quotation: {request}",
                           f"Your quotation for request {request} was not chosen"]  # fmt: skip
    assert told(stranger) == []
    with reading() as db:
        kept = [str(one.details) for one in db.exec(select(Notice).where(Notice.person_id == rival.person_id))]
    sent = [one.subject + one.body for one in letters() if one.person_id == rival.person_id]
    for secret in (code_of(supplier), "Organisation of supplier", "supplier单位", "177.76", "17776", "180.00"):
        assert not any(secret in words for words in kept + sent)


def test_an_order_by_a_standing_price_is_no_news_to_its_supplier_before_it_binds(buyer, supplier):
    product = make.a_product(supplier)
    request = asked(buyer, product, suppliers=[supplier])
    framework = standing(supplier, request, product)
    quotations.agree(buyer, framework.id)
    quotations.call_off(buyer, framework.id, {product.code: 2000}, BY_CARD, key="one")
    compose()
    assert told(supplier)[1:] == [f"Organisation of buyer has agreed to your standing price: {request}"]


def test_what_nobody_released_in_time_is_told_as_that_and_once(buyer, supplier, pass_time):
    approvals.set_rule(buyer, above_fen=10_000)
    clerk = make.a_colleague(buyer, "clerk")
    compose()
    bought = placed(clerk, make.a_product(supplier))
    pass_time(timedelta(days=7))
    payments.sweep()
    compose()
    late = f"Nobody has released purchase {bought.code} in time"
    assert told(clerk) == ["Purchases above ¥100.00 wait to be released", late]
    assert told(buyer) == [f"Purchase {bought.code} waits to be released", late]
    assert told(supplier) == []


def test_a_release_is_told_to_who_ordered_and_not_to_who_released(buyer, supplier):
    approvals.set_rule(buyer, above_fen=10_000)
    clerk, product = make.a_colleague(buyer, "clerk"), make.a_product(supplier)
    bought, promised = placed(clerk, product), agreed(clerk, product, key="two")
    for one in (bought, promised):
        approvals.release(buyer, one.code)
    compose()
    assert told(clerk)[1:] == [f"Purchase {one.code} has been released" for one in (bought, promised)]
    assert told(buyer) == [f"Purchase {one.code} waits to be released" for one in (bought, promised)]


def test_a_dispute_is_told_to_those_who_sold_and_to_finance_but_not_to_the_buyer(desk, buyer, supplier, official):
    bought = disputed(desk, buyer, make.a_product(supplier))
    compose()
    assert told(supplier)[-1] == f"A bank disputes the payment for order {code(bought)}"
    assert told(official) == [f"A bank disputes the payment for purchase {bought.code}"]
    assert not any("dispute" in title for title in told(buyer))


def test_a_return_is_told_from_asking_to_the_goods_being_back(buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    delivered(buyer, supplier, code(bought))
    compose()
    before = len(told(buyer)), len(told(supplier))
    order_returns.ask(buyer, code(bought), refused(buyer, bought, 500, orders.Fault.BELOW_STANDARD), number=1)
    order_returns.agree(supplier, code(bought), 1)
    order_returns.arrived(supplier, code(bought), 1, saleable=True)
    compose()
    ours, number = "Organisation of supplier", code(bought)
    assert told(supplier)[before[1] :] == [f"Organisation of buyer asks to return goods of order {number}"]
    assert told(buyer)[before[0] :] == [
        f"{ours} takes goods of order {number} back",
        f"{ours} has the goods of order {number} back",
    ]
