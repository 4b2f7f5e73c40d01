"""The supplier's answer to a request: an own exhibit and a delivered price for each line, how fast, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st
from markupsafe import Markup

from components import formats, html
from components.i18n import either, t
from components.quotation_forms import LARGEST, ONE_MONTH, SECTION, amount_of
from components.quotations import named
from services.clock import today
from services.money import fen, milli, quantity
from services.quotations import LONGEST_DELIVERY, Line, Offer, OfferLine, Product, RequestView

__all__ = ["ask", "nothing_fits"]

NOT_OFFERED = ""
ONCE, STANDING = "once", "standing"


@dataclass(frozen=True)
class Given:
    """What one line of the form says."""

    code: str
    price: float | None
    most: float | None


def ask(view: RequestView, wares: Mapping[int, Sequence[Product]]) -> Offer | None:
    """The whole answer, once it is given. Whether the price stands is asked first: it changes the form."""
    standing = ask_how_long() == STANDING
    with st.form("answer", enter_to_submit=False):
        said = {
            line.row.position: ask_line(line, wares.get(line.row.position, []), standing=standing)
            for line in view.lines
        }
        days, valid_until = ask_terms()
        until = ask_standing() if standing else None
        words = st.text_area(t("Words to the buyer (optional)"), max_chars=1000, height=90, key="answer_words")
        html.show(Markup('<p class="soft">{}</p>').format(t("Your prices are delivered prices: freight to the site is "
                  "included, and nothing is charged on top. Only the buyer sees them.")))  # fmt: skip
        if not st.form_submit_button(t("Give the quotation"), type="primary", key="give_quotation"):
            return None
    lines = [offered(place, one) for place, one in said.items() if one.code]
    return Offer(lines, valid_until, days, words or "", until)


def ask_how_long() -> str:
    named_ = {ONCE: t("A price for this order"), STANDING: t("A standing price (framework for small projects)")}
    return st.radio(
        t("What kind of price?"),
        [ONCE, STANDING],
        format_func=named_.__getitem__,
        captions=[
            t("The buyer accepts it, and it becomes one order of the quantities asked for."),
            t("The buyer may order by it repeatedly, until a day and up to a quantity that you set."),
        ],
        key="answer_kind",
    )


def ask_line(line: Line, wares: Sequence[Product], *, standing: bool) -> Given:
    place, unit = line.row.position, formats.unit(line.row.unit)
    html.show(SECTION.format(f"{named(line)} · {formats.quantity(line.row.quantity_milli, line.row.unit)}"))
    if not wares:
        html.show(Markup('<p class="soft">{}</p>').format(t("You show no exhibit of this kind, sold by this unit.")))
        return Given(NOT_OFFERED, None, None)
    first = next((one for one in wares if line.product and one.code == line.product.code), wares[0])
    known = {one.code: f"{either(one.name_zh, one.name_en)} · {formats.money(one.price_fen)} / {unit}" for one in wares}
    known[NOT_OFFERED] = t("Not offered")
    columns = st.columns([3, 1.4, 1.4] if standing else [3, 1.4])
    code = columns[0].selectbox(
        t("Your exhibit"), list(known), index=list(known).index(first.code),
        format_func=lambda one: known.get(one, one), key=f"offer_{place}",
    )  # fmt: skip
    price = columns[1].number_input(
        t("Price for one {unit}, delivered", unit=unit), min_value=0.01, value=first.price_fen / 100, step=1.0,
        format="%.2f", key=f"price_{place}",
    )  # fmt: skip
    most = ask_most(columns[2], line) if standing else None
    return Given(code or NOT_OFFERED, price, most)


def ask_most(column: st.delta_generator.DeltaGenerator, line: Line) -> float:
    return column.number_input(
        t("In all at most, in {unit}", unit=formats.unit(line.row.unit)), min_value=0.001, max_value=LARGEST,
        value=float(quantity(line.row.quantity_milli)), format="%.10g", key=f"most_{line.row.position}",
    )  # fmt: skip


def ask_terms() -> tuple[int, date]:
    html.show(SECTION.format(t("Terms")))
    left, right = st.columns(2)
    days = left.number_input(
        t("Delivery within days of the order"), min_value=0, max_value=LONGEST_DELIVERY, value=14, key="delivery_days"
    )
    last = today() + timedelta(days=365)
    until = right.date_input(
        t("The quotation is valid until"), today() + ONE_MONTH, min_value=today(), max_value=last, key="valid_until"
    )
    return days, until


def ask_standing() -> date:
    half_a_year, two_years = today() + timedelta(days=180), today() + timedelta(days=730)
    return st.date_input(
        t("The price stands until"), half_a_year, min_value=today(), max_value=two_years, key="standing_until"
    )


def offered(place: int, one: Given) -> OfferLine:
    """Raises Invalid for what is no price or quantity."""
    price = fen(str(amount_of(one.price or 0.0)))
    return OfferLine(place, one.code, price, None if one.most is None else milli(amount_of(one.most)))


def nothing_fits() -> Markup:
    return Markup('<p class="soft">{}</p>').format(
        t("None of your exhibits on show is of a kind and unit asked for here, so you cannot answer.")
    )
