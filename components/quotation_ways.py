"""The ways into direct sale from other rooms: an exhibit, the cart, the orders."""

from markupsafe import Markup

from components import formats, html
from components.i18n import t
from services.money import quantity
from services.product_cards import Card

__all__ = ["origin", "way_from_cart", "way_to_ask", "way_to_list"]


def way_to_ask(card: Card, quantity_milli: int) -> Markup:
    """From an exhibit: ask for a quotation of the quantity that stands there."""
    asked = {"ask": card.code, "quantity": str(quantity(quantity_milli))}
    link = html.link(t("Ask for a quotation"), html.address("/quotations", asked), css="press quiet wide")
    return Markup('<p class="ask-quote">{}</p>').format(link)


def way_from_cart(total_fen: int, limit_fen: int) -> Markup:
    """From the cart; pressing where it comes to more than a small purchase may."""
    link = html.link(t("Ask for a quotation instead"), html.address("/quotations", {"ask": "cart"}), css="press quiet")
    if total_fen <= limit_fen:
        return Markup('<p class="ask-quote">{}</p>').format(link)
    said = t("More than one small purchase may come to ({limit}): ask the suppliers.", limit=formats.money(limit_fen))
    return Markup('<div class="bill-next cart-problem warn"><p>{}</p><p>{}</p></div>').format(said, link)


def way_to_list() -> Markup:
    return Markup('<p class="ways-on">{}</p>').format(html.link(t("Quotations"), html.address("/quotations")))


def origin(code: str) -> Markup:
    """Where an order came from, for both its parties."""
    if not code:
        return html.NOTHING
    link = html.link(t("Quotation {code}", code=code), html.address("/quotations", {"request": code}))
    return Markup('<p class="soft">{}</p>').format(link)
