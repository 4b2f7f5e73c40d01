"""Money is integer fen, a quantity integer thousandths of the selling unit; both are rounded here and nowhere else."""

from collections.abc import Sequence
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from services.errors import Invalid

MILLI = 1000
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


def _number(text: str, field: str, *, times: int) -> Decimal:
    """The number `text` reads as, multiplied exactly; whatever no number of ours looks like is refused."""
    number = Decimal("NaN")
    with suppress(ArithmeticError):
        number = Decimal(text.strip().replace(",", "") if len(text) <= LONGEST_NUMBER else "NaN") * times
    if not number.is_finite():
        raise Invalid("{field} reads “{read}”; a number is expected.", field=field, read=text[:LONGEST_NUMBER])
    return number


def fen(yuan: str | Decimal, *, field: str = "Price") -> int:
    """Yuan with at most two decimals as fen; more decimals are refused, never rounded away."""
    number = _number(str(yuan), field, times=100)
    if number != number.to_integral_value() or not 0 <= number <= LARGEST_FEN:
        raise Invalid(
            "{field} reads “{read}”; yuan with at most two decimals, zero or more, are expected.",
            field=field,
            read=str(yuan)[:LONGEST_NUMBER],
        )
    return int(number)


def milli(quantity: str | Decimal, *, field: str = "Quantity") -> int:
    """A quantity with at most three decimals as thousandths."""
    number = _number(str(quantity), field, times=MILLI)
    if number != number.to_integral_value() or not 0 <= number <= LARGEST_MILLI:
        raise Invalid(
            "{field} reads “{read}”; a quantity with at most three decimals, zero or more, is expected.",
            field=field,
            read=str(quantity)[:LONGEST_NUMBER],
        )
    return int(number)


def yuan(amount_fen: int) -> Decimal:
    return Decimal(amount_fen) / 100


def quantity(amount_milli: int) -> Decimal:
    """Thousandths as a plain decimal without trailing zeros (12500 -> 12.5)."""
    number = (Decimal(amount_milli) / MILLI).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def per_unit(value: Decimal, quantity_milli: int) -> Decimal:
    """A value a unit (kgCO2e, kg) times a quantity, to three decimals, half up."""
    return (value * quantity_milli / MILLI).quantize(Decimal("0.001"), ROUND_HALF_UP)
