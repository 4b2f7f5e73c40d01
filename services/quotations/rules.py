"""The lives of a request and of a quotation, until when they may be answered and chosen, and whose they are."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from db import quotations as store
from db import suppliers
from db.quotations import Quotation, QuotationRequest, QuotationStatus, RequestStatus
from db.suppliers import Supplier
from services.errors import Conflict, Missing
from services.flow import Flow
from services.visitors import Visitor

__all__ = ["QUOTATION_FLOW", "REQUEST_FLOW", "cheaper", "has_lapsed", "is_answerable"]

R, Q = RequestStatus, QuotationStatus
REQUEST_FLOW: Flow[RequestStatus] = {
    R.OPEN: frozenset({R.PARTLY, R.ACCEPTED, R.CLOSED, R.WITHDRAWN}),
    R.PARTLY: frozenset({R.ACCEPTED, R.CLOSED}),
    R.ACCEPTED: frozenset(),
    R.CLOSED: frozenset(),
    R.WITHDRAWN: frozenset(),
}
QUOTATION_FLOW: Flow[QuotationStatus] = {
    Q.GIVEN: frozenset({Q.ACCEPTED, Q.DECLINED, Q.REPLACED, Q.WITHDRAWN}),
    Q.ACCEPTED: frozenset(),
    Q.DECLINED: frozenset(),
    Q.REPLACED: frozenset(),
    Q.WITHDRAWN: frozenset(),
}
LIVE = {R.OPEN, R.PARTLY}


def is_answerable(request: QuotationRequest, today: date) -> bool:
    """Suppliers may answer to the end of the closing day."""
    return request.status in LIVE and today <= request.closes_on


def has_lapsed(quotation: Quotation, today: date) -> bool:
    """An answer nobody has chosen lapses after its last day; nothing is written for it."""
    return quotation.status is Q.GIVEN and today > quotation.valid_until


def cheaper(chosen: Sequence[tuple[UUID, int]], others: Sequence[Sequence[tuple[UUID, int]]]) -> bool:
    """Whether another quotation asks less in sum for the same lines; each is given as (line, fen). One that leaves out
    a line of the chosen one cannot be held against it."""
    wanted = {line for line, _ in chosen}
    total = sum(fen for _, fen in chosen)
    return any(
        wanted <= {line for line, _ in other} and sum(fen for line, fen in other if line in wanted) < total
        for other in others
    )


def no_request() -> Missing:
    return Missing("There is no such request.")


def no_quotation() -> Missing:
    return Missing("There is no such quotation.")


def own_request(db: Session, buyer: Visitor, code: str) -> QuotationRequest:
    """The buyer's request, locked; to anybody else there is none."""
    found = store.by_code(db, code)
    if found is None or found.buyer_id != buyer.organisation_id:
        raise no_request()
    return store.locked(db, found.id)


def own_quotation(db: Session, buyer: Visitor, quotation_id: UUID) -> tuple[QuotationRequest, Quotation]:
    """A quotation given to the buyer's organisation, its request locked."""
    found = db.get(Quotation, quotation_id)
    request = db.get(QuotationRequest, found.request_id) if found else None
    if found is None or request is None or request.buyer_id != buyer.organisation_id:
        raise no_quotation()
    return store.locked(db, request.id), store.fresh(db, found.id)


def asked_supplier(db: Session, supplier: Visitor, code: str) -> tuple[QuotationRequest, Supplier]:
    """A request that asks this supplier, locked."""
    found, own = store.by_code(db, code), suppliers.of_organisation(db, supplier.organisation_id)
    if found is None or own is None or not store.is_asked(db, found.id, own.id):
        raise no_request()
    return store.locked(db, found.id), own


def require_given(quotation: Quotation) -> None:
    if quotation.status is not Q.GIVEN:
        raise Conflict(
            "This quotation stands as “{status}” by now; look at the request again.", status=quotation.status
        )


def require_live(request: QuotationRequest) -> None:
    if request.status not in LIVE:
        raise Conflict("Request {code} stands as “{status}” by now.", code=request.code, status=request.status)
