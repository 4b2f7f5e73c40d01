"""One order as a sheet of paper: who sells to whom, where to, what at which price, and its way so far."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from operator import itemgetter

from markupsafe import Markup

from components import formats, html, labels, order_parts, regions, returns
from components.formats import N_
from components.i18n import either, t, tn
from components.orders import tags
from services.accounts import Role
from services.clock import in_china
from services.ordered_goods import Ordered
from services.orders import Left, Names, OrderLine, OrderStatus, OrderStep, OrderView, Party, PaymentState

LINE = Markup(
    '<tr><td data-label="{what}"><a href="{href}" target="_self">{name}</a> '
    '<span class="soft">{code} {detail}</span>{reason}</td>'
    '<td data-label="{amount_label}">{amount}</td><td data-label="{price_label}">{price}</td>'
    '<td data-label="{carbon_label}">{carbon}</td><td data-label="{total_label}"><b class="price">{total}</b></td></tr>'
)
STILL = Markup('<span><s>{}</s><span class="now">{}</span></span>')
TABLE = Markup('<table class="order-lines"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>')
FOOT = Markup(
    '<tfoot><tr><th scope="row" colspan="3">{said}</th><td data-label="{carbon_label}">{carbon}</td>'
    '<td data-label="{said}"><b class="price">{total}</b></td></tr></tfoot>'
)
STEP = Markup('<li class="{css}"><b>{status}</b><span class="soft">{at}{by}</span>{note}</li>')
FACT = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
Happening = tuple[datetime, str, str]  # when, what, and the words that came with it
COURSE = (
    OrderStatus.PLACED,
    OrderStatus.CONFIRMED,
    OrderStatus.SHIPPED,
    OrderStatus.RECEIVED,
    OrderStatus.ACCEPTED,
    OrderStatus.CLOSED,
)
HOUSE_NOTES = (
    N_("not inspected in time"),
    N_("not paid in time"),
    N_("not released in time"),
    N_("payment failed"),
    N_("everything was refused on inspection"),
)  # fmt: skip


def named(names: Names) -> str:
    return either(names.zh, names.en)


def heading(view: OrderView, reader: Party) -> Markup:
    other = view.supplier if reader is Party.BUYER else view.buyer
    return Markup(
        '<div class="sheet-head"><p class="overline">{} {}</p><h1>{}</h1><p class="order-tags">{}</p></div>'
    ).format(t("Order"), view.order.code, named(other), tags(view.order, view.payment_state))


def lines(view: OrderView | Ordered) -> Markup:
    """What was bought, as it was described then."""
    heads = (t("Exhibit"), t("Quantity"), t("Price"), t("Carbon (A1–A3)"), t("Sum"))
    known = [line.carbon_kg for line in view.lines if line.carbon_kg is not None]
    return (
        TABLE.format(
            head=html.join(Markup('<th scope="col">{}</th>').format(one) for one in heads),
            body=html.join(line_of(one, heads, reason(one.line, view)) for one in view.left),
            foot=foot(view, heads[3], known) if len(view.lines) > 1 else "",
        )
        + order_parts.what_is_left(view)
        + left_out(len(view.lines) - len(known))
    )


def foot(view: OrderView | Ordered, carbon_label: str, known: Sequence[Decimal]) -> Markup:
    return FOOT.format(
        said=t("Total"),
        carbon_label=carbon_label,
        carbon=f"{formats.number(sum(known), 1)} kgCO₂e" if known else "–",
        total=formats.money(view.order.total_fen),
    )


def left_out(count: int) -> Markup:
    if not count:
        return html.NOTHING
    said = tn("{count} line has no comparable carbon figure.", "{count} lines have no comparable carbon figure.", count)
    return Markup('<p class="soft">{}</p>').format(said)


def reason(line: OrderLine, view: OrderView | Ordered) -> Markup:
    """What the line is for: the buyer's own affair, so the supplier does not read it."""
    if view.reader is not Party.BUYER:
        return html.NOTHING
    project = view.projects.get(line.project_id) if line.project_id else None
    said = " · ".join(filter(None, [either(project.name_zh, project.name_en) if project else "", line.purpose]))
    shown = Markup('<span class="soft line-reason">{}</span>')
    return shown.format(t("For: {purpose}", purpose=said)) if said else html.NOTHING


def line_of(now: Left, heads: Sequence[str], for_what: Markup) -> Markup:
    """As it was ordered, and what is left of it where some was undone."""
    line = now.line
    return LINE.format(
        what=heads[0],
        href=html.address("/product", {"code": line.product_code}),
        name=either(line.name_zh, line.name_en),
        code=line.product_code,
        detail=either(line.specification_zh, line.specification_en),
        reason=for_what,
        amount_label=heads[1],
        amount=still(
            formats.quantity(line.quantity_milli, line.unit),
            formats.quantity(now.quantity_milli, line.unit) if now.quantity_milli != line.quantity_milli else "",
        ),
        price_label=heads[2],
        price=f"{formats.money(line.price_fen)} / {formats.unit(line.unit)}",
        carbon_label=heads[3],
        carbon=still(weighed(line.carbon_kg), weighed(now.carbon_kg) if now.carbon_kg != line.carbon_kg else ""),
        total_label=heads[4],
        total=still(
            formats.money(line.total_fen), formats.money(now.amount_fen) if now.amount_fen != line.total_fen else ""
        ),
    )


