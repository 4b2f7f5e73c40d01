"""The keeper's round: which purchases wait for what, each looked after on its own."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from db import payments as store
from db import stock as stocks
from db.engine import reading
from services import clock
from services import payment_refunds as refunds
from services import payment_settlement as settlement
from services.payment_opening import Unreachable

__all__ = ["go_round"]

Work = Callable[[UUID], None]
log = logging.getLogger("museum.payments")
QUIET = timedelta(minutes=2)  # after so long without news a session is asked after


def go_round(*, let_lapse: Work, ask_again: Work, refund: Work) -> None:
    """What needs no provider comes first, so that one that is away holds nothing up."""
    with reading() as db:
        due, undecided = stocks.due(db, clock.now()), store.unsettled(db, clock.now() - QUIET)
    with_session = {row.purchase_id for row in undecided}
    attempt(settlement.lapse_if_due, [purchase_id for purchase_id in due if purchase_id not in with_session])
    attempt(let_lapse, [purchase_id for purchase_id in due if purchase_id in with_session])
    attempt(ask_again, [row.purchase_id for row in undecided if row.purchase_id not in due])
    attempt(refund, refunds.waiting())


def attempt(work: Work, purchases: Iterable[UUID]) -> None:
    """One bad row stops nobody else; a provider that is away ends this part of the round."""
    for purchase_id in purchases:
        try:
            work(purchase_id)
        except Unreachable as away:
            log.warning("part of the round waits: %s", away)
            return
        except Exception:
            log.exception("the round could not look after purchase %s", purchase_id)
