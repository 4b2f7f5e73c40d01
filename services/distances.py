"""How far two cities lie apart by road: the great circle between their centres and a detour, marked as an assumption.

The centres are data (`cities.csv`): GeoNames, licensed CC BY 4.0. Pure, like the rules of carbon that read it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

__all__ = ["CITIES", "DETOUR", "SOURCE", "WITHIN_KM", "City", "km_between"]

FILE = Path(__file__).with_name("cities.csv")
SOURCE = "GeoNames"
EARTH_KM = 6371.0088  # the mean radius of the earth
DETOUR = Decimal("1.3")  # assumption: roads are this much longer than the great circle
WITHIN_KM = Decimal(20)  # assumption: a delivery inside one city


@dataclass(frozen=True)
class City:
    """The centre of a city, in degrees."""

    latitude: float
    longitude: float
    source: str


def read() -> Mapping[str, City]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {
            line["city"]: City(float(line["latitude"]), float(line["longitude"]), line["source"])
            for line in csv.DictReader(lines)
        }


CITIES: Mapping[str, City] = read()


def km_between(city_a: str, city_b: str) -> Decimal | None:
    """Whole kilometres by road, at least WITHIN_KM; None where one of the cities is not in CITIES."""
    if city_a not in CITIES or city_b not in CITIES:
        return None
    straight = Decimal(great_circle(CITIES[city_a], CITIES[city_b]))
    return max(WITHIN_KM, (straight * DETOUR).quantize(Decimal(1), ROUND_HALF_UP))


def great_circle(a: City, b: City) -> float:
    """Kilometres along the earth, by the haversine formula."""
    north, east = radians(b.latitude - a.latitude) / 2, radians(b.longitude - a.longitude) / 2
    part = sin(north) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, part)))
