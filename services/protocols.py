"""The counter for purchasing protocols: the buyer's people and their area's finance office read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from db import approvals, parties
from db import ledger as books
from db import orders as order_store
from db import protocols as store
from db.accounts import Department, Organisation, Person
from db.approvals import Approval
from db.engine import reading, transaction
from db.ledger import PostingReason
from db.limits import SplitSuspicion
from db.orders import Channel, Order, OrderLine, OrderStep, Purchase
from db.parties import Names
from db.projects import Project
from db.protocols import Bought, PurchaseProtocol
from services import audit, ledger
from services.audit import Event
from services.cart import CartView
from services.errors import Missing
from services.ledger import PaymentState
from services.order_checkout import Ground
from services.permissions import Permission, require
from services.protocol_document import (
    Alone,
    Band,
    Carbon,
    Checked,
    Document,
    Line,
    Named,
    Offer,
    Quoted,
    Used,
    fingerprint,
    undercut,
)
from services.protocol_offers import Hung, hung
from services.visitors import Role, Visitor

__all__ = [
    "Alone", "Asked", "Band", "Bought", "Carbon", "Channel", "Checked", "Course", "Document", "Ground", "Line", "Named",
    "Offer", "OrderLine", "Protocol", "Quoted", "Sealed", "Used", "asked", "listed", "protocol", "take_away",
]  # fmt: skip

PAGE = 20


@dataclass(frozen=True)
class Course:
    """How one order of the purchase went, read now: its steps, and when its payments came in."""

    order: Order
    supplier: Names
    steps: Sequence[OrderStep]
    paid_at: datetime | None
    payment_state: PaymentState


@dataclass(frozen=True)
class Sealed:
    """The fingerprint of the document, the number and moment of the line in the audit log that holds it as well, and
    whether both still say what the document says."""

    fingerprint: str
    number: int
    at: datetime
    intact: bool


@dataclass(frozen=True)
class Protocol:
    """One purchase: `document` is as it was written when it was placed, None for what was placed before protocols were
    kept; everything else is read now. `lines` are those of the orders."""

    purchase: Purchase
    document: Document | None
    sealed: Sealed | None
    buyer: Names
    placed_by: str
    project: Project | None
    approval: Approval | None
    decider: str
    courses: Sequence[Course]
    lines: Sequence[OrderLine]
    splits: Sequence[SplitSuspicion]


@dataclass(frozen=True)
class Asked:
    """What the checkout shows beside a line of the cart; a reason is asked where `cheaper` are not empty."""

    product_code: str
    hung: Hung
    price_fen: int
    cheaper: Sequence[Offer]


def protocol(visitor: Visitor, code: str) -> Protocol:
    """Missing for whoever may not know of the purchase."""
    require(visitor, Permission.PROTOCOL_READ)
    with reading() as db:
        return seen(db, *opened(db, visitor, code))


def take_away(visitor: Visitor, code: str) -> Protocol:
    """The same, to be printed; that an official takes it out of the house is noted in the log."""
    found = protocol(visitor, code)
    if visitor.role is Role.OFFICIAL:
        with transaction() as db:
            audit.record(db, visitor, Event.PROTOCOL_TAKEN, found.purchase.code)
    return found


def listed(visitor: Visitor, *, page: int = 1) -> tuple[Sequence[Bought], bool]:
    """One page of the purchases whose protocol the visitor may read, the newest first, and whether there are more."""
    require(visitor, Permission.PROTOCOL_READ)
    wanted = {"limit": PAGE + 1, "offset": (page - 1) * PAGE}
    with reading() as db:
        found: Sequence[Bought] = []
        if visitor.role is Role.BUYER:
            found = store.of_buyer(db, visitor.organisation_id, **wanted)
        elif visitor.department is Department.FINANCE and visitor.area_city:
            found = store.of_area(db, visitor.area_city, visitor.area_district, **wanted)
    return found[:PAGE], len(found) > PAGE


def asked(buyer: Visitor, view: CartView) -> Sequence[Asked]:
    """For each line of the buyer's cart that can be bought, what hangs beside it."""
    require(buyer, Permission.ORDER_PLACE)
    lines = [line for line in view.lines if line.problem != "gone"]
    with reading() as db:
        found = hung(db, [(line.product_code, *line.compared) for line in lines])
    return [
        Asked(line.product_code, one, line.price_fen, undercut(one.others, line.price_fen))
        for line in lines
        if (one := found[line.product_code])
    ]


def opened(db: Session, visitor: Visitor, code: str) -> tuple[Purchase, Organisation]:
    found = order_store.purchase_by_code(db, code)
    buyer = db.get_one(Organisation, found.buyer_id) if found else None
    if found is None or buyer is None or not may_read(visitor, buyer):
        raise Missing("There is no such purchase.")
    return found, buyer


def may_read(visitor: Visitor, buyer: Organisation) -> bool:
    """The buyer's own people, and the finance department of the city or district the buyer lies in."""
    if visitor.role is Role.BUYER:
        return visitor.organisation_id == buyer.id
    in_area = bool(visitor.area_city) and visitor.oversees(buyer.city, buyer.district)
    return visitor.department is Department.FINANCE and in_area


def seen(db: Session, bought: Purchase, buyer: Organisation) -> Protocol:
    written, approval = store.of_purchase(db, bought.id), approvals.of_purchase(db, bought.id)
    decider = approval.decided_by if approval else None
    return Protocol(
        purchase=bought,
        document=Document.model_validate(written.document) if written else None,
        sealed=sealed(db, written, bought) if written else None,
        buyer=Names(buyer.name_zh, buyer.name_en),
        placed_by=db.get_one(Person, bought.person_id).name,
        project=db.get(Project, bought.project_id) if bought.project_id else None,
        approval=approval,
        decider=db.get_one(Person, decider).name if decider else "",
        courses=courses(db, bought),
        lines=store.lines(db, bought.id),
        splits=store.splits(db, bought.id),
    )


def sealed(db: Session, written: PurchaseProtocol, bought: Purchase) -> Sealed | None:
    noted = store.entry(db, Event.PROTOCOL_WRITTEN, bought.code)
    if noted is None:
        return None
    known = {fingerprint(written.document), written.fingerprint, str(noted.data.get("fingerprint"))}
    return Sealed(written.fingerprint, noted.number, noted.at, intact=len(known) == 1)


def courses(db: Session, bought: Purchase) -> list[Course]:
    found = order_store.of_purchase(db, bought.id)
    ids = [one.id for one in found]
    steps, booked = store.steps(db, ids), books.of_orders(db, ids)
    names = parties.suppliers(db, [one.supplier_id for one in found])
    return [
        Course(
            order=one,
            supplier=names[one.supplier_id],
            steps=[step for step in steps if step.order_id == one.id],
            paid_at=max(
                (posting.at for entry, posting in booked
                 if entry.order_id == one.id and posting.reason is PostingReason.PAID),
                default=None,
            ),
            payment_state=ledger.state([entry for entry, _ in booked if entry.order_id == one.id], one.total_fen),
        )
        for one in found
    ]  # fmt: skip
