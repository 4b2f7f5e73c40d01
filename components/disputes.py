"""A dispute on paper: what is asked for and why, both sides beside each other, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from components import enclosures, formats, html, labels, session
from components.i18n import either, t, tn
from services import clock
from services.disputes import LIVE, DeskRow, Dispute, DisputeStatus, DisputeView, Outcome, SaidView, Saying, Side
from services.orders import Left, Names, OrderLine, OrderView

__all__ = [
    "desk",
    "desk_words",
    "happened",
    "head",
    "held_by_another",
    "money_of",
    "notice",
    "sheet",
    "takes_off",
    "way_to_disputes",
]

S = DisputeStatus
SHEET = Markup(
    '<section class="dispute {css}"><p class="overline">{title}</p><p class="order-tags">{tag}<span>{ground}</span></p>'
    '<p>{asked}</p><p class="soft">{until}</p><div class="dispute-sides">{sides}</div>{ending}</section>'
)
SIDE = Markup('<div class="dispute-side"><p class="overline">{who}</p>{said}</div>')
SAID = Markup(
    '<div class="{css}"><p class="soft">{what} · <time>{at}</time></p><p class="written">{text}</p>{files}</div>'
)
ENDING = Markup(
    '<div class="dispute-end {tone}"><p class="overline">{title}</p><p class="dispute-outcome">{outcome}</p>'
    '{reasons}<p class="soft">{at}</p></div>'
)
ROW = Markup(
    '<li><a class="order-row dispute-row" href="{href}" target="_self"><span class="order-code">{code}</span>'
    '<span class="order-other">{parties}<br><span class="soft">{ground}</span></span>'
    '<span class="order-tags">{tags}</span><time>{age}</time><b class="price">{amount}</b></a></li>'
)
HEAD = Markup(
    '<div class="sheet-head"><p class="overline">{over}</p><h1>{title}</h1><p class="order-tags">{tags}</p></div>'
)
FACT = Markup("<div><dt>{}</dt><dd>{}</dd></div>")


def named(names: Names) -> str:
    return either(names.zh, names.en)


def asked(view: DisputeView, lines: Mapping[UUID, OrderLine]) -> str:
    """One sentence: who asks for what."""
    row, who = view.dispute, named(view.named(view.dispute.opened_by))
    goods = t(", ").join(
        f"{either(lines[line].name_zh, lines[line].name_en)} {formats.quantity(milli, lines[line].unit)}"
        for line, milli in view.wanted.items()
        if line in lines
    )
    what = t("{what}: {state}", what=labels.word(row.remedy), state=goods) if goods else labels.word(row.remedy)
    if not row.amount_fen:
        return t("{name} asks for: {what}.", name=who, what=what)
    return t("{name} asks for: {what} ({amount}).", name=who, what=what, amount=formats.money(row.amount_fen))


def sheet(view: DisputeView, order: OrderView) -> Markup:
    row = view.dispute
    first, second = (row.opened_by, other(row.opened_by))
    return SHEET.format(
        css="" if row.ended_at is None else "over",
        title=t("Dispute {code}", code=row.code),
        tag=labels.tag(row.status),
        ground=labels.word(row.ground),
        asked=asked(view, {line.id: line for line in order.lines}),
        until=until(view),
        sides=side(view, first) + side(view, second),
        ending=ending(view),
    )


def other(side: Side) -> Side:
    return Side.SUPPLIER if side is Side.BUYER else Side.BUYER


def until(view: DisputeView) -> str:
    """What it waits for."""
    row = view.dispute
    at = formats.moment(row.answer_by)
    waits = {
        S.OPEN: t("The other side has until {at}, China time, to answer; then an official goes on without.", at=at),
        S.ANSWERED: t("Both sides have spoken. The finance department of the buyer's place decides."),
        S.WITH_OFFICIAL: t("An official decides. Until then the two sides may still come to terms."),
    }
    return waits.get(row.status, "")


def side(view: DisputeView, whose: Side) -> Markup:
    found = [one for one in view.said if one.said.side is whose]
    nothing = Markup('<p class="soft">{}</p>').format(t("Nothing has been said yet."))
    body = html.join(spoken(one) for one in found) if found else nothing
    return SIDE.format(who=f"{labels.word(whose)} · {named(view.named(whose))}", said=body)


def spoken(one: SaidView) -> Markup:
    what = {
        Saying.OPENING: t("Statement"),
        Saying.ANSWER: t("Answer"),
        Saying.QUESTION: t("Question of the official"),
        Saying.REPLY: t("Reply"),
    }[one.said.saying]
    return SAID.format(
        css="dispute-question" if one.said.saying is Saying.QUESTION else "dispute-said",
        what=what,
        at=formats.moment(one.said.at),
        text=one.said.text,
        files=enclosures.shown(one.files),
    )


def ending(view: DisputeView) -> Markup:
    row = view.dispute
    if row.ended_at is None:
        return html.NOTHING
    words = [row.reasons_zh, row.reasons_en] if session.language() == "zh" else [row.reasons_en, row.reasons_zh]
    reasons = next(filter(None, words), "")
    return ENDING.format(
        tone="good" if row.off_fen or row.outcome is Outcome.UPHELD else "",
        title=labels.word(row.status),
        outcome=outcome(view),
        reasons=Markup('<p class="reasons">{}</p>').format(reasons) if reasons else "",
        at=formats.moment(row.ended_at),
    )


def outcome(view: DisputeView) -> str:
    row = view.dispute
    if row.off_fen:
        said = t("{amount} are taken off.", amount=formats.money(row.off_fen))
        return f"{said} {t('The goods go back to the supplier.')}" if row.goods_back else said
    if row.outcome is Outcome.UPHELD:
        return t("What was asked for is to be done: {what}.", what=labels.word(row.remedy))
    if row.outcome is Outcome.DISMISSED:
        return t("Nothing is taken off.")
    return t("The order has ended.") if row.status is S.SETTLED else t("It is not asked for any more.")


def happened(found: Sequence[DisputeView]) -> Iterator[tuple[datetime, str, str]]:
    """What the way of the order tells of its disputes."""
    for one in found:
        row, title = one.dispute, t("Dispute {code}", code=one.dispute.code)
        yield row.opened_at, t("{what}: {state}", what=title, state=t("opened")), labels.word(row.ground)
        for said in one.said:
            if said.said.saying is Saying.ANSWER:
                yield said.said.at, t("{what}: {state}", what=title, state=labels.word(S.ANSWERED)), ""
        if row.passed_on_at:
            yield row.passed_on_at, t("{what}: {state}", what=title, state=labels.word(S.WITH_OFFICIAL)), ""
        if row.ended_at:
            yield row.ended_at, t("{what}: {state}", what=title, state=labels.word(row.status)), outcome(one)


def notice(found: Sequence[DisputeView]) -> Markup:
    """On top of an order: what waits for its reader."""
    live = [one for one in found if one.dispute.status in LIVE]
    if not live:
        return html.NOTHING
    said = t("A dispute is open: nothing is accepted, closed or paid out by itself until it has ended.")
    return Markup('<p class="sheet-note warn">{}</p>').format(said)


# The officials' desk


def way_to_disputes(count: int | None) -> Markup:
    """From the other desks of an official to this one; `count` is None for who does not decide on disputes."""
    if count is None:
        return html.NOTHING
    said = tn("{count} dispute in your area", "{count} disputes in your area", count)
    return Markup('<p class="ways-on">{}</p>').format(html.link(said, html.address("/disputes")))


def desk_words() -> Markup:
    said = t("What buyers of your area and their suppliers do not agree about: the oldest first. Both sides are heard, "
             "or the time to answer has passed, before anybody decides.")  # fmt: skip
    return Markup('<p class="soft">{}</p>').format(said)


def desk(rows: Sequence[DeskRow]) -> Markup:
    return Markup('<ul class="order-rows">{}</ul>').format(html.join(map(desk_row, rows)))


def desk_row(one: DeskRow) -> Markup:
    row = one.dispute
    return ROW.format(
        href=html.address("/disputes", {"case": row.code}),
        code=row.code,
        parties=t("{buyer} and {supplier}", buyer=named(one.buyer), supplier=named(one.supplier)),
        ground=f"{labels.word(row.ground)} · {labels.word(row.remedy)}",
        tags=labels.tag(row.status) + holder(one),
        age=since_when(row),
        amount=formats.money(row.amount_fen if row.ended_at is None else row.off_fen),
    )


def holder(one: DeskRow) -> Markup:
    if one.dispute.status is not S.WITH_OFFICIAL:
        return html.NOTHING
    said = t("yours") if one.mine else t("a colleague's") if one.taken else t("not taken")
    return Markup('<span class="tag {}">{}</span>').format("" if one.taken else "warn", said)


def since_when(row: Dispute) -> str:
    """How long it has waited, or when it ended."""
    return age(row.opened_at) if row.ended_at is None else formats.moment(row.ended_at)


def age(since: datetime) -> str:
    days = (clock.now() - since).days
    return t("today") if days == 0 else tn("{count} day", "{count} days", days)


def head(one: DeskRow) -> Markup:
    row = one.dispute
    return HEAD.format(
        over=f"{t('Dispute {code}', code=row.code)} · {t('Order')} {one.order_code}",
        title=t("{buyer} and {supplier}", buyer=named(one.buyer), supplier=named(one.supplier)),
        tags=labels.tag(row.status) + holder(one) + Markup('<span class="soft">{}</span>').format(since_when(row)),
    )


def held_by_another() -> Markup:
    said = t("A colleague holds this dispute. What the parties said and handed in is read by whoever decides on it.")
    return Markup('<p class="calm">{}</p>').format(said)


def money_of(view: OrderView, row: DeskRow) -> Markup:
    """How the money of the order stands."""
    pairs = [
        (t("Order"), formats.money(view.order.total_fen)),
        (t("Taken off so far"), formats.money(view.reduced_fen)),
        (t("State of payment"), labels.tag(view.payment_state)),
        (t("Still owed by the buyer"), formats.money(view.debt_fen)),
        (t("On its way back to the buyer"), formats.money(view.owed_back_fen)),
        (t("In dispute"), formats.money(row.dispute.amount_fen if row.dispute.ended_at is None else 0)),
    ]
    said = html.join(FACT.format(*pair) for pair in pairs)
    return Markup('<p class="overline">{}</p><dl class="sheet-facts dispute-money">{}</dl>').format(
        t("The money of this order"), said
    )


def takes_off(amount_fen: int, left: Sequence[Left]) -> Markup:
    """What a decision would take off, while it is being written."""
    now_fen = sum(one.amount_fen for one in left)
    said = t("{amount} come off; the order comes to {rest} then.", amount=formats.money(amount_fen),
             rest=formats.money(now_fen - amount_fen))  # fmt: skip
    return Markup('<p class="takes-off" role="status">{}</p>').format(said)
