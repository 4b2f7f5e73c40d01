"""Making and moving one unit as bars on one scale, above the band of the kind's generic factors from one source."""

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from components import html
from components.exhibits import carbon_number
from components.i18n import t
from services.carbon import Origin, Spread
from services.products import Card

__all__ = ["amount", "bars"]

BARS = Markup('<div class="carbon-bars">{}</div>')
ROW = Markup(
    '<div class="carbon-row"><span>{name}</span><div class="carbon-track" role="img" aria-label="{said}">{parts}</div>'
    '<span class="soft">{key}</span></div>'
)
KEY = Markup('<span class="key {}"></span>{} ')
PART = Markup('<i class="{}" style="left:{}%;width:{}%"></i>')
FULL = Decimal(100)
ROOM, LITTLE = Decimal("1.08"), Decimal("0.01")


@dataclass(frozen=True)
class Scale:
    """From nothing to `most` kgCO2e, in per cent."""

    most: Decimal

    def part(self, css: str, begin: Decimal, end: Decimal) -> Markup:
        left, right = (min(FULL, max(Decimal(0), value * FULL / self.most)) for value in (begin, end))
        return PART.format(css, round(left, 1), round(max(right - left, Decimal("0.4")), 1))


def bars(card: Card, moved: Decimal, sure: Spread | None, *, kind: Spread | None, named: str) -> Markup:
    """Nothing is drawn of a figure that is not known, or not above zero."""
    made = card.footprint.per_unit
    if made is None or made <= 0:
        return html.NOTHING
    ends = [made + moved, *(spread.high for spread in (kind, sure) if spread)]
    scale = Scale(max(ends) * ROOM)
    rows = [own(scale, made, moved, sure)]
    if kind is not None:
        rows.append(of_kind(scale, kind, named))
    return BARS.format(html.join(rows))


def amount(value: Decimal) -> str:
    """As every figure of carbon; what would round to nothing is said to be little."""
    return f"< {carbon_number(LITTLE)}" if 0 < value < LITTLE / 2 else carbon_number(value)


def own(scale: Scale, made: Decimal, moved: Decimal, sure: Spread | None) -> Markup:
    parts = [scale.part("made", Decimal(0), made), scale.part("moved", made, made + moved)]
    if sure is not None and sure.origin is Origin.FACTORS:
        parts.append(scale.part("whisker", sure.low, sure.high))
    was_made = t("made {made} kgCO₂e", made=amount(made))
    was_moved = t("moved {moved} kgCO₂e", moved=amount(moved))
    key = KEY.format("made", was_made) + KEY.format("moved", was_moved)
    return ROW.format(name=t("This exhibit"), said=f"{was_made}, {was_moved}", parts=html.join(parts), key=key)


def of_kind(scale: Scale, kind: Spread, named: str) -> Markup:
    """For orientation: other sources are never subtracted from a declaration."""
    if kind.low == kind.high:
        said = t("made {low} kgCO₂e, the one factor of {source}", low=carbon_number(kind.low), source=kind.source)
    else:
        said = t("made {low} to {high} kgCO₂e, {count} factors of {source}", low=carbon_number(kind.low),
                 high=carbon_number(kind.high), count=kind.count, source=kind.source)  # fmt: skip
    return ROW.format(
        name=named,
        said=said,
        key=KEY.format("kind", said),
        parts=scale.part("kind", kind.low, kind.high),
    )
