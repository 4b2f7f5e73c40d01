"""What each kind of object looks like before anybody fills it in, how it is shown, and what may be expanded in it."""

import copy
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pages.machine.sandbox.refusals import Json, StripeError
from pages.machine.sandbox.store import Book, new_id

API_VERSION = "2026-10-28.endive"
BLANKS: dict[str, Json] = json.loads(Path(__file__).with_name("shapes.json").read_text(encoding="utf-8"))
PREFIXES = {
    "checkout.session": "cs_test_a1",
    "payment_intent": "pi_3",
    "charge": "ch_3",
    "refund": "re_3",
    "dispute": "dp_1",
    "balance_transaction": "txn_1",
    "transfer": "tr_1",
    "transfer_reversal": "trr_1",
    "account": "acct_1",
    "event": "evt_1",
    "item": "li_1",
    "price": "price_1",
}
LONG_ID = 56
WITHOUT_MODE = {"account", "balance_transaction", "item", "refund", "transfer_reversal"}
# Field -> the kind whose id stands in it.
EXPANDABLE = {
    "checkout.session": {"payment_intent": "payment_intent"},
    "payment_intent": {"latest_charge": "charge"},
    "charge": {"payment_intent": "payment_intent"},
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "refund": {"charge": "charge", "payment_intent": "payment_intent"},
    "transfer": {"destination": "account", "source_transaction": "charge"},
    "transfer_reversal": {"transfer": "transfer"},
}


def blank(kind: str, now: int, **fields: Any) -> Json:  # noqa: ANN401  whatever JSON can hold
    """A new object of this kind with its id; `private` inside it is the sandbox's own and never shown."""
    name = new_id(PREFIXES[kind], LONG_ID if kind == "checkout.session" else 24)
    head = {"id": name, "object": kind, "created": now} | ({} if kind in WITHOUT_MODE else {"livemode": False})
    return {**head, **copy.deepcopy(BLANKS[kind]), **fields}


def shown(thing: Json) -> Json:
    return {field: value for field, value in thing.items() if field != "private"}


def list_of(things: list[Json], url: str, *, more: bool = False) -> Json:
    return {"object": "list", "data": things, "has_more": more, "url": url}


def expand(book: Book, thing: Json, paths: Iterable[str]) -> Json:
    """Replace ids by the objects they name; `data.x` reaches into the rows of a list."""
    for path in paths:
        thing = _expand_one(book, thing, path.split("."), path)
    return thing


def _expand_one(book: Book, thing: Json, steps: list[str], path: str) -> Json:
    field, rest = steps[0], steps[1:]
    if thing["object"] == "list" and field == "data" and rest:
        return {**thing, "data": [_expand_one(book, row, rest, path) for row in thing["data"]]}
    if thing["object"] == "checkout.session" and steps == ["line_items"]:
        return {**thing, "line_items": line_items(book, thing["id"])}
    kind = EXPANDABLE.get(thing["object"], {}).get(field)
    if kind is None:
        raise StripeError(f"This property cannot be expanded ({path}).", param="expand")
    value = thing[field]
    if isinstance(value, str):
        value = shown(book.need(kind, value))
    if rest and value is not None:
        value = _expand_one(book, value, rest, path)
    return {**thing, field: value}


def line_items(book: Book, session: str) -> Json:
    items = book.need("checkout.session", session)["private"]["line_items"]
    return list_of(items, f"/v1/checkout/sessions/{session}/line_items")
