"""The Basic Requirements: categories, kinds and indicators as plain facts, and the halls they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from db import standards as store
from db.engine import reading
from db.standards import Confidence, Operator, Scenario
from services import catalogue
from services.catalogue import Catalogue, Filters
from services.errors import Missing
from services.standard_import import Problem, Report, import_indicators

__all__ = [
    "CarbonFactor",
    "Category",
    "Confidence",
    "Hall",
    "Indicator",
    "Kind",
    "Operator",
    "Problem",
    "Report",
    "Room",
    "Scenario",
    "TransportFactor",
    "carbon_factors",
    "categories",
    "halls",
    "import_indicators",
    "indicators",
    "indicators_of",
    "kind",
    "kinds",
    "transport_factors",
]


@dataclass(frozen=True)
class Category:
    code: str
    name_zh: str
    name_en: str
    summary_zh: str
    summary_en: str

    @classmethod
    def of(cls, row: store.Category) -> "Category":
        return cls(row.code, row.name_zh, row.name_en, row.summary_zh, row.summary_en)


@dataclass(frozen=True)
class Kind:
    """`unit` is what one sells by, `units` all that are allowed; `mass_kg` is typical for one `unit`."""

    code: str
    category: str
    name_zh: str
    name_en: str
    unit: str
    units: tuple[str, ...]
    mass_kg: Decimal | None
    mass_source: str
    summary_zh: str
    summary_en: str
    openepd_category: str = ""
    openepd_unit: str = ""

    @classmethod
    def of(cls, row: store.Kind) -> "Kind":
        return cls(
            code=row.code,
            category=row.category,
            name_zh=row.name_zh,
            name_en=row.name_en,
            unit=row.unit,
            units=tuple(row.units.split()),
            mass_kg=row.mass_kg,
            mass_source=row.mass_source,
            summary_zh=row.summary_zh,
            summary_en=row.summary_en,
            openepd_category=row.openepd_category,
            openepd_unit=row.openepd_unit,
        )


@dataclass(frozen=True)
class Indicator:
    """What a product of the kind must meet; `low` and `high` are included."""

    key: str
    kind: str
    name_zh: str
    name_en: str
    operator: Operator
    low: Decimal | None
    high: Decimal | None
    unit: str
    standard: str
    confidence: Confidence
    source: str
    mandatory: bool
    scenario: Scenario
    edition: str

    @classmethod
    def of(cls, row: store.Indicator) -> "Indicator":
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class CarbonFactor:
    """A1-A3 in kgCO2e per `unit`, from one source; `is_default` marks the one the museum falls back on."""

    kind: str
    basis: str
    unit: str
    gwp: Decimal
    source: str
    locator: str
    is_default: bool
    confidence: Confidence
    note: str

    @classmethod
    def of(cls, row: store.CarbonFactor) -> "CarbonFactor":
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class TransportFactor:
    """A4 in kgCO2e per tonne-kilometre, from one source."""

    mode: str
    gwp: Decimal
    source: str
    confidence: Confidence

    @classmethod
    def of(cls, row: store.TransportFactor) -> "TransportFactor":
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Room:
    """A kind, and how many exhibits of it hang."""

    kind: Kind
    exhibits: int


@dataclass(frozen=True)
class Hall:
    """A category with its kinds, in the order of the plan."""

    category: Category
    rooms: tuple[Room, ...]

    @property
    def code(self) -> str:
        return self.category.code

    @property
    def name_zh(self) -> str:
        return self.category.name_zh

    @property
    def name_en(self) -> str:
        return self.category.name_en

    @property
    def kind_count(self) -> int:
        return len(self.rooms)

    @property
    def exhibits(self) -> int:
        return sum(room.exhibits for room in self.rooms)


def categories() -> Sequence[Category]:
    with reading() as db:
        return [Category.of(row) for row in store.categories(db)]


def kinds() -> Sequence[Kind]:
    kept = catalogue.current()
    with reading() as db:
        kept.in_step(db)
    return [kind for kind, _ in plan_of(kept)]


def plan_of(kept: Catalogue) -> Sequence[tuple[Kind, Category]]:
    """The kinds with their categories in the order of the plan: made of their rows once, until these change."""
    made = kept.notes.get("plan") or [(Kind.of(row), Category.of(category)) for row, category in kept.plan.values()]
    kept.notes["plan"] = made
    return cast("Sequence[tuple[Kind, Category]]", made)


def kind(code: str) -> Kind:
    found = [each for each in kinds() if each.code == code]
    if not found:
        raise Missing("There is no such kind of material.")
    return found[0]


def indicators(kind: str | None = None) -> Sequence[Indicator]:
    """Those in force, of one kind or of all."""
    with reading() as db:
        return [Indicator.of(row) for row in store.indicators(db, kind)]


def indicators_of(kind: str) -> Sequence[Indicator]:
    """Those of one kind, from memory; nothing for no kind."""
    if not kind:
        return []
    kept = catalogue.current()
    with reading() as db:
        return [Indicator.of(row) for row in kept.requirements_of(db, kind)]


def carbon_factors(kind: str | None = None) -> Sequence[CarbonFactor]:
    """Of one kind or of all, the default first; sources stand side by side and are never averaged."""
    with reading() as db:
        return [CarbonFactor.of(row) for row in store.carbon_factors(db, kind)]


def transport_factors() -> Sequence[TransportFactor]:
    with reading() as db:
        return [TransportFactor.of(row) for row in store.transport_factors(db)]


def halls() -> Sequence[Hall]:
    """The plan of the museum: every hall, its rooms, and what hangs in each."""
    kept = catalogue.current()
    with reading() as db:
        exhibits = kept.ask(db, Filters(), size=1).facets.kinds
    return hung(plan_of(kept), exhibits)


def hung(plan: Sequence[tuple[Kind, Category]], exhibits: Mapping[str, int]) -> Sequence[Hall]:
    rooms: dict[str, list[Room]] = {}
    for kind, category in plan:
        rooms.setdefault(category.code, []).append(Room(kind, exhibits.get(kind.code, 0)))
    found = {category.code: category for _, category in plan}
    return [Hall(found[code], tuple(inside)) for code, inside in rooms.items()]
