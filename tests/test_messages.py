"""What buyer and supplier write to each other: once, for the two of them, and not without end."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.audit import AuditEntry
from db.engine import reading
from services import messages
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.messages import MOST_AN_HOUR, Side
from tests import make
from tests.buying import agreed, at_once, code, noted, placed, right_books  # noqa: F401  a fixture
from tests.handed_in import a_pdf, a_picture


@pytest.fixture
def bought(buyer, supplier):
    return agreed(buyer, make.a_product(supplier))


def said(visitor, bought):
    return [(one.side, one.text) for one in messages.of_order(visitor, code(bought)).messages]


def test_both_sides_read_what_each_has_written(buyer, supplier, bought):
    messages.write(buyer, code(bought), "When do you come?\n\n  Gate  2 ", key="one")
    messages.write(supplier, code(bought), "On Monday.", key="one")
    expected = [(Side.BUYER, "When do you come?\n\nGate 2"), (Side.SUPPLIER, "On Monday.")]
    assert said(buyer, bought) == said(supplier, bought) == expected


def test_a_double_click_sends_one_message(buyer, bought):
    at_once(*[lambda: messages.write(buyer, code(bought), "Hello.", key="one")] * 4)
    messages.write(buyer, code(bought), "Hello.", key="one")
    messages.write(buyer, code(bought), "Hello.", key="two")
    assert said(buyer, bought) == [(Side.BUYER, "Hello.")] * 2


def test_the_log_notes_that_something_was_written_but_not_what(buyer, bought):
    messages.write(buyer, code(bought), "a secret of ours", key="one")
    assert noted("message:written") == ["message:written"]
    with reading() as db:
        assert not [one for one in db.exec(select(AuditEntry)) if "secret" in str(one.data)]


def test_nobody_writes_without_end(pass_time, buyer, supplier, bought):
    for number in range(MOST_AN_HOUR):
        messages.write(buyer, code(bought), f"{number}", key=str(number))
    with pytest.raises(Conflict):
        messages.write(buyer, code(bought), "and another", key="more")
    messages.write(supplier, code(bought), "Please stop.", key="one")
    pass_time(timedelta(hours=1))
    messages.write(buyer, code(bought), "and another", key="more")
    assert len(said(buyer, bought)) == MOST_AN_HOUR + 2


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001, "bell \a"])
def test_a_message_says_something_that_can_be_read(buyer, bought, text):
    with pytest.raises(Invalid):
        messages.write(buyer, code(bought), text, key="one")
    assert said(buyer, bought) == []


def test_what_is_attached_is_checked_and_comes_with_it(buyer, bought):
    with pytest.raises(Invalid):
        messages.write(buyer, code(bought), "Look.", key="one", files=[("a.pdf", b"MZ no paper")])
    kept = [("a.pdf", a_pdf()), ("b.png", a_picture("PNG", size=(300, 200)))]
    messages.write(buyer, code(bought), "Look.", key="one", files=kept)
    [one] = messages.of_order(buyer, code(bought)).messages
    assert [file.media_type for file in one.files] == ["application/pdf", "image/webp"]
    with pytest.raises(Invalid):
        messages.write(buyer, code(bought), "More.", key="two", files=kept * 3)


def test_nobody_else_reads_or_writes(other_buyer, rival, official, expert, guest, bought):  # noqa: PLR0913, PLR0917
    for stranger in (other_buyer, rival, official, expert, guest):
        with pytest.raises((Forbidden, Missing)):
            messages.of_order(stranger, code(bought))
        with pytest.raises((Forbidden, Missing)):
            messages.write(stranger, code(bought), "Hello.", key="one")


def test_nobody_writes_about_an_order_that_binds_nobody_yet(buyer, supplier):
    waiting = placed(buyer, make.a_product(supplier))
    assert not messages.of_order(buyer, code(waiting)).open
    with pytest.raises(Conflict):
        messages.write(buyer, code(waiting), "Hello.", key="one")
