"""Signing in: rotated tokens, slow tries, expiry, revocation in open tabs, demonstration accounts in their place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db.accounts import Person
from db.engine import reading, transaction
from services import accounts, administrators, passwords, sign_in
from services import sign_in_tries as tries
from services.accounts import Department, Role
from services.administrators import Invitee
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.sign_in import visitor_of
from services.visitors import GUEST
from tests import make
from tests.buying import at_once

HOME = "192.0.2.1"


@pytest.fixture
def member():
    return make.a_buyer("member", password=True)


def enter(member, password=make.PASSWORD, address=HOME):
    return sign_in.sign_in(GUEST, email=member.email, password=password, address=address)


def test_the_right_password_opens_a_browser_and_stores_only_a_hash(member):
    token = enter(member).token
    known, _ = visitor_of(token, "")
    assert (known.person_id, known.role) == (member.person_id, Role.BUYER)
    with reading() as db:
        assert token not in str(db.connection().exec_driver_sql("SELECT * FROM sign_in").all())


@pytest.mark.parametrize("wrong", ["", "wrong", make.PASSWORD.upper()])
def test_a_wrong_password_and_an_unknown_email_read_the_same(member, wrong):
    with pytest.raises(Invalid) as known:
        enter(member, wrong)
    with pytest.raises(Invalid) as unknown:
        sign_in.sign_in(GUEST, email="nobody@test.example", password=wrong, address=HOME)
    assert str(known.value) == str(unknown.value)


def test_tries_get_slower_and_the_right_password_waits_too(member, pass_time):
    for _ in range(3):
        with pytest.raises(Invalid):
            enter(member, "wrong")
    with pytest.raises(Conflict, match="wait"):
        enter(member)
    pass_time(timedelta(seconds=2))
    assert enter(member)


def test_one_address_cannot_try_many_people(member):
    for number in range(21):
        with pytest.raises((Invalid, Conflict)):
            sign_in.sign_in(GUEST, email=f"x{number}@test.example", password="x", address=HOME)
    with pytest.raises(Conflict, match="wait"):
        enter(member)
    assert enter(member, address="192.0.2.2")


@pytest.mark.parametrize("idle", [timedelta(minutes=30), timedelta(hours=12)])
def test_a_sign_in_ends_when_idle(member, pass_time, idle):
    token = enter(member).token
    pass_time(idle)
    assert visitor_of(token, "")[0].role is Role.GUEST


def test_a_sign_in_in_use_ends_after_twelve_hours_all_the_same(member, pass_time):
    token = enter(member).token
    for _ in range(36):
        assert visitor_of(token, "")[0].signed_in
        pass_time(timedelta(minutes=20))
    assert not visitor_of(token, "")[0].signed_in


def test_signing_out_reaches_other_tabs_of_the_browser(member):
    token = enter(member).token
    sign_in.sign_out(member, token)
    assert not visitor_of(token, "")[0].signed_in


def test_a_disabled_person_is_out_at_the_next_action(member):
    token = enter(member).token
    with transaction(audited=False) as db:
        db.get_one(Person, member.person_id).disabled_at = db.get_one(Person, member.person_id).created_at
    assert not visitor_of(token, "")[0].signed_in


def test_a_new_password_ends_the_other_browsers(member):
    here, elsewhere = enter(member).token, enter(member).token
    mine, sign_in_id = visitor_of(here, "")
    accounts.change_password(mine, old=make.PASSWORD, new="another good pass phrase", keep=sign_in_id)
    assert visitor_of(here, "")[0].signed_in
    assert not visitor_of(elsewhere, "")[0].signed_in
    with pytest.raises(Invalid):
        enter(member)


def test_the_old_password_is_asked_for(member):
    with pytest.raises(Invalid, match="old password"):
        accounts.change_password(member, old="wrong", new="another good pass phrase")


def test_acting_for_another_organisation_changes_the_token(member):
    token = enter(member).token
    other = make.a_supplier("second hat")
    with transaction(audited=False) as db:
        second = db.get_one(accounts.Membership, other.membership_id)
        second.person_id = member.person_id
    fresh = sign_in.act_for(member, token, other.membership_id)
    assert not visitor_of(token, "")[0].signed_in
    assert visitor_of(fresh, "")[0].role is Role.SUPPLIER


def test_nobody_acts_for_an_organisation_that_is_not_theirs(member, supplier):
    with pytest.raises(Missing):
        sign_in.act_for(member, enter(member).token, supplier.membership_id)


def test_demonstration_people_enter_only_in_demonstration_mode(member, configure):
    with transaction(audited=False) as db:
        db.get_one(Person, member.person_id).demonstration = True
    assert [person.email for person in sign_in.demonstration_people()] == [member.email]
    token = enter(member).token
    configure(museum_mode="production", base_url="https://museum.example", secret_key="k" * 40)
    assert sign_in.demonstration_people() == []
    assert not visitor_of(token, "")[0].signed_in
    with pytest.raises(Invalid):
        enter(member)


def test_an_identity_provider_proves_who_but_never_what(member):
    assert visitor_of(sign_in.sign_in_proved(GUEST, email=member.email.upper()).token, "")[0].role is Role.BUYER
    with pytest.raises(Missing):
        sign_in.sign_in_proved(GUEST, email="stranger@test.example")


def test_the_first_administrator_comes_by_a_link_that_works_once(guest):
    token = administrators.invite_first("chief@city.example")
    person = administrators.join(
        guest, token, name="负责人", organisation="湖州市财政局", password="a rather good phrase"
    )
    assert visitor_of(sign_in.sign_in_proved(guest, email=person.email).token, "")[0].role is Role.ADMINISTRATOR
    with pytest.raises(Missing):
        administrators.join(guest, token, name="x", organisation="x", password="a rather good phrase")
    with pytest.raises(Conflict):
        administrators.invite_first("second@city.example")


def test_the_link_ends_after_an_hour(guest, pass_time):
    token = administrators.invite_first("chief@city.example")
    assert administrators.is_open(token)
    pass_time(timedelta(hours=1))
    assert not administrators.is_open(token)
    with pytest.raises(Missing):
        administrators.join(guest, token, name="x", organisation="x", password="a rather good phrase")


def test_an_administrator_invites_an_official_of_one_district(administrator, guest):
    invitee = Invitee("li@wuxing.example", Role.OFFICIAL, "吴兴区住建局", Department.HOUSING, "湖州", "吴兴区")
    token = administrators.invite(administrator, invitee)
    person = administrators.join(guest, token, name="李", organisation="别的局", password="a rather good phrase")
    official, _ = visitor_of(sign_in.sign_in_proved(guest, email=person.email).token, "")
    assert (official.role, official.department, official.area_district) == (Role.OFFICIAL, Department.HOUSING, "吴兴区")
    assert official.organisation_zh == "吴兴区住建局"


@pytest.mark.parametrize(
    "wrong", [{"role": Role.BUYER}, {"department": None}, {"city": "火星"}, {"district": "南海区"}]
)
def test_an_invitation_that_makes_no_sense_is_refused(administrator, wrong):
    right = Invitee("li@wuxing.example", Role.OFFICIAL, "住建局", Department.HOUSING, "湖州", "")
    with pytest.raises(Invalid):
        administrators.invite(administrator, replace(right, **wrong))


def test_only_administrators_invite(official, buyer):
    for other in (official, buyer):
        with pytest.raises(Forbidden):
            administrators.invite(other, Invitee("x@y.example", Role.OFFICIAL, "局", Department.FINANCE))


def test_a_guest_has_no_account_to_use(guest):
    with pytest.raises(Forbidden):
        accounts.memberships(guest)


@pytest.mark.parametrize("password", ["wrong", make.PASSWORD])
def test_parallel_tries_from_a_new_address_are_counted_or_refused_politely(member, password):
    for number in range(3):
        results = at_once(*[lambda: enter(member, password, f"192.0.2.{number}")] * 6)  # noqa: B023  waited for here
        assert {type(result) for result in results} <= {sign_in.SignedIn, Invalid, Conflict}


@pytest.mark.parametrize("links", [1, 2])
def test_of_parallel_joins_exactly_one_succeeds(administrator, guest, links):
    invitee = Invitee("e@city.example", Role.EXPERT, "专家组")
    tokens = [administrators.invite(administrator, invitee) for _ in range(links)] * (4 // links)

    def joining(token):
        return lambda: administrators.join(guest, token, name="专家", organisation="", password="a rather good phrase")

    results = at_once(*map(joining, tokens))
    assert [type(result) for result in results if not isinstance(result, (Conflict, Missing))] == [Person]


def test_a_dead_link_hashes_nothing(guest, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda *_: pytest.fail("hashed in vain"))
    with pytest.raises(Missing):
        administrators.join(guest, "no such link", name="x", organisation="x", password="a rather good phrase")


@pytest.fixture
def swift(monkeypatch):
    """Passwords compared in no time, for tests of many tries."""
    monkeypatch.setattr(passwords, "fits", lambda password, _: password == make.PASSWORD)


def guesses(member, addresses):
    """How many of these tries had their password looked at."""
    looked_at = 0
    for address in addresses:
        with pytest.raises((Invalid, Conflict)) as refusal:
            enter(member, "wrong", address)
        looked_at += "not right" in str(refusal.value)
    return looked_at


def test_one_email_cannot_be_guessed_from_many_addresses(member, swift, pass_time):
    assert guesses(member, [f"10.0.0.{number}" for number in range(130)]) == 101
    pass_time(timedelta(minutes=1))
    assert enter(member)


def test_an_ipv6_household_is_one_address(member, swift):
    assert guesses(member, [f"2001:db8::{number:x}" for number in range(20)]) == 3
    assert tries.neighbourhood("::ffff:192.0.2.1") == "192.0.2.1"


def test_an_own_account_does_not_buy_more_guesses_at_others(member, swift):
    looked_at = 0
    for number in range(60):
        try:
            sign_in.sign_in(GUEST, email=f"victim{number}@test.example", password="x", address=HOME)
        except Invalid:
            looked_at += 1
        except Conflict:
            break
        if number % 10 == 9:
            enter(member)
    assert looked_at == 21


def test_a_school_behind_one_address_signs_in_all_day(member, swift):
    for _ in range(50):
        assert enter(member)


def test_an_email_with_what_cannot_be_printed_is_nobodys(guest):
    with pytest.raises(Invalid):
        sign_in.sign_in(guest, email="a\x00b@c.example", password="x", address=HOME)
    with pytest.raises(Missing):
        sign_in.sign_in_proved(guest, email="a\x00b@c.example")
