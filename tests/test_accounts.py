"""People and organisations: who may sign up, what a password must be, what a change of it ends."""

import pytest

from services import accounts, passwords
from services.accounts import Application, OrganisationKind, Person, Role
from services.errors import Conflict, Invalid
from tests import make
from tests.buying import at_once


def an_application(**more):
    said = {
        "email": "Li.Ming@school.example", "name": "李明", "password": "green bricks and 42 tiles",
        "role": Role.BUYER, "kind": OrganisationKind.SCHOOL, "name_zh": "湖州市示范小学", "name_en": "",
        "credit_code": make.a_credit_code(), "city": "湖州市",
    }  # fmt: skip
    return Application(**(said | more))


def test_a_school_signs_up_and_may_buy(guest):
    person = accounts.sign_up(guest, an_application())
    assert person.email == "li.ming@school.example"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("email", "nobody"), ("credit_code", "91330500MA0000001X"), ("password", "short"), ("password", "aaaaaaaaaaaaa"),
     ("name_zh", " "), ("name", "a\x00b"), ("role", Role.OFFICIAL),
     ("kind", OrganisationKind.AUTHORITY), ("password", "li.ming@school1")],
)  # fmt: skip
def test_what_is_wrong_is_named(guest, field, wrong):
    with pytest.raises(Invalid):
        accounts.sign_up(guest, an_application(**{field: wrong}))


def test_an_email_and_a_credit_code_are_used_once(guest):
    first = an_application()
    accounts.sign_up(guest, first)
    with pytest.raises(Conflict, match="account"):
        accounts.sign_up(guest, an_application())
    with pytest.raises(Conflict, match="organisation"):
        accounts.sign_up(guest, an_application(email="other@school.example", credit_code=first.credit_code))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("name_en", "a\x00b"), ("district", "a\x00b"), ("address", "x" * 201), ("email", "a\x00b@school.example"),
     ("email", "a\u202eb@school.example"), ("credit_code", "\x00"), ("city", " "), ("password", "short")],
)  # fmt: skip
def test_what_is_wrong_is_refused_before_anything_is_hashed(guest, monkeypatch, field, wrong):
    monkeypatch.setattr(passwords, "hashed", lambda *_: pytest.fail("hashed in vain"))
    with pytest.raises(Invalid):
        accounts.sign_up(guest, an_application(**{field: wrong}), address="192.0.2.1")


def test_what_is_registered_already_is_refused_before_anything_is_hashed(guest, monkeypatch):
    accounts.sign_up(guest, an_application())
    monkeypatch.setattr(passwords, "hashed", lambda *_: pytest.fail("hashed in vain"))
    with pytest.raises(Conflict, match="account"):
        accounts.sign_up(guest, an_application())


def test_one_address_cannot_sign_up_without_end(guest, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda *_: "x")
    for number in range(21):
        accounts.sign_up(guest, an_application(email=f"p{number}@school.example"), address="2001:db8::1")
    with pytest.raises(Conflict, match="wait"):
        accounts.sign_up(guest, an_application(email="one@more.example"), address="2001:db8::2")
    assert accounts.sign_up(guest, an_application(email="one@more.example"), address="2001:db8:0:1::1")


def test_of_parallel_sign_ups_with_one_email_exactly_one_succeeds(guest):
    application = an_application()
    results = at_once(*[lambda: accounts.sign_up(guest, application)] * 4)
    assert [type(result) for result in results if not isinstance(result, Conflict)] == [Person]
