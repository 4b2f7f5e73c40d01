"""How the sandbox's own pages are written: language, money, headers; no script and nothing from elsewhere."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

HERE = Path(__file__).parent
WORDS: dict[str, dict[str, str]] = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
LOOK = (HERE / "look.css").read_bytes()
LOOK_VERSION = hashlib.sha256(LOOK).hexdigest()[:12]
CHINA = timezone(timedelta(hours=8))
SIGNS = {"cny": "¥", "usd": "US$", "eur": "€", "gbp": "£", "hkd": "HK$", "sgd": "S$", "aud": "A$", "cad": "C$"}
LANGUAGES = ("zh", "en")
# Same-origin, not no-referrer: the latter would make the browser send `Origin: null` with our own forms.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip


def look(_: Request) -> Response:
    return Response(LOOK, media_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"})


def render(
    template: str,
    lang: str,
    *,
    status: int = 200,
    leads_to: Iterable[str | None] = (),
    **values: Any,  # noqa: ANN401
) -> Response:
    """`leads_to` are the addresses a form of the page may end at; the browser is told to post nowhere else."""
    words = WORDS[lang]
    text = _templates.get_template(template).render(t=words, lang=lang, look=LOOK_VERSION, **values)
    return HTMLResponse(text, status, {**HEADERS, "Content-Security-Policy": _policy(leads_to)})


def note(lang: str, what: str, *, status: int = 200, way_out: str | None = None) -> Response:
    """A short page that says how things stand; `what` names its words: `<what>_title`, `<what>_text`, `<what>_out`."""
    return render("note.html", lang, status=status, what=what, way_out=way_out, languages=())


def language(request: Request, wish: str | None = None) -> str:
    """`?lang=`, then the wish of the session, then the browser's, then Chinese."""
    asked = [request.query_params.get("lang", ""), wish or "", *_accepted(request.headers.get("accept-language", ""))]
    return next((tag[:2].lower() for tag in asked if tag[:2].lower() in LANGUAGES), LANGUAGES[0])


def money(amount: int, currency: str) -> str:
    whole, cents = divmod(amount, 100)
    return f"{SIGNS.get(currency, currency.upper() + ' ')}{whole:,}.{cents:02d}"


def hour(moment: int) -> str:
    """A moment on China's clock."""
    return f"{datetime.fromtimestamp(moment, UTC).astimezone(CHINA):%m-%d %H:%M}"


def form_of(raw: bytes) -> Mapping[str, str]:
    return dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True, max_num_fields=40))


def _accepted(header: str) -> list[str]:
    """The browser's languages, most wanted first."""
    wanted = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        wanted.append((-weight, place, tag))
    return [tag for _, _, tag in sorted(wanted)]


def _policy(leads_to: Iterable[str | None]) -> str:
    places = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, filter(None, leads_to))}
    targets = " ".join(["'self'", *sorted(place for place in places if ";" not in place and "," not in place)])
    return (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {targets}"
    )
