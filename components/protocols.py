"""The protocol as a page: a sheet of paper to read and to print; the list of those one may open, and its ways."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t
from services.clock import in_china
from services.documents.protocol import Block, Cell, Fact, ProtocolSheet, Row, Scale, Section, Table
from services.protocols import Bought

__all__ = ["listed", "sheet", "way", "way_to_list", "ways"]

SHEET = Markup(
    '<article class="protocol"><header><p class="protocol-house">{house}</p><h1>{title}</h1>'
    '<p class="protocol-total"><span class="soft">{total_word}</span> <b class="price">{total}</b></p></header>'
    "{facts}{sections}<footer><p>{note}</p></footer></article>"
)
SECTION = Markup("<section><h2>{}</h2>{}</section>")
BLOCK = Markup('<div class="protocol-block">{}</div>')
FACTS = Markup('<dl class="protocol-facts">{}</dl>')
FACT = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
TABLE = Markup(
    '<table class="protocol-table"><caption class="visually-hidden">{}</caption><thead><tr>{}</tr></thead>'
    "<tbody>{}</tbody></table>"
)
CELL = Markup('<td data-label="{}"><span>{}</span>{}</td>')
ASIDE = Markup("<small>{}</small>")
SCALE = Markup(
    '<figure class="price-band"><div role="img" aria-label="{said}"><i class="whole"></i>{half}'
    '<i class="middle" style="left:{middle}%"></i><b style="left:{own}%"></b></div>'
    '<figcaption><span>{least}</span><span class="own">{here}</span><span>{most}</span></figcaption></figure>'
)
HALF = Markup('<i class="half" style="left:{}%;width:{}%"></i>')
ENTRY = Markup(
    '<li><a class="order-row" href="{href}" target="_self"><span class="order-code">{code}</span>'
    '<span class="order-other">{who}</span><span class="order-tags"><span class="tag">{channel}</span></span>'
    '<time>{day}</time><b class="price">{total}</b></a></li>'
)


def sheet(known: ProtocolSheet) -> Markup:
    return SHEET.format(
        house=t("Green Building Materials Museum"),
        title=t("Purchasing protocol"),
        total_word=t("Total"),
        total=known.total,
        facts=listed_facts(known.facts),
        sections=html.join(map(section, known.sections)),
        note=known.note,
    )


def section(one: Section) -> Markup:
    return SECTION.format(one.title, html.join(map(block, one.blocks)))


def block(one: Block) -> Markup:
    parts = [Markup("<h3>{}</h3>").format(one.title)] if one.title else []
    parts += [Markup("<p>{}</p>").format(words) for words in one.said]
    parts += [listed_facts(one.facts)] if one.facts else []
    parts += [scale(one.scale, one.scale_said)] if one.scale else []
    parts += [Markup('<p class="soft">{}</p>').format(one.scale_said)] if one.scale_said else []
    parts += [table(each) for each in one.tables]
    return BLOCK.format(html.join(parts))


def listed_facts(facts: Sequence[Fact]) -> Markup:
    return FACTS.format(html.join(FACT.format(one.name, one.text) for one in facts))


def scale(one: Scale, said: str) -> Markup:
    half = HALF.format(one.lower, one.upper - one.lower) if one.half else html.NOTHING
    return SCALE.format(
        said=said, half=half, middle=one.middle, own=one.own, least=one.least, here=one.here, most=one.most
    )


def table(one: Table) -> Markup:
    heads = html.join(Markup('<th scope="col">{}</th>').format(column) for column in one.columns)
    return TABLE.format(one.caption, heads, html.join(row(each, one.columns) for each in one.rows))


def row(one: Row, columns: Sequence[str]) -> Markup:
    cells = html.join(cell(name, each) for name, each in zip(columns, one.cells, strict=True))
    return Markup('<tr class="{}">{}</tr>').format("chosen" if one.marked else "", cells)


def cell(column: str, one: Cell) -> Markup:
    return CELL.format(column, one.text, html.join(ASIDE.format(aside) for aside in one.asides if aside))


def ways(code: str) -> Markup:
    """Above the sheet, not on paper."""
    links = (
        html.link(t("Download as PDF"), html.address(f"/protocols/{code}.pdf"), css="press"),
        html.link(t("All protocols"), html.address("/protocols"), css="beside"),
    )
    return Markup('<p class="protocol-ways">{}</p>').format(html.join(links))


def way(code: str) -> Markup:
    """From the purchase to its protocol."""
    link = html.link(t("Purchasing protocol"), html.address("/protocols", {"purchase": code}))
    said = t("what was compared and checked, who decided, when")
    return Markup('<p class="soft">{} · {}</p>').format(link, said)


def way_to_list() -> Markup:
    """From the list of orders."""
    return Markup('<p class="ways-on">{}</p>').format(html.link(t("Purchasing protocols"), html.address("/protocols")))


def listed(found: Sequence[Bought], *, own: bool) -> Markup:
    if not found:
        return Markup('<p class="soft">{}</p>').format(t("No purchase stands here yet."))
    return Markup('<ul class="order-rows">{}</ul>').format(html.join(entry(one, own=own) for one in found))


def entry(one: Bought, *, own: bool) -> Markup:
    """A buyer knows who it is and reads what it was for; an official reads whose it is."""
    bought = one.purchase
    return ENTRY.format(
        href=html.address("/protocols", {"purchase": bought.code}),
        code=bought.code,
        who=bought.purpose if own else either(one.buyer.name_zh, one.buyer.name_en),
        channel=labels.word(bought.channel),
        day=formats.day(in_china(bought.placed_at).date()),
        total=formats.money(bought.total_fen),
    )
