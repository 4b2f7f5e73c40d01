"""Every setting the museum reads from its environment (or `.env`), with its default and what production refuses."""

import os
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Mode = Literal["demo", "production"]
SHORTEST_KEY = 32


class Settings(BaseSettings):
    """Names are those of `.env.example`, in capitals there; `ENV_FILE` names another file than `.env`."""

    model_config = SettingsConfigDict(
        env_file=os.environ.get("ENV_FILE", ".env"), extra="ignore", env_ignore_empty=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    base_url: str = ""
    database_url: str = ""
    data_dir: Path = Path("var")
    museum_mode: Mode = "demo"
    secret_key: str = ""
    stripe_secret_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api_base: str = ""
    smtp_url: str = ""
    mail_from: str = "museum@localhost"
    media_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_metadata_url: str = ""
    trusted_proxies: str = ""
    operator_name: str = ""
    operator_code: str = ""
    operator_account: str = ""

    @model_validator(mode="after")
    def safe_in_production(self) -> Self:
        missing = [name for name in ("secret_key", "base_url") if not getattr(self, name)]
        if self.stripe_secret_key and not self.stripe_webhook_secret:
            missing.append("stripe_webhook_secret")
        if self.museum_mode == "production" and missing:
            raise ValueError("production needs " + ", ".join(name.upper() for name in missing))
        if self.museum_mode == "production" and len(self.secret_key) < SHORTEST_KEY:
            raise ValueError(f"SECRET_KEY has {len(self.secret_key)} characters; at least {SHORTEST_KEY} are expected")
        return self

    @model_validator(mode="after")
    def fill_in(self) -> Self:
        self.data_dir = self.data_dir.absolute()
        self.base_url = self.base_url.rstrip("/") or self.reached_at(self.port)
        self.database_url = self.database_url or f"sqlite:///{self.data_dir / 'museum.db'}"
        self.media_url = self.media_url or f"file://{self.data_dir / 'media'}"
        self.secret_key = self.secret_key or demonstration_key(self.data_dir)
        return self

    @model_validator(mode="after")
    def mail_can_be_sent(self) -> Self:
        server = urlsplit(self.smtp_url)
        if self.smtp_url and (server.scheme not in {"smtp", "smtps"} or not server.hostname):
            raise ValueError("SMTP_URL reads like smtp://user:password@host:587 or smtps://user:password@host:465")
        if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", self.mail_from):
            raise ValueError("MAIL_FROM is one email address")
        return self

    def reached_at(self, port: int) -> str:
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104
        return f"http://{host}:{port}"

    def listens_on(self, port: int) -> None:
        """The server's own word on its port, where PORT does not say it."""
        if "port" in self.model_fields_set:
            return
        if self.base_url == self.reached_at(self.port):
            self.base_url = self.reached_at(port)
        self.port = port

    @property
    def is_demo(self) -> bool:
        return self.museum_mode == "demo"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def sandboxed(self) -> bool:
        """Whether payments go to the sandbox the museum serves itself: never beside a real key, never in production."""
        return self.is_demo and not self.stripe_secret_key

    @property
    def webhook_secret(self) -> str:
        return next(iter(self.webhook_secrets), "")

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """Every secret an event may be signed with, divided by commas: a new one beside the old while it is changed,
        and one for each of the provider's endpoints (our own events, those of suppliers' accounts)."""
        sandbox = f"whsec_sandbox_{self.secret_key[:24]}"
        given = sandbox if self.sandboxed else self.stripe_webhook_secret
        return tuple(filter(None, (secret.strip() for secret in given.split(","))))

    @property
    def oidc_configured(self) -> bool:
        return bool(self.oidc_client_id and self.oidc_client_secret and self.oidc_metadata_url)


def demonstration_key(folder: Path) -> str:
    """A key made once and kept beside the data, so that sign-ins survive a restart."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "secret_key"
    if not kept.exists():
        fresh = os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(fresh, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text("ascii")


@cache
def settings() -> Settings:
    return Settings()
