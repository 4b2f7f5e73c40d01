"""Connected accounts: made by the museum, completed by their owner on the onboarding page, then able to receive."""

import secrets

from pages.machine.sandbox import lists
from pages.machine.sandbox.basket import CURRENCIES
from pages.machine.sandbox.call import Call
from pages.machine.sandbox.events import emit
from pages.machine.sandbox.params import Params
from pages.machine.sandbox.refusals import Json, needed
from pages.machine.sandbox.shapes import blank, shown
from pages.machine.sandbox.store import Book

LINK_SECONDS = 300
KNOWN = (
    "type",
    "country",
    "email",
    "business_type",
    "business_profile",
    "capabilities",
    "controller",
    "default_currency",
    "metadata",
    "expand",
)
PROFILE = ("mcc", "name", "product_description", "support_email", "support_phone", "support_url", "url")
CAPABILITIES = ("card_payments", "transfers", "alipay_payments", "wechat_pay_payments")
# In the sandbox this mark says how much of the account's balance its owner has drawn to a bank, in fen.
DRAWN = "sandbox_drawn"
NOTHING_DUE = ("currently_due", "eventually_due", "past_due")


def create(call: Call) -> Json:
    params = call.params.only(*KNOWN)
    account = blank(
        "account",
        call.now,
        type=params.choice("type", "custom", "express", "standard") or _kind(params),
        country=params.text("country", longest=2) or "US",
        email=params.text("email", longest=800),
        business_type=params.choice("business_type", "company", "government_entity", "individual", "non_profit"),
        default_currency=params.choice("default_currency", *CURRENCIES) or "cny",
        business_profile={field: _profile(params).text(field) for field in PROFILE},
        capabilities=_asked_capabilities(params),
        metadata=params.metadata(),
    )
    return shown(call.book.put(account))


def retrieve(call: Call) -> Json:
    call.params.only("expand")
    return shown(call.book.need("account", call.ids["id"]))


def update(call: Call) -> Json:
    params = call.params.only("email", "business_profile", "metadata", "expand")
    account = call.book.need("account", call.ids["id"])
    given = {field: text for field in PROFILE if (text := _profile(params).text(field)) is not None}
    account = {
        **account,
        "email": params.text("email", longest=800) or account["email"],
        "business_profile": {**account["business_profile"], **given},
        "metadata": {**account["metadata"], **params.metadata()},
    }
    emit(call.book, "account.updated", thing=call.book.put(account), now=call.now)
    return shown(account)


def list_all(call: Call) -> Json:
    call.params.only(*lists.PAGING)
    return lists.page(call, "account", "/v1/accounts")


def create_link(call: Call) -> Json:
    """An address that opens the onboarding page once, for a few minutes."""
    params = call.params.only("account", "refresh_url", "return_url", "type", "collect", "collection_options", "expand")
    account = call.book.need("account", params.needed("account"), "account")
    if params.choice("type", "account_onboarding", "account_update") is None:
        raise needed("type")
    link = {
        "id": f"alnk_{secrets.token_urlsafe(24)}",
        "object": "account_link",
        "created": call.now,
        "expires_at": call.now + LINK_SECONDS,
        "account": account["id"],
        "refresh_url": _needed_url(params, "refresh_url"),
        "return_url": _needed_url(params, "return_url"),
    }
    call.book.put(link)
    url = f"{call.base_url}/sandbox/onboard/{account['id']}?link={link['id']}"
    return {"object": "account_link", "created": call.now, "expires_at": link["expires_at"], "url": url}


def complete(book: Book, account: Json, *, now: int) -> Json:
    """The owner has answered everything: the account may charge, receive and pay out."""
    settled = {**account["requirements"], **{field: [] for field in NOTHING_DUE}, "disabled_reason": None}
    account = {
        **account,
        "charges_enabled": True,
        "payouts_enabled": True,
        "details_submitted": True,
        "capabilities": dict.fromkeys(account["capabilities"], "active"),
        "requirements": settled,
    }
    book.put(account)
    emit(book, "account.updated", thing=account, now=now)
    return account


def _kind(params: Params) -> str:
    """Without `type`, Stripe reads the dashboard from the controller; no controller means a standard account."""
    dashboard = params.group("controller").group("stripe_dashboard").choice("type", "express", "full", "none")
    return {"express": "express", "none": "custom"}.get(dashboard or "full", "standard")


def _profile(params: Params) -> Params:
    return params.group("business_profile").only(*PROFILE)


def _asked_capabilities(params: Params) -> dict[str, str]:
    group = params.group("capabilities").only(*CAPABILITIES)
    asked = [name for name in group.values if group.group(name).only("requested").flag("requested")]
    return dict.fromkeys(asked or ("card_payments", "transfers"), "inactive")


def _needed_url(params: Params, field: str) -> str:
    url = params.url(field)
    if url is None:
        raise needed(field)
    return url
