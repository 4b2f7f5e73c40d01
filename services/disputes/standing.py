"""What happens to a dispute by itself: who has not answered is reminded, then it goes on to an official without."""

from db import disputes as store
from db import orders as orders_stored
from db.disputes import DisputeStatus
from db.engine import transaction
from services import audit, clock, dispute_flow, order_rights
from services.audit import Event
from services.disputes import rules
from services.order_flow import MUSEUM
from services.order_rights import Party

__all__ = ["pass_on", "remind"]


def remind(code: str) -> None:
    wake(code, Event.DISPUTE_REMINDED)


def pass_on(code: str) -> None:
    wake(code, Event.DISPUTE_PASSED_ON)


def wake(code: str, event: Event) -> None:
    """Nothing where the other side has answered meanwhile, or the parties have ended it."""
    with transaction() as db:
        found = store.by_code(db, code)
        order = orders_stored.of_id(db, found.order_id) if found else None
        if found is None or order is None:
            return
        order_rights.held(db, order, Party.BUYER)
        dispute = store.fresh(db, found.id)
        if dispute.status is not DisputeStatus.OPEN:
            return
        if event is Event.DISPUTE_PASSED_ON:
            dispute_flow.move(dispute, DisputeStatus.WITH_OFFICIAL)
            dispute.passed_on_at = clock.now()
        audit.record(db, MUSEUM, event, order.code, dispute=code, side=rules.other(dispute.opened_by))
