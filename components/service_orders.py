"""Service orders in lists: a line each, the desks of the house, and what to say where nothing lies."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t
from services.clock import in_china
from services.service_orders import Desk, Row, ServiceOrder, Taking

ROW = Markup(
    '<li><a class="order-row service-row" href="{href}" target="_self"><span class="order-code">{code}</span>'
    '<span class="order-other">{name}<span class="soft">{what}</span></span><span class="order-tags">{tags}</span>'
    '<time>{day}</time><b class="price">{total}</b></a></li>'
)
TAKING = Markup(
    '<tr><td data-label="{kind_label}">{kind}</td><td data-label="{net_label}">{net}</td>'
    '<td data-label="{vat_label}">{vat}</td><td data-label="{gross_label}"><b class="price">{gross}</b></td></tr>'
)


def name_of(order: ServiceOrder) -> str:
    return either(order.name_zh, order.name_en)


def what_of(row: Row) -> str:
    named = either(row.what.zh, row.what.en)
    return f"{named} {row.what.code}".strip()


def listed(rows: Sequence[Row], *, of_house: bool) -> Markup:
    """Each a link to its sheet; the house also reads who has ordered."""
    return Markup('<ul class="order-rows">{}</ul>').format(html.join(row(one, of_house=of_house) for one in rows))


def row(one: Row, *, of_house: bool) -> Markup:
    who = [either(one.supplier.zh, one.supplier.en)] if of_house else []
    return ROW.format(
        href=html.address("/service_orders", {"order": one.order.code}),
        code=one.order.code,
        name=name_of(one.order),
        what=" · ".join(filter(None, [*who, what_of(one)])),
        tags=labels.tag(one.order.status),
        day=formats.day(in_china(one.order.ordered_at).date()),
        total=formats.money(one.order.total_fen),
    )


def chosen(asked: str, known: Mapping[Desk, int]) -> Desk:
    """The desk in the address, else the first where something is to be done."""
    if asked in set(Desk):
        return Desk(asked)
    return next((desk for desk in (Desk.PAID, Desk.UNDER_WAY, Desk.UNPAID) if known[desk]), Desk.DONE)


def desks(known: Mapping[Desk, int], here: Desk) -> Markup:
    links = [
        html.link(
            f"{labels.word(desk)} {formats.number(known[desk])}",
            html.address("/service_orders", {"desk": desk}),
            css="here" if desk is here else "",
        )
        for desk in Desk
    ]
    return Markup('<nav class="sale-desks" aria-label="{}">{}</nav>').format(t("Orders by state"), html.join(links))


def none_yet() -> Markup:
    said = t("You have ordered no service. None is needed to list and to sell.")
    return Markup('<div class="empty-room"><p class="soft">{}</p></div>').format(said)


def nothing_lies() -> Markup:
    return Markup('<div class="empty-room"><p class="soft">{}</p></div>').format(t("Nothing lies here."))


def takings(found: Sequence[Taking], nothing_fen: int) -> Markup:
    """All the museum has ever taken: nothing for entry, nothing on sales, and services by kind."""
    heads = (t("What the museum has taken"), t("Net"), t("VAT"), t("VAT included"))
    head = html.join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    nothing = [(t("Entry fee"), nothing_fen, nothing_fen), (t("Commission"), nothing_fen, nothing_fen)]
    rows = nothing + [(labels.word(one.service), one.net_fen, one.vat_fen) for one in found]
    body = html.join(taking(*one, heads=heads) for one in rows)
    return Markup('<table class="order-lines takings"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        head, body
    )


def taking(kind: str, net_fen: int, vat_fen: int, *, heads: Sequence[str]) -> Markup:
    kind_label, net_label, vat_label, gross_label = heads
    return TAKING.format(
        kind_label=kind_label, net_label=net_label, vat_label=vat_label, gross_label=gross_label, kind=kind,
        net=formats.money(net_fen), vat=formats.money(vat_fen), gross=formats.money(net_fen + vat_fen),
    )  # fmt: skip
