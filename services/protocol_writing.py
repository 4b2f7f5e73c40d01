"""Writing the protocol of a purchase in the transaction that places it: offers, answers, limits as they are now."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from db.orders import OrderLine, Purchase
from db.protocols import PurchaseProtocol
from services import audit, catalogue, clock, prices
from services.audit import Event
from services.limit_rules import Gauge
from services.order_checkout import Grounds, unreasoned
from services.protocol_document import Band, Document, Line, Named, Used, fingerprint, undercut
from services.protocol_offers import Hung, hung, kind_named
from services.protocol_quotations import quoted
from services.visitors import Visitor

__all__ = ["Placing", "write"]


@dataclass(frozen=True)
class Placing:
    """A purchase that is being placed: its lines, what was answered about their choice, what the buyer had compared
    (codes by code), and how the limits stood."""

    purchase: Purchase
    lines: Sequence[OrderLine]
    grounds: Sequence[Grounds]
    compared: Mapping[str, Sequence[str]]
    gauges: Sequence[Gauge]

    @property
    def asks(self) -> bool:
        """Whether a limit in force demands a reason."""
        return any(one.rule.ask_reason and one.adding_fen > 0 for one in self.gauges)


def write(db: Session, buyer: Visitor, placing: Placing) -> None:
    """Once a purchase; refused where a limit demands a reason and none was given."""
    codes = dict.fromkeys(line.product_code for line in placing.lines)
    beside = hung(db, [(code, *placing.compared.get(code, ())) for code in codes])
    given = {one.product_code: one for one in placing.grounds}
    lines = tuple(line_of(line, beside[line.product_code], given.get(line.product_code)) for line in placing.lines)
    if placing.asks:
        require_grounds(lines)
    document = Document(
        channel=placing.purchase.channel,
        buyer=Named(zh=buyer.organisation_zh, en=buyer.organisation_en),
        placed_by=buyer.name,
        approver=buyer.approver,
        lines=lines,
        limits=tuple(used(db, one) for one in placing.gauges),
        **quoted(db, placing.purchase),
    )
    keep(db, buyer, placing.purchase, document)


def keep(db: Session, buyer: Visitor, purchase: Purchase, document: Document) -> None:
    plain = document.model_dump(mode="json")
    seal = fingerprint(plain)
    db.add(PurchaseProtocol(purchase_id=purchase.id, document=plain, fingerprint=seal, written_at=clock.now()))
    audit.record(db, buyer, Event.PROTOCOL_WRITTEN, purchase.code, fingerprint=seal)


def line_of(line: OrderLine, beside: Hung, given: Grounds | None) -> Line:
    return Line(
        code=line.product_code,
        name_zh=line.name_zh,
        name_en=line.name_en,
        kind=beside.kind,
        unit=line.unit,
        quantity_milli=line.quantity_milli,
        price_fen=line.price_fen,
        total_fen=line.total_fen,
        carbon_kg=line.carbon_kg,
        carbon_source=line.carbon_source,
        chosen=beside.chosen,
        others=tuple(beside.others),
        on_show=beside.on_show,
        alone=beside.alone,
        band=band_of(beside.prices, line.price_fen),
        checked=beside.checked,
        cheaper=bool(undercut(beside.others, line.price_fen)),
        ground=given.ground if given else None,
        words=given.words if given else "",
    )


def band_of(asked: Sequence[int], price_fen: int) -> Band | None:
    found = prices.band_of(asked)
    if found is None:
        return None
    quarters = {name: getattr(found, name) for name in ("count", "least", "lower", "middle", "upper", "most")}
    return Band(**quarters, below=bisect_left(asked, price_fen))


def require_grounds(lines: Sequence[Line]) -> None:
    for line in lines:
        if line.cheaper and line.ground is None:
            raise unreasoned(line.code)


def used(db: Session, gauge: Gauge) -> Used:
    rule = gauge.rule
    return Used(
        scope=rule.scope,
        of=of_what(db, rule.category, rule.kind),
        amount_fen=rule.amount_fen,
        used_fen=gauge.used_fen,
        adding_fen=gauge.adding_fen,
        asks=rule.ask_reason,
    )


def of_what(db: Session, category: str, kind: str) -> Named | None:
    """The kind or the hall that a limit is about; None for everything."""
    plan = catalogue.current().plan_now(db) if kind or category else {}
    if kind:
        return kind_named(plan[kind][0])
    found = next((hall for _, hall in plan.values() if hall.code == category), None)
    return Named(code=found.code, zh=found.name_zh, en=found.name_en) if found else None
