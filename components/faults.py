"""The form in which a buyer says which goods are not kept: how many, why, with photographs."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components import formats, labels
from components.i18n import either, t
from services import money
from services.orders import Fault, Faulty, Left
from services.uploads import LARGEST_MB

__all__ = ["Told", "ask"]


@dataclass(frozen=True)
class Told:
    """What was typed; photographs as names and bytes, to be checked and kept by whoever acts."""

    goods: Sequence[Faulty]
    photos: Sequence[tuple[str, bytes]]


def ask(form: str, lines: Sequence[Left], submit: str) -> Told | None:
    """One row a line of the order; a quantity of nothing means the line is kept."""
    with st.form(f"{form}_form", border=False, enter_to_submit=False):
        goods = [row(form, left) for left in lines if left.quantity_milli]
        files = st.file_uploader(
            t("Photographs (JPEG, PNG or WebP)"),
            type=["jpg", "jpeg", "png", "webp"],
            accept_multiple_files=True,
            key=f"{form}_photos",
            max_upload_size=LARGEST_MB,
        )
        pressed = st.form_submit_button(submit, type="primary", key=f"{form}_submit")
    if not pressed:
        return None
    return Told([one for one in goods if one.quantity_milli], [(file.name, file.getvalue()) for file in files])


def row(form: str, left: Left) -> Faulty:
    line, number = left.line, left.line.position
    st.text(either(line.name_zh, line.name_en))
    much, why, more = st.columns([1.2, 1.3, 2])
    most = formats.quantity(left.quantity_milli, line.unit)
    unit = formats.unit(line.unit)
    amount = much.number_input(t("Not kept ({unit}), of {most}", unit=unit, most=most), min_value=0.0, value=0.0,
                               max_value=float(money.quantity(left.quantity_milli)), step=1.0, format="%.10g",
                               key=f"{form}_quantity_{number}")  # fmt: skip
    reasons = {one: labels.word(one) for one in Fault}
    fault = why.selectbox(t("Why"), list(Fault), format_func=reasons.__getitem__, key=f"{form}_fault_{number}")
    note = more.text_input(t("In your words"), max_chars=300, key=f"{form}_note_{number}")
    return Faulty(line.id, money.milli(repr(round(amount, 3)), field="Quantity"), fault or Fault.DAMAGED, note)
