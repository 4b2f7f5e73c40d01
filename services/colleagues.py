"""Colleagues: who else acts for one's buying organisation, and the link with which an approver takes somebody in."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import accounts as store
from db import approvals
from db.accounts import Invitation, Membership, Organisation, Person, Role
from db.engine import reading, transaction
from services import clock
from services.accounts import email_address, email_taken
from services.administrators import VALID_FOR, issued
from services.approvals import require_approver
from services.permissions import Permission, require
from services.tokens import hash_of
from services.visitors import Visitor

__all__ = ["Colleague", "invite", "inviting", "mine"]


@dataclass(frozen=True)
class Colleague:
    name: str
    email: str
    approver: bool


def mine(buyer: Visitor) -> list[Colleague]:
    """Everybody who buys for the visitor's organisation, the visitor too."""
    require(buyer, Permission.ORDER_READ)
    with reading() as db:
        found: Sequence[tuple[Membership, Person]] = approvals.members(db, buyer.organisation_id)
    return [Colleague(person.name, person.email, membership.approver) for membership, person in found]


def invite(approver: Visitor, email: str, *, as_approver: bool) -> str:
    """The token of a link, good for a week and once, with which somebody joins the approver's organisation."""
    require(approver, Permission.COLLEAGUE_INVITE)
    require_approver(approver)
    with transaction() as db:
        link = Invitation(
            token_hash="",
            email=email_address(email),
            role=Role.BUYER,
            organisation=db.get_one(Organisation, approver.organisation_id).name_zh,
            organisation_id=approver.organisation_id,
            approver=as_approver,
            created_at=clock.now(),
            expires_at=clock.now() + VALID_FOR,
        )
        if store.person_by_email(db, link.email):
            raise email_taken()
        return issued(db, approver, link)


def inviting(token: str) -> Organisation | None:
    """The organisation that a link takes somebody into; None for links that lead to an authority, or nowhere."""
    with reading() as db:
        link = store.invitation_by_token(db, hash_of(token))
        return db.get(Organisation, link.organisation_id) if link and link.organisation_id else None
