"""
What may be handed in, and in what state it is kept.

| purpose  | accepted        | limits                                 | kept as                              |
|----------|-----------------|----------------------------------------|--------------------------------------|
| picture  | JPEG, PNG, WebP | 10 MB, 40 million pixels, not animated | WebP, longest side 1600, only pixels |
| document | PDF, JPEG, PNG  | 10 MB, 50 pages, 40 million pixels     | the PDF as it is; a picture anew     |

The content decides what a file is, its ending must agree, and nothing is opened in this process: see quarantine.py.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from services.errors import Invalid
from services.uploads.names import display_name
from services.uploads.quarantine import opened_apart
from services.uploads.signatures import Kind, kind_by_ending, require_nothing_behind, require_signature

__all__ = ["LARGEST_MB", "Checked", "Purpose", "check"]

LARGEST_MB = 10


class Purpose(StrEnum):
    DOCUMENT = "document"
    PICTURE = "picture"


ACCEPTED: dict[Purpose, frozenset[Kind]] = {
    Purpose.DOCUMENT: frozenset({Kind.PDF, Kind.JPEG, Kind.PNG}),
    Purpose.PICTURE: frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP}),
}


@dataclass(frozen=True)
class Checked:
    """What to store: `sha256` and `size` are those of `data`; `name` is for people, never a path."""

    name: str
    media_type: str
    data: bytes
    sha256: str
    size: int
    pages: int
    width: int | None = None
    height: int | None = None


def check(name: str, data: bytes, purpose: Purpose) -> Checked:
    """The file as it may be kept. Raises Invalid with the reason, and nothing else, whatever the bytes are."""
    name = display_name(name)
    if not data:
        raise Invalid("The file {name} is empty.", name=name)
    if len(data) > LARGEST_MB * 1024 * 1024:
        raise Invalid("The file {name} is larger than {limit} MB.", name=name, limit=LARGEST_MB)
    kind = kind_by_ending(name, ACCEPTED[purpose])
    require_signature(name, data, kind)
    require_nothing_behind(name, data, kind)
    kept = opened_apart(name, data, kind, keep_format=purpose is Purpose.DOCUMENT)
    return Checked(
        name=f"{name.rpartition('.')[0]}.{kept.kind}" if kept.kind is not kind else name,
        media_type=kept.kind.media_type,
        data=kept.data,
        sha256=hashlib.sha256(kept.data).hexdigest(),
        size=len(kept.data),
        pages=kept.pages,
        width=kept.width,
        height=kept.height,
    )
