"""The form of an exhibit: words, trade, carbon, the kind's own indicators; what was typed becomes a ListingForm."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import formats, html
from components import standards as wall
from components.i18n import either, t
from components.wording import words
from services import money
from services.listings import Answer, Exhibit, ListingForm, Proof
from services.standards import Indicator, Kind, Operator


@dataclass(frozen=True)
class Blank:
    """What a form starts from. `slug` names its widgets: another revision is another form."""

    slug: str
    kind: Kind
    indicators: Sequence[Indicator]
    now: ListingForm
    usual_price_fen: int | None = None


def blank(kind: Kind, indicators: Sequence[Indicator], usual_price_fen: int | None) -> Blank:
    now = ListingForm(kind=kind.code, name_zh="", price_fen=0, unit=kind.unit, mass_kg=kind.mass_kg)
    return Blank(f"new-{kind.code}", kind, indicators, now, usual_price_fen)


def filled(exhibit: Exhibit, revision: int) -> Blank:
    product = exhibit.product
    columns = {name: getattr(product, name) for name in ListingForm.__dataclass_fields__ if hasattr(product, name)}
    now = ListingForm(**columns | {"values": exhibit.values})
    slug = f"{product.code}-{revision}"
    return Blank(slug, exhibit.kind, exhibit.indicators, now, exhibit.usual_price_fen)


@dataclass(frozen=True)
class Typed:
    """What was typed, still as text where a mistake must be named: prices and quantities."""

    form: Mapping[str, str]
    values: Mapping[str, Answer]
    unit: str
    figures: Mapping[str, Decimal | None]
    confirmed: bool

    def listing(self, kind: str) -> ListingForm:
        """The form for the service. Raises Invalid with the field's name."""
        said = self.form
        return ListingForm(
            kind=kind,
            name_zh=said["name_zh"],
            name_en=said["name_en"],
            specification_zh=said["specification_zh"],
            specification_en=said["specification_en"],
            description_zh=said["description_zh"],
            description_en=said["description_en"],
            price_fen=money.fen(said["price"], field="Price"),
            unit=self.unit,
            minimum_milli=money.milli(said["minimum"], field="Least quantity"),
            step_milli=money.milli(said["step"], field="Step"),
            mass_kg=self.figures["mass_kg"],
            carbon=self.figures["carbon"],
            carbon_source=said["carbon_source"],
            origin_city=said["origin_city"],
            values=self.values,
            price_confirmed=self.confirmed,
        )


def ask(form: Blank) -> Typed:
    """Draw every field inside the caller's form."""
    written = ask_words(form)
    trade, unit, figures, confirmed = ask_trade(form)
    values = ask_values(form)
    return Typed(written | trade, values, unit, figures, confirmed)


def section(title: str, words: str = "") -> None:
    html.show(Markup('<div class="section"><h3>{}</h3><p class="soft">{}</p></div>').format(title, words))


def ask_words(form: Blank) -> dict[str, str]:
    section(t("Name and words"), t("Chinese is asked; English is shown to visitors who read English."))
    now, key = form.now, form.slug
    zh, en = st.columns(2, gap="medium")
    asked = {
        "name_zh": zh.text_input(t("Name (Chinese)"), now.name_zh, key=f"name_zh-{key}", max_chars=120),
        "name_en": en.text_input(t("Name (English)"), now.name_en, key=f"name_en-{key}", max_chars=160),
    }
    zh, en = st.columns(2, gap="medium")
    asked["specification_zh"] = zh.text_input(
        t("Specification (Chinese)"), now.specification_zh, key=f"specification_zh-{key}", max_chars=200
    )
    asked["specification_en"] = en.text_input(
        t("Specification (English)"), now.specification_en, key=f"specification_en-{key}", max_chars=300
    )
    zh, en = st.columns(2, gap="medium")
    asked["description_zh"] = zh.text_area(
        t("Description (Chinese)"), now.description_zh, key=f"description_zh-{key}", max_chars=2000, height=140
    )
    asked["description_en"] = en.text_area(
        t("Description (English)"), now.description_en, key=f"description_en-{key}", max_chars=3000, height=140
    )
    return {name: said or "" for name, said in asked.items()}


