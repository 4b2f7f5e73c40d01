"""The guided tour: eight stations from the foyer to the officials' desks, each with something live from the house."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components import html
from components.formats import N_
from components.i18n import t

STATION = Markup(
    '<div class="station"><span class="plate"><img src="{drawing}" alt="" width="{width}" height="600"></span>'
    '<div class="station-words"><p class="overline">{place}</p><h1>{title}</h1><p>{words}</p>'
    '<div class="station-live"><p class="overline">{live}</p>{example}</div></div></div>'
)
WAY = Markup('<nav class="tour-way" aria-label="{}"><ol>{}</ol></nav>')
STOP = Markup('<li><a class="{}" href="{}" target="_self"{}><span>{}</span></a></li>')
STEPS = Markup('<nav class="tour-steps" aria-label="{}">{}</nav>')
HERE = Markup(' aria-current="step"')


@dataclass(frozen=True)
class Station:
    """`drawing` is a scene of the house; None where the example's own drawing hangs."""

    name: str
    title: str
    words: str
    drawing: str | None = None


STATIONS = (
    Station(
        N_("Foyer"),
        N_("A museum in which everything may be bought"),
        N_("What hangs here are certified green building materials, shown the way a museum shows its pieces: with a label, "
           "a proof and a source for every number. Anybody may look; schools, hospitals and public institutions buy small "
           "lots straight from the maker, and nobody pays to enter."),
        "/drawings/foyer.svg",
    ),
    Station(
        N_("Halls"),
        N_("Three halls, thirty-nine rooms"),
        N_("Structure, finishing, services: every kind of material has a room with its introduction, its standard and its "
           "range of prices. Search by name, standard or certificate number, in Chinese, English or pinyin; every choice "
           "stands in the address and can be shared."),
        "/drawings/hall.finishing.svg",
    ),
    Station(
        N_("Label"),
        N_("The label beside the exhibit"),
        N_("It says what the thing is, who makes it and where, what one unit costs and how much is in stock. Certificates "
           "are named with their number and their last day; one that has run out no longer counts."),
    ),
    Station(
        N_("Indicators"),
        N_("Read the gauge, then the proof"),
        N_("The filled part of the scale is what the standard allows, the mark is what this exhibit does. Beside it stands "
           "who says so: the supplier, a test report or a certificate. A threshold that nobody has read in its source is "
           "marked as a reference and decides nothing."),
    ),
    Station(
        N_("Carbon"),
        N_("What was emitted before it reached the gate"),
        N_("Embodied carbon from raw material to factory gate (A1–A3), for one unit. A declaration names its source; where "
           "there is none, a generic factor stands in and is marked as about. Sources are never mixed or ranked, and what "
           "cannot be compared says so instead of showing zero."),
    ),
    Station(
        N_("Cart"),
        N_("A small lot, from several makers at once"),
        N_("Put in the cart what you need, by the unit it is sold in. One checkout makes one order a supplier: pay online at "
           "once, or by corporate transfer after acceptance. The supplier starts when it is paid or agreed."),
    ),
    Station(
        N_("Acceptance"),
        N_("Inspected before it counts"),
        N_("The goods arrive, you look at them, and you accept what fits; only then does a transfer fall due. Every step is "
           "dated and stays on record, for you, the supplier and the auditors alike."),
        "/drawings/cover.quiet.svg",
    ),
    Station(
        N_("Behind the scenes"),
        N_("Who keeps the museum honest"),
        N_("Suppliers hang their own exhibits, without entry fee or commission; officials look at every dossier and every "
           "exhibit before it is shown, keep the standard, and follow on charts what is traded. Every change is sealed "
           "into a log in which any tampering shows."),
        "/drawings/cover.craft.svg",
    ),
)  # fmt: skip


def address(step: int) -> str:
    return html.address("/tour", {"step": str(step)})


def way(here: int) -> Markup:
    """All stations as links: those passed, this one, those to come."""
    stops = [
        STOP.format(
            "here" if number == here else "passed" if number < here else "",
            address(number),
            HERE if number == here else "",
            t(station.name),
        )
        for number, station in enumerate(STATIONS, start=1)
    ]
    return WAY.format(t("Stations of the tour"), html.join(stops))


def station(here: int, drawing: str, *, example: Markup) -> Markup:
    """The station with its own drawing, or the example's; `example` is what the page found in the house."""
    one = STATIONS[here - 1]
    return STATION.format(
        drawing=one.drawing or drawing,
        width=1600 if one.drawing else 800,
        place=t("Station {number} of {all}", number=here, all=len(STATIONS)),
        title=t(one.title),
        words=t(one.words),
        live=t("Live from the house"),
        example=example,
    )


def steps(here: int) -> Markup:
    """On and back, as links."""
    ways: list[Markup] = []
    if here > 1:
        ways.append(html.link("← " + t(STATIONS[here - 2].name), address(here - 1), css="press quiet"))
    if here < len(STATIONS):
        ways.append(html.link(t(STATIONS[here].name) + " →", address(here + 1), css="press next"))
    else:
        ways.append(html.link(t("Into the halls") + " →", html.address("/halls"), css="press next"))
    return STEPS.format(t("On through the tour"), html.join(ways))


def facts(pairs: Sequence[tuple[str, str]]) -> Markup:
    """Live figures of a station."""
    cells = html.join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs)
    return Markup('<dl class="figures">{}</dl>').format(cells)
