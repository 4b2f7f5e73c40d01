"""What of one's notices also comes by email: a custom for each group, and each person's own word on it."""

from collections.abc import Mapping, Sequence

from db import notices as store
from db.engine import reading, transaction
from db.notices import NoticeWish
from services.notices.tellings import TELLINGS, Circle, Group
from services.permissions import Permission, require
from services.visitors import Role, Visitor

__all__ = ["by_email", "choose", "mine"]

HEARD_BY = {
    Role.BUYER: {Circle.APPROVERS, Circle.BUYER, Circle.PERSON, Circle.SEARCHERS},
    Role.EXPERT: {Circle.OFFICIALS, Circle.SEARCHERS},
    Role.OFFICIAL: {Circle.FINANCE, Circle.OFFICIALS, Circle.SEARCHERS},
    Role.SUPPLIER: {Circle.SEARCHERS, Circle.SUPPLIER},
}


def by_email(group: Group) -> bool:
    """The custom: everything but new exhibits for a search, which can be many."""
    return group is not Group.SEARCHES


def groups(role: Role) -> Sequence[Group]:
    """What somebody in this role can be told of at all."""
    heard = {one.group for one in TELLINGS if one.to in HEARD_BY.get(role, {Circle.SEARCHERS})}
    return [group for group in Group if group in heard]


def mine(visitor: Visitor) -> Mapping[Group, bool]:
    """Whether each group of notices also comes by email."""
    require(visitor, Permission.ACCOUNT_USE)
    with reading() as db:
        said = store.wishes(db, [visitor.person_id])
    return {group: said.get((visitor.person_id, group), by_email(group)) for group in groups(visitor.role)}


def choose(visitor: Visitor, wishes: Mapping[Group, bool]) -> None:
    require(visitor, Permission.ACCOUNT_USE)
    with transaction(audited=False) as db:
        for group, wanted in wishes.items():
            store.wish(db, NoticeWish(person_id=visitor.person_id, group=Group(group).value, by_email=wanted))
