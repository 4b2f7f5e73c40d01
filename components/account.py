"""The parts of the account page: the forms that lead in, and the card of who is signed in."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import feedback, forms, html, labels, regions, session
from components.i18n import either, t
from services.accounts import Department, Membership, Organisation, OrganisationKind, Person, Role
from services.administrators import INVITED, Invitee
from services.notes import Note
from services.permissions import Permission, allows
from services.regions import CITIES, DISTRICTS
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
        st.error(feedback.sentence(note.phrase, note.values), icon=":material/front_hand:")


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
        forms.choice(
            "role", t("What brings you here"), roles, value=typed("role", session.asked("role") or wanted_role())
        ),
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


def wanted_role() -> str:
    return Role.SUPPLIER.value if session.asked("next").startswith("/suppliers") else Role.BUYER.value


def join_form(invitation: str, note: Note, inviting: Organisation | None) -> Markup:
    """`inviting` is the organisation a colleague joins; everybody else says which authority they act for."""
    typed = note.typed.get
    fields = [
        html.hidden("f_invitation", invitation),
        whose(inviting) or authority(typed("organisation", "")),
        forms.field("person", t("Your name"), value=typed("person", ""), hint="name"),
        forms.field("password", t("Password, twelve characters or more"), kind="password", hint="new-password"),
    ]
    return forms.post("/account/join", t("Join"), fields)


def authority(typed: str) -> Markup:
    return forms.field("organisation", t("Name of the authority"), value=typed, hint="organization")


def whose(inviting: Organisation | None) -> Markup:
    if inviting is None:
        return html.NOTHING
    name = either(inviting.name_zh, inviting.name_en)
    return Markup("<p>{}</p>").format(t("You join {organisation} and buy for it.", organisation=name))


def invitee_form() -> Invitee | None:
    """Whom the administrator wants to invite, once the form is sent."""
    with st.container(border=True):
        left, right = st.columns(2)
        email = left.text_input(t("Email"), key="invite_email")
        organisation = right.text_input(t("Name of the authority"), key="invite_organisation")
        role = left.selectbox(t("Role"), INVITED, format_func=labels.word, key="invite_role")
        department = right.selectbox(
            t("Department"), list(Department), format_func=labels.word, key="invite_department"
        )
        city = left.selectbox(t("City"), list(CITIES), format_func=regions.named, key="invite_city")
        places = ["", *DISTRICTS.get(city, {})]
        district = right.selectbox(
            t("District (optional)"),
            places,
            format_func=lambda place: regions.named(place) or t("the whole city"),
            key="invite_district",
        )
        if not st.button(t("Make the link"), key="invite_send"):
            return None
    return Invitee(email, role, organisation, department, city, district)


def show_link(base_url: str, token: str, email: str) -> None:
    """The link is shown once; only its hash is kept."""
    st.success(t("Hand this link to {email}; it works once and for seven days.", email=feedback.plain(email)))
    st.code(f"{base_url}/account?form=join&invitation={token}", language=None, wrap_lines=True)


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


def proved_email() -> str:
    """The email the identity provider verified in this browser, or nothing."""
    known = st.user
    return str(known.email) if known.is_logged_in and known.get("email_verified") and known.get("email") else ""


def proved_form(email: str, proof: str) -> Markup:
    fields = [html.hidden("f_proof", proof), onward()]
    return forms.post("/account/proved", t("Go on as {email}", email=email), fields)


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


def ways_on(visitor: Visitor) -> Markup:
    """To what is one's own in the museum."""
    ways = []
    if allows(visitor, Permission.LIST_KEEP):
        ways.append(html.link(t("My lists"), html.address("/favourites")))
    if allows(visitor, Permission.QUOTATION_READ):
        ways.append(html.link(t("Quotations"), html.address("/quotations")))
    if allows(visitor, Permission.ORDER_READ):
        ways.append(html.link(t("Releases"), html.address("/approvals")))
    return Markup('<p class="ways-on">{}</p>').format(html.join(ways, " · ")) if ways else html.NOTHING


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
