"""Services a supplier orders from the museum, the only thing it charges for: from the order to the report."""

from db.service_orders import ServiceOrder, ServicePaper, ServicePaperKind, ServiceStatus
from services.service_orders.delivering import Result, begin, call_off, close_unanswered, deliver
from services.service_orders.flow import FLOW, PAY_WITHIN
from services.service_orders.ordering import MOST, ServiceForm, cancel, close, order
from services.service_orders.papers import paper
from services.service_orders.paying import open_session, transfer_received, transfer_returned
from services.service_orders.rights import Action
from services.service_orders.showing import (
    Desk,
    Measured,
    Row,
    ServiceView,
    Taking,
    at_desk,
    chosen_fen,
    mine,
    one,
    takings,
    waiting,
)

__all__ = [
    "FLOW", "MOST", "PAY_WITHIN", "Action", "Desk", "Measured", "Result", "Row", "ServiceForm", "ServiceOrder",
    "ServicePaper", "ServicePaperKind", "ServiceStatus", "ServiceView", "Taking", "at_desk", "begin", "call_off",
    "cancel", "chosen_fen", "close", "close_unanswered", "deliver", "mine", "one", "open_session", "order", "paper",
    "takings", "transfer_received", "transfer_returned", "waiting",
]  # fmt: skip
