"""What officials watch over: money suppliers still owe, payments banks dispute, and whether the books agree."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t
from components.payouts import why
from services.payouts import Debt
from services.reconciling import Difference

TABLE = Markup('<table class="order-lines payout-lines"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
DEBT = Markup(
    '<tr><td data-label="{order}">{code}<span class="soft">{supplier}</span></td><td data-label="{paid_label}">{paid}'
    '</td><td data-label="{due_label}">{due}</td><td data-label="{owed_label}"><b class="price">{owed}</b></td>'
    '<td data-label="{why_label}" class="wraps">{why}</td></tr>'
)
DIFFERENCE = Markup(
    '<tr><td data-label="{name_label}"><code>{name}</code></td><td data-label="{wrong_label}">{wrong}</td>'
    '<td data-label="{ours_label}">{ours}</td><td data-label="{theirs_label}">{theirs}</td></tr>'
)


def calm(said: str) -> Markup:
    """Nothing to be done here."""
    return Markup('<p class="calm">{}</p>').format(said)


def table(heads: Sequence[str], rows: Sequence[Markup]) -> Markup:
    head = html.join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    return TABLE.format(head, html.join(rows))


def debts(found: Sequence[Debt]) -> Markup:
    heads = (t("Order"), t("Passed on"), t("Due"), t("Owed"), t("Why it is open"))
    order, paid, due, owed, reason = heads
    rows = [
        DEBT.format(
            order=order, paid_label=paid, due_label=due, owed_label=owed, why_label=reason,
            code=one.order_code,
            supplier=f"{either(one.supplier.zh, one.supplier.en)} {one.supplier.code}",
            paid=formats.money(one.paid_out_fen),
            due=formats.money(one.due_fen),
            owed=formats.money(one.amount_fen),
            why=why(one.reason) if one.reason else t("being taken back now"),
        )
        for one in found
    ]  # fmt: skip
    return table(heads, rows)


def differences(found: Sequence[Difference]) -> Markup:
    heads = (t("Movement at the provider"), t("Difference"), t("Our ledger"), t("The provider"))
    name, wrong, ours, theirs = heads
    rows = [
        DIFFERENCE.format(
            name_label=name, wrong_label=wrong, ours_label=ours, theirs_label=theirs,
            name=one.reference,
            wrong=labels.tag(one.wrong),
            ours=formats.money(one.ours_fen),
            theirs=formats.money(one.theirs_fen),
        )
        for one in found
    ]  # fmt: skip
    return table(heads, rows)


def compared(at: datetime, movements: int) -> Markup:
    said = t(
        "Last compared on {at}, over {count} movements of the last sixty days.",
        at=formats.moment(at), count=formats.number(movements),
    )  # fmt: skip
    return Markup('<p class="soft">{}</p>').format(said)
