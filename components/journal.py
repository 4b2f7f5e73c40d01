"""The audit log as it is read: one entry a line, each with its number and the beginning of its seal."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, html, labels
from components.events import said
from components.i18n import t
from services.audit import AuditEntry, ChainCheck
from services.visitors import Role

ENTRY = Markup(
    '<li class="entry"><span class="entry-number">{number}</span><div class="entry-what"><b>{event}</b>'
    '<code>{code}</code><span class="entry-subject">{subject}</span>{data}</div>'
    '<div class="entry-who"><span>{actor}</span><time datetime="{exact}">{at}</time>'
    '<span class="entry-seal" title="{seal}">{sealed} {short}</span></div></li>'
)
DATUM = Markup("<span><i>{}</i> {}</span>")
SHOWN_OF_SEAL = 12


def entries(found: Sequence[AuditEntry]) -> Markup:
    return Markup('<ol class="journal">{}</ol>').format(html.join(entry(one) for one in found))


def entry(one: AuditEntry) -> Markup:
    data = html.join((DATUM.format(name, "–" if value is None else value) for name, value in sorted(one.data.items())))
    return ENTRY.format(
        number=one.number,
        event=said(one.event),
        code=one.event,
        subject=one.subject,
        data=Markup('<span class="entry-data">{}</span>').format(data) if data else html.NOTHING,
        exact=one.at.isoformat(),
        at=formats.moment(one.at),
        actor=hand(one.actor),
        seal=one.seal,
        sealed=t("Seal"),
        short=one.seal[:SHOWN_OF_SEAL],
    )


def hand(actor: str) -> str:
    """The role in words, then the organisation."""
    role, _, organisation = actor.partition(" · ")
    known = labels.word(Role(role)) if role in set(Role) else role
    return f"{known} · {organisation}" if organisation else known


def onward(words: str, *, older: int | None, paged: bool) -> Markup:
    """To the entries before number `older`, and back to the newest."""
    newest = html.link(t("Newest entries"), html.address("/audit", {"q": words}), css="press quiet")
    before = html.address("/audit", {"q": words, "before": str(older)})
    further = html.link(t("Older entries"), before, css="press quiet")
    ways = [newest] * paged + [further] * (older is not None)
    return Markup('<p class="foyer-doors">{}</p>').format(html.join(ways, " ")) if ways else html.NOTHING


def verdict(check: ChainCheck) -> str:
    """What the check of the chain found, for a finance official."""
    count = formats.number(check.entries)
    if check.broken_at is not None:
        return t("Entry {number} does not fit the chain: it, or one before it, was changed or removed.",
                 number=check.broken_at)  # fmt: skip
    return t("All {count} entries fit. The last seal is {seal}.", count=count, seal=check.head)
