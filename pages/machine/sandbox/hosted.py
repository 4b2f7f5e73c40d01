"""The payment page: the bill on one side, the ways to pay on the other, and what each button does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pages.machine.sandbox import cards, pages, payments, tokens
from pages.machine.sandbox.cards import CardForm, Decline
from pages.machine.sandbox.desk import Desk, TooLong, body_of
from pages.machine.sandbox.refusals import Json
from pages.machine.sandbox.store import Book

MOST_BYTES = 20_000
BANK = "bank"
WALLETS = ("alipay", "wechat_pay")
LONGEST_WAIT = 24 * 3600
FEW_LINES = 6


@dataclass(frozen=True)
class Visit:
    """Whose page, in which language, and what was typed so far; never a card number that a visitor typed."""

    request: Request
    name: str
    method: str = "card"
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    session: Json
    faults: Mapping[str, str] = field(default_factory=dict)
    decline: Decline | None = None


def door(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        name = request.path_params["session"]
        if request.method != "POST":
            visit = Visit(request, name, request.query_params.get("method", "card"), _filled(request))
            return await desk.aside(partial(_show, desk, visit))
        try:
            form = pages.form_of(await body_of(request, MOST_BYTES))
        except (TooLong, ValueError):
            return pages.note(pages.language(request), "odd", status=413)
        return await desk.aside(partial(_act, desk, Visit(request, name, form.get("method", "card"), form)))

    return answer


def _filled(request: Request) -> Mapping[str, str]:
    """The help fills in a test card for those who ask; anything but a test number is ignored."""
    number = request.query_params.get("fill", "")
    if number not in cards.TEST_CARDS:
        return {}
    spaced = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    return {"test_number": spaced, "test_cvc": "123", "expiry": "12 / 34", "name": "Test Visitor"}


def _show(desk: Desk, visit: Visit) -> Response:
    with desk.reading() as book:
        session = book.get("checkout.session", visit.name)
    return _page(desk, visit, Outcome(session)) if session else _lost(visit)


def _act(desk: Desk, visit: Visit) -> Response:
    with desk.reading() as book:
        session = book.get("checkout.session", visit.name)
    if session is None:
        return _lost(visit)
    if not tokens.fits(desk, _purpose(session), visit.typed.get("token", "")):
        return pages.note(pages.language(visit.request, session["locale"]), "foreign", status=403)
    if session["status"] == "open" and visit.typed.get("action") == "cancel":
        return RedirectResponse(session["cancel_url"] or session["success_url"], 303)
    with desk.writing() as book:
        outcome = _pay(book, book.need("checkout.session", visit.name), visit=visit, now=desk.now())
    if outcome.session["status"] == "complete":
        # A second click arrives here too, and is sent on like the first: it paid nothing.
        return RedirectResponse(_success(outcome.session), 303)
    return _page(desk, visit, outcome)


def _pay(book: Book, session: Json, *, visit: Visit, now: int) -> Outcome:
    """Everything from looking to writing happens under the write lock, so one session is paid once."""
    if session["status"] != "open" or session["expires_at"] <= now:
        return Outcome(session)
    method = _method(visit, session)
    if method == BANK:
        return _promise(book, session, visit=visit, now=now)
    if method in WALLETS:
        means = payments.by_wallet(method)
        if visit.typed.get("action") == "authorise":
            return Outcome(payments.pay(book, session, means=means, now=now))
        why = payments.NOT_AUTHORISED
        return Outcome(payments.decline(book, session, means=means, why=why, now=now), decline=why)
    return _charge_card(book, session, visit=visit, now=now)


def _charge_card(book: Book, session: Json, *, visit: Visit, now: int) -> Outcome:
    typed = {part: visit.typed.get(part, "") for part in ("number", "expiry", "cvc", "name")}
    card, faults = cards.check(CardForm(**typed), now)
    if card is None:
        return Outcome(session, faults=faults)
    means = payments.by_card(card, cards.clean_name(typed["name"]))
    if card.decline is None:
        return Outcome(payments.pay(book, session, means=means, now=now))
    return Outcome(payments.decline(book, session, means=means, why=card.decline, now=now), decline=card.decline)


def _promise(book: Book, session: Json, *, visit: Visit, now: int) -> Outcome:
    seconds = visit.typed.get("seconds", "")
    if not (seconds.isdecimal() and len(seconds) < 6 and int(seconds) <= LONGEST_WAIT):  # noqa: PLR2004
        return Outcome(session, faults={"seconds": "seconds_wrong"})
    succeeds = visit.typed.get("outcome") != "fail"
    return Outcome(payments.promise(book, session, succeeds=succeeds, due=now + int(seconds), now=now))


def _page(desk: Desk, visit: Visit, outcome: Outcome) -> Response:
    session = outcome.session
    lang = pages.language(visit.request, session["locale"])
    if session["status"] == "complete":
        what = "paid" if session["payment_status"] == "paid" else "waiting"
        return pages.note(lang, what, way_out=_success(session))
    if session["status"] == "expired" or session["expires_at"] <= desk.now():
        return pages.note(lang, "expired", way_out=session["cancel_url"])
    method = _method(visit, session)
    return pages.render(
        "pay.html",
        lang,
        status=422 if outcome.faults else 402 if outcome.decline else 200,
        leads_to=(session["success_url"], session["cancel_url"]),
        **_bill(session),
        **_desk_side(visit, outcome, method),
        token=tokens.token(desk, _purpose(session)),
        languages=tuple((tag, f"?lang={tag}&method={method}") for tag in pages.LANGUAGES),
    )


def _bill(session: Json) -> Json:
    currency = session["currency"]
    lines = [
        {
            "name": item["description"],
            "quantity": item["quantity"],
            "each": pages.money(item["price"]["unit_amount"], currency),
            "total": pages.money(item["amount_total"], currency),
        }
        for item in session["private"]["line_items"]
    ]
    return {
        "total": pages.money(session["amount_total"], currency),
        "lines": lines,
        "unfolded": len(lines) <= FEW_LINES,
        "code": session["private"]["intent"].get("transfer_group"),
        "until": pages.hour(session["expires_at"]),
        "cancellable": session["cancel_url"] is not None,
    }


def _desk_side(visit: Visit, outcome: Outcome, method: str) -> Json:
    """What the form shows again: name, expiry and choices; number and check digits only from the help's own list."""
    kept = {part: visit.typed.get(part, "") for part in ("test_number", "test_cvc", "expiry", "name")}
    if visit.request.method == "POST":
        kept["test_number"] = kept["test_cvc"] = ""
    why = outcome.decline
    return {
        "method": method,
        "methods": (*outcome.session["payment_method_types"], BANK),
        "kept": {part: text[: cards.LONGEST_NAME] for part, text in kept.items()},
        "seconds": visit.typed.get("seconds", "10")[:6],
        "outcome": visit.typed.get("outcome", "succeed"),
        "faults": outcome.faults,
        "declined": f"decline_{why.reason or why.code}" if why else None,
        "test_cards": [(number, cards.effect(number), cards.brand_of(number)) for number in cards.TEST_CARDS],
    }


def _method(visit: Visit, session: Json) -> str:
    offered = (*session["payment_method_types"], BANK)
    return visit.method if visit.method in offered else offered[0]


def _purpose(session: Json) -> str:
    return f"pay:{session['id']}"


def _success(session: Json) -> str:
    address: str = session["success_url"]
    return address.replace("{CHECKOUT_SESSION_ID}", session["id"])


def _lost(visit: Visit) -> Response:
    return pages.note(pages.language(visit.request), "lost", status=404)
