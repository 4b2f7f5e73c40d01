"""Secrets a browser carries: random, kept here only as a hash; a form token ties a form to its browser."""

import hashlib
import hmac
import secrets

from services.settings import settings


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(visit: str) -> str:
    """What a form sent to the browser with this visit hash must bring back."""
    return hmac.new(settings().secret_key.encode(), f"form:{visit}".encode(), hashlib.sha256).hexdigest()


def form_token_fits(visit: str, token: str) -> bool:
    return bool(visit) and hmac.compare_digest(form_token(visit), token)
