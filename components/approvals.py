"""Four eyes, as they are shown: the threshold, what waits with its goods, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels, session
from components.i18n import t, tn
from components.orders import until
from services import money
from services.approvals import Approval, ApprovalRule, ApprovalStatus, Asked
from services.clock import in_china

WAITING = Markup(
    '<section class="to-pay waiting"><div><p class="overline">{code}</p><p class="to-pay-sum price">{sum}</p>'
    '<p>{who}</p><p class="soft">{purpose}</p><p class="soft">{held}</p></div></section>'
)
SAID = Markup('<p class="payment-said {}" role="status">{}</p>')
DONE = Markup(
    '<li><a class="order-row" href="{href}" target="_self"><span class="order-code">{code}</span>'
    '<span class="order-other">{who}</span><span class="order-tags">{tag}</span><time>{day}</time>'
    '<b class="price">{total}</b></a>{note}</li>'
)


@dataclass(frozen=True)
class Decided:
    released: bool
    note: str


def threshold(rule: ApprovalRule | None) -> str:
    if rule is None:
        return t("Your organisation has set no threshold: every purchase goes straight to its suppliers.")
    amount = formats.money(rule.above_fen)
    return t(
        "What a member who is no approver orders above {amount} waits to be released by an approver.", amount=amount
    )


def ask_threshold(rule: ApprovalRule | None) -> tuple[bool, int | None]:
    """Whether a threshold was sent, and which; None for none. Raises Invalid for what cannot be read."""
    left, _ = st.columns([2, 3])
    with left, st.form("threshold", enter_to_submit=False):
        now = str(money.yuan(rule.above_fen)) if rule else ""
        typed = st.text_input(
            t("Threshold in yuan; empty for none"), now, max_chars=16, placeholder="20000", key="threshold"
        )
        pressed = st.form_submit_button(t("Set the threshold"), key="threshold_set")
    empty = not typed.strip()
    return pressed, None if not pressed or empty else money.fen(typed, field="Threshold")


def waiting(one: Asked) -> Markup:
    return WAITING.format(
        code=html.link(one.purchase.code, html.address("/orders", {"purchase": one.purchase.code})),
        sum=formats.money(one.purchase.total_fen),
        who=t("Ordered by {name}", name=one.asker),
        purpose=t("For: {purpose}", purpose=one.purchase.purpose) if one.purchase.purpose else "",
        held=t("The goods are held until {time}, China time.", time=until(one.held_until)) if one.held_until else "",
    )


def decide(one: Asked) -> Decided | None:
    """Release at once, or refuse with a reason."""
    code = one.purchase.code
    with st.container(horizontal=True, key=f"decide-{code}"):
        released = st.button(t("Release"), type="primary", key=f"release_{code}")
        with st.popover(t("Refuse"), key=f"refusing-{code}"), st.form(f"refuse_{code}", border=False):
            reason = st.text_area(t("Reason; your colleague reads it"), max_chars=300, key=f"refuse_reason_{code}")
            refused = st.form_submit_button(t("Refuse it for good"), type="primary", key=f"refuse_sure_{code}")
    if released:
        return Decided(released=True, note="")
    return Decided(released=False, note=reason) if refused else None


def decided(found: Sequence[Asked]) -> Markup:
    done = [one for one in found if one.approval.status is not ApprovalStatus.WAITING]
    if not done:
        return html.NOTHING
    return Markup('<h2 class="form-part">{}</h2><ul class="order-rows">{}</ul>').format(
        t("Decided"), html.join(map(decided_row, done))
    )


def decided_row(one: Asked) -> Markup:
    names = f"{one.asker} → {one.decider}" if one.decider else one.asker
    note = Markup('<p class="soft">{}</p>').format(one.approval.note) if one.approval.note else html.NOTHING
    return DONE.format(
        href=html.address("/orders", {"purchase": one.purchase.code}),
        code=one.purchase.code,
        who=names,
        tag=labels.tag(one.approval.status),
        day=formats.day(in_china(one.approval.asked_at).date()),
        total=formats.money(one.purchase.total_fen),
        note=note,
    )


def notice(count: int, *, approver: bool) -> Markup:
    """On top of the orders: that something waits, and for whom."""
    if not count:
        return html.NOTHING
    said = (
        tn("{count} purchase waits for a release.", "{count} purchases wait for a release.", count)
        if approver
        else tn("{count} purchase waits for an approver.", "{count} purchases wait for an approver.", count)
    )
    link = html.link(t("To the releases"), html.address("/approvals"), css="press")
    return Markup(
        '<section class="to-pay"><div><p class="overline">{}</p><p>{}</p></div><p class="doors">{}</p></section>'
    ).format(t("Releases"), said, link)


def nothing_waits() -> Markup:
    return Markup('<p class="soft">{}</p>').format(t("Nothing waits to be released."))


def standing(approval: Approval, approvers: Sequence[str], held_until: datetime | None) -> Markup:
    """On the purchase itself: for whom it waits, or how that ended."""
    if approval.status is ApprovalStatus.WAITING:
        names = "、".join(approvers) if session.language() == "zh" else ", ".join(approvers)
        said = t("Waits for approval by {names}.", names=names or "–")
        held = t("The goods are held until {time}, China time.", time=until(held_until)) if held_until else ""
        return SAID.format("info", f"{said} {held}")
    ended = {
        ApprovalStatus.REFUSED: t("Refused: {reason}", reason=approval.note),
        ApprovalStatus.LAPSED: t("Nobody released it in time."),
    }.get(approval.status)
    return SAID.format("warn", ended) if ended else html.NOTHING


def way() -> Markup:
    return Markup("<p>{}</p>").format(html.link(t("Release or refuse it"), html.address("/approvals"), css="press"))
