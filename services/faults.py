"""What a buyer says of goods that are not kept: how many of which line, why, and the photographs that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from db import media as files
from db.media import Purpose
from db.order_returns import Fault, OrderReturn, OrderReturnLine, OrderReturnPhoto
from services import money
from services.accounts import said
from services.errors import Invalid, Missing
from services.order_reductions import Left
from services.visitors import Visitor

__all__ = ["MOST_PHOTOS", "Fault", "Faulty", "Report", "checked", "write"]

MOST_PHOTOS = 8


@dataclass(frozen=True)
class Faulty:
    """Of one line; `note` says more where the kind of fault does not say all."""

    line_id: UUID
    quantity_milli: int
    fault: Fault
    note: str = ""


@dataclass(frozen=True)
class Report:
    """`photos` are files the buyer has stored as evidence."""

    goods: Sequence[Faulty]
    photos: Sequence[UUID] = ()


def checked(report: Report, available: Sequence[Left]) -> list[Faulty]:
    """The same, tidied; Invalid when a line is named twice, or more of it than there is."""
    most = {one.line.id: one for one in available}
    named = [one.line_id for one in report.goods]
    if not named or len(set(named)) < len(named):
        raise Invalid("Say of at least one line how much is not kept.")
    if not set(named) <= set(most):
        raise Missing("There is no such order.")
    return [tidied(one, most[one.line_id]) for one in report.goods]


def tidied(one: Faulty, left: Left) -> Faulty:
    if not 0 < one.quantity_milli <= left.quantity_milli:
        raise Invalid(
            "Of {product} there are only {available} {unit}.",
            product=left.line.product_code,
            available=money.quantity(left.quantity_milli),
            unit=left.line.unit,
        )
    note = said(one.note, field="Remark", longest=300) if one.note.strip() else ""
    return Faulty(one.line_id, one.quantity_milli, Fault(one.fault), note)


def write(db: Session, buyer: Visitor, back: OrderReturn, report: Report) -> None:
    """The lines and photographs of a return, beside its row."""
    db.add(back)
    db.flush()
    for one in report.goods:
        db.add(OrderReturnLine(return_id=back.id, line_id=one.line_id, quantity_milli=one.quantity_milli,
                               fault=one.fault, note=one.note))  # fmt: skip
    refuse_unless_own(db, buyer, report.photos)
    db.add_all(OrderReturnPhoto(return_id=back.id, file_id=photo) for photo in report.photos)
    db.flush()


def refuse_unless_own(db: Session, buyer: Visitor, photos: Sequence[UUID]) -> None:
    if len(photos) > MOST_PHOTOS:
        raise Invalid("At most {most} photographs.", most=MOST_PHOTOS)
    kept = files.by_ids(db, photos)
    for photo in photos:
        file = kept.get(photo)
        if file is None or file.purpose is not Purpose.EVIDENCE or file.organisation_id != buyer.organisation_id:
            raise Missing("There is no such file.")
