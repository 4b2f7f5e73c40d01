"""The steps an order can take now, as buttons and small forms; what was asked is returned, nothing is done here."""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from components import formats, labels
from components.i18n import t
from services.orders import Action, OrderStatus, OrderView, PaymentState

NEXT = (Action.CONFIRM, Action.RECEIVE, Action.ACCEPT, Action.CLOSE)
REACHED: dict[Action, StrEnum] = {
    Action.CONFIRM: OrderStatus.CONFIRMED,
    Action.SHIP: OrderStatus.SHIPPED,
    Action.RECEIVE: OrderStatus.RECEIVED,
    Action.ACCEPT: OrderStatus.ACCEPTED,
    Action.CLOSE: OrderStatus.CLOSED,
    Action.CANCEL: OrderStatus.CANCELLED,
    Action.TRANSFER_RECEIVED: PaymentState.PAID,
    Action.TRANSFER_RETURNED: PaymentState.REFUNDED,
}


@dataclass(frozen=True)
class Asked:
    """One step asked for, with what it needs."""

    action: Action
    carrier: str = ""
    tracking_number: str = ""
    reason: str = ""


def ask(view: OrderView) -> Asked | None:
    """Draw what this party may do; at most one of it is asked for in a run."""
    code, found = view.order.code, None
    if Action.SHIP in view.may:
        found = ask_shipment(code)
    with st.container(horizontal=True, key=f"steps-{code}"):
        for action in view.may:
            if action in NEXT:
                found = ask_plainly(action, code) or found
        for action in (Action.TRANSFER_RECEIVED, Action.TRANSFER_RETURNED):
            if action in view.may:
                found = ask_twice(action, view) or found
        if Action.CANCEL in view.may:
            found = ask_reason(view) or found
    return found


def ask_plainly(action: Action, code: str) -> Asked | None:
    said = {
        Action.CONFIRM: t("Confirm the order"),
        Action.RECEIVE: t("The goods have arrived"),
        Action.ACCEPT: t("Inspected and accepted"),
        Action.CLOSE: t("Close the order"),
    }[action]
    return Asked(action) if st.button(said, type="primary", key=f"{action}_{code}") else None


def ask_shipment(code: str) -> Asked | None:
    with st.form(f"ship_{code}", enter_to_submit=False):
        left, right = st.columns(2)
        carrier = left.text_input(t("Carrier"), max_chars=80, key=f"carrier_{code}")
        number = right.text_input(t("Tracking number"), max_chars=80, key=f"tracking_{code}")
        pressed = st.form_submit_button(t("Goods handed to the carrier"), type="primary", key=f"shipped_{code}")
    return Asked(Action.SHIP, carrier=carrier, tracking_number=number) if pressed else None


def ask_twice(action: Action, view: OrderView) -> Asked | None:
    """Money is confirmed in a second step, with its amount beside the button."""
    code, coming = view.order.code, action is Action.TRANSFER_RECEIVED
    said = t("Transfer received") if coming else t("Transfer returned")
    amount = formats.money(view.debt_fen if coming else view.by_transfer_fen)
    with st.popover(said, key=f"{action}_{code}"):
        st.text(
            t("{amount} of order {code} has arrived on our account.", amount=amount, code=code)
            if coming
            else t("{amount} of order {code} has been sent back to the buyer.", amount=amount, code=code)
        )
        sure = st.button(t("Yes, that is so"), type="primary", key=f"{action}_sure_{code}")
    return Asked(action) if sure else None


def ask_reason(view: OrderView) -> Asked | None:
    code, unpaid = view.order.code, view.payment_state is PaymentState.NONE
    with st.popover(t("Cancel the order"), key=f"cancel_{code}"), st.form(f"cancel_form_{code}", border=False):
        if unpaid:
            st.text(t("One payment stands for all orders of the purchase: they end together."))
        reason = st.text_area(t("Reason; the other side reads it"), max_chars=300, key=f"reason_{code}")
        sure = st.form_submit_button(t("Cancel it for good"), type="primary", key=f"cancel_sure_{code}")
    return Asked(Action.CANCEL, reason=reason) if sure else None


def done(action: Action, code: str) -> str:
    """What has been reached, to be said after the step."""
    return f"{code}: {labels.word(REACHED[action])}"
