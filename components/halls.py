"""The halls: three doors with their rooms, the way back, what is filtered by, and what to do when nothing fits."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from components import formats, html, labels, regions, session
from components.i18n import either, t, tn
from components.rail import Field, Group
from services.money import yuan
from services.products import NAMES, OWN_VALUE, Filters, Shelf, Sort
from services.standards import Hall, Kind, Room

__all__ = [
    "crumbs",
    "doors",
    "entrance",
    "found",
    "heading",
    "in_words",
    "nothing_found",
    "order",
    "way_to",
]

DOOR = Markup(
    '<section class="grand-door"><a class="plate wide" href="{href}" target="_self">'
    '<img src="/drawings/hall.{code}.svg" alt="{alt}" width="1600" height="600"></a>'
    '<div class="door-words"><h2><a href="{href}" target="_self">{name}</a></h2>'
    '<p class="door-count">{count}</p><p class="door-summary">{summary}</p></div>'
    '<ul class="rooms">{rooms}</ul></section>'
)
ROOM = Markup('<li><a href="{}" target="_self">{}<span class="room-count">{}</span></a></li>')
CHIP = Markup('<a class="chip" href="{}" target="_self" aria-label="{}">{} <span aria-hidden="true">×</span></a>')
HEADING = Markup('<div class="hall-heading"><h1>{}</h1>{}</div>')
LEAD = Markup('<p class="lead">{}</p>')


def doors(halls: Sequence[Hall]) -> Markup:
    return Markup('<div class="grand-doors">{}</div>').format(html.join(door(hall) for hall in halls))


def entrance() -> Markup:
    return Markup('<div class="hall-heading"><p class="overline">{}</p><h1>{}</h1><p class="lead">{}</p></div>').format(
        t("The collection"),
        t("Three halls, every material with its proof"),
        t(
            "Walk through a door, or ask for what you need. Each exhibit hangs with its price, its stock, its "
            "certificates and its values against the thresholds they must meet."
        ),
    )


def door(hall: Hall) -> Markup:
    name = either(hall.name_zh, hall.name_en)
    return DOOR.format(
        href=html.address("/halls", {"category": hall.code}),
        code=hall.code,
        alt=t("The hall, drawn"),
        name=name,
        count=tn(
            "{count} exhibit in {kinds} kinds",
            "{count} exhibits in {kinds} kinds",
            hall.exhibits,
            kinds=hall.kind_count,
        ),
        summary=either(hall.category.summary_zh, hall.category.summary_en),
        rooms=html.join(room_link(room) for room in hall.rooms),
    )


def room_link(room: Room) -> Markup:
    name = either(room.kind.name_zh, room.kind.name_en)
    return ROOM.format(html.address("/halls", {"kind": room.kind.code}), name, formats.number(room.exhibits))


def heading(filters: Filters, halls: Sequence[Hall]) -> Markup:
    """What this wall shows: a kind or a hall with its introduction, or what was searched for."""
    kind, hall = chosen(filters, halls)
    if kind:
        way = html.link(t("How many can meet a requirement?"), html.address("/requirements", {"kind": kind.code}))
        lead = LEAD.format(either(kind.summary_zh, kind.summary_en)) + Markup('<p class="ways-on">{}</p>').format(way)
        return HEADING.format(either(kind.name_zh, kind.name_en), lead)
    if hall:
        said = hall.category
        return HEADING.format(either(said.name_zh, said.name_en), LEAD.format(either(said.summary_zh, said.summary_en)))
    return HEADING.format(t("What hangs here") if not filters.q else t("Found in the collection"), "")


def chosen(filters: Filters, halls: Sequence[Hall]) -> tuple[Kind | None, Hall | None]:
    """The kind and the hall the address names; a kind alone names its hall."""
    kinds = [(room.kind, hall) for hall in halls for room in hall.rooms if room.kind.code == filters.kind]
    if kinds:
        return kinds[0]
    return None, next((hall for hall in halls if hall.code == filters.category), None)


def crumbs(*way: tuple[str, Mapping[str, str]], here: str) -> Markup:
    """The way back: the halls, then every (name, query) given, then where one stands."""
    links = [html.link(t("Halls"), html.address("/halls"))]
    links += [html.link(name, html.address("/halls", query)) for name, query in way]
    return Markup('<nav class="crumbs" aria-label="{}">{}<span aria-current="page">{}</span></nav>').format(
        t("You are here"), html.join(links), here
    )


def way_to(filters: Filters, halls: Sequence[Hall]) -> Markup:
    kind, hall = chosen(filters, halls)
    if kind and hall:
        back = (either(hall.name_zh, hall.name_en), {"category": hall.code})
        return crumbs(back, here=either(kind.name_zh, kind.name_en))
    return crumbs(here=either(hall.name_zh, hall.name_en) if hall else t("All exhibits"))


def asked_but(*names: str) -> dict[str, str]:
    """The filters in the address without these, from the first page on."""
    kept = {*NAMES, "sort"} - set(names)
    own = {name for name in session.address_query() if name.startswith(OWN_VALUE)} - set(names)
    return {name: value for name, value in session.address_query().items() if name in kept | own}


def order(filters: Filters) -> Group:
    """In which order the exhibits hang."""
    said = list(orders(filters).items())
    return Group("sort", t("Sorted by"), fields=[Field("sort", t("Sorted by"), session.asked("sort"), options=said)])


def orders(filters: Filters) -> dict[str, str]:
    return {
        "": t("Most fitting first"),
        Sort.NEWEST: t("Newest first"),
        Sort.PRICE: t("Lowest price first"),
        Sort.PRICE_DOWN: t("Highest price first"),
        Sort.CARBON: t("Lowest declared carbon first"),
    } | ({Sort.NEAREST: t("Nearest to my site first")} if filters.site else {})


def found(filters: Filters, shelf: Shelf) -> Markup:
    """How many fit, and every filter with a way to drop it."""
    count = tn("{count} exhibit", "{count} exhibits", shelf.total)
    chips = filters_chosen(filters)
    clear = html.link(
        t("Clear all filters"), html.address("/halls", {"kind": filters.kind, "category": filters.category})
    )
    return Markup(
        '<div class="found"><p class="found-count" role="status">{}</p><p class="chips">{}{}</p></div>'
    ).format(count, chips, clear if len(chips) else html.NOTHING)


def in_words(filters: Filters, halls: Sequence[Hall]) -> str:
    """What is asked for, as a name to keep it by."""
    kind, hall = chosen(filters, halls)
    place = kind or (hall.category if hall else None)
    said = [either(place.name_zh, place.name_en)] if place else []
    return " · ".join([*said, *(words for _, words in filters_said(filters))])[:80]


def filters_chosen(filters: Filters) -> Markup:
    return html.join(chip(name, words) for name, words in filters_said(filters))


def filters_said(filters: Filters) -> list[tuple[str, str]]:
    """Every filter but the kind and the hall: its name in the address, and how it reads."""
    said: list[tuple[str, str]] = []
    said += [("q", f"“{filters.q[:40]}”")] if filters.q else []
    said += [("section", labels.word(filters.section))] if filters.section else []
    said += [("certificate", labels.word(filters.certificate))] if filters.certificate else []
    said += [("stars", t("{stars} and more", stars="★" * min(filters.stars, 3)))] if filters.stars else []
    said += [("conformity", t("The standard"))] if filters.conformity else []
    said += [("verified", t("Verified only"))] if filters.verified else []
    said += [("supplier_kind", labels.word(filters.supplier_kind))] if filters.supplier_kind else []
    said += [("city", regions.named(filters.city))] if filters.city else []
    said += [("within", t("within {km} km", km=filters.within))] if filters.within and filters.site else []
    said += [("price_from", price_edge("≥", filters.price_from))] if filters.price_from is not None else []
    said += [("price_to", price_edge("≤", filters.price_to))] if filters.price_to is not None else []
    said += [("in_stock", t("In stock"))] if filters.in_stock else []
    said += [("carbon", t("Carbon declared"))] if filters.declared else []
    said += [("carbon_to", f"≤ {filters.carbon_to} kgCO₂e")] if filters.carbon_to is not None else []
    return said + [(f"{OWN_VALUE}{key}", f"{key}: {value}") for key, value in filters.values.items()]


def price_edge(sign: str, price_fen: int) -> str:
    return f"{sign} ¥{formats.number(yuan(price_fen))}"


def chip(name: str, words: str) -> Markup:
    return CHIP.format(html.address("/halls", asked_but(name)), f"{t('Drop the filter')}: {words}", words)


def meant(shelf: Shelf) -> Markup:
    """Did you mean …? One click asks it."""
    link = html.link(shelf.suggestion or "", html.address("/halls", asked_but("q") | {"q": shelf.suggestion or ""}))
    return Markup("{} {}").format(t("Did you mean"), link)


def nothing_found(filters: Filters, shelf: Shelf) -> Markup:
    """What to do when nothing fits: fewer filters, another kind, or the whole collection."""
    ways = [html.link(t("Search the whole collection"), html.address("/halls", {"q": filters.q}))] if filters.q else []
    ways.append(html.link(t("See everything that hangs"), html.address("/halls", {"sort": Sort.NEWEST})))
    near = [room_link(room) for hall in shelf.halls for room in hall.rooms if room.exhibits][:6]
    return Markup(
        '<div class="nothing"><p class="nothing-words">{}</p><p>{}</p><p class="nothing-ways">{}</p>'
        '<ul class="rooms">{}</ul></div>'
    ).format(
        t("Nothing on these walls fits."),
        meant(shelf) if shelf.suggestion else t("Drop a filter, try a shorter word, or look into a room nearby."),
        html.join(ways),
        html.join(near),
    )
