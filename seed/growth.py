"""What came after April 2022: more purchases every year, fewer at the Spring Festival, most in December."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

from db.orders import Method
from seed import market
from seed.calendar_of_work import in_office, working_days
from seed.dealing import Deal, delivery_to
from seed.diary import Diary
from seed.people import Cast
from seed.reading import end_of, month_after

FIRST_MONTH = "2022-05"
SEASONS = (0.75, 0.45, 1.05, 1.0, 1.05, 1.1, 0.95, 0.95, 1.1, 0.9, 1.2, 1.5)  # January to December
AT_FIRST, A_YEAR = 3.2, 2.5  # purchases in an ordinary month, and how many more each year
FEWEST_DIRECT = 2  # direct sales a month
DIRECT, BY_TRANSFER, UNPAID, CALLED_OFF = 0.27, 0.12, 0.03, 0.04  # shares
PURPOSES = ("日常维修", "节能改造", "教学与办公用房修缮", "无障碍与安全改造", "零星采购", "室外环境整治")
REASONS = ("规格有误，重新下单", "项目计划调整", "重复下单")


def note_month(diary: Diary, cast: Cast, seed: int, month: str) -> None:
    """Plan one month; the next is planned when this one is over."""
    chance = Random(f"{seed}:growth:{month}")
    days = working_days(month)
    market.note_new_prices(diary, cast, chance, days)
    count = purchases_in(month, chance)
    for number in range(count):
        at = in_office(chance.choice(days), chance)
        begin = direct_sale if number < max(FEWEST_DIRECT, round(DIRECT * count)) else small_purchase
        diary.note(at, partial(begin, diary, cast, at, f"{seed}:{month}:{number}"))
    diary.note(end_of(month), partial(note_month, diary, cast, seed, month_after(month)))


def purchases_in(month: str, chance: Random) -> int:
    year, number = map(int, month.split("-"))
    ordinary = AT_FIRST + A_YEAR * (year - 2022 + (number - 5) / 12)
    return max(3, round(ordinary * SEASONS[number - 1] * chance.uniform(0.88, 1.12)))


def small_purchase(diary: Diary, cast: Cast, at: datetime, key: str) -> None:
    """Through the cart, of one or two suppliers; by card as a rule."""
    chance = Random(key)
    deal = Deal(cast, market.somebody(cast, chance), key)
    method = Method.TRANSFER if chance.random() < BY_TRANSFER else Method.CARD
    checkout = delivery_to(cast, deal.buyer, method, purpose=chance.choice(PURPOSES))
    wanted = market.basket(cast, chance)
    if not market.within_limits(deal.buyer, wanted):
        direct_sale(diary, cast, at, key)
        return
    deal.shop(checkout, wanted)
    if method is Method.TRANSFER:
        delivered(diary, deal, at, chance)
    elif chance.random() < UNPAID:
        diary.note(at + timedelta(minutes=37), deal.lapse)
    else:
        diary.note(at + timedelta(minutes=chance.randint(2, 20)), deal.pay_by_card)
        delivered(diary, deal, at + timedelta(minutes=30), chance)


def direct_sale(diary: Diary, cast: Cast, at: datetime, key: str) -> None:
    """A larger lot for a small works project, on a quotation, by transfer."""
    chance = Random(key)
    deal = Deal(cast, market.somebody(cast, chance), key)
    checkout = delivery_to(cast, deal.buyer, Method.TRANSFER, purpose="门槛以下小型工程，厂家直销")
    deal.quote(checkout, market.quotation(cast, chance))
    delivered(diary, deal, at, chance)


def delivered(diary: Diary, deal: Deal, at: datetime, chance: Random) -> None:
    """The usual course of things, in working hours; a few are called off before the supplier confirms."""
    if chance.random() < CALLED_OFF:
        diary.note(at + timedelta(minutes=chance.randint(5, 60)), partial(deal.cancel, chance.choice(REASONS)))
        return
    steps: list[tuple[int, Callable[[], None]]] = [
        (chance.randint(1, 2), deal.confirm),
        (chance.randint(2, 7), deal.ship),
        (chance.randint(1, 5), deal.receive),
        (chance.randint(1, 4), deal.accept),
    ]
    if deal.placed.method is Method.TRANSFER:
        steps.append((chance.randint(3, 25), deal.transferred))
    for wait, step in steps:
        at = in_office(at + timedelta(days=wait), chance)
        diary.note(at, step)
