"""Suppliers' shares of card payments: their accounts at the provider, what is passed on, what is taken back."""

from db.payouts import PayoutAccount, PayoutKind, PayoutStatus
from services.payouts.accounts import look_again, look_at, onboard, own_account
from services.payouts.flow import PAYOUT_FLOW
from services.payouts.moving import go_round, settle
from services.payouts.requirements import Asked, asked_for
from services.payouts.statement import Debt, Line, Share, Statement, Totals, debts, statement, taken_away, totals

__all__ = [
    "PAYOUT_FLOW",
    "Asked",
    "Debt",
    "Line",
    "PayoutAccount",
    "PayoutKind",
    "PayoutStatus",
    "Share",
    "Statement",
    "Totals",
    "asked_for",
    "debts",
    "go_round",
    "look_again",
    "look_at",
    "onboard",
    "own_account",
    "settle",
    "statement",
    "taken_away",
    "totals",
]
