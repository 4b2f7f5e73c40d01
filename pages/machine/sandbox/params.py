"""Reading what a caller sent: Stripe's bracketed form fields, each checked and refused by its full name."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pages.machine.sandbox import refusals
from pages.machine.sandbox.refusals import StripeError

FIELD = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
MOST_FIELDS = 5000
MOST_LEVELS = 6
METADATA_KEYS, METADATA_KEY, METADATA_VALUE = 50, 40, 500


def read(query: str) -> "Params":
    """`line_items[0][quantity]=1` becomes nested dictionaries; lists stay dictionaries until asked for as lists."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as unreadable:
        raise StripeError("Invalid request: the parameters cannot be read.") from unreadable
    root: dict[str, Any] = {}
    for name, value in pairs:
        _put(root, name, value)
    return Params(root)


def _put(root: dict[str, Any], name: str, value: str) -> None:
    match = FIELD.fullmatch(name)
    steps = [] if match is None else [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    if not steps or len(steps) > MOST_LEVELS:
        raise refusals.unknown(name[:100])
    place = root
    for step in steps[:-1]:
        place = place.setdefault(step or str(len(place)), {})
        if not isinstance(place, dict):
            raise StripeError(f"Invalid request: {name[:100]} is both a value and a group.", param=name[:100])
    place[steps[-1] or str(len(place))] = value


class Params:
    """One group of parameters; `path` is the name under which a refusal speaks of it."""

    def __init__(self, values: dict[str, Any], path: str = "") -> None:
        self.values, self.path = values, path

    def name(self, field: str) -> str:
        return f"{self.path}[{field}]" if self.path else field

    def only(self, *allowed: str) -> "Params":
        for field in self.values:
            if field not in allowed:
                raise refusals.unknown(self.name(field))
        return self

    def has(self, field: str) -> bool:
        return field in self.values

    def text(self, field: str, *, longest: int = 5000) -> str | None:
        value = self.values.get(field)
        if value is None:
            return None
        if not isinstance(value, str):
            raise StripeError(f"Invalid string: {self.name(field)}", param=self.name(field))
        if not value:
            raise refusals.empty(self.name(field))
        if len(value) > longest:
            message = f"Invalid string: {self.name(field)} must be at most {longest} characters"
            raise StripeError(message, code="parameter_invalid_string_length", param=self.name(field))
        return value

    def needed(self, field: str, *, longest: int = 5000) -> str:
        value = self.text(field, longest=longest)
        if value is None:
            raise refusals.needed(self.name(field))
        return value

    def whole(self, field: str, *, least: int = 0, most: int = 2**53) -> int | None:
        value = self.text(field)
        if value is None:
            return None
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            raise refusals.not_whole(self.name(field), value)
        number = int(value)
        if not least <= number <= most:
            message = f"Invalid integer: {self.name(field)} must be between {least} and {most}"
            raise StripeError(message, code="parameter_invalid_integer", param=self.name(field))
        return number

    def whole_needed(self, field: str, *, least: int = 0, most: int = 2**53) -> int:
        number = self.whole(field, least=least, most=most)
        if number is None:
            raise refusals.needed(self.name(field))
        return number

    def flag(self, field: str) -> bool | None:
        value = self.choice(field, "true", "false")
        return None if value is None else value == "true"

    def choice(self, field: str, *options: str) -> str | None:
        value = self.text(field)
        if value is not None and value not in options:
            raise refusals.not_allowed(self.name(field), options)
        return value

    def url(self, field: str) -> str | None:
        value = self.text(field)
        if value is not None and not _is_web_address(value):
            raise StripeError("Not a valid URL", code="url_invalid", param=self.name(field))
        return value

    def group(self, field: str) -> "Params":
        return Params(self._inner(field), self.name(field))

    def rows(self, field: str) -> "list[Params]":
        inner = self._inner(field)
        path = self.name(field)
        if not all(isinstance(row, dict) for row in inner.values()):
            raise StripeError(f"Invalid array: {path}", param=path)
        return [Params(inner[key], f"{path}[{key}]") for key in _in_order(inner, path)]

    def texts(self, field: str) -> list[str]:
        inner = self.group(field)
        return [inner.needed(key) for key in _in_order(inner.values, inner.path)]

    def metadata(self) -> dict[str, str]:
        group = self.group("metadata")
        if len(group.values) > METADATA_KEYS:
            raise StripeError(f"Metadata can have at most {METADATA_KEYS} keys", param=group.path)
        for key in group.values:
            if len(key) > METADATA_KEY:
                raise StripeError(f"Metadata keys have at most {METADATA_KEY} characters", param=group.name(key))
        # An empty value means "none" to Stripe, so it is left out rather than refused.
        return {key: group.needed(key, longest=METADATA_VALUE) for key, value in group.values.items() if value != ""}

    def _inner(self, field: str) -> dict[str, Any]:
        inner = self.values.get(field) or {}
        if not isinstance(inner, dict):
            raise StripeError(f"Invalid object: {self.name(field)}", param=self.name(field))
        return inner


def _in_order(keys: Iterable[str], path: str) -> list[str]:
    names = list(keys)
    if not all(re.fullmatch(r"[0-9]{1,4}", name) for name in names):
        raise StripeError(f"Invalid array: {path}", param=path)
    return sorted(names, key=int)


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    printable = value.isprintable() and " " not in value
    return printable and parts.scheme in {"http", "https"} and bool(parts.hostname)
