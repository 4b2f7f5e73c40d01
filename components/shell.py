"""The frame around every page: the band above, the line below, and the mark that a page is ready."""

import secrets

from markupsafe import Markup

from components import feedback, html, session
from components.i18n import either, t, tn
from components.places import BY_STEM, PLACES, Place
from services.notices import MANY
from services.permissions import Permission, allows
from services.visitors import Visitor

BAND = Markup(
    '<div class="band" role="banner">{brand}<nav class="menu" aria-label="{label}">{menu}</nav>'
    '<div class="corner">{language}{inbox}{cart}{account}</div></div>'
)
BRAND = Markup(
    '<a class="brand" href="{}"><img src="/drawings/mark.svg" alt="" width="40" height="40">'
    '<span class="brand-name">{}</span></a>'
)
FOOT = ("tour", "exhibitions", "announcements", "standards", "limits", "about")
READY = Markup('<i class="page-ready" data-run="{}"></i>')


def frame(here: Place, *, in_cart: int, unread: int) -> None:
    """The band with the menu; `in_cart` counts the lines in the visitor's cart, `unread` the notices that wait."""
    visitor = session.visitor()
    menu = [menu_link(place, here) for place in PLACES if is_in_menu(visitor, place)]
    html.show(
        BAND.format(
            brand=BRAND.format(html.address("/"), t("Green Building Materials Museum")),
            label=t("Menu"),
            menu=html.join(menu),
            language=language_switch(here),
            inbox=inbox_link(unread) if visitor.signed_in else html.NOTHING,
            cart=cart_link(in_cart) if allows(visitor, Permission.CART_FILL) else html.NOTHING,
            account=account_link(visitor),
        )
    )
    feedback.say_kept_notice()


def title_of(here: Place) -> str:
    house = t("Green Building Materials Museum")
    return house if here.stem == "home" else f"{t(here.title)} · {house}"


def may_enter(visitor: Visitor, place: Place) -> bool:
    return place.needs is None or allows(visitor, place.needs)


def is_in_menu(visitor: Visitor, place: Place) -> bool:
    spared = place.out_of_menu_of is not None and allows(visitor, place.out_of_menu_of)
    return place.in_menu and not spared and may_enter(visitor, place)


def menu_link(place: Place, here: Place) -> Markup:
    css = "here" if place.stem == here.stem else ""
    return html.link(t(place.title), html.address(place.path), css=css)


def language_switch(here: Place) -> Markup:
    other = "en" if session.language() == "zh" else "zh"
    kept = {**session.address_query(), "lang": other}
    return html.link(
        "EN" if other == "en" else "中文",
        html.address_as_is(here.path, kept),
        css="language",
        label="English" if other == "en" else "中文",
    )


def inbox_link(unread: int) -> Markup:
    count = Markup('<b class="count">{}</b>').format("99+" if unread >= MANY else unread) if unread else html.NOTHING
    label = tn("Inbox, {count} unread notice", "Inbox, {count} unread notices", unread)
    return Markup('<a class="inbox" href="{}" aria-label="{}"><span>{}</span>{}</a>').format(
        html.address("/inbox"), label, t("Inbox"), count
    )


def cart_link(in_cart: int) -> Markup:
    count = Markup('<b class="count">{}</b>').format(in_cart) if in_cart else html.NOTHING
    label = tn("Cart, {count} line", "Cart, {count} lines", in_cart)
    return Markup('<a class="cart" href="{}" aria-label="{}">{}{}</a>').format(
        html.address("/cart"), label, t("Cart"), count
    )


def account_link(visitor: Visitor) -> Markup:
    name = either(visitor.organisation_zh, visitor.organisation_en) if visitor.signed_in else t("Sign in")
    return html.link(name, html.address("/account"), css="account")


def foot(*, demonstration: bool) -> None:
    """The last call of a run: who keeps the museum, what is invented in it, and the ready mark."""
    said = (
        t(
            "Demonstration: companies, people, prices and orders here are invented; standards and carbon factors name "
            "their sources."
        )
        if demonstration
        else ""
    )
    links = [html.link(t(BY_STEM[stem].title), html.address(BY_STEM[stem].path)) for stem in FOOT]
    html.show(
        Markup('<div class="foot" role="contentinfo"><p>{}</p><p class="foot-links">{}</p></div>').format(
            said, html.join(links)
        )
        + READY.format(secrets.token_hex(6))
    )
