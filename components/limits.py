"""The limits of small purchases as they are shown: how a buyer stands, a city's rules, and what looks split."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from components import formats, html, labels, regions
from components.formats import N_
from components.i18n import either, t
from services.clock import in_china, today
from services.limits import Gauge, Limit, LimitScope, Rule, Split, Standing, Suspected, Words
from services.regions import CITIES

HUNDRED = Decimal(100)
GAUGE = Markup(
    '<div class="limit-gauge {tone}"><p><span>{name}</span><b>{used} / {limit}</b></p>'
    '<span class="limit-bar" role="img" aria-label="{said}"><i class="before" style="width:{before}%"></i>'
    '<i class="adding" style="width:{adding}%"></i></span><p class="soft">{left}</p></div>'
)
GAUGES = Markup(
    '<section class="limit-gauges" aria-label="{title}"><p class="overline">{title}</p>{gauges}{way}</section>'
)
SAID = Markup('<section class="limit-said {tone}" role="{role}"><p><b>{title}</b></p>{lines}{way}</section>')
RULES = Markup('<ul class="limits">{}</ul>')
RULE = Markup(
    '<li class="{css}"><p class="limit-name">{name} {mark}</p><p class="price limit-amount">{amount}</p>'
    '<div><p>{basis}</p><p class="soft">{reason}</p><p class="soft">{term}{split}</p></div></li>'
)
SUSPECTED = Markup(
    '<li><p class="limit-name">{buyer}<span class="soft">{code} · {at}</span></p>'
    '<p class="price limit-amount">{sum}</p><div><p>{what}: {count}</p><p class="soft">{limit}</p></div></li>'
)
WAY_OUT = N_(
    "The way out: take something out, ask the supplier for a quotation (direct sale), or bring the need into batch "
    "procurement, the proper road for larger lots."
)


def names_of(words: Words) -> dict[str, str]:
    """Halls and kinds by their codes, in the visitor's language."""
    halls = {one.code: either(one.name_zh, one.name_en) for one in words.categories}
    return halls | {one.code: either(one.name_zh, one.name_en) for one in words.kinds}


def name_of(rule: Rule | Limit, names: Mapping[str, str]) -> str:
    what = names.get(rule.kind or rule.category, "")
    scope = labels.word(rule.scope)
    return f"{scope} · {what}" if what else scope


def percent_of(fen: int, limit_fen: int) -> Decimal:
    return min(HUNDRED, HUNDRED * fen / limit_fen).quantize(Decimal("0.1"))


def gauges(standing: Standing, names: Mapping[str, str], city: str) -> Markup:
    """What is left of each limit, beside the bill."""
    if not standing.gauges:
        return html.NOTHING
    way = Markup('<p class="soft">{}</p>').format(
        html.link(t("The limits and their basis"), html.address("/limits", {"city": city}))
    )
    shown = html.join(gauge(one, names) for one in standing.gauges)
    return GAUGES.format(title=t("Limits of small purchases"), gauges=shown, way=way)


def gauge(one: Gauge, names: Mapping[str, str]) -> Markup:
    limit = one.rule.amount_fen
    before = percent_of(max(0, one.used_fen), limit)
    left = formats.money(max(0, one.left_fen))
    return GAUGE.format(
        tone="bad" if one.beyond else "warn" if one.near else "",
        name=name_of(one.rule, names),
        used=formats.money(one.total_fen),
        limit=formats.money(limit),
        said=t("{share} of the limit", share=formats.percent(one.total_fen / limit)),
        before=before,
        adding=min(percent_of(one.adding_fen, limit), HUNDRED - before),
        left=t("{amount} too much", amount=formats.money(-one.left_fen)) if one.beyond else t("{left} left", left=left),
    )


def warnings(standing: Standing, names: Mapping[str, str]) -> Markup:
    """What must be said before ordering: beyond a limit, near one, or split."""
    beyond = [beyond_of(one, names) for one in standing.gauges if one.beyond]
    beyond += [split_of(one, names) for one in standing.splits if one.refused]
    if beyond:
        return said("bad", t("This cart is more than a small purchase may be"), beyond)
    near = [near_of(one, names) for one in standing.gauges if one.near and one.adding_fen]
    split = [split_of(one, names) for one in standing.splits]
    shown = said("warn", t("Close to a limit"), near) if near else html.NOTHING
    return shown + (said("warn", t("This looks like one purchase in parts"), split) if split else html.NOTHING)


def said(tone: str, title: str, lines: Sequence[str]) -> Markup:
    return SAID.format(
        tone=tone,
        role="alert" if tone == "bad" else "status",
        title=title,
        lines=html.join(Markup("<p>{}</p>").format(one) for one in lines),
        way=way_out() if tone == "bad" else html.NOTHING,
    )


def way_out() -> Markup:
    link = html.link(t("Ask for a quotation instead"), html.address("/quotations", {"ask": "cart"}))
    return Markup('<p class="way-out">{}</p><p>{}</p>').format(t(WAY_OUT), link)


