"""The doorkeeper of every request: foreign origins are turned away, unknown addresses are 404, headers are strict."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.machine import browser, front
from pages.machine.budget import Budget
from services.permissions import Permission, allows
from services.settings import settings

OF_STREAMLIT = ("/_stcore/", "/static/", "/media/", "/component/")
OF_LOGIN = {"/auth/login", "/auth/logout", "/oauth2callback"}
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
UPLOADS = "/_stcore/upload_file"
SIGNED = ("/webhooks/", "/v1/", "/sandbox/")  # these prove themselves by a signature, a key or a token of their own
SAFE = {"GET", "HEAD", "OPTIONS"}
UPLOADERS = (
    Permission.LISTING_EDIT,
    Permission.ORDER_PLACE,
    Permission.STANDARD_IMPORT,
    Permission.SUPPLIER_REGISTER,
)
LONGEST_SIZE = 16
budget = Budget()
PRIVATE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


@cache
def content_policy() -> str:
    """What a page may load: this house only. The hash is that of the one inline script in Streamlit's page."""
    inline = re.findall(r"<script>(.*?)</script>", front.streamlit_page(), re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline)
    pay = ["https://checkout.stripe.com", "https://connect.stripe.com"] if not settings().sandboxed else []
    if settings().stripe_api_base:
        pay.append("{0.scheme}://{0.netloc}".format(urlsplit(settings().stripe_api_base)))
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "frame-ancestors 'none'",
            " ".join(["form-action 'self'", *pay]),
        ]
    )


class Guard:
    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute]) -> None:
        self.app, self.routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and is_foreign(HTTPConnection(scope)):
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        else:
            refusal = self.refusal(Request(scope)) or await flood(Request(scope))
            await (refusal or self.app)(scope, receive, strictly(send))

    def refusal(self, request: Request) -> Response | None:
        path = request.url.path
        if path.startswith(CLOSED) or not self.is_known(request):
            return front.lost(browser.language(request))
        if request.method not in SAFE and not path.startswith(SIGNED) and is_foreign(request):
            return PlainTextResponse("This request did not come from this site.", status_code=403)
        return None

    def is_known(self, request: Request) -> bool:
        path = request.url.path
        if path.startswith(OF_STREAMLIT) or (path in OF_LOGIN and settings().oidc_configured):
            return True
        return any(route.matches(request.scope)[0] is Match.FULL for route in self.routes)


async def flood(request: Request) -> Response | None:
    """Uploads lie in the server's memory: only whom a page offers to send some may, and not without end."""
    if not request.url.path.startswith(UPLOADS) or request.method in SAFE:
        return None
    known, _ = await run_in_threadpool(browser.visitor, request)
    if not any(allows(known, permission) for permission in UPLOADERS):
        return PlainTextResponse("You may not send files here.", status_code=403)
    size = request.headers.get("content-length", "0" if request.method == "DELETE" else "")
    if "transfer-encoding" in request.headers or not (size.isascii() and size.isdigit()):
        return PlainTextResponse("Say how long the file is.", status_code=411)
    if not budget.allows(known.person_id, int(size[:LONGEST_SIZE])):
        return PlainTextResponse("Too many files at once.", status_code=429, headers={"Retry-After": "600"})
    return None


def is_foreign(connection: HTTPConnection) -> bool:
    """Whether another site's page sent this: by the browser's own word, or by the origin."""
    headers: Headers = connection.headers
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    if origin is None:
        return bool(connection.scope["type"] == "websocket")
    return urlsplit(origin).netloc not in {headers.get("host", ""), urlsplit(settings().base_url).netloc}


def strictly(send: Send) -> Send:
    """Add the headers every answer carries, unless the answer sets a stricter one itself."""

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in PRIVATE.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", content_policy())
            if settings().is_https:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        await send(message)

    return wrapped
