"""What comes back out of quarantine."""

from dataclasses import dataclass

from services.uploads.signatures import Kind


@dataclass(frozen=True)
class Kept:
    """`width` and `height` in pixels, for pictures only."""

    kind: Kind
    data: bytes
    pages: int = 1
    width: int | None = None
    height: int | None = None
