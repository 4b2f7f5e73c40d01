"""The page on which the owner of a connected account completes it; its link works once and for a few minutes."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pages.machine.sandbox import accounts, pages, tokens
from pages.machine.sandbox.desk import Desk, TooLong, body_of
from pages.machine.sandbox.hosted import MOST_BYTES
from pages.machine.sandbox.refusals import Json


def door(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            form = pages.form_of(await body_of(request, MOST_BYTES))
        except (TooLong, ValueError):
            return pages.note(pages.language(request), "odd", status=413)
        return await desk.aside(partial(_answer, desk, request, form))

    return answer


def _answer(desk: Desk, request: Request, form: Mapping[str, str]) -> Response:
    lang = pages.language(request)
    with desk.reading() as book:
        link = book.get("account_link", request.query_params.get("link", ""))
        account = book.get("account", request.path_params["account"])
    if link is None or account is None or link["account"] != account["id"]:
        return pages.note(lang, "lost", status=404)
    if request.method == "POST":
        return _act(desk, lang, link, form)
    if _is_over(desk, link):
        return RedirectResponse(link["refresh_url"], 303)
    return pages.render(
        "onboard.html",
        lang,
        leads_to=(link["return_url"], link["refresh_url"]),
        account=account,
        token=tokens.token(desk, link["id"]),
        languages=tuple((tag, f"?lang={tag}&link={link['id']}") for tag in pages.LANGUAGES),
    )


def _act(desk: Desk, lang: str, link: Json, form: Mapping[str, str]) -> Response:
    if not tokens.fits(desk, link["id"], form.get("token", "")):
        return pages.note(lang, "foreign", status=403)
    if form.get("action") != "complete":
        return RedirectResponse(link["return_url"], 303)
    with desk.writing() as book:
        link = book.need("account_link", link["id"])
        if link.get("used"):
            return RedirectResponse(link["return_url"], 303)
        if _is_over(desk, link):
            return RedirectResponse(link["refresh_url"], 303)
        book.put({**link, "used": True})
        accounts.complete(book, book.need("account", link["account"]), now=desk.now())
    return RedirectResponse(link["return_url"], 303)


def _is_over(desk: Desk, link: Json) -> bool:
    over: bool = link.get("used", False) or link["expires_at"] <= desk.now()
    return over
