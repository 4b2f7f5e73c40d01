"""After a change that owes a buyer money: send it back now, or leave it to the keeper when the service is away."""

import logging

from db.orders import Purchase
from services import payments
from services.errors import Refused

__all__ = ["send_back"]

log = logging.getLogger("museum.orders")


def send_back(purchase: Purchase) -> None:
    try:
        payments.refund(purchase.id)
    except Refused as away:
        log.warning("%s: %s", purchase.code, away)
