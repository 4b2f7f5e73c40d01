"""The way to the visitor's site (A4): how far, by what, how heavy; and what making and moving it come to together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import carbon, formats, html, regions, session
from components.carbon_bars import amount, bars
from components.formats import N_
from components.i18n import t
from components.standards import tabled
from services import carbon as rules
from services import distances, freight
from services.freight import Load
from services.products import Exhibit
from services.standards import CarbonFactor, TransportFactor

__all__ = ["to_site"]

MODES = {
    "road, light petrol truck 2 t": N_("Light petrol truck, 2 t"),
    "road, medium petrol truck 8 t": N_("Medium petrol truck, 8 t"),
    "road, heavy petrol truck 10/18 t": N_("Heavy petrol truck, 10/18 t"),
    "road, light diesel truck 2 t": N_("Light diesel truck, 2 t"),
    "road, medium diesel truck 8 t": N_("Medium diesel truck, 8 t"),
    "road, heavy diesel truck 10 t": N_("Heavy diesel truck, 10 t"),
    "road, heavy diesel truck 18 t": N_("Heavy diesel truck, 18 t"),
    "road, heavy diesel truck 30 t": N_("Heavy diesel truck, 30 t"),
    "road, heavy diesel truck 46 t": N_("Heavy diesel truck, 46 t"),
    "rail, electric locomotive": N_("Railway, electric"),
    "rail, diesel locomotive": N_("Railway, diesel"),
    "rail, China market average": N_("Railway, China's average"),
    "water, liquid bulk 2000 t": N_("Ship, liquid bulk, 2,000 t"),
    "water, dry bulk 2500 t": N_("Ship, dry bulk, 2,500 t"),
    "water, container 200 TEU": N_("Ship, 200 containers"),
}
HOME, TYPED = "湖州", "km"
USUAL = ""
MOST_KM = int(freight.MOST_KM)


@dataclass(frozen=True)
class Way:
    """One delivery of the wanted quantity; `usual` marks a vehicle that the museum assumed."""

    km: Decimal
    typed: bool
    load: Load
    vehicle: TransportFactor
    usual: bool


@st.fragment
def to_site(
    exhibit: Exhibit, milli: int, *, factors: Sequence[CarbonFactor], vehicles: Sequence[TransportFactor]
) -> None:
    """Asks for the site and shows what `milli` thousandths of a unit come to; a change here redraws nothing else."""
    start = exhibit.card.origin or exhibit.maker.city
    load = freight.load(exhibit.card, exhibit.kind)
    html.show(Markup('<h3 class="beside">{}</h3>').format(t("On its way to my site (A4)")))
    with st.grid(2, min_column_width=160, key="site-asked"):
        km, typed = ask_distance(start)
        mode = ask_mode(vehicles)
    if load is None:
        return html.show(refused(t("The mass of one unit is not stated, so its transport cannot be counted.")))
    if km is None:
        return html.show(refused(t("How far it is from {place} is not known: type the kilometres.", place=start)))
    chosen = next((one for one in vehicles if one.mode == mode), None)
    vehicle = chosen or freight.usual(vehicles, mass_kg=load.of(milli), km=km)
    if vehicle is None:
        return html.show(refused(t("No transport factors are known.")))
    return html.show(told(exhibit, milli, Way(km, typed, load, vehicle, chosen is None), factors))


def ask_distance(start: str) -> tuple[Decimal | None, bool]:
    """Kilometres by road from `start`, and whether the visitor typed them; at first to a buyer's own city."""
    asked = session.asked("site")
    known = asked if asked in {*distances.CITIES, TYPED} else session.visitor().site or HOME
    named = {city: regions.named(city) for city in distances.CITIES} | {TYPED: t("Elsewhere: type the kilometres")}
    site = st.selectbox(
        t("My site is in"),
        list(named),
        format_func=lambda city: named.get(city, city),
        key=session.shown_from_address("site", known),
        on_change=session.answer_into_address,
        args=("site", "site"),
    )
    return (ask_km(), True) if site == TYPED else (distances.km_between(start, site), False)


