"""An openEPD file on the supplier's desk: asked for, and shown as what it would change before anything is changed."""

from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels
from components.formats import N_
from components.i18n import t
from services.listings import Caution, Preview

LARGEST_MB = 1
FILLS = N_(
    "The file of the declaration, as a programme operator or EC3 gives it out. It fills in carbon, its source and the "
    "mass, and words where there are none. Save first what you have typed below."
)
FIELDS = {
    "carbon": N_("Carbon A1–A3 (kgCO₂e a unit)"),
    "carbon_source": N_("Declaration (EPD) of the carbon figure"),
    "mass_kg": N_("Mass of a unit (kg)"),
    "name_zh": N_("Name (Chinese)"),
    "name_en": N_("Name (English)"),
    "description_zh": N_("Description (Chinese)"),
    "description_en": N_("Description (English)"),
}
TABLE = Markup(
    '<table class="declared"><caption>{caption}</caption><thead><tr><th scope="col">{field}</th>'
    '<th scope="col">{now}</th><th scope="col">{new}</th></tr></thead><tbody>{rows}</tbody></table>'
)
ROW = Markup('<tr><th scope="row">{}</th><td>{}</td><td><b>{}</b></td></tr>')
CAUTION = Markup('<p class="declared-caution"><span class="tag warn">{}</span> {}</p>')


def ask(code: str) -> bytes | None:
    html.show(Markup('<p class="soft">{}</p>').format(t(FILLS)))
    file = st.file_uploader(t("openEPD (JSON)"), type=["json"], key=f"declaration-file-{code}",
                            max_upload_size=LARGEST_MB)  # fmt: skip
    return file.getvalue() if file else None


def preview(found: Preview, unit: str) -> Markup:
    cautions = [caution(one, read) for one, read in found.cautions]
    if not found.changes:
        return html.join(cautions) + Markup('<p class="soft">{}</p>').format(
            t("The exhibit already holds all that the file says.")
        )
    return html.join(cautions) + TABLE.format(
        caption=t("From {source}, for one {unit}", source=found.source, unit=formats.unit(unit)),
        field=t("Field"),
        now=t("Now"),
        new=t("From the file"),
        rows=html.join(ROW.format(t(FIELDS[one.field]), shown(one.now), shown(one.new)) for one in found.changes),
    )


def caution(one: Caution, read: str) -> Markup:
    return CAUTION.format(labels.word(one), read)


def shown(value: str | Decimal | None) -> str:
    if value is None or value == "":
        return "—"
    return formats.number(value, 6) if isinstance(value, Decimal) else value
