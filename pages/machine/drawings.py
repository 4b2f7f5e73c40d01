"""Drawings by address: exhibits, halls, the foyer and the mark; the same address is the same picture."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from components import drawings

# A day without asking; for a week after that the old one is shown while the new one is fetched.
KEPT = {"Cache-Control": "public, max-age=86400, stale-while-revalidate=604800", "Vary": "Accept-Encoding"}


@dataclass(frozen=True)
class Hung:
    """A drawing as it is kept: packed once, a quarter of its size, for everybody who comes."""

    packed: bytes
    tag: str


def drawing(request: Request) -> Response:
    found = hung(*name_of(request.path_params["name"]))
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(found.packed), media_type="image/svg+xml", headers=KEPT)
    headers = KEPT | {"ETag": found.tag, "Content-Encoding": "gzip"}
    if request.headers.get("if-none-match") == found.tag:
        return Response(status_code=304, headers=headers)
    return Response(found.packed, media_type="image/svg+xml", headers=headers)


def name_of(name: str) -> tuple[str, str]:
    """`mark`, `foyer`, `hall.<category>`, `cover.<name>` or `<kind>.<seed>`, cut where it is too long."""
    subject, _, seed = name.partition(".")
    return subject[:60], seed[: 40 if subject in {"hall", "cover"} else 60]


@lru_cache(maxsize=2048)
def hung(subject: str, seed: str) -> Hung:
    packed = gzip.compress(drawn(subject, seed).encode(), mtime=0)
    return Hung(packed, f'"{hashlib.sha256(packed).hexdigest()[:16]}"')


def drawn(subject: str, seed: str) -> str:
    """An unknown kind is drawn as a plain exhibit."""
    match subject:
        case "mark":
            return drawings.mark()
        case "foyer":
            return drawings.foyer()
        case "hall":
            return drawings.hall(seed)
        case "cover":
            return drawings.foyer() if seed == "foyer" else drawings.cover(seed)
    return drawings.draw(subject, seed)
