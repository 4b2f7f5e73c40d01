"""Tightening a requirement: the widgets that ask, the tally that answers, the funnel, and the clause to copy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import feedback, formats, html, session
from components.i18n import either, t, tn
from components.standards import threshold
from services.requirements import FEW, Cost, Offered, Prices, Reach
from services.standards import Confidence, Indicator, Kind, Operator
from services.tightened import Ask, as_the_standard, decimals, written

__all__ = ["ask", "ask_kind", "funnel", "introduction", "nothing_hangs", "tally", "ways", "words_of"]

TALLY = Markup(
    '<section class="reach" role="status" aria-label="{label}"><p><b>{exhibits}</b><span>{of_exhibits}</span></p>'
    "<p><b>{suppliers}</b><span>{of_suppliers}</span></p><p><b>{price}</b><span>{band}</span></p>{warning}</section>"
)
STEP = Markup(
    '<li class="{css}"><span class="funnel-name">{name}</span><span class="funnel-bar" aria-hidden="true">'
    '<i style="width:{alone}%"></i></span><span class="funnel-alone">{said}</span>'
    '<span class="funnel-without">{without}</span></li>'
)
SAID = {Operator.AT_LEAST: "≥ {low}", Operator.AT_MOST: "≤ {high}", Operator.BETWEEN: "{low} – {high}"}


def introduction() -> Markup:
    return Markup('<p class="lead">{}</p>').format(
        t(
            "Before a requirement is written down: see how many exhibits and suppliers can meet it, what each number "
            "costs in competition, and at what price."
        )
    )


def nothing_hangs() -> Markup:
    return Markup('<div class="nothing"><p class="nothing-words">{}</p></div>').format(t("Nothing hangs here yet."))


# Asking


def ask_kind(kinds: Sequence[tuple[Kind, int]], now: str) -> None:
    """Another kind has other indicators: what was asked of the last one leaves the address."""
    said = {kind.code: f"{either(kind.name_zh, kind.name_en)} ({formats.number(count)})" for kind, count in kinds}
    key = session.shown_from_address("kind", now)
    st.selectbox(
        t("Kind of material"), list(said), format_func=lambda code: said.get(code, code), key=key,
        on_change=session.alone_in_address, args=("kind", key),
    )  # fmt: skip


def ask(offered: Sequence[Offered]) -> None:
    for one in offered:
        if as_the_standard(one.indicator):
            with st.container(key=f"requirement-{one.indicator.key}"):
                ask_one(one)


def ask_one(one: Offered) -> None:
    asked, ask = one.indicator, as_the_standard(one.indicator)
    said = written(ask) if ask else ""
    name, amount = st.columns([6, 5], vertical_alignment="center")
    with name:
        key = session.shown_from_address(f"asked_{asked.key}", one.ask is not None)
        st.checkbox(
            feedback.plain(either(asked.name_zh, asked.name_en)), key=key, on_change=session.written_into_address,
            args=(asked.key, key, lambda ticked: said if ticked else ""),
        )  # fmt: skip
        html.show(Markup('<p class="soft">{}<br>{}</p>').format(of_the_standard(asked), declared(one)))
    with amount:
        ask_bounds(one, one.ask or ask)


def of_the_standard(asked: Indicator) -> str:
    sure = t("verified") if asked.confidence is Confidence.VERIFIED else t("reference value")
    return t("Standard: {threshold} · {sure}").format(threshold=threshold(asked), sure=sure)


def declared(one: Offered) -> str:
    if one.least is None or one.most is None or one.indicator.operator is Operator.YES:
        return tn("{count} exhibit declares a value", "{count} exhibits declare a value", one.declared)
    ends = {"least": formats.number(one.least, 6), "most": formats.number(one.most, 6)}
    return tn("{count} exhibit declares {least} to {most}", "{count} exhibits declare {least} to {most}", one.declared,
              **ends)  # fmt: skip


def ask_bounds(one: Offered, shown: Ask | None) -> None:
    """A number for each end that can be tightened; nothing for yes or no."""
    ends = ends_of(one, shown) if shown and one.indicator.operator is not Operator.YES else []
    if not ends:
        return
    for place, end in zip(st.columns(len(ends)), ends, strict=True):
        with place:
            ask_end(one, end)


@dataclass(frozen=True)
class End:
    """One end of what is asked, from where to where it can be moved, and what is asked once it was."""

    slug: str
    name: str
    value: Decimal
    least: Decimal | None
    most: Decimal | None
    moved: Callable[[Decimal], Ask]


def ends_of(one: Offered, shown: Ask) -> list[End]:
    key, bounds = one.indicator.key, one.bounds
    least, most = t("at least"), t("at most")
    if one.indicator.operator is Operator.BETWEEN and shown.low is not None and shown.high is not None:
        return [
            End("low", least, shown.low, bounds.low, shown.high, lambda end: Ask(key, end, shown.high)),
            End("high", most, shown.high, shown.low, bounds.high, lambda end: Ask(key, shown.low, end)),
        ]
    if shown.low is not None:
        return [End("low", least, shown.low, bounds.low, bounds.high, lambda end: Ask(key, low=end))]
    return [End("high", most, shown.high or Decimal(0), bounds.low, bounds.high, lambda end: Ask(key, high=end))]


def ask_end(one: Offered, end: End) -> None:
    unit = "" if one.indicator.unit in {"", "-"} else f" ({one.indicator.unit})"
    key = session.shown_from_address(f"{end.slug}_{one.indicator.key}", float(end.value))
    st.number_input(
        f"{end.name}{unit}",
        min_value=None if end.least is None else float(end.least),
        max_value=None if end.most is None else float(end.most),
        step=float(one.bounds.step),
        format=f"%.{decimals(end.value, one.bounds.step, end.least, end.most)}f",
        key=key,
        on_change=session.written_into_address,
        args=(one.indicator.key, key, lambda answer: written(end.moved(exactly(answer)))),
    )


def exactly(answer: float | None) -> Decimal:
    return Decimal(str(round(answer or 0, 6)))


# Answering


def tally(reach: Reach) -> Markup:
    """How many still qualify, of how many, and at which prices."""
    fitting, every = reach.fitting, reach.everything
    return TALLY.format(
        label=t("Who qualifies"),
        exhibits=formats.number(fitting.exhibits),
        of_exhibits=t("of {count} exhibits", count=formats.number(every.exhibits)),
        suppliers=formats.number(fitting.suppliers),
        of_suppliers=t("of {count} suppliers", count=formats.number(every.suppliers)),
        price=formats.money(reach.prices.middle) if reach.prices else "—",
        band=band(reach.prices),
        warning=warning(reach),
    )


def band(prices: Prices | None) -> str:
    if prices is None:
        return t("no price to show")
    unit = formats.unit(prices.unit)
    said = t("middle price; {least} to {most} / {unit}", least=formats.money(prices.least),
             most=formats.money(prices.most), unit=unit)  # fmt: skip
    others = tn("{count} sold by another unit", "{count} sold by another unit", prices.others)
    return f"{said}; {others}" if prices.others else said


def warning(reach: Reach) -> Markup:
    if not reach.too_few:
        return html.NOTHING
    count = reach.fitting.suppliers
    said = (
        t("Nobody whose exhibits hang here can meet this.")
        if not count
        else t("A requirement that only one maker can meet would restrict competition.")
        if count == 1
        else t("Fewer than {few} suppliers remain: too few to compete.", few=FEW)
    )
    return Markup('<p class="reach-warning">{}</p>').format(said)


def funnel(reach: Reach) -> Markup:
    """From all that hangs to what qualifies: who meets each requirement alone, and what it costs beside the others."""
    if not reach.costs:
        return Markup('<p class="soft">{}</p>').format(
            t("Tick a requirement on the left, or ask for all the standard asks.")
        )
    steps = [every_step(reach), *(step(one, reach) for one in reach.costs), last_step(reach)]
    return Markup('<ol class="funnel">{}</ol>').format(html.join(steps))


def every_step(reach: Reach) -> Markup:
    name, count = t("All that hang"), reach.everything.exhibits
    return STEP.format(css="every", name=name, alone=100 if count else 0, said=formats.number(count), without="")


def last_step(reach: Reach) -> Markup:
    count = reach.fitting.exhibits
    said, share = formats.number(count), percent(count, reach)
    return STEP.format(css="last", name=t("Meet all of it"), alone=share, said=said, without="")


def step(one: Cost, reach: Reach) -> Markup:
    name = f"{either(one.indicator.name_zh, one.indicator.name_en)} {words_of(one.indicator, one.ask)}"
    lost = one.without.exhibits - reach.fitting.exhibits
    without = t("without it {count} would qualify", count=formats.number(one.without.exhibits))
    return STEP.format(
        css="costly" if lost else "",
        name=name,
        alone=percent(one.alone.exhibits, reach),
        said=t("{count} meet it", count=formats.number(one.alone.exhibits)),
        without=f"{without} (+{formats.number(lost)})" if lost else t("costs nothing beside the others"),
    )


def percent(count: int, reach: Reach) -> str:
    return f"{100 * count / reach.everything.exhibits:.1f}" if reach.everything.exhibits else "0"


def words_of(asked: Indicator, ask: Ask) -> str:
    """≤ 0.05 mg/m3"""
    if asked.operator is Operator.YES:
        return t("Yes")
    unit = "" if asked.unit in {"", "-"} else f" {asked.unit}"
    low, high = ("" if end is None else formats.number(end, 6) for end in (ask.low, ask.high))
    return SAID[asked.operator].format(low=low, high=high) + unit


def ways(reach: Reach) -> Markup:
    """On to the halls with these requirements; to all that the standard asks; back to nothing asked."""
    kind = {"kind": reach.kind.code}
    all_asked = {one.indicator.key: written(ask) for one in reach.offered if (ask := as_the_standard(one.indicator))}
    links = [html.link(t("Ask for all the standard asks"), html.address("/requirements", kind | all_asked))]
    if reach.costs:
        links.append(html.link(t("Ask for nothing"), html.address("/requirements", kind)))
        wanted = {f"v_{ask.key}": written(ask) for ask in reach.asks}
        links.insert(
            0, html.link(t("See those that qualify"), html.address("/halls", kind | wanted), css="press quiet")
        )
    return Markup('<p class="reach-ways">{}</p>').format(html.join(links))
