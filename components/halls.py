"""The halls: three doors with their rooms, the way back, what is filtered by, and what to do when nothing fits."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from components import choices, formats, html, labels, regions, session
from components.i18n import either, t, tn
from services.money import yuan
from services.products import NAMES, Filters, Scheme, Shelf, Sort, SupplierKind
from services.standards import Hall, Kind, Room

__all__ = [
    "crumbs",
    "doors",
    "entrance",
    "filters_offered",
    "found",
    "heading",
    "nothing_found",
    "orders",
    "rooms_of",
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
STARS = ("3", "2", "1")


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


def rooms_of(filters: Filters, shelf: Shelf) -> Markup:
    """The kinds one may step into from here, with how many fit: those of this hall, or of all halls."""
    _, hall = chosen(filters, shelf.halls)
    halls = [hall] if hall else shelf.halls
    rooms = [room for each in halls for room in each.rooms if room.exhibits or room.kind.code == filters.kind]
    links = [step_into(room, filters) for room in rooms]
    return Markup('<ul class="rooms steps-into">{}</ul>').format(html.join(links)) if len(links) > 1 else html.NOTHING


def step_into(room: Room, filters: Filters) -> Markup:
    here = room.kind.code == filters.kind
    query = asked_but("kind", "category") | ({"category": room.kind.category} if here else {"kind": room.kind.code})
    return Markup('<li><a class="{}" href="{}" target="_self"{}>{}<span class="room-count">{}</span></a></li>').format(
        "here" if here else "",
        html.address("/halls", query),
        Markup(' aria-current="true"') if here else html.NOTHING,
        either(room.kind.name_zh, room.kind.name_en),
        formats.number(room.exhibits),
    )


def asked_but(*names: str) -> dict[str, str]:
    """The filters in the address without these, from the first page on."""
    kept = {*NAMES, "sort"} - set(names)
    return {name: value for name, value in session.address_query().items() if name in kept}


def filters_offered(shelf: Shelf) -> None:
    """The widgets of the drawer."""
    every = {"": t("All")}
    choices.one_of("certificate", t("Certificate"), every | {scheme: labels.word(scheme) for scheme in Scheme})
    stars = {count: t("{stars} and more", stars="★" * int(count)) if count != STARS[0] else "★★★" for count in STARS}
    choices.one_of("stars", t("Green stars"), every | stars)
    choices.one_of("supplier_kind", t("Supplier"), every | {kind: labels.word(kind) for kind in SupplierKind})
    places = {city: f"{regions.named(city)} ({formats.number(count)})" for city, count in shelf.cities}
    asked = session.asked("city")
    choices.one_of("city", t("Made in"), every | ({asked: regions.named(asked)} if asked else {}) | places)
    choices.amount("price_from", t("Price from (yuan a unit)"))
    choices.amount("price_to", t("Price up to (yuan a unit)"))
    choices.ticked("in_stock", t("Only what is in stock"))


def orders() -> dict[str, str]:
    return {
        "": t("Most fitting first"),
        Sort.NEWEST: t("Newest first"),
        Sort.PRICE: t("Lowest price first"),
        Sort.PRICE_DOWN: t("Highest price first"),
        Sort.CARBON: t("Lowest declared carbon first"),
    }


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


def filters_chosen(filters: Filters) -> Markup:
    said: list[tuple[str, str]] = []
    said += [("q", f"“{filters.q}”")] if filters.q else []
    said += [("certificate", labels.word(filters.certificate))] if filters.certificate else []
    said += [("stars", t("{stars} and more", stars="★" * min(filters.stars, 3)))] if filters.stars else []
    said += [("supplier_kind", labels.word(filters.supplier_kind))] if filters.supplier_kind else []
    said += [("city", regions.named(filters.city))] if filters.city else []
    said += [("price_from", price_edge("≥", filters.price_from))] if filters.price_from is not None else []
    said += [("price_to", price_edge("≤", filters.price_to))] if filters.price_to is not None else []
    said += [("in_stock", t("In stock"))] if filters.in_stock else []
    return html.join(chip(name, words) for name, words in said)


def price_edge(sign: str, price_fen: int) -> str:
    return f"{sign} ¥{formats.number(yuan(price_fen))}"


def chip(name: str, words: str) -> Markup:
    return CHIP.format(html.address("/halls", asked_but(name)), f"{t('Drop the filter')}: {words}", words)


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
        t("Drop a filter above, try a shorter word, or look into a room nearby."),
        html.join(ways),
        html.join(near),
    )