def ask_km() -> Decimal:
    asked = min(session.asked_number("km") or 100, MOST_KM)
    typed = st.number_input(
        t("Kilometres to my site"),
        min_value=0,
        max_value=MOST_KM,
        step=10,
        key=session.shown_from_address("km", asked),
        on_change=session.answer_into_address,
        args=("km", "km"),
    )
    return Decimal(typed)


def ask_mode(vehicles: Sequence[TransportFactor]) -> str:
    asked = session.asked("mode")
    named = {USUAL: t("The usual vehicle")} | {one.mode: mode_named(one.mode) for one in vehicles}
    return st.selectbox(
        t("Carried by"),
        list(named),
        format_func=lambda mode: named.get(mode, mode),
        key=session.shown_from_address("mode", asked if asked in named else USUAL),
        on_change=session.answer_into_address,
        args=("mode", "mode"),
    )


def mode_named(mode: str) -> str:
    return t(MODES.get(mode, mode))


def refused(why: str) -> Markup:
    return Markup('<p class="soft">{}</p>').format(why)


def told(exhibit: Exhibit, milli: int, way: Way, factors: Sequence[CarbonFactor]) -> Markup:
    card = exhibit.card
    moved = freight.a4(way.load.unit_kg, km=way.km, vehicle=way.vehicle)
    named, kind = carbon.beside(card, factors)
    drawn = bars(card, moved, rules.spread(card, card.footprint, factors), kind=kind, named=named)
    return drawn + sums(exhibit, milli, way) + assumed(exhibit, milli, way)


def sums(exhibit: Exhibit, milli: int, way: Way) -> Markup:
    """Making and moving, for one unit and for the quantity that stands in the board above."""
    card = exhibit.card
    columns = [
        "kgCO₂e",
        t("for one {unit}", unit=formats.unit(card.unit)),
        t("for {quantity}", quantity=formats.quantity(milli, card.unit)),
    ]
    made = card.footprint.per_unit, rules.of_quantity(card.footprint, milli)
    moved = (freight.a4(way.load.unit_kg, km=way.km, vehicle=way.vehicle),
             freight.a4(way.load.of(milli), km=way.km, vehicle=way.vehicle))  # fmt: skip
    both = tuple(None if one is None else one + other for one, other in zip(made, moved, strict=True))
    rows = [
        (t("Made (A1–A3)"), *map(said, made)),
        (t("Moved (A4)"), *map(said, moved)),
        (t("Together"), *map(said, both)),
    ]
    return tabled(t("Embodied carbon, made and moved"), columns, rows)


def said(value: Decimal | None) -> str:
    return t("not comparable") if value is None else amount(value)


def assumed(exhibit: Exhibit, milli: int, way: Way) -> Markup:
    """How each number of the way came about, and which are assumptions."""
    said = [
        measured(exhibit, way),
        weighed(exhibit, milli, way.load),
        t(
            "{mode}: {gwp} kgCO₂e per tonne-kilometre, {source}.",
            mode=mode_named(way.vehicle.mode),
            gwp=formats.number(way.vehicle.gwp, 3),
            source=way.vehicle.source,
        ),
        t("The vehicle is the museum's assumption for this load and distance.") if way.usual else "",
    ]
    return Markup('<p class="assumed">{}</p>').format(" ".join(part for part in said if part))


def measured(exhibit: Exhibit, way: Way) -> str:
    km = formats.number(way.km)
    if way.typed:
        return t("{km} km, as you typed them.", km=km)
    if way.km == distances.WITHIN_KM:
        return t("{km} km inside one city or between neighbours: an assumption.", km=km)
    return t(
        "{km} km from {place}: city centres by {source}, great circle × {detour}; an assumption.",
        km=km,
        place=regions.named(exhibit.card.origin or exhibit.maker.city),
        source=distances.SOURCE,
        detour=formats.number(distances.DETOUR, 1),
    )


def weighed(exhibit: Exhibit, milli: int, load: Load) -> str:
    weight = formats.number(load.of(milli), 1)
    if load.typical:
        return t(
            "The load is {kg} kg by the typical mass of its kind ({source}).",
            kg=weight,
            source=exhibit.kind.mass_source,
        )
    return t("The load is {kg} kg.", kg=weight)
