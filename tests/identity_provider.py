"""A city's identity service on loopback: discovery, keys, code with PKCE; everybody is who `email` says."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


class Provider(BaseHTTPRequestHandler):
    key: ClassVar[RSAKey] = RSAKey.generate_key(2048, {"kid": "k", "use": "sig", "alg": "RS256"})
    email: ClassVar[str] = ""
    nonces: ClassVar[dict[str, str]] = {}

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def say(self, body: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/.well-known/openid-configuration":
            self.say({
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256"], "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
            })  # fmt: skip
        elif asked.path == "/keys":
            self.say({"keys": [self.key.as_dict(private=False)]})
        elif asked.path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(asked.query).items()}
            self.nonces["code"] = query.get("nonce", "")
            self.send_response(302)
            back = urlencode({"code": "code", "state": query["state"]})
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "1", "aud": "museum", "iat": now, "exp": now + 600, "email": self.email,
            "email_verified": True, "nonce": self.nonces["code"], "role": "administrator",
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "k"}, claims, self.key)
        self.say({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Say nothing."""


def open_provider(email: str) -> ThreadingHTTPServer:
    Provider.email = email
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    return server
