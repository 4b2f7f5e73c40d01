"""The first 26 orders: direct sales on accepted quotations, delivered, inspected, then paid by corporate transfer."""

from functools import partial
from itertools import groupby

from db.orders import Method
from seed.dealing import Deal, delivery_to
from seed.diary import Diary
from seed.people import Cast
from seed.reading import Line, moment, table
from services import money


def note_orders(diary: Diary, cast: Cast) -> None:
    for number, lines in groupby(table("founding_orders"), key=lambda line: line["order"]):
        note_order(diary, cast, number, list(lines))


def note_order(diary: Diary, cast: Cast, number: str, lines: list[Line]) -> None:
    """The buyers live in the diary too: who buys is asked when the day has come."""
    head, deals = lines[0], list[Deal]()

    def place() -> None:
        deal = Deal(cast, cast.buyers[head["buyer"]], f"founding order {number}")
        deal.quote(delivery_to(cast, deal.buyer, Method.TRANSFER, project=head["project"]), quotation(lines))
        deals.append(deal)

    def then(step: str) -> None:
        getattr(deals[0], step)()

    diary.note(moment(head["placed_at"]), place)
    steps = {"confirmed_at": "confirm", "shipped_at": "ship", "received_at": "receive", "accepted_at": "accept"}
    for when, step in (steps | {"paid_at": "transferred"}).items():
        diary.note(moment(head[when]), partial(then, step))


def quotation(lines: list[Line]) -> list[tuple[str, int, int]]:
    return [(line["product"], money.milli(line["quantity"]), int(line["price_fen"])) for line in lines]
