"""One exhibit: what it is and costs, what it must meet and does, and the way into the cart."""

import streamlit as st

from components import (
    carbon,
    carbon_way,
    certificates,
    downloads,
    exhibits,
    feedback,
    formats,
    html,
    indicators,
    label,
    museum_label,
    plates,
    quantities,
    quotation_ways,
    session,
)
from components import favourites as lists
from components import prices as price_charts
from components.i18n import either, t
from services import alternatives, cart, claims, favourites, money, prices, products, standards
from services.permissions import Permission, allows

visitor = session.visitor()
exhibit = products.find(visitor, session.asked("code"))
if exhibit is None:
    html.show(label.nothing_here())
else:
    card = exhibit.card
    factors = standards.carbon_factors(card.kind)
    wanted = card.minimum_milli
    st.set_page_config(page_title=f"{either(card.name_zh, card.name_en)} · {t('Green Building Materials Museum')}")
    html.show(label.way(exhibit))
    with st.container(key="exhibit-wall"):
        wall, board = st.columns([7, 5], gap="large")
    with wall:
        html.show(plates.gallery(card))
        html.show(label.facts(card))
    with board:
        html.show(label.label(exhibit) + label.price(card) + quantities.per_declared_unit(exhibit))
        if not exhibit.on_show:
            feedback.nothing_here(t("This is a preview: the exhibit is not on show yet."), icon=":material/visibility:")
        elif not allows(visitor, Permission.CART_FILL):
            feedback.nothing_here(t("Buyers put exhibits in their cart; you are here in another role."))
        else:
            quantity = label.ask_quantity(card)
            quantities.calculator(exhibit)
            wanted = money.milli(quantity)
            html.show(label.sum_of(card, quantity))
            held = cart.held(visitor, card.code)  # names the button: a second quick click finds it gone
            if st.button(t("Put in the cart"), type="primary", key=f"put_{held}", width="stretch"):
                with feedback.refusals():
                    cart.put(visitor, card.code, quantity_milli=wanted, holding=held)
                    put = formats.quantity(wanted, card.unit)
                    feedback.done_after_rerun(t("In your cart: {what}", what=put))
                    st.rerun()
            html.show(label.way_to_cart() + quotation_ways.way_to_ask(card, wanted))
        wish = lists.keep_button(exhibit, favourites.holding(visitor, card.code))
        with feedback.refusals():
            if favourites.follow(visitor, card.code, wish):
                st.rerun()

    html.show(museum_label.shown(claims.of(exhibit, factors)))

    st.header(t("What it must meet, and does"), anchor=False)
    st.text(indicators.summary(card.judgement, exhibit.readings))
    html.show(indicators.rows(exhibit.readings))

    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("Certificates"), anchor=False)
        html.show(certificates.held(card.papers))
    with right:
        st.header(t("Price over time and beside its kind"), anchor=False)
        html.show(price_charts.history(prices.history(visitor, card.code), card))
        html.show(price_charts.band(prices.band(card.kind, card.unit), card))

    st.header(t("Embodied carbon"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        html.show(carbon.board(card, factors))
    with right:
        carbon_way.to_site(exhibit, wanted, factors=factors, vehicles=standards.transport_factors())

    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("The supplier"), anchor=False)
        html.show(label.maker(exhibit.maker))
    with right:
        st.header(t("Papers and files"), anchor=False)
        html.show(downloads.shelf(exhibit))
        html.show(quantities.open_formats(exhibit))

    found = alternatives.of(card.code)
    if found.better:
        st.header(t("Greener or cheaper, and passes as much"), anchor=False)
        st.text(t("Each passes all {count} indicators that this exhibit passes.", count=found.met))
        html.show(exhibits.alternatives(found.better))
    if found.near:
        st.header(t("Hanging nearby"), anchor=False)
        st.text(t("Other exhibits of the kind “{kind}”", kind=either(card.kind_zh, card.kind_en)))
        html.show(exhibits.alternatives(found.near))
