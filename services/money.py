"""Money is integer fen, a quantity integer thousandths of the selling unit; both are rounded here and nowhere else."""

from collections.abc import Sequence
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from services.errors import Invalid

MILLI = 1000
FEN_IN_A_YUAN = 100
LARGEST_FEN = 10**14
LARGEST_MILLI = 10**12
LONGEST_NUMBER = 40


def line_total(quantity_milli: int, price_fen: int) -> int:
    """Round half up (quantity x price), in fen: the one rounding of a purchase."""
    return (quantity_milli * price_fen + MILLI // 2) // MILLI


def split(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Divide `total_fen` by `weights`, exactly, by largest remainder (ties: the earlier share)."""
    whole = sum(weights)
    if whole == 0:
        return [0 for _ in weights]
    exact = [Fraction(total_fen * weight, whole) for weight in weights]
    shares = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total_fen - sum(shares)]:
        shares[i] += 1
    return shares


def part(left_fen: int, left_milli: int, milli: int) -> int:
    """What `milli` of goods are worth of which `left_milli` are left for `left_fen`: round half up, the last takes the
    rest, so that all parts of a line add up to its total."""
    if not 0 <= milli <= left_milli:
        raise ValueError(f"{milli} of {left_milli} is no part")
    return (2 * left_fen * milli + left_milli) // (2 * left_milli) if milli else 0


def number(text: str, field: str, *, times: int = 1) -> Decimal:
    """The number `text` reads as, multiplied exactly; whatever no number of ours looks like is refused."""
    read = Decimal("NaN")
    with suppress(ArithmeticError):
        read = Decimal(text.strip().replace(",", "") if len(text) <= LONGEST_NUMBER else "NaN") * times
    if not read.is_finite():
        raise Invalid("{field} reads “{read}”; a number is expected.", field=field, read=text[:LONGEST_NUMBER])
    return read


def fen(yuan: str | Decimal, *, field: str = "Price") -> int:
    """Yuan with at most two decimals as fen; more decimals are refused, never rounded away."""
    read = number(str(yuan), field, times=100)
    if read != read.to_integral_value() or not 0 <= read <= LARGEST_FEN:
        raise Invalid(
            "{field} reads “{read}”; yuan with at most two decimals, zero or more, are expected.",
            field=field,
            read=str(yuan)[:LONGEST_NUMBER],
        )
    return int(read)


def milli(quantity: str | Decimal, *, field: str = "Quantity") -> int:
    """A quantity with at most three decimals as thousandths."""
    read = number(str(quantity), field, times=MILLI)
    if read != read.to_integral_value() or not 0 <= read <= LARGEST_MILLI:
        raise Invalid(
            "{field} reads “{read}”; a quantity with at most three decimals, zero or more, is expected.",
            field=field,
            read=str(quantity)[:LONGEST_NUMBER],
        )
    return int(read)


def net_of(gross_fen: int, vat_rate: Decimal) -> int:
    """What of a price with VAT is not VAT: round half up; the VAT is the rest, so that both add up."""
    return int(half_up(Fraction(gross_fen) / (1 + Fraction(vat_rate)), Decimal(1)))


def yuan(amount_fen: int) -> Decimal:
    return Decimal(amount_fen) / 100


def quantity(amount_milli: int) -> Decimal:
    """Thousandths as a plain decimal without trailing zeros (12500 -> 12.5)."""
    plain = (Decimal(amount_milli) / MILLI).normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def milli_up(exact: Fraction) -> int:
    """An exact quantity as thousandths, rounded up: never less than was asked."""
    return -(-exact.numerator * MILLI // exact.denominator)


def half_up(exact: Fraction, unit: Decimal) -> Decimal:
    """The multiple of `unit` nearest to an exact number, half away from zero."""
    parts = abs(exact) / Fraction(unit)
    whole = (2 * parts.numerator + parts.denominator) // (2 * parts.denominator)
    return (whole if exact >= 0 else -whole) * unit


def price_of(price_fen: int, units: Fraction) -> Decimal:
    """What so many units cost, in fen, for showing: whole fen, finer below one yuan, where a fen is much."""
    exact = price_fen * units
    return half_up(exact, Decimal(1) if exact >= FEN_IN_A_YUAN else Decimal("0.000001"))


def part_of(left: Decimal, left_milli: int, milli: int) -> Decimal:
    """The same for a value that goes with the goods (kgCO2e), to three decimals."""
    return left if milli == left_milli else (left * milli / left_milli).quantize(Decimal("0.001"), ROUND_HALF_UP)


def per_unit(value: Decimal, quantity_milli: int) -> Decimal:
    """A value a unit (kgCO2e, kg) times a quantity, to three decimals, half up."""
    return (value * quantity_milli / MILLI).quantize(Decimal("0.001"), ROUND_HALF_UP)
