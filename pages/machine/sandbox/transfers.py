"""Shares of a payment passed on to connected accounts, and taken back; and what is left on each balance."""

from pages.machine.sandbox import lists, shapes
from pages.machine.sandbox.accounts import DRAWN
from pages.machine.sandbox.basket import read_currency
from pages.machine.sandbox.call import Call
from pages.machine.sandbox.events import emit
from pages.machine.sandbox.refusals import Json, StripeError, missing
from pages.machine.sandbox.shapes import blank, shown
from pages.machine.sandbox.store import Book, new_id

TAKEN = "json_extract(body, '$.status') <> 'failed'"
KNOWN = (
    "amount",
    "currency",
    "destination",
    "description",
    "metadata",
    "source_transaction",
    "transfer_group",
    "expand",
)


def create(call: Call) -> Json:
    params = call.params.only(*KNOWN)
    account = call.book.need("account", params.needed("destination"), "destination")
    if account["capabilities"].get("transfers") != "active":
        message = "Your destination account needs to have at least one of the following capabilities enabled: transfers"
        raise StripeError(message, code="insufficient_capabilities_for_transfer", param="destination")
    transfer = blank(
        "transfer",
        call.now,
        amount=params.whole_needed("amount", least=1),
        currency=read_currency(params),
        description=params.text("description"),
        destination=account["id"],
        destination_payment=new_id("py_1"),
        metadata=params.metadata(),
        source_transaction=params.text("source_transaction"),
        transfer_group=params.text("transfer_group"),
    )
    _within_source(call, transfer)
    call.book.put(transfer)
    emit(call.book, "transfer.created", thing=_with_reversals(call.book, transfer), now=call.now)
    return _with_reversals(call.book, transfer)


def retrieve(call: Call) -> Json:
    call.params.only("expand")
    return _with_reversals(call.book, call.book.need("transfer", call.ids["id"]))


def list_all(call: Call) -> Json:
    call.params.only(*lists.PAGING, "destination", "transfer_group")
    page = lists.page(call, "transfer", "/v1/transfers", by=("destination", "transfer_group"))
    return {**page, "data": [_with_reversals(call.book, transfer) for transfer in page["data"]]}


def create_reversal(call: Call) -> Json:
    params = call.params.only("amount", "description", "metadata", "expand")
    transfer = call.book.need("transfer", call.ids["id"])
    left = transfer["amount"] - transfer["amount_reversed"]
    amount = left if not params.has("amount") else params.whole_needed("amount", least=1)
    if left == 0 or amount > left:
        message = f"Reversal amount ({amount}) is greater than unreversed amount on transfer ({left})"
        raise StripeError(message, param="amount")
    _still_there(call.book, transfer, amount)
    reversal = blank(
        "transfer_reversal",
        call.now,
        amount=amount,
        currency=transfer["currency"],
        metadata=params.metadata(),
        transfer=transfer["id"],
    )
    call.book.put(reversal)
    taken_back = transfer["amount_reversed"] + amount
    transfer = call.book.put({**transfer, "amount_reversed": taken_back, "reversed": taken_back == transfer["amount"]})
    emit(call.book, "transfer.reversed", thing=_with_reversals(call.book, transfer), now=call.now)
    return shown(reversal)


def retrieve_reversal(call: Call) -> Json:
    call.params.only("expand")
    transfer = call.book.need("transfer", call.ids["id"])
    reversal = call.book.need("transfer_reversal", call.ids["reversal"])
    if reversal["transfer"] != transfer["id"]:
        raise missing("transfer_reversal", reversal["id"])
    return shown(reversal)


def list_reversals(call: Call) -> Json:
    call.params.only("limit", "starting_after", "ending_before", "expand")
    return _reversals(call.book, call.book.need("transfer", call.ids["id"]))


def balance(call: Call) -> Json:
    """The museum's own balance, or with a Stripe-Account header that of a connected account."""
    call.params.only("expand")
    sums = _account_sums(call.book) if call.account is None else _passed_on(call.book, call.account)
    available = [
        {"amount": amount, "currency": currency, "source_types": {"card": amount}}
        for currency, amount in sorted(sums.items())
    ] or [{"amount": 0, "currency": "cny", "source_types": {"card": 0}}]
    return {"object": "balance", "livemode": False, "available": available, "pending": [], "connect_reserved": []}


def _account_sums(book: Book) -> dict[str, int]:
    taken, given_back = book.sums("charge", "amount_captured"), book.sums("refund", "amount", TAKEN)
    passed, returned = book.sums("transfer", "amount"), book.sums("transfer", "amount_reversed")
    disputed = _disputed(book)
    return {
        currency: amount
        - given_back.get(currency, 0)
        - passed.get(currency, 0)
        + returned.get(currency, 0)
        + disputed.get(currency, 0)
        for currency, amount in {**dict.fromkeys(passed, 0), **taken}.items()
    }


def _disputed(book: Book) -> dict[str, int]:
    """What banks have taken (below nothing) and given back."""
    sums: dict[str, int] = {}
    for dispute in book.select("kind = 'dispute'", {}):
        moved = sum(entry["amount"] for entry in dispute["balance_transactions"])
        sums[dispute["currency"]] = sums.get(dispute["currency"], 0) + moved
    return sums


def _passed_on(book: Book, account: str) -> dict[str, int]:
    mine = book.select("kind = 'transfer' AND json_extract(body, '$.destination') = :account", {"account": account})
    sums: dict[str, int] = {}
    for transfer in mine:
        sums[transfer["currency"]] = (
            sums.get(transfer["currency"], 0) + transfer["amount"] - transfer["amount_reversed"]
        )
    return sums


def _still_there(book: Book, transfer: Json, amount: int) -> None:
    """What the account's owner has drawn to a bank cannot be taken back."""
    account = book.need("account", transfer["destination"])
    drawn = account["metadata"].get(DRAWN, "0")
    left = _passed_on(book, account["id"]).get(transfer["currency"], 0) - (int(drawn) if drawn.isdecimal() else 0)
    if amount > left:
        message = f"The connected account's balance ({left}) is less than the reversal ({amount})."
        raise StripeError(message, code="balance_insufficient", param="amount")


def _within_source(call: Call, transfer: Json) -> None:
    """Transfers out of one charge never add up to more than the charge."""
    if transfer["source_transaction"] is None:
        return
    charge = call.book.need("charge", transfer["source_transaction"], "source_transaction")
    source = "kind = 'transfer' AND json_extract(body, '$.source_transaction') = :charge"
    before = call.book.select(source, {"charge": charge["id"]})
    left = charge["amount_captured"] - sum(one["amount"] - one["amount_reversed"] for one in before)
    if transfer["amount"] > left:
        message = f"The transfer amount ({transfer['amount']}) is greater than what is left of the charge ({left})."
        raise StripeError(message, code="transfers_not_allowed", param="amount")


def _reversals(book: Book, transfer: Json) -> Json:
    of_it = "kind = 'transfer_reversal' AND json_extract(body, '$.transfer') = :transfer ORDER BY rowid DESC"
    found = book.select(of_it, {"transfer": transfer["id"]})
    return shapes.list_of([shown(one) for one in found], f"/v1/transfers/{transfer['id']}/reversals")


def _with_reversals(book: Book, transfer: Json) -> Json:
    return {**shown(transfer), "reversals": _reversals(book, transfer)}
