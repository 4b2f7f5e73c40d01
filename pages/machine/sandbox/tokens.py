"""The mark in every form of a hosted page: only a page that we showed can pay, a foreign site cannot."""

import hashlib
import hmac
import secrets

from pages.machine.sandbox.desk import Desk
from pages.machine.sandbox.refusals import Json

KIND, NAME = "key", "key_of_the_pages"


def token(desk: Desk, purpose: str) -> str:
    return hmac.new(_key(desk), purpose.encode(), hashlib.sha256).hexdigest()


def fits(desk: Desk, purpose: str, given: str) -> bool:
    return hmac.compare_digest(token(desk, purpose).encode(), given.encode())


def _key(desk: Desk) -> bytes:
    with desk.reading() as book:
        known = book.get(KIND, NAME)
    return bytes.fromhex((known or _make_key(desk))["secret"])


def _make_key(desk: Desk) -> Json:
    """Two first visitors at once must end with the same key, so it is looked up again under the lock."""
    with desk.writing() as book:
        new = {"id": NAME, "object": KIND, "created": desk.now(), "secret": secrets.token_hex(32)}
        return book.get(KIND, NAME) or book.put(new)
