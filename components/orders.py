"""Orders in lists and a purchase as a whole: what stands where, what is to be paid, until when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from components import formats, forms, html, labels
from components.i18n import either, t
from services.clock import in_china, today
from services.invoices import Standing
from services.orders import (
    ApprovalStatus,
    Method,
    Order,
    OrderRow,
    OrderStatus,
    OrderView,
    PaymentState,
    Purchase,
    PurchaseView,
    SessionStatus,
)

ROW = Markup(
    '<li><a class="order-row" href="{href}" target="_self"><span class="order-code">{code}</span>'
    '<span class="order-other">{other}</span><span class="order-tags">{tags}</span><time>{day}</time>'
    '<b class="price">{total}</b></a></li>'
)
TO_PAY = Markup(
    '<section class="to-pay"><div><p class="overline">{said}</p><p class="to-pay-sum price">{sum}</p>'
    '<p class="soft">{until}</p></div>{button}</section>'
)

UNSETTLED = {Standing.TO_COME, Standing.PARTLY, Standing.TO_CORRECT, Standing.TO_CHECK}
NEW = {OrderStatus.PLACED, OrderStatus.APPROVED}


def until(moment: datetime) -> str:
    """14:32 today, date and time otherwise."""
    here = in_china(moment)
    return f"{here:%H:%M}" if here.date() == today() else formats.moment(moment)


def tags(order: Order, state: PaymentState) -> Markup:
    """How the order stands, and how its payment does where that still matters."""
    unpaid_end = order.status is OrderStatus.CANCELLED and state is PaymentState.NONE
    return labels.tag(order.status) + (html.NOTHING if unpaid_end else labels.tag(state))


def waits_for_payment(row: OrderRow) -> bool:
    return (
        row.method is Method.CARD
        and row.payment_state is PaymentState.NONE
        and row.order.status in NEW
        and not row.waits
    )


def row_of(row: OrderRow, path: str, more: Markup = html.NOTHING) -> Markup:
    return ROW.format(
        href=html.address(path, {"order": row.order.code}),
        code=row.order.code,
        other=either(row.other.zh, row.other.en),
        tags=tags(row.order, row.payment_state) + waiting_for(row) + more,
        day=formats.day(in_china(row.order.placed_at).date()),
        total=formats.money(row.order.total_fen),
    )


def waiting_for(row: OrderRow) -> Markup:
    """What an order waits for beside its own way."""
    approval = labels.tag(ApprovalStatus.WAITING) if row.waits else html.NOTHING
    dispute = Markup('<span class="tag warn">{}</span>').format(t("Dispute open")) if row.dispute else html.NOTHING
    return approval + dispute


def listed(rows: Sequence[OrderRow], path: str, standings: Mapping[UUID, Standing] | None = None) -> Markup:
    """The orders, each a link to its sheet under `path`, with how they stand with their invoices."""
    told = {order: labels.tag(one) for order, one in (standings or {}).items() if one in UNSETTLED}
    return Markup('<ul class="order-rows">{}</ul>').format(
        html.join(row_of(row, path, told.get(row.order.id, html.NOTHING)) for row in rows)
    )


def unpaid(rows: Sequence[OrderRow]) -> Markup:
    """The purchases that wait to be paid, on top of the list."""
    codes = list(dict.fromkeys(row.purchase_code for row in rows if waits_for_payment(row)))
    if not codes:
        return html.NOTHING
    links = [
        html.link(t("Pay {code}", code=code), html.address("/orders", {"purchase": code}), css="press")
        for code in codes
    ]
    return Markup(
        '<section class="to-pay"><div><p class="overline">{}</p><p>{}</p></div><p class="doors">{}</p></section>'
    ).format(t("Waiting to be paid"), t("The goods are reserved for a while only; pay or cancel."), html.join(links))


def none_yet() -> Markup:
    return Markup('<div class="empty-room"><h2>{}</h2><p class="soft">{}</p><p>{}</p></div>').format(
        t("No orders yet"),
        t("What your organisation orders is listed here, with its payment and its way to you."),
        html.link(t("To the halls"), html.address("/halls"), css="press"),
    )


def way_back(path: str, text: str) -> Markup:
    return Markup('<p class="way-back">{}</p>').format(html.link(f"← {text}", html.address(path)))


def purchase_heading(view: PurchaseView) -> Markup:
    bought = view.purchase
    facts = (formats.moment(bought.placed_at), labels.word(bought.method), formats.money(bought.total_fen))
    return Markup('<div class="sheet-head"><p class="overline">{}</p><h1>{}</h1><p class="soft">{}</p></div>').format(
        t("Purchase"), bought.code, " · ".join(facts)
    )


def orders_heading() -> Markup:
    return Markup('<h2 class="form-part">{}</h2>').format(t("Orders of this purchase"))


def to_pay(view: PurchaseView) -> Markup:
    """What to pay now, until when, and the button that leaves for the payment page."""
    code, total = view.purchase.code, formats.money(view.purchase.total_fen)
    said = t("Reserved for you until {time}, China time", time=until(view.pay_until)) if view.pay_until else ""
    return TO_PAY.format(
        said=t("To pay now"),
        sum=total,
        until=said,
        button=forms.post(f"/pay/{code}", t("Pay {amount} now", amount=total)),
    )


def has_lapsed(view: PurchaseView) -> bool:
    """Nothing was paid, and nothing can be any more."""
    return view.payment_state is PaymentState.NONE and all(
        row.order.status is OrderStatus.CANCELLED for row in view.orders
    )


def pay_first(view: OrderView) -> Markup:
    """An unpaid order leads to its purchase, which is what is paid, and released before where that is asked for."""
    if (view.purchase.method is not Method.CARD and not view.waits) or view.payment_state is not PaymentState.NONE:
        return html.NOTHING
    if view.order.status not in NEW:
        return html.NOTHING
    there = html.address("/orders", {"purchase": view.purchase.code})
    if view.waits:
        return TO_PAY.format(
            said=t("Waits for approval"),
            sum=formats.money(view.purchase.total_fen),
            until=t("It can be paid once an approver of your organisation has released it."),
            button=html.link(t("To the purchase"), there, css="press"),
        )
    return TO_PAY.format(
        said=t("Waiting to be paid"),
        sum=formats.money(view.purchase.total_fen),
        until=t("The supplier starts once purchase {code} is paid.", code=view.purchase.code),
        button=html.link(t("To the payment"), there, css="press"),
    )


def what_for(purchase: Purchase, project: str) -> Markup:
    said = " · ".join(filter(None, [project, purchase.purpose]))
    return Markup('<p class="soft">{}</p>').format(t("For: {purpose}", purpose=said)) if said else html.NOTHING


def waiting(view: PurchaseView) -> Markup:
    """Said until the payment service has said something itself."""
    if view.session_status is SessionStatus.WAITING:
        return html.NOTHING
    return Markup('<p class="payment-said info" role="status">{}</p>').format(
        t("Waiting for the payment service to confirm …")
    )


def taking_long() -> Markup:
    return Markup('<p class="payment-said info" role="status">{}</p>').format(
        t("The confirmation takes longer than usual. You may leave: what arrives is booked, and this page shows it.")
    )


def payment_said(view: PurchaseView, *, cancelled: bool) -> Markup:
    """One sentence on how the payment stands, by our books."""
    tone, words = standing(view, cancelled=cancelled)
    return Markup('<p class="payment-said {}" role="status">{}</p>').format(tone, words) if words else html.NOTHING


def standing(view: PurchaseView, *, cancelled: bool) -> tuple[labels.Tone, str]:
    amount = formats.money(view.purchase.total_fen)
    by_state: dict[PaymentState, tuple[labels.Tone, str]] = {
        PaymentState.PAID: ("good", t("{amount} is paid. Thank you: the suppliers can start now.", amount=amount)),
        PaymentState.AGREED: (
            "good",
            t("Agreed. You pay {amount} by corporate transfer after acceptance.", amount=amount),
        ),
        PaymentState.PART_REFUNDED: ("warn", t("A part of what you paid has gone back to you.")),
        PaymentState.REFUNDED: ("", t("What you paid has gone back to you.")),
    }
    return by_state.get(view.payment_state) or unpaid_standing(view, cancelled=cancelled)


def unpaid_standing(view: PurchaseView, *, cancelled: bool) -> tuple[labels.Tone, str]:
    if has_lapsed(view):
        return "warn", t(
            "This purchase has ended without a payment. Nothing was charged, nothing is reserved any more."
        )
    if view.session_status is SessionStatus.WAITING:
        return "info", t("Your payment is on its way; the goods stay reserved until its answer comes.")
    if cancelled and view.pay_until:
        return "info", t(
            "Payment cancelled; nothing was charged. The goods stay reserved until {time}, China time.",
            time=until(view.pay_until),
        )
    return "", ""
