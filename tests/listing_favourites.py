"""A member's list of exhibits, and an exhibit that changes while it stands there."""

from db.engine import transaction
from db.products import Product
from services import favourites


def kept(member, *products, title="School floor"):
    """A list of the member with these exhibits."""
    made = favourites.make(member, title)
    for product in products:
        favourites.keep(member, product.code, list_id=made)
    return made


def amend(product, **values):
    with transaction(audited=False) as db:
        for name, value in values.items():
            setattr(db.get_one(Product, product.id), name, value)
