"""What happened, step by step, the newest first: a status, a moment, who, and the reasons given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from components import formats, html
from components.i18n import t

STEP = Markup("<li><p>{tag} <time>{at}</time>{by}</p>{reasons}</li>")
REASONS = Markup('<p class="reasons">{}</p>')


@dataclass(frozen=True)
class Entry:
    """One line; `tag` is the status as labels.tag draws it, `by` may be empty."""

    tag: Markup
    at: datetime
    by: str = ""
    reasons: str = ""


def show(entries: Sequence[Entry]) -> Markup:
    if not entries:
        return html.NOTHING
    steps = [
        STEP.format(
            tag=entry.tag,
            at=formats.moment(entry.at),
            by=Markup(' <span class="soft">· {}</span>').format(entry.by) if entry.by else "",
            reasons=REASONS.format(entry.reasons) if entry.reasons else "",
        )
        for entry in entries
    ]
    return Markup('<div class="timeline"><p class="overline">{}</p><ol>{}</ol></div>').format(
        t("History"), html.join(steps)
    )
