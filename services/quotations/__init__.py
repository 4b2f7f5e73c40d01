"""
Direct sale (厂家直销、询价): a buyer asks suppliers, each answers for itself, the buyer accepts one into an order.

| part             | what it holds                                                          |
|------------------|------------------------------------------------------------------------|
| `asking.py`      | what, how much, where to, by when, whom; ending a request              |
| `giving.py`      | a supplier's dated answer at delivered prices, its revisions           |
| `choosing.py`    | accepting into an order, agreeing to a standing price, declining       |
| `calling_off.py` | ordering by a standing price until its day or quantity is used up      |
| `showing.py`     | what each side reads: a supplier never learns of another               |
| `weighing.py`    | what speaks for a quotation beside its price                           |
| `rules.py`       | the two life cycles, closing and lapsing by date, who may open what    |

A price is a delivered price: freight to the site is in it, and nothing is charged on top.
"""

from db.products import Product
from db.quotations import Quotation, QuotationRequest, QuotationStatus, RequestStatus
from services.orders import Method
from services.quotation_rights import Reader
from services.quotations.asking import (
    MOST_ASKED,
    MOST_FILES,
    MOST_LINES,
    Asking,
    Candidate,
    WantedLine,
    ask,
    candidates,
    close,
)
from services.quotations.calling_off import call_off
from services.quotations.choosing import ANOTHER_CHOSEN, Receiving, accept, agree, decline
from services.quotations.giving import LONGEST_DELIVERY, Offer, OfferLine, give, take_back
from services.quotations.rules import QUOTATION_FLOW, REQUEST_FLOW
from services.quotations.showing import (
    Line,
    OfferView,
    QuotedLine,
    RequestRow,
    RequestView,
    listed,
    request,
    source_of,
    wares,
)
from services.quotations.weighing import LineWeight, Weight, weights

__all__ = [
    "ANOTHER_CHOSEN", "LONGEST_DELIVERY", "MOST_ASKED", "MOST_FILES", "MOST_LINES", "QUOTATION_FLOW", "REQUEST_FLOW",
    "Asking", "Candidate", "Line", "LineWeight", "Method", "Offer", "OfferLine", "OfferView", "Product", "Quotation",
    "QuotationRequest", "QuotationStatus", "QuotedLine", "Reader", "Receiving", "RequestRow", "RequestStatus",
    "RequestView", "WantedLine", "Weight", "accept", "agree", "ask", "call_off", "candidates", "close", "decline",
    "give", "listed", "request", "source_of", "take_back", "wares", "weights",
]  # fmt: skip
