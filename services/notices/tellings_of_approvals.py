"""Who is told of what an organisation decides for itself, and of what its city sets it."""

from db.orders import Method
from services.audit import Event
from services.notices.telling import About, Circle, Group, Telling

__all__ = ["APPROVALS"]

A, C, E, G = About, Circle, Event, Group
APPROVALS = (
    # That its orders go on (order:approved) is told by the release of their purchase.
    Telling("Purchase {code} waits to be released", "It comes to {amount}; its goods are held for three working days.",
            E.APPROVAL_ASKED, A.PURCHASE, C.APPROVERS, G.APPROVALS),
    Telling("Purchase {code} has been released", "Please pay it within one working day.",
            E.APPROVAL_RELEASED, A.PURCHASE, C.PERSON, G.APPROVALS, {"method": Method.CARD}),
    Telling("Purchase {code} has been released", "Its suppliers have been told.",
            E.APPROVAL_RELEASED, A.PURCHASE, C.PERSON, G.APPROVALS),
    Telling("Purchase {code} has been refused", "Why stands on its page. Its goods are free again.",
            E.APPROVAL_REFUSED, A.PURCHASE, C.PERSON, G.APPROVALS),
    Telling("Purchase {code} need not be released any more", "It has been withdrawn.",
            E.APPROVAL_WITHDRAWN, A.PURCHASE, C.APPROVERS, G.APPROVALS),
    Telling("Nobody has released purchase {code} in time", "It has ended; its goods are free again.",
            E.APPROVAL_LAPSED, A.PURCHASE, C.APPROVERS, G.APPROVALS),
    Telling("Purchases need not be released any more", "Your organisation has lifted its threshold.",
            E.APPROVAL_RULE_SET, A.RULE, C.BUYER, G.APPROVALS, {"above_fen": None}),
    Telling("Purchases above {above} wait to be released", "Your organisation has set this threshold.",
            E.APPROVAL_RULE_SET, A.RULE, C.BUYER, G.APPROVALS),
    Telling("A new colleague buys for {name}", "Your account lists everybody who does.",
            E.MEMBER_JOINED, A.MEMBER, C.APPROVERS, G.APPROVALS),
    Telling("A limit of small purchases in {city} changes", "{amount} from {from_day} on; the page has all limits.",
            E.LIMIT_SET, A.LIMIT, C.BUYER, G.APPROVALS),
    Telling("A limit of small purchases in {city} changes", "{amount} from {from_day} on; the page has all limits.",
            E.LIMIT_SET, A.LIMIT, C.FINANCE, G.REVIEW),
    Telling("A limit of small purchases in {city} ends", "{last_day} is its last day.",
            E.LIMIT_LIFTED, A.LIMIT, C.BUYER, G.APPROVALS),
    Telling("A limit of small purchases in {city} ends", "{last_day} is its last day.",
            E.LIMIT_LIFTED, A.LIMIT, C.FINANCE, G.REVIEW),
    Telling("Purchase {code} looks like part of a larger one", "The page of the limits has what it was placed beside.",
            E.PURCHASE_SPLIT_SUSPECTED, A.PURCHASE, C.FINANCE, G.REVIEW),
)  # fmt: skip
