"""The protocol of a purchase in words, section by section: its page and its PDF say these and nothing else."""

from collections.abc import Sequence
from decimal import Decimal

from components import formats, labels, protocol_lines, protocol_quotations
from components.i18n import either, t
from services.clock import in_china
from services.documents.protocol import Block, Cell, Fact, ProtocolSheet, Row, Section, Table
from services.money import yuan
from services.protocols import Course, Document, Protocol, Sealed, Used

__all__ = ["sheet"]

LIMITS = (1.6, 1, 1, 1, 1)


def sheet(known: Protocol, *, demonstration: bool) -> ProtocolSheet:
    bought = known.purchase
    return ProtocolSheet(
        reference=bought.code,
        dated=in_china(bought.placed_at).date(),
        total=formats.money(bought.total_fen),
        facts=tuple(one for one in facts(known) if one.text),
        sections=tuple(sections(known)),
        note=t(
            "Written by the Green Building Materials Museum when the purchase was placed; offers, prices, indicators "
            "and limits are those of that moment, the times of the order are read from its steps."
        ),
        demonstration=demonstration,
    )


def facts(known: Protocol) -> list[Fact]:
    bought, document = known.purchase, known.document
    buyer = document.buyer if document else known.buyer
    return [
        Fact(name=t("Purchase"), text=bought.code),
        Fact(name=t("Buyer"), text=either(buyer.zh, buyer.en)),
        Fact(name=t("Way of buying"), text=labels.word(bought.channel)),
        Fact(name=t("Payment"), text=labels.word(bought.method)),
        Fact(name=t("Placed"), text=formats.moment(bought.placed_at)),
        Fact(name=t("Purpose"), text=bought.purpose),
        Fact(name=t("Project"), text=either(known.project.name_zh, known.project.name_en) if known.project else ""),
        Fact(name=t("Embodied carbon (A1–A3)"), text=carbon(known)),
    ]


def carbon(known: Protocol) -> str:
    said = [line.carbon_kg for line in known.lines]
    total = sum((one for one in said if one is not None), Decimal(0))
    missing = sum(one is None for one in said)
    if missing == len(said):
        return t("not comparable")
    shown = protocol_lines.kilograms(total)
    return t("{sum}, without {count} lines that cannot be compared", sum=shown, count=missing) if missing else shown


def sections(known: Protocol) -> list[Section]:
    return [*compared(known), decided(known), *limits(known), times(known), *kept(known.sealed)]


def compared(known: Protocol) -> list[Section]:
    title, document = t("What was compared"), known.document
    if document is None:
        return [Section(title=title, blocks=(protocol_lines.recorded_nothing(known.lines),))]
    lines = [protocol_lines.block_of(number, line, document) for number, line in enumerate(document.lines, start=1)]
    quotations = [protocol_quotations.section(document)] if document.quotations else []
    return [*quotations, Section(title=title, blocks=tuple(lines))]


def decided(known: Protocol) -> Section:
    document, approval = known.document, known.approval
    placed = [Fact(name=t("Placed by"), text=document.placed_by if document else known.placed_by)]
    if approval is None:
        return Section(title=t("Who decided"), blocks=(Block(facts=tuple(placed), said=(alone(document),)),))
    placed += [
        Fact(name=t("Waits above"), text=formats.money(approval.above_fen)),
        Fact(name=labels.word(approval.status), text=known.decider or "—"),
    ]
    if approval.decided_at:
        placed.append(Fact(name=t("Decided"), text=formats.moment(approval.decided_at)))
    noted = (t("Note: {words}", words=approval.note),) if approval.note else ()
    return Section(title=t("Who decided"), blocks=(Block(facts=tuple(placed), said=noted),))


def alone(document: Document | None) -> str:
    if document and document.approver:
        return t("Placed by an approver of the organisation; no other release was needed.")
    return t("No release was needed: the organisation has set no threshold, or the purchase is not above it.")


def limits(known: Protocol) -> list[Section]:
    used = known.document.limits if known.document else ()
    looks_split = tuple(
        t(
            "Noted as looking split: {count} purchases of the kind within {days} days come to {sum}; one may come to "
            "{limit}.",
            count=one.purchases, days=one.days, sum=formats.money(one.sum_fen), limit=formats.money(one.limit_fen),
        )
        for one in known.splits
    )  # fmt: skip
    if not used and not looks_split:
        return []
    columns = (t("Limit"), t("Amount"), t("Used before"), t("This purchase"), t("Left after"))
    rows = tuple(Row(cells=limit(one)) for one in used)
    table = (Table(caption=t("Limits"), columns=columns, rows=rows, widths=LIMITS),) if rows else ()
    return [Section(title=t("Limits of small purchases"), blocks=(Block(said=looks_split, tables=table),))]


def limit(one: Used) -> tuple[Cell, ...]:
    what = either(one.of.zh, one.of.en) if one.of else ""
    left = one.amount_fen - one.used_fen - one.adding_fen
    asks = (t("asks why something dearer is chosen"),) if one.asks else ()
    return (
        Cell(text=" · ".join(filter(None, [labels.word(one.scope), what])), asides=asks),
        Cell(text=formats.money(one.amount_fen)),
        Cell(text=formats.money(one.used_fen)),
        Cell(text=formats.money(one.adding_fen)),
        Cell(text=formats.money(left), asides=(t("{share} used", share=formats.percent(spent(one))),)),
    )


def spent(one: Used) -> float:
    return float(yuan(one.used_fen + one.adding_fen) / yuan(one.amount_fen))


def times(known: Protocol) -> Section:
    return Section(title=t("Times"), blocks=tuple(course(one) for one in known.courses))


def course(one: Course) -> Block:
    steps = [Fact(name=labels.word(step.status), text=formats.moment(step.at)) for step in one.steps]
    paid = formats.moment(one.paid_at) if one.paid_at else "—"
    supplier = either(one.supplier.zh, one.supplier.en)
    return Block(
        title=f"{one.order.code} · {supplier} · {formats.money(one.order.total_fen)}",
        facts=(*steps, Fact(name=f"{t('Payment')}: {labels.word(one.payment_state)}", text=paid)),
    )


def kept(sealed: Sealed | None) -> Sequence[Section]:
    if sealed is None:
        return []
    number, at = sealed.number, formats.moment(sealed.at)
    said = (
        t("Unchanged since {at}: this fingerprint also stands in line {number} of the audit log.", at=at, number=number)
        if sealed.intact
        else t("Warning: this protocol does not match line {number} of the audit log.", number=number)
    )
    block = Block(said=(said,), facts=(Fact(name="SHA-256", text=sealed.fingerprint),))
    return [Section(title=t("How it is kept"), blocks=(block,))]
