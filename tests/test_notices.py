"""Notices: the parties hear, once each, in their language; nobody else does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.i18n import tell
from db.accounts import Membership, Organisation, Person
from db.audit import AuditEntry
from db.engine import reading, transaction
from db.letters import Letter
from db.notices import Notice, NoticeCursor
from pages.machine import inbox as door
from services import audit, clock, due_handlers, notices, orders, payments, saved_searches
from services.audit import Event
from services.errors import Forbidden, Missing
from services.listings import review
from services.notices import Group
from services.notices.parties import CONCERNED
from services.notices.tellings import BY_NAME, TELLINGS, About, Circle
from services.notices.wording import spoken
from services.tokens import form_token, hash_of
from services.visitors import Visitor
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    at_once,
    code,
    codes,
    departed,
    offered,
    ordered,
    paid,
    placed,
)
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture

OPEN = Route("/inbox/{notice:uuid}", door.open_notice, methods=["POST"])


def told(visitor: Visitor) -> list[str]:
    """What the inbox says, oldest first, in English."""
    box = notices.mine(visitor, limit=100)
    return [tell(one.telling.title, "en", **one.said("en")) for one in reversed(box.notices)]


def compose() -> None:
    notices.compose(tell)


def letters() -> list[Letter]:
    with reading() as db:
        return list(db.exec(select(Letter).order_by(col(Letter.created_at), col(Letter.id))))


def speaks(visitor: Visitor, language: str) -> None:
    with transaction(audited=False) as db:
        db.get_one(Person, visitor.person_id).language = language


def a_colleague(of: Visitor) -> Visitor:
    """Another person of the same organisation and role."""
    other = make.a_member(f"colleague of {of.name}", role=of.role)
    with transaction(audited=False) as db:
        membership = db.get_one(Membership, other.membership_id)
        membership.organisation_id = of.organisation_id
        return Visitor.of(db.get_one(Person, other.person_id), db.get_one(Organisation, of.organisation_id), membership)


def test_both_sides_hear_of_an_order_what_concerns_them(buyer, supplier, product):
    bought = agreed(buyer, product)
    number = code(bought)
    orders.confirm(supplier, number)
    orders.ship(supplier, number, carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, number)
    orders.accept(buyer, number)
    payments.transfer_received(supplier, number)
    compose()
    ours = f"Organisation of {supplier.name}"
    assert told(buyer) == [f"{ours} has confirmed order {number}", f"Order {number} is on its way",
                           f"{ours} has received your transfer for order {number}"]  # fmt: skip
    assert told(supplier) == [
        f"New order {number} from Organisation of buyer",
        f"The goods of order {number} have arrived",
        f"Order {number} has passed inspection",
    ]


STRANGERS = ("other_buyer", "rival", "official", "housing", "expert", "administrator")


def test_no_stranger_hears(buyer, supplier, product, request):
    strangers = [request.getfixturevalue(who) for who in STRANGERS]
    number = code(agreed(buyer, product))
    orders.confirm(supplier, number)
    orders.cancel(supplier, number, reason="sold out")
    compose()
    assert told(buyer)
    assert told(supplier)
    for stranger in strangers:
        assert told(stranger) == []
    with reading() as db:
        assert {row.person_id for row in db.exec(select(Notice))} == {buyer.person_id, supplier.person_id}


def test_who_did_it_does_not_hear_but_colleagues_do(buyer, supplier, product):
    colleague = a_colleague(buyer)
    number = code(agreed(buyer, product))
    orders.cancel(buyer, number, reason="no longer needed")
    compose()
    assert told(buyer) == []
    assert told(colleague) == [f"Order {number} is cancelled"]
    assert told(supplier)[-1] == f"Order {number} is cancelled"


def test_each_supplier_hears_of_its_own_order_only(buyer, supplier, rival):
    bought = agreed(buyer, make.a_product(supplier), make.a_product(rival))
    compose()
    heard = {one.split(" ")[2] for visitor in (supplier, rival) for one in told(visitor)}
    assert (heard, len(told(supplier)), len(told(rival))) == (set(codes(bought)), 1, 1)


def test_an_order_that_nobody_pays_is_no_news_to_its_supplier(buyer, supplier, product, pass_time):
    bought = placed(buyer, product)
    pass_time(timedelta(minutes=40))
    payments.sweep()
    compose()
    assert told(supplier) == []
    assert told(buyer) == [f"The time to pay purchase {bought.code} is over"]


def test_a_card_payment_is_told_to_both(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    compose()
    assert told(buyer) == [f"The payment for purchase {bought.code} has arrived"]
    assert told(supplier) == [f"Order {code(bought)} from Organisation of buyer is paid"]
    orders.cancel(supplier, code(bought), reason="sold out")
    compose()
    assert told(buyer)[-2:] == [
        f"Order {code(bought)} is cancelled",
        f"¥240.00 for order {code(bought)} has been sent back",
    ]


@pytest.mark.usefixtures("url", "supplier")
def test_a_transfer_agreed_instead_is_not_told_as_a_lapse(desk, buyer, bought):
    payments.agree_transfer(buyer, bought.code)
    compose()
    assert told(buyer) == []


def test_reminders_and_automatic_steps_are_told(buyer, supplier, product, pass_time):
    number = code(agreed(buyer, product))
    pass_time(timedelta(days=2))
    due_handlers.sweep()
    orders.confirm(supplier, number)
    orders.ship(supplier, number, carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, number)
    pass_time(timedelta(days=7))
    due_handlers.sweep()
    compose()
    assert f"Order {number} still waits for your confirmation" in told(supplier)
    assert set(told(buyer)[-3:]) == {
        f"The transfer for order {number} has not arrived yet",
        f"Inspect the goods of order {number} within two days",
        f"Order {number} counts as accepted",
    }


def test_composing_again_tells_nothing_twice(buyer, supplier, product):
    orders.confirm(supplier, code(agreed(buyer, product)))
    for _ in range(3):
        compose()
    assert (len(told(buyer)), len(told(supplier)), len(letters())) == (1, 1, 2)


def test_a_cursor_set_back_tells_nothing_twice(buyer, supplier, product):
    orders.confirm(supplier, code(agreed(buyer, product)))
    compose()
    with transaction(audited=False) as db:
        db.exec(select(NoticeCursor)).one().number = 0
    compose()
    assert (len(told(buyer)), len(letters())) == (1, 2)


def test_several_composers_and_writers_at_once_lose_and_repeat_nothing(buyer, supplier, product):
    """The chain gives numbers in the order of commits, so that nothing appears behind the cursor."""
    number = code(agreed(buyer, product))

    def write():
        for _ in range(10):
            with transaction() as db:
                audit.record(db, supplier, Event.ORDER_CONFIRMED, number)

    def read():
        for _ in range(15):
            compose()

    assert at_once(write, write, write, read, read) == [None] * 5
    compose()
    with reading() as db:
        entries = db.exec(select(AuditEntry.number).where(AuditEntry.event == Event.ORDER_CONFIRMED)).all()
        heard = db.exec(select(Notice.number).where(Notice.person_id == buyer.person_id)).all()
    assert sorted(heard) == sorted(entries)
    assert len(heard) == 30


def test_a_crash_while_writing_tells_all_later_and_once(buyer, supplier, product, monkeypatch):
    orders.confirm(supplier, code(agreed(buyer, product)))

    def die(*_):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr("services.notices.composing.letters.queue", die)
        with pytest.raises(SystemExit):
            compose()
    assert (told(buyer), letters()) == ([], [])
    compose()
    assert (len(told(buyer)), len(letters())) == (1, 2)


def test_an_event_nobody_knows_is_not_told_and_holds_up_nothing(buyer, supplier, product):
    number = code(agreed(buyer, product))
    with transaction() as db:
        audit.record(db, supplier, "order:from_the_future", number)
        audit.record(db, supplier, Event.ORDER_CONFIRMED, "O-2026-999999")
        audit.record(db, supplier, Event.ORDER_CONFIRMED, "\U0001f3db not a code")
        audit.record(db, supplier, Event.PAYMENT_REFUNDED, number, amount_fen="much")
    orders.confirm(supplier, number)
    compose()
    assert told(buyer)[-1].endswith(f"has confirmed order {number}")


def test_letters_are_in_the_language_of_the_reader(buyer, supplier, product):
    speaks(buyer, "en")
    speaks(supplier, "zh")
    number = code(agreed(buyer, product))
    orders.confirm(supplier, number)
    compose()
    by_reader = {row.person_id: row for row in letters()}
    ours, theirs = by_reader[buyer.person_id], by_reader[supplier.person_id]
    assert (ours.subject, theirs.subject) == (
        f"Organisation of supplier has confirmed order {number}",
        f"buyer单位的新订单 {number}",
    )
    assert f"/orders?order={number}&lang=en" in ours.body
    assert f"/sales?order={number}&lang=zh" in theirs.body


def test_a_wish_is_respected_and_the_inbox_has_all(buyer, supplier, product):
    assert notices.my_wishes(buyer) == {
        Group.ORDERS: True,
        Group.PAYMENTS: True,
        Group.REMINDERS: True,
        Group.SEARCHES: False,
    }
    notices.choose(buyer, {Group.ORDERS: False, Group.PAYMENTS: True})
    orders.confirm(supplier, code(agreed(buyer, product)))
    compose()
    assert len(told(buyer)) == 1
    assert [row.person_id for row in letters()] == [supplier.person_id]
    notices.choose(buyer, {Group.ORDERS: True})
    assert notices.my_wishes(buyer)[Group.ORDERS]


def test_old_news_is_not_worth_an_email_and_history_is_not_unread(buyer, supplier, product, pass_time):
    number = code(agreed(buyer, product))
    orders.confirm(supplier, number)
    pass_time(timedelta(days=8))
    compose()
    assert (letters(), notices.unread(buyer)) == ([], 1)
    orders.ship(supplier, number, carrier="Slow Boat", tracking_number="SB-1")
    pass_time(timedelta(days=31))
    compose()
    assert (len(told(buyer)), notices.unread(buyer)) == (2, 1)
    orders.receive(buyer, number)
    pass_time(timedelta(days=101))
    compose()
    assert len(told(supplier)) == 1


def test_whoever_has_left_hears_nothing_more_and_reads_nothing_more(buyer, supplier, product):
    colleague = a_colleague(buyer)
    number = code(agreed(buyer, product))
    orders.confirm(supplier, number)
    compose()
    assert len(told(colleague)) == 1
    with transaction(audited=False) as db:
        db.get_one(Membership, colleague.membership_id).ended_at = clock.now()
    orders.cancel(supplier, number, reason="sold out")
    compose()
    assert (told(colleague), notices.unread(colleague), len(told(buyer))) == ([], 0, 2)


def test_whoever_is_locked_out_hears_nothing(buyer, supplier, product):
    with transaction(audited=False) as db:
        db.get_one(Person, buyer.person_id).disabled_at = clock.now()
    orders.confirm(supplier, code(agreed(buyer, product)))
    compose()
    assert [row.person_id for row in letters()] == [supplier.person_id]


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


def test_an_exhibit_that_fits_a_kept_search_is_told_to_its_keeper_when_it_is_new(
    buyer, other_buyer, supplier, official, pass_time
):
    saved_searches.save(buyer, "Tiles", {"kind": "ceramic-tiles"})
    saved_searches.save(other_buyer, "Sealants", {"kind": "sealants"})
    make.a_kind("sealants")
    pass_time(timedelta(hours=1))
    product = make.a_product(supplier, status="submitted")
    review.publish(official, product.code)
    compose()
    assert told(buyer) == [f"New in the halls: {product.name_en}"]
    assert told(other_buyer) == []
    assert told(supplier) == [f"Exhibit {product.code} is on show"]
    assert [row.person_id for row in letters()] == [supplier.person_id]


def test_an_exhibit_put_back_is_not_new(buyer, supplier, pass_time):
    saved_searches.save(buyer, "Tiles", {"kind": "ceramic-tiles"})
    product = make.a_product(supplier)
    pass_time(timedelta(days=1))
    with transaction() as db:
        audit.record(db, supplier, Event.LISTING_PUBLISHED, product.code, revision=1)
    compose()
    assert told(buyer) == []


def test_officials_of_the_place_hear_what_waits_for_them(supplier):
    here, district, elsewhere = (make.an_official("housing", city=city, district=part)
                                 for city, part in (("湖州", None), ("湖州", "吴兴区"), ("杭州", None)))  # fmt: skip
    other_district = make.an_official("housing", city="湖州", district="南浔区")
    seller = make.supplier_row(supplier)
    with transaction() as db:
        audit.record(db, supplier, Event.SUPPLIER_SUBMITTED, seller.code)
    compose()
    assert told(here) == told(district) == ["Organisation of supplier asks to be admitted as a supplier"]
    assert told(elsewhere) == told(other_district) == told(supplier) == []


@pytest.mark.pure
def test_every_line_of_the_table_can_be_told():
    """Each has its people, its own name, and only details that there are."""
    assert len(BY_NAME) == len(TELLINGS)
    assert {(one.about, one.to) for one in TELLINGS} <= set(CONCERNED)
    assert all(len(one.name) <= 160 for one in TELLINGS)


@pytest.mark.pure
def test_details_are_said_in_one_language_and_never_translated():
    details = {"other_zh": "甲", "other_en": "", "amount_fen": 123_456, "code": "Account"}
    assert spoken(details, "en") == {"other": "甲", "amount": "¥1,234.56", "code": "Account"}
    assert tell("Order {code} is cancelled", "zh", **spoken(details, "zh")) == "订单 Account 已取消"


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


def test_approvers_and_the_one_who_ordered_can_be_told_apart(buyer, supplier, product):
    approver, colleague = a_colleague(buyer), a_colleague(buyer)
    with transaction(audited=False) as db:
        db.get_one(Membership, buyer.membership_id).approver = False
        db.get_one(Membership, colleague.membership_id).approver = False
    bought = agreed(buyer, product)
    with reading() as db:
        for subject, about in ((bought.code, About.PURCHASE), (code(bought), About.ORDER)):
            entry = AuditEntry(subject=subject, data={})
            [of_approvers] = CONCERNED[about, Circle.APPROVERS](db, entry)
            [of_person] = CONCERNED[about, Circle.PERSON](db, entry)
            assert [person.id for person, _ in of_approvers.people] == [approver.person_id]
            assert [person.id for person, _ in of_person.people] == [buyer.person_id]
