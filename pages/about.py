"""What the museum is, what it is not, and where its numbers come from."""

import streamlit as st

from components import foyer, html, tariff
from components.i18n import t
from services.settings import settings

st.title(t("About the museum"), anchor=False)
st.markdown(t("The Green Building Materials Museum shows and promotes certified green building materials. Public "
              "institutions, schools, hospitals and small works buy small, sporadic lots here; suppliers list their "
              "products themselves, without entry fee and without commission; finance and housing officials approve, "
              "keep the standard and follow what is traded."))  # fmt: skip
left, right = st.columns(2, gap="large")
with left:
    st.subheader(t("What may hang here"), anchor=False)
    st.markdown(t("Every supplier shows its credit code and business licence and signs a letter of commitment. A brand "
                  "manufacturer also shows its trademark registration certificate; a distributor is not asked for one. "
                  "Every exhibit is judged against the Basic Requirements, value by value, and an official publishes it."))  # fmt: skip
    st.subheader(t("What it costs"), anchor=False)
    st.markdown(t("Nothing to enter and nothing to sell: no entry fee, no commission. Suppliers pay only for services they "
                  "choose, such as testing and certification."))  # fmt: skip
    html.show(tariff.door())
with right:
    st.subheader(t("How sure the numbers are"), anchor=False)
    st.markdown(t("A threshold is marked *verified* when it was read in a public source and *reference* when not. Embodied "
                  "carbon (A1–A3) names its source; sources are never mixed, averaged or ranked. A value without a "
                  "comparable factor says so instead of showing zero."))  # fmt: skip
    st.subheader(t("Sources of the carbon factors"), anchor=False)
    st.markdown(t("GB/T 51366-2019 annexes D and E; the Swedish Boverket climate database; ICE v2 and v3; ÖKOBAUDAT; "
                  "published environmental product declarations."))  # fmt: skip
html.show(foyer.tour_door())
html.show(foyer.further())
if settings().is_demo:
    st.info(t("This is a demonstration. Companies, people, credit codes, prices, certificates and orders are invented; the "
              "counts up to 30 April 2022 retell the figures of public reports on Huzhou's platform. No money moves."),
            icon=":material/theater_comedy:")  # fmt: skip
