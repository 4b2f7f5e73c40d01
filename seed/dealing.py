"""One purchase as it is lived: placed, paid, delivered, accepted or cancelled, each step by whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from db.engine import reading, transaction
from db.orders import Method, Order, OrderStatus, Purchase, of_purchase
from db.payments import SessionStatus
from db.suppliers import Supplier
from seed.people import Cast
from services import cart, order_rights
from services import order_fulfilment as fulfilment
from services import order_placing as placing
from services import order_shipping as shipping
from services import payment_opening as opening
from services import payment_refunds as refunds
from services import payment_settlement as settlement
from services import payment_transfers as transfers
from services.order_checkout import Checkout
from services.order_flow import advance
from services.order_rights import Action
from services.payment_settlement import Report
from services.visitors import Visitor

CARRIERS = ("苕溪物流（示例）", "湖申航运（示例）", "莫干山快运（示例）")
Wanted = tuple[str, int]  # product code, thousandths of its unit
Quoted = tuple[str, int, int]  # and fen a unit


@dataclass
class Deal:
    """A buyer's purchase and, once it is placed, its orders with their sellers."""

    cast: Cast
    buyer: Visitor
    key: str
    purchase: Purchase | None = None
    orders: list[tuple[str, Visitor]] = field(default_factory=list)

    @property
    def placed(self) -> Purchase:
        if self.purchase is None:
            raise LookupError(f"{self.key} has not been placed")
        return self.purchase

    def quote(self, checkout: Checkout, lines: Sequence[Quoted]) -> None:
        """A direct sale at the prices the supplier has quoted."""
        self.take(placing.place_direct_sale(self.buyer, checkout, lines, key=self.key))

    def shop(self, checkout: Checkout, lines: Sequence[Wanted]) -> None:
        """A small purchase through the cart."""
        for code, quantity_milli in lines:
            cart.put(self.buyer, code, quantity_milli=quantity_milli)
        self.take(placing.place(self.buyer, checkout, key=self.key))

    def take(self, purchase: Purchase) -> None:
        with reading() as db:
            found = [(order.code, db.get_one(Supplier, order.supplier_id)) for order in of_purchase(db, purchase.id)]
        self.purchase = purchase
        self.orders = [(code, self.cast.sellers[f"S-{int(supplier.code[2:]):03d}"]) for code, supplier in found]

    def pay_by_card(self) -> None:
        """What the payment service would report; its names say that no card was ever seen."""
        opening.prepared(self.buyer, self.placed.code)
        settlement.settle(
            Report(
                session_id=f"demo:session:{self.placed.code}",
                subject_id=self.placed.id,
                amount_fen=self.placed.total_fen,
                currency="cny",
                as_expected=True,
                outcome=SessionStatus.PAID,
                payment_intent=f"demo:{self.placed.code}",
                url="",
            )
        )

    def confirm(self) -> None:
        for code, seller in self.orders:
            fulfilment.confirm(seller, code)

    def ship(self) -> None:
        for code, seller in self.orders:
            carrier = CARRIERS[int(code[-6:]) % len(CARRIERS)]
            shipping.ship(seller, code, carrier=carrier, tracking_number=f"DEMO-{code}")

    def receive(self) -> None:
        for code, _ in self.orders:
            shipping.receive(self.buyer, code)

    def accept(self) -> None:
        for code, _ in self.orders:
            fulfilment.accept(self.buyer, code)

    def transferred(self) -> None:
        for code, seller in self.orders:
            transfers.transfer_received(seller, code)

    def lapse(self) -> None:
        """Nobody has paid in time: what the museum's keeper does when the hold is over."""
        with transaction() as db:
            settlement.lapse(db, db.get_one(Purchase, self.placed.id), None, SessionStatus.EXPIRED)

    def cancel(self, reason: str) -> None:
        """As `orders.cancel`, without the payment service: what was paid by card goes back at once, on paper."""
        for code, _ in self.orders:
            with transaction() as db:
                seen = order_rights.opened(db, self.buyer, code, Action.CANCEL)
                advance(db, self.buyer, seen.order, OrderStatus.CANCELLED, note=reason)
                settlement.release(db, self.buyer, seen.order, note=reason)
        for owed in refunds.owed(self.placed.id):
            refunds.book(owed, f"demo:refund:{number_of(owed.order_id)}", owed.amount_fen)


def number_of(order_id: UUID) -> str:
    with reading() as db:
        return db.get_one(Order, order_id).code


def delivery_to(cast: Cast, buyer: Visitor, method: Method, *, purpose: str = "", project: str = "") -> Checkout:
    """To the buyer's own door, billed to the buyer."""
    organisation = cast.organisations[buyer.organisation_id]
    return Checkout(
        recipient=buyer.name,
        phone="0572-5550000",
        city=organisation.city,
        district=organisation.district,
        address=organisation.address,
        invoice_title=organisation.name_zh,
        invoice_code=organisation.credit_code or "",
        purpose=purpose,
        project_code=project or None,
        method=method,
    )
