"""The parts of the account page: the forms that lead in, and the card of who is signed in."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import forms, html, labels, session
from components.i18n import either, t
from services.accounts import Membership, Organisation, OrganisationKind, Person, Role
from services.notes import Note
from services.regions import CITIES
from services.sign_in import DEMONSTRATION_PASSWORD
from services.visitors import Visitor

BUYERS = (
    OrganisationKind.SCHOOL,
    OrganisationKind.HOSPITAL,
    OrganisationKind.PUBLIC_INSTITUTION,
    OrganisationKind.CONTRACTOR,
    OrganisationKind.ENTERPRISE,
)


def refusal(note: Note) -> None:
    if note.phrase:
        st.error(t(note.phrase, **note.values), icon=":material/front_hand:")


def onward() -> Markup:
    return html.hidden("f_next", session.asked("next"))


def sign_in_form(note: Note) -> Markup:
    fields = [
        forms.field("email", t("Email"), kind="email", value=note.typed.get("email", ""), hint="username"),
        forms.field("password", t("Password"), kind="password", hint="current-password"),
        onward(),
    ]
    return forms.post("/account/sign-in", t("Sign in"), fields)


def sign_up_form(note: Note) -> Markup:
    typed = note.typed.get
    roles = {Role.BUYER.value: t("We buy materials"), Role.SUPPLIER.value: t("We make or distribute materials")}
    fields = [
        forms.choice("role", t("What brings you here"), roles, value=typed("role", session.asked("role"))),
        forms.field("name_zh", t("Name of the organisation"), value=typed("name_zh", ""), hint="organization"),
        forms.optional_field("name_en", t("Its name in English (optional)"), value=typed("name_en", "")),
        forms.field("credit_code", t("Unified social credit code"), value=typed("credit_code", "")),
        forms.choice(
            "kind",
            t("Kind of organisation"),
            {kind.value: labels.word(kind) for kind in BUYERS},
            value=typed("kind", ""),
        ),
        forms.choice("city", t("City"), {zh: either(zh, en) for zh, en in CITIES.items()}, value=typed("city", "")),
        forms.optional_field("district", t("District (optional)"), value=typed("district", "")),
        forms.field("person", t("Your name"), value=typed("person", ""), hint="name"),
        forms.field("email", t("Email"), kind="email", value=typed("email", ""), hint="username"),
        forms.field("password", t("Password, twelve characters or more"), kind="password", hint="new-password"),
        onward(),
    ]
    return forms.post("/account/sign-up", t("Sign up"), fields)


def join_form(invitation: str, note: Note) -> Markup:
    typed = note.typed.get
    fields = [
        html.hidden("f_invitation", invitation),
        forms.field("organisation", t("Name of the authority"), value=typed("organisation", ""), hint="organization"),
        forms.field("person", t("Your name"), value=typed("person", ""), hint="name"),
        forms.field("password", t("Password, twelve characters or more"), kind="password", hint="new-password"),
    ]
    return forms.post("/account/join", t("Become administrator"), fields)


def password_form(visitor: Visitor) -> Markup:
    fields = [
        Markup('<input type="hidden" autocomplete="username" value="{}">').format(visitor.email),
        forms.field("old_password", t("Old password"), kind="password", hint="current-password"),
        forms.field("password", t("New password, twelve characters or more"), kind="password", hint="new-password"),
    ]
    return forms.post("/account/password", t("Change the password"), fields)


def sign_out_form() -> Markup:
    return forms.post("/account/sign-out", t("Sign out"), quiet=True)


def other_way(*, signing_up: bool) -> Markup:
    kept = {"next": session.asked("next")}
    if signing_up:
        said, link = t("Registered already?"), html.link(t("Sign in"), html.address("/account", kept))
    else:
        said = t("New here? Entry is free, and the museum takes no commission.")
        link = html.link(t("Sign up"), html.address("/account", kept | {"form": "sign-up"}))
    return Markup('<p class="soft">{} {}</p>').format(said, link)


def identity_provider_link() -> Markup:
    return html.link(t("Sign in with the city's identity service"), html.address("/identity/start"), css="press quiet")


def card(visitor: Visitor, organisation: Organisation) -> Markup:
    department = labels.word(visitor.department) if visitor.department else ""
    return Markup(
        '<div class="name-plate"><p class="overline">{}</p><h2>{}</h2><p>{}</p><p class="soft">{} · {}</p>'
        '<p class="soft">{}</p></div>'
    ).format(
        t("Acting as") + " " + " · ".join(filter(None, [labels.word(visitor.role), department])),
        either(organisation.name_zh, organisation.name_en),
        organisation.credit_code or "",
        visitor.name,
        visitor.email,
        labels.word(organisation.kind),
    )


def switch(visitor: Visitor, held: Sequence[tuple[Membership, Organisation]]) -> Markup:
    """A button for each other membership one may act in."""
    others = [pair for pair in held if pair[0].id != visitor.membership_id]
    return html.join(
        forms.post(
            "/account/acting",
            t(
                "Act for {organisation} as {role}",
                organisation=either(organisation.name_zh, organisation.name_en),
                role=labels.word(membership.role),
            ),
            [html.hidden("f_membership", str(membership.id))],
            quiet=True,
        )
        for membership, organisation in others
    )


def offered(people: Sequence[Person]) -> Markup:
    """Demonstration mode: walk in as anybody with one press."""
    if not people:
        return html.NOTHING
    entries = [
        forms.post(
            "/account/sign-in",
            person.name,
            [html.hidden("f_email", person.email), html.hidden("f_password", DEMONSTRATION_PASSWORD), onward()],
            quiet=True,
        )
        for person in people
    ]
    return Markup('<div class="offered"><p class="overline">{}</p><p class="soft">{}</p>{}</div>').format(
        t("Demonstration"),
        t("Walk in as one of these; their password is {password}.", password=DEMONSTRATION_PASSWORD),
        html.join(entries),
    )
