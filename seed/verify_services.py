"""What must be true of the museum's own services: totals, books, papers, and money that only comes for what is done."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session, select

from db import service_books as books
from db.service_books import ServiceAccount, ServiceEntry
from db.service_orders import ServiceOrder, ServicePaper, ServicePaperKind, ServiceStatus
from services import money

__all__ = ["service_money", "service_totals"]

KEPT = {ServiceStatus.PAID, ServiceStatus.IN_PROGRESS, ServiceStatus.DELIVERED, ServiceStatus.CLOSED}
INVOICE, CREDIT_NOTE = ServicePaperKind.INVOICE, ServicePaperKind.CREDIT_NOTE


def service_totals(db: Session) -> Iterator[str]:
    for order in db.exec(select(ServiceOrder)):
        if order.total_fen != money.line_total(order.quantity_milli, order.price_fen):
            yield f"{order.code} says {order.total_fen}"


def service_money(db: Session) -> Iterator[str]:
    """Income stands for what is paid and kept, and for nothing else; the papers say the same as the books."""
    for posting in books.unbalanced(db):
        yield f"posting {posting}"
    stands: dict[UUID, dict[ServiceAccount, int]] = defaultdict(lambda: defaultdict(int))
    for entry in db.exec(select(ServiceEntry)):
        stands[entry.order_id][entry.account] += entry.amount_fen
    printed: dict[UUID, dict[ServicePaperKind, ServicePaper]] = defaultdict(dict)
    for paper in db.exec(select(ServicePaper)):
        printed[paper.order_id][paper.kind] = paper
    for order in db.exec(select(ServiceOrder)):
        yield from wrong(order, stands[order.id], printed[order.id])


def wrong(order: ServiceOrder, stands: dict[ServiceAccount, int],
          papers: dict[ServicePaperKind, ServicePaper]) -> Iterator[str]:  # fmt: skip
    earned = -stands[ServiceAccount.INCOME] - stands[ServiceAccount.VAT]
    if earned not in {0, order.total_fen} or min(stands[ServiceAccount.RECEIPTS], stands[ServiceAccount.TRANSFERS]) < 0:
        yield f"{order.code} has earned {earned}"
    unpaid = order.status is ServiceStatus.ORDERED or order.status is ServiceStatus.CANCELLED
    if (earned and unpaid) or (not earned and order.status in KEPT and CREDIT_NOTE not in papers):
        yield f"{order.code} is {order.status} and has earned {earned}"
    if stands[ServiceAccount.OWED_BACK] > 0:
        yield f"{order.code}: more went back than was owed"
    if bool(earned) != (INVOICE in papers and CREDIT_NOTE not in papers) or (CREDIT_NOTE in papers) > (
        INVOICE in papers
    ):
        yield f"{order.code}: papers and books differ"
    if any(paper.gross_fen != order.total_fen for paper in papers.values()):
        yield f"{order.code}: a paper says another sum"
