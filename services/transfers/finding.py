"""From a reference on a bank statement to the order it belongs to."""

from db import orders, suppliers
from db.engine import reading
from services import references
from services.errors import Missing
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["find"]


def find(supplier: Visitor, typed: str) -> str:
    """The code of one's own order to which a reference from a bank statement belongs."""
    require(supplier, Permission.SALE_HANDLE)
    read = references.plain(typed)
    with reading() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        found = orders.order_by_code(db, f"O-{read[4:8]}-{read[8:]}")
        if own is None or found is None or found.supplier_id != own.id:
            raise Missing("No order of yours has the reference {reference}.", reference=references.spaced(read))
        return found.code
