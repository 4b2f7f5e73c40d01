"""The demonstration's own purchases: one in every state a visitor may want to see, in the last month of the story."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from db.orders import Method
from seed import market
from seed.calendar_of_work import in_office, working_days
from seed.dealing import Deal, Wanted, delivery_to
from seed.diary import Diary
from seed.disputing import answered, complained, dismissed, written
from seed.invoicing import accepted, asked, issued, told
from seed.people import Cast


@dataclass(frozen=True)
class Story:
    """What is bought, how it is paid, and how far it has come by the end of the month."""

    wanted: tuple[Wanted, ...]
    method: Method
    steps: tuple[Callable[[Deal], None], ...]


def call_off(deal: Deal) -> None:
    deal.cancel("颜色与样板不符，重新选样")


CARD, TRANSFER = Method.CARD, Method.TRANSFER
OAK, WATERBORNE = "P-000002", "P-000006"  # the floors of the demonstration's own supplier
D = Deal
STORIES = (
    Story(((OAK, 120_000),), CARD, (D.pay_by_card, D.confirm, D.ship, D.receive, D.accept, asked, issued, accepted)),
    Story((("P-000036", 40_000),), CARD, (D.lapse,)),
    Story(((WATERBORNE, 60_000),), CARD, (D.pay_by_card, call_off)),
    Story(((OAK, 300_000),), TRANSFER, (D.confirm, D.ship, D.receive, D.accept, asked, told)),
    Story(((WATERBORNE, 90_000),), CARD, (D.pay_by_card, D.confirm, D.ship, D.receive, asked, issued)),
    Story(((OAK, 80_000), ("P-000036", 50_000)), CARD, (D.pay_by_card, D.confirm, D.ship)),
    Story(((WATERBORNE, 150_000),), TRANSFER, (D.confirm,)),
    Story(((OAK, 60_000),), CARD, (D.pay_by_card,)),
    Story(((WATERBORNE, 200_000),), TRANSFER, ()),
    Story(((WATERBORNE, 60_000),), TRANSFER, (D.confirm, D.ship, D.receive, written, complained, answered)),
    Story(((OAK, 60_000),), TRANSFER, (D.confirm, D.ship, D.receive, complained, answered, dismissed, D.accept)),
)


def note_stories(diary: Diary, cast: Cast, month: str) -> None:
    days = working_days(month)
    for number, story in enumerate(STORIES):
        at = days[number // 2] + timedelta(hours=10, minutes=20 * number)
        diary.note(at, partial(begin, diary, cast, story, at))


def begin(diary: Diary, cast: Cast, story: Story, at: datetime) -> None:
    deal, chance = Deal(cast, cast.demonstration["buyer"], f"guide {at:%Y-%m-%d %H:%M}"), Random(f"guide {at}")
    market.provide(cast, story.wanted)
    deal.shop(delivery_to(cast, deal.buyer, story.method, purpose="示范采购"), story.wanted)
    for step in story.steps:
        quick = step in {D.pay_by_card, D.lapse}
        at = at + (timedelta(minutes=37) if step is D.lapse else timedelta(minutes=6))
        at = at if quick else in_office(at + timedelta(days=1), chance)
        diary.note(at, partial(step, deal))
