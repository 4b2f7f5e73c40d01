"""Open data of an exhibit, for machines of any origin: what is on show as openEPD, or why there is no such file."""

import hashlib

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from components import formats
from components.i18n import tell
from components.session import LANGUAGES, Language
from services.errors import Conflict, Invalid, Missing, Refused

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, no-cache",  # kept, but asked after each time: an exhibit may be taken down
}
STATUS: dict[type[Refused], int] = {Missing: 404, Conflict: 409, Invalid: 422}


def openepd_file(request: Request) -> Response:
    """`?lang=en` chooses the language of its words; cookies do not, so that one address is one document."""
    from services import openepd  # noqa: PLC0415  see services/openepd_rules.py

    code = request.path_params["code"][:40]
    language: Language = "en" if request.query_params.get("lang") == "en" else "zh"
    try:
        said = openepd.written(code, language)
    except Refused as refusal:
        return refused(refusal)
    return answer(request, said, f"{code}.openepd.json")


def answer(request: Request, said: str, name: str) -> Response:
    tag = f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
    headers = OPEN | {"ETag": tag, "Content-Disposition": f'attachment; filename="{name}"'}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(said, media_type="application/json", headers=headers)


def worded(refusal: Refused, language: Language) -> str:
    """With the names of units instead of their codes."""
    shown = {name: formats.unit(str(value), language) for name, value in refusal.values.items()}
    return tell(refusal.phrase, language, **shown)


def refused(refusal: Refused) -> Response:
    said = {language: worded(refusal, language) for language in LANGUAGES}
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 403)
    return JSONResponse({"error": {"status": status, "reason": said}}, status_code=status, headers=OPEN)
