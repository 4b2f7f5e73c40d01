"""What an official does with a dispute: takes it, asks each side once, decides for good with reasons."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from db import disputes as store
from db import orders as orders_stored
from db.disputes import LONGEST_SAID, Dispute, DisputeStatus, Outcome, Saying, Side
from db.engine import reading, transaction
from db.orders import Order, Purchase
from services import audit, clock, dispute_flow, dispute_rights, money, order_rights, refunding, texts
from services.audit import Event
from services.dispute_flow import Ending
from services.disputes import carrying, rules
from services.disputes.carrying import Relief
from services.disputes.saying import Words, note
from services.errors import Conflict, Invalid
from services.order_rights import Opened, Party
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Decision", "Take", "decide", "may", "question", "spoken", "take", "weigh"]

S = DisputeStatus


class Take(StrEnum):
    """What an official can do."""

    TAKE = "take"
    ASK_BUYER = "ask_buyer"
    ASK_SUPPLIER = "ask_supplier"
    DECIDE = "decide"


@dataclass(frozen=True)
class Decision:
    """Reasons stand in every language the parties read."""

    relief: Relief
    reasons_zh: str = ""
    reasons_en: str = ""


def may(db: Session, official: Visitor, dispute: Dispute, order: Order) -> list[Take]:
    known = {(one.saying, one.side) for one in rules.said(db, dispute)}
    own = dispute.status is S.WITH_OFFICIAL and dispute.official_id == official.person_id
    possible = {
        Take.TAKE: dispute_rights.may_take(db, official, dispute, order),
        Take.ASK_BUYER: own and (Saying.QUESTION, Side.BUYER) not in known,
        Take.ASK_SUPPLIER: own and (Saying.QUESTION, Side.SUPPLIER) not in known,
        Take.DECIDE: own,
    }
    return [one for one in Take if possible[one]]


def found(db: Session, official: Visitor, code: str) -> tuple[Dispute, Order]:
    """A dispute of the official's area; Missing for everybody else."""
    dispute = store.by_code(db, code)
    order = orders_stored.of_id(db, dispute.order_id) if dispute else None
    if dispute is None or order is None or not dispute_rights.is_official_of(db, official, order):
        raise rules.no_dispute()
    return dispute, order


def held(db: Session, official: Visitor, code: str) -> tuple[Opened, Dispute]:
    """The same with the rows of its order locked."""
    dispute, order = found(db, official, code)
    return order_rights.held(db, order, Party.BUYER), store.fresh(db, dispute.id)


def own(db: Session, official: Visitor, code: str) -> tuple[Opened, Dispute]:
    """One that this official has taken and nobody has decided."""
    seen, dispute = held(db, official, code)
    if dispute.official_id != official.person_id or dispute.status is not S.WITH_OFFICIAL:
        raise Conflict("Dispute {code} does not stand where this could be done; look at it again.", code=code)
    return seen, dispute


def take(official: Visitor, code: str) -> None:
    """Take a dispute on; from a colleague, too. A second click finds it taken."""
    require(official, Permission.DISPUTE_DECIDE)
    with transaction() as db:
        seen, dispute = held(db, official, code)
        if dispute.official_id == official.person_id and dispute.status is S.WITH_OFFICIAL:
            return
        if not dispute_rights.may_take(db, official, dispute, seen.order):
            raise Conflict("Dispute {code} does not stand where this could be done; look at it again.", code=code)
        if dispute.status is S.ANSWERED:
            dispute_flow.move(dispute, S.WITH_OFFICIAL)
        dispute.official_id, dispute.taken_at = official.person_id, clock.now()
        dispute.passed_on_at = dispute.passed_on_at or clock.now()
        audit.record(db, official, Event.DISPUTE_TAKEN, seen.order.code, dispute=code)


def question(official: Visitor, code: str, side: Side, *, text: str) -> None:
    """Ask one side something, once."""
    require(official, Permission.DISPUTE_DECIDE)
    with transaction() as db:
        seen, dispute = own(db, official, code)
        if any(one.saying is Saying.QUESTION and one.side is side for one in rules.said(db, dispute)):
            raise Conflict("Each side is asked once only.")
        note(db, official, dispute, Words(Saying.QUESTION, side, text))
        audit.record(db, official, Event.DISPUTE_ASKED, seen.order.code, dispute=code, side=side)


def weigh(official: Visitor, code: str, relief: Relief) -> int:
    """What a decision would take off, in fen; refused as the decision would be."""
    require(official, Permission.DISPUTE_DECIDE)
    with reading() as db:
        dispute, order = found(db, official, code)
        seen = order_rights.seen_by(db, db.get_one(Purchase, order.purchase_id), order, Party.BUYER)
        return judged(db, seen, dispute, relief)


def judged(db: Session, seen: Opened, dispute: Dispute, relief: Relief) -> int:
    """What it takes off; Invalid when that is more than is left, or more than was asked for."""
    moves = relief.outcome in {Outcome.AMOUNT_OFF, Outcome.UNDONE}
    if relief.outcome is Outcome.UPHELD and dispute.remedy in rules.MONEY:
        raise Invalid("Say what is taken off, or which goods are undone.")
    amount = carrying.worth(db, seen, relief)
    wanted = carrying.asked(db, dispute).quantities
    within = bool(wanted) and all(milli <= wanted.get(line, 0) for line, milli in relief.named.items())
    if moves and amount > dispute.amount_fen and not (relief.named and within):
        raise Invalid("{amount} yuan are more than was asked for, {most}.", amount=money.yuan(amount),
                      most=money.yuan(dispute.amount_fen))  # fmt: skip
    return amount


def spoken(db: Session, order: Order) -> set[str]:
    """The languages that the members of both parties read."""
    return store.languages(db, dispute_rights.organisations(db, order))


def decide(official: Visitor, code: str, decision: Decision) -> None:
    """Decide for good: what is undone is undone with it, and what was paid for that goes back."""
    require(official, Permission.DISPUTE_DECIDE)
    with transaction() as db:
        seen, dispute = own(db, official, code)
        reason(db, seen.order, dispute, decision)
        judged(db, seen, dispute, decision.relief)
        amount = carrying.carry_out(db, official, seen, dispute, decision.relief)
        back = decision.relief.goods_back and decision.relief.outcome is Outcome.UNDONE
        dispute_flow.end(db, official, dispute, S.DECIDED, Ending(decision.relief.outcome, amount, goods_back=back))
        carrying.go_on(db, official, seen)
    refunding.send_back(seen.purchase)


def reason(db: Session, order: Order, dispute: Dispute, decision: Decision) -> None:
    """Keep the reasons; they are required in the languages of the parties."""
    needed = spoken(db, order)
    for language, field, words in (
        ("zh", "Reasons in Chinese", decision.reasons_zh),
        ("en", "Reasons in English", decision.reasons_en),
    ):
        kept = texts.paragraphs(words, field=field, longest=LONGEST_SAID)
        if language in needed and not kept:
            raise Invalid("{field} is empty.", field=field)
        setattr(dispute, f"reasons_{language}", kept)
