"""Every refusal the sandbox can give, in the shape in which Stripe gives it."""

from typing import Any

Json = dict[str, Any]


class StripeError(Exception):
    """One refusal: an HTTP status and the `error` object of the answer."""

    def __init__(self, message: str, *, code: str | None = None, param: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
        self.kind = "invalid_request_error"
        self.message, self.code, self.param = message, code, param

    def body(self) -> Json:
        said = {"type": self.kind, "message": self.message, "code": self.code, "param": self.param}
        return {"error": {name: value for name, value in said.items() if value is not None}}


def no_key() -> StripeError:
    return StripeError(
        "You did not provide an API key. Send it as: Authorization: Bearer sk_test_… (sandbox: no money moves).",
        status=401,
    )


def bad_key(start: str) -> StripeError:
    """Only the first letters are repeated: a live key sent here by mistake must not reach a log."""
    return StripeError(f"Invalid API Key provided: {start}****. The sandbox takes sk_test_ keys only.", status=401)


def no_such_account(account: str) -> StripeError:
    message = f"The provided key does not have access to account '{account}' (or that account does not exist)."
    return StripeError(message, code="account_invalid", status=403)


def no_such_address(method: str, path: str) -> StripeError:
    return StripeError(f"Unrecognized request URL ({method}: {path}).", status=404)


def missing(kind: str, name: str, param: str | None = "id") -> StripeError:
    return StripeError(f"No such {kind}: '{name}'", code="resource_missing", param=param, status=404)


def needed(param: str) -> StripeError:
    return StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def empty(param: str) -> StripeError:
    return StripeError(
        f"You passed an empty string for '{param}'. Leave it out instead.", code="parameter_invalid_empty", param=param
    )


def unknown(param: str) -> StripeError:
    return StripeError(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def not_whole(param: str, given: str) -> StripeError:
    return StripeError(f"Invalid integer: {given[:40]}", code="parameter_invalid_integer", param=param)


def not_allowed(param: str, options: tuple[str, ...]) -> StripeError:
    return StripeError(f"Invalid {param}: must be one of {', '.join(options)}", param=param)


def same_key_other_words(key: str) -> StripeError:
    refusal = StripeError(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request.",
    )
    refusal.kind = "idempotency_error"
    return refusal


def same_key_at_once(key: str) -> StripeError:
    refusal = StripeError(
        f"There is currently another in-progress request using this idempotency key: '{key}'. Please try again later.",
        code="idempotency_key_in_use",
        status=409,
    )
    refusal.kind = "idempotency_error"
    return refusal


def our_fault() -> StripeError:
    refusal = StripeError("The sandbox stumbled over this request; its log says where.", status=500)
    refusal.kind = "api_error"
    return refusal
