"""What a limit of small purchases means for a cart: how much is used, what comes on top, and what looks split. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from db.limits import LimitScope

__all__ = ["Bought", "Gauge", "Rule", "Split", "by_kind", "gauges", "splits"]

WARN_FROM = 80  # percent


@dataclass(frozen=True)
class Rule:
    """`category` and `kind` are empty for everything; a kind's rule names the kind only. `ask_reason`: of what it
    covers the cheapest that passes as much is bought, or the buyer says why not."""

    scope: LimitScope
    amount_fen: int
    category: str = ""
    kind: str = ""
    split_days: int = 14
    refuse_split: bool = False
    ask_reason: bool = False

    @property
    def general(self) -> bool:
        return not self.category and not self.kind

    def covers(self, kind: str, category: str) -> bool:
        return self.general or (self.kind == kind if self.kind else self.category == category)


@dataclass(frozen=True)
class Bought:
    """What an earlier purchase of this year, or of the last days, has cost of one kind."""

    purchase_id: UUID
    on: date
    kind: str
    category: str
    amount_fen: int


@dataclass(frozen=True)
class Gauge:
    """How one rule stands: what was spent before, and what this purchase would add."""

    rule: Rule
    used_fen: int
    adding_fen: int

    @property
    def total_fen(self) -> int:
        return self.used_fen + self.adding_fen

    @property
    def left_fen(self) -> int:
        """After this purchase; below nothing when it goes beyond."""
        return self.rule.amount_fen - self.total_fen

    @property
    def beyond(self) -> bool:
        """Whether this purchase may not be placed. What adds nothing is never refused."""
        return self.adding_fen > 0 and self.left_fen < 0

    @property
    def near(self) -> bool:
        return self.total_fen * 100 >= self.rule.amount_fen * WARN_FROM


@dataclass(frozen=True)
class Split:
    """This purchase and earlier ones of the kind within `days`: together more than one purchase may come to."""

    kind: str
    days: int
    purchases: int
    sum_fen: int
    limit_fen: int
    refused: bool


def by_kind(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Fen of each kind, summed over lines of (kind, fen)."""
    total: dict[str, int] = {}
    for kind, fen in parts:
        total[kind] = total.get(kind, 0) + fen
    return total


def gauges(
    rules: Iterable[Rule], bought: Sequence[Bought], wanted: Mapping[tuple[str, str], int], today: date
) -> list[Gauge]:
    """One gauge a rule, in the order of the rules. `wanted`: fen by (kind, category)."""
    return [Gauge(rule, used(rule, bought, today), adding(rule, wanted)) for rule in rules]


def used(rule: Rule, bought: Iterable[Bought], today: date) -> int:
    if rule.scope is LimitScope.PURCHASE:
        return 0
    own = (one for one in bought if one.on.year == today.year and rule.covers(one.kind, one.category))
    return sum(one.amount_fen for one in own)


def adding(rule: Rule, wanted: Mapping[tuple[str, str], int]) -> int:
    return sum(fen for (kind, category), fen in wanted.items() if rule.covers(kind, category))


def splits(
    rules: Sequence[Rule], bought: Sequence[Bought], wanted: Mapping[tuple[str, str], int], today: date
) -> list[Split]:
    """By the strictest limit of a purchase that covers the kind; a kind never bought before cannot be split."""
    at_once = [rule for rule in rules if rule.scope is LimitScope.PURCHASE]
    found = []
    for (kind, category), fen in wanted.items():
        covering = [rule for rule in at_once if rule.covers(kind, category)]
        rule = min(covering, key=lambda one: one.amount_fen, default=None)
        split = split_of(rule, kind, fen, within(rule, kind, bought, today)) if rule else None
        found += [split] if split else []
    return found


def within(rule: Rule, kind: str, bought: Iterable[Bought], today: date) -> list[Bought]:
    """The earlier purchases of the kind that count as one with today's."""
    since = today - timedelta(days=rule.split_days)
    return [one for one in bought if one.kind == kind and since < one.on <= today]


def split_of(rule: Rule, kind: str, fen: int, earlier: Sequence[Bought]) -> Split | None:
    together = fen + sum(one.amount_fen for one in earlier)
    if fen <= 0 or together <= rule.amount_fen or not earlier:
        return None
    count = len({one.purchase_id for one in earlier}) + 1
    return Split(kind, rule.split_days, count, together, rule.amount_fen, rule.refuse_split)
