"""What the museum charges, as it hangs on the wall: two zeros, then the services one may choose, with their prices."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t
from services import money
from services.clock import today
from services.tariff import ServiceKind, TariffItem

ZEROS = Markup(
    '<dl class="tariff-zeros"><div><dt>{entry}</dt><dd>{nothing}</dd><dd class="soft">{entry_said}</dd></div>'
    '<div><dt>{commission}</dt><dd>{nothing}</dd><dd class="soft">{commission_said}</dd></div></dl>'
)
GROUP = Markup('<section class="tariff-group"><h3>{}</h3><ul class="tariff">{}</ul></section>')
ITEM = Markup(
    '<li><div class="tariff-what"><p class="tariff-name">{name}<span class="soft">{code}</span></p>'
    '<p>{contains}</p></div><p class="tariff-price"><b class="price">{price}</b><span>{per}</span>'
    '<span class="soft">{split}</span></p>{door}</li>'
)
PAST = Markup(
    '<tr><td data-label="{service}">{name}<span class="soft">{code}</span></td><td data-label="{price}">{fen}</td>'
    '<td data-label="{vat}">{rate}</td><td data-label="{term_label}">{term}</td></tr>'
)


def zeros(nothing_fen: int) -> Markup:
    return ZEROS.format(
        entry=t("Entry fee"),
        commission=t("Commission"),
        nothing=formats.money(nothing_fen),
        entry_said=t("For registering, for every exhibit, for every year it hangs."),
        commission_said=t("On every order, whatever its sum and however it is paid."),
    )


def services(items: Sequence[TariffItem], *, may_order: bool) -> Markup:
    """The price list by kind of service; whoever may order finds the way to it beside each price."""
    if not items:
        return Markup('<p class="soft">{}</p>').format(t("No service is offered at present."))
    groups = {kind: [one for one in items if one.kind is kind] for kind in ServiceKind}
    return html.join(
        GROUP.format(labels.word(kind), html.join(item(one, may_order=may_order) for one in group))
        for kind, group in groups.items()
        if group
    )


def item(one: TariffItem, *, may_order: bool) -> Markup:
    net = money.net_of(one.price_fen, one.vat_rate)
    door = html.link(t("Order this"), html.address("/service_orders", {"item": one.code}), css="press quiet",
                     label=f"{t('Order')}: {name_of(one)}")  # fmt: skip
    return ITEM.format(
        name=name_of(one),
        code=one.code,
        contains=either(one.contains_zh, one.contains_en),
        price=formats.money(one.price_fen),
        per=t("per {unit}, VAT included", unit=labels.word(one.unit)),
        split=t("{net} + {rate} VAT {vat}", net=formats.money(net), rate=percent(one),
                vat=formats.money(one.price_fen - net)),
        door=Markup('<p class="tariff-door">{}</p>').format(door) if may_order else html.NOTHING,
    )  # fmt: skip


def name_of(one: TariffItem) -> str:
    return either(one.name_zh, one.name_en)


def percent(one: TariffItem) -> str:
    return formats.percent(float(one.vat_rate), 0)


def basis(items: Sequence[TariffItem]) -> Markup:
    """By which law the VAT stands in the prices; that the list is invented, where it is."""
    said = list(dict.fromkeys(either(one.vat_basis_zh, one.vat_basis_en) for one in items))
    lines = [t("VAT: {basis}", basis=one) for one in said]
    if any(one.demonstration for one in items):
        lines.append(t("Prices and services of this demonstration are invented."))
    return html.join(Markup('<p class="soft tariff-basis">{}</p>').format(one) for one in lines)


def history(items: Sequence[TariffItem]) -> Markup:
    """What is announced and what held before, closed at first."""
    shown = [one for one in items if one.valid_from > today() or (one.valid_until and one.valid_until < today())]
    if not shown:
        return html.NOTHING
    heads = (t("Service"), t("Price"), t("VAT"), t("Valid"))
    head = html.join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    table = Markup('<table class="order-lines tariff-past"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        head, html.join(past(one, heads) for one in shown)
    )
    return Markup('<details class="limit-history"><summary>{}</summary>{}</details>').format(
        t("Prices announced, and prices that held before"), table
    )


def past(one: TariffItem, heads: Sequence[str]) -> Markup:
    service, price, vat, term_label = heads
    return PAST.format(
        service=service, price=price, vat=vat, term_label=term_label,
        name=name_of(one), code=one.code, fen=formats.money(one.price_fen), rate=percent(one), term=term(one),
    )  # fmt: skip


def term(one: TariffItem) -> str:
    if one.valid_until is None:
        return t("from {day}", day=formats.day(one.valid_from))
    if one.valid_until < one.valid_from:
        return t("replaced before it held")
    return f"{formats.day(one.valid_from)} – {formats.day(one.valid_until)}"


def door(*, orders: bool = False) -> Markup:
    """The way here from other pages; where `orders`, the way to one's own beside it."""
    said = t("No entry fee, no commission; services only if you choose them.")
    link = html.link(t("What the museum charges"), html.address("/tariff"))
    own = html.link(t("Your service orders"), html.address("/service_orders")) if orders else html.NOTHING
    return Markup('<p class="tariff-way">{} {} {}</p>').format(said, link, own)
