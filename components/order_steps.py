"""The steps an order can take now, as buttons and small forms; what was asked is returned, nothing is done here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

import streamlit as st

from components import faults, formats, labels
from components.faults import Told
from components.i18n import either, t
from services import money, references
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
    Action.UNDELIVERABLE: OrderStatus.SHIPPED,
}


@dataclass(frozen=True)
class Asked:
    """One step asked for, with what it needs: of a part that leaves its quantities by line, of any part its number."""

    action: Action
    carrier: str = ""
    tracking_number: str = ""
    reason: str = ""
    number: int | None = None
    quantities: Mapping[UUID, int] = field(default_factory=dict)
    told: Told | None = None
    amount: str = ""
    reference: str = ""


def ask(view: OrderView) -> Asked | None:
    """Draw what this party may do; at most one of it is asked for in a run."""
    code, found = view.order.code, None
    if Action.SHIP in view.may:
        found = ask_shipment(view)
    with st.container(horizontal=True, key=f"steps-{code}"):
        for action in view.may:
            if action in NEXT:
                found = ask_plainly(action, code) or found
        if Action.TRANSFER_RECEIVED in view.may:
            found = ask_received(view) or found
        if Action.TRANSFER_RETURNED in view.may:
            found = ask_returned(view) or found
        if Action.RECEIVE in view.may and len(view.way.under_way) > 1:
            found = ask_arrival(view) or found
        if Action.UNDELIVERABLE in view.may:
            found = ask_giving_up(code) or found
        if Action.CANCEL in view.may:
            found = ask_reason(view) or found
    if Action.ACCEPT in view.may:
        found = ask_inspection(view) or found
    return found


def ask_arrival(view: OrderView) -> Asked | None:
    """One of several parts that are under way."""
    found = None
    for number in [one.shipment.number for one in view.way.under_way]:
        if st.button(t("Only part {number} has arrived", number=number), key=f"arrived_{view.order.code}_{number}"):
            found = Asked(Action.RECEIVE, number=number)
    return found


def ask_inspection(view: OrderView) -> Asked | None:
    """What is refused is named; the rest is accepted with it."""
    with st.expander(t("Something is not as ordered"), key=f"inspection-{view.order.code}"):
        st.text(t("What you refuse is not owed; what was paid for it goes back to you. The rest is accepted."))
        told = faults.ask(f"inspect_{view.order.code}", view.left, t("Accept all but what is named"))
    return Asked(Action.ACCEPT, told=told) if told else None


def ask_giving_up(code: str) -> Asked | None:
    with (
        st.popover(t("The rest cannot be delivered"), key=f"give_up_{code}"),
        st.form(f"give_up_form_{code}", border=False),
    ):
        st.text(t("What has not left is not owed any more and is in stock again; what was paid for it goes back."))
        reason = st.text_area(t("Reason; the other side reads it"), max_chars=300, key=f"give_up_reason_{code}")
        sure = st.form_submit_button(t("End it with what has left"), type="primary", key=f"give_up_sure_{code}")
    return Asked(Action.UNDELIVERABLE, reason=reason) if sure else None


def ask_plainly(action: Action, code: str) -> Asked | None:
    said = {
        Action.CONFIRM: t("Confirm the order"),
        Action.RECEIVE: t("The goods have arrived"),
        Action.ACCEPT: t("Inspected and accepted"),
        Action.CLOSE: t("Close the order"),
    }[action]
    return Asked(action) if st.button(said, type="primary", key=f"{action}_{code}") else None


def ask_shipment(view: OrderView) -> Asked | None:
    code = view.order.code
    with st.form(f"ship_{code}", enter_to_submit=False):
        left, right = st.columns(2)
        carrier = left.text_input(t("Carrier"), max_chars=80, key=f"carrier_{code}")
        number = right.text_input(t("Tracking number"), max_chars=80, key=f"tracking_{code}")
        with st.expander(t("Only a part leaves"), key=f"part-{code}"):
            quantities = dict(leaving(view, line.id) for line in view.lines if line.id in view.way.rest)
        pressed = st.form_submit_button(t("Goods handed to the carrier"), type="primary", key=f"shipped_{code}")
    if not pressed:
        return None
    part = len(view.way.parcels) + 1
    return Asked(Action.SHIP, carrier=carrier, tracking_number=number, number=part, quantities=quantities)


def leaving(view: OrderView, line_id: UUID) -> tuple[UUID, int]:
    """How much of a line leaves; at first everything that has not left yet. The next part asks under another key."""
    [line] = [one for one in view.lines if one.id == line_id]
    most, part = float(money.quantity(view.way.rest[line_id])), len(view.way.parcels) + 1
    said = f"{either(line.name_zh, line.name_en)} ({formats.unit(line.unit)})"
    much = st.number_input(said, min_value=0.0, max_value=most, value=most, step=1.0, format="%.10g",
                           key=f"leaving_{view.order.code}_{part}_{line.position}")  # fmt: skip
    return line_id, money.milli(repr(round(much, 3)), field="Quantity")


def ask_received(view: OrderView) -> Asked | None:
    """Money is confirmed by what the bank statement says; what does not fit the order is refused."""
    code = view.order.code
    with st.popover(t("Transfer received"), key=f"transfer_received_{code}"):
        st.text(t("{amount} are due for order {code}.", amount=formats.money(view.debt_fen), code=code))
        with st.form(f"transfer_received_form_{code}", border=False):
            amount = st.text_input(t("Amount that has arrived (yuan)"), max_chars=16, key=f"arrived_fen_{code}")
            reference = st.text_input(t("Reference in the remark, if there is one"), max_chars=40,
                                      placeholder=references.spaced(references.of_order(code)),
                                      key=f"arrived_reference_{code}")  # fmt: skip
            sure = st.form_submit_button(t("Yes, that is so"), type="primary", key=f"transfer_received_sure_{code}")
    return Asked(Action.TRANSFER_RECEIVED, amount=amount, reference=reference) if sure else None


def ask_returned(view: OrderView) -> Asked | None:
    """Money is confirmed in a second step, with its amount beside the button."""
    code, action = view.order.code, Action.TRANSFER_RETURNED
    amount = formats.money(view.by_transfer_fen)
    with st.popover(t("Transfer returned"), key=f"{action}_{code}"):
        st.text(t("{amount} of order {code} has been sent back to the buyer.", amount=amount, code=code))
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