def beyond_of(one: Gauge, names: Mapping[str, str]) -> str:
    return t(
        "{rule}: with this cart {sum}, the limit is {limit}.",
        rule=name_of(one.rule, names),
        sum=formats.money(one.total_fen),
        limit=formats.money(one.rule.amount_fen),
    )


def near_of(one: Gauge, names: Mapping[str, str]) -> str:
    return t(
        "{rule}: with this cart {share} is used, {left} is left.",
        rule=name_of(one.rule, names),
        share=formats.percent(one.total_fen / one.rule.amount_fen),
        left=formats.money(one.left_fen),
    )


def split_of(one: Split, names: Mapping[str, str]) -> str:
    together = t(
        "{what}: {count} purchases within {days} days come to {sum}, more than the {limit} of one.",
        what=names.get(one.kind, one.kind),
        count=one.purchases,
        days=one.days,
        sum=formats.money(one.sum_fen),
        limit=formats.money(one.limit_fen),
    )
    if one.refused:
        return f"{together} {t('They count as one.')}"
    seen = t("It can be ordered; the finance department sees it. Larger lots belong into batch procurement.")
    return f"{together} {seen}"


def cities(here: str) -> Markup:
    links = [
        html.link(regions.named(city), html.address("/limits", {"city": city}), css="here" if city == here else "")
        for city in CITIES
    ]
    return Markup('<nav class="limit-cities" aria-label="{}">{}</nav>').format(t("City"), html.join(links))


def rules(limits: Sequence[Limit], names: Mapping[str, str]) -> Markup:
    """What holds now and what is announced; below, closed, what has been."""
    now = sorted((one for one in limits if not is_over(one)), key=order_of)
    before = [one for one in limits if is_over(one)]
    shown = table(now, names) if now else Markup("<p>{}</p>").format(t("This city has set no limit."))
    if before:
        shown += Markup('<details class="limit-history"><summary>{}</summary>{}</details>').format(
            t("What held before"), table(before, names)
        )
    return shown


def order_of(one: Limit) -> tuple[bool, str, str, str]:
    return bool(one.kind or one.category), one.kind or one.category, str(one.scope), str(one.valid_from)


def is_over(one: Limit) -> bool:
    return one.valid_until is not None and one.valid_until < today()


def table(limits: Sequence[Limit], names: Mapping[str, str]) -> Markup:
    return RULES.format(html.join(rule_row(one, names) for one in limits))


def rule_row(one: Limit, names: Mapping[str, str]) -> Markup:
    ahead = one.valid_from > today()
    return RULE.format(
        css="over" if is_over(one) else "",
        name=name_of(one, names),
        mark=Markup('<span class="tag info">{}</span>').format(t("Announced")) if ahead else html.NOTHING,
        amount=formats.money(one.amount_fen),
        basis=either(one.basis_zh, one.basis_en),
        reason=f"{either(one.reason, one.reason_en)} · {one.set_by.partition(' · ')[2]}",
        term=term(one),
        split=split_rule(one) + (" · " + t("asks why something dearer is chosen") if one.ask_reason else ""),
    )


def term(one: Limit) -> str:
    if one.valid_until is None:
        return t("from {day}", day=formats.day(one.valid_from))
    if one.valid_until < one.valid_from:
        return t("replaced before it held")
    return f"{formats.day(one.valid_from)} – {formats.day(one.valid_until)}"


def split_rule(one: Limit) -> str:
    if one.scope is not LimitScope.PURCHASE:
        return ""
    if one.refuse_split:
        return " · " + t("purchases of a kind within {days} days count as one", days=one.split_days)
    return " · " + t("purchases of a kind within {days} days are looked at together", days=one.split_days)


def suspected(found: Sequence[Suspected], names: Mapping[str, str], *, linked: bool) -> Markup:
    """`linked`: the reader may open their protocols."""
    if not found:
        return Markup('<p class="soft">{}</p>').format(t("No purchase looks split."))
    return RULES.format(html.join(suspected_row(one, names, linked=linked) for one in found))


def suspected_row(one: Suspected, names: Mapping[str, str], *, linked: bool) -> Markup:
    seen, code = one.suspicion, one.purchase.code
    return SUSPECTED.format(
        buyer=either(one.buyer.name_zh, one.buyer.name_en),
        code=html.link(code, html.address("/protocols", {"purchase": code})) if linked else code,
        at=formats.day(in_china(seen.noted_at).date()),
        what=names.get(seen.kind, seen.kind),
        count=t("{count} purchases within {days} days", count=seen.purchases, days=seen.days),
        sum=formats.money(seen.sum_fen),
        limit=t("One purchase may come to {limit}.", limit=formats.money(seen.limit_fen)),
    )


def asked_city(asked: str, own: str) -> str:
    """The city of the address, the visitor's own, or Huzhou."""
    return next((city for city in (asked, own) if city in CITIES), next(iter(CITIES)))
