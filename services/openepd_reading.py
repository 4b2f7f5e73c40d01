"""A file of openEPD that somebody hands in: read with bounds, held against the library's models and our rules."""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from openepd.model.common import Measurement, NonNegativeAmount
from openepd.model.lcia import Impacts, ImpactSet
from openepd.model.light.epd import EpdV0
from pydantic import ValidationError

from services import units
from services.clock import in_china
from services.errors import Invalid
from services.openepd_rules import CATEGORY, GWP_UNIT, NO_METHOD, Declaration
from services.units import Amount

__all__ = ["LARGEST_BYTES", "read"]

LARGEST_BYTES, DEEPEST, LONGEST_NUMBER, LONGEST_READ = 1024 * 1024, 40, 40, 40
KG_CO2E = {"kgco2e", "kgco2eq", "kgco2-eq", "kgco2eq."}
# The first of these that a file holds; figures of different methods are never mixed.
METHODS = ("EF 3.1", "EF 3.0", "EF 2.0", "EN 15978:2011", "CML 2016", "CML 2012", "IPCC AR6", "IPCC AR5", "TRACI 2.2",
           "TRACI 2.1", NO_METHOD)  # fmt: skip
SIGNS = re.compile(r'["\\\[\]{}]')
NUMBERS = {"float_parsing", "float_type", "int_parsing", "int_type", "finite_number", "decimal_parsing"}
OBJECTS = {"model_type", "model_attributes_type", "dict_type"}


def read(data: bytes) -> Declaration:
    """Raises Invalid with the field, what was read and what is expected."""
    epd = modelled(parsed(data))
    names = manufacturer_names(epd)
    method, impacts = chosen(epd.impacts)
    operator = epd.program_operator.name if epd.program_operator else ""
    category = epd.product_classes.get(CATEGORY, "")
    return Declaration(
        names=names,
        product_name=given(epd.product_name, "product_name"),
        description=epd.product_description or "",
        language=epd.language or "",
        declared=amount(epd.declared_unit, "declared_unit"),
        kilograms=kilograms(epd.kg_per_declared_unit),
        gwp=gwp(impacts, f"impacts.{method}.gwp"),
        method=method,
        operator=given(operator, "program_operator.name"),
        document=given(epd.program_operator_doc_id, "program_operator_doc_id"),
        category=category if isinstance(category, str) else " ".join(category),
        valid_until=in_china(epd.valid_until).date() if epd.valid_until and epd.valid_until.tzinfo else None,
        private=bool(epd.private),
    )


