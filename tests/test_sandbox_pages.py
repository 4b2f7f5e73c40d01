"""The payment page of the sandbox: every test card, wallets, delayed transfers, languages, and who cannot pay."""

import contextlib
import re
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from pages.machine.sandbox import cards, pages
from tests import sandbox_stand
from tests.sandbox_stand import a_paid_session, again, an_open_session, pay, token_of

pytestmark = pytest.mark.pure
sandbox_server, stand = sandbox_stand.sandbox_server, sandbox_stand.stand


CARDS = {
    "4000000000000002": ("card_declined", "generic_decline"),
    "4000000000009995": ("card_declined", "insufficient_funds"),
    "4000000000000069": ("expired_card", None),
    "4000000000000127": ("incorrect_cvc", None),
    "4000000000000119": ("processing_error", None),
    "4000000000000341": ("card_declined", "generic_decline"),
    "4111111111111111": ("card_declined", "test_mode_live_card"),
}


@pytest.mark.parametrize("number", CARDS)
def test_a_declined_card_leaves_the_session_open_and_is_not_remembered(stand, number):
    session = an_open_session(stand)
    answer = pay(stand, session, number)
    assert answer.status_code == 402
    assert "付款未成功" in answer.text
    assert 'value="12/34"' in answer.text
    assert f'value="{number}"' not in answer.text
    after = again(stand, session, expand=["payment_intent"])
    error = after.payment_intent.last_payment_error
    assert (error.code, error.decline_code) == CARDS[number]
    assert (after.status, after.payment_intent.status) == ("open", "requires_payment_method")
    failed = stand.receiver.wait("payment_intent.payment_failed")[0]
    assert failed.data.object.last_payment_error.code == CARDS[number][0]
    assert pay(stand, session).status_code == 303
    paid = again(stand, session)
    assert (paid.payment_status, paid.payment_intent) == ("paid", after.payment_intent.id)


@pytest.mark.parametrize("number", [number for number, why in cards.TEST_CARDS.items() if why is None])
def test_good_cards_pay(stand, number):
    session = an_open_session(stand)
    spaced = " ".join(re.findall("....", number)).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert pay(stand, session, spaced, expiry="0１/40").status_code == 303


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "4242424242424241"}, "卡号不正确"),
        ({"number": ""}, "请填写卡号"),
        ({"number": "4242x"}, "卡号不正确"),
        ({"expiry": "13/34"}, "月 / 年"),
        ({"expiry": "12/26"}, "已过有效期"),
        ({"expiry": "12/99"}, "月 / 年"),
        ({"cvc": "12"}, "三位安全码"),
        ({"name": "  \x00 "}, "请填写持卡人姓名"),
    ],
)
def test_a_wrong_field_is_marked_and_charges_nothing(stand, wrong, said):
    session = an_open_session(stand)
    answer = pay(stand, session, **{"number": "4242424242424242", **wrong})
    assert (answer.status_code, said in answer.text, "aria-invalid" in answer.text) == (422, True, True)
    assert wrong.get("number", "") == "" or f'value="{wrong["number"]}"' not in answer.text
    assert 'value="123"' not in answer.text
    assert again(stand, session).payment_intent is None


def all_of_it(state):
    """The journal first: the sandbox may just be moving it into the file, and then it is gone."""
    kept = b""
    for part in (state.with_name(f"{state.name}-wal"), state):
        with contextlib.suppress(FileNotFoundError):
            kept += part.read_bytes()
    return kept


def test_card_numbers_reach_no_file(stand):
    session = an_open_session(stand)
    pay(stand, session, "4000 0000 0000 9995", cvc="987")
    pay(stand, session)
    kept = all_of_it(stand.state)
    assert b"9995" in kept  # the last four digits are kept, as Stripe does
    for number in (b"4242424242424242", b"4000000000009995", b"4000 0000 0000 9995", b'987"'):
        assert number not in kept
    assert "4242" not in repr(cards.CardForm(number="4242424242424242", cvc="123"))


