"""Certificates and reports: who issued them, how long they hold and what is left, as words and on a line of time."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t, tn
from services import clock
from services.products import Paper, Validity

__all__ = ["held", "in_short", "left_of", "word"]

PAPER = Markup(
    '<li class="proof {tone}"><div class="proof-name"><b>{scheme}</b> {stars} '
    '<span class="tag {tone}">{state}</span></div>'
    '<div class="soft">{number} · {issuer}</div>'
    '<div class="term" role="img" aria-label="{dates}: {left}"><i class="{tone}" style="width:{gone}%"></i></div>'
    '<div class="term-ends"><span>{since}</span><b>{left}</b><span>{until}</span></div></li>'
)
STARS = Markup('<span class="proof-stars" role="img" aria-label="{}">{}</span>')
TONES: dict[Validity, str] = {
    Validity.FUTURE: "info",
    Validity.VALID: "good",
    Validity.EXPIRING: "warn",
    Validity.EXPIRED: "bad",
}
LONG = 730  # days from which what is left is told in years


def in_short(papers: Sequence[Paper]) -> str:
    """Which there are, and whether each holds."""
    said = [
        " ".join(filter(None, [labels.word(one.scheme), "★" * (one.stars or 0), word(one.validity)])) for one in papers
    ]
    return " · ".join(said) or t("No certificate has been handed in.")


def held(papers: Sequence[Paper]) -> Markup:
    if not papers:
        return Markup('<p class="soft">{}</p>').format(t("No certificate has been handed in."))
    return Markup('<ul class="proofs">{}</ul>').format(html.join(shown(one) for one in papers))


def shown(one: Paper) -> Markup:
    since, until = formats.day(one.valid_from), formats.day(one.valid_until)
    return PAPER.format(
        tone=TONES[one.validity],
        scheme=labels.word(one.scheme),
        stars=STARS.format(tn("{count} star", "{count} stars", one.stars), "★" * one.stars)
        if one.stars
        else html.NOTHING,
        number=one.number,
        issuer=either(one.issued_by_zh, one.issued_by_en),
        state=word(one.validity),
        dates=f"{since} – {until}",
        since=since,
        until=until,
        gone=gone(one, clock.today()),
        left=left_of(one, clock.today()),
    )


def word(validity: Validity) -> str:
    return {
        Validity.FUTURE: t("not valid yet"),
        Validity.VALID: t("valid"),
        Validity.EXPIRING: t("expires soon"),
        Validity.EXPIRED: t("expired"),
    }[validity]


def gone(one: Paper, today: date) -> int:
    """How much of its term is over, in per cent."""
    whole, over = (one.valid_until - one.valid_from).days + 1, (today - one.valid_from).days
    return min(100, max(0, round(over * 100 / whole)))


def left_of(one: Paper, today: date) -> str:
    """Both days are included: on its last day a certificate has one day left."""
    left, wait = (one.valid_until - today).days + 1, (one.valid_from - today).days
    if wait > 0:
        return tn("begins in {count} day", "begins in {count} days", wait)
    if left <= 0:
        return tn("expired {count} day ago", "expired {count} days ago", 1 - left)
    if left >= LONG:
        return t("{years} years left", years=formats.number(left / 365.25, 1))
    return tn("{count} day left", "{count} days left", left)
