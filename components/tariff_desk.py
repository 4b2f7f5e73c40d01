"""Where finance sets and ends prices of services: the forms; what was asked is returned, nothing is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import streamlit as st

from components.i18n import t
from components.tariff import name_of
from components.wording import words
from services import money
from services.clock import today
from services.tariff import ServiceKind, ServiceUnit, TariffForm, TariffItem

FAR = timedelta(days=5 * 365)
BASIS_ZH = "《增值税法》第十条第三项：现代服务税率 6%"
BASIS_EN = "VAT Law, art. 10 (3): modern services, 6 %"


@dataclass(frozen=True)
class Ended:
    item_id: UUID
    last_day: date
    reason: str


def form() -> TariffForm | None:
    """A new price, once it was sent; raises Invalid for a sum that cannot be read."""
    with st.form("tariff", enter_to_submit=False):
        code, kind, unit = st.columns(3)
        typed = code.text_input(t("Code"), key="tariff_code", placeholder="TEST-BASIC", max_chars=20)
        of = kind.selectbox(t("Service"), list(ServiceKind), format_func=words(ServiceKind), key="tariff_kind")
        per = unit.selectbox(t("Unit"), list(ServiceUnit), format_func=words(ServiceUnit), key="tariff_unit")
        left, right = st.columns(2)
        name_zh = left.text_input(t("Name in Chinese"), key="tariff_name_zh", max_chars=60)
        name_en = right.text_input(t("Name in English"), key="tariff_name_en", max_chars=100)
        contains_zh = left.text_area(t("Contents in Chinese"), key="tariff_contains_zh", max_chars=300)
        contains_en = right.text_area(t("Contents in English"), key="tariff_contains_en", max_chars=500)
        price, rate, begins = st.columns(3)
        sum_ = price.text_input(t("Price in yuan, VAT included"), key="tariff_price", max_chars=16)
        vat = rate.text_input(t("VAT in percent"), "6", key="tariff_vat", max_chars=6)
        first = begins.date_input(
            t("Valid from"), today(), min_value=today(), max_value=today() + FAR, key="tariff_from"
        )
        basis_left, basis_right = st.columns(2)
        basis_zh = basis_left.text_input(t("Basis in Chinese"), BASIS_ZH, key="tariff_basis_zh", max_chars=200)
        basis_en = basis_right.text_input(t("Basis in English"), BASIS_EN, key="tariff_basis_en", max_chars=300)
        reason = st.text_input(t("Reason"), key="tariff_reason", max_chars=300)
        pressed = st.form_submit_button(t("Set the price"), type="primary", key="tariff_set")
    if not pressed:
        return None
    return TariffForm(
        code=typed, kind=of or ServiceKind.TESTING, unit=per or ServiceUnit.SAMPLE,
        name_zh=name_zh, name_en=name_en, contains_zh=contains_zh, contains_en=contains_en,
        price_fen=money.fen(sum_, field="Price in yuan, VAT included"),
        vat_rate=money.number(vat, "VAT in percent") / Decimal(100), vat_basis_zh=basis_zh, vat_basis_en=basis_en,
        valid_from=first, reason=reason,
    )  # fmt: skip


def ending(items: Sequence[TariffItem]) -> Ended | None:
    """Offer one of the services no longer."""
    still_open = {one.id: f"{name_of(one)} ({one.code})" for one in items if one.valid_until is None}
    if not still_open:
        return None
    with st.popover(t("End a price"), key="tariff-ending"), st.form("tariff_end", border=False):
        which = st.selectbox(t("Service"), list(still_open), format_func=still_open.__getitem__, key="tariff_which")
        last = st.date_input(t("Last day"), today(), min_value=today(), max_value=today() + FAR, key="tariff_last")
        reason = st.text_input(t("Reason"), max_chars=300, key="tariff_end_reason")
        sure = st.form_submit_button(t("End it"), type="primary", key="tariff_end_sure")
    return Ended(which, last, reason) if sure and which else None
