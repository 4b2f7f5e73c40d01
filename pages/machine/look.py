"""The one stylesheet and the icon, by addresses that change when they do."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from components import shell

STYLESHEET = Path(shell.__file__).with_name("look.css")
ICON = Path(__file__).parents[1] / "static" / "mark.png"
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


@cache
def content() -> bytes:
    return STYLESHEET.read_bytes()


@cache
def stylesheet_address() -> str:
    return f"/look.css?v={hashlib.sha256(content()).hexdigest()[:12]}"


def stylesheet(request: Request) -> Response:
    del request
    return Response(content(), media_type="text/css", headers=FOR_GOOD)


def icon(request: Request) -> Response:
    del request
    return Response(ICON.read_bytes(), media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})
