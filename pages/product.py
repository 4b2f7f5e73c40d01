"""One exhibit: what it is and costs, what it must meet and does, and the way into the cart."""

import streamlit as st

from components import (
    carbon,
    carbon_way,
    certificates,
    downloads,
    exhibits,
    feedback,
    folds,
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
from components.comparison import codes_of
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
                    beside = [code for code in codes_of(session.asked("beside")) if code != card.code]
                    cart.put(visitor, card.code, quantity_milli=wanted, holding=held, beside=beside)
                    put = formats.quantity(wanted, card.unit)
                    feedback.done_after_rerun(t("In your cart: {what}", what=put))
                    st.rerun()
            html.show(label.way_to_cart() + quotation_ways.way_to_ask(card, wanted))
        wish = lists.keep_button(exhibit, favourites.holding(visitor, card.code))
        with feedback.refusals():
            if favourites.follow(visitor, card.code, wish):
                st.rerun()

    html.show(museum_label.shown(claims.of(exhibit, factors)))

    spells, found = prices.history(visitor, card.code), alternatives.of(card.code)
    with st.container(key="exhibit-folds"):
        with folds.section("indicators", t("What it must meet, and does"), indicators.verdict(card.judgement)):
            st.text(indicators.summary(card.judgement, exhibit.readings))
            html.show(indicators.rows(exhibit.readings))

        left, right = st.columns(2, gap="large")
        with left, folds.section("certificates", t("Certificates"), certificates.in_short(card.papers)):
            html.show(certificates.held(card.papers))
        with (
            right,
            folds.section("prices", t("Price over time and beside its kind"), price_charts.in_short(spells, card)),
        ):
            html.show(price_charts.history(spells, card))
            html.show(price_charts.band(prices.band(card.kind, card.unit), card))

        with folds.section("carbon", t("Embodied carbon"), exhibits.carbon_figure(card.footprint, card.unit)):
            left, right = st.columns(2, gap="large")
            with left:
                html.show(carbon.board(card, factors))
            with right:
                carbon_way.to_site(exhibit, wanted, factors=factors, vehicles=standards.transport_factors())

        left, right = st.columns(2, gap="large")
        with left, folds.section("supplier", t("The supplier"), either(card.supplier_zh, card.supplier_en)):
            html.show(label.maker(exhibit.maker))
        with right, folds.section("papers", t("Papers and files"), downloads.in_short()):
            html.show(downloads.shelf(exhibit))
            html.show(quantities.open_formats(exhibit))

        if found.better:
            title, merits = t("Greener or cheaper, and passes as much"), exhibits.merits(found.better[0])
            with folds.section("better", title, merits):
                st.text(t("Each passes all {count} indicators that this exhibit passes.", count=found.met))
                html.show(exhibits.alternatives(found.better))
        if found.near:
            of_kind = t("Other exhibits of the kind “{kind}”", kind=either(card.kind_zh, card.kind_en))
            with folds.section("near", t("Hanging nearby"), of_kind):
                st.text(of_kind)
                html.show(exhibits.alternatives(found.near))
