"""The way to the site: how heavy the load is, which vehicle would usually carry it, and what that emits (A4). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from services import carbon, money
from services.carbon import KILOGRAMS, Ware

__all__ = ["FAR_KM", "Load", "Vehicle", "a4", "load", "moved", "usual"]

TRUCK = re.compile(r"road, \w+ diesel truck (\d+) t")
TRAIN = "rail, China market average"
FAR_KM = Decimal(800)  # assumption: beyond this, what fills several of the largest trucks goes by rail
MOST_KM = Decimal(20_000)


class Vehicle(Protocol):
    """`gwp` is kgCO2e per tonne-kilometre."""

    @property
    def mode(self) -> str: ...
    @property
    def gwp(self) -> Decimal: ...


V = TypeVar("V", bound=Vehicle)


@dataclass(frozen=True)
class Load:
    """The mass of one unit; `typical` marks the mass of its kind where the exhibit states none of its own."""

    unit_kg: Decimal
    typical: bool = False

    def of(self, quantity_milli: int) -> Decimal:
        """Kilograms of a quantity in thousandths."""
        return money.per_unit(self.unit_kg, quantity_milli)


def load(ware: Ware, kind: Ware) -> Load | None:
    """By definition, as the exhibit states it, or as is typical of its kind sold by the same unit."""
    own = KILOGRAMS.get(ware.unit, ware.mass_kg)
    if own is not None:
        return Load(own)
    return Load(kind.mass_kg, typical=True) if kind.unit == ware.unit and kind.mass_kg is not None else None


def usual(vehicles: Sequence[V], *, mass_kg: Decimal, km: Decimal) -> V | None:
    """The smallest diesel truck that takes it at once, else the largest; by rail what is far and fills several."""
    trucks = {int(named[1]): one for one in vehicles if (named := TRUCK.fullmatch(one.mode))}
    if not trucks:
        return None
    enough = [tonnes for tonnes in sorted(trucks) if tonnes * 1000 >= mass_kg]
    train = next((one for one in vehicles if one.mode == TRAIN), None)
    if not enough and train is not None and km > FAR_KM:
        return train
    return trucks[enough[0] if enough else max(trucks)]


def a4(mass_kg: Decimal, *, km: Decimal, vehicle: Vehicle) -> Decimal:
    """kgCO2e, to the gram."""
    return carbon.transport(mass_kg, km=min(max(km, Decimal(0)), MOST_KM), gwp=vehicle.gwp) or Decimal(0)


def moved(
    carried: Load | None, vehicles: Sequence[Vehicle], quantity_milli: int, *, km: Decimal | None
) -> Decimal | None:
    """A4 of a quantity by the vehicle that would usually carry it; None where mass or way is not known."""
    if carried is None or km is None:
        return None
    mass = carried.of(quantity_milli)
    vehicle = usual(vehicles, mass_kg=mass, km=km)
    return a4(mass, km=km, vehicle=vehicle) if vehicle else None
