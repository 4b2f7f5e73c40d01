"""The parts of the project library's page."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from markupsafe import Markup

from components import formats, html, regions
from components.i18n import either, t
from services.projects import Bought, Project

CARD = Markup(
    '<li class="project {css}"><p class="overline">{code}</p><h3>{name}</h3><p class="soft">{place}</p>'
    '<dl class="pairs">{pairs}</dl><p>{state}</p>{bought}</li>'
)
BOUGHT = Markup(
    '<details class="bought"><summary>{sum}<span class="green-share" role="img" aria-label="{share}">'
    '<i style="width:{width}%"></i></span><span class="soft">{share}</span></summary><dl>{kinds}</dl></details>'
)
PAIR = Markup("<div><dt>{}</dt><dd>{}</dd></div>")


def summary(listed: Sequence[Project]) -> Markup:
    area = sum((project.area_m2 for project in listed), start=listed[0].area_m2 * 0) if listed else 0
    shown = (
        (t("Projects registered"), formats.number(len(listed))),
        (t("Started"), formats.number(sum(project.started_on is not None for project in listed))),
        (t("Building area"), f"{formats.number(area)} m²"),
        (t("Budget"), formats.money_short(sum(project.budget_fen for project in listed))),
    )
    return Markup('<dl class="figures">{}</dl>').format(html.join(PAIR.format(*pair) for pair in shown))


def cards(listed: Sequence[Project], bought: Mapping[UUID, Sequence[Bought]]) -> Markup:
    shown = html.join(card(project, bought.get(project.id, [])) for project in listed)
    return Markup('<ul class="projects">{}</ul>').format(shown)


def bought_so_far(found: Sequence[Bought]) -> Markup:
    """The sum, its green share by certificate, and folded away the kinds."""
    total, green = sum(one.amount_fen for one in found), sum(one.green_fen for one in found)
    if total <= 0:
        return html.NOTHING
    share = green / total
    rows = ((either(one.kind.name_zh, one.kind.name_en), formats.money_short(one.amount_fen)) for one in found)
    return BOUGHT.format(
        sum=t("Bought here: {sum}", sum=formats.money_short(total)),
        share=t("{share} of certified green products", share=formats.percent(share)),
        width=round(share * 100),
        kinds=html.join(PAIR.format(*row) for row in rows),
    )


def card(project: Project, bought: Sequence[Bought]) -> Markup:
    pairs = (
        (t("Area"), f"{formats.number(project.area_m2)} m²"),
        (t("Target"), "★" * project.target_stars),
        (t("Budget"), formats.money_short(project.budget_fen)),
    )
    started = project.started_on
    state = t("Started on {day}", day=formats.day(started)) if started else t("Not started")
    return CARD.format(
        css="started" if started else "",
        code=project.code,
        name=either(project.name_zh, project.name_en),
        place=regions.named(project.city, project.district),
        pairs=html.join(PAIR.format(*pair) for pair in pairs),
        state=Markup('<span class="tag {}">{}</span>').format("good" if started else "", state),
        bought=bought_so_far(bought),
    )
