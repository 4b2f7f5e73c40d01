"""The one door for email: an SMTP server where SMTP_URL names one, else files in DATA_DIR/outbox."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from services.settings import settings

__all__ = ["NotNow", "Undeliverable", "hand_over"]

PATIENCE = 20.0  # seconds for each answer
OK, NOT_FOREVER = range(200, 300), range(400, 500)


class NotNow(Exception):
    """Certainly not sent; it may be tried again."""


class Undeliverable(Exception):
    """Certainly not sent, and never will be."""


def hand_over(letter: EmailMessage, name: str) -> None:
    """Returns once the letter is accepted. Any other error than the two above: nobody knows whether it was."""
    if settings().smtp_url:
        by_server(letter)
    else:
        into_folder(letter, name)


def into_folder(letter: EmailMessage, name: str) -> None:
    """The name is the letter's own, so that writing it again changes nothing."""
    folder = settings().data_dir / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{name}.tmp"
    unfinished.write_bytes(bytes(letter))
    unfinished.replace(folder / f"{name}.eml")


def by_server(letter: EmailMessage) -> None:
    """Until the text of the letter goes out, every error means that it was not sent; after that only an answer does."""
    to, sender = (letter[name].addresses[0].addr_spec for name in ("to", "from"))
    with connected() as server:
        with not_sent_yet():
            international = [] if to.isascii() else ["SMTPUTF8"]
            if international and not server.has_extn("smtputf8"):
                raise Undeliverable("the server does not know international addresses")
            judge(*server.mail(sender, international))
            judge(*server.rcpt(to))
        try:
            answer = server.data(bytes(letter))
        except smtplib.SMTPDataError as refusal:  # the server did not want to hear the text at all
            answer = refusal.smtp_code, bytes(str(refusal.smtp_error), "utf-8")
        judge(*answer)


@contextmanager
def connected() -> Iterator[smtplib.SMTP]:
    url = urlsplit(settings().smtp_url)
    with not_sent_yet():
        server = reached(url)
    try:
        with not_sent_yet():
            enter(server, url)
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):  # what is sent stays sent, however the server says goodbye
            server.quit()
        server.close()


def reached(url: SplitResult) -> smtplib.SMTP:
    host = url.hostname or ""
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(host, url.port or 587, timeout=PATIENCE)


def enter(server: smtplib.SMTP, url: SplitResult) -> None:
    """Encrypted wherever the server can; a password is never said in the clear."""
    server.ehlo_or_helo_if_needed()
    encrypted = url.scheme == "smtps"
    if not encrypted and server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        encrypted = True
    if url.username and not encrypted:
        raise NotNow("the server offers no encryption, so the password was not sent")
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))


@contextmanager
def not_sent_yet() -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(str(error)) from error


def judge(code: int, answer: bytes) -> None:
    if code in OK:
        return
    said = f"{code} {answer.decode('utf-8', 'replace')}"
    raise NotNow(said) if code in NOT_FOREVER else Undeliverable(said)
