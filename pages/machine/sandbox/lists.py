"""Lists as Stripe gives them: newest first, a page at a time, narrowed by fields and by time of creation."""

from typing import Any

from pages.machine.sandbox import refusals
from pages.machine.sandbox.call import Call
from pages.machine.sandbox.refusals import Json
from pages.machine.sandbox.shapes import list_of, shown

PAGE, MOST = 10, 100
PAGING = ("limit", "starting_after", "ending_before", "expand", "created")
BOUNDS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def page(call: Call, kind: str, url: str, *, by: tuple[str, ...] = (), where: str = "TRUE") -> Json:
    """One page of a kind; `by` names the fields a caller may filter on, `where` is a condition of our own."""
    values: dict[str, Any] = {"kind": kind}
    conditions = ["kind = :kind", where, *_matching(call, by, values=values), *_created(call, values)]
    limit = call.params.whole("limit", least=1, most=MOST) or PAGE
    backwards = call.params.has("ending_before")
    conditions += _beside(call, kind, values=values, backwards=backwards)
    order = "rowid ASC" if backwards else "rowid DESC"
    found = call.book.select(f"{' AND '.join(conditions)} ORDER BY {order} LIMIT {limit + 1}", values)
    things = [shown(thing) for thing in found[:limit]]
    return list_of(things[::-1] if backwards else things, url, more=len(found) > limit)


def _matching(call: Call, by: tuple[str, ...], *, values: dict[str, Any]) -> list[str]:
    asked = {field: call.params.text(field) for field in by}
    wanted = {field: value for field, value in asked.items() if value is not None}
    values.update(wanted)
    return [f"json_extract(body, '$.{field}') = :{field}" for field in wanted]


def _created(call: Call, values: dict[str, Any]) -> list[str]:
    if isinstance(call.params.values.get("created"), str):
        values["created"] = call.params.whole("created")
        return ["created = :created"]
    bounds = call.params.group("created").only(*BOUNDS)
    asked = {word: bounds.whole(word) for word in BOUNDS if bounds.has(word)}
    values.update({f"created_{word}": moment for word, moment in asked.items()})
    return [f"created {BOUNDS[word]} :created_{word}" for word in asked]


def _beside(call: Call, kind: str, *, values: dict[str, Any], backwards: bool) -> list[str]:
    field = "ending_before" if backwards else "starting_after"
    cursor = call.params.text(field)
    if cursor is None:
        return []
    if call.book.get(kind, cursor) is None:
        raise refusals.missing(kind, cursor, field)
    values["cursor"] = cursor
    sign = ">" if backwards else "<"
    return [f"rowid {sign} (SELECT rowid FROM objects WHERE id = :cursor)"]  # noqa: S608  sign is ours
