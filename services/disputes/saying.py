"""What is said in a dispute, and the evidence that comes with it: kept once a side."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from db.disputes import LONGEST_SAID, Dispute, DisputeFile, DisputeSaid, Saying, Side
from db.media import Purpose, StoredFile
from services import clock, media, texts
from services.disputes.rules import MOST_FILES
from services.errors import Invalid
from services.visitors import Visitor

__all__ = ["File", "Words", "note", "stored"]

File = tuple[str, bytes]


def stored(visitor: Visitor, files: Sequence[File]) -> list[StoredFile]:
    """The files, checked and written; `note` keeps their rows."""
    if len(files) > MOST_FILES:
        raise Invalid("At most {most} files.", most=MOST_FILES)
    return [media.written(visitor, name, data, Purpose.CORRESPONDENCE) for name, data in files]


@dataclass(frozen=True)
class Words:
    """What one side says; of a question `side` is who is asked."""

    saying: Saying
    side: Side
    text: str
    files: Sequence[StoredFile] = ()


def note(db: Session, actor: Visitor, dispute: Dispute, words: Words) -> None:
    """Keep what was said; nothing said is refused."""
    text = texts.paragraphs(words.text, field="Statement", longest=LONGEST_SAID)
    if not text:
        raise Invalid("{field} is empty.", field="Statement")
    row = DisputeSaid(dispute_id=dispute.id, saying=words.saying, side=words.side, text=text, at=clock.now(),
                      by=actor.signature[:200])  # fmt: skip
    db.add(row)
    db.flush()
    for file in words.files:
        media.note(db, actor, file)
    db.flush()
    db.add_all(DisputeFile(said_id=row.id, file_id=file.id) for file in words.files)
    db.flush()
