"""Special exhibitions: what an official hangs together for a while, in an order, with a note beside each exhibit."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Session, col, delete, select

from db.columns import Choice, Day, Moment, Row, Whole, Words, column, identity, refers_to
from db.products import ON_SHOW, Product, plain
from db.suppliers import Supplier


class ExhibitionStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Cover(StrEnum):
    """The house's own scenes."""

    FOYER = "foyer"
    STRUCTURE = "structure"
    FINISHING = "finishing"
    SERVICES = "services"
    CRAFT = "craft"
    QUIET = "quiet"
    WATER = "water"
    ENERGY = "energy"


class Exhibition(Row, table=True):
    """Open from `opens_on` to `closes_on`, both days included, once published. The words are Markdown as typed."""

    __tablename__ = "exhibition"
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="ck_exhibition_days"),)

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    status: ExhibitionStatus = column(Choice(ExhibitionStatus), default=ExhibitionStatus.DRAFT, index=True)
    title_zh: str = column(Words(80))
    title_en: str = column(Words(120))
    words_zh: str = column(Words(3000))
    words_en: str = column(Words(4500))
    cover: Cover = column(Choice(Cover), default=Cover.FOYER)
    opens_on: date = column(Day)
    closes_on: date = column(Day)
    changed_at: datetime = column(Moment)
    revision: int = column(Whole(1), default=1)


class ExhibitionPiece(Row, table=True):
    """One exhibit of an exhibition, at its place, with the curator's note."""

    __tablename__ = "exhibition_piece"

    exhibition_id: UUID = refers_to("exhibition.id", primary_key=True, index=False)
    product_id: UUID = refers_to("product.id", primary_key=True)
    position: int = column(Whole(1))
    note_zh: str = column(Words(300), default="")
    note_en: str = column(Words(450), default="")


LATEST = (col(Exhibition.opens_on).desc(), col(Exhibition.code).desc())


def every(session: Session) -> Sequence[Exhibition]:
    """The one that opens last first."""
    return session.exec(select(Exhibition).order_by(*LATEST)).all()


def open_on(session: Session, day: date) -> Exhibition | None:
    """The published exhibition that is open on the day; the one that opened last, if there are several."""
    inside = (Exhibition.status == ExhibitionStatus.PUBLISHED, Exhibition.opens_on <= day, Exhibition.closes_on >= day)
    return session.exec(select(Exhibition).where(*inside).order_by(*LATEST).limit(1)).first()


def by_code(session: Session, code: str) -> Exhibition | None:
    return session.exec(select(Exhibition).where(col(Exhibition.code).in_(plain([code])))).first()


def locked(session: Session, code: str) -> Exhibition | None:
    """The exhibition, its row held until the transaction ends."""
    found = select(Exhibition).where(col(Exhibition.code).in_(plain([code]))).with_for_update()
    return session.exec(found).first()


def pieces(session: Session, exhibition_id: UUID) -> Sequence[tuple[ExhibitionPiece, str]]:
    """Every piece with the code of its exhibit, in order."""
    found = select(ExhibitionPiece, Product.code).join(Product, col(Product.id) == ExhibitionPiece.product_id)
    mine = found.where(ExhibitionPiece.exhibition_id == exhibition_id)
    return session.exec(mine.order_by(col(ExhibitionPiece.position), col(Product.code))).all()


def on_show(session: Session, codes: Sequence[str]) -> dict[str, UUID]:
    """Those of the codes that anybody may see, with the id behind each."""
    found = select(Product.code, Product.id).join(Supplier, col(Supplier.id) == Product.supplier_id)
    return dict(session.exec(found.where(*ON_SHOW, col(Product.code).in_(plain(codes)))).all())


def hang(session: Session, exhibition_id: UUID, chosen: Sequence[ExhibitionPiece]) -> None:
    """These pieces instead of those that hung before."""
    session.exec(delete(ExhibitionPiece).where(col(ExhibitionPiece.exhibition_id) == exhibition_id))
    session.add_all(chosen)
    session.flush()
