"""What happened: each event is written in the transaction of its cause, kept to be listed, and posted afterwards."""

from pages.machine.sandbox import lists
from pages.machine.sandbox.call import Call
from pages.machine.sandbox.refusals import Json
from pages.machine.sandbox.shapes import API_VERSION, blank, shown
from pages.machine.sandbox.store import Book

KEPT_SECONDS = 30 * 24 * 3600


def emit(book: Book, name: str, *, thing: Json, now: int) -> Json:
    """A snapshot of the thing as it is now; the postman finds it by its state."""
    event = blank("event", now, type=name, api_version=API_VERSION, data={"object": shown(thing)}, pending_webhooks=1)
    event["private"] = {"state": "pending", "attempts": 0, "next_try": 0.0}
    return book.put(event)


def forget_old(book: Book, now: int) -> None:
    book.connection.execute("DELETE FROM objects WHERE kind = 'event' AND created < ?", (now - KEPT_SECONDS,))


def retrieve(call: Call) -> Json:
    call.params.only("expand")
    return shown(call.book.need("event", call.ids["id"]))


def list_all(call: Call) -> Json:
    call.params.only(*lists.PAGING, "type", "types", "delivery_success")
    delivered = call.params.flag("delivery_success")
    where = ["TRUE"]
    if delivered is not None:
        where.append(f"(json_extract(body, '$.private.state') = 'delivered') = {int(delivered)}")
    kinds = call.params.texts("types")
    if kinds:
        # Quotes are doubled because a condition of our own takes no bound values.
        named = ", ".join("'" + kind.replace("'", "''") + "'" for kind in kinds)
        where.append(f"json_extract(body, '$.type') IN ({named})")
    return lists.page(call, "event", "/v1/events", by=("type",), where=" AND ".join(where))
