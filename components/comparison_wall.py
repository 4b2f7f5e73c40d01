"""The wall where exhibits hang side by side: a table to walk along, what was left out, and what may hang beside."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from components import choices, formats, halls, html, session
from components.comparison import Cell, Line
from components.exhibits import drawing_of
from components.i18n import either, t
from services.comparison import MOST, Comparison
from services.products import Card

__all__ = ["empty", "left_out", "only_differences", "suggestions", "take_away", "wall", "way_in", "way_to"]

WALL = Markup(
    '<div class="compare-scroll" role="region" aria-label="{label}" tabindex="0"><table class="compare of-{columns}">'
    '<caption class="visually-hidden">{label}</caption><thead><tr><td>{key}</td>{heads}</tr></thead>'
    "<tbody>{body}</tbody></table></div>"
)
HEAD = Markup(
    '<th scope="col"><a class="plate" href="{href}" target="_self" tabindex="-1" aria-hidden="true">'
    '<img src="{drawing}" alt="{alt}" width="800" height="600"></a><a class="compare-name" href="{href}" '
    'target="_self">{name}</a><span class="soft">{code}</span>{away}</th>'
)
GROUP = Markup('<tr class="compare-group"><th scope="colgroup" colspan="{}"><span>{}</span></th></tr>')
LINE = Markup('<tr class="{}"><th scope="row"><b>{}</b>{}</th>{}</tr>')
CELL = Markup('<td class="{}"><span class="compare-value">{}</span>{}{}</td>')
HOLLOW = Markup('<div class="nothing"><p class="nothing-words">{}</p><p>{}</p><p class="nothing-ways">{}</p></div>')
KEY = Markup(
    '<span class="compare-key"><i class="mark-differs"></i>{}</span>'
    '<span class="compare-key"><span class="tag good">{}</span><span class="long">{}</span></span>'
)
BEST = Markup('<span class="tag good">{}</span>')
ASIDE = Markup('<span class="compare-aside {}">{}</span>')
SOFT = Markup('<span class="soft">{}</span>')
NOTE = Markup("<li>{} {}</li>")


def wall(shown: Comparison, said: Sequence[Line]) -> Markup:
    label = t("Exhibits side by side")
    heads = html.join(head(card, shown.codes) for card in shown.cards)
    return WALL.format(label=label, columns=len(shown.cards), key=key_to_marks(), heads=heads,
                       body=body(said, len(shown.cards)))  # fmt: skip


def way_to(shown: Comparison) -> Markup:
    """The way back to the room of the kind."""
    kind = shown.kind
    way = [(either(kind.name_zh, kind.name_en), {"kind": kind.code})] if kind else []
    return halls.crumbs(*way, here=t("Side by side"))


def key_to_marks() -> Markup:
    return KEY.format(t("differs"), t("best"), t("by the indicator’s direction"))


def head(card: Card, codes: Sequence[str]) -> Markup:
    name = either(card.name_zh, card.name_en)
    away = html.link(t("Take away"), with_codes(code for code in codes if code != card.code), css="compare-away",
                     label=f"{t('Take away')}: {name}")  # fmt: skip
    beside = {"code": card.code, "beside": ",".join(code for code in codes if code != card.code)}
    return HEAD.format(href=html.address("/product", beside), drawing=card.drawing, alt=drawing_of(card),
                       name=name, code=card.code, away=away)  # fmt: skip


def with_codes(codes: Iterable[str]) -> str:
    return html.address("/compare", {"codes": ",".join(codes), "differ": session.asked("differ")})


def body(said: Sequence[Line], columns: int) -> Markup:
    parts: list[Markup] = []
    for place, line in enumerate(said):
        if place == 0 or said[place - 1].group != line.group:
            parts.append(GROUP.format(columns + 1, line.group))
        parts.append(row_of(line))
    return html.join(parts)


def row_of(line: Line) -> Markup:
    aside = SOFT.format(line.aside) if line.aside else html.NOTHING
    return LINE.format("differs" if line.differs else "", line.name, aside, html.join(map(cell, line.cells)))


def cell(one: Cell) -> Markup:
    mark = BEST.format(t("best")) if one.best else html.NOTHING
    asides = html.join(ASIDE.format(tone, words) for words, tone in one.asides if words)
    return CELL.format("best" if one.best else "", one.text, mark, asides)


def only_differences() -> None:
    choices.ticked("differ", t("Only what differs"))


def left_out(shown: Comparison) -> Markup:
    """What was asked for and does not stand here, each with a way out."""
    said = [NOTE.format(t("{code} is not on show.", code=code), "") for code in shown.unknown]
    for card in shown.strangers:
        words = t("{name}: of another kind, and only exhibits of one kind are compared.", name=name_of(card))
        said.append(NOTE.format(words, html.link(t("Compare it with its own kind"), with_codes([card.code]))))
    for card in shown.surplus:
        words = t("{name}: one too many, since at most {most} stand side by side.", name=name_of(card), most=MOST)
        said.append(NOTE.format(words, ""))
    if not said:
        return html.NOTHING
    return Markup('<div role="status"><ul class="compare-left-out">{}</ul></div>').format(html.join(said))


def name_of(card: Card) -> str:
    return either(card.name_zh, card.name_en)


def suggestions(shown: Comparison) -> Markup:
    """Others of the kind, each one click from standing beside them."""
    if not shown.suggestions:
        return html.NOTHING
    links = [suggested(card, shown.codes) for card in shown.suggestions]
    left = MOST - len(shown.codes)
    return Markup('<section class="compare-more"><h2>{}</h2><p class="soft">{}</p><ul>{}</ul></section>').format(
        t("Hang another beside them") if len(shown.codes) > 1 else t("Choose what to compare it with"),
        t("There is room for {count} more of this kind.", count=left),
        html.join(links),
    )


def suggested(card: Card, codes: Sequence[str]) -> Markup:
    return Markup(
        '<li><a href="{}" target="_self"><img src="{}" alt="" width="800" height="600" loading="lazy"><span><b>{}</b>'
        '<span class="soft">{}</span><span>{} / {}</span></span><i aria-hidden="true">＋</i></a></li>'
    ).format(
        with_codes([*codes, card.code]), card.drawing, name_of(card), either(card.supplier_zh, card.supplier_en),
        formats.money(card.price_fen), formats.unit(card.unit),
    )  # fmt: skip


def take_away(shown: Comparison) -> Markup:
    query = {"codes": ",".join(shown.codes), "differ": session.asked("differ")}
    said = [
        html.link(word, html.address(f"/compare.{form}", query)) for form, word in (("xlsx", "Excel"), ("pdf", "PDF"))
    ]
    return Markup('<p class="take-away">{} {}</p>').format(t("Download:"), html.join(said, " · "))


def empty() -> Markup:
    return HOLLOW.format(
        t("Nothing hangs here to be compared yet."),
        t("Open an exhibit and follow “Compare with others of this kind”: up to four hang side by side, and the "
          "address can be shared."),
        html.link(t("To the halls"), html.address("/halls")),
    )  # fmt: skip


def way_in(card: Card) -> Markup:
    """From an exhibit to the wall where it is compared."""
    return html.link(t("Compare with others of this kind"), html.address("/compare", {"codes": card.code}))
