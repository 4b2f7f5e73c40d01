"""What a request tells about the browser that sent it: its cookies, language, address, and whether a form is ours."""

import ipaddress
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from components.session import LANGUAGE_COOKIE, VISIT_COOKIE, Language, choose_language
from services import tokens
from services.errors import Forbidden
from services.settings import settings
from services.sign_in import visitor_of
from services.tokens import form_token_fits, hash_of
from services.visitors import Visitor

PROVIDER_COOKIES = ("_streamlit_user", "_streamlit_user_tokens")  # what st.login leaves in the browser
A_YEAR = 365 * 24 * 3600


def sign_in_cookie() -> str:
    return tokens.sign_in_cookie()


def sign_in_token(request: HTTPConnection) -> str:
    return request.cookies.get(sign_in_cookie(), "")


def visitor(request: HTTPConnection) -> tuple[Visitor, UUID | None]:
    return visitor_of(sign_in_token(request), request.cookies.get(VISIT_COOKIE, ""))


def language(request: HTTPConnection, account: str | None = None) -> Language:
    return choose_language(
        request.query_params.get("lang"),
        account,
        request.cookies.get(LANGUAGE_COOKIE),
        request.headers.get("accept-language", ""),
    )


def set_cookie(response: Response, name: str, value: str, *, lasts: int | None = None) -> None:
    """A cookie no script can read and no other site can send with a form; without `lasts` it ends with the browser."""
    response.set_cookie(name, value, max_age=lasts, path="/", httponly=True, samesite="lax", secure=settings().is_https)


def drop_cookie(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=settings().is_https)


def check_form(request: Request, form: FormData) -> None:
    """Refuse a form that was not sent to this very browser."""
    visit = request.cookies.get(VISIT_COOKIE, "")
    if not visit or not form_token_fits(hash_of(visit), str(form.get("form_token", ""))):
        raise Forbidden("This form has expired; open the page again.")


def client_address(request: HTTPConnection) -> str:
    """The address of the client: the first, counted from here, that is no proxy of ours; only ours are believed."""
    direct = request.client.host if request.client else ""
    said = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    way = [part.strip() for part in said if part.strip()] + [direct]
    return next((address for address in reversed(way) if not is_ours(address)), way[0])


def is_ours(address: str) -> bool:
    ours = [ipaddress.ip_network(part.strip()) for part in settings().trusted_proxies.split(",") if part.strip()]
    try:
        return any(ipaddress.ip_address(address) in network for network in ours)
    except ValueError:
        return False


def local_path(wish: str) -> str:
    """`wish` if it is a path of this house, else the foyer: never a way to send somebody elsewhere."""
    plain = wish.isascii() and wish.isprintable() and "\\" not in wish and "%" not in wish.split("?", maxsplit=1)[0]
    return wish if plain and wish.startswith("/") and not wish.startswith("//") else "/"
