"""Corporate transfers on paper: suppliers' bank accounts, the payment slip with its reference, what buyers say they
have sent. The money itself is booked by services/payment_transfers.py."""

from db.transfers import BankAccount, TransferNotice
from services.transfers.accounts import AccountForm, masked, mine, set_account
from services.transfers.finding import find
from services.transfers.notices import Sent, tell, told
from services.transfers.slips import Slip, ask_for_account, pdf, slip

__all__ = [
    "AccountForm", "BankAccount", "Sent", "Slip", "TransferNotice", "ask_for_account", "find", "masked", "mine",
    "pdf", "set_account", "slip", "tell", "told",
]  # fmt: skip
