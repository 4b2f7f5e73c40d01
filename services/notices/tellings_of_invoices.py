"""Who is told of invoices and of transfers on paper: what is asked for, what is here, and where money is to go."""

from services.audit import Event
from services.notices.telling import About, Circle, Group, Telling

__all__ = ["INVOICES"]

A, C, E, G = About, Circle, Event, Group
INVOICES = (
    # That one invoice takes the place of another (invoice:replaced) is told by the new one.
    Telling("{other} has changed what shall stand on the invoice of order {code}",
            "The page of the order has it as it is now.",
            E.INVOICE_ASKED, A.ORDER, C.SUPPLIER, G.PAYMENTS, {"anew": True}),
    Telling("{other} asks for the invoice of order {code}", "What shall stand on it is on the page of the order.",
            E.INVOICE_ASKED, A.ORDER, C.SUPPLIER, G.PAYMENTS),
    Telling("A red-letter invoice for order {code} is here", "{other} takes back {amount}. Please look at it.",
            E.INVOICE_ISSUED, A.ORDER, C.BUYER, G.PAYMENTS, {"is_red": True}),
    Telling("The invoice for order {code} is here", "{other} has issued {amount}. Please accept it or send it back.",
            E.INVOICE_ISSUED, A.ORDER, C.BUYER, G.PAYMENTS),
    Telling("{other} has accepted an invoice of order {code}", "",
            E.INVOICE_ACCEPTED, A.ORDER, C.SUPPLIER, G.PAYMENTS),
    Telling("{other} has sent back an invoice of order {code}",
            "Why stands on the page of the order. Please hand in another.",
            E.INVOICE_RETURNED, A.ORDER, C.SUPPLIER, G.PAYMENTS),
    Telling("{other} has withdrawn an invoice of order {code}",
            "Why stands on the page of the order. It counts no more.",
            E.INVOICE_WITHDRAWN, A.ORDER, C.BUYER, G.PAYMENTS),
    Telling("The invoice for order {code} is still missing", "{other} waits for invoices of {amount}.",
            E.INVOICE_REMINDED, A.ORDER, C.SUPPLIER, G.REMINDERS),
    Telling("Order {code} needs a red-letter invoice", "It comes to {amount} less than its invoices do.",
            E.INVOICE_CORRECTION_CALLED, A.ORDER, C.SUPPLIER, G.PAYMENTS),
    Telling("{other} says that the transfer for order {code} is on its way",
            "Please confirm it once your bank shows it.",
            E.TRANSFER_TOLD, A.ORDER, C.SUPPLIER, G.PAYMENTS),
    Telling("{other} cannot pay order {code} yet: your bank account is missing",
            "Name it on the page of payouts; it is shown on payment slips only.",
            E.BANK_ACCOUNT_ASKED, A.ORDER, C.SUPPLIER, G.PAYMENTS),
    Telling("{name} is paid to another bank account now: it ends in {ending}",
            "If nobody of your company has changed it, act at once: change your password and call the museum.",
            E.BANK_ACCOUNT_ANNOUNCED, A.SUPPLIER, C.SUPPLIER, G.PAYMENTS),
)  # fmt: skip
