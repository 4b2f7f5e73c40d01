"""Who is told of what, and in which words: one table. What does not stand in it is not told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.audit import Event

__all__ = ["BY_EVENT", "BY_NAME", "TELLINGS", "About", "Circle", "Group", "Telling"]


class About(StrEnum):
    """What an entry is about, by the first letter of its code."""

    EXHIBIT = "P"
    ORDER = "O"
    PURCHASE = "C"
    SUPPLIER = "S"


class Circle(StrEnum):
    """Who hears: members of the buyer, those of them who approve, the one who ordered, the supplier's members,
    officials of the place, those of them in finance, and whoever keeps a search that fits."""

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
    PAYMENTS = "payments"
    REMINDERS = "reminders"
    SUPPLY = "supply"
    REVIEW = "review"
    SEARCHES = "searches"


@dataclass(frozen=True)
class Telling:
    """`title` and `more` are phrases with the details of parties.py in them: {code}, {other} (the other side's name),
    {name}, {amount} … `only`: facts of the entry (its data, `museum`: nobody acted, `ended`) that must hold."""

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


A, C, E, G = About, Circle, Event, Group
BY_MUSEUM, BY_HAND = {"museum": True}, {"museum": False}
TELLINGS = (
    Telling("{other} has confirmed order {code}", "The goods are being made ready.",
            E.ORDER_CONFIRMED, A.ORDER, C.BUYER, G.ORDERS),
    Telling("Order {code} is on its way",
            "Carrier: {carrier}, number: {tracking}. Confirm the arrival once it is there.",
            E.ORDER_SHIPPED, A.ORDER, C.BUYER, G.ORDERS),
    Telling("The goods of order {code} have arrived", "{other} inspects them now.",
            E.ORDER_RECEIVED, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("Order {code} has passed inspection", "{other} has accepted the goods.",
            E.ORDER_ACCEPTED, A.ORDER, C.SUPPLIER, G.ORDERS, BY_HAND),
    Telling("Order {code} counts as accepted", "Nobody objected within seven days after the goods had arrived.",
            E.ORDER_ACCEPTED, A.ORDER, C.SUPPLIER, G.ORDERS, BY_MUSEUM),
    Telling("Order {code} counts as accepted", "Nobody objected within seven days after the goods had arrived.",
            E.ORDER_ACCEPTED, A.ORDER, C.BUYER, G.ORDERS, BY_MUSEUM),
    Telling("Order {code} is cancelled", "The reason stands on the page of the order.",
            E.ORDER_CANCELLED, A.ORDER, C.BUYER, G.ORDERS, BY_HAND),
    Telling("Order {code} is cancelled", "The reason stands on the page of the order.",
            E.ORDER_CANCELLED, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("Inspect the goods of order {code} within two days",
            "Otherwise they count as accepted seven days after their arrival.",
            E.ORDER_ACCEPTANCE_ANNOUNCED, A.ORDER, C.BUYER, G.REMINDERS),
    Telling("Order {code} still waits for your confirmation", "{other} has been waiting for two days.",
            E.ORDER_CONFIRMATION_REMINDED, A.ORDER, C.SUPPLIER, G.REMINDERS),
    Telling("The transfer for order {code} has not arrived yet", "{other} has been waiting for it for seven days.",
            E.PAYMENT_REMINDED, A.ORDER, C.BUYER, G.REMINDERS),
    Telling("New order {code} from {other}", "It is paid by corporate transfer. Please confirm it.",
            E.PAYMENT_AGREED, A.PURCHASE, C.SUPPLIER, G.ORDERS),
    Telling("Order {code} from {other} is paid", "If you have not confirmed it yet, please do so now.",
            E.PAYMENT_RECEIVED, A.PURCHASE, C.SUPPLIER, G.ORDERS, {"undeliverable": False}),
    Telling("The payment for purchase {code} has arrived", "Its suppliers have been told.",
            E.PAYMENT_RECEIVED, A.PURCHASE, C.BUYER, G.PAYMENTS, {"undeliverable": False}),
    Telling("The payment for purchase {code} came too late", "Its orders had ended by then; the money goes back.",
            E.PAYMENT_RECEIVED, A.PURCHASE, C.BUYER, G.PAYMENTS, {"undeliverable": True}),
    Telling("{other} has received your transfer for order {code}", "",
            E.PAYMENT_RECEIVED, A.ORDER, C.BUYER, G.PAYMENTS),
    Telling("The payment for purchase {code} has failed", "The goods are free again; order anew if you need them.",
            E.PAYMENT_FAILED, A.PURCHASE, C.PERSON, G.PAYMENTS, {"ended": True}),
    Telling("The time to pay purchase {code} is over", "The goods are free again; order anew if you need them.",
            E.PAYMENT_LAPSED, A.PURCHASE, C.PERSON, G.PAYMENTS, {"ended": True}),
    Telling("The payment for purchase {code} is being looked into",
            "What arrived is not what was asked for. Nothing is sent until that is clear.",
            E.PAYMENT_MISMATCHED, A.PURCHASE, C.PERSON, G.PAYMENTS),
    Telling("The payment for purchase {code} does not add up",
            "What the payment service reports is not what was asked for. The entry of the audit log has the figures.",
            E.PAYMENT_MISMATCHED, A.PURCHASE, C.FINANCE, G.REVIEW),
    Telling("{amount} for order {code} has been sent back", "",
            E.PAYMENT_REFUNDED, A.ORDER, C.BUYER, G.PAYMENTS),
    Telling("{amount} for purchase {code} has been sent back", "",
            E.PAYMENT_REFUNDED, A.PURCHASE, C.BUYER, G.PAYMENTS),
    Telling("{name} asks to be admitted as a supplier", "The dossier waits on the review desk.",
            E.SUPPLIER_SUBMITTED, A.SUPPLIER, C.OFFICIALS, G.REVIEW),
    Telling("{name} is admitted as a supplier", "You can hang your exhibits now.",
            E.SUPPLIER_APPROVED, A.SUPPLIER, C.SUPPLIER, G.SUPPLY),
    Telling("The registration of {name} has come back", "The page of the registration says what to mend.",
            E.SUPPLIER_RETURNED, A.SUPPLIER, C.SUPPLIER, G.SUPPLY),
    Telling("Exhibit {code} waits for review", "{name}, handed in by {other}.",
            E.LISTING_SUBMITTED, A.EXHIBIT, C.OFFICIALS, G.REVIEW),
    Telling("Exhibit {code} is on show", "{name} hangs in the halls now.",
            E.LISTING_PUBLISHED, A.EXHIBIT, C.SUPPLIER, G.SUPPLY),
    Telling("Exhibit {code} has come back", "The page of {name} says what to mend.",
            E.LISTING_RETURNED, A.EXHIBIT, C.SUPPLIER, G.SUPPLY),
    Telling("New in the halls: {name}", "It fits your search “{search}”.",
            E.LISTING_PUBLISHED, A.EXHIBIT, C.SEARCHERS, G.SEARCHES),
)  # fmt: skip
BY_NAME = {telling.name: telling for telling in TELLINGS}
BY_EVENT: dict[str, list[Telling]] = {
    event: [one for one in TELLINGS if one.event == event] for event in {one.event for one in TELLINGS}
}
