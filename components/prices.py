"""Prices: what an exhibit has cost, as steps over time, and where it stands among what its kind costs today."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components import formats, html
from components.i18n import t
from components.standards import tabled
from services import clock
from services.clock import in_china
from services.prices import Band, Spell
from services.products import Card

__all__ = ["band", "history", "in_short"]

STEP = Markup('<span style="flex-grow:{days}" title="{said}"><i style="height:{height}%"></i></span>')
STEPS = Markup(
    '<figure class="spells"><div class="spells-scale" aria-hidden="true"><span>{most}</span><span>{least}</span></div>'
    '<div class="spells-steps" role="img" aria-label="{said}">{steps}</div><figcaption><span>{since}</span>'
    "<span>{today}</span></figcaption></figure>"
)
BAND = Markup(
    '<figure class="price-band"><div role="img" aria-label="{said}"><i class="whole"></i>'
    '{half}<i class="middle" style="left:{middle}%"></i><b style="left:{own}%"></b></div>'
    '<figcaption><span>{least}</span><span class="own">{here}</span><span>{most}</span></figcaption></figure>'
    "<p>{said}</p>"
)
MORE = Markup('<details class="more"><summary>{}</summary>{}</details>')
HALF = Markup('<i class="half" style="left:{}%;width:{}%"></i>')
QUARTERED = 8  # fewer exhibits have no quarters worth speaking of
LEAST_SPAN = 15  # per cent of the highest price that the steps span at least: small changes look small


@dataclass(frozen=True)
class Scale:
    """From the least to the most, in per cent of the way."""

    least: int
    most: int

    def place(self, price_fen: int) -> int:
        if self.most == self.least:
            return 50
        return min(100, max(0, round((price_fen - self.least) * 100 / (self.most - self.least))))


def history(spells: Sequence[Spell], card: Card) -> Markup:
    """The prices for the unit it is sold by today."""
    known = of_unit(spells, card)
    if len(known) <= 1:
        return Markup('<p class="{}">{}</p>').format("" if known else "soft", in_short(spells, card))
    return drawn(known, in_short(spells, card)) + MORE.format(t("As a table"), table(known, card.unit))


def of_unit(spells: Sequence[Spell], card: Card) -> Sequence[Spell]:
    return [spell for spell in spells if spell.unit == card.unit]


def in_short(spells: Sequence[Spell], card: Card) -> str:
    """How it went, in a sentence."""
    known = of_unit(spells, card)
    if not known:
        return t("Its earlier prices were not recorded.")
    first, last = formats.money(known[0].price_fen), formats.money(known[-1].price_fen)
    if len(known) == 1:
        day = formats.day(in_china(known[0].since).date())
        return t("Unchanged since it was hung: {price} from {day}.", price=first, day=day)
    return t("{count} prices, from {first} to {last} today", count=len(known), first=first, last=last)


def drawn(known: Sequence[Spell], said: str) -> Markup:
    asked = [spell.price_fen for spell in known]
    scale = Scale(min(*asked, max(asked) * (100 - LEAST_SPAN) // 100), max(asked))
    return STEPS.format(
        most=formats.money(scale.most),
        least=formats.money(scale.least),
        said=said,
        steps=html.join(step(spell, scale) for spell in known),
        since=formats.day(in_china(known[0].since).date()),
        today=t("today"),
    )


def step(spell: Spell, scale: Scale) -> Markup:
    days = max(1, ((spell.until or clock.now()) - spell.since).days)
    height = max(2, scale.place(spell.price_fen))
    said = f"{formats.day(in_china(spell.since).date())}: {formats.money(spell.price_fen)}"
    return STEP.format(days=days, height=height, said=said)


def table(known: Sequence[Spell], unit: str) -> Markup:
    columns = [t("From"), t("Price for one {unit}", unit=formats.unit(unit)), t("Change")]
    before = [None, *(spell.price_fen for spell in known)]
    rows = [
        (formats.day(in_china(spell.since).date()), formats.money(spell.price_fen), change(old, spell.price_fen))
        for old, spell in zip(before, known, strict=False)
    ]
    return tabled(t("Price history"), columns, rows[::-1])


def change(old: int | None, new: int) -> str:
    if old is None:
        return t("first price")
    return f"{'+' if new > old else '−'}{formats.percent(abs(new - old) / old)}"


def band(known: Band | None, card: Card) -> Markup:
    """Nothing but a word where too few exhibits stand behind a band."""
    if known is None:
        said = t("Fewer than three exhibits of its kind are sold by the {unit}: too few for a price band.",
                 unit=formats.unit(card.unit))  # fmt: skip
        return Markup('<p class="soft">{}</p>').format(said)
    scale = Scale(known.least, known.most)
    return BAND.format(
        said=told(known, card),
        half=half(known, scale),
        middle=scale.place(known.middle),
        own=scale.place(card.price_fen),
        least=formats.money(known.least),
        most=formats.money(known.most),
        here=t("this exhibit {price}", price=formats.money(card.price_fen)),
    )


def half(known: Band, scale: Scale) -> Markup:
    """Where the middle half lies."""
    if known.count < QUARTERED:
        return html.NOTHING
    lower, upper = scale.place(known.lower), scale.place(known.upper)
    return HALF.format(lower, upper - lower)


def told(known: Band, card: Card) -> str:
    middle, unit = formats.money(known.middle), formats.unit(card.unit)
    if known.count < QUARTERED:
        return t(
            "{count} exhibits of this kind hang here, for {low} to {high} a {unit}; the middle one costs {middle}.",
            count=known.count,
            low=formats.money(known.least),
            high=formats.money(known.most),
            unit=unit,
            middle=middle,
        )
    return t(
        "{count} exhibits of this kind hang here, half for {low} to {high} a {unit}; the middle one costs {middle}.",
        count=known.count,
        low=formats.money(known.lower),
        high=formats.money(known.upper),
        unit=unit,
        middle=middle,
    )
