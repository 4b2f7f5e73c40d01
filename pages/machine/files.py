"""Uploaded files by address, each to whom it may be shown; and the letter of commitment, printed for its supplier."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from pages.machine import browser, front
from services import media, suppliers
from services.errors import Missing, Refused
from services.media import Purpose, StoredFile

PRIVATE = "private, no-store"
PUBLIC_FOR_A_WHILE = "public, max-age=300"
SEALED = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


def download(request: Request) -> Response:
    """A file this visitor may see; for everybody else it does not exist."""
    visitor, _ = browser.visitor(request)
    try:
        file, data = media.read(visitor, request.path_params["file_id"])
    except Missing:
        return front.lost(browser.language(request, visitor.language))
    return answer(data, file.name, file.media_type, shown=is_picture(file), cache=cache_of(file, request))


def is_picture(file: StoredFile) -> bool:
    """Only pictures we encoded ourselves are ever shown inside the browser; papers are handed out as downloads."""
    shown = {Purpose.CORRESPONDENCE, Purpose.EVIDENCE, Purpose.PICTURE}
    return file.purpose in shown and file.media_type.startswith("image/")


def cache_of(file: StoredFile, request: Request) -> str:
    """A signed-in browser may be seeing a picture that is not public yet."""
    guest = not browser.sign_in_token(request)
    return PUBLIC_FOR_A_WHILE if file.purpose is Purpose.PICTURE and guest else PRIVATE


def letter(request: Request) -> Response:
    """The letter of commitment with the supplier's own data, to be signed and stamped."""
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    try:
        code, data = suppliers.letter(visitor, language)
    except Refused:
        return front.lost(language)
    return answer(data, f"{code} 承诺书 commitment.pdf", "application/pdf", shown=False, cache=PRIVATE)


def answer(data: bytes, name: str, media_type: str, *, shown: bool, cache: str) -> Response:
    headers = SEALED | {"Cache-Control": cache, "Content-Disposition": disposition(name, shown=shown)}
    headers |= {"Vary": "Cookie", "Cross-Origin-Resource-Policy": "same-origin"}
    return Response(data, media_type=media_type, headers=headers)


def disposition(name: str, *, shown: bool) -> str:
    """RFC 6266: a plain name for old browsers, the true one beside it; nothing in it can end the header."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%/;' else "_" for c in name)
    return f"{'inline' if shown else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
