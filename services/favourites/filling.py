"""A whole list into the cart at once: the cart holds at least what the list wants; clicking again adds nothing."""

from dataclasses import dataclass, field
from uuid import UUID

from services import cart
from services.errors import Conflict, Refused
from services.favourites.showing import Item, view
from services.permissions import Permission, require
from services.visitors import Visitor


@dataclass(frozen=True)
class Filled:
    """What was put into the cart, what lay there already, and what was refused with its reason."""

    put: list[Item] = field(default_factory=list)
    there: list[Item] = field(default_factory=list)
    refused: list[tuple[Item, Refused]] = field(default_factory=list)


def fill_cart(buyer: Visitor, list_id: UUID) -> Filled:
    """Put all that can be put. Where the cart holds some of an exhibit, only what is missing is added.

    What the cart held is said to it with every exhibit, so that of two clicks at once only one adds."""
    require(buyer, Permission.CART_FILL)
    items, done = view(buyer, list_id).items, Filled()
    lying = {line.product_code: line.quantity_milli for line in cart.view(buyer).lines}
    for one in items:
        fill(buyer, one, lying.get(one.code, 0), done)
    return done


def fill(buyer: Visitor, one: Item, lying_milli: int, done: Filled) -> None:
    if lying_milli >= one.quantity_milli:
        done.there.append(one)
        return
    try:
        if not one.on_show:
            raise Conflict("It is no longer on show.")
        cart.put(buyer, one.code, quantity_milli=one.quantity_milli - lying_milli, holding=lying_milli)
        done.put.append(one)
    except Refused as refusal:
        done.refused.append((one, refusal))
