"""The plates of an exhibit: the drawing, then the supplier's pictures; a click enlarges them, Escape puts them back.

Without a script: the whole gallery is a popover that hangs on the page until it is opened, and its small plates are
radio buttons, so that the arrow keys turn from one picture to the next, on the page and enlarged."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components import html
from components.exhibits import drawing_of
from components.i18n import either, t
from services.products import Card

__all__ = ["gallery"]

GALLERY = Markup(
    '<div class="plates" id="plates" style="--count:{count}" popover>{plates}<button class="plate-close" '
    'type="button" popovertarget="plates" popovertargetaction="hide">{close}</button></div>'
)
PICK = Markup(
    '<input class="plate-pick" type="radio" name="plate" id="plate-{at}" aria-label="{alt}" '
    "style=\"background-image:url('{address}')\"{checked}>"
)
VIEW = Markup(
    '<figure class="plate-view{alone}"><button class="plate grand" type="button" popovertarget="plates" '
    'title="{enlarge}"><img src="{address}" alt="{alt}" width="800" height="600"{later}></button>'
    "<figcaption>{alt}{place}</figcaption>{turns}</figure>"
)
TURN = Markup('<label class="plate-turn {side}" for="plate-{to}" title="{title}">{sign}</label>')
CHECKED, LATER = Markup(" checked"), Markup(' loading="lazy"')


@dataclass(frozen=True)
class Plate:
    address: str
    alt: str


def plates_of(card: Card) -> Sequence[Plate]:
    """The drawing first."""
    said = f"{t('Picture by the supplier')}: {either(card.name_zh, card.name_en)}"
    return [Plate(card.drawing, drawing_of(card)), *(Plate(f"/files/{file}", said) for file in card.pictures)]


def gallery(card: Card) -> Markup:
    plates = plates_of(card)
    hung = [plate(one, at, len(plates)) for at, one in enumerate(plates)]
    return GALLERY.format(plates=html.join(hung), count=len(plates), close=t("Close (Esc)"))


def plate(one: Plate, at: int, count: int) -> Markup:
    several = count > 1
    pick = PICK.format(at=at, alt=one.alt, address=one.address, checked=html.NOTHING if at else CHECKED)
    view = VIEW.format(
        alone="" if several else " alone",
        enlarge=t("Enlarge or put back"),
        address=one.address,
        alt=one.alt,
        later=LATER if at else html.NOTHING,
        place=f" · {at + 1} / {count}" if several else "",
        turns=turns(at, count) if several else html.NOTHING,
    )
    return pick + view if several else view


def turns(at: int, count: int) -> Markup:
    """For the pointer; the keyboard turns by the arrow keys of the small plates."""
    back = TURN.format(side="back", to=(at - 1) % count, title=t("The plate before"), sign="‹")
    return back + TURN.format(side="on", to=(at + 1) % count, title=t("The next plate"), sign="›")
