"""Links that open one thing to whoever has them: made of the thing's id, its own salt and the museum's key."""

import hashlib
import hmac
import re
import secrets
from uuid import UUID

from services.settings import settings

__all__ = ["fits", "new_salt", "subject", "token"]

TOKEN = re.compile(r"[0-9a-f]{64}")
HALF = 32


def new_salt() -> str:
    """Another salt is another link: the one before opens nothing any more."""
    return secrets.token_hex(16)


def token(subject_id: UUID, salt: str) -> str:
    """The id, then half of a seal over id and salt: 128 bits that nobody without the key can guess."""
    sealed = hmac.new(settings().secret_key.encode(), f"share:{subject_id}:{salt}".encode(), hashlib.sha256)
    return subject_id.hex + sealed.hexdigest()[:HALF]


def subject(said: str) -> UUID | None:
    """What a link is about, if it looks like one of ours; whether it fits is another question."""
    return UUID(said[:HALF]) if TOKEN.fullmatch(said) else None


def fits(said: str, subject_id: UUID, salt: str) -> bool:
    return bool(salt) and hmac.compare_digest(said.encode(), token(subject_id, salt).encode())
