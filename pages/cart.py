"""The cart: what a guest or buyer wants, by supplier, at the prices of now; and the form that makes it an order."""

import streamlit as st

from components import cart as parts
from components import checkout, feedback, html, quotation_ways, session
from components import limits as bounds
from components.i18n import t
from services import accounts, cart, limits, orders, payments, projects, protocols, vat
from services.cart import CartGroup, CartView
from services.limits import Standing
from services.money import milli
from services.order_checkout import LARGEST_SMALL_PURCHASE_FEN, Checkout, Method
from services.permissions import Permission, allows
from services.settings import settings
from services.visitors import Visitor


def show_group(visitor: Visitor, group: CartGroup) -> None:
    html.show(parts.heading(group))
    for item in group.lines:
        wanted, gone = parts.line(item)
        with feedback.refusals():
            if wanted is not None:
                cart.change(visitor, item.id, quantity_milli=milli(wanted))
                st.rerun()
            if gone:
                cart.remove(visitor, item.id)
                st.rerun()


def show_changes(visitor: Visitor, view: CartView) -> None:
    changed = parts.changed(view)
    if not changed:
        return
    units = any(item.problem == "unit_changed" for item in view.lines)
    with st.container(key="cart-prices", horizontal=True, vertical_alignment="center"):
        html.show(changed)
        take = t("Take the new prices and units") if units else t("Take the new prices")
        if st.button(take, key="accept_prices", type="primary"):
            with feedback.refusals():
                cart.accept_changes(visitor)
                st.rerun()


def ways_to_pay(view: CartView) -> list[Method]:
    """Online first, unless it is not set up here or the sum is not one that a payment may collect."""
    ways = [Method.CARD, Method.TRANSFER] if payments.may_pay_online() else [Method.TRANSFER]
    return ways if orders.CARD_LEAST_FEN <= view.total_fen <= orders.CARD_LIMIT_FEN else ways[::-1]


def checked_out(visitor: Visitor, view: CartView, *, blocked: bool = False) -> Checkout | None:
    organisation, own = accounts.my_organisation(visitor), projects.mine(visitor)
    beside = protocols.asked(visitor, view)
    known = checkout.Prefilled(visitor, organisation, own, ways_to_pay(view), blocked, beside)
    return checkout.form(known, view, sandbox=settings().sandboxed)


def order(visitor: Visitor, wanted: Checkout) -> None:
    """The intent stays open until the purchase is shown: a second click in between is led to the same purchase."""
    with feedback.refusals():
        placed = orders.place(visitor, wanted, key=session.intent("checkout"))
        st.switch_page("orders.py", query_params={"purchase": placed.code, "lang": session.language()})


def show_cart(visitor: Visitor, view: CartView) -> None:
    bound = limits.standing_of_cart(visitor, view) if visitor.signed_in else Standing([], [])
    names = bounds.names_of(limits.words()) if bound.gauges else {}
    left, right = st.columns([2.4, 1], gap="large")
    with left:
        with st.container(key="cart-lines"):
            show_changes(visitor, view)
            for group in view.groups:
                show_group(visitor, group)
        if visitor.signed_in:
            html.show(bounds.warnings(bound, names))
            session.intent("checkout")
            wanted = checked_out(visitor, view, blocked=bound.refused)
            if wanted:
                order(visitor, wanted)
    with right, st.container(key="cart-bill"):
        html.show(parts.bill(view, vat.of_cart(view)))
        html.show(parts.onward(view, guest=not visitor.signed_in) if not bound.refused else html.NOTHING)
        if bound.gauges:
            html.show(bounds.gauges(bound, names, accounts.my_organisation(visitor).city))
        if visitor.signed_in:
            html.show(quotation_ways.way_from_cart(view.total_fen, LARGEST_SMALL_PURCHASE_FEN))


def show_nothing(visitor: Visitor, view: CartView) -> None:
    """The cart is empty; when that is so because it was ordered a moment ago, a second click is answered too."""
    if visitor.signed_in and session.has_intent("checkout"):
        wanted = checked_out(visitor, view)
        if wanted:
            order(visitor, wanted)
        session.fulfil_intent("checkout")
        st.rerun()
    html.show(parts.empty())


visitor = session.visitor()
st.title(t("Cart"), anchor=False)
if not allows(visitor, Permission.CART_FILL):
    html.show(parts.no_cart())
else:
    view = cart.view(visitor)
    if view.groups:
        show_cart(visitor, view)
    else:
        show_nothing(visitor, view)
