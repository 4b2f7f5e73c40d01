"""One exhibit: what it is and costs, what it must meet and does, and the way into the cart."""

import streamlit as st

from components import exhibits, feedback, formats, html, indicators, label, session
from components import favourites as lists
from components.i18n import either, t
from services import cart, favourites, money, products
from services.permissions import Permission, allows

visitor = session.visitor()
exhibit = products.find(visitor, session.asked("code"))
if exhibit is None:
    html.show(label.nothing_here())
else:
    card = exhibit.card
    st.set_page_config(page_title=f"{either(card.name_zh, card.name_en)} · {t('Green Building Materials Museum')}")
    html.show(label.way(exhibit))
    with st.container(key="exhibit-wall"):
        wall, board = st.columns([7, 5], gap="large")
    with wall:
        html.show(label.gallery(card))
        html.show(label.facts(card))
    with board:
        html.show(label.label(exhibit) + label.price(card))
        if not exhibit.on_show:
            feedback.nothing_here(t("This is a preview: the exhibit is not on show yet."), icon=":material/visibility:")
        elif not allows(visitor, Permission.CART_FILL):
            feedback.nothing_here(t("Buyers put exhibits in their cart; you are here in another role."))
        else:
            quantity = label.ask_quantity(card)
            html.show(label.sum_of(card, quantity))
            held = cart.held(visitor, card.code)  # names the button: a second quick click finds it gone
            if st.button(t("Put in the cart"), type="primary", key=f"put_{held}", width="stretch"):
                with feedback.refusals():
                    cart.put(visitor, card.code, quantity_milli=money.milli(quantity), holding=held)
                    put = formats.quantity(money.milli(quantity), card.unit)
                    feedback.done_after_rerun(t("In your cart: {what}", what=put))
                    st.rerun()
            html.show(label.way_to_cart())
        wish = lists.keep_button(exhibit, favourites.holding(visitor, card.code))
        with feedback.refusals():
            if favourites.follow(visitor, card.code, wish):
                st.rerun()

    st.header(t("What it must meet, and does"), anchor=False)
    st.text(indicators.summary(card.judgement))
    html.show(indicators.rows(exhibit.readings))

    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("Certificates"), anchor=False)
        html.show(label.papers(card.papers))
    with right:
        st.header(t("Embodied carbon"), anchor=False)
        html.show(label.carbon(card))

    st.header(t("The supplier"), anchor=False)
    html.show(label.maker(exhibit.maker))

    others = products.similar(card.code)
    if others:
        st.header(t("Hanging nearby"), anchor=False)
        st.text(t("Other exhibits of the kind “{kind}”", kind=either(card.kind_zh, card.kind_en)))
        html.show(exhibits.alternatives(others))
