"""Secrets a browser carries: random, kept here only as a hash; a form token ties a form to its browser."""

import hashlib
import hmac
import secrets

from services.settings import settings

SECURE_COOKIE, PLAIN_COOKIE = "__Host-museum", "museum"


def sign_in_cookie() -> str:
    """With https only the name no other host of the domain can set; a plain one beside it counts for nothing."""
    return SECURE_COOKIE if settings().is_https else PLAIN_COOKIE


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(visit: str) -> str:
    """What a form sent to the browser with this visit hash must bring back."""
    return hmac.new(settings().secret_key.encode(), f"form:{visit}".encode(), hashlib.sha256).hexdigest()


def form_token_fits(visit: str, token: str) -> bool:
    return bool(visit) and hmac.compare_digest(form_token(visit).encode(), token.encode(errors="replace"))
