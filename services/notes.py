"""A note carried through the address from a form to the page that shows it again: signed, short-lived, no secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeTimedSerializer

from services.errors import Refused
from services.settings import settings

VALID_SECONDS = 600


@dataclass(frozen=True)
class Note:
    """A refusal as phrase and values, and what had been typed."""

    phrase: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="note")


def written(refusal: Refused, typed: Mapping[str, str]) -> str:
    kept = {name: value[:200] for name, value in typed.items()}
    plain = {name: value if isinstance(value, int) else str(value) for name, value in refusal.values.items()}
    return str(_sealer().dumps([refusal.phrase, plain, kept]))


def read(text: str) -> Note:
    """The note, or an empty one when the text was not written by us or is too old."""
    try:
        phrase, values, typed = _sealer().loads(text, max_age=VALID_SECONDS)
    except (BadSignature, ValueError):
        return Note()
    return Note(phrase, values, typed)
