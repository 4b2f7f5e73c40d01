"""
Disputes about orders: a party states its case, the other answers in five working days, an official decides.

Until then the parties may end it themselves: who asked withdraws, or the other side grants what was asked for. What is
granted or decided is carried out by `carrying.py`, the only place where a dispute moves money or goods.
"""

from db.disputes import Dispute, DisputeStatus, Ground, Outcome, Remedy, Saying, Side
from services.dispute_flow import FLOW, LIVE
from services.disputes.carrying import Relief
from services.disputes.deciding import Decision, Take, decide, question, take, weigh
from services.disputes.lodging import Complaint, Ways, lodge, ways
from services.disputes.rules import GROUNDS, LODGED_FOR, MOST_FILES, REMEDIES, WORKING_DAYS
from services.disputes.showing import Case, DeskRow, DisputeView, SaidView, case, desk, of_order, waiting
from services.disputes.standing import pass_on, remind
from services.disputes.stating import Act, Step, act

__all__ = [
    "FLOW", "GROUNDS", "LIVE", "LODGED_FOR", "MOST_FILES", "REMEDIES", "WORKING_DAYS", "Act", "Case", "Complaint",
    "Decision", "DeskRow", "Dispute", "DisputeStatus", "DisputeView", "Ground", "Outcome", "Relief", "Remedy",
    "SaidView", "Saying", "Side", "Step", "Take", "Ways", "act", "case", "decide", "desk", "lodge", "of_order",
    "pass_on", "question", "remind", "take", "waiting", "ways", "weigh",
]  # fmt: skip
