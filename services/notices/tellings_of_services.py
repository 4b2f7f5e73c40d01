"""Who is told of services that suppliers order from the museum."""

from services.audit import Event
from services.notices.telling import BY_MUSEUM, About, Circle, Group, Telling

__all__ = ["SERVICES"]

A, C, E, G = About, Circle, Event, Group
SERVICES = (
    Telling("{other} has ordered a service: {name}", "Order {code}, {amount}. It begins once it is paid.",
            E.SERVICE_ORDERED, A.SERVICE, C.FINANCE, G.REVIEW),
    Telling("Service order {code} is paid", "{name}, {amount}. The invoice lies on the page of the order.",
            E.SERVICE_PAID, A.SERVICE, C.SUPPLIER, G.PAYMENTS),
    Telling("Service order {code} from {other} is paid", "{name}: please begin.",
            E.SERVICE_PAID, A.SERVICE, C.OFFICIALS, G.REVIEW),
    Telling("Service order {code} is paid and still waits", "{name}, ordered by {other}: please begin.",
            E.SERVICE_BEGINNING_REMINDED, A.SERVICE, C.OFFICIALS, G.REMINDERS),
    Telling("The museum has begun with service order {code}", "{name}",
            E.SERVICE_BEGUN, A.SERVICE, C.SUPPLIER, G.SUPPLY),
    Telling("The report of service order {code} is there", "{name}: download it on the page of the order.",
            E.SERVICE_DELIVERED, A.SERVICE, C.SUPPLIER, G.SUPPLY),
    Telling("Service order {code} has lapsed", "It was not paid in time. Order again if you still need it.",
            E.SERVICE_CANCELLED, A.SERVICE, C.SUPPLIER, G.PAYMENTS, BY_MUSEUM),
    Telling("Service order {code} is cancelled", "The reason stands on the page of the order; what was paid goes back.",
            E.SERVICE_CANCELLED, A.SERVICE, C.SUPPLIER, G.SUPPLY),
    Telling("Service order {code} of {other} is cancelled", "{name}. A transfer that has come must be sent back.",
            E.SERVICE_CANCELLED, A.SERVICE, C.FINANCE, G.REVIEW, {"museum": False, "before": "paid"}),
    Telling("Service order {code} of {other} is cancelled", "{name}. A transfer that has come must be sent back.",
            E.SERVICE_CANCELLED, A.SERVICE, C.FINANCE, G.REVIEW, {"museum": False, "before": "in_progress"}),
    Telling("Service order {code} was paid twice", "What came too much goes back: {amount}.",
            E.SERVICE_PAID_TWICE, A.SERVICE, C.SUPPLIER, G.PAYMENTS),
    Telling("{amount} for service order {code} has been sent back", "",
            E.SERVICE_REFUNDED, A.SERVICE, C.SUPPLIER, G.PAYMENTS),
    Telling("The bank did not take the refund of {amount} for service order {code}",
            "It is owed to you as before and is sent again within a day, to the same card. "
            "Where that card is closed, write to the museum.",
            E.SERVICE_REFUND_FAILED, A.SERVICE, C.SUPPLIER, G.PAYMENTS),
    Telling("A refund for service order {code} has come back",
            "The supplier's bank did not take {amount}. It is sent again every twelve hours, until it goes through or "
            "somebody sends it at the payment service.",
            E.SERVICE_REFUND_FAILED, A.SERVICE, C.FINANCE, G.REVIEW),
    Telling("The payment for service order {code} does not add up",
            "What the payment service reports is not what was asked for. The entry of the audit log has the figures.",
            E.SERVICE_PAYMENT_MISMATCHED, A.SERVICE, C.FINANCE, G.REVIEW),
    Telling("Service order {code} is closed", "Nobody objected within two weeks after the report had come.",
            E.SERVICE_CLOSED, A.SERVICE, C.SUPPLIER, G.SUPPLY, BY_MUSEUM),
)  # fmt: skip
