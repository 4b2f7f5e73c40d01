"""The composer: everything is told once, in the reader's language, whatever happens meanwhile."""

from datetime import timedelta

import pytest
from sqlmodel import select

from components.i18n import tell
from db.accounts import Membership, Person
from db.audit import AuditEntry
from db.engine import reading, transaction
from db.notices import Notice, NoticeCursor
from services import audit, clock, notices, orders
from services.audit import Event
from services.notices import Group
from services.notices.wording import spoken
from tests import make
from tests.buying import agreed, at_once, code, offered  # noqa: F401  a fixture
from tests.hearing import compose, letters, speaks, told


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
        Group.QUOTATIONS: True,
        Group.PAYMENTS: True,
        Group.APPROVALS: True,
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
    colleague = make.a_colleague(buyer, approver=True)
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


@pytest.mark.pure
def test_details_are_said_in_one_language_and_never_translated():
    details = {"other_zh": "甲", "other_en": "", "amount_fen": 123_456, "code": "Account"}
    assert spoken(details, "en") == {"other": "甲", "amount": "¥1,234.56", "code": "Account"}
    assert tell("Order {code} is cancelled", "zh", **spoken(details, "zh")) == "订单 Account 已取消"


def test_each_part_is_told_with_its_own_number(buyer, supplier, product):
    number = code(agreed(buyer, product))
    orders.confirm(supplier, number)
    [line] = orders.order(buyer, number).lines
    for part in (1, 2):
        orders.ship_part(supplier, number, orders.Sending("Slow Boat", f"SB-{part}", {line.id: 500}, part))
    compose()
    sent = [one.body for one in letters() if "SB-" in one.body]
    assert [("SB-1" in body, "SB-2" in body) for body in sent] == [(True, False), (False, True)]
