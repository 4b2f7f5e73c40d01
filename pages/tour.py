"""A guided tour for newcomers: one station at a time, its number in the address."""

import streamlit as st
from markupsafe import Markup

from components import html, session, tour
from components import tour_examples as live
from components.i18n import t
from services import standards
from services import tour as guide
from services.foyer import figures

WITH_AN_EXHIBIT = {3: live.label, 4: live.gauges, 5: live.carbon, 6: live.cart}
here = min(max(session.asked_number("step") or 1, 1), len(tour.STATIONS))
exhibit = guide.example() if here in WITH_AN_EXHIBIT else None


def example() -> Markup:
    match here:
        case 1:
            return live.house(figures())
        case 2:
            return live.halls(standards.halls())
        case 7:
            return live.traded(figures())
        case 8:
            return live.keepers(figures())
    return WITH_AN_EXHIBIT[here](exhibit) if exhibit else live.nothing()


title = t(tour.STATIONS[here - 1].title)
st.set_page_config(page_title=f"{title} · {t('Guided tour')} · {t('Green Building Materials Museum')}")
html.show(tour.way(here))
html.show(tour.station(here, exhibit.card.drawing if exhibit else "/drawings/foyer.svg", example=example()))
html.show(tour.steps(here))
