"""Special exhibitions: an official chooses exhibits, says why, opens and closes; visitors see what is open or was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from db import exhibitions as store
from db import numbers
from db.engine import reading, transaction
from db.exhibitions import Cover, Exhibition, ExhibitionPiece, ExhibitionStatus
from services import audit, clock, flow, products, texts
from services.announcements import written
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.flow import Flow
from services.permissions import Permission, allows, require
from services.products import Card
from services.visitors import Visitor

__all__ = [
    "FLOW",
    "MOST_PIECES",
    "Cover",
    "Exhibition",
    "ExhibitionForm",
    "ExhibitionStatus",
    "Hung",
    "Listed",
    "Phase",
    "Piece",
    "Shown",
    "close",
    "current",
    "draft",
    "listed",
    "pieces",
    "publish",
    "save",
    "visit",
]

S = ExhibitionStatus
FLOW: Flow[ExhibitionStatus] = {
    S.DRAFT: frozenset({S.PUBLISHED}),
    S.PUBLISHED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
}
MOST_PIECES = 24


class Phase(StrEnum):
    """How an exhibition stands today: derived from its status and its days, never stored."""

    PREPARED = "prepared"
    ANNOUNCED = "announced"
    OPEN = "open"
    PAST = "past"


@dataclass(frozen=True)
class Piece:
    """An exhibit chosen by its code, with what the curator says of it."""

    code: str
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class ExhibitionForm:
    """What a curator types. Both days are included; the pieces hang in their order."""

    title_zh: str
    title_en: str
    words_zh: str
    words_en: str
    cover: Cover
    opens_on: date
    closes_on: date
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Listed:
    exhibition: Exhibition
    phase: Phase


@dataclass(frozen=True)
class Hung:
    """A piece as visitors see it."""

    card: Card
    note_zh: str
    note_en: str


@dataclass(frozen=True)
class Shown:
    """An exhibition with those of its pieces that are on show today."""

    exhibition: Exhibition
    phase: Phase
    pieces: Sequence[Hung]


def phase(exhibition: Exhibition) -> Phase:
    today = clock.today()
    if exhibition.status is S.DRAFT:
        return Phase.PREPARED
    if exhibition.status is S.CLOSED or today > exhibition.closes_on:
        return Phase.PAST
    return Phase.ANNOUNCED if today < exhibition.opens_on else Phase.OPEN


def current() -> Exhibition | None:
    """The exhibition that is open today."""
    with reading() as db:
        return store.open_on(db, clock.today())


def listed(visitor: Visitor) -> Sequence[Listed]:
    """What is open, announced or over; curators see their drafts too."""
    with reading() as db:
        known = [Listed(row, phase(row)) for row in store.every(db)]
    curates = allows(visitor, Permission.EXHIBITION_CURATE)
    return [one for one in known if curates or one.phase is not Phase.PREPARED]


def visit(visitor: Visitor, code: str) -> Shown:
    """One exhibition. What will hang is not told before it opens, except to curators."""
    with reading() as db:
        found = store.by_code(db, code)
        hung = store.pieces(db, found.id) if found else []
    curates = allows(visitor, Permission.EXHIBITION_CURATE)
    if found is None or (phase(found) is Phase.PREPARED and not curates):
        raise Missing("There is no such exhibition.")
    told = curates or phase(found) in {Phase.OPEN, Phase.PAST}
    cards = {card.code: card for card in products.by_codes([code for _, code in hung])} if told else {}
    shown = [Hung(cards[code], piece.note_zh, piece.note_en) for piece, code in hung if code in cards]
    return Shown(found, phase(found), shown)


def pieces(visitor: Visitor, code: str) -> Sequence[Piece]:
    """What the curator has chosen, whether it is on show today or not."""
    require(visitor, Permission.EXHIBITION_CURATE)
    with reading() as db:
        found = store.by_code(db, code)
        chosen = store.pieces(db, found.id) if found else []
    return [Piece(exhibit, piece.note_zh, piece.note_en) for piece, exhibit in chosen]


def draft(visitor: Visitor, form: ExhibitionForm) -> Exhibition:
    require(visitor, Permission.EXHIBITION_CURATE)
    typed = columns_of(form)
    with transaction() as db:
        row = Exhibition(code=numbers.plain(db, "X"), changed_at=clock.now(), **typed)
        db.add(row)
        db.flush()
        rehang(db, row, form.pieces)
        audit.record(db, visitor, Event.EXHIBITION_DRAFTED, row.code, title=row.title_zh, pieces=len(form.pieces))
    return row


def save(visitor: Visitor, code: str, form: ExhibitionForm, *, revision: int) -> Exhibition:
    """Keep the form, unless somebody else has changed the exhibition since `revision` was read."""
    require(visitor, Permission.EXHIBITION_CURATE)
    typed = columns_of(form)
    with transaction() as db:
        row = held(db, code, revision)
        if row.status is S.CLOSED:
            raise Conflict("A closed exhibition stays as it was.")
        changed = sorted(name for name, value in typed.items() if getattr(row, name) != value)
        changed += ["pieces"] if rehang(db, row, form.pieces) else []
        if changed:
            row.sqlmodel_update(typed)
            require_ready(row, form.pieces)
            touch(row)
            audit.record(db, visitor, Event.EXHIBITION_CHANGED, code, fields=" ".join(changed), status=row.status)
    return row


def publish(visitor: Visitor, code: str, *, revision: int) -> Exhibition:
    """Announce it, as it stood at `revision`; it opens by itself on its first day."""
    require(visitor, Permission.EXHIBITION_CURATE)
    with transaction() as db:
        row = held(db, code, revision)
        flow.move(FLOW, row, S.PUBLISHED)
        require_ready(row, store.pieces(db, row.id))
        if row.closes_on < clock.today():
            raise Conflict("The last day of this exhibition has passed.")
        touch(row)
        audit.record(db, visitor, Event.EXHIBITION_PUBLISHED, code, title=row.title_zh, revision=row.revision)
    return row


def close(visitor: Visitor, code: str) -> Exhibition:
    """End it for good, before its last day or after; it stays in the archive."""
    require(visitor, Permission.EXHIBITION_CURATE)
    with transaction() as db:
        row = held(db, code)
        flow.move(FLOW, row, S.CLOSED)
        touch(row)
        audit.record(db, visitor, Event.EXHIBITION_CLOSED, code, title=row.title_zh)
    return row


def held(db: Session, code: str, revision: int | None = None) -> Exhibition:
    row = store.locked(db, code)
    if row is None:
        raise Missing("There is no such exhibition.")
    if revision is not None and row.revision != revision:
        raise Conflict("Somebody changed this text meanwhile. Load it again; what you typed has not been saved.")
    return row


def touch(row: Exhibition) -> None:
    row.revision += 1
    row.changed_at = clock.now()


def require_ready(row: Exhibition, chosen: Sequence[object]) -> None:
    """What visitors are told of has something to see."""
    if row.status is S.PUBLISHED and not chosen:
        raise Conflict("Choose at least one exhibit first.")


def columns_of(form: ExhibitionForm) -> dict[str, Any]:
    """The form as it may be kept, or the reason why not."""
    if form.closes_on < form.opens_on:
        raise Invalid("The last day comes before the first.")
    return {
        "title_zh": texts.required(form.title_zh, field="Title (Chinese)", longest=80),
        "title_en": texts.required(form.title_en, field="Title (English)", longest=120),
        "words_zh": written(form.words_zh, field="Text (Chinese)", longest=3000),
        "words_en": written(form.words_en, field="Text (English)", longest=4500),
        "cover": form.cover,
        "opens_on": form.opens_on,
        "closes_on": form.closes_on,
    }


def rehang(db: Session, row: Exhibition, chosen: Sequence[Piece]) -> bool:
    """Hang these pieces in this order; whether anything is different from before."""
    before = {code: piece.product_id for piece, code in store.pieces(db, row.id)}
    now = [ExhibitionPiece(exhibition_id=row.id, **piece) for piece in placed(db, chosen, before)]
    old = [(piece.product_id, piece.note_zh, piece.note_en) for piece, _ in store.pieces(db, row.id)]
    if old == [(piece.product_id, piece.note_zh, piece.note_en) for piece in now]:
        return False
    store.hang(db, row.id, now)
    return True


def placed(db: Session, chosen: Sequence[Piece], before: Mapping[str, UUID]) -> list[dict[str, Any]]:
    """The columns of every piece. What is new must be on show; what hung before may have been taken down since."""
    codes = [piece.code for piece in chosen]
    if len(codes) > MOST_PIECES:
        raise Invalid("An exhibition holds at most {most} exhibits.", most=MOST_PIECES)
    known = {**before, **store.on_show(db, codes)}
    for code in codes:
        if code not in known:
            raise Invalid("{read} is not on show.", read=code)
        if codes.count(code) > 1:
            raise Invalid("{read} is chosen twice.", read=code)
    return [
        {
            "product_id": known[piece.code],
            "position": position,
            "note_zh": texts.line(piece.note_zh, field="Note (Chinese)", longest=300),
            "note_en": texts.line(piece.note_en, field="Note (English)", longest=450),
        }
        for position, piece in enumerate(chosen, start=1)
    ]