def test_twenty_clicks_pay_once(stand):
    session = an_open_session(stand)
    token = token_of(stand, session)
    form = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123", "name": "T", "method": "card",
            "action": "pay", "token": token}  # fmt: skip
    with ThreadPoolExecutor(20) as fingers:
        answers = list(fingers.map(lambda _: httpx.post(session.url, data=form, trust_env=False), range(20)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(stand.stripe.v1.charges.list().data) == 1
    assert len(stand.stripe.v1.payment_intents.list().data) == 1
    stand.receiver.wait("checkout.session.completed")
    assert len(stand.stripe.v1.events.list({"type": "checkout.session.completed"}).data) == 1


def test_a_foreign_site_cannot_pay(stand):
    session, other = an_open_session(stand), an_open_session(stand)
    for token in ("", "é", "0" * 64, token_of(stand, other)):
        assert pay(stand, session, token=token).status_code == 403
    assert again(stand, session).status == "open"
    page = stand.web.get(session.url)
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "&lt;b&gt;B06" in page.text


def test_cancel_goes_back_and_leaves_the_session_open(stand):
    session = an_open_session(stand)
    answer = pay(stand, session, action="cancel")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{stand.base}/cart")
    assert again(stand, session).status == "open"


@pytest.mark.parametrize("method", ["alipay", "wechat_pay"])
def test_a_wallet_pays_at_once_or_fails(stand, method):
    session = an_open_session(stand)
    refused = pay(stand, session, method=method, action="fail")
    assert (refused.status_code, "付款未获授权" in refused.text) == (402, True)
    assert again(stand, session).status == "open"
    assert pay(stand, session, method=method, action="authorise").status_code == 303
    paid = again(stand, session, expand=["payment_intent.latest_charge"])
    assert paid.payment_status == "paid"
    assert paid.payment_intent.latest_charge.payment_method_details.type == method


def test_a_method_that_is_not_offered_cannot_be_used(stand):
    session = an_open_session(stand, payment_method_types=["card"])
    answer = pay(stand, session, number="", method="alipay", action="authorise")
    assert answer.status_code == 422
    assert again(stand, session).status == "open"


@pytest.mark.parametrize(
    ("outcome", "event", "payment_status", "intent_status"),
    [
        ("succeed", "checkout.session.async_payment_succeeded", "paid", "succeeded"),
        ("fail", "checkout.session.async_payment_failed", "unpaid", "requires_payment_method"),
    ],
)
def test_a_delayed_transfer_is_complete_first_and_decided_later(stand, outcome, event, payment_status, intent_status):
    session = an_open_session(stand)
    assert pay(stand, session, method="bank", outcome=outcome, seconds="3600").status_code == 303
    waiting = again(stand, session, expand=["payment_intent"])
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    assert waiting.payment_intent.status == "processing"
    assert "等待到账" in stand.web.get(session.url).text
    assert stand.receiver.wait("checkout.session.completed")[0].data.object.payment_status == "unpaid"
    stand.now += 3600
    decided = again(stand, session, expand=["payment_intent"])
    assert (decided.payment_status, decided.payment_intent.status) == (payment_status, intent_status)
    stand.receiver.wait(event)
    stand.now += 3600
    again(stand, session)
    assert len(stand.stripe.v1.events.list({"type": event}).data) == 1


def test_a_delayed_transfer_arrives_by_itself(stand):
    session = an_open_session(stand)
    pay(stand, session, method="bank", outcome="succeed", seconds="0")
    assert stand.receiver.wait("checkout.session.async_payment_succeeded")[0].data.object.id == session.id


@pytest.mark.parametrize("seconds", ["", "-1", "ten", "86401", "1e3"])
def test_a_delay_that_is_no_number_is_refused(stand, seconds):
    session = an_open_session(stand)
    assert pay(stand, session, method="bank", seconds=seconds).status_code == 422
    assert again(stand, session).status == "open"


def test_a_paid_page_says_so_kindly(stand):
    session = a_paid_session(stand)
    page = stand.web.get(f"/sandbox/pay/{session.id}?lang=en")
    assert (page.status_code, "already paid" in page.text) == (200, True)
    assert f"/orders?cs={session.id}" in page.text
    assert stand.web.get("/sandbox/pay/cs_test_none").status_code == 404


@pytest.mark.parametrize(
    ("query", "accept", "tongue"),
    [
        ("", "", "zh-CN"),
        ("", "de", "zh-CN"),
        ("", "en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("", "en;q=0.1,zh-CN;q=0.8,fr;q=x", "zh-CN"),
        ("?lang=en", "zh", "en"),
        ("?lang=zh", "en", "zh-CN"),
    ],
)
def test_the_page_speaks_the_readers_language(stand, query, accept, tongue):
    page = stand.web.get(an_open_session(stand).url + query, headers={"Accept-Language": accept})
    assert f'<html lang="{tongue}">' in page.text
    assert ("应付金额" in page.text, "Amount due" in page.text) == (tongue != "en", tongue == "en")
    for banner in ("沙盒 · 不会发生真实付款", "Sandbox: no money moves"):
        assert banner in page.text
    assert "¥246.90" in page.text


def test_the_session_may_wish_for_a_language(stand):
    page = stand.web.get(an_open_session(stand, locale="en").url, headers={"Accept-Language": "zh"})
    assert '<html lang="en">' in page.text


def test_both_languages_have_the_same_words():
    assert pages.WORDS["zh"].keys() == pages.WORDS["en"].keys()
    reasons = {f"decline_{why.reason or why.code}" for why in cards.TEST_CARDS.values() if why}
    assert reasons <= pages.WORDS["zh"].keys()


def test_the_help_fills_in_test_cards_only(stand):
    session = an_open_session(stand)
    assert 'value="4000 0000 0000 9995"' in stand.web.get(session.url + "?fill=4000000000009995").text
    assert "4111" not in stand.web.get(session.url + "?fill=4111111111111111").text
    look = stand.web.get(re.search(r"/sandbox/look\.css\?v=\w+", stand.web.get(session.url).text)[0])
    assert (look.status_code, look.headers["content-type"]) == (200, "text/css; charset=utf-8")
