"""Which part of the facts is asked for, and whether this official may see it: an official sees their area, no more."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from db import facts as store
from db import standards
from db.engine import reading
from db.facts import Selection
from db.orders import Channel
from services import clock
from services.errors import Invalid
from services.permissions import Permission, require
from services.regions import CITIES, DISTRICTS
from services.visitors import Role, Visitor

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)
LISTED = "{field} reads “{read}”; one of the listed ones is expected."
# What an address calls the fields of a selection; a refusal names them the same.
PARAMETERS = {
    "since": "from",
    "until": "to",
    "city": "city",
    "district": "district",
    "category": "category",
    "kind": "kind",
    "channel": "channel",
}


@dataclass(frozen=True)
class Choices:
    """What this official can choose from. `months` has every one from the first booking to the last."""

    months: tuple[str, ...]
    cities: tuple[str, ...]
    districts: Mapping[str, tuple[str, ...]]
    categories: Mapping[str, tuple[str, str]]  # code: Chinese, English
    kinds: Mapping[str, tuple[str, str, str]]  # code: category, Chinese, English
    channels: tuple[Channel, ...] = tuple(Channel)


def area(visitor: Visitor) -> tuple[str, str]:
    """The city and district the visitor's figures are limited to; empty means no limit."""
    require(visitor, Permission.DASHBOARD_READ)
    if visitor.role is not Role.OFFICIAL:
        return "", ""
    return visitor.area_city or "", visitor.area_district or ""


def granted(visitor: Visitor, wanted: Selection) -> Selection:
    """The selection narrowed to the visitor's area; asking for another one is refused."""
    city, district = area(visitor)
    for name, read, mine in (("city", wanted.city, city), ("district", wanted.district, district)):
        if mine and read not in {"", mine}:
            raise Invalid("{field} reads “{read}”; it lies outside your area.", field=name, read=read)
    return replace(wanted, city=wanted.city or city, district=wanted.district or district)


def selection(visitor: Visitor, asked: Mapping[str, str]) -> Selection:
    """The selection that an address asks for, by the names of PARAMETERS; what makes no sense is refused by name."""
    said = {name: asked.get(parameter, "").strip() for name, parameter in PARAMETERS.items()}
    wanted = granted(visitor, Selection(**said))
    check_months(wanted)
    check_listed(wanted)
    return wanted


def check_months(wanted: Selection) -> None:
    for field, read in (("from", wanted.since), ("to", wanted.until)):
        if read and not MONTH.fullmatch(read):
            raise Invalid("{field} reads “{read}”; a month such as 2026-05 is expected.", field=field, read=read[:40])
    if wanted.since and wanted.until and wanted.since > wanted.until:
        last = {"field": PARAMETERS["until"], "read": wanted.until}
        raise Invalid("{field} reads “{read}”; that is before the first month.", **last)


def check_listed(wanted: Selection) -> None:
    known = listed(wanted)
    for name, options in known.items():
        read = getattr(wanted, name)
        if read and read not in options:
            raise Invalid(LISTED, field=name, read=read[:40])


def listed(wanted: Selection) -> dict[str, set[str]]:
    """What each field may read; a district is one of the chosen city, where one is chosen."""
    cities = [wanted.city] if wanted.city else list(DISTRICTS)
    with reading() as db:
        kinds, categories = standards.kinds(db), standards.categories(db)
    return {
        "city": set(CITIES),
        "district": {district for city in cities for district in DISTRICTS.get(city, {})},
        "category": {category.code for category in categories},
        "kind": {kind.code for kind in kinds if wanted.category in {"", kind.category}},
        "channel": set(Channel),
    }


def choices(visitor: Visitor) -> Choices:
    city, district = area(visitor)
    with reading() as db:
        booked, kinds, categories = store.span(db), standards.kinds(db), standards.categories(db)
    cities = (city,) if city else tuple(CITIES)
    return Choices(
        months=months_between(*(booked or (this_month(), this_month()))),
        cities=cities,
        districts={name: (district,) if district else tuple(DISTRICTS.get(name, {})) for name in cities},
        categories={row.code: (row.name_zh, row.name_en) for row in categories},
        kinds={row.code: (row.category, row.name_zh, row.name_en) for row in kinds},
    )


def this_month() -> str:
    return f"{clock.today():%Y-%m}"


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1))
