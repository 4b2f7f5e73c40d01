"""The Basic Requirements: every kind with its indicators, thresholds, test standards and how sure the numbers are."""

import streamlit as st

from components import choices, feedback, html, session
from components import standards as wall
from components.i18n import either, t
from services import standards
from services.permissions import Permission, allows

visitor = session.visitor()
kinds = standards.kinds()
st.title(t("The standard on the wall"), anchor=False)
st.markdown(t("Edition 2022 (demonstration). A threshold marked *verified* was read in a public source, named beside it; "
              "one marked *reference* was not, and is never presented as law."))  # fmt: skip
html.show(wall.summary(kinds, standards.indicators()))

names = {kind.code: either(kind.name_zh, kind.name_en) for kind in kinds}
choices.one_of("kind", t("Kind of material"), names)
asked = session.asked("kind")
chosen = asked if asked in names else kinds[0].code
kind = next(kind for kind in kinds if kind.code == chosen)
html.show(wall.introduction(kind))
html.show(wall.table(standards.indicators(chosen)))
html.show(wall.factors(standards.carbon_factors(chosen)))

if allows(visitor, Permission.STANDARD_IMPORT):
    st.header(t("Replace the table"), anchor=False)
    with st.form("import", clear_on_submit=True):
        table = st.file_uploader(t("A CSV file with the columns of the table in use"), type="csv", key="indicators")
        if st.form_submit_button(t("Check and import"), key="import_indicators") and table:
            with feedback.refusals():
                report = standards.import_indicators(visitor, table.getvalue())
                html.show(wall.import_report(report))
