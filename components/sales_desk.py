"""The parts of the supplier's desk: the figures on top, the way from desk to desk, and the head of an order's card."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, html, labels, regions
from components.i18n import either, t
from components.orders import tags
from services.clock import in_china
from services.low_stock import Low
from services.orders import OrderView
from services.sales import Desk, Figures

FIGURE = Markup('<a class="desk-figure" href="{href}" target="_self"><span>{said}</span><b>{count}</b></a>')
LOW = Markup('<li>{} <span class="soft">{}</span></li>')
CARD = Markup(
    '<div class="sale"><p class="order-tags"><a class="order-code" href="{href}" target="_self">{code}</a>{tags}</p>'
    '<p class="sale-sum"><b>{buyer}</b><b class="price">{total}</b></p>'
    '<p class="soft">{placed} · {method}</p><p class="soft">{to}</p></div>'
)


def words() -> dict[Desk, str]:
    return {
        Desk.CONFIRM: t("To confirm"),
        Desk.SHIP: t("To ship"),
        Desk.ON_THE_WAY: t("On the way"),
        Desk.RETURNS: t("Returns"),
        Desk.INVOICE: t("Invoices to issue"),
        Desk.SETTLE: t("Transfers to settle"),
        Desk.CLOSED: t("Closed"),
        Desk.ALL: t("All orders"),
    }


def chosen(asked: str, known: Figures) -> Desk:
    """The desk in the address, else the first where something waits."""
    if asked in set(Desk):
        return Desk(asked)
    waiting = [desk for desk in (Desk.CONFIRM, Desk.SHIP, Desk.RETURNS, Desk.INVOICE, Desk.SETTLE) if known.at[desk]]
    return waiting[0] if waiting else Desk.ALL


def figures(known: Figures) -> Markup:
    said = words()
    shown = [(desk, said[desk], known.at[desk]) for desk in (Desk.CONFIRM, Desk.SHIP, Desk.ON_THE_WAY)]
    shown += [(Desk.CLOSED, t("Closed this month"), known.closed_this_month)]
    return Markup('<div class="desk-figures">{}</div>').format(
        html.join(
            FIGURE.format(href=html.address("/sales", {"desk": desk}), said=words_, count=formats.number(count))
            for desk, words_, count in shown
        )
    )


def desks(known: Figures, here: Desk) -> Markup:
    links = [
        html.link(
            f"{said} {formats.number(known.at[desk])}",
            html.address("/sales", {"desk": desk}),
            css="here" if desk is here else "",
        )
        for desk, said in words().items()
    ]
    return Markup('<nav class="sale-desks" aria-label="{}">{}</nav>').format(t("Orders by state"), html.join(links))


def found(code: str) -> Markup:
    """The order to which a reference belongs."""
    way = html.link(code, html.address("/sales", {"order": code}), css="order-code")
    return Markup('<p class="sheet-note">{} {}</p>').format(t("The reference belongs to order"), way)


def card(view: OrderView) -> Markup:
    """Who ordered what, where to, how it stands: enough to act upon."""
    to = view.delivery
    return CARD.format(
        href=html.address("/sales", {"order": view.order.code}),
        code=view.order.code,
        tags=tags(view.order, view.payment_state),
        buyer=either(view.buyer.zh, view.buyer.en),
        total=formats.money(view.order.total_fen - view.reduced_fen),
        placed=formats.day(in_china(view.order.placed_at).date()),
        method=labels.word(view.purchase.method),
        to=f"{regions.named(to.city, to.district)} {to.address} · {to.recipient}, {to.phone}" if to else "",
    )


def running_low(found: Sequence[Low]) -> Markup:
    """What should be made or bought soon, each with the way to its desk."""
    if not found:
        return html.NOTHING
    rows = html.join(LOW.format(way_to(one), left_of(one)) for one in found)
    return Markup('<section class="running-low"><p class="overline">{}</p><ul>{}</ul></section>').format(
        t("Low in stock"), rows
    )


def way_to(one: Low) -> Markup:
    return html.link(either(one.name_zh, one.name_en), html.address("/listings", {"code": one.code}))


def left_of(one: Low) -> str:
    left, below = formats.quantity(one.free_milli, one.unit), formats.quantity(one.below_milli, one.unit)
    return t("{left} can still be bought; the line is {below}", left=left, below=below)


def nothing_waits(desk: Desk) -> Markup:
    said = (
        t("No orders have come in yet. What buyers order from you lies here, ready to be confirmed.")
        if desk is Desk.ALL
        else t("Nothing lies here.")
    )
    return Markup('<div class="empty-room"><p class="soft">{}</p></div>').format(said)
