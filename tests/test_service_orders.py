"""Services: ordered at the price of the day, begun only when paid, handed over to who ordered, and to nobody else."""

from datetime import timedelta

import pytest

from db.engine import transaction
from db.suppliers import Supplier, SupplierStatus
from services import media, service_orders
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.service_orders import Action, ServiceForm, ServiceStatus
from services.tariff import ServiceKind, ServiceUnit
from tests import make
from tests.buying import at_once
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.serving import (  # noqa: F401  fixtures
    PRICE,
    a_price,
    a_result,
    delivered,
    ordered,
    paid,
    papers,
    right_books,
    stands,
    status,
    tomorrow,
)

S = ServiceStatus
A_DAY = timedelta(days=1)


def test_a_service_is_ordered_at_the_price_of_the_day(official, supplier, pass_time):
    first = ordered(supplier, quantity=3)
    a_price(official, price_fen=PRICE * 2, valid_from=tomorrow())
    pass_time(A_DAY)
    second = ordered(supplier, key="two")
    assert (first.code, first.total_fen, second.code, second.total_fen) == (
        "SV-2026-000001", 3 * PRICE, "SV-2026-000002", 2 * PRICE,
    )  # fmt: skip
    view = service_orders.one(supplier, first.code)
    assert (view.order.total_fen, view.order.status, view.indicators[0].key) == (
        3 * PRICE,
        S.ORDERED,
        "ceramic-tiles-01",
    )
    assert view.may == [Action.PAY, Action.CANCEL]


def test_a_price_that_has_changed_meanwhile_is_never_charged_silently(official, supplier):
    seen = a_price(official)
    a_price(official, price_fen=PRICE + 1)
    with pytest.raises(Conflict, match=r"1060\.01"):
        ordered(supplier, item=seen)
    assert service_orders.mine(supplier) == []


def test_a_double_click_orders_once(supplier):
    make.a_kind()
    a_price()
    orders = at_once(*[lambda: ordered(supplier)] * 4)
    assert len({one.id for one in orders}) == 1, orders
    assert len(service_orders.mine(supplier)) == 1


def test_a_key_finds_no_order_of_another(supplier, rival):
    assert ordered(supplier, key="same").id != ordered(rival, key="same").id


@pytest.mark.parametrize(
    "wrong",
    [{"indicators": []}, {"indicators": ["unknown-01"]}, {"kind": ""}, {"kind": "gold"}, {"quantity": 0},
     {"quantity": 101}, {"note": "x" * 501}, {"product": "P-999999"}],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_not_ordered(supplier, wrong):
    a_price()
    with pytest.raises((Invalid, Missing)):
        ordered(supplier, **wrong)
    assert service_orders.mine(supplier) == []


def test_a_service_is_for_an_exhibit_of_one_s_own(supplier, rival):
    own, other = make.a_product(supplier), make.a_product(rival)
    item = a_price(code="CERT", kind=ServiceKind.CERTIFICATION, unit=ServiceUnit.PRODUCT)
    with pytest.raises(Missing):
        ordered(supplier, item=item, product=other.code, indicators=[])
    with pytest.raises(Invalid):
        ordered(supplier, item=item, indicators=[])
    row = ordered(supplier, item=item, product=own.code, indicators=[])
    [line] = service_orders.mine(supplier)
    assert (row.product_id, line.what.code) == (own.id, own.code)


def test_training_is_for_people(supplier):
    item = a_price(code="TRAIN", kind=ServiceKind.TRAINING, unit=ServiceUnit.DAY)
    row = ordered(supplier, item=item)
    assert (row.kind, row.product_id, row.indicators) == (None, None, [])


def test_what_is_not_offered_cannot_be_ordered(official, supplier):
    a_price(official, valid_from=tomorrow())
    with pytest.raises(Missing):
        service_orders.order(supplier, ServiceForm("TEST", PRICE, kind=make.a_kind()), key="one")


@pytest.mark.parametrize("who", ["buyer", "official", "housing", "expert", "administrator", "guest"])
def test_only_a_supplier_orders(request, who):
    a_price()
    with pytest.raises(Forbidden):
        ordered(request.getfixturevalue(who))


def test_one_that_has_not_begun_to_register_or_is_withdrawn_orders_nothing(supplier):
    newcomer = make.a_member("newcomer", role="supplier", kind="enterprise")
    with pytest.raises(Conflict):
        ordered(newcomer)
    assert service_orders.mine(newcomer) == []
    with transaction(audited=False) as db:
        db.get_one(Supplier, make.supplier_row(supplier).id).status = SupplierStatus.WITHDRAWN
    with pytest.raises(Conflict):
        ordered(supplier)


@pytest.mark.parametrize("who", ["rival", "buyer", "guest"])
def test_nobody_else_learns_of_an_order(supplier, official, housing, request, who):
    row, stranger = delivered(official, housing, supplier), request.getfixturevalue(who)
    file = service_orders.one(supplier, row.code).file
    [(invoice, _)] = papers(row)
    for peek in (
        lambda: service_orders.one(stranger, row.code),
        lambda: service_orders.paper(stranger, invoice, lang="en", word=str),
        lambda: media.read(stranger, file.id),
        lambda: service_orders.cancel(stranger, row.code, reason="envy"),
        lambda: service_orders.close(stranger, row.code),
    ):
        with pytest.raises((Missing, Forbidden)):
            peek()
    assert status(row) is S.DELIVERED
