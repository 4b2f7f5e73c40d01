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


def _sealer(visit: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=f"note:{visit}")


def written(refusal: Refused, typed: Mapping[str, str], *, visit: str = "") -> str:
    """A note that only the browser of this visit reads: a link with it makes our page say nothing to anybody else."""
    kept = {name: value[:200] for name, value in typed.items()}
    plain = {name: value if isinstance(value, int) else str(value)[:200] for name, value in refusal.values.items()}
    return str(_sealer(visit).dumps([refusal.phrase, plain, kept]))


def read(text: str, *, visit: str = "") -> Note:
    """The note, or an empty one when the text was not written by us for this browser, or is too old."""
    try:
        phrase, values, typed = _sealer(visit).loads(text, max_age=VALID_SECONDS)
    except (BadSignature, ValueError):
        return Note()
    return Note(phrase, values, typed)
