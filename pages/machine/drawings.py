"""Drawings by address: exhibits, halls, the foyer and the mark; the same address is the same picture."""

import hashlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from components import drawings

DAY = {"Cache-Control": "public, max-age=86400"}


def drawing(request: Request) -> Response:
    svg = drawn(request.path_params["name"])
    tag = f'"{hashlib.sha256(svg.encode()).hexdigest()[:16]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=DAY | {"ETag": tag})
    return Response(svg, media_type="image/svg+xml", headers=DAY | {"ETag": tag})


def drawn(name: str) -> str:
    """`mark`, `foyer`, `hall.<category>`, `cover.<name>` or `<kind>.<seed>`; an unknown kind is a plain exhibit."""
    if name == "mark":
        return drawings.mark()
    if name == "foyer":
        return drawings.foyer()
    subject, _, seed = name.partition(".")
    if subject == "cover" and seed == "foyer":
        return drawings.foyer()
    if subject in {"hall", "cover"}:
        return drawn_scene(subject, seed[:40])
    return exhibit(subject[:60], seed[:60])


@lru_cache(maxsize=16)
def drawn_scene(subject: str, name: str) -> str:
    return drawings.hall(name) if subject == "hall" else drawings.cover(name)


@lru_cache(maxsize=512)
def exhibit(kind: str, seed: str) -> str:
    return drawings.draw(kind, seed)
