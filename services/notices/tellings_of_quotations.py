"""Who is told of requests for quotations; no supplier hears of another."""

from services.audit import Event
from services.notices.telling import About, Circle, Group, Telling

__all__ = ["QUOTATIONS"]

A, C, E, G = About, Circle, Event, Group
QUOTATIONS = (
    # An order by a standing price (quotation:called_off) is told as every order is, once it binds.
    Telling("{other} asks you for a quotation: {code}", "Answers are taken until {closes_on}.",
            E.QUOTATION_REQUESTED, A.QUOTATION, C.SUPPLIER, G.QUOTATIONS),
    Telling("{other} has answered request {code}", "The quotation comes to {amount}, delivered.",
            E.QUOTATION_GIVEN, A.QUOTATION, C.BUYER, G.QUOTATIONS, {"revision": 1}),
    Telling("{other} has answered request {code} anew", "The quotation comes to {amount} now, delivered.",
            E.QUOTATION_GIVEN, A.QUOTATION, C.BUYER, G.QUOTATIONS),
    Telling("{other} has taken its quotation for request {code} back", "",
            E.QUOTATION_WITHDRAWN, A.QUOTATION, C.BUYER, G.QUOTATIONS),
    Telling("{other} has agreed to your standing price: {code}", "Orders by it come as orders do.",
            E.QUOTATION_ACCEPTED, A.QUOTATION, C.SUPPLIER, G.QUOTATIONS, {"is_standing": True}),
    Telling("{other} has accepted your quotation for request {code}",
            "The order comes once it is paid, or a transfer is agreed.",
            E.QUOTATION_ACCEPTED, A.QUOTATION, C.SUPPLIER, G.QUOTATIONS),
    Telling("Your quotation for request {code} was not chosen", "Why stands on the page of the request.",
            E.QUOTATION_DECLINED, A.QUOTATION, C.SUPPLIER, G.QUOTATIONS),
    Telling("{other} has closed request {code}", "It takes no answers any more. What was accepted stands.",
            E.QUOTATION_CLOSED, A.QUOTATION, C.SUPPLIER, G.QUOTATIONS),
    Telling("{other} has withdrawn request {code}", "It takes no answers any more.",
            E.QUOTATION_REQUEST_WITHDRAWN, A.QUOTATION, C.SUPPLIER, G.QUOTATIONS),
)  # fmt: skip
