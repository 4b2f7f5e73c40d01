"""The supplier's exhibits: the list with prices and stock, and one exhibit's form, pictures, certificates and life."""

from functools import partial

import streamlit as st

from components import declarations, feedback, gallery, html, review_desk, session, tariff
from components import listing_desk as desk
from components import listing_form as form
from components.gallery import acted
from components.i18n import either, t
from services import listings, low_stock, money, standards, stock
from services.listings import Exhibit, Product, ProductStatus, Shelf

PAGE = 20
visitor = session.visitor()


def change_price(product: Product) -> None:
    """At once, without a review; before it hangs, the price is part of the form."""
    if product.status is ProductStatus.PUBLISHED and (said := desk.ask_price(product)):
        with feedback.refusals():
            fen = money.fen(said.price, field="Price")
            change = partial(listings.set_price, visitor, product.code, price_fen=fen, confirmed=said.confirmed)
            acted(change, t("The price is changed."))


def change_stock(product: Product, shelf: Shelf) -> None:
    if counted := desk.ask_stock(product, shelf):
        with feedback.refusals():
            milli = money.milli(counted.on_hand, field="Stock")
            count = partial(stock.set_on_hand, visitor, product.code, on_hand_milli=milli, note=counted.why)
            acted(count, t("The stock is counted."))
    if said := desk.ask_low(product, shelf):
        with feedback.refusals():
            below = money.milli(said.below, field="Stock to be told of") if said.below else None
            keep = partial(low_stock.set_low_below, visitor, product.code, below_milli=below)
            acted(keep, t("The line is kept.") if said.below else t("Nobody is told any more."))


