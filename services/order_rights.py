"""Who may do what with an order, and when: one table, asked by every action and shown by every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from db import disputes, suppliers
from db import orders as store
from db.orders import Order, OrderStatus, Purchase
from services import ledger, shipments
from services import payment_settlement as settlement
from services.errors import Conflict, Forbidden, Missing
from services.ledger import Entry, PaymentState
from services.permissions import Permission, require
from services.shipments import Way
from services.visitors import Role, Visitor

__all__ = [
    "RULES", "Action", "Opened", "Party", "check", "entered", "held", "may", "opened", "party_of", "seen_by",
]  # fmt: skip


class Action(StrEnum):
    CONFIRM = "confirm"
    SHIP = "ship"
    RECEIVE = "receive"
    ACCEPT = "accept"
    CLOSE = "close"
    CANCEL = "cancel"
    TRANSFER_RECEIVED = "transfer_received"
    TRANSFER_RETURNED = "transfer_returned"
    UNDELIVERABLE = "undeliverable"


class Party(StrEnum):
    BUYER = "buyer"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class Rule:
    """`states` are the payment states in which it may happen."""

    party: Party
    action: Action
    statuses: frozenset[OrderStatus]
    states: frozenset[PaymentState]


S, P = OrderStatus, PaymentState
ANY, BOUND = frozenset(PaymentState), frozenset({P.AGREED, P.PAID, P.PART_REFUNDED})
SETTLED = frozenset({P.PAID, P.PART_REFUNDED})
NEW = frozenset({S.PLACED, S.APPROVED})
ENDS = {Action.CANCEL, Action.CLOSE}
ON_ITS_WAY = frozenset({S.CONFIRMED, S.SHIPPED, S.RECEIVED, S.ACCEPTED})
RULES = (
    Rule(Party.SUPPLIER, Action.CONFIRM, NEW, BOUND),
    Rule(Party.SUPPLIER, Action.SHIP, frozenset({S.CONFIRMED, S.SHIPPED}), BOUND),
    Rule(Party.SUPPLIER, Action.UNDELIVERABLE, frozenset({S.SHIPPED}), BOUND),
    Rule(Party.SUPPLIER, Action.CANCEL, NEW | {S.CONFIRMED}, BOUND),
    Rule(Party.SUPPLIER, Action.TRANSFER_RECEIVED, ON_ITS_WAY, frozenset({P.AGREED})),
    Rule(Party.SUPPLIER, Action.TRANSFER_RETURNED, ON_ITS_WAY | {S.CLOSED, S.CANCELLED}, SETTLED),
    Rule(Party.BUYER, Action.CANCEL, NEW, ANY),
    Rule(Party.BUYER, Action.RECEIVE, frozenset({S.SHIPPED}), ANY),
    Rule(Party.BUYER, Action.ACCEPT, frozenset({S.RECEIVED}), ANY),
    Rule(Party.BUYER, Action.CLOSE, frozenset({S.ACCEPTED}), SETTLED),
)


@dataclass(frozen=True)
class Opened:
    """An order, its row and its purchase's locked, as one of its parties has opened it.

    `disputed`: its parties dispute about it now."""

    purchase: Purchase
    order: Order
    party: Party
    entries: Sequence[Entry]
    way: Way
    disputed: bool = False

    @property
    def state(self) -> PaymentState:
        return ledger.state(self.entries, self.order.total_fen)


def own_purchase(db: Session, buyer: Visitor, code: str) -> Purchase:
    """A purchase of the buyer's own organisation; to everybody else there is none."""
    require(buyer, Permission.ORDER_READ)
    found = store.purchase_by_code(db, code)
    if found is None or found.buyer_id != buyer.organisation_id:
        raise Missing("There is no such purchase.")
    return found


def party_of(db: Session, visitor: Visitor, order: Order) -> Party | None:
    if visitor.role is Role.BUYER and visitor.organisation_id == order.buyer_id:
        return Party.BUYER
    if visitor.role is Role.SUPPLIER:
        own = suppliers.of_organisation(db, visitor.organisation_id)
        return Party.SUPPLIER if own and own.id == order.supplier_id else None
    return None


def opened(db: Session, visitor: Visitor, code: str, action: Action) -> Opened:
    """The order for one action of this visitor; Missing for strangers, Forbidden or Conflict for its parties."""
    seen = entered(db, visitor, code)
    check(seen, action)
    return seen


def entered(db: Session, visitor: Visitor, code: str) -> Opened:
    """The order for one of its parties, its rows locked; Missing for strangers."""
    found = store.order_by_code(db, code)
    party = party_of(db, visitor, found) if found else None
    if found is None or party is None:
        raise Missing("There is no such order.")
    return held(db, found, party)


def opened_as(db: Session, party: Party, found: Order, action: Action) -> Opened:
    """The same for whoever acts in this party's place: its rules hold."""
    seen = held(db, found, party)
    check(seen, action)
    return seen


def held(db: Session, found: Order, party: Party) -> Opened:
    """The order with its purchase's row and its own locked."""
    purchase, order = store.locked_purchase(db, found.purchase_id), store.locked(db, found.id)
    if purchase is None or order is None:
        raise Missing("There is no such order.")
    return seen_by(db, purchase, order, party)


def seen_by(db: Session, purchase: Purchase, order: Order, party: Party) -> Opened:
    entries, way = settlement.entries_of(db, order.id), shipments.way(db, order)
    return Opened(purchase, order, party, entries, way, disputed=disputes.live(db, order.id) is not None)


def check(seen: Opened, action: Action) -> None:
    rules = [rule for rule in RULES if rule.party is seen.party and rule.action is action]
    if not rules:
        raise Forbidden("You may not do this.")
    if seen.order.status not in rules[0].statuses:
        raise Conflict("Order {code} does not stand where this could be done; look at it again.", code=seen.order.code)
    if seen.state not in rules[0].states:
        raise Conflict("The payment of order {code} does not stand where this could be done.", code=seen.order.code)
    if action is Action.TRANSFER_RETURNED and not ledger.by_transfer(seen.entries):
        raise Conflict("The payment of order {code} does not stand where this could be done.", code=seen.order.code)
    if seen.disputed and action in ENDS:
        raise Conflict("A dispute about order {code} is open; how the order ends is settled there.",
                       code=seen.order.code)  # fmt: skip
    if not has_goods(seen.way, action):
        raise Conflict("Order {code} does not stand where this could be done; look at it again.", code=seen.order.code)


def has_goods(way: Way, action: Action) -> bool:
    """Whether there is something to send, or under way, for the actions that need it."""
    needed = {Action.SHIP: way.rest, Action.UNDELIVERABLE: way.rest, Action.RECEIVE: way.under_way}
    return bool(needed.get(action, True))


def may(seen: Opened) -> list[Action]:
    """What the party can do now, in the order of the table."""
    return [rule.action for rule in RULES if rule.party is seen.party and allowed(seen, rule.action)]


def allowed(seen: Opened, action: Action) -> bool:
    try:
        check(seen, action)
    except Conflict:
        return False
    return True
