"""The life of one movement of a share: planned here, then done or refused at the provider."""

from db.payouts import PayoutStatus
from services.flow import Flow

S = PayoutStatus
PAYOUT_FLOW: Flow[PayoutStatus] = {
    S.PLANNED: frozenset({S.DONE, S.REFUSED, S.DROPPED}),
    S.DROPPED: frozenset({S.DONE}),  # its answer was only late
    S.REFUSED: frozenset({S.DONE}),
    S.DONE: frozenset(),
}
