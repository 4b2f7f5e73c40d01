"""Streamlit's scripts and styles, compressed once and kept: left to itself a first visit takes 2.6 MB."""

import gzip
import mimetypes
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(streamlit.__file__).parent / "static" / "static"
PACKED = {".js", ".css"}
HEADERS = {
    "Content-Encoding": "gzip",
    "Cache-Control": "public, max-age=31536000, immutable",  # their names carry a hash
    "Vary": "Accept-Encoding",
}


class Packing:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = packed(Request(scope)) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)


def packed(request: Request) -> Response | None:
    """The compressed file, if the browser takes it and the address names one of Streamlit's own."""
    path = request.url.path
    takes = "gzip" in request.headers.get("accept-encoding", "")
    if request.method != "GET" or not takes or not path.startswith("/static/"):
        return None
    body = compressed(path.removeprefix("/static/"))
    return Response(body, media_type=mimetypes.guess_type(path)[0], headers=HEADERS) if body else None


@cache
def known() -> dict[str, Path]:
    """Every file that may be asked for: an address outside this list is none of ours."""
    return {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.suffix in PACKED}


def compressed(name: str) -> bytes | None:
    return pack(known()[name]) if name in known() else None


@cache
def pack(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
