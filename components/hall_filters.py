"""Which filters the halls offer, in which order and words, with how many exhibits each choice would show."""

from collections.abc import Iterator, Mapping, Sequence

from components import formats, labels, regions, session
from components.i18n import either, t
from components.rail import Choice, Field, Group
from services.money import yuan
from services.products import (
    OWN_VALUE,
    RANGES,
    STARS,
    Conformity,
    Facets,
    Filters,
    Scheme,
    Section,
    Shelf,
    SupplierKind,
)
from services.regions import CITIES
from services.standards import Hall, Indicator, Operator
from services.tightened import as_the_standard, written

__all__ = ["groups"]

YES = "yes"
FEW_CITIES = 12


def groups(filters: Filters, shelf: Shelf, asked: Sequence[Indicator]) -> list[Group]:
    """`asked` are the indicators of the chosen kind."""
    facets = shelf.facets
    return [
        rooms(filters, shelf.halls),
        Group("section", t("Section"), members("section", Section, facets.sections)),
        proofs(filters, facets),
        Group("verified", t("Proof"), verified(filters, facets)),
        Group("certificate", t("Certificate"), members("certificate", Scheme, facets.certificates), open=False),
        Group("stars", t("Green stars"), list(stars(filters, facets)), open=False),
        Group("supplier_kind", t("Supplier"), list(sellers(filters, facets))),
        prices(filters, facets),
        Group("in_stock", t("Stock"), [Choice(YES, t("In stock now"), facets.in_stock, on=filters.in_stock)]),
        Group("city", t("Made in"), list(cities(filters, facets)), open=False),
        distance(filters, facets),
        carbon(filters, facets),
        Group("values", t("Indicators of this kind"), fields=[own_value(one, filters) for one in asked], open=False,
              note=t("Show only exhibits whose value is at least as good.") if asked else ""),
    ]  # fmt: skip


def members(name: str, options: type[Scheme] | type[Section], counts: Mapping[str, int]) -> list[Choice]:
    """The members of an enumeration that would show something, or are chosen."""
    asked = session.asked(name)
    return [
        Choice(one.value, labels.word(one), counts.get(one, 0), on=asked == one.value)
        for one in options
        if counts.get(one) or asked == one.value
    ]


def rooms(filters: Filters, halls: Sequence[Hall]) -> Group:
    """The three halls; inside one, its rooms."""
    inside = next((hall for hall in halls if hall.code == filters.category or holds(hall, filters.kind)), None)
    if inside is None:
        return Group("room", t("Hall"), [
            Choice(f"category:{hall.code}", either(hall.name_zh, hall.name_en), hall.exhibits) for hall in halls
        ])  # fmt: skip
    own = Choice(f"category:{inside.code}", t("All of {hall}", hall=either(inside.name_zh, inside.name_en)),
                 inside.exhibits, on=not filters.kind)  # fmt: skip
    others = [
        Choice(f"kind:{room.kind.code}", either(room.kind.name_zh, room.kind.name_en), room.exhibits,
               on=room.kind.code == filters.kind)
        for room in inside.rooms if room.exhibits or room.kind.code == filters.kind
    ]  # fmt: skip
    return Group("room", t("Room"), [own, *others])


def holds(hall: Hall, kind: str) -> bool:
    return any(room.kind.code == kind for room in hall.rooms)


def proofs(filters: Filters, facets: Facets) -> Group:
    """How far the exhibits meet what is asked of them."""
    said = {
        Conformity.ALL: t("All indicators met"),
        Conformity.SOME: t("Some met, or not all declared"),
        Conformity.NONE: t("Nothing declared"),
    }
    choices = [Choice(one, words, facets.conformity.get(one, 0), on=filters.conformity is one)
               for one, words in said.items() if facets.conformity.get(one) or filters.conformity is one]  # fmt: skip
    return Group("conformity", t("The standard"), choices)


def verified(filters: Filters, facets: Facets) -> list[Choice]:
    """What a report or certificate stands behind, apart from what is only declared."""
    shown = facets.verified or filters.verified
    return [Choice(YES, t("Verified, not only declared"), facets.verified, on=filters.verified)] if shown else []