def parsed(data: bytes) -> Mapping[str, Any]:
    """JSON as its standard has it: no NaN, no number without end, no name twice, not deeper than any document is."""
    if len(data) > LARGEST_BYTES:
        raise Invalid("The file is larger than 1 MB.")
    try:
        text = data.decode("utf-8-sig")
        require_shallow(text)
        found = json.loads(text, parse_constant=no_number, parse_float=bounded, parse_int=whole, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Invalid("This is not a file of JSON.") from None
    if not isinstance(found, dict):
        raise unexpected(OBJECTS, "openEPD", found)
    return found


def require_shallow(text: str) -> None:
    depth, within, skip = 0, False, -1
    for sign in SIGNS.finditer(text):
        if sign.start() == skip:
            continue
        if sign[0] == "\\":
            skip = sign.end()
        elif sign[0] == '"':
            within = not within
        elif not within:
            depth += 1 if sign[0] in "[{" else -1
            if depth > DEEPEST:
                raise Invalid("The file is nested deeper than {most} levels.", most=DEEPEST)


def no_number(read: str) -> float:
    raise Invalid("{field} reads “{read}”; a number is expected.", field="JSON", read=read)


def bounded(read: str) -> float:
    value = float(read)
    return value if isfinite(value) and len(read) <= LONGEST_NUMBER else no_number(read[:LONGEST_READ])


def whole(read: str) -> float | int:
    return int(read) if len(read) <= LONGEST_NUMBER else no_number(read[:LONGEST_READ])


def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Invalid("The file says the same name twice in one place.")
    return found


def modelled(found: Mapping[str, Any]) -> EpdV0:
    doctype = found.get("doctype")
    if not isinstance(doctype, str) or doctype.lower() != "openepd":
        raise Invalid("{field} reads “{read}”; “openEPD” is expected.", field="doctype", read=plainly(doctype))
    try:
        return EpdV0.model_validate(found)
    except ValidationError as wrong:
        raise first(wrong) from None
    except (AttributeError, KeyError, TypeError, ValueError):  # what the library's own checks stumble over
        raise Invalid("The file is not built like an openEPD.") from None


def first(wrong: ValidationError) -> Invalid:
    mistake = wrong.errors(include_url=False)[0]
    where = ".".join(str(step) for step in mistake["loc"]) or "openEPD"
    return unexpected({mistake["type"]}, where, mistake["input"], said=mistake["msg"])


def unexpected(kinds: set[str], field: str, read: object, *, said: str = "") -> Invalid:
    seen = plainly(read)
    if kinds & NUMBERS:
        return Invalid("{field} reads “{read}”; a number is expected.", field=field, read=seen)
    if kinds & OBJECTS:
        return Invalid("{field} reads “{read}”; an object is expected.", field=field, read=seen)
    if "string_type" in kinds:
        return Invalid("{field} reads “{read}”; text is expected.", field=field, read=seen)
    if "list_type" in kinds:
        return Invalid("{field} reads “{read}”; a list is expected.", field=field, read=seen)
    if "greater_than_equal" in kinds:
        return Invalid("{field} reads “{read}”; zero or more is expected.", field=field, read=seen)
    return Invalid("{field} reads “{read}”; openEPD does not take that: {said}", field=field, read=seen, said=said)


def plainly(read: object) -> str:
    """The beginning of what was read, without what cannot be printed."""
    return "".join(sign for sign in str(read)[:LONGEST_READ] if sign.isprintable())


def given(said: str | None, field: str) -> str:
    if not said or not said.strip():
        raise Invalid("{field} is missing, and an openEPD needs it.", field=field)
    return said.strip()


def manufacturer_names(epd: EpdV0) -> list[str]:
    org = epd.manufacturer
    name = given(org.name if org else "", "manufacturer.name")
    return [name, *(org.alt_names or [] if org else [])]


def amount(said: NonNegativeAmount | None, field: str) -> Amount:
    """More than nothing, in a unit we know."""
    if said is None:
        raise Invalid("{field} is missing, and an openEPD needs it.", field=field)
    if said.qty is None or said.qty <= 0:
        raise Invalid("{field} reads “{read}”; more than nothing is expected.", field=f"{field}.qty", read=said.qty)
    return Amount(Decimal(repr(said.qty)), units.named(said.unit or "", field=f"{field}.unit"))


def kilograms(said: NonNegativeAmount | None) -> Decimal | None:
    if said is None:
        return None
    read, size = amount(said, "kg_per_declared_unit"), {"kg": 1, "t": 1000}
    if read.unit not in size:
        raise Invalid(
            "{field} reads “{read}”; one of {units} is expected.",
            field="kg_per_declared_unit.unit", read=said.unit, units="kg, t",
        )  # fmt: skip
    return read.quantity * size[read.unit]


def chosen(impacts: Impacts | None) -> tuple[str, ImpactSet]:
    """The impacts by one method: the only one, else the first of METHODS."""
    found = {str(method): said for method, said in (impacts.root if impacts else {}).items() if said and said.gwp}
    if not found:
        raise Invalid("{field} is missing, and an openEPD needs it.", field="impacts.gwp")
    if len(found) == 1:
        return next(iter(found.items()))
    for method in METHODS:
        if method in found:
            return method, found[method]
    raise Invalid(
        "{field} reads “{read}”; one of {units} is expected.",
        field="impacts", read=plainly(", ".join(found)), units=", ".join(METHODS),
    )  # fmt: skip


def gwp(impacts: ImpactSet, field: str) -> Decimal:
    """A1 to A3 as one figure, or as three that are all there."""
    scopes = impacts.gwp
    parts: list[Measurement | None] = [scopes.A1A2A3] if scopes and scopes.A1A2A3 else []
    parts = parts or [getattr(scopes, stage) for stage in ("A1", "A2", "A3")]
    said = [part for part in parts if part is not None]
    if len(said) != len(parts):
        raise Invalid("{field} is missing, and an openEPD needs it.", field=f"{field}.A1A2A3")
    for part in said:
        if "".join((part.unit or "").split()).lower() not in KG_CO2E:
            raise Invalid(
                "{field} reads “{read}”; one of {units} is expected.",
                field=f"{field}.unit", read=part.unit or "", units=GWP_UNIT,
            )  # fmt: skip
    return sum((Decimal(repr(part.mean)) for part in said), Decimal(0))