def ask_trade(form: Blank) -> tuple[dict[str, str], str, dict[str, Decimal | None], bool]:
    section(t("Price, quantity, origin"), usual_price(form))
    now, key = form.now, form.slug
    row = st.columns(4, gap="medium")
    unit = row[1].selectbox(
        t("Unit"),
        form.kind.units,
        index=index_of(form.kind.units, now.unit),
        format_func={unit: formats.unit(unit) for unit in form.kind.units}.__getitem__,
        key=f"unit-{key}",
    )
    asked = {
        "price": row[0].text_input(t("Price (yuan a unit)"), plain_price(now.price_fen), key=f"price-{key}"),
        "minimum": row[2].text_input(t("Least quantity"), plain(now.minimum_milli), key=f"minimum-{key}"),
        "step": row[3].text_input(t("In steps of"), plain(now.step_milli), key=f"step-{key}"),
    }
    confirmed = st.checkbox(t("I have checked the price, even if others ask much more or less"), key=f"sure-{key}")
    row = st.columns(4, gap="medium")
    asked["origin_city"] = row[0].text_input(t("Place of origin"), now.origin_city, key=f"origin-{key}", max_chars=40)
    figures = {
        "mass_kg": figure(row[1].number_input(t("Mass of a unit (kg)"), value=shown(now.mass_kg), min_value=0.0,
                                              key=f"mass-{key}", format="%.10g")),
        "carbon": figure(row[2].number_input(t("Carbon A1–A3 (kgCO₂e a unit)"), value=shown(now.carbon),
                                             key=f"carbon-{key}", format="%.10g")),
    }  # fmt: skip
    asked["carbon_source"] = row[3].text_input(
        t("Declaration (EPD) of the carbon figure"), now.carbon_source, key=f"carbon_source-{key}", max_chars=200
    )
    return {name: said or "" for name, said in asked.items()}, unit, figures, confirmed


def usual_price(form: Blank) -> str:
    if form.usual_price_fen is None:
        return t("This is the first exhibit of its kind: there is no price to compare with.")
    return t(
        "Other exhibits of this kind cost about {price} a {unit}.",
        price=formats.money(form.usual_price_fen),
        unit=formats.unit(form.now.unit),
    )


def ask_values(form: Blank) -> dict[str, Answer]:
    section(
        t("What the Basic Requirements ask"),
        t("Leave empty what has not been measured: it is shown as not declared, never as failed."),
    )
    answers = {}
    for indicator in form.indicators:
        label, value, proof = st.columns([4, 2, 2], gap="medium", vertical_alignment="center")
        with label:
            html.show(asked_for(indicator))
        now = form.now.values.get(indicator.key)
        with value:
            said = ask_value(indicator, now, f"value-{indicator.key}-{form.slug}")
        with proof:
            stands = st.selectbox(
                t("Proof"),
                list(Proof),
                index=list(Proof).index(now.proof) if now else 0,
                format_func=words(Proof),
                key=f"proof-{indicator.key}-{form.slug}",
                label_visibility="collapsed",
            )
        if said is not None:
            answers[indicator.key] = Answer(said, stands or Proof.DECLARED)
    return answers


def asked_for(indicator: Indicator) -> Markup:
    return Markup('<div class="asked"><b>{}</b><span>{} {} <span class="soft">{}</span></span></div>').format(
        either(indicator.name_zh, indicator.name_en),
        wall.threshold(indicator),
        wall.confidence(indicator.confidence),
        indicator.standard,
    )


def ask_value(indicator: Indicator, now: Answer | None, key: str) -> Decimal | None:
    name = unmarked(either(indicator.name_zh, indicator.name_en))
    if indicator.operator is Operator.YES:
        options = [None, Decimal(1), Decimal(0)]
        said = {None: t("Not declared"), Decimal(1): t("Yes"), Decimal(0): t("No")}
        at = options.index(now.value) if now and now.value in options else 0
        return st.selectbox(
            name, options, index=at, format_func=said.__getitem__, key=key, label_visibility="collapsed"
        )
    unit = "" if indicator.unit in {"", "-"} else indicator.unit
    typed = st.number_input(
        name,
        value=shown(now.value) if now else None,
        key=key,
        format="%.10g",
        placeholder=unit or t("Value"),
        label_visibility="collapsed",
    )
    return figure(typed)


def unmarked(words: str) -> str:
    """Words for a label, whose Markdown signs are to be read as they are."""
    return re.sub(r"([\\`*_{}\[\]()#+.!:$~<>|-])", r"\\\1", words)


def index_of(options: Sequence[str], wanted: str) -> int:
    return options.index(wanted) if wanted in options else 0


def plain_price(fen: int) -> str:
    return f"{money.yuan(fen):.2f}" if fen else ""


def plain(milli: int) -> str:
    return f"{money.quantity(milli):f}"


def shown(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def figure(typed: float | None) -> Decimal | None:
    """The shortest decimal that reads as the number typed."""
    return None if typed is None else Decimal(repr(typed))
