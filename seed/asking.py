"""The demonstration's requests for quotations, in the last month of the story: one to choose in, one to answer, and a
standing price that has been ordered by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from seed import market
from seed.calendar_of_work import working_days
from seed.diary import Diary
from seed.guide import OAK, WATERBORNE
from seed.people import Cast
from seed.reading import end_of
from services import quotations
from services.clock import in_china
from services.quotations import Asking, Offer, OfferLine, Receiving, WantedLine
from services.visitors import Visitor

HOME, RIVALS = "S-002", ("S-022", "S-043")  # the demonstration's own supplier, and two that show floors as well
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
KIND = "wood-flooring"


@dataclass(frozen=True)
class Wish:
    """What a buyer asks of whom."""

    suppliers: tuple[str, ...]
    lines: tuple[WantedLine, ...]
    purpose: str
    words: str = ""


@dataclass(frozen=True)
class Said:
    """What a supplier answers: hundredths of its own prices, and how much a standing price is good for."""

    supplier: str
    share: int
    words: str
    most_milli: int | None = None


REPAIRS = Wish((HOME,), (WantedLine(100_000, product_code=WATERBORNE),), "全年零星维修")
FLOOR = Wish(
    (HOME, *RIVALS), (WantedLine(420_000, product_code=OAK, words="含收边条与防潮垫"),), "教学楼二层地面更换",
    "周末进场，货车可到楼下；请含卸货。",
)  # fmt: skip
READING_ROOM = Wish(
    (HOME,),
    (WantedLine(260_000, product_code=WATERBORNE),
     WantedLine(80_000, kind=KIND, words="走廊用，耐磨等级高一档，颜色相近")),
    "阅览室与走廊地面翻新", "可分两批到货。",
)  # fmt: skip


def note_requests(diary: Diary, cast: Cast, month: str) -> None:
    """Noted for the middle of the month; the days they run to lie in the month after, when visitors come."""
    first, second, third = working_days(month)[9:12]
    diary.note(first + 9 * AN_HOUR, partial(to_choose, diary, cast, month))
    diary.note(second + 9 * AN_HOUR, partial(to_answer, cast, month))
    diary.note(third + 9 * AN_HOUR, partial(to_order_by, diary, cast, month))


def to_choose(diary: Diary, cast: Cast, month: str) -> None:
    """Three suppliers are asked; two have answered, the second with a floor of its own."""
    code = asked(cast, cast.demonstration["buyer"], FLOOR, month)
    at = working_days(month)[10] + 14 * AN_HOUR
    said = Said(HOME, 97, "现货，周六送达并卸货上楼。"), Said(RIVALS[0], 99, "可先送三块样板，确认后一次到货。")
    for days, one in enumerate(said):
        diary.note(at + days * A_DAY, partial(answer, cast, code, one, month))


def to_answer(cast: Cast, month: str) -> None:
    """Waits for the demonstration's supplier."""
    asked(cast, cast.buyers[min(cast.buyers)], READING_ROOM, month)


def to_order_by(diary: Diary, cast: Cast, month: str) -> None:
    """A year's repairs at one price: agreed, and ordered by once."""
    buyer = cast.demonstration["buyer"]
    code = asked(cast, buyer, REPAIRS, month)
    said = Said(HOME, 94, "全年按此价供货，随订随送。", most_milli=800_000)
    quotation = answered(cast, code, said, month)
    at = working_days(month)[12] + 10 * AN_HOUR
    diary.note(at, partial(quotations.agree, buyer, quotation))
    diary.note(at + A_DAY, partial(called_off, cast, buyer, quotation))


def asked(cast: Cast, buyer: Visitor, wish: Wish, month: str) -> str:
    """The code of the request, sent to the buyer's own door."""
    site, last = cast.organisations[buyer.organisation_id], day_after(month, 20)
    asking = Asking(
        lines=wish.lines,
        suppliers=[f"S-{int(code[2:]):06d}" for code in wish.suppliers],
        city=site.city,
        district=site.district,
        address=site.address,
        closes_on=last.date(),
        wanted_by=(last + 40 * A_DAY).date(),
        purpose=wish.purpose,
        words=wish.words,
    )
    return quotations.ask(buyer, asking, key=f"demonstration: {wish.purpose}").code


def day_after(month: str, days: int) -> datetime:
    """Some days into the month after the last one of the story."""
    return in_china(end_of(month) + days * A_DAY)


def answer(cast: Cast, request: str, said: Said, month: str) -> None:
    answered(cast, request, said, month)


def answered(cast: Cast, request: str, said: Said, month: str) -> UUID:
    """An answer at so many hundredths of the supplier's own prices: with what was asked for, where it has that."""
    seller = cast.sellers[said.supplier]
    wanted = {line.product.code for line in quotations.request(seller, request).lines if line.product}
    lines = [
        OfferLine(place, ware.code, ware.price_fen * said.share // 100, said.most_milli)
        for place, shown in quotations.wares(seller, request).items()
        for ware in sorted(shown, key=lambda one: one.code not in wanted)[:1]
    ]
    standing = day_after(month, 300).date() if said.most_milli else None
    return quotations.give(seller, request, Offer(lines, day_after(month, 28).date(), 12, said.words, standing)).id


def called_off(cast: Cast, buyer: Visitor, quotation: UUID) -> None:
    """Ordered by the standing price, to the buyer's own door."""
    market.provide(cast, [(WATERBORNE, 120_000)])
    organisation = cast.organisations[buyer.organisation_id]
    receiving = Receiving(buyer.name, "0572-5550000", organisation.name_zh, organisation.credit_code or "")
    quotations.call_off(buyer, quotation, {WATERBORNE: 120_000}, receiving, key="the first")
