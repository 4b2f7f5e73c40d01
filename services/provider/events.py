"""The provider's events: believed when their signature is right, or when they were read from the provider itself."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import stripe

from services.errors import Invalid
from services.provider import line
from services.settings import settings

__all__ = ["LARGEST_EVENT", "Told", "told_since", "verified"]

LARGEST_EVENT = 1024 * 1024
TOLERANCE = 300  # seconds a signature may be old, or ahead
LONGEST_NAME = 120
UNREADABLE = "This event cannot be read."


@dataclass(frozen=True)
class Told:
    """An event: what happened to which object; the object itself is asked for anew."""

    id: str
    type: str
    object_id: str
    payment_intent: str


def verified(raw: bytes, signature: str) -> Told:
    """The event in a body that the provider has signed with one of our secrets; Invalid when it has not.

    While a secret is being changed both the old and the new one are ours."""
    if len(raw) > LARGEST_EVENT:
        raise Invalid(UNREADABLE)
    event = next(filter(None, (opened(raw, signature, secret) for secret in settings().webhook_secrets)), None)
    if event is None:
        raise Invalid(UNREADABLE)
    return event


def opened(raw: bytes, signature: str, secret: str) -> Told | None:
    try:
        event: stripe.Event = stripe.Webhook.construct_event(raw, signature, secret, TOLERANCE)
        sent = int(re.findall(r"(?:^|,)t=(\d+)", signature)[0])
        whole = isinstance(event, stripe.Event) and bool(event.id and event.type and event.data.object)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, stripe.StripeError):
        return None
    if not whole or len(event.id) > LONGEST_NAME or sent > time.time() + TOLERANCE:
        return None
    return told(event)


def told(event: stripe.Event) -> Told:
    thing = event.data.object
    return Told(event.id, event.type, str(getattr(thing, "id", "")), str(getattr(thing, "payment_intent", None) or ""))


def told_since(since: datetime, types: Sequence[str]) -> Iterator[Told]:
    """What the provider has told since, whether it reached us or not, the oldest first."""
    with line() as provider:
        asked = {"created": {"gte": int(since.timestamp())}, "types": list(types), "limit": 100}
        found = [told(one) for one in provider.v1.events.list(asked).auto_paging_iter()]  # type: ignore[arg-type]
    yield from reversed(found)
