"""The HTML every address for people begins with: title, language and status are real before any script runs."""

import html as escaping
import re
from functools import cache
from string import Template
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from components.i18n import tell
from components.places import BY_PATH, PLACES, Place
from components.session import LANGUAGE_COOKIE, VISIT_COOKIE, Language
from pages.machine import ahead, browser, look, structured_data
from services import announcements, exhibitions, favourites, products
from services.errors import Missing
from services.markdown_rules import opening
from services.permissions import allows
from services.tokens import new_token
from services.visitors import Visitor

# The server is always at the root, so nothing is probed; and as what a host may do is said here (no other origin may
# send a page messages), the page connects at once instead of asking for the server's health and for that first.
HERE = (
    "window.__streamlit = { BACKEND_BASE_URL: window.location.origin, "
    "HOST_CONFIG: { allowedOrigins: [window.location.origin], useExternalAuthToken: false } }"
)
END_OF_HEAD = "\n  </head>"
LANG_TAG = {"zh": "zh-CN", "en": "en"}
HEAD = Template("""<title>$title</title>
    <meta name="description" content="$description" />
    <meta property="og:title" content="$title" />
    <meta property="og:description" content="$description" />
    <meta property="og:type" content="website" />
    <link rel="stylesheet" href="$stylesheet" />""")
LOST = Template("""<!DOCTYPE html>
<html lang="$lang"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title><link rel="stylesheet" href="$stylesheet"></head>
<body class="lost"><main><img src="/drawings/foyer.svg" alt=""><h1>$title</h1><p>$words</p>
<p><a href="/?lang=$code">$back</a> · <a href="/halls?lang=$code">$halls</a></p></main></body></html>""")


@cache
def streamlit_page() -> str:
    """Streamlit's own page with absolute addresses and room for our head."""
    page = ahead.INDEX.read_text("utf-8").replace("./static/", "/static/").replace("./favicon.png", "/favicon.png")
    page = re.sub(r"<!--.*?-->\s*", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>', f"<script>{HERE}</script>", page)
    return re.sub(r"<title>.*?</title>", "<!-- head -->", page)


def page(request: Request) -> Response:
    """Who may not know an address gets a 404, a guest at a protected one is shown the way in."""
    place = BY_PATH["/" + request.url.path.strip("/")]
    visitor, _ = browser.visitor(request)
    language = browser.language(request, visitor.language)
    if place.needs and not allows(visitor, place.needs):
        return lost(language) if visitor.signed_in else way_in(request)
    try:
        title, description = titled(request, place, visitor, language)
    except Missing:
        return lost(language)
    more = structured_data.head(request, place, language)
    shell = written(place, title, description, language)
    answer = welcome(request, shell.replace(END_OF_HEAD, more + END_OF_HEAD, 1))
    if place.stem == "favourites":
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def titled(request: Request, place: Place, visitor: Visitor, language: Language) -> tuple[str, str]:
    """Title and description; Missing for what is not there for this visitor."""
    if place.stem == "favourites":
        find_list(request, visitor)
    if place.stem == "product":
        return describe_exhibit(request, visitor, language)
    item = request.query_params.get("item", "")
    if item and place.stem == "announcements":
        one = announcements.get(visitor, item)
        return describe_text((one.title_zh, one.body_zh), (one.title_en, one.body_en), language)
    if item and place.stem == "exhibitions":
        shown = exhibitions.visit(visitor, item).exhibition
        return describe_text((shown.title_zh, shown.words_zh), (shown.title_en, shown.words_en), language)
    return describe(place, language)


def find_list(request: Request, visitor: Visitor) -> None:
    """Missing for a link that was taken back, and for a list that is not the visitor's own."""
    token, asked = (request.query_params.get(name, "") for name in ("shared", "list"))
    if token:
        favourites.shared(token)
    elif asked and visitor.signed_in and asked not in {str(one.id) for one in favourites.lists(visitor)}:
        raise Missing("There is no such list.")


def describe_exhibit(request: Request, visitor: Visitor, language: Language) -> tuple[str, str]:
    name, description = products.headline(request.query_params.get("code", ""), visitor)[language]
    return f"{name} · {tell('Green Building Materials Museum', language)}", description


def describe_text(zh: tuple[str, str], en: tuple[str, str], language: Language) -> tuple[str, str]:
    """Of something with a title and words in Markdown."""
    title, words = zh if language == "zh" else en
    return f"{title} · {tell('Green Building Materials Museum', language)}", opening(words) or title


def describe(place: Place, language: Language) -> tuple[str, str]:
    house = tell("Green Building Materials Museum", language)
    said = tell(
        "Certified green building materials: see, compare and buy small quantities, without fee or commission.",
        language,
    )
    return (house if place.stem == "home" else f"{tell(place.title, language)} · {house}"), said


def written(place: Place, title: str, description: str, language: Language) -> str:
    head = HEAD.substitute(
        title=escaping.escape(title),
        description=escaping.escape(description),
        stylesheet=look.stylesheet_address(),
    )
    page = streamlit_page().replace("<!-- head -->", head, 1)
    page = page.replace("</head>", f"{ahead.links(place.stem)}\n  </head>", 1)  # after the scripts that come first
    return page.replace('<html lang="en">', f'<html lang="{LANG_TAG[language]}">', 1)


def welcome(request: Request, page: str) -> Response:
    """The page, with a visit cookie for a new browser and the language that the address asked for."""
    response = HTMLResponse(page, headers={"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"})
    if not request.cookies.get(VISIT_COOKIE):
        browser.set_cookie(response, VISIT_COOKIE, new_token(), lasts=browser.A_YEAR)
    asked = request.query_params.get("lang")
    if asked in LANG_TAG and asked != request.cookies.get(LANGUAGE_COOKIE):
        browser.set_cookie(response, LANGUAGE_COOKIE, asked, lasts=browser.A_YEAR)
    return response


def way_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    language = request.query_params.get("lang")
    query = urlencode({"next": wanted} | ({"lang": language} if language in LANG_TAG else {}), quote_via=quote)
    return RedirectResponse(f"/account?{query}", status_code=303, headers={"Cache-Control": "no-store"})


def lost(language: Language) -> HTMLResponse:
    """The house's own 404."""
    said = LOST.substitute(
        lang=LANG_TAG[language],
        code=language,
        stylesheet=look.stylesheet_address(),
        title=tell("There is no such room", language),
        words=tell("The address may be mistyped, or what hung here has been taken down.", language),
        back=tell("Back to the foyer", language),
        halls=tell("To the halls", language),
    )
    return HTMLResponse(said, status_code=404, headers={"Cache-Control": "no-store"})


def robots(request: Request) -> PlainTextResponse:
    del request
    hidden = [place.path for place in PLACES if place.needs] + ["/cart", "/account"]
    hidden += ["/files/", "/labels/", "/exports/", "/pay/"]
    return PlainTextResponse("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in hidden))


ROUTES = [Route(place.path, page) for place in PLACES]
