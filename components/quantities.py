"""How much that is: a wish in another unit as whole packs, the price of a declared unit, and what both rest upon."""

from collections.abc import Iterable
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import feedback, formats, html, labels, session
from components.i18n import t, tn
from components.label import LARGEST
from services import money, openepd_rules, units
from services.errors import Invalid, Refused
from services.products import Card, Exhibit, SupplierKind
from services.units import Amount, Converted, Goods, Ground, Packs

__all__ = ["calculator", "open_formats", "packs_of", "per_declared_unit"]

ANSWER = Markup('<p class="packs"><b>{packs}</b> <span>{sum}</span> <span class="soft">{surplus}</span></p>{grounds}')
GROUNDS = Markup('<p class="soft grounds">{}</p>')
PER_UNIT = Markup('<p class="per-unit"><b class="price">{}</b> <span class="soft">/ {} · {}</span></p>')
OPEN_FORMATS = Markup('<p class="soft open-formats">{}</p>')
MEASURED = ("m", "m2", "m3", "kg", "t")  # what is not counted is asked for by mass as well


def known(exhibit: Exhibit) -> Goods:
    said = ((reading.indicator.name_en, reading.indicator.unit, reading.value) for reading in exhibit.readings)
    return units.goods(exhibit.card, exhibit.kind, said)


def calculator(exhibit: Exhibit) -> None:
    """18.5 m2 or 3.2 t, typed here, become whole packs, which the quantity beside it may take over."""
    card, goods = exhibit.card, known(exhibit)
    offered = units_offered(exhibit, goods)
    if offered == [card.unit] and card.step_milli == money.MILLI:
        return
    asked = t("How many packs do I need?") if is_packed(card.step_milli) else t("I know it in another unit")
    with st.expander(asked, key=f"calculator-{card.code}"):
        typed, chosen = st.columns([3, 2])
        amount = typed.number_input(t("I need"), min_value=0.0, max_value=float(LARGEST), value=None, format="%.10g",
                                    placeholder="18.5", key=f"needed_{card.code}")  # fmt: skip
        unit = chosen.selectbox(t("Unit"), offered, format_func=names_of(offered).__getitem__,
                                key=f"needed_unit_{card.code}")  # fmt: skip
        if amount:
            with feedback.refusals():
                answer(card, goods, Amount(Decimal(repr(amount)), unit or card.unit))


def names_of(codes: Iterable[str]) -> dict[str, str]:
    return {code: formats.unit(code) for code in codes}


def units_offered(exhibit: Exhibit, goods: Goods) -> list[str]:
    """The kind's own units, joined or not; what else one may have in mind, where it can be joined."""
    own, measured = exhibit.card.unit, exhibit.card.unit in MEASURED
    others = [*goods.contents, *(("m2", "m3", "kg", "t") if measured else ())]
    joined = [unit for unit in others if is_joined(goods, unit)]
    return list(dict.fromkeys([own, *exhibit.kind.units, *joined]))


def is_joined(goods: Goods, unit: str) -> bool:
    try:
        units.held(goods, unit)
    except Invalid:
        return False
    return True


def answer(card: Card, goods: Goods, wanted: Amount) -> None:
    """Raises Invalid where the units cannot be joined, or where that is more than a line holds."""
    lots, converted = units.packs_for(goods, wanted, minimum_milli=card.minimum_milli, step_milli=card.step_milli)
    if lots.quantity_milli > LARGEST * money.MILLI:
        raise Invalid("At most {most} {unit} fit into one line.", most=LARGEST, unit=card.unit)
    html.show(answered(card, goods, lots, converted))
    st.button(
        t("Take over {quantity}", quantity=formats.quantity(lots.quantity_milli, card.unit)),
        key=f"take_over_{card.code}",
        on_click=session.answer_for,
        args=(f"quantity_{card.code}", float(money.quantity(lots.quantity_milli))),
        width="stretch",
    )


