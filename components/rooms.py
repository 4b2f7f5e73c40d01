"""What hangs at the door of a room or a hall: its picture wall, how to choose, the standard in short, its figures."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from markupsafe import Markup

from components import formats, html
from components.exhibits import carbon_number
from components.i18n import either, t, tn
from components.standards import threshold
from services.rooms import FEWEST, Band, Card, HallOpening, Room
from services.standards import Confidence, Indicator, Kind

__all__ = ["opening"]

DOOR = Markup(
    '<details class="room"><summary><span class="room-title">{title}</span><span class="room-said">{said}</span>'
    '<span class="room-wall" aria-hidden="true">{wall}</span></summary>'
    '<div class="room-inside">{inside}</div></details>'
)
PLATE = Markup('<span class="plate"><img src="{}" alt="" width="800" height="600" loading="lazy"></span>')
FRESH = Markup(
    '<a class="fresh" href="{}" target="_self"><span class="plate"><img src="{}" alt="" width="800" height="600" '
    'loading="lazy"></span><span>{}</span></a>'
)
PART = Markup('<section class="room-part {}"><h2>{}</h2>{}</section>')
ADVICE = Markup("<p><b>{}</b> {}</p><p><b>{}</b> {}</p>")
ASKED = Markup("<li><span>{} {}</span><b>{}</b></li>")
SPREAD = Markup(
    '<div class="spread"><p class="spread-name">{name}</p><p class="spread-figures"><span>{least}</span><b>{middle}</b>'
    '<span>{most}</span></p><span class="spread-line" aria-hidden="true"><i style="left:{at}%"></i></span>'
    '<p class="soft">{behind}</p></div>'
)
NEIGHBOUR = Markup('<a class="{}" href="{}" target="_self"><span class="soft">{}</span> {}</a>')
ON_THE_WALL = 4
FULL = Decimal(100)


def opening(found: Room | HallOpening | None) -> Markup:
    """Closed at first, so that the exhibits stay near: its head already says what matters."""
    if found is None:
        return html.NOTHING
    return room(found) if isinstance(found, Room) else hall(found)


def room(found: Room) -> Markup:
    parts = [advice(found), standard(found), figures(found), newest(found.newest), neighbours(found)]
    return DOOR.format(
        title=t("About this room"),
        said=in_short(found),
        wall=html.join(PLATE.format(drawing) for drawing in pictures(found)),
        inside=html.join(parts),
    )


def hall(found: HallOpening) -> Markup:
    rooms = sorted(found.hall.rooms, key=lambda inside: -inside.exhibits)[:ON_THE_WALL]
    said = [tn("{count} exhibit", "{count} exhibits", found.hall.exhibits), of_suppliers(found.suppliers)]
    most = [tn("{count} exhibit", "{count} exhibits", one.exhibits) for one in rooms]
    largest = [
        FRESH.format(kind_address(one.kind), f"/drawings/{one.kind.code}.standard.svg",
                     f"{either(one.kind.name_zh, one.kind.name_en)} · {count}")
        for one, count in zip(rooms, most, strict=True)
    ]  # fmt: skip
    shown = PART.format(
        "wide", t("The fullest rooms"), Markup('<div class="freshly">{}</div>').format(html.join(largest))
    )
    return DOOR.format(
        title=t("About this hall"),
        said=" · ".join(said),
        wall=html.join(PLATE.format(one.drawing) for one in found.newest),
        inside=shown + newest(found.newest),
    )


def in_short(found: Room) -> str:
    """6 exhibits · 5 suppliers · ¥90 – ¥389 / m²"""
    said = [tn("{count} exhibit", "{count} exhibits", found.exhibits), of_suppliers(found.suppliers)]
    said += [f"{edges(band, price)} / {formats.unit(band.unit)}" for band in found.prices if band.count >= FEWEST]
    said += [f"{edges(band, carbon_number)} kgCO₂e / {formats.unit(band.unit)}" for band in found.carbon
             if band.count >= FEWEST]  # fmt: skip
    return " · ".join(said)


def of_suppliers(count: int) -> str:
    return tn("{count} supplier", "{count} suppliers", count)


def price(fen: Decimal) -> str:
    return formats.money(int(fen))


def edges(band: Band, said: Callable[[Decimal], str]) -> str:
    return f"{said(band.least)} – {said(band.most)}"


def pictures(found: Room) -> list[str]:
    """The newest exhibits as they are drawn; where few hang, the house's own sheets of the kind fill the wall."""
    drawn = [one.drawing for one in found.newest[:ON_THE_WALL]]
    spare = [f"/drawings/{found.kind.code}.{sheet}.svg" for sheet in ("standard", "study", "sheet", "sample")]
    return (drawn + spare)[: max(ON_THE_WALL, len(drawn))]


