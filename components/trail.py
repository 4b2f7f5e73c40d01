"""The way back from inside a room that is not a hall: where one came from, then where one stands."""

from markupsafe import Markup

from components import html
from components.i18n import t

TRAIL = Markup('<nav class="crumbs" aria-label="{}">{}<span aria-current="page">{}</span></nav>')


def trail(name: str, path: str, *, here: str) -> Markup:
    return TRAIL.format(t("You are here"), html.link(name, html.address(path)), here)
