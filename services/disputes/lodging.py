"""Opening a dispute: the ground, what is asked for and what that is worth, the first statement with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from db import disputes as store
from db import numbers
from db.disputes import Dispute, DisputeLine, Ground, Outcome, Remedy, Saying, Side
from db.engine import reading, transaction
from db.orders import Purchase, order_by_code
from services import audit, clock, dispute_flow, order_reductions, order_rights, working_days
from services.audit import Event
from services.disputes import carrying, rules
from services.disputes.carrying import Relief
from services.disputes.saying import File, Words, note, stored
from services.errors import Conflict, Invalid, Missing
from services.order_reductions import Left
from services.order_rights import Opened
from services.permissions import Permission, require
from services.tokens import hash_of
from services.visitors import Visitor

__all__ = ["Complaint", "Ways", "lodge", "ways"]


@dataclass(frozen=True)
class Complaint:
    """`amount_fen` where money off is asked for, thousandths by line where goods are to go back. Files as names and
    bytes, to be checked and kept."""

    ground: Ground
    remedy: Remedy
    text: str
    amount_fen: int = 0
    quantities: Mapping[UUID, int] = field(default_factory=dict)
    files: Sequence[File] = ()


@dataclass(frozen=True)
class Ways:
    """What a party could complain of and ask for now; nothing where no dispute can be opened."""

    side: Side
    grounds: Sequence[Ground]
    remedies: Sequence[Remedy]
    left: Sequence[Left]


def ways(visitor: Visitor, order_code: str) -> Ways | None:
    """What this party could open a dispute with now, if it could."""
    require(visitor, Permission.DISPUTE_LODGE)
    with reading() as db:
        order = order_by_code(db, order_code)
        party = order_rights.party_of(db, visitor, order) if order else None
        if order is None or party is None:
            raise Missing("There is no such order.")
        seen = order_rights.seen_by(db, db.get_one(Purchase, order.purchase_id), order, party)
        try:
            rules.refuse_unless_open_to(db, seen)
        except Conflict:
            return None
        side = rules.side_of(seen)
        return Ways(side, rules.GROUNDS[side], rules.remedies(seen), order_reductions.left(db, seen.order))


def lodge(visitor: Visitor, order_code: str, complaint: Complaint, *, key: str) -> str:
    """Open a dispute; its code. The same key again finds the same one."""
    require(visitor, Permission.DISPUTE_LODGE)
    own_key = hash_of(f"{visitor.person_id} {key}")
    with reading() as db:
        known = store.by_key(db, own_key)
    if known:
        return known.code
    kept = stored(visitor, complaint.files)
    with transaction() as db:
        seen = order_rights.entered(db, visitor, order_code)
        known = store.by_key(db, own_key)
        if known is None:
            rules.refuse_unless_open_to(db, seen)
            known = opened(db, seen, complaint, own_key)
            note(db, visitor, known, Words(Saying.OPENING, known.opened_by, complaint.text, kept))
            dispute_flow.begin(db, known, seen.order)
            said = {"dispute": known.code, "side": known.opened_by, "ground": known.ground, "remedy": known.remedy}
            audit.record(db, visitor, Event.DISPUTE_OPENED, seen.order.code, amount_fen=known.amount_fen, **said)
        return known.code


def opened(db: Session, seen: Opened, complaint: Complaint, key: str) -> Dispute:
    side, now = rules.side_of(seen), clock.now()
    if complaint.ground not in rules.GROUNDS[side] or complaint.remedy not in rules.remedies(seen):
        raise Invalid("This cannot be asked for where the order stands.")
    dispute = Dispute(
        code=numbers.yearly(db, "D", clock.today().year),
        key=key,
        order_id=seen.order.id,
        opened_by=side,
        ground=complaint.ground,
        remedy=complaint.remedy,
        amount_fen=at_stake(db, seen, complaint),
        opened_at=now,
        answer_by=working_days.end_of(rules.WORKING_DAYS, after=now),
    )
    db.add(dispute)
    db.flush()
    wanted = complaint.quantities.items() if complaint.remedy is Remedy.GOODS_BACK else ()
    db.add_all(
        DisputeLine(dispute_id=dispute.id, line_id=line, quantity_milli=milli) for line, milli in wanted if milli
    )
    return dispute


def at_stake(db: Session, seen: Opened, complaint: Complaint) -> int:
    """What is asked for in fen: all that is left where nothing has come, nothing where only a deed is asked for."""
    if complaint.remedy is Remedy.AMOUNT_OFF:
        return carrying.worth(db, seen, Relief(Outcome.AMOUNT_OFF, complaint.amount_fen))
    if complaint.remedy is Remedy.GOODS_BACK:
        return carrying.worth(db, seen, Relief(Outcome.UNDONE, quantities=complaint.quantities))
    if complaint.remedy is Remedy.DELIVERY:
        return sum(one.amount_fen for one in order_reductions.left(db, seen.order))
    return 0
