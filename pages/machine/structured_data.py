"""What a page's head tells search engines: its address, the page in the other language, schema.org data."""

import html as escaping
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from components.places import Place
from components.session import Language
from services import linked_data
from services.settings import settings

SPOKEN: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}
# What of an address makes it another page; the rest (filters, orders, notes) makes it the same one.
TELLING = {"product": ("code",), "halls": ("category", "kind"), "announcements": ("item",),
           "exhibitions": ("item",)}  # fmt: skip
IN_A_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def head(request: Request, place: Place, language: Language) -> str:
    """Lines for the end of the head; nothing for pages that are nobody else's business."""
    if place.needs:
        return ""
    addresses = links(request, place, language)
    lines = [f'<link rel="{rel}"{tongue} href="{escaping.escape(to)}" />' for rel, tongue, to in addresses]
    data = thing(request, place, language)
    return "".join(f"\n    {line}" for line in lines + ([script(data)] if data else []))


def links(request: Request, place: Place, language: Language) -> list[tuple[str, str, str]]:
    """(rel, hreflang attribute, absolute address)."""
    kept = {name: request.query_params[name] for name in TELLING.get(place.stem, ()) if request.query_params.get(name)}
    here = f"{settings().base_url}{place.path}"
    own = {spoken: f"{here}?{urlencode(kept | {'lang': spoken})}" for spoken in SPOKEN}
    neutral = f"{here}?{urlencode(kept)}" if kept else here
    told = [("canonical", "", own[language])]
    told += [("alternate", f' hreflang="{SPOKEN[spoken]}"', to) for spoken, to in own.items()]
    return [*told, ("alternate", ' hreflang="x-default"', neutral)]


def thing(request: Request, place: Place, language: Language) -> Mapping[str, Any] | None:
    if place.stem == "home":
        return linked_data.house(language)
    if place.stem == "product":
        return linked_data.exhibit(request.query_params.get("code", ""), language)
    return None


def script(data: Mapping[str, Any]) -> str:
    """A data block, which no browser runs; nothing in it can end it."""
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'<script type="application/ld+json">{said.translate(IN_A_SCRIPT)}</script>'
