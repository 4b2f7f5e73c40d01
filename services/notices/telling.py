"""What a line of the table of tellings is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.audit import Event

__all__ = ["BY_HAND", "BY_MUSEUM", "About", "Circle", "Group", "Telling", "about"]


class About(StrEnum):
    """What an entry is about: by the first letter of its code, else by the first word of its event."""

    EXHIBIT = "P"
    LIMIT = "limit"
    MEMBER = "member"
    ORDER = "O"
    PURCHASE = "C"
    QUOTATION = "Q"
    RULE = "approval"
    SERVICE = "SV"
    SUPPLIER = "S"


class Circle(StrEnum):
    """Who hears: members of the buyer (of all that a limit binds), those of them who approve, the one who
    ordered, members of the supplier (a request for quotations: the one named, else each that is asked), officials of
    the place (of a service: whoever does the work), those of them in finance, and whoever keeps a search that fits."""

    APPROVERS = "approvers"
    BUYER = "buyer"
    FINANCE = "finance"
    OFFICIALS = "officials"
    PERSON = "person"
    SEARCHERS = "searchers"
    SUPPLIER = "supplier"


class Group(StrEnum):
    """What a person chooses by: whether it also comes by email."""

    ORDERS = "orders"
    QUOTATIONS = "quotations"
    PAYMENTS = "payments"
    APPROVALS = "approvals"
    REMINDERS = "reminders"
    SUPPLY = "supply"
    REVIEW = "review"
    SEARCHES = "searches"


@dataclass(frozen=True)
class Telling:
    """`title` and `more` are phrases with the details of parties.py in them: {code}, {other} (the other side's name),
    {name}, {amount} … `only`: facts of the entry (its data, `museum`: nobody acted) and of its parties that must
    hold. A person hears an entry once: of the lines that reach them the first, so the narrower line stands first."""

    title: str
    more: str
    event: Event
    about: About
    to: Circle
    group: Group
    only: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a notice keeps of it: stays the same when words are mended."""
        facts = [f"{fact}={value}" for fact, value in self.only.items()]
        return "/".join([self.event, self.about, self.to, *facts])


BY_MUSEUM, BY_HAND = {"museum": True}, {"museum": False}
BY_SIGN = {one.value: one for one in About}


def about(event: str, subject: str) -> About | None:
    """What an entry is about, None for what nobody is told of."""
    return BY_SIGN.get(subject.partition("-")[0]) or BY_SIGN.get(event.partition(":")[0])
