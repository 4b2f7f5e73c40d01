"""The doors of the account: sign in, up and out, join by a link, change the password, act for another organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pages.machine import browser, front
from pages.machine.slow_door import SlowDoor
from services import accounts, administrators, cart_joining, identity, notes, sign_in
from services.accounts import Application, OrganisationKind, Role
from services.errors import Invalid, Refused
from services.visitors import Visitor

T = TypeVar("T", bound=StrEnum)
SECRET = {"password", "old_password", "proof"}
SLOW = {"join", "password", "sign-in", "sign-up"}  # these hash a password: they queue apart, so that pages stay fast
slow_door = SlowDoor()


@dataclass(frozen=True)
class Call:
    """One posted form: who posts it, from where, with what."""

    request: Request
    visitor: Visitor
    sign_in_id: UUID | None
    form: FormData

    def said(self, name: str) -> str:
        return str(self.form.get(f"f_{name}", ""))

    def typed(self) -> dict[str, str]:
        names = [name.removeprefix("f_") for name in self.form if name.startswith("f_")]
        return {name: self.said(name) for name in names if name not in SECRET}


async def act(request: Request) -> Response:
    name = request.path_params["action"]
    action = ACTIONS.get(name)
    if action is None:
        return front.lost(browser.language(request))
    form = await request.form(max_files=0, max_fields=40)
    answered = partial(answer, request, form, action)
    if name in SLOW:
        return await slow_door.through(answered, browser.language(request))
    return await run_in_threadpool(answered)


def answer(request: Request, form: FormData, action: Callable[[Call], Response]) -> Response:
    visitor, sign_in_id = browser.visitor(request)
    call = Call(request, visitor, sign_in_id, form)
    try:
        browser.check_form(request, form)
        response = action(call)
    except Refused as refusal:
        response = back(call, refusal)
    response.headers["Cache-Control"] = "no-store"
    return response


def back(call: Call, refusal: Refused) -> Response:
    """To the form again, with what was typed and why it was refused."""
    query = {
        "form": call.request.path_params["action"],
        "note": notes.written(refusal, call.typed(), visit=call.visitor.visit),
    }
    query |= {name: call.said(name) for name in ("next", "lang", "invitation") if call.said(name)}
    return RedirectResponse(f"/account?{urlencode(query)}", status_code=303)


def onward(call: Call, default: str = "/account") -> RedirectResponse:
    return RedirectResponse(browser.local_path(call.said("next") or default), status_code=303)


def welcomed(call: Call, signed_in: sign_in.SignedIn, default: str) -> Response:
    """Set the fresh cookie and bring the guest's cart along."""
    response = onward(call, default)
    browser.set_cookie(response, browser.sign_in_cookie(), signed_in.token)
    cart_joining.bring_along(call.visitor, signed_in.token)
    return response


def entered(call: Call) -> sign_in.SignedIn:
    return sign_in.sign_in(
        call.visitor,
        email=call.said("email"),
        password=call.said("password"),
        address=browser.client_address(call.request),
    )


def enter(call: Call) -> Response:
    return welcomed(call, entered(call), "/")


def enter_proved(call: Call) -> Response:
    """By the word of the identity provider, given to this browser a moment ago."""
    email = identity.proved_email(call.said("proof"), call.visitor.visit)
    return welcomed(call, sign_in.sign_in_proved(call.visitor, email=email), "/")


def sign_up(call: Call) -> Response:
    said = call.said
    application = Application(
        email=said("email"),
        name=said("person"),
        password=said("password"),
        role=chosen(Role, said("role"), "Role"),
        kind=chosen(OrganisationKind, said("kind") or "enterprise", "Kind of organisation"),
        name_zh=said("name_zh"),
        name_en=said("name_en"),
        credit_code=said("credit_code"),
        city=said("city"),
        district=said("district"),
        address=said("address"),
    )
    person = accounts.sign_up(call.visitor, application, address=browser.client_address(call.request))
    signed_in = sign_in.sign_in_proved(call.visitor, email=person.email, by="sign-up")
    return welcomed(call, signed_in, "/suppliers" if application.role is Role.SUPPLIER else "/halls")


def chosen(options: type[T], text: str, field: str) -> T:
    try:
        return options(text)
    except ValueError:
        raise Invalid(
            "{field} reads “{read}”; one of the listed ones is expected.", field=field, read=text[:40]
        ) from None


def leave(call: Call) -> Response:
    sign_in.sign_out(call.visitor, browser.sign_in_token(call.request))
    response = RedirectResponse("/", status_code=303)
    for name in (browser.sign_in_cookie(), *browser.PROVIDER_COOKIES):
        browser.drop_cookie(response, name)
    return response


def change_password(call: Call) -> Response:
    accounts.change_password(
        call.visitor, old=call.said("old_password"), new=call.said("password"), keep=call.sign_in_id
    )
    return RedirectResponse("/account?done=password", status_code=303)


def act_for(call: Call) -> Response:
    try:
        membership = UUID(call.said("membership"))
    except ValueError:
        raise Invalid("There is no such membership.") from None
    fresh = sign_in.act_for(call.visitor, browser.sign_in_token(call.request), membership)
    response = onward(call)
    browser.set_cookie(response, browser.sign_in_cookie(), fresh)
    return response


def join(call: Call) -> Response:
    person = administrators.join(
        call.visitor,
        call.said("invitation"),
        name=call.said("person"),
        organisation=call.said("organisation"),
        password=call.said("password"),
    )
    signed_in = sign_in.sign_in_proved(call.visitor, email=person.email, by="invitation")
    return welcomed(call, signed_in, "/account")


ACTIONS: dict[str, Callable[[Call], Response]] = {
    "acting": act_for,
    "join": join,
    "password": change_password,
    "proved": enter_proved,
    "sign-in": enter,
    "sign-out": leave,
    "sign-up": sign_up,
}