def answered(card: Card, goods: Goods, lots: Packs, converted: Converted) -> Markup:
    surplus = t("{quantity} more than asked", quantity=formats.quantity(lots.surplus_milli, card.unit))
    grounds = [ground(one, goods) for one in sorted(converted.grounds)]
    return ANSWER.format(
        packs=packs_of(lots.quantity_milli, card.step_milli, card.unit)
        or formats.quantity(lots.quantity_milli, card.unit),
        sum=formats.money(money.line_total(lots.quantity_milli, card.price_fen)),
        surplus=surplus if lots.surplus_milli else t("exactly as asked"),
        grounds=GROUNDS.format("; ".join(grounds)) if grounds else html.NOTHING,
    )


def packs_of(quantity_milli: int, step_milli: int, unit: str) -> str:
    """8 packs of 2.4 m²; nothing where it is not packed, or where the quantity is no whole number of packs."""
    count, rest = divmod(quantity_milli, step_milli)
    if rest or not is_packed(step_milli):
        return ""
    size = formats.quantity(step_milli, unit)
    return tn("{count} pack of {size}", "{count} packs of {size}", count, size=size)


def is_packed(step_milli: int) -> bool:
    """Steps of 1, 0.5, 0.1, 0.01 say only how fine it is cut; any other is the content of a pack."""
    return step_milli > money.MILLI or money.MILLI % step_milli != 0


def ground(one: Ground, goods: Goods) -> str:
    """In words, with the figure it rests upon."""
    unit = formats.unit(goods.unit)
    if one is Ground.MASS:
        return t("by its own mass: {mass} kg a {unit}", mass=figure(goods.mass_kg), unit=unit)
    if one is Ground.TYPICAL_MASS:
        return t("an assumption: {mass} kg a {unit} is typical of its kind", mass=figure(goods.typical_mass_kg),
                 unit=unit)  # fmt: skip
    if one is Ground.THICKNESS:
        return t("by its thickness: {thickness} mm", thickness=figure(goods.thickness_mm))
    return t("by its specification")


def figure(value: Decimal | None) -> str:
    return formats.number(value or Decimal(0), 3)


def per_declared_unit(exhibit: Exhibit) -> Markup:
    """The price of openEPD's declared unit, where it is another than the selling unit and the two can be joined."""
    card, goods = exhibit.card, known(exhibit)
    try:
        declared = units.declared_unit(exhibit.kind.openepd_unit)
        price = units.price_per(goods, card.price_fen, declared)
    except Invalid:
        return html.NOTHING
    if declared == Amount(Decimal(1), card.unit) or declared.unit == "item":
        return html.NOTHING
    said = [t("declared unit of openEPD"), *(ground(one, goods) for one in sorted(price.grounds))]
    return PER_UNIT.format(yuan(price.fen), amount_in_words(declared), "; ".join(said))


def yuan(fen: Decimal) -> str:
    """Whole fen as money; a part of one with the figures that count."""
    return formats.money(int(fen)) if fen == int(fen) else f"¥{formats.number(fen / 100, 6)}"


def amount_in_words(amount: Amount) -> str:
    unit = formats.unit(amount.unit)
    return unit if amount.quantity == 1 else f"{formats.number(amount.quantity, 3)} {unit}"


def open_formats(exhibit: Exhibit) -> Markup:
    """The way to the openEPD file and what it leaves out; or why there is none."""
    if not exhibit.on_show:
        return html.NOTHING
    by_its_maker = exhibit.maker.kind is SupplierKind.BRAND_MANUFACTURER
    try:
        file = openepd_rules.outlook(known(exhibit), exhibit.kind, exhibit.card.footprint, by_its_maker=by_its_maker)
    except Refused as refusal:
        return OPEN_FORMATS.format(t("No openEPD file: {why}", why=reason(refusal)))
    link = html.link("openEPD", html.address(f"/api/v1/products/{exhibit.card.code}/openepd.json"), css="open-data")
    size = f"{formats.number(file.declared.quantity, 3)} {formats.unit(file.declared.unit)}"
    said = [t("JSON, for {amount}", amount=size), *([labels.word(file.withheld)] if file.withheld else [])]
    return OPEN_FORMATS.format(link + " · " + " · ".join(said))


def reason(refusal: Refused) -> str:
    """In words: names of units instead of their codes."""
    return t(refusal.phrase, **{name: formats.unit(str(value)) for name, value in refusal.values.items()})
