"""Who is told of registrations and exhibits."""

from services.audit import Event
from services.notices.telling import About, Circle, Group, Telling

__all__ = ["SUPPLY"]

A, C, E, G = About, Circle, Event, Group
SUPPLY = (
    Telling("{name} asks to be admitted as a supplier", "The dossier waits on the review desk.",
            E.SUPPLIER_SUBMITTED, A.SUPPLIER, C.OFFICIALS, G.REVIEW),
    Telling("{name} is admitted as a supplier", "You can hang your exhibits now.",
            E.SUPPLIER_APPROVED, A.SUPPLIER, C.SUPPLIER, G.SUPPLY),
    Telling("The registration of {name} has come back", "The page of the registration says what to mend.",
            E.SUPPLIER_RETURNED, A.SUPPLIER, C.SUPPLIER, G.SUPPLY),
    Telling("Exhibit {code} waits for review", "{name}, handed in by {other}.",
            E.LISTING_SUBMITTED, A.EXHIBIT, C.OFFICIALS, G.REVIEW),
    Telling("Exhibit {code} is on show", "{name} hangs in the halls now.",
            E.LISTING_PUBLISHED, A.EXHIBIT, C.SUPPLIER, G.SUPPLY),
    Telling("Exhibit {code} has come back", "The page of {name} says what to mend.",
            E.LISTING_RETURNED, A.EXHIBIT, C.SUPPLIER, G.SUPPLY),
    Telling("New in the halls: {name}", "It fits your search “{search}”.",
            E.LISTING_PUBLISHED, A.EXHIBIT, C.SEARCHERS, G.SEARCHES),
    Telling("Exhibit {code} runs low",
            "Of {name} only {left} {unit} can still be bought, less than the {below} {unit} you set.",
            E.STOCK_LOW, A.EXHIBIT, C.SUPPLIER, G.SUPPLY),
)  # fmt: skip
