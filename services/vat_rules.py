"""Value added tax as pure rules: which rate holds for what and when, and how a price that includes it divides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from db.vat import Taxpayer, TaxpayerStatement, VatRate
from services import money

__all__ = ["Band", "Bill", "Goods", "Taxed", "bill", "rate_of", "stated", "taxpayer_at"]


@dataclass(frozen=True)
class Goods:
    """A kind and its hall."""

    kind: str
    category: str


@dataclass(frozen=True)
class Taxed:
    """One line: what it comes to with tax, and the rate it is taxed at."""

    gross_fen: int
    rate: VatRate

    @property
    def net_fen(self) -> int:
        return money.net_of(self.gross_fen, self.rate.rate)

    @property
    def tax_fen(self) -> int:
        return self.gross_fen - self.net_fen


@dataclass(frozen=True)
class Band:
    """The lines of one rate together, in fen; each line was rounded by itself."""

    rate: VatRate
    net_fen: int
    tax_fen: int

    @property
    def gross_fen(self) -> int:
        return self.net_fen + self.tax_fen


@dataclass(frozen=True)
class Bill:
    """What a price holds, rate by rate, the highest first."""

    bands: Sequence[Band]

    @property
    def net_fen(self) -> int:
        return sum(one.net_fen for one in self.bands)

    @property
    def tax_fen(self) -> int:
        return sum(one.tax_fen for one in self.bands)

    @property
    def gross_fen(self) -> int:
        return self.net_fen + self.tax_fen


def rate_of(rates: Sequence[VatRate], taxpayer: Taxpayer, goods: Goods, on: date) -> VatRate:
    """The rate of that day: the narrowest rule that has begun, of these the newest. LookupError where none has."""
    begun = [one for one in rates if one.taxpayer is taxpayer and one.valid_from <= on and fits(one, goods)]
    if not begun:
        raise LookupError(f"no rate of value added tax for {goods.kind} on {on}")
    return max(begun, key=lambda one: (bool(one.kind), bool(one.category), one.valid_from, one.set_at, one.id))


def fits(rate: VatRate, goods: Goods) -> bool:
    return rate.kind in {"", goods.kind} and (bool(rate.kind) or rate.category in {"", goods.category})


def stated(statements: Sequence[TaxpayerStatement], supplier_id: UUID, at: datetime) -> TaxpayerStatement | None:
    """What a supplier had last said of itself by then; `statements` are the newest first."""
    return next((one for one in statements if one.supplier_id == supplier_id and one.stated_at <= at), None)


def taxpayer_at(statements: Sequence[TaxpayerStatement], supplier_id: UUID, at: datetime) -> Taxpayer:
    """A supplier that has said nothing counts as a general taxpayer."""
    said = stated(statements, supplier_id, at)
    return said.taxpayer if said else Taxpayer.GENERAL


def bill(lines: Sequence[Taxed]) -> Bill:
    bands: dict[Decimal, Band] = {}
    for line in lines:
        known = bands.get(line.rate.rate, Band(line.rate, 0, 0))
        bands[line.rate.rate] = Band(line.rate, known.net_fen + line.net_fen, known.tax_fen + line.tax_fen)
    return Bill([bands[rate] for rate in sorted(bands, reverse=True)])
