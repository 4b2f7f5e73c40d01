"""The forms of services: ordering one, and each step of an order; what was asked is returned, nothing is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t
from components.listing_form import figure, unmarked
from services.listings import Listed
from services.service_orders import Action, ServiceForm, ServiceView
from services.standards import Indicator, Kind
from services.tariff import ServiceKind, ServiceUnit, TariffItem
from services.uploads import LARGEST_MB

BILL = Markup('<p class="form-total"><b class="price">{}</b><span class="soft">{}</span></p>')
MOST = 100


@dataclass(frozen=True)
class Step:
    """One step asked for, with what it needs."""

    action: Action
    reason: str = ""
    file: tuple[str, bytes] | None = None
    said: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: one's own exhibits, every kind, and the indicators of a kind."""

    exhibits: Sequence[Listed]
    kinds: Sequence[Kind]
    indicators: Callable[[str], Sequence[Indicator]]


def ask_order(item: TariffItem, choices: Choices) -> ServiceForm | None:
    """The form of an order, which answers to what is chosen; None until it is sent."""
    product = kind = ""
    tested: list[str] = []
    if item.kind is not ServiceKind.TRAINING:
        product, kind = ask_subject(item, choices)
    if item.kind is ServiceKind.TESTING and kind:
        tested = ask_indicators(choices.indicators(kind), kind)
    left, _ = st.columns([1, 2])
    many = left.number_input(t("Quantity ({unit})", unit=labels.word(item.unit)), 1, MOST, 1, key="service_quantity")
    note = st.text_area(t("Note for the museum"), max_chars=500, key="service_note")
    total = formats.money(item.price_fen * int(many))
    html.show(BILL.format(total, t("VAT included; to be paid within seven days, before the work begins")))
    if not st.button(t("Order for {amount}", amount=total), type="primary", key="service_order"):
        return None
    return ServiceForm(
        item=item.code, seen_price_fen=item.price_fen, product=product, kind=kind, indicators=tested,
        quantity=int(many), note=note,
    )  # fmt: skip


def ask_subject(item: TariffItem, choices: Choices) -> tuple[str, str]:
    """The exhibit it is for, or else the kind: their codes."""
    own = {one.product.code: one for one in choices.exhibits}
    said = {code: f"{either(one.product.name_zh, one.product.name_en)} ({code})" for code, one in own.items()}
    options = list(own) if item.unit is ServiceUnit.PRODUCT else ["", *own]
    said |= {"": t("None yet: a kind of material")}
    product = st.selectbox(t("For which exhibit"), options, format_func=said.__getitem__, key="service_product")
    if product:
        return product, own[product].kind.code
    kinds = {one.code: either(one.name_zh, one.name_en) for one in choices.kinds}
    kind = st.selectbox(t("Kind of material"), list(kinds), format_func=kinds.__getitem__, key="service_kind")
    return "", kind or ""


def ask_indicators(known: Sequence[Indicator], kind: str) -> list[str]:
    said = {one.key: either(one.name_zh, one.name_en) for one in known}
    return st.multiselect(
        t("Indicators to be tested"), list(said), default=list(said), format_func=said.__getitem__,
        key=f"service_indicators_{kind}", placeholder=t("Choose at least one"),
    )  # fmt: skip


def ask_step(view: ServiceView) -> Step | None:
    """Draw what this visitor may do with the order; at most one of it is asked for in a run."""
    code, found = view.order.code, None
    with st.container(horizontal=True, key=f"service-steps-{code}"):
        for action, said in ((Action.BEGIN, t("Begin the work")), (Action.CLOSE, t("I have what I ordered"))):
            if action in view.may and st.button(said, type="primary", key=f"{action}_{code}"):
                found = Step(action)
        for action in (Action.RECEIVED, Action.RETURNED):
            found = ask_twice(action, view) or found
        for action in (Action.CANCEL, Action.CALL_OFF):
            found = ask_reason(action, view) or found
    return (ask_report(view) if Action.DELIVER in view.may else None) or found


def ask_twice(action: Action, view: ServiceView) -> Step | None:
    """Money is confirmed in a second step, with its amount beside the button."""
    if action not in view.may:
        return None
    code, amount = view.order.code, formats.money(view.order.total_fen)
    coming = action is Action.RECEIVED
    with st.popover(t("Transfer received") if coming else t("Transfer returned"), key=f"{action}_{code}"):
        st.text(
            t("{amount} for {code} has arrived on the museum's account.", amount=amount, code=code)
            if coming
            else t("{amount} for {code} has been sent back to the supplier.", amount=amount, code=code)
        )
        sure = st.button(t("Yes, that is so"), type="primary", key=f"{action}_sure_{code}")
    return Step(action) if sure else None


def ask_reason(action: Action, view: ServiceView) -> Step | None:
    if action not in view.may:
        return None
    code = view.order.code
    with st.popover(t("Cancel the order"), key=f"{action}_{code}"), st.form(f"{action}_form_{code}", border=False):
        st.text(t("What was paid goes back in full."))
        reason = st.text_area(t("Reason; the other side reads it"), max_chars=300, key=f"{action}_reason_{code}")
        sure = st.form_submit_button(t("Cancel it for good"), type="primary", key=f"{action}_sure_{code}")
    return Step(action, reason=reason) if sure else None


def ask_report(view: ServiceView) -> Step | None:
    """The report, and for a test a value for every indicator."""
    code, values = view.order.code, dict[str, Decimal]()
    with st.form(f"deliver_{code}", enter_to_submit=False):
        for one in view.indicators:
            unit = "" if one.unit in {"", "-"} else f" ({one.unit})"
            name = unmarked(f"{either(one.name_zh, one.name_en)}{unit}")
            typed = figure(st.number_input(name, value=None, format="%.10g", key=f"value_{one.key}_{code}"))
            values |= {one.key: typed} if typed is not None else {}
        file = st.file_uploader(t("Report (PDF)"), type=["pdf"], key=f"report_{code}", max_upload_size=LARGEST_MB)
        said = st.text_area(t("Words to the supplier"), max_chars=1000, key=f"said_{code}")
        pressed = st.form_submit_button(t("Hand over the report"), type="primary", key=f"deliver_sure_{code}")
    if not pressed:
        return None
    handed = (file.name, file.getvalue()) if file else None
    return Step(Action.DELIVER, file=handed, said=said, values=values)


def transfer(view: ServiceView, account: str) -> None:
    """How to pay without a card: to whom, with which reference."""
    with st.popover(t("Pay by corporate transfer instead"), key="service-transfer"):
        st.text(t("Transfer {amount} to the museum with the reference {code}. The work begins once finance has the "
                  "money.", amount=formats.money(view.order.total_fen), code=view.order.code))  # fmt: skip
        st.text(account or t("The finance office tells you the account."))
