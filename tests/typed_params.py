"""What the SDK's own types allow in a request: a field that they do not know is one that Stripe would refuse."""

import re
import sys
import typing
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_origin

import typing_extensions
from stripe import params
from stripe.params import checkout

from pages.machine.sandbox.params import read

TYPES: dict[tuple[str, str], Any] = {
    ("POST", "account_links"): params.AccountLinkCreateParams,
    ("POST", "accounts"): params.AccountCreateParams,
    ("GET", "accounts"): params.AccountListParams,
    ("GET", "accounts/{id}"): params.AccountRetrieveParams,
    ("GET", "charges"): params.ChargeListParams,
    ("POST", "checkout/sessions"): checkout.SessionCreateParams,
    ("GET", "checkout/sessions"): checkout.SessionListParams,
    ("GET", "checkout/sessions/{id}"): checkout.SessionRetrieveParams,
    ("POST", "checkout/sessions/{id}/expire"): checkout.SessionExpireParams,
    ("GET", "disputes"): params.DisputeListParams,
    ("GET", "disputes/{id}"): params.DisputeRetrieveParams,
    ("POST", "disputes/{id}"): params.DisputeUpdateParams,
    ("GET", "events"): params.EventListParams,
    ("GET", "payment_intents/{id}"): params.PaymentIntentRetrieveParams,
    ("POST", "refunds"): params.RefundCreateParams,
    ("GET", "refunds"): params.RefundListParams,
    ("POST", "transfers"): params.TransferCreateParams,
    ("GET", "transfers"): params.TransferListParams,
    ("POST", "transfers/{id}/reversals"): params.TransferReversalCreateParams,
    ("GET", "transfers/{id}/reversals"): params.TransferReversalListParams,
}
BEYOND = {"Mapping": Mapping, "StripeContext": Any}  # what the options of every request name from elsewhere
OPTIONS = {"api_key", "headers", "idempotency_key", "stripe_account", "stripe_context", "stripe_version"}


class Sent(NamedTuple):
    """One request as it went over the wire."""

    method: str
    path: str
    words: str


def faults(sent: Sent) -> list[str]:
    """What the SDK's types do not know in a request; an operation without a type is a fault too."""
    kind = TYPES.get((sent.method, operation(sent.path)))
    return [f"no type for {sent.method} {sent.path}"] if kind is None else list(wrong(read(sent.words).values, kind))


def operation(path: str) -> str:
    return re.sub(r"(?<=/)[a-z]+_[A-Za-z0-9_]{8,}", "{id}", path)


def wrong(values: Mapping[str, Any], kind: Any, where: str = "") -> Iterator[str]:
    known = typing.get_type_hints(kind, vars(sys.modules[kind.__module__]) | BEYOND)
    for name, value in values.items():
        at = f"{where}[{name}]" if where else name
        if name not in known or name in OPTIONS:
            yield at
        else:
            yield from misfits(value, known[name], at)
    yield from (f"{where} lacks {name}" for name in needed(kind) - values.keys())


def needed(kind: Any) -> set[str]:
    return set(getattr(kind, "__required_keys__", ())) - OPTIONS


def misfits(value: Any, kind: Any, at: str) -> Iterator[str]:
    """A value fits when it fits one of the shapes its type allows."""
    shapes = list(flat(kind))
    tries = [list(misfit(value, shape, at)) for shape in shapes]
    if tries and all(tries):
        yield from min(tries, key=len)


def flat(kind: Any) -> Iterator[Any]:
    if get_origin(kind) in {typing_extensions.NotRequired, typing_extensions.Required, typing.Annotated}:
        yield from flat(get_args(kind)[0])
    elif get_origin(kind) is typing.Union or type(kind).__name__ == "UnionType":
        for one in get_args(kind):
            yield from flat(one)
    else:
        yield kind


def misfit(value: Any, kind: Any, at: str) -> Iterator[str]:
    origin = get_origin(kind)
    if typing_extensions.is_typeddict(kind):
        yield from wrong(value, kind, at) if isinstance(value, dict) else [at]
    elif origin is list:
        if isinstance(value, dict):
            for key, one in value.items():
                yield from misfits(one, get_args(kind)[0], f"{at}[{key}]")
        else:
            yield at
    elif origin is dict:
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            yield at
    elif not isinstance(value, str) or not reads_as(value, kind):
        yield at


def reads_as(value: str, kind: Any) -> bool:
    if kind is int:
        return re.fullmatch(r"-?\d+", value) is not None
    if kind is bool:
        return value in {"true", "false"}
    if get_origin(kind) in {typing.Literal, typing_extensions.Literal}:
        return value in get_args(kind)
    return kind is str
