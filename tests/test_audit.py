"""The audit log: nothing changes silently, nothing is changed afterwards unnoticed, and it never holds a secret."""

import json
from re import findall
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.engine import engine, transaction
from services import accounts, audit, sign_in
from services.accounts import Application
from services.audit import Event
from services.errors import Forbidden, Refused
from services.visitors import GUEST, Role
from tests import make

CANARY, HIDDEN_EMAIL = "canary-pass-phrase-7413", "canary.bird@test.example"
FORGED = {
    "actor": "'somebody else'",
    "event": "'listing:published'",
    "subject": "'P-999999'",
    "data": "'{\"price_fen\": 1}'",
    "at": "'2020-01-01T00:00:00.000000Z'",
    "previous": f"'{'a' * 64}'",
    "seal": f"'{'b' * 64}'",
}


def note(actor, count=1, **data):
    for _ in range(count):
        with transaction() as db:
            audit.record(db, actor, Event.STOCK_CHANGED, "P-000001", **data)


def bypass(*statements):
    """What somebody with the database in their hands could do: take the guard away first."""
    on_server = engine().dialect.name == "postgresql"
    with engine().execution_options(writes=True).begin() as connection:
        for action in ("update", "delete"):
            name = f"audit_entry_no_{action}"
            connection.execute(text(f"DROP TRIGGER {name} ON audit_entry" if on_server else f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize("action", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_an_entry(official, action):
    note(official, 3)
    with pytest.raises(DBAPIError, match="only grows"), engine().execution_options(writes=True).begin() as connection:
        connection.execute(text(action))
    assert audit.check_chain(official).broken_at is None
    assert len(audit.recent(official)) == 3


def test_an_untouched_chain_fits(official):
    assert audit.check_chain(official).entries == 0
    note(official, 5, quantity_milli=-3)
    check = audit.check_chain(official)
    assert (check.entries, check.broken_at, check.head) == (5, None, audit.recent(official)[0].seal)


@pytest.mark.parametrize("field", sorted(FORGED))
@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_change_of_any_field_of_any_entry_is_found_and_named(official, field, number):
    note(official, 5)
    bypass(f"UPDATE audit_entry SET {field} = {FORGED[field]} WHERE number = {number}")  # noqa: S608
    assert audit.check_chain(official).broken_at == number


@pytest.mark.parametrize(("number", "named"), [(1, 1), (3, 3), (4, 4)])
def test_an_entry_taken_out_of_the_middle_is_missed(official, number, named):
    note(official, 5)
    bypass(f"DELETE FROM audit_entry WHERE number = {number}")  # noqa: S608
    assert audit.check_chain(official).broken_at == named


def test_entries_that_changed_places_are_found(official):
    for quantity in range(5):
        note(official, quantity_milli=quantity)
    bypass(
        "UPDATE audit_entry SET number = 99 WHERE number = 2",
        "UPDATE audit_entry SET number = 2 WHERE number = 3",
        "UPDATE audit_entry SET number = 3 WHERE number = 99",
    )
    assert audit.check_chain(official).broken_at == 2


def test_a_change_without_an_entry_is_not_kept(supplier):
    product = make.a_product(supplier)
    with pytest.raises(AssertionError, match="unaudited change"), transaction() as db:
        db.get_one(type(product), product.id).price_fen = 1


def test_no_entry_holds_a_password_or_an_email(official):
    application = Application(
        email=HIDDEN_EMAIL, name="Canary Bird", password=CANARY, role=Role.BUYER, kind="school", name_zh="金丝雀学校",
        name_en="Canary School", credit_code=make.a_credit_code(), city="湖州", district="吴兴区", address="A",
    )  # fmt: skip
    accounts.sign_up(GUEST, application)
    signed_in = sign_in.sign_in(GUEST, email=HIDDEN_EMAIL, password=CANARY, address="127.0.0.1")
    with pytest.raises(Refused):
        sign_in.sign_in(GUEST, email=HIDDEN_EMAIL, password=CANARY + "x", address="127.0.0.1")
    visitor, sign_in_id = sign_in.visitor_of(signed_in.token, "")
    accounts.change_password(visitor, old=CANARY, new=CANARY + " changed", keep=sign_in_id)
    sign_in.sign_out(visitor, signed_in.token)
    entries = audit.recent(official, limit=1000)
    said = json.dumps([[entry.actor, entry.event, entry.subject, entry.data] for entry in entries], ensure_ascii=False)
    assert {Event.ACCOUNT_SIGNED_UP, Event.ACCOUNT_SIGNED_IN, Event.ACCOUNT_PASSWORD_CHANGED} <= {
        entry.event for entry in entries
    }
    for secret in (CANARY, HIDDEN_EMAIL, "Canary Bird", signed_in.token, quote(HIDDEN_EMAIL)):
        assert secret.lower() not in said.lower(), secret


def test_nobody_else_reads_the_log(guest, buyer, supplier, expert):
    for visitor in (guest, buyer, supplier, expert):
        for read in (audit.recent, audit.check_chain):
            with pytest.raises(Forbidden):
                read(visitor)


def test_officials_and_administrators_read_the_log(official, housing, administrator):
    for visitor in (official, housing, administrator):
        assert audit.recent(visitor) == []
        assert audit.check_chain(visitor).broken_at is None


@pytest.mark.parametrize("words", ["stock:", "P-000001", "OFFICIAL", "needle", "吴兴区仓库"])
def test_an_entry_is_found_by_event_number_hand_or_data(official, words):
    note(official, reason="a needle, 吴兴区仓库")
    assert len(audit.recent(official, words)) == 1
    assert audit.recent(official, "no such thing") == []


def test_a_search_with_what_cannot_be_printed_searches_for_the_rest(official):
    note(official)
    assert len(audit.recent(official, "stock\x00:")) == 1


@pytest.mark.parametrize("words", ["%", "_", "100%", "'; DROP TABLE audit_entry; --"])
def test_signs_of_the_database_are_plain_words(official, words):
    note(official)
    assert audit.recent(official, words) == []


def test_the_log_is_read_page_by_page(official, visit):
    note(official, 120)
    at = visit("audit.py", official)
    assert numbers_on(at) == list(range(at_most(at), at_most(at) - 50, -1))
    older = visit("audit.py", official, before="51")
    assert numbers_on(older) == list(range(50, 0, -1))


def at_most(at):
    return numbers_on(at)[0]


def numbers_on(at):
    return [int(number) for number in findall(r'entry-number">(\d+)<', page_of(at))]


def page_of(at):
    return " ".join(element.value for element in at.get("html"))


def test_a_search_stands_in_the_address_and_starts_at_the_newest(official, visit):
    note(official, 3)
    at = visit("audit.py", official, q="stock", before="2")
    assert numbers_on(at) == [1]
    at.text_input("q").input("P-000001").run()
    assert numbers_on(at) == [3, 2, 1]


@pytest.mark.parametrize("before", ["x", "-1", "１", "9" * 40, "1; DROP TABLE x"])
def test_a_page_number_that_makes_no_sense_is_ignored(official, visit, before):
    note(official, 2)
    assert len(numbers_on(visit("audit.py", official, before=before, q="stock"))) == 2


def test_a_search_without_result_says_so(official, visit):
    assert "No entry matches" in visit("audit.py", official, q="no such thing").info[0].value


@pytest.mark.parametrize("tampered", [False, True])
def test_the_chain_is_checked_on_the_page(housing, visit, tampered):
    note(housing, 4)
    if tampered:
        bypass("UPDATE audit_entry SET actor = 'x' WHERE number = 2")
    at = visit("audit.py", housing)
    at.button("check_chain").click().run()
    shown = at.error if tampered else at.success
    assert ("Entry 2 does not fit" if tampered else "entries fit") in shown[0].value


def test_what_strangers_wrote_is_shown_as_they_wrote_it_and_never_run(official, visit):
    with transaction() as db:
        audit.record(
            db, official, Event.STOCK_CHANGED, "<script>alert(1)</script>", note="<img src=x onerror=alert(1)>"
        )
    page = page_of(visit("audit.py", official))
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_a_buyer_is_not_let_in(buyer, visit):
    at = visit("home.py", buyer)
    with pytest.raises(Exception, match="audit"):
        at.switch_page("audit.py").run()
