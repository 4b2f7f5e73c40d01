"""The supplier's statement: its account at the payment provider, what came and what is to come, order by order."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from markupsafe import Markup

from components import formats, forms, html, labels
from components.formats import N_
from components.i18n import either, t, tell
from components.session import Language
from services.clock import in_china
from services.export_sheets import Heading, Sheet
from services.money import yuan
from services.payouts import Asked, Line, PayoutAccount, Totals

ACCOUNT = Markup(
    '<section class="payout-account"><div><p class="overline">{overline}</p><h2>{title}</h2><p>{said}</p>{asked}</div>'
    "{button}</section>"
)
FIGURE = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
ROW = Markup(
    '<tr><td data-label="{order}"><a href="{href}" target="_self">{code}</a><span class="soft">{placed} · {buyer}'
    '</span></td><td data-label="{state_label}">{state}{reason}</td><td data-label="{due_label}">{due}</td>'
    '<td data-label="{sent_label}">{sent}</td><td data-label="{back_label}">{back}</td>'
    '<td data-label="{fee_label}">{fee}</td><td data-label="{open_label}"><b class="price">{open}</b></td></tr>'
)
CENT = Decimal("0.01")
COLUMNS = {
    "General": (N_("Order"), N_("Placed on"), N_("Buyer"), N_("Payment"), N_("How it stands"), N_("Note")),
    "#,##0.00": (
        N_("Due (yuan)"),
        N_("Passed on (yuan)"),
        N_("Taken back (yuan)"),
        N_("Withheld by a bank (yuan)"),
        N_("Entry fee (yuan)"),
        N_("Commission (yuan)"),
        N_("Still open (yuan)"),
    ),
}


def why(reason: str) -> str:
    """Why the provider would not move money, in words; its own code where nobody has worded it."""
    said = {
        "balance_insufficient": t("the balance of the account is too small"),
        "insufficient_capabilities_for_transfer": t("the account may not receive money at present"),
        "account_invalid": t("the account has been closed"),
    }
    return said.get(reason, reason)


def account(row: PayoutAccount | None, asked: Sequence[Asked], *, online: bool) -> Markup:
    """How the account stands, and the one button that leads on."""
    if row is not None and row.may_receive:
        title, said, button = t("Your account receives your share"), ready(row), html.NOTHING
    elif not online:
        title, button = t("Card payments are not set up here"), html.NOTHING
        said = t("Buyers pay you by corporate transfer; there is no account to be opened.")
    elif row is None:
        title, button = t("Receive card payments on an account of your own"), leave(t("Open an account"))
        said = t(
            "Open it once with the payment provider. From then on your share of every card payment is passed on as "
            "soon as the buyer has accepted the goods. Without an account the museum's finance office pays you outside."
        )
    else:
        title, button = t("Your account is not complete yet"), leave(t("Continue at the provider"))
        said = t("The payment provider still asks for the following; you answer it there, the museum never sees it.")
    asking = asked if row is not None and (row.due or not row.may_receive) else []
    return ACCOUNT.format(
        overline=t("Account at the payment provider"), title=title, said=said, asked=list_of(asking), button=button
    )


def ready(row: PayoutAccount) -> str:
    if row.may_withdraw:
        return t("It is complete: shares arrive after acceptance, and the provider pays them out to your bank.")
    return t("It receives your shares already; the provider cannot pay them out to your bank yet.")


def leave(said: str) -> Markup:
    return forms.post("/payouts/account", said)


def list_of(asked: Sequence[Asked]) -> Markup:
    items = html.join(Markup("<li>{}</li>").format(labels.word(one)) for one in asked)
    return Markup('<ul class="payout-asked">{}</ul>').format(items) if items else html.NOTHING


def figures(sums: Totals) -> Markup:
    """The sums; that the museum takes nothing stands beside them."""
    shown = [
        (t("Sold, less what was taken back"), formats.money(sums.due_fen)),
        (t("Passed on to your account"), formats.money(sums.sent_fen)),
        (t("Still to come by card"), formats.money(sums.open_fen)),
        (t("Entry fee"), formats.money(sums.fee_fen)),
        (t("Commission"), formats.money(sums.commission_fen)),
        (t("Services you chose"), formats.money(sums.services_fen)),
    ]
    if sums.disputed_fen:
        shown.insert(3, (t("Withheld by a bank"), formats.money(sums.disputed_fen)))
    return Markup('<dl class="figures payout-figures">{}</dl>').format(html.join(FIGURE.format(*one) for one in shown))


def table(lines: Sequence[Line]) -> Markup:
    heads = headings()
    head = html.join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    body = html.join(row(line, heads) for line in lines)
    return Markup('<table class="order-lines payout-lines"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        head, body
    )


def headings() -> tuple[str, ...]:
    return (t("Order"), t("How it stands"), t("Due"), t("Passed on"), t("Taken back"), t("Commission"), t("Still open"))


def row(line: Line, heads: Sequence[str]) -> Markup:
    order, state, due, sent, back, fee, left = heads
    return ROW.format(
        order=order, state_label=state, due_label=due, sent_label=sent, back_label=back, fee_label=fee, open_label=left,
        href=html.address("/sales", {"order": line.order_code}),
        code=line.order_code,
        placed=formats.day(in_china(line.placed_at).date()),
        buyer=either(line.buyer.zh, line.buyer.en),
        state=labels.tag(line.share),
        reason=Markup('<span class="soft">{}</span>').format(why(line.reason)) if line.reason else "",
        due=formats.money(line.due_fen),
        sent=some(line.sent_fen),
        back=some(line.taken_back_fen),
        fee=formats.money(line.fee_fen + line.commission_fen),
        open=some(line.open_fen),
    )  # fmt: skip


def some(fen: int) -> str:
    """A sum, or a dash where nothing moved; that fees are nothing is said in figures."""
    return formats.money(fen) if fen else "–"


def ways_home() -> Markup:
    said = [
        html.link(word, html.address(f"/payouts/statement.{form}"), label=f"{t('Statement of payouts')}, {word}")
        for form, word in (("csv", "CSV"), ("xlsx", "Excel"))
    ]
    return Markup('<p class="take-away">{} {}</p>').format(t("Download:"), html.join(said, " · "))


def nothing_yet() -> Markup:
    said = t("Nothing has been sold yet. Every order will stand here with its share, fees of ¥0.00 included.")
    return Markup('<div class="empty-room"><p class="soft">{}</p></div>').format(said)


def sheet(lines: Sequence[Line], language: Language, *, at: datetime) -> Sheet:
    """The whole statement as it goes into a file, in yuan."""
    return Sheet(
        title=tell("Statement of payouts", language),
        headings=[Heading(tell(one, language), form) for form, names in COLUMNS.items() for one in names],
        rows=[written(line, language) for line in lines],
        about_title=tell("About this table", language),
        about=[(tell("As of", language), f"{in_china(at):%Y-%m-%d %H:%M} (UTC+8)")],
    )


def written(line: Line, language: Language) -> list[str | Decimal]:
    sums = (line.due_fen, line.sent_fen, line.taken_back_fen, line.disputed_fen, line.fee_fen, line.commission_fen,
            line.open_fen)  # fmt: skip
    return [
        line.order_code,
        f"{in_china(line.placed_at):%Y-%m-%d}",
        line.buyer.zh if language == "zh" else line.buyer.en or line.buyer.zh,
        labels.word(line.method, language),
        labels.word(line.share, language),
        line.reason,
        *(yuan(fen).quantize(CENT) for fen in sums),
    ]
