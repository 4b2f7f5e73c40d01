"""The account: the ways in for a guest; name, role, organisations and password for who is signed in."""

import streamlit as st

from components import account, colleagues, feedback, html, session
from components import inbox as notice_parts
from components.i18n import t
from services import accounts, administrators, notes, notices, sign_in
from services import colleagues as house
from services.permissions import Permission, allows
from services.settings import settings

visitor = session.visitor()
note = notes.read(session.asked("note"), visit=visitor.visit)
form = session.asked("form")

if visitor.signed_in:
    st.title(t("Account"))
    if session.asked("done") == "password":
        st.success(t("The password is changed; other browsers are signed out."), icon=":material/lock:")
    account.refusal(note)
    who, keys = st.columns([3, 2], gap="large")
    with who:
        html.show(account.card(visitor, accounts.my_organisation(visitor)))
        html.show(account.switch(visitor, accounts.memberships(visitor)))
        html.show(account.ways_on(visitor))
        html.show(account.sign_out_form())
    with keys:
        st.subheader(t("Change the password"), anchor=False)
        html.show(account.password_form(visitor))
        st.subheader(t("Notices by email"), anchor=False)
        wishes = notice_parts.wishes(notices.my_wishes(visitor))
        if wishes is not None:
            notices.choose(visitor, wishes)
            feedback.done(t("Kept."))
    if allows(visitor, Permission.MEMBER_INVITE):
        st.header(t("Invite officials and experts"), anchor=False)
        invitee = account.invitee_form()
        if invitee:
            with feedback.refusals():
                account.show_link(settings().base_url, administrators.invite(visitor, invitee), invitee.email)
    if allows(visitor, Permission.COLLEAGUE_INVITE):
        html.show(colleagues.listed(house.mine(visitor)))
        wanted = colleagues.ask() if visitor.approver else None
        if wanted:
            with feedback.refusals():
                token = house.invite(visitor, wanted.email, as_approver=wanted.approver)
                account.show_link(settings().base_url, token, wanted.email)
elif form == "join":
    st.title(t("Join the house"))
    account.refusal(note)
    if administrators.is_open(session.asked("invitation")):
        invitation = session.asked("invitation")
        html.show(account.join_form(invitation, note, house.inviting(invitation)))
    else:
        st.warning(t("This link is not valid any more."), icon=":material/link_off:")
else:
    signing_up = form == "sign-up"
    st.title(t("Sign up") if signing_up else t("Sign in"))
    account.refusal(note)
    ways, aside = st.columns([3, 2], gap="large")
    with ways:
        html.show(account.other_way(signing_up=signing_up))
        html.show(account.sign_up_form(note) if signing_up else account.sign_in_form(note))
        ask_provider = settings().oidc_configured and not signing_up and not account.proved_email()
        if ask_provider and st.button(
            t("Sign in with the city's identity service"), icon=":material/badge:", key="identity"
        ):
            st.login()
    with aside:
        html.show(account.offered(sign_in.demonstration_people()))