def advice(found: Room) -> Markup:
    said = found.advice
    if not said.look_zh:
        return html.NOTHING
    words = ADVICE.format(
        t("What to look at:"),
        either(said.look_zh, said.look_en),
        t("The common trap:"),
        either(said.trap_zh, said.trap_en),
    )
    return PART.format("choosing", t("How to choose"), words)


def standard(found: Room) -> Markup:
    """The indicators in short; what nobody has read in its source is marked."""
    if not found.indicators:
        return html.NOTHING
    rows = html.join(asked(one) for one in found.indicators)
    way = html.link(t("The whole standard"), html.address("/standards", {"kind": found.kind.code}))
    listed = Markup('<ul class="room-asked">{}</ul><p>{}</p>').format(rows, way)
    return PART.format("standard", t("What it must meet"), listed)


def asked(one: Indicator) -> Markup:
    sure = one.confidence is Confidence.VERIFIED
    mark = html.NOTHING if sure else Markup('<span class="tag warn">{}</span>').format(t("reference"))
    return ASKED.format(either(one.name_zh, one.name_en), mark, threshold(one))


def figures(found: Room) -> Markup:
    """Bands with how many stand behind each; too few make none, and neither do declarations of two kinds."""
    shown = [spread(t("Price a {unit}", unit=formats.unit(band.unit)), band, price) for band in found.prices]
    shown += [spread(t("Declared carbon, kgCO₂e a {unit}", unit=formats.unit(band.unit)), band, carbon_number)
              for band in found.carbon]  # fmt: skip
    if found.mixed_carbon:
        said = t("Some declarations here count the carbon stored in the material and some do not: they make no band.")
        shown.append(Markup('<p class="soft">{}</p>').format(said))
    elif not found.carbon:
        shown.append(Markup('<p class="soft">{}</p>').format(t("Nobody here has declared the carbon yet.")))
    return PART.format("figures-of-room", t("In figures"), html.join(shown))


def spread(name: str, band: Band, said: Callable[[Decimal], str]) -> Markup:
    if band.count < FEWEST:
        few = tn("{count} exhibit: too few for a band", "{count} exhibits: too few for a band", band.count)
        return Markup('<div class="spread"><p class="spread-name">{}</p><p class="soft">{}</p></div>').format(name, few)
    return SPREAD.format(
        name=name,
        least=said(band.least),
        middle=said(band.middle),
        most=said(band.most),
        at=place_of(band),
        behind=tn("Lowest, middle and highest of {count} exhibit", "Lowest, middle and highest of {count} exhibits",
                  band.count),
    )  # fmt: skip


def place_of(band: Band) -> Decimal:
    """Where the middle stands between the ends, in percent."""
    width = band.most - band.least
    share = (band.middle - band.least) / width if width else Decimal("0.5")
    return (share * FULL).quantize(Decimal("0.1"))


def newest(fresh: Sequence[Card]) -> Markup:
    if not fresh:
        return html.NOTHING
    shown = [
        FRESH.format(html.address("/product", {"code": one.code}), one.drawing, either(one.name_zh, one.name_en))
        for one in fresh
    ]
    return PART.format("wide", t("Newly hung"), Markup('<div class="freshly">{}</div>').format(html.join(shown)))


def neighbours(found: Room) -> Markup:
    ways = [
        NEIGHBOUR.format(css, kind_address(kind), said, either(kind.name_zh, kind.name_en))
        for css, kind, said in (("", found.before, t("← Room before")), ("next", found.after, t("Next room →")))
        if kind
    ]
    return Markup('<nav class="neighbours" aria-label="{}">{}</nav>').format(t("Neighbouring rooms"), html.join(ways))


def kind_address(kind: Kind) -> str:
    return html.address("/halls", {"kind": kind.code})
