"""What one may take home of an exhibit: its printable label, its QR code; and which papers lie with the museum."""

from markupsafe import Markup

from components import html, labels
from components.i18n import either, t
from services.products import Exhibit

__all__ = ["in_short", "shelf"]

SHELF = Markup(
    '<div class="take-home"><figure class="qr"><img src="/labels/{code}.svg" alt="{alt}" width="232" height="232" '
    'loading="lazy"><figcaption>{code}</figcaption></figure><ul class="paper-list">{ways}{papers}</ul></div>'
)
WAY = Markup('<li><a href="{}" target="_self">{}</a><span class="soft">{}</span></li>')
PAPER = Markup('<li><b>{}</b><span class="soft">{}</span></li>')


def shelf(exhibit: Exhibit) -> Markup:
    card = exhibit.card
    name = either(card.name_zh, card.name_en)
    papers = [PAPER.format(f"{labels.word(one.scheme)} {one.number}", lies(one.number in exhibit.scanned))
              for one in card.papers]  # fmt: skip
    return SHELF.format(
        code=card.code,
        alt=t("QR code: the address of {name}", name=name),
        ways=ways(card.code),
        papers=html.join(papers),
    )


def in_short() -> str:
    return " · ".join([t("Label to print"), t("QR code")])


def ways(code: str) -> Markup:
    """The files made of the exhibit, each with what it holds."""
    return html.join(
        [
            WAY.format(html.address(f"/labels/{code}.pdf"), t("Label to print"), t("PDF with the QR code")),
            WAY.format(f"/labels/{code}.svg", t("QR code"), t("SVG, the address of this page")),
        ]
    )


def lies(scanned: bool) -> str:  # noqa: FBT001
    """Scans carry signatures and seals: they are for the review, and the public reads what they say above."""
    return (
        t("A scan lies with the museum and is shown to the review only.")
        if scanned
        else t("No scan was handed in; only its number is known.")
    )
