"""Who is told of orders: their way to the buyer, and back."""

from services.audit import Event
from services.notices.telling import BY_HAND, BY_MUSEUM, About, Circle, Group, Telling

__all__ = ["ORDERS"]

A, C, E, G = About, Circle, Event, Group
OFF_BEFORE = {"amount_fen": 0}
ORDERS = (
    Telling("{other} has confirmed order {code}", "The goods are being made ready.",
            E.ORDER_CONFIRMED, A.ORDER, C.BUYER, G.ORDERS),
    Telling("Order {code} is on its way",
            "Carrier: {carrier}, number: {tracking}. Confirm the arrival once it is there.",
            E.ORDER_SHIPPED, A.ORDER, C.BUYER, G.ORDERS),
    Telling("The goods of order {code} have arrived", "{other} inspects them now.",
            E.ORDER_RECEIVED, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("Order {code} has passed inspection", "{other} has accepted the goods.",
            E.ORDER_ACCEPTED, A.ORDER, C.SUPPLIER, G.ORDERS, BY_HAND),
    Telling("Order {code} counts as accepted", "Nobody objected within seven days after the goods had arrived.",
            E.ORDER_ACCEPTED, A.ORDER, C.SUPPLIER, G.ORDERS, BY_MUSEUM),
    Telling("Order {code} counts as accepted", "Nobody objected within seven days after the goods had arrived.",
            E.ORDER_ACCEPTED, A.ORDER, C.BUYER, G.ORDERS, BY_MUSEUM),
    Telling("Order {code} is cancelled", "The reason stands on the page of the order.",
            E.ORDER_CANCELLED, A.ORDER, C.BUYER, G.ORDERS, BY_HAND),
    Telling("Order {code} is cancelled", "The reason stands on the page of the order.",
            E.ORDER_CANCELLED, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("Inspect the goods of order {code} within two days",
            "Otherwise they count as accepted seven days after their arrival.",
            E.ORDER_ACCEPTANCE_ANNOUNCED, A.ORDER, C.BUYER, G.REMINDERS),
    Telling("Order {code} still waits for your confirmation", "{other} has been waiting for two days.",
            E.ORDER_CONFIRMATION_REMINDED, A.ORDER, C.SUPPLIER, G.REMINDERS),
    # What comes off an order (order:reduced) is told by what it comes with: a part that is refused, undeliverable or
    # back, or the end of the order.
    Telling("Another part of order {code} is on its way",
            "Carrier: {carrier}, number: {tracking}. Confirm the arrival once it is there.",
            E.ORDER_PART_SHIPPED, A.ORDER, C.BUYER, G.ORDERS),
    Telling("A part of order {code} has arrived", "{other} waits for the rest.",
            E.ORDER_PART_RECEIVED, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("{other} has refused goods of order {code}",
            "The order comes to {amount} less. What is wrong with them stands on the page of the order.",
            E.ORDER_PART_REFUSED, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("The rest of order {code} will not come",
            "The order comes to {amount} less; what has been paid for that goes back.",
            E.ORDER_UNDELIVERABLE, A.ORDER, C.BUYER, G.ORDERS),
    Telling("{other} asks to return goods of order {code}", "Please agree or decline on the page of the order.",
            E.RETURN_ASKED, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("{other} keeps the goods of order {code} after all", "The request to return them is withdrawn.",
            E.RETURN_WITHDRAWN, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("{other} takes goods of order {code} back", "Please send them; the money follows once they have arrived.",
            E.RETURN_AGREED, A.ORDER, C.BUYER, G.ORDERS),
    Telling("{other} does not take the goods of order {code} back", "Why stands on the page of the order.",
            E.RETURN_DECLINED, A.ORDER, C.BUYER, G.ORDERS),
    Telling("{other} has the goods of order {code} back", "What they cost was taken off when you refused them.",
            E.RETURN_ARRIVED, A.ORDER, C.BUYER, G.ORDERS, OFF_BEFORE),
    Telling("{other} has the goods of order {code} back",
            "The order comes to {amount} less; what has been paid for that goes back.",
            E.RETURN_ARRIVED, A.ORDER, C.BUYER, G.ORDERS),
    Telling("You need not send back the goods of order {code}", "What they cost was taken off when you refused them.",
            E.RETURN_WAIVED, A.ORDER, C.BUYER, G.ORDERS, OFF_BEFORE),
    Telling("You need not send back the goods of order {code}",
            "The order comes to {amount} less; what has been paid for that goes back.",
            E.RETURN_WAIVED, A.ORDER, C.BUYER, G.ORDERS),
)  # fmt: skip
