"""Transfers on paper: whose account a slip shows and to whom, the reference, and what a supplier confirms."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlmodel import select

from db.audit import AuditEntry
from db.engine import reading
from services import clock, media, orders, payments, references, transfers
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.payments import Arrived
from services.transfers import AccountForm, Sent
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    code,
    noted,
    offered,
    placed,
    right_books,
    state,
)
from tests.handed_in import a_pdf
from tests.hearing import compose, told

ACCOUNT = AccountForm("湖州示例银行苕溪支行", "3305 0100 2000 3000 456", "")
A_DAY = timedelta(days=1)


@pytest.fixture
def bought(buyer, product):
    return agreed(buyer, product)


@pytest.fixture
def outsiders(other_buyer, rival, official):
    return other_buyer, rival, official


def printed(buyer, bought, lang):
    pdf = transfers.pdf(buyer, code(bought), lang=lang)
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def log():
    with reading() as db:
        return [(one.event, str(one.data)) for one in db.exec(select(AuditEntry))]


def test_the_slip_says_whom_to_pay_how_much_and_under_which_reference(buyer, supplier, bought):
    transfers.set_account(supplier, ACCOUNT)
    slip = transfers.slip(buyer, code(bought))
    assert (slip.amount_fen, slip.account.number) == (24_000, "3305010020003000456")
    reference = references.spaced(references.of_order(code(bought)))
    for lang in ("zh", "en"):
        paper = printed(buyer, bought, lang)
        for said in ("240.00", "贰佰肆拾元整", reference, "湖州示例银行苕溪支行", "33050100200030", slip.payee.name_zh):
            assert "".join(said.split()) in paper


def test_without_an_account_there_is_no_slip_and_the_supplier_is_asked_once(buyer, supplier, bought):
    assert transfers.slip(buyer, code(bought)).account is None
    with pytest.raises(Conflict, match="has not named"):
        transfers.pdf(buyer, code(bought), lang="zh")
    transfers.ask_for_account(buyer, code(bought))
    transfers.ask_for_account(buyer, code(bought))
    compose()
    assert noted("bank_account:asked") == ["bank_account:asked"]
    assert any("bank account is missing" in said for said in told(supplier))


def test_only_the_buyer_of_an_agreed_order_sees_the_account(buyer, supplier, outsiders, bought, product):
    transfers.set_account(supplier, ACCOUNT)
    for visitor in (supplier, *outsiders):
        with pytest.raises((Forbidden, Missing)):
            transfers.slip(visitor, code(bought))
    unpaid = placed(buyer, product, key="two")
    with pytest.raises(Conflict, match="not waiting"):
        transfers.slip(buyer, code(unpaid))
    orders.cancel(buyer, code(bought), reason="Too many")
    with pytest.raises(Conflict, match="not waiting"):
        transfers.slip(buyer, code(bought))


def test_a_changed_account_is_told_to_everybody_and_its_number_is_not_in_the_log(buyer, supplier, bought, pass_time):
    colleague = make.a_colleague(supplier)
    transfers.set_account(supplier, ACCOUNT)
    pass_time(A_DAY)
    transfers.set_account(supplier, replace(ACCOUNT, number="62220000111122223333"))
    compose()
    for visitor in (supplier, colleague):  # also the one who did it: it may have been somebody else in their name
        assert any("another bank account" in said and "3333" in said for said in told(visitor))
    assert not any("62220000111122223333" in data or "3305010020003000456" in data for _, data in log())
    assert transfers.slip(buyer, code(bought)).changed_on == clock.today()
    assert "变更" in printed(buyer, bought, "zh")


def test_the_first_account_and_one_from_before_the_order_alarm_nobody(buyer, supplier, product, pass_time):
    transfers.set_account(supplier, ACCOUNT)
    transfers.set_account(supplier, replace(ACCOUNT, number="62220000111122223333"))
    pass_time(A_DAY)
    assert transfers.slip(buyer, code(agreed(buyer, product))).changed_on is None


@pytest.mark.parametrize("wrong", [{"number": "1234567"}, {"number": "1" * 29}, {"number": "３３０５" * 4},
                                   {"number": "33050100AB003000"}, {"bank": " "}, {"bank_code": "123"}])  # fmt: skip
def test_no_account_is_kept_that_no_bank_has(supplier, wrong):
    with pytest.raises(Invalid):
        transfers.set_account(supplier, replace(ACCOUNT, **wrong))
    assert transfers.mine(supplier) is None


def test_nobody_names_an_account_for_another(buyer, official, supplier, rival):
    for visitor in (buyer, official):
        with pytest.raises(Forbidden):
            transfers.set_account(visitor, ACCOUNT)
    transfers.set_account(rival, ACCOUNT)
    assert transfers.mine(supplier) is None
    with pytest.raises(Conflict, match="already"):
        transfers.set_account(rival, ACCOUNT)


def test_a_buyer_tells_of_a_transfer_and_both_read_the_bank_s_paper(buyer, supplier, outsiders, bought):
    transfers.set_account(supplier, ACCOUNT)
    transfers.tell(buyer, code(bought), Sent(clock.today(), "B-1", ("receipt.pdf", a_pdf())))
    [notice] = transfers.told(supplier, code(bought))
    for visitor in (buyer, supplier):
        assert media.read(visitor, notice.file_id)[1] == a_pdf()
    for visitor in outsiders:
        with pytest.raises(Missing):
            media.read(visitor, notice.file_id)
    assert state(bought) is payments_state("agreed")  # it books nothing
    with pytest.raises(Conflict, match="already"):
        transfers.tell(buyer, code(bought), Sent(clock.today(), "B-1"))
    with pytest.raises(Invalid, match="is of a day"):
        transfers.tell(buyer, code(bought), Sent(clock.today() + A_DAY, "B-2"))
    with pytest.raises(Missing):
        transfers.told(outsiders[0], code(bought))


def payments_state(word):
    return orders.PaymentState(word)


def test_the_supplier_confirms_the_whole_sum_under_its_own_reference(buyer, supplier, bought, product):
    orders.confirm(supplier, code(bought))
    other = references.of_order(code(agreed(buyer, product, key="two")))
    wrong = (Arrived(23_999), Arrived(24_001), Arrived(24_000, other), Arrived(24_000, "RF00"))
    whys = ("are not the", "are not the", "is not the one", "check digits")
    for arrived, why in zip(wrong, whys, strict=True):
        with pytest.raises(Invalid, match=why):
            payments.transfer_received(supplier, code(bought), arrived=arrived)
    assert state(bought) is payments_state("agreed")
    mine = references.spaced(references.of_order(code(bought)))
    payments.transfer_received(supplier, code(bought), arrived=Arrived(24_000, mine))
    assert state(bought) is payments_state("paid")


def test_a_reference_leads_its_own_supplier_to_the_order(buyer, supplier, rival, bought):
    reference = references.spaced(references.of_order(code(bought)))
    assert transfers.find(supplier, reference) == code(bought)
    with pytest.raises(Missing):
        transfers.find(rival, reference)
    with pytest.raises(Forbidden):
        transfers.find(buyer, reference)


def test_the_pages_show_the_slip_and_keep_account_and_statement(visit, buyer, supplier, bought):
    at = visit("orders.py", buyer, order=code(bought))
    at.button(key=f"ask_account_{code(bought)}").click().run()
    at = visit("payouts.py", supplier)
    at.text_input(key="account_bank").input(ACCOUNT.bank)
    at.text_input(key="account_number").input(ACCOUNT.number)
    at.button(key="account_sure").click().run()
    assert not at.error
    at.radio(key="taxpayer_kind").set_value("small_scale")
    at.button(key="taxpayer_sure").click().run()
    shown = "".join(element.proto.body for element in visit("payouts.py", supplier).main.get("html"))
    assert "****\N{NO-BREAK SPACE}0456" in shown
    assert "3305" not in shown
    at = visit("orders.py", buyer, order=code(bought), lang="zh")
    assert "3305 0100 2000 3000 456" in "".join(element.proto.body for element in at.main.get("html"))
    at.text_input(key=f"sent_serial_{code(bought)}").input("B-7")
    at.button(key=f"sent_sure_{code(bought)}").click().run()
    assert [one.serial for one in transfers.told(supplier, code(bought))] == ["B-7"]
