"""The parts an order comes in: what has left, what has arrived, what is still to come."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from markupsafe import Markup

from components import formats, html
from components.i18n import either, t
from services.ordered_goods import Ordered
from services.orders import OrderLine, OrderStatus, OrderView, Parcel

PARCEL = Markup(
    '<li class="{css}"><p><b>{title}</b> <span class="soft">{carrier}</span></p><p>{goods}</p>'
    '<p class="soft">{times}</p></li>'
)
MOMENT = timedelta(seconds=5)  # the last arrival and the step it makes are written one after the other
OWN = ("dispute:", "inspection:", "released:", "return:")  # these have lines of their own in the course of an order


def said(view: OrderView, quantities: Mapping[UUID, int]) -> str:
    """Celadon tile 12.5 m², sand 3 t."""
    lines = [line for line in view.lines if quantities.get(line.id)]
    return t(", ").join(amount(line, quantities[line.id], alone=len(view.lines) == 1) for line in lines)


def amount(line: OrderLine, milli: int, *, alone: bool) -> str:
    much = formats.quantity(milli, line.unit)
    return much if alone else f"{either(line.name_zh, line.name_en)} {much}"


def parts(view: OrderView) -> Markup:
    """Nothing where the order leaves whole; else every part, and the rest."""
    way = view.way
    if not way.parcels or (len(way.parcels) == 1 and not way.rest):
        return html.NOTHING
    rows = [parcel(view, one) for one in way.parcels] + ([rest(view)] if way.rest else [])
    return Markup('<section class="parcels"><p class="overline">{}</p><ol>{}</ol></section>').format(
        t("In parts"), html.join(rows)
    )


def parcel(view: OrderView, one: Parcel) -> Markup:
    sent, came = one.shipment.shipped_at, one.shipment.received_at
    times = [t("left {at}", at=formats.moment(sent))]
    times += [t("arrived {at}", at=formats.moment(came))] if came else [t("under way")]
    return PARCEL.format(
        css="here" if came else "way",
        title=t("Part {number}", number=one.shipment.number),
        carrier=f"{one.shipment.carrier} {one.shipment.tracking_number}",
        goods=said(view, one.quantities),
        times=Markup("<br>").join(times),
    )


def rest(view: OrderView) -> Markup:
    return PARCEL.format(css="rest", title=t("Still to come"), carrier="", goods=said(view, view.way.rest), times="")


def happened(view: OrderView) -> Iterator[tuple[datetime, str, str]]:
    """What the steps of the order do not tell: further parts, arrivals before the last, and what was taken off."""
    whole = next((step.at for step in view.steps if step.status is OrderStatus.RECEIVED), None)
    for one in view.way.parcels:
        number, came = one.shipment.number, one.shipment.received_at
        if number > 1:
            carrier = f"{one.shipment.carrier} {one.shipment.tracking_number}"
            yield one.shipment.shipped_at, t("Part {number} has left", number=number), carrier
        if came and not (whole and came + MOMENT > whole):
            yield came, t("Part {number} has arrived", number=number), ""
    yield from undone(view)


def undone(view: OrderView) -> Iterator[tuple[datetime, str, str]]:
    by_reference: dict[str, list[int]] = {}
    for one in view.reductions:
        by_reference.setdefault(one.reference, []).append(one.amount_fen)
    told = {one.reference: one for one in view.reductions if not one.reference.startswith(OWN)}
    for reference, one in told.items():
        money = formats.money(sum(by_reference[reference]))
        is_rest = reference.startswith("undeliverable:")
        what = t("The rest does not come: {amount} less", amount=money) if is_rest else t("{amount} less", amount=money)
        yield one.at, what, one.reason


def what_is_left(view: OrderView | Ordered) -> Markup:
    """Below the lines: what was taken off, and what the order comes to now."""
    if not view.reduced_fen:
        return html.NOTHING
    now = formats.money(sum(one.amount_fen for one in view.left))
    return Markup('<dl class="comes-to"><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd><b class="price">{}</b></dd></dl>').format(
        t("Taken off"), formats.money(-view.reduced_fen), t("Comes to now"), now
    )
