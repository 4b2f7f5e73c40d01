"""The parts of the foyer: the view on entering, the live figures, the doors of the halls, the sections, the tour."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, html, session
from components.i18n import either, t, tn
from services.foyer import Figures
from services.sections import Sections
from services.standards import Hall
from services.visitors import Role

VIEW = Markup(
    '<section class="foyer"><div class="foyer-words"><p class="overline">{overline}</p><h1>{title}</h1>'
    '<p class="lead">{lead}</p><p class="foyer-doors">{enter}{join}</p></div>'
    '<div class="foyer-view"><img src="/drawings/foyer.svg" alt="{alt}" width="1800" height="700"></div></section>'
)
DOOR = Markup(
    '<a class="hall-door" href="{}" target="_self"><span class="plate wide"><img src="/drawings/hall.{}.svg" alt="" '
    'width="1600" height="600" loading="lazy"></span><span class="hall-name">{}</span><span class="soft">{}</span></a>'
)
FIGURE = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
SECTION = Markup(
    '<a class="section-door" href="{}" target="_self"><b>{}</b><span class="section-count">{}</span>'
    '<span class="soft">{}</span></a>'
)
LATER = Markup(
    '<div class="section-door later"><b>{}</b><span class="section-count">{}</span><span class="soft">{}</span></div>'
)
STEP = Markup("<li><b>{}</b><span>{}</span></li>")


def view() -> Markup:
    return VIEW.format(
        overline=t("Green Building Materials Museum"),
        title=t("See the material. Check the proof. Buy a little."),
        lead=t("A public hall of certified green building materials. Schools, hospitals and small works compare exhibits "
               "against the standard and buy small lots straight from the maker. Suppliers pay no entry fee and no "
               "commission."),
        enter=html.link(t("Enter the halls"), html.address("/halls"), css="press"),
        join=supplier_door(),
        alt=t("The museum's hall by the lake, drawn"),
    )  # fmt: skip


def supplier_door() -> Markup:
    """The way in for who makes or distributes materials; nothing for who is here as somebody else."""
    visitor = session.visitor()
    if visitor.role is Role.SUPPLIER:
        return html.link(t("My exhibits"), html.address("/listings"), css="press quiet")
    if visitor.signed_in:
        return html.NOTHING
    way = {"form": "sign-up", "role": Role.SUPPLIER.value, "next": "/suppliers"}
    return html.link(t("Become a supplier"), html.address("/account", way), css="press quiet")


def figures(counted: Figures) -> Markup:
    shown = (
        (t("Exhibits on show"), formats.number(counted.exhibits)),
        (t("Approved suppliers"), formats.number(counted.suppliers)),
        (t("Orders"), formats.number(counted.orders)),
        (t("Traded so far"), formats.money_short(counted.amount_fen)),
        (t("Entry fee and commission"), formats.money_short(0)),
    )
    return Markup('<dl class="figures">{}</dl>').format(html.join(FIGURE.format(*pair) for pair in shown))


def doors(halls: Sequence[Hall]) -> Markup:
    said = [
        DOOR.format(
            html.address("/halls", {"category": hall.code}), hall.code, either(hall.name_zh, hall.name_en),
            tn("{count} exhibit in {kinds} kinds", "{count} exhibits in {kinds} kinds", hall.exhibits,
               kinds=hall.kind_count),
        )
        for hall in halls
    ]  # fmt: skip
    return Markup('<div class="hall-doors">{}</div>').format(html.join(said))


def ways() -> Markup:
    """How a small purchase goes, in four steps."""
    steps = (
        (t("Compare"), t("Each value hangs beside the threshold it must meet, with its proof.")),
        (t("Order"), t("Small lots by the square metre, tonne or piece, from several suppliers in one cart.")),
        (t("Pay"), t("Online at once, or by corporate transfer after acceptance.")),
        (t("Inspect"), t("Accept what fits; every step is dated and stays on record.")),
    )
    return Markup('<ol class="steps">{}</ol>').format(html.join(STEP.format(*step) for step in steps))


def sections(counted: Sections) -> Markup:
    """Green materials and green products with their counts; green finance says that it opens later, and is no door."""
    shown = [
        SECTION.format(
            html.address("/halls", {"section": "materials"}), t("Green materials"), formats.number(counted.materials),
            t("Every mandatory indicator is proved by a report or a certificate."),
        ),
        SECTION.format(
            html.address("/halls", {"section": "products"}), t("Green products"), formats.number(counted.products),
            t("Certified: each holds a green-product certificate that is valid today."),
        ),
        LATER.format(
            t("Green finance"), t("Opens later"),
            t("Loans on procurement contracts, guarantees and green insurance will be asked for here, by suppliers and "
              "projects. Until then nothing can be applied for."),
        ),
    ]  # fmt: skip
    return Markup('<div class="sections">{}</div>').format(html.join(shown))


def tour_door() -> Markup:
    return Markup('<div class="tour-door"><p><b>{}</b><br>{}</p>{}</div>').format(
        t("New here?"),
        t("A walk of eight stations shows how to read a label, what the gauges say and how a small purchase goes."),
        html.link(t("Take the tour"), html.address("/tour"), css="press"),
    )


def all_announcements() -> Markup:
    return Markup('<p class="foyer-more">{}</p>').format(
        html.link(t("All announcements"), html.address("/announcements"))
    )


def further() -> Markup:
    """Where else to look: for the page that tells what the museum is."""
    ways = [
        html.link(t("Exhibitions"), html.address("/exhibitions"), css="press quiet"),
        html.link(t("Announcements"), html.address("/announcements"), css="press quiet"),
        html.link(t("Standards"), html.address("/standards"), css="press quiet"),
    ]
    return Markup('<p class="doors">{}</p>').format(html.join(ways))
