"""Checkout Sessions at the provider, whatever they pay for: opened, asked after, closed."""

import logging
from typing import Any

import stripe

from db.payments import SessionStatus
from services.payment_opening import as_uuid, is_live
from services.payment_sessions import Report
from services.provider import client as provider

__all__ = ["ask", "closed", "report_on", "retrieved"]

log = logging.getLogger("museum.payments")


def ask(parameters: Any, *, key: str) -> Report | None:  # noqa: ANN401  the provider's own type is a tower
    """Create a session, or get the one that the same attempt created before; None when it is refused as too late.

    The key names the attempt: what a crash left half done is finished, never done twice."""
    try:
        return report_on(provider().v1.checkout.sessions.create(parameters, {"idempotency_key": key}))
    except stripe.InvalidRequestError as refusal:
        if refusal.param == "expires_at":
            return None
        raise


def report_on(found: stripe.checkout.Session) -> Report:
    """The provider's answer in our words."""
    intent = found.payment_intent if isinstance(found.payment_intent, stripe.PaymentIntent) else None
    name = intent.id if intent else found.payment_intent
    return Report(
        session_id=found.id,
        subject_id=as_uuid(found.client_reference_id),
        amount_fen=found.amount_total if found.amount_total is not None else -1,
        currency=str(found.currency),
        as_expected=found.mode == "payment" and found.livemode == is_live(),
        outcome=outcome(found, intent),
        payment_intent=name if isinstance(name, str) else None,
        url=found.url or "",
    )


def outcome(found: stripe.checkout.Session, intent: stripe.PaymentIntent | None) -> SessionStatus:
    if found.status == "open":
        return SessionStatus.OPEN
    if found.status == "expired":
        return SessionStatus.EXPIRED
    if found.payment_status == "paid":
        return SessionStatus.PAID
    failed = intent is not None and intent.status in {"requires_payment_method", "canceled"}
    return SessionStatus.FAILED if failed else SessionStatus.WAITING


def retrieved(session_id: str) -> Report | None:
    try:
        return report_on(provider().v1.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]}))
    except stripe.InvalidRequestError as refusal:
        if refusal.code == "resource_missing":
            return None
        raise


def closed(session_id: str) -> Report | None:
    report = retrieved(session_id)
    if report is None or report.outcome is not SessionStatus.OPEN:
        return report
    try:
        provider().v1.checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError:
        log.info("session %s was decided while we closed it", session_id)
    return retrieved(session_id)
