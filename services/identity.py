"""What an identity provider proved: an email, handed from the page to the door in a signed note good for a minute."""

from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from services.errors import Forbidden
from services.settings import settings

__all__ = ["proof", "proved_email", "streamlit_secrets"]

VALID_SECONDS = 60


def _sealer(visit: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=f"identity:{visit}")


def proof(email: str, visit: str) -> str:
    """A note for the browser of this visit alone that the provider verified `email`."""
    return str(_sealer(visit).dumps(email))


def proved_email(note: str, visit: str) -> str:
    try:
        return str(_sealer(visit).loads(note, max_age=VALID_SECONDS))
    except BadSignature:
        raise Forbidden("The identity service's word has expired; sign in there again.") from None


def streamlit_secrets() -> dict[str, Any]:
    """What `st.login` needs to know of the provider; nothing where none is configured."""
    chosen = settings()
    if not chosen.oidc_configured:
        return {}
    return {
        "auth": {
            "redirect_uri": f"{chosen.base_url}/oauth2callback",
            "cookie_secret": chosen.secret_key,
            "client_id": chosen.oidc_client_id,
            "client_secret": chosen.oidc_client_secret,
            "server_metadata_url": chosen.oidc_metadata_url,
        }
    }