def weighed(carbon_kg: Decimal | None) -> str:
    return f"{formats.number(carbon_kg, 1)} kgCO₂e" if carbon_kg is not None else t("not comparable")


def still(ordered: str, left: str) -> Markup:
    """What was ordered, and below it what it comes to now; nothing of that where it is the same."""
    return STILL.format(ordered, t("now {left}", left=left)) if left else Markup("{}").format(ordered)


def in_short(view: OrderView) -> Markup:
    """What is left of the lines in a few words, for a desk with many orders."""
    return Markup('<ul class="order-brief">{}</ul>').format(
        html.join(
            Markup("<li><span>{}</span> <b>{}</b></li>").format(
                either(one.line.name_zh, one.line.name_en), formats.quantity(one.quantity_milli, one.line.unit)
            )
            for one in view.left
        )
    )


def course(view: OrderView, beside: Iterable[Happening] = ()) -> Markup:
    """The steps taken, with times, what happened beside them, and the steps that lie ahead."""
    told = (*order_parts.happened(view), *returns.happened(view), *beside)
    more = [(at, plain(at, what, note)) for at, what, note in told]
    taken = [step for _, step in sorted([*((step.at, step_of(step, view)) for step in view.steps), *more],
                                        key=itemgetter(0))]  # fmt: skip
    ended = view.order.status is OrderStatus.CANCELLED
    reached = {step.status for step in view.steps}
    ahead = [] if ended else [status for status in COURSE if status not in reached]
    hollow = [STEP.format(css="ahead", status=labels.word(status), at="", by="", note="") for status in ahead]
    return Markup('<section class="course"><p class="overline">{}</p><ol>{}</ol></section>').format(
        t("The way of this order"), html.join([*taken, *hollow])
    )


def step_of(step: OrderStep, view: OrderView) -> Markup:
    said = t(step.note) if step.note in HOUSE_NOTES else step.note
    note = Markup('<span class="note">{}</span>').format(said) if said else html.NOTHING
    return STEP.format(
        css="ended" if step.status is OrderStatus.CANCELLED else "taken",
        status=labels.word(step.status),
        at=formats.moment(step.at),
        by=f" · {by_whom(step, view)}",
        note=note,
    )


def plain(at: datetime, what: str, note: str) -> Markup:
    """What happened beside the steps of the order itself."""
    words = Markup('<span class="note">{}</span>').format(note) if note else html.NOTHING
    return STEP.format(css="beside", status=what, at=formats.moment(at), by="", note=words)


def by_whom(step: OrderStep, view: OrderView) -> str:
    role = step.by.partition(" ")[0]
    known = {Role.BUYER.value: view.buyer, Role.SUPPLIER.value: view.supplier}
    return named(known[role]) if role in known else t("the museum")


def facts(view: OrderView, reader: Party) -> Markup:
    """The parties, where to, billed to whom, carried by whom."""
    pairs = [(t("Buyer"), named(view.buyer)), (t("Supplier"), named(view.supplier))]
    pairs += delivered(view) + carried(view)
    pairs += [(t("Way to pay"), labels.word(view.purchase.method)), (t("Purchase"), purchase_of(view, reader))]
    pairs += [(t("Placed on"), formats.day(in_china(view.order.placed_at).date()))]
    said = html.join(FACT.format(*pair) for pair in pairs)
    return Markup('<dl class="sheet-facts">{}</dl>{}').format(said, receipt(view))


def receipt(view: OrderView) -> Markup:
    """The way to the receipt, once there is something to receipt."""
    if view.payment_state is PaymentState.NONE:
        return html.NOTHING
    return Markup("<p>{}</p>").format(
        html.link(t("Receipt (PDF)"), html.address(f"/receipts/{view.order.code}.pdf"), css="press quiet")
    )


def purchase_of(view: OrderView, reader: Party) -> str:
    """The purchase's code; for the buyer, who may read it, a link."""
    code = view.purchase.code
    return code if reader is Party.SUPPLIER else html.link(code, html.address("/orders", {"purchase": code}))


def delivered(view: OrderView) -> list[tuple[str, str]]:
    to = view.delivery
    if to is None:
        return [(t("Delivery"), t("Shown once the order is paid or agreed."))]
    return [
        (t("Delivery"), f"{to.recipient}, {to.phone}"),
        (t("Address"), f"{regions.named(to.city, to.district)} {to.address}"),
        (t("Invoice"), " · ".join(filter(None, [to.invoice_title, to.invoice_code]))),
    ]


def carried(view: OrderView) -> list[tuple[str, str]]:
    if len(view.way.parcels) != 1:
        return []
    [parcel] = view.way.parcels
    return [(t("Carrier"), parcel.shipment.carrier), (t("Tracking number"), parcel.shipment.tracking_number)]


def owed_back(view: OrderView) -> Markup:
    if not view.owed_back_fen:
        return html.NOTHING
    said = t("{amount} is on its way back to the buyer.", amount=formats.money(view.owed_back_fen))
    if view.refund_rests:
        said = t(
            "{amount} is owed to the buyer: the bank has not taken the refund. It is sent again within a day.",
            amount=formats.money(view.owed_back_fen),
        )
    return Markup('<p class="sheet-note">{}</p>').format(said)
