"""Value added tax as it is shown: what a price holds of it, and the rates there are with their basis."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t
from services.clock import today
from services.vat import Bill, VatRate

__all__ = ["in_short", "included", "note", "rate_said", "rates"]

ROW = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
RULE = Markup(
    '<li class="{css}"><p class="limit-name">{name} {mark}</p><p class="price limit-amount">{rate}</p>'
    '<div><p>{basis}</p><p class="soft">{term}</p></div></li>'
)


def rate_said(rate: Decimal) -> str:
    """13 %, 1.5 %"""
    return formats.percent(float(rate), 0 if rate * 100 == (rate * 100).to_integral_value() else 1)


def included(bill: Bill) -> list[tuple[str, str]]:
    """What a price holds: net, and tax rate by rate."""
    taxes = [
        (t("Value added tax {rate}", rate=rate_said(band.rate.rate)), formats.money(band.tax_fen))
        for band in bill.bands
    ]
    return [(t("Net of tax"), formats.money(bill.net_fen)), *taxes] if bill.bands else []


def in_short(bill: Bill) -> Markup:
    """Below the lines of an order: net, tax, and that the sum holds both."""
    if not bill.bands or not bill.gross_fen:
        return html.NOTHING
    rows = [*included(bill), (t("Comes to, tax included"), formats.money(bill.gross_fen))]
    return Markup('<dl class="tax-bill">{}</dl>').format(html.join(ROW.format(*row) for row in rows))


def note() -> Markup:
    """Beside prices: they are what is paid."""
    return Markup('<p class="soft tax-note">{} {}</p>').format(
        t("Prices include value added tax."), html.link(t("The rates and their basis"), html.address("/vat"))
    )


def rates(known: Sequence[VatRate], names: Mapping[str, str]) -> Markup:
    """What holds now and what is announced; below, closed, what has been."""
    now = [one for one in known if not is_over(one, known)]
    before = [one for one in known if is_over(one, known)]
    shown = table(now, names)
    if before:
        shown += Markup('<details class="limit-history"><summary>{}</summary>{}</details>').format(
            t("Earlier rates"), table(before, names)
        )
    return shown


def is_over(one: VatRate, known: Sequence[VatRate]) -> bool:
    """Another for the same thing has begun since, or is set for the same day."""
    same = [other for other in known if thing(other) == thing(one) and other is not one]
    later = [other for other in same if (other.valid_from, other.set_at) > (one.valid_from, one.set_at)]
    return any(other.valid_from <= max(today(), one.valid_from) for other in later)


def thing(one: VatRate) -> tuple[str, str, str]:
    return (one.taxpayer, one.category, one.kind)


def table(known: Sequence[VatRate], names: Mapping[str, str]) -> Markup:
    ordered = sorted(known, key=lambda one: (one.taxpayer, bool(one.category or one.kind), one.category, one.kind,
                                             one.valid_from))  # fmt: skip
    return Markup('<ul class="limits">{}</ul>').format(html.join(row(one, names) for one in ordered))


def row(one: VatRate, names: Mapping[str, str]) -> Markup:
    what = names.get(one.kind or one.category, "") or t("Everything")
    return RULE.format(
        css="",
        name=f"{labels.word(one.taxpayer)} · {what}",
        mark=marks(one),
        rate=rate_said(one.rate),
        basis=either(one.basis_zh, one.basis_en),
        term=t("from {day}", day=formats.day(one.valid_from)),
    )


def marks(one: VatRate) -> Markup:
    tag = Markup('<span class="tag {}">{}</span>')
    ahead = tag.format("info", t("Announced")) if one.valid_from > today() else html.NOTHING
    return ahead + (tag.format("warn", t("Demonstration, simplified")) if one.demonstration else html.NOTHING)
