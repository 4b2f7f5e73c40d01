"""What the sandbox answers and tells has the shape of Stripe's published fixtures.

`stripe_fixtures.json` names each field of the objects we meet with its type in stripe/openapi's `fixtures3.json`; null
where the example there is null."""

import json
from pathlib import Path

import pytest

from services import orders, payments, payouts
from tests import make
from tests.buying import codes, paid, placed
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture
from tests.paying_out import accepted, with_account

FIXTURES = json.loads(Path(__file__).with_name("stripe_fixtures.json").read_text("utf-8"))
TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}
NEWER = {  # fields of the version we speak, which the SDK's own classes know (tests/test_typed_params.py)
    "checkout.session": {"allowed_payment_method_types", "branding_settings", "excluded_payment_method_types",
                         "presentment_details", "return_url"},
    "dispute": {"intended_submission_method", "network_reason_code"},
    "event": {"account", "context"},
    "refund": {"description"},
}  # fmt: skip
NOT_SHOWN = {  # secrets, lists that come on request only, and one more of the version after
    "account": {"external_accounts"},
    "charge": {"refunds", "source"},
    "checkout.session": {"line_items", "managed_payments"},
    "payment_intent": {"client_secret", "excluded_payment_method_types", "managed_payments"},
    "transfer": {"reversals"},
}
MAPS = {"metadata", "payment_method_options", "capabilities", "previous_attributes"}  # any keys there


def misfits(thing, example, at):
    """Paths in a JSON value whose type is another than in the example; what is null says nothing."""
    if thing is None or example is None:
        return []
    if isinstance(thing, dict) and "object" in thing and isinstance(example, str):
        return unlike(thing, at)  # an id that was asked to be expanded
    if isinstance(thing, dict) != isinstance(example, dict) or isinstance(thing, list) != isinstance(example, list):
        return [at]
    if isinstance(thing, dict):
        own = [name for name in thing if name in example] if at.rpartition(".")[2] not in MAPS else []
        return [one for name in own for one in misfits(thing[name], example[name], f"{at}.{name}")]
    if isinstance(thing, list):
        return [one for item in thing for one in misfits(item, example[0], f"{at}[]")] if example else []
    return [] if TYPES[type(thing)] == example else [at]


def unlike(thing, at=""):
    """How an object differs from the published one of its kind."""
    kind = thing["object"]
    example, where = FIXTURES[kind], f"{at}<{kind}>"
    strange = set(thing) - set(example) - NEWER.get(kind, set())
    lacking = set(example) - set(thing) - NOT_SHOWN.get(kind, set())
    told = unlike(thing["data"]["object"], where) if kind == "event" else []
    mine = {name: value for name, value in thing.items() if (kind, name) != ("event", "data")}
    return [*(f"{where} has {one}" for one in strange), *(f"{where} lacks {one}" for one in lacking),
            *misfits(mine, example, where), *told]  # fmt: skip


@pytest.mark.once
def test_answers_and_events_have_the_published_shape(desk, buyer, supplier):
    with_account(desk, supplier)
    sold = accepted(desk, buyer, supplier)
    payouts.go_round()
    gone = paid(desk, buyer, make.a_product(supplier), key="two")
    orders.cancel(buyer, codes(gone)[0], reason="no longer needed")
    left = placed(buyer, make.a_product(supplier), key="three")
    payments.open_session(buyer, left.code)
    payments.close_session(left.id)
    disputed = placed(buyer, make.a_product(supplier), key="four")
    desk.pay(payments.open_session(buyer, disputed.code), card="4000000000000259")
    for raw in desk.events():
        deliver(raw)
    listed = ("accounts", "charges", "checkout/sessions", "disputes", "events", "refunds", "transfers")
    met = [one for kind in listed for one in desk.api(f"{kind}?limit=100")["data"]]
    met += [desk.api(f"payment_intents/{one['payment_intent']}?expand[]=latest_charge") for one in desk.refunds()]
    assert sold
    assert {one["object"] for one in met} >= set(FIXTURES) - {
        "balance_transaction",
        "item",
        "price",
        "transfer_reversal",
    }
    assert [fault for one in met for fault in unlike(one)] == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"amount": "1"}, "<refund>.amount"),
        ({"colour": "moss"}, "<refund> has colour"),
        ({"metadata": []}, "<refund>.metadata"),
    ],
)
def test_another_shape_is_found(change, fault):
    right = {"object": "refund"} | {name: None for name in FIXTURES["refund"] if name != "object"}
    assert unlike(right) == []
    assert unlike(right | change) == [fault]
