"""People and organisations: who may sign up, what a password must be, what a change of it ends."""

import pytest

from services import accounts
from services.accounts import Application, OrganisationKind, Role
from services.errors import Conflict, Invalid
from tests import make


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
     ("name_zh", " "), ("name", "a\x00b"), ("role", Role.OFFICIAL), ("password", "li.ming@school1")],
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
