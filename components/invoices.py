"""Invoices of an order as its parties see them: how it stands, what was asked for, each paper with its sums and way."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from markupsafe import Markup

from components import formats, html, labels
from components.formats import N_
from components.i18n import t, tell, tn
from components.session import Language
from services.clock import in_china
from services.export_sheets import Heading, Sheet
from services.invoices import InvoiceRequest, InvoiceRow, InvoiceView, OrderInvoices, Standing
from services.money import yuan

__all__ = ["all_of_them", "heading", "one", "waiting", "way_home", "ways_home"]

HEAD = Markup('<section class="invoices"><p class="overline">{}</p><p class="order-tags">{}</p>{}{}</section>')
ASKED = Markup('<dl class="sheet-facts">{}</dl>')
FACT = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
PAPER = Markup(
    '<section class="invoice {css}"><p class="order-tags"><b>{title}</b> {tag}</p>'
    '<dl class="tax-bill">{sums}</dl><p class="soft">{told}</p><p><a href="/files/{file}" target="_self">{name}</a></p>'
    "{words}</section>"
)
CENT = Decimal("0.01")
COLUMNS = {
    "General": (N_("Order"), N_("Other side"), N_("Kind"), N_("Invoice number"), N_("Issued on"), N_("How it stands")),
    "#,##0.00": (N_("Net (yuan)"), N_("Tax (yuan)"), N_("Gross (yuan)")),
}


def heading(known: OrderInvoices) -> Markup:
    """How the order stands with its invoices, what shall stand on them, and what is missing to the fen."""
    asked = ASKED.format(html.join(FACT.format(*pair) for pair in wanted(known.request))) if known.request else ""
    return HEAD.format(t("Invoice"), labels.tag(known.standing), asked, missing(known))


def wanted(request: InvoiceRequest) -> list[tuple[str, str]]:
    pairs = [
        (t("Kind of invoice"), labels.word(request.kind)),
        (t("Invoice title"), request.title),
        (t("Taxpayer number"), request.code),
        (t("Address and telephone"), " ".join(filter(None, [request.address, request.phone]))),
        (t("Bank and account"), " ".join(filter(None, [request.bank, request.account]))),
    ]
    return [(name, said) for name, said in pairs if said]


def missing(known: OrderInvoices) -> Markup:
    if known.request is None and not known.invoices:
        return html.NOTHING
    amount = formats.money(abs(known.open_fen))
    if known.standing is Standing.TO_CORRECT:
        said = t("To be corrected by a red-letter invoice: {amount}", amount=amount)
    elif known.standing in {Standing.TO_COME, Standing.PARTLY}:
        said = t("Still to be invoiced: {amount}", amount=amount)
    else:
        return html.NOTHING
    return Markup('<p class="sheet-note">{}</p>').format(said)


def one(view: InvoiceView) -> Markup:
    """One paper; the last words said about it stand below."""
    invoice = view.invoice
    sums = [
        (t("Net of tax"), invoice.net_fen),
        (t("Value added tax"), invoice.tax_fen),
        (t("Gross"), invoice.gross_fen),
    ]
    told = t("{kind} of {day}", kind=labels.word(invoice.kind), day=formats.day(invoice.issued_on))
    if view.corrects:
        told += " · " + t("corrects {number}", number=view.corrects)
    words = [step.note for step in view.steps if step.note]
    return PAPER.format(
        css="" if view.is_live else "void",
        title=t("Red-letter invoice {number}", number=invoice.number) if view.corrects else invoice.number,
        tag=labels.tag(invoice.status),
        sums=html.join(FACT.format(name, formats.money(fen)) for name, fen in sums),
        told=told,
        file=invoice.file_id,
        name=view.file_name,
        words=Markup('<p class="reasons">{}</p>').format(words[-1]) if words else "",
    )


def waiting(count: int) -> Markup:
    """On top of the buyer's list: how many orders wait for their invoice."""
    if not count:
        return html.NOTHING
    said = tn("{count} order waits for its invoice", "{count} orders wait for their invoices", count)
    return Markup('<p class="invoices-waiting">{}</p>').format(
        html.link(said, html.address("/orders", {"lacking": "invoice"}))
    )


def all_of_them() -> Markup:
    return Markup('<p class="way-back">{}</p>').format(html.link(f"← {t('My orders')}", html.address("/orders")))


def way_home(form: str, word: str) -> Markup:
    return html.link(word, html.address(f"/invoices.{form}"), label=f"{t('Invoices')}, {word}")


def ways_home() -> Markup:
    """All invoices as a table to take away."""
    ways = html.join([way_home("csv", "CSV"), way_home("xlsx", "Excel")], " · ")
    return Markup('<p class="take-away">{} {}</p>').format(t("All invoices:"), ways)


def sheet(rows: Sequence[InvoiceRow], language: Language, *, at: datetime) -> Sheet:
    """All invoices as they go into a file, in yuan."""
    return Sheet(
        title=tell("Invoices", language),
        headings=[Heading(tell(name, language), form) for form, names in COLUMNS.items() for name in names],
        rows=[written(row, language) for row in rows],
        about_title=tell("About this table", language),
        about=[(tell("As of", language), f"{in_china(at):%Y-%m-%d %H:%M} (UTC+8)")],
    )


def written(row: InvoiceRow, language: Language) -> list[str | Decimal]:
    invoice = row.invoice
    return [
        row.order_code,
        row.other.zh if language == "zh" else row.other.en or row.other.zh,
        labels.word(invoice.kind, language),
        invoice.number,
        f"{invoice.issued_on:%Y-%m-%d}",
        labels.word(invoice.status, language),
        *(yuan(fen).quantize(CENT) for fen in (invoice.net_fen, invoice.tax_fen, invoice.gross_fen)),
    ]
