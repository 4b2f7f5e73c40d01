"""The line to the payment provider: one client a process, and its troubles told apart from its refusals."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import stripe
from stripe import StripeClient, StripeError

from services.errors import Conflict
from services.payment_opening import Unreachable, loopback
from services.settings import settings

__all__ = ["Declined", "client", "is_away", "line", "talking"]

log = logging.getLogger("museum.payments")
logging.getLogger("stripe").setLevel(logging.WARNING)  # it tells of every call otherwise
TIMEOUT, RETRIES = (3.05, 10.0), 2


class Declined(Conflict):
    """The provider understood and will not do this one thing; `why` is its own code."""

    def __init__(self, why: str) -> None:
        super().__init__("The payment service refuses this: {why}.", why=why)
        self.why = why


def client() -> StripeClient:
    base = settings().stripe_api_base or (f"{loopback()}/sandbox" if settings().sandboxed else "")
    return connected(settings().stripe_secret_key or "sk_test_sandbox_no_money_moves", base)


@cache
def connected(key: str, base: str) -> StripeClient:
    transport = stripe.RequestsClient(timeout=TIMEOUT)
    addresses: Any = {"api": base.rstrip("/")} if base else {}
    return StripeClient(key, base_addresses=addresses, max_network_retries=RETRIES, http_client=transport)


@contextmanager
def talking() -> Iterator[None]:
    """Keep the provider's own errors from everybody else: it is away, or it refuses this one thing."""
    try:
        yield
    except StripeError as error:
        if is_away(error):
            log.warning("the payment service does not answer: %s", error)
            raise Unreachable from error
        log.exception("the payment service refuses")
        raise Conflict("The payment service refuses this. Tell us the number of your purchase.") from error


@contextmanager
def line() -> Iterator[StripeClient]:
    """The client, for work that has to know why it was refused: Unreachable when away, else Declined."""
    try:
        yield client()
    except StripeError as error:
        if is_away(error):
            log.warning("the payment service does not answer: %s", error)
            raise Unreachable from error
        raise Declined(error.code or type(error).__name__) from error


def is_away(error: StripeError) -> bool:
    """Whether the provider has trouble of its own, so that asking again later helps; else it refuses what we ask."""
    own_trouble = isinstance(error, stripe.APIConnectionError | stripe.RateLimitError) or type(error) is stripe.APIError
    return own_trouble or error.code == "idempotency_key_in_use" or (error.http_status or 0) >= 500  # noqa: PLR2004