def stars(filters: Filters, facets: Facets) -> Iterator[Choice]:
    for count in STARS:
        found, on = facets.stars.get(count, 0), filters.stars == count
        if found or on:
            stars = "★" * count
            yield Choice(str(count), stars if count == max(STARS) else t("{stars} and more", stars=stars), found, on=on)


def sellers(filters: Filters, facets: Facets) -> Iterator[Choice]:
    """Direct from the factory stands first."""
    said = {SupplierKind.BRAND_MANUFACTURER: t("Direct from the factory"), SupplierKind.DISTRIBUTOR: t("Distributor")}
    for kind, words in said.items():
        if facets.supplier_kinds.get(kind) or filters.supplier_kind is kind:
            yield Choice(kind, words, facets.supplier_kinds.get(kind, 0), on=filters.supplier_kind is kind)


def prices(filters: Filters, facets: Facets) -> Group:
    now = (filters.price_from, filters.price_to)
    choices = [Choice(f"{plain(low)}-{plain(high)}", band(low, high), count, on=(low, high) == now)
               for (low, high), count in facets.prices.items()]  # fmt: skip
    typed = [
        Field("price_from", t("From"), plain(filters.price_from), unit=t("yuan")),
        Field("price_to", t("Up to"), plain(filters.price_to), unit=t("yuan")),
    ]
    return Group("price", t("Price of one unit"), choices, fields=typed)


def plain(fen: int | None) -> str:
    return "" if fen is None else str(fen // 100)


def band(low: int | None, high: int | None) -> str:
    if low is None:
        return t("up to ¥{most}", most=formats.number(yuan(high or 0)))
    if high is None:
        return t("from ¥{least}", least=formats.number(yuan(low)))
    return f"¥{formats.number(yuan(low))} – ¥{formats.number(yuan(high))}"


def cities(filters: Filters, facets: Facets) -> Iterator[Choice]:
    most_first = sorted(facets.cities.items(), key=lambda pair: (-pair[1], pair[0]))
    for city, count in most_first[:FEW_CITIES]:
        yield Choice(city, regions.named(city), count, on=city == filters.city)
    if filters.city and filters.city not in dict(most_first[:FEW_CITIES]):
        yield Choice(filters.city, regions.named(filters.city), facets.cities.get(filters.city, 0), on=True)


def distance(filters: Filters, facets: Facets) -> Group:
    places = [("", t("Choose a city")), *((city, regions.named(city)) for city in CITIES)]
    choices = [
        Choice(str(km), t("within {km} km", km=km), facets.within.get(km, 0), on=filters.within == km) for km in RANGES
    ]
    return Group(
        "within", t("Distance to my site"), choices if filters.site else (), open=bool(filters.site),
        fields=[Field("site", t("My site is in"), filters.site if filters.site in CITIES else "", options=places)],
        note=t("By road, estimated between city centres.") if filters.site else "",
    )  # fmt: skip


def carbon(filters: Filters, facets: Facets) -> Group:
    """Declarations are compared only within a kind: elsewhere only whether there is one."""
    typed = [Field("carbon_to", t("At most"), session.asked("carbon_to"), unit=t("kgCO₂e a unit"), direction="le")]
    return Group(
        "carbon", t("Embodied carbon"),
        [Choice("declared", t("Declared by the maker"), facets.declared, on=filters.declared)],
        fields=typed if filters.kind else (), open=False,
    )  # fmt: skip


def own_value(one: Indicator, filters: Filters) -> Field:
    """An indicator to tighten: a number, two with ".." between, or yes; what the standard asks is the hint."""
    name, said = f"{OWN_VALUE}{one.key}", filters.values.get(one.key, "")
    called, unit = either(one.name_zh, one.name_en), "" if one.unit == "-" else one.unit
    if one.operator is Operator.YES:
        return Field(name, called, said, options=[("", t("All")), ("1", t("Yes"))])
    standard = as_the_standard(one)
    better = {Operator.AT_MOST: "le", Operator.AT_LEAST: "ge"}.get(one.operator, "")
    return Field(name, called, said, unit=unit, direction=better, hint=written(standard) if standard else "")
