"""
Email: letters are queued in the transaction of their cause and sent later, each at most once.

Whoever sends a letter takes it first. When a process dies between taking and noting what came of it, or a connection
breaks after the text has gone out, nobody knows whether it arrived: it is not sent again, because its notice lies in
the inbox anyway and a second letter cannot be taken back. What was certainly not sent is tried again for two days.
"""

import logging
import re
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from uuid import UUID

from db import letters as store
from db.engine import reading, transaction
from db.letters import Letter, LetterStatus
from services import clock, flow, mail_door
from services.flow import Flow
from services.mail_door import NotNow, Undeliverable
from services.settings import settings

__all__ = ["FLOW", "HOUSE", "deliver"]

S = LetterStatus
FLOW: Flow[LetterStatus] = {
    S.QUEUED: frozenset({S.SENDING}),
    S.SENDING: frozenset({S.SENT, S.QUEUED, S.FAILED}),
    S.SENT: frozenset(),
    S.FAILED: frozenset(),
}
HOUSE = {"zh": "绿色建材馆", "en": "Green Building Materials Museum"}
SHORTEST_PAUSE, LONGEST_PAUSE, MOST_TRIES = timedelta(minutes=1), timedelta(hours=6), 16
GIVEN_UP = timedelta(minutes=15)  # longer than any sending takes
MOST = 100  # letters a round
ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
UNKNOWN = "Nobody knows whether it was sent; it is not sent again."
log = logging.getLogger("museum.mailing")


def deliver() -> None:
    """One round: send what waits, and give up what a process that died has left half sent."""
    with reading() as db:
        waiting = store.ready(db, S.QUEUED, clock.now(), MOST)
        left = store.ready(db, S.SENDING, clock.now(), MOST)
    for letter_id in left:
        note(letter_id, S.FAILED, UNKNOWN)
    for letter_id in waiting:
        letter = taken(letter_id)
        if letter:
            note(letter_id, *sent(letter))


def taken(letter_id: UUID) -> Letter | None:
    """The letter, once it is ours to send and everybody knows."""
    with transaction(audited=False) as db:
        letter = store.locked(db, letter_id)
        if letter.status is not S.QUEUED:
            return None
        flow.move(FLOW, letter, S.SENDING)
        letter.tries, letter.ready_at = letter.tries + 1, clock.now() + GIVEN_UP
        return letter


def sent(letter: Letter) -> tuple[LetterStatus, str]:
    """What came of it."""
    try:
        mail_door.hand_over(written(letter), f"{letter.created_at:%Y%m%dT%H%M%S}-{letter.id}")
    except NotNow as error:
        log.warning("letter %s waits: %s", letter.id, error)
        return (S.QUEUED if letter.tries < MOST_TRIES else S.FAILED), str(error)
    except Undeliverable as error:
        log.warning("letter %s cannot be sent: %s", letter.id, error)
        return S.FAILED, str(error)
    except Exception as error:
        log.exception("letter %s: nobody knows whether it was sent", letter.id)
        return S.FAILED, f"{UNKNOWN} {error}"
    return S.SENT, ""


def note(letter_id: UUID, status: LetterStatus, error: str) -> None:
    with transaction(audited=False) as db:
        letter = store.locked(db, letter_id)
        if letter.status is not S.SENDING:
            return
        flow.move(FLOW, letter, status)
        letter.last_error = one_line(error)[:300]
        if status is S.QUEUED:
            letter.ready_at = clock.now() + pause(letter.tries)
        else:
            letter.ended_at = clock.now()


def pause(tries: int) -> timedelta:
    return min(SHORTEST_PAUSE * (1 << min(max(tries - 1, 0), 12)), LONGEST_PAUSE)


def written(letter: Letter) -> EmailMessage:
    """The letter as it goes out; its row alone decides its Message-ID, and no name can add a header."""
    if not ADDRESS.fullmatch(letter.address):
        raise Undeliverable("this is no address")
    message = EmailMessage(policy=SMTP if letter.address.isascii() else SMTPUTF8)
    try:
        mailbox, _, domain = letter.address.rpartition("@")
        message["To"] = Address(one_line(letter.name), mailbox, domain)
        message["From"] = Address(HOUSE[letter.language], addr_spec=settings().mail_from)
        message["Subject"] = one_line(letter.subject)
        message["Message-ID"] = f"<{letter.id}@{settings().mail_from.rpartition('@')[2]}>"
        message["Date"] = format_datetime(letter.created_at)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        message["Content-Language"] = letter.language
    except (LookupError, ValueError) as error:
        raise Undeliverable(f"this address or subject cannot be written: {error}") from error
    return message


def one_line(words: str) -> str:
    """Whatever stands in it, it stays one header of one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
