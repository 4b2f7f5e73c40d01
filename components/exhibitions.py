"""Special exhibitions on the wall: the banner in the foyer, the list, and one exhibition with its pieces and notes."""

from collections.abc import Sequence

from markupsafe import Markup

from components import exhibits, formats, html, labels
from components.i18n import either, t, tn
from components.trail import trail
from services.exhibitions import Exhibition, Hung, Listed, Phase, Shown
from services.markdown_rules import opening

BANNER = Markup(
    '<a class="exhibition-banner" href="{href}" target="_self"><img src="/drawings/cover.{cover}.svg" alt="" '
    'width="1600" height="600"><span class="banner-words"><span class="overline">{overline}</span>'
    '<b class="banner-title">{title}</b><span class="banner-days">{days}</span>'
    '<span class="banner-go">{go}</span></span></a>'
)
CARD = Markup(
    '<a class="exhibition-card" href="{href}" target="_self"><span class="plate wide"><img '
    'src="/drawings/cover.{cover}.svg" alt="" width="1600" height="600" loading="lazy"></span>'
    '<span class="overline">{days}</span><b class="hall-name">{title}</b><span class="soft">{opening}</span>'
    "<span>{tag}</span></a>"
)
SECTION = Markup('<section class="exhibition-shelf {}"><h2>{}</h2><div class="exhibition-cards">{}</div></section>')
HEAD = Markup(
    '<header class="exhibition-head"><span class="plate wide"><img src="/drawings/cover.{cover}.svg" alt="{alt}" '
    'width="1600" height="600"></span><p class="overline">{days}</p><h1>{title}</h1><p>{tag}</p></header>'
)
PIECE = Markup(
    '<li class="piece"><a class="piece-plate plate" href="{href}" target="_self"><img src="{drawing}" alt="{alt}" '
    'width="800" height="600" loading="lazy"></a><div class="piece-words">'
    '<p class="piece-number" aria-hidden="true">{number}</p><h3><a href="{href}" target="_self">{name}</a></h3>'
    '<p class="soft">{kind} · {maker}</p>{note}'
    '<p class="piece-facts"><b class="price">{price}</b> <span class="soft">/ {unit}</span> {tags}</p></div></li>'
)
NOTE = Markup('<blockquote class="piece-note">{}</blockquote>')
SHELVES = (Phase.OPEN, Phase.ANNOUNCED, Phase.PREPARED, Phase.PAST)


def days(exhibition: Exhibition) -> str:
    return f"{formats.day(exhibition.opens_on)} – {formats.day(exhibition.closes_on)}"


def address(exhibition: Exhibition) -> str:
    return html.address("/exhibitions", {"item": exhibition.code})


def banner(exhibition: Exhibition | None) -> Markup:
    """What is open now, across the foyer; nothing when nothing is."""
    if exhibition is None:
        return html.NOTHING
    return BANNER.format(
        href=address(exhibition),
        cover=exhibition.cover,
        overline=t("Special exhibition"),
        title=either(exhibition.title_zh, exhibition.title_en),
        days=t("Until {day}").format(day=formats.day(exhibition.closes_on)),
        go=t("Walk in"),
    )


def shelves(listed: Sequence[Listed]) -> Markup:
    """By how they stand: open, announced, in preparation (for those who see it), over."""
    shown = []
    for phase in SHELVES:
        mine = [card(one) for one in listed if one.phase is phase]
        if mine:
            shown.append(SECTION.format(phase, labels.word(phase), html.join(mine)))
    if not shown:
        return Markup('<p class="soft">{}</p>').format(t("No exhibition is open or announced."))
    return html.join(shown)


def card(one: Listed) -> Markup:
    exhibition = one.exhibition
    return CARD.format(
        href=address(exhibition),
        cover=exhibition.cover,
        days=days(exhibition),
        title=either(exhibition.title_zh, exhibition.title_en),
        opening=opening(either(exhibition.words_zh, exhibition.words_en)),
        tag=labels.tag(one.phase) if one.phase is Phase.PREPARED else "",
    )


def head(shown: Shown) -> Markup:
    exhibition = shown.exhibition
    title = either(exhibition.title_zh, exhibition.title_en)
    return trail(t("Exhibitions"), "/exhibitions", here=title) + HEAD.format(
        cover=exhibition.cover,
        alt=labels.word(exhibition.cover),
        days=days(exhibition),
        title=title,
        tag=labels.tag(shown.phase),
    )


def pieces(shown: Shown) -> Markup:
    """Every exhibit with its note; before the opening only the day is told."""
    if not shown.pieces:
        said = t("What hangs here is shown from the first day.") if shown.phase is Phase.ANNOUNCED else ""
        return Markup('<p class="soft">{}</p>').format(said or t("None of its exhibits is on show any more."))
    count = tn("{count} exhibit", "{count} exhibits", len(shown.pieces))
    hung = html.join(piece(number, one) for number, one in enumerate(shown.pieces, start=1))
    return Markup('<h2 class="pieces-count">{}</h2><ol class="pieces">{}</ol>').format(count, hung)


def piece(number: int, hung: Hung) -> Markup:
    card = hung.card
    note = either(hung.note_zh, hung.note_en)
    tags = [exhibits.stars_tag(card), exhibits.conformity_tag(card), exhibits.stock_tag(card)]
    return PIECE.format(
        href=html.address("/product", {"code": card.code}),
        drawing=card.drawing,
        alt=exhibits.drawing_of(card),
        number=number,
        name=either(card.name_zh, card.name_en),
        kind=either(card.kind_zh, card.kind_en),
        maker=either(card.supplier_zh, card.supplier_en),
        note=NOTE.format(note) if note else "",
        price=formats.money(card.price_fen),
        unit=formats.unit(card.unit),
        tags=html.join([tag for tag in tags if tag], " "),
    )
