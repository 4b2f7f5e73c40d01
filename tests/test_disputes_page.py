"""Disputes and messages on the pages: the order of each side, and the officials' desk."""

import pytest

from services import disputes, messages, orders
from services.disputes import DisputeStatus
from tests import make
from tests.buying import agreed, code
from tests.disputing import answered, lodged, stands
from tests.test_inspection import arrived


@pytest.fixture
def dispute(buyer, supplier):
    """About five of sixteen yuan; both sides have spoken, and a message went before."""
    bought = arrived(buyer, supplier, agreed(buyer, make.a_product(supplier, price_fen=833)))
    messages.write(buyer, code(bought), "<b>Some</b> are broken.", key="one")
    made = lodged(buyer, bought)
    answered(supplier, made)
    return made


def words(at) -> str:
    return " ".join(one.proto.body if hasattr(one.proto, "body") else "" for one in at.get("html"))


def test_an_official_takes_a_dispute_and_decides_it_on_the_page(visit, official, dispute):
    assert dispute in words(visit("disputes.py", official))
    at = visit("disputes.py", official, case=dispute)
    assert "&lt;b&gt;Some" in words(at)
    at.button(key=f"take_{dispute}").click().run()
    at.text_input(key=f"decision_{dispute}_amount").set_value("4.50").run()
    assert "¥4.50 come off; the order comes to ¥12.16 then." in words(at)
    at.text_area(key=f"decision_{dispute}_zh").set_value("照片为证。")
    at.button(key=f"decision_{dispute}_send").click().run()
    assert stands(dispute) is DisputeStatus.DECIDED
    assert "¥4.50 are taken off." in words(at)


def test_nothing_is_decided_without_reasons_or_beyond_what_was_asked(visit, official, dispute):
    disputes.take(official, dispute)
    at = visit("disputes.py", official, case=dispute)
    at.text_input(key=f"decision_{dispute}_amount").set_value("5.01").run()
    assert "more than was asked for" in at.error[0].value
    at.text_input(key=f"decision_{dispute}_amount").set_value("5").run()
    at.button(key=f"decision_{dispute}_send").click().run()
    assert "Reasons in Chinese" in at.error[0].value
    assert stands(dispute) is DisputeStatus.WITH_OFFICIAL


def test_an_official_of_another_department_is_told_who_decides(visit, housing, dispute):
    at = visit("disputes.py", housing)
    assert "finance department" in at.error[0].value
    assert dispute not in words(at)


def test_each_side_reads_the_dispute_on_its_order(visit, buyer, supplier, dispute):
    [seen] = disputes.of_order(buyer, orders.my_orders(buyer)[0].order.code)
    for page, who in (("orders.py", buyer), ("sales.py", supplier)):
        said = words(visit(page, who, order=seen.order_code))
        assert dispute in said
        assert "They were whole when they left." in said
        assert "<b>Some" not in said