def overview() -> None:
    mine = listings.mine(visitor)
    st.title(t("My exhibits"), anchor=False)
    html.show(desk.figures(mine) + tariff.door(orders=True))
    html.show(html.link(t("Prepare a new exhibit"), html.address("/listings", {"new": "1"}), css="press"))
    if not mine:
        feedback.nothing_here(t("Nothing hangs here yet. Prepare your first exhibit; it goes on show after a review."))
    number = st.pagination(-(-len(mine) // PAGE), key="page", bind="query-params") if len(mine) > PAGE else 1
    for listed in mine[(number - 1) * PAGE : number * PAGE]:
        with st.container(key=f"listing-row-{listed.product.code}"):
            seen, acts = st.columns([5, 1], vertical_alignment="center")
            with seen:
                html.show(desk.row(listed))
            with acts.popover(t("Price and stock"), key=f"quick-{listed.product.code}-open"):
                change_stock(listed.product, listed.shelf)
                change_price(listed.product)


def begin() -> None:
    html.show(desk.way_back())
    st.title(t("A new exhibit"), anchor=False)
    chosen = desk.ask_kind(standards.kinds(), label=t("What is it?"), key="kind")
    if not chosen:
        return
    kind = standards.kind(chosen)
    usual = listings.usual_price(visitor, kind.code, kind.unit)
    with st.form(f"new-{chosen}", border=False):
        typed = form.ask(form.blank(kind, standards.indicators(chosen), usual))
        if st.form_submit_button(t("Keep the draft"), key="draft", type="primary"):
            with feedback.refusals():
                product = listings.draft(visitor, typed.listing(chosen))
                session.turn_to(code=product.code)
                feedback.done_after_rerun(t("The draft is kept. Add pictures and certificates, then hand it in."))
                st.rerun()


def edit(exhibit: Exhibit) -> None:
    code = exhibit.product.code
    revision = session.opened_at(code, exhibit.product.revision)
    with st.form(f"edit-{code}", border=False):
        typed = form.ask(form.filled(exhibit, revision))
        with st.container(horizontal=True):
            saved = st.form_submit_button(t("Save"), key=f"save-{code}")
            handed_in = st.form_submit_button(t("Save and hand in for review"), key=f"submit-{code}", type="primary")
    if saved or handed_in:
        with feedback.refusals():
            listings.save(visitor, code, typed.listing(exhibit.product.kind), revision=revision)
            session.reopen(code)
            if handed_in:
                listings.submit(visitor, code)
            feedback.done_after_rerun(t("The exhibit is handed in.") if handed_in else t("The exhibit is saved."))
            st.rerun()
    if revision != exhibit.product.revision and st.button(t("Load the exhibit again"), key=f"reload-{code}"):
        session.reopen(code)
        st.rerun()


def declaration(exhibit: Exhibit) -> None:
    """First what the file would change, then the button that changes it."""
    code = exhibit.product.code
    with st.expander(t("Fill in from an openEPD file"), key=f"declaration-{code}"):
        data = declarations.ask(code)
        if data is None:
            return
        with feedback.refusals():
            found = listings.preview_declaration(visitor, code, data)
            html.show(declarations.preview(found, exhibit.product.unit))
            if found.changes and st.button(t("Take it over"), key=f"take-declaration-{code}", type="primary"):
                listings.take_declaration(visitor, code, data, revision=found.revision)
                session.reopen(code)
                feedback.done_after_rerun(t("The exhibit holds what the declaration says. Read it once more."))
                st.rerun()


def surroundings(exhibit: Exhibit) -> None:
    code = exhibit.product.code
    st.subheader(t("Pictures"), anchor=False)
    gallery.pictures(
        exhibit,
        most=listings.MOST_PICTURES,
        add=lambda name, data: listings.add_picture(visitor, code, name=name, data=data),
        remove=partial(listings.remove_picture, visitor, code),
        arrange=partial(listings.arrange_pictures, visitor, code),
    )
    st.subheader(t("Certificates and test reports"), anchor=False)
    gallery.certificates(
        exhibit,
        add=lambda typed, file: listings.add_certificate(visitor, code, typed, file=file),
        remove=partial(listings.remove_certificate, visitor, code),
    )
    st.subheader(t("Stock"), anchor=False)
    with st.columns(3)[0]:
        change_stock(exhibit.product, exhibit.shelf)
    with st.expander(t("It is of another kind"), key=f"rekind-{code}"):
        html.show(desk.note(t("Unit and indicator values start anew with the kind.")))
        kind = desk.ask_kind(standards.kinds(), label=t("Kind of material"), key=f"kind-{code}", now=exhibit.kind.code)
        if st.button(t("Change the kind"), key=f"change-kind-{code}", disabled=kind == exhibit.kind.code) and kind:
            change = partial(listings.change_kind, visitor, code, kind, revision=exhibit.product.revision)
            session.reopen(code)
            acted(change, t("The kind is changed."))


def trade(exhibit: Exhibit) -> None:
    """What may change while it hangs, and the way to change the rest."""
    code = exhibit.product.code
    price, held, words = st.columns(3, gap="large")
    with price:
        change_price(exhibit.product)
    with held:
        change_stock(exhibit.product, exhibit.shelf)
    with words:
        html.show(html.link(t("See it in the museum"), html.address("/product", {"code": code}), css="press quiet"))
        html.show(desk.note(t("To change anything but price and stock, take the exhibit off view. It hangs again, with "
                              "its new words, after a review; orders already placed are not touched.")))  # fmt: skip
        if st.button(t("Take it off view and edit"), key=f"take-off-{code}"):
            acted(partial(listings.take_off, visitor, code), t("The exhibit is off view."))


def room(exhibit: Exhibit) -> None:
    product, code = exhibit.product, exhibit.product.code
    html.show(desk.way_back())
    st.title(form.unmarked(either(product.name_zh, product.name_en)), anchor=False)
    html.show(desk.banner(exhibit))
    if exhibit.may_return:
        html.show(desk.note(t("Nothing has been changed since its approval: it may hang again at once.")))
        if st.button(t("Hang it again unchanged"), key=f"put-back-{code}"):
            acted(partial(listings.put_back, visitor, code), t("The exhibit hangs again."))
    if product.status is ProductStatus.PUBLISHED:
        trade(exhibit)
    if exhibit.editable:
        declaration(exhibit)
        edit(exhibit)
        surroundings(exhibit)
    else:
        html.show(review_desk.exhibit_facts(exhibit))
        html.show(review_desk.judged(exhibit))
    html.show(desk.history(exhibit.steps, signed=False))


if code := session.asked("code"):
    with feedback.refusals():
        room(listings.get(visitor, code))
elif session.asked("new"):
    begin()
else:
    overview()
