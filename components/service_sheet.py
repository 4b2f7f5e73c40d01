"""One service order as a sheet of paper: what was ordered for what, how it is paid, what came of it, its way so far."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, forms, html, labels
from components import standards as wall
from components.formats import N_
from components.i18n import either, t
from components.orders import TO_PAY, until
from components.service_orders import name_of
from services.money import quantity
from services.service_orders import Action, Measured, ServicePaper, ServicePaperKind, ServiceStatus, ServiceView

STEP = Markup('<li class="{css}"><b>{status}</b><span class="soft">{at}</span>{note}</li>')
FACT = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
MEASURED = Markup(
    '<tr><td data-label="{name_label}">{name}<span class="soft">{standard}</span></td>'
    '<td data-label="{asked_label}">{asked}</td><td data-label="{value_label}"><b class="price">{value}</b></td></tr>'
)
COURSE = (
    ServiceStatus.ORDERED,
    ServiceStatus.PAID,
    ServiceStatus.IN_PROGRESS,
    ServiceStatus.DELIVERED,
    ServiceStatus.CLOSED,
)
HOUSE_NOTES = (N_("not paid in time"), N_("refunded"))
S = ServiceStatus


def heading(view: ServiceView) -> Markup:
    return Markup(
        '<div class="sheet-head"><p class="overline">{} {}</p><h1>{}</h1><p class="order-tags">{}</p></div>'
    ).format(t("Service order"), view.order.code, name_of(view.order), labels.tag(view.order.status))


def to_pay(view: ServiceView) -> Markup:
    code, total = view.order.code, formats.money(view.order.total_fen)
    return TO_PAY.format(
        said=t("To pay now"),
        sum=total,
        until=t("Until {time}, China time; unpaid it lapses.", time=until(view.order.pay_by)),
        button=forms.post(f"/service_orders/{code}/pay", t("Pay {amount} now", amount=total)),
    )


def said(view: ServiceView, *, cancelled: bool) -> Markup:
    """One sentence on how the order stands, by our books."""
    tone, words = standing(view, cancelled=cancelled)
    return Markup('<p class="payment-said {}" role="status">{}</p>').format(tone, words) if words else html.NOTHING


def standing(view: ServiceView, *, cancelled: bool) -> tuple[labels.Tone, str]:
    amount = formats.money(view.order.total_fen)
    if view.owed_back_fen:
        return "warn", t("{amount} is on its way back to you.", amount=formats.money(view.owed_back_fen))
    if view.order.status is S.CANCELLED:
        return "", t("What you paid has gone back to you.") if view.paid_at else t(
            "This order has ended without a payment. Nothing was charged."
        )
    known: dict[ServiceStatus, tuple[labels.Tone, str]] = {
        S.PAID: ("good", t("{amount} is paid. The museum begins next.", amount=amount)),
        S.IN_PROGRESS: ("info", t("The museum is at work.")),
        S.DELIVERED: ("good", t("The report is there. The order closes by itself after two weeks.")),
    }
    if view.order.status is S.ORDERED and cancelled:
        return "info", t("Payment cancelled; nothing was charged.")
    return known.get(view.order.status, ("", ""))


def waiting() -> Markup:
    return Markup('<p class="payment-said info" role="status">{}</p>').format(
        t("Waiting for the payment service to confirm …")
    )


def facts(view: ServiceView) -> Markup:
    """What was ordered, for what, at which price."""
    order = view.order
    amount = f"{formats.number(quantity(order.quantity_milli))} {labels.word(order.unit)}"
    pairs = [
        (t("Supplier"), either(view.supplier.zh, view.supplier.en)),
        (t("For"), subject(view)),
        (t("Quantity"), amount),
        (t("Price"), f"{formats.money(order.price_fen)} / {labels.word(order.unit)}"),
        (t("Total, VAT included"), formats.money(order.total_fen)),
    ]
    if view.paid_at:
        pairs.append((t("Paid"), f"{formats.moment(view.paid_at)} · {way(view)}"))
    shown = html.join(FACT.format(*pair) for pair in pairs if pair[1])
    note = Markup('<p class="quote-words">{}</p>').format(order.note) if order.note else html.NOTHING
    return Markup('<dl class="sheet-facts">{}</dl>{}').format(shown, note)


def way(view: ServiceView) -> str:
    return t("corporate transfer") if view.by_transfer else t("online")


def subject(view: ServiceView) -> str | Markup:
    kind = either(view.kind.name_zh, view.kind.name_en) if view.kind else ""
    if view.product is None:
        return kind
    name = f"{either(view.product.name_zh, view.product.name_en)} {view.product.code}"
    return html.link(name, html.address("/listings", {"code": view.product.code})) if view.own else f"{name} · {kind}"


def indicators(view: ServiceView) -> Markup:
    """What is to be tested, or what was measured, beside what the standard asks."""
    if not view.indicators:
        return html.NOTHING
    heads = (t("Indicator"), t("The standard asks"), t("Measured"))
    values = {one.indicator.key: one for one in view.measured}
    head = html.join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    body = html.join(
        MEASURED.format(
            name_label=heads[0], asked_label=heads[1], value_label=heads[2],
            name=either(one.name_zh, one.name_en), standard=one.standard, asked=wall.threshold(one),
            value=measured(values.get(one.key)),
        )
        for one in view.indicators
    )  # fmt: skip
    return Markup('<table class="order-lines measured"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        head, body
    )


def measured(one: Measured | None) -> str:
    if one is None:
        return "–"
    unit = "" if one.indicator.unit in {"", "-"} else f" {one.indicator.unit}"
    return f"{formats.number(one.value, 6)}{unit}"


def report(view: ServiceView) -> Markup:
    """What was handed over."""
    if view.report is None or view.file is None:
        return html.NOTHING
    words = Markup('<p class="quote-words">{}</p>').format(view.report.said) if view.report.said else html.NOTHING
    file = html.link(t("Download the report (PDF)"), html.address(f"/files/{view.file.id}"), css="press")
    return Markup('<section class="service-report"><p class="overline">{} · {}</p>{}<p>{}</p></section>').format(
        t("Report"), formats.moment(view.report.at), words, file
    )


def papers(found: Sequence[ServicePaper]) -> Markup:
    """Invoices and credit notes, for those who may read them."""
    links = [
        html.link(f"{said_of(one)} {one.code} (PDF)", html.address(f"/service_orders/papers/{one.code}.pdf"),
                  css="press quiet")
        for one in found
    ]  # fmt: skip
    return Markup('<p class="doors">{}</p>').format(html.join(links)) if links else html.NOTHING


def said_of(one: ServicePaper) -> str:
    return t("Credit note") if one.kind is ServicePaperKind.CREDIT_NOTE else t("Invoice of the museum")


def course(view: ServiceView) -> Markup:
    """The steps taken, with times, and those that lie ahead."""
    reached = {step.status for step in view.steps}
    ended = view.order.status is S.CANCELLED
    taken = [
        STEP.format(
            css="ended" if step.status is S.CANCELLED else "taken", status=labels.word(step.status),
            at=formats.moment(step.at), note=noted(step.note),
        )
        for step in view.steps
    ]  # fmt: skip
    ahead = [] if ended else [status for status in COURSE if status not in reached]
    hollow = [STEP.format(css="ahead", status=labels.word(status), at="", note="") for status in ahead]
    return Markup('<section class="course"><p class="overline">{}</p><ol>{}</ol></section>').format(
        t("The way of this order"), html.join([*taken, *hollow])
    )


def noted(words: str) -> Markup:
    said_ = t(words) if words in HOUSE_NOTES else words
    return Markup('<span class="note">{}</span>').format(said_) if said_ else html.NOTHING


def may_see_papers(view: ServiceView, *, finance: bool) -> bool:
    return view.own or finance


def pays(view: ServiceView) -> bool:
    return Action.PAY in view.may
