"""What was compared for each line, in words: the offers side by side, the reason, the kind's prices, the indicators."""

from collections.abc import Sequence
from decimal import Decimal

from components import formats, indicators, labels
from components.carbon import basis, why_not
from components.exhibits import carbon_number
from components.i18n import either, t
from components.standards import threshold
from services.carbon import Basis, Footprint
from services.conformity import Outcome, Verdict
from services.documents.protocol import Block, Cell, Fact, Row, Scale, Table
from services.products import Reading
from services.protocols import Band, Channel, Checked, Document, Line, Offer, OrderLine
from services.standards import Indicator

__all__ = ["block_of", "kilograms", "offers", "recorded_nothing"]

OFFERS, CHECKS, ORDERED = (1.75, 0.9, 0.75, 1.4, 2.2, 0.85), (1.7, 0.9, 1.1, 1.5, 2.2), (2, 1, 1.2, 1.2, 1.3)
QUARTERED = 8  # fewer exhibits have no quarters worth speaking of


def block_of(number: int, line: Line, document: Document) -> Block:
    tables = (offers(line.chosen, line.others), checks(line.checked)) if line.chosen else ()
    return Block(
        title=f"{number}. {either(line.name_zh, line.name_en)} · {line.code}",
        said=tuple(reasons(line, document.channel)),
        facts=tuple(facts(line)),
        scale=scale(line.band, line.price_fen) if line.band else None,
        scale_said=prices_said(line),
        tables=tuple(one for one in tables if one.rows),
    )


def facts(line: Line) -> list[Fact]:
    return [
        Fact(name=t("Kind"), text=either(line.kind.zh, line.kind.en)),
        Fact(name=t("Quantity"), text=formats.quantity(line.quantity_milli, line.unit)),
        Fact(name=t("Price agreed"), text=f"{formats.money(line.price_fen)} / {formats.unit(line.unit)}"),
        Fact(name=t("Amount"), text=formats.money(line.total_fen)),
        Fact(name=t("Embodied carbon (A1–A3)"), text=kilograms(line.carbon_kg)),
    ]


def kilograms(figure: Decimal | None) -> str:
    return t("not comparable") if figure is None else f"{formats.number(figure, 1)} kgCO₂e"


def reasons(line: Line, channel: Channel) -> list[str]:
    """Why this one, or why nothing stands beside it."""
    if not line.others:
        why = labels.word(line.alone) if line.alone else ""
        return [t("Not compared: {why}", why=why)]
    compared = t(
        "{shown} of {count} other exhibits of the kind sold by the {unit} stand beside it: the cheapest that pass as "
        "much, then the nearest in price, and what the buyer compared.",
        shown=len(line.others), count=max(line.on_show, len(line.others)), unit=formats.unit(line.unit),
    )  # fmt: skip
    return [compared, judged(line, channel)]


def judged(line: Line, channel: Channel) -> str:
    if line.cheaper and line.undercut:
        return dearer(line, line.undercut[0], channel)
    if any(one.as_good for one in line.others):
        return t("Chosen: the lowest price among those that pass as much and can be had.")
    return t("Chosen: none of the others shown passes everything that it passes.")


def dearer(line: Line, best: Offer, channel: Channel) -> str:
    known = {"code": best.code, "price": f"{formats.money(best.price_fen)} / {formats.unit(best.unit)}"}
    if line.ground:
        why = ": ".join(filter(None, [labels.word(line.ground), line.words]))
        return t("Not the cheapest that passes as much ({code}, {price}). Reason: {why}", why=why, **known)
    if channel is not Channel.SMALL_PURCHASE:
        return t("On show {code} passes as much for {price}; here the price was agreed by quotation.", **known)
    return t("Not the cheapest that passes as much ({code}, {price}). No reason was given.", **known)


def offers(chosen: Offer, others: Sequence[Offer]) -> Table:
    columns = (t("Offer"), t("Price"), t("Indicators met"), t("Certificates"), t("Carbon A1–A3"), t("In stock"))
    first = Row(cells=offer(chosen, chosen, t("Chosen")), marked=True)
    rest = [Row(cells=offer(one, chosen, t("compared by the buyer") if one.by_buyer else "")) for one in others]
    return Table(caption=t("Offers compared"), columns=columns, rows=(first, *rest), widths=OFFERS)


def offer(one: Offer, chosen: Offer, mark: str) -> tuple[Cell, ...]:
    maker = either(one.supplier.zh, one.supplier.en)
    return (
        Cell(text=either(one.name_zh, one.name_en), asides=(f"{one.code} · {maker}", mark)),
        Cell(text=f"{formats.money(one.price_fen)} / {formats.unit(one.unit)}", asides=(against(one, chosen),)),
        Cell(text=t("{passed} of {total}", passed=one.passed, total=one.asked), asides=(as_good(one, chosen),)),
        certified(one),
        carbon(one),
        Cell(text=formats.quantity(one.available_milli, one.unit) if one.in_stock else t("Out of stock")),
    )


def against(one: Offer, chosen: Offer) -> str:
    if one.code == chosen.code or one.unit != chosen.unit:
        return ""
    difference = (one.price_fen - chosen.price_fen) / chosen.price_fen
    if not difference:
        return t("the same price")
    share = formats.percent(abs(difference))
    return t("{share} dearer", share=share) if difference > 0 else t("{share} cheaper", share=share)


def as_good(one: Offer, chosen: Offer) -> str:
    if one.code == chosen.code:
        return t("proved by report or certificate") if one.proved else ""
    if one.unit != chosen.unit:
        return t("sold by another unit")
    return t("passes as much") if one.as_good else t("does not pass all of it")


def certified(one: Offer) -> Cell:
    return Cell(text="★" * one.stars if one.stars else "—", asides=tuple(labels.word(each) for each in one.schemes))


def carbon(one: Offer) -> Cell:
    known = Footprint(**one.carbon.model_dump())
    if known.per_unit is None:
        return Cell(text="—", asides=(why_not(known),))
    about = "≈ " if known.basis is Basis.GENERIC else ""
    said = f"{about}{carbon_number(known.per_unit)} kgCO₂e / {formats.unit(one.unit)}"
    return Cell(text=said, asides=(basis(known), known.source))


def checks(asked: Sequence[Checked]) -> Table:
    columns = (t("Indicator"), t("Required"), t("Shown"), t("Verdict"), t("Standard"))
    rows = tuple(Row(cells=check(one)) for one in asked)
    return Table(caption=t("Indicators checked"), columns=columns, rows=rows, widths=CHECKS)


def check(one: Checked) -> tuple[Cell, ...]:
    read = reading_of(one)
    marks = [indicators.margin(read)]
    marks += [t("not mandatory")] if not one.mandatory else []
    marks += [t("reference threshold")] if one.reference else [t("Verified threshold")]
    return (
        Cell(text=either(one.name_zh, one.name_en)),
        Cell(text=threshold(read.indicator)),
        Cell(text=indicators.said(read), asides=(labels.word(one.proof),) if one.proof else ()),
        Cell(text=verdict(one), asides=tuple(filter(None, marks))),
        Cell(text=one.standard or "—", asides=(t(one.edition),)),
    )


def reading_of(one: Checked) -> Reading:
    asked = {name: getattr(one, name) for name in Indicator.__dataclass_fields__ if name != "kind"}
    verdict = Verdict(one.outcome, one.reference, one.distance)
    return Reading(Indicator(kind="", **asked), one.value, one.proof, verdict)


def verdict(one: Checked) -> str:
    short = one.outcome is Outcome.FAIL and one.reference
    return t("Short of the reference value") if short else labels.word(one.outcome)


def scale(band: Band, price_fen: int) -> Scale:
    whole = band.most - band.least

    def place(fen: int) -> int:
        return min(100, max(0, round((fen - band.least) * 100 / whole))) if whole else 50

    return Scale(
        least=formats.money(band.least),
        most=formats.money(band.most),
        here=t("agreed {price}", price=formats.money(price_fen)),
        lower=place(band.lower),
        middle=place(band.middle),
        upper=place(band.upper),
        own=place(price_fen),
        half=band.count >= QUARTERED,
    )


def prices_said(line: Line) -> str:
    if line.band is None:
        return t("Fewer than three exhibits of its kind are sold by the {unit}: too few for a price band.",
                 unit=formats.unit(line.unit))  # fmt: skip
    band = line.band
    return t(
        "{count} exhibits of the kind were on show by the {unit}, the middle one for {middle}; {below} cost less than "
        "was agreed: {place}.",
        count=band.count, unit=formats.unit(line.unit), middle=formats.money(band.middle), below=band.below,
        place=place_of(band, line.price_fen),
    )  # fmt: skip


def place_of(band: Band, price_fen: int) -> str:
    if price_fen < band.least:
        return t("below all of them")
    if price_fen > band.most:
        return t("above all of them")
    if band.count < QUARTERED:
        return t("at or below the middle") if price_fen <= band.middle else t("above the middle")
    if price_fen <= band.lower:
        return t("in the lowest quarter")
    return t("in the middle half") if price_fen <= band.upper else t("in the highest quarter")


def recorded_nothing(lines: Sequence[OrderLine]) -> Block:
    """For what was ordered before protocols were kept."""
    rows = tuple(
        Row(
            cells=(
                Cell(text=either(one.name_zh, one.name_en), asides=(one.product_code,)),
                Cell(text=formats.quantity(one.quantity_milli, one.unit)),
                Cell(text=f"{formats.money(one.price_fen)} / {formats.unit(one.unit)}"),
                Cell(text=formats.money(one.total_fen)),
                Cell(text=kilograms(one.carbon_kg)),
            )
        )
        for one in lines
    )
    columns = (t("Exhibit"), t("Quantity"), t("Price agreed"), t("Amount"), t("Embodied carbon (A1–A3)"))
    said = t("This purchase was placed before protocols were kept: which offers were compared was not recorded then.")
    return Block(
        said=(said,), tables=(Table(caption=t("What was ordered"), columns=columns, rows=rows, widths=ORDERED),)
    )
