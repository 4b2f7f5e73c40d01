"""Corporate transfers on the page: the payment slip, what was said of a transfer, and the account a supplier names."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t
from services.clock import today
from services.references import spaced
from services.transfers import AccountForm, BankAccount, Sent, Slip, TransferNotice
from services.uploads import LARGEST_MB
from services.vat import Taxpayer, TaxpayerStatement

__all__ = ["account_form", "account_said", "ask_sent", "missing_account", "slip", "taxpayer_form", "told"]

SLIP = Markup(
    '<section class="slip"><p class="overline">{overline}</p><div class="slip-sums"><p><span>{amount_said}</span>'
    '<b class="price">{amount}</b></p><p><span>{reference_said}</span><b class="slip-reference">{reference}</b></p>'
    "</div>"
    '<dl class="sheet-facts">{facts}</dl>{warning}<p class="slip-way">{way}</p></section>'
)
FACT = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
TOLD = Markup("<li><b>{}</b> <span>{}</span>{}</li>")


def slip(known: Slip) -> Markup:
    """To whom, how much, which reference; the account itself only once the supplier has named one."""
    paper = html.address(f"/transfers/{known.order_code}.pdf")
    return SLIP.format(
        overline=t("Payment slip for your transfer"),
        amount_said=t("Amount"),
        amount=formats.money(known.amount_fen),
        reference_said=t("Reference, to be written into the remark"),
        reference=spaced(known.reference),
        facts=html.join(FACT.format(*pair) for pair in facts(known)),
        warning=warning(known),
        way=html.link(t("Payment slip (PDF)"), paper, css="press quiet") if known.account else html.NOTHING,
    )


def facts(known: Slip) -> list[tuple[str, str]]:
    pairs = [(t("Payee"), known.payee.name_zh)]
    if known.account:
        pairs += [(t("Bank and branch"), known.account.bank), (t("Account number"), spaced(known.account.number))]
        pairs += [(t("Bank code (CNAPS)"), known.account.bank_code)] if known.account.bank_code else []
    due = formats.day(known.due_on) if known.due_on else t("within seven days after acceptance")
    return [*pairs, (t("To be paid until"), due), (t("Payer"), known.payer.name_zh)]


def warning(known: Slip) -> Markup:
    if not known.changed_on:
        return html.NOTHING
    said = t(
        "The supplier's account was changed on {day}, after you had ordered. Ring the supplier under a number you knew "
        "before, and only then pay.",
        day=formats.day(known.changed_on),
    )
    return Markup('<p class="sheet-note slip-warning" role="alert">{}</p>').format(said)


def missing_account(known: Slip) -> bool:
    """Whether the buyer asks the supplier to name its account."""
    if known.account:
        return False
    if known.asked:
        st.info(t("The supplier has been asked to name its bank account."), icon=":material/account_balance:")
        return False
    st.warning(t("The supplier has not named its bank account yet."), icon=":material/account_balance:")
    return st.button(t("Ask the supplier for its account"), key=f"ask_account_{known.order_code}")


def ask_sent(order_code: str) -> Sent | None:
    """The buyer says that the money is on its way."""
    with (
        st.expander(t("I have made the transfer"), key=f"transfer-told-{order_code}"),
        st.form(f"transfer_told_{order_code}", border=False),
    ):
        left, right = st.columns(2)
        day = left.date_input(t("Paid on"), today(), max_value=today(), key=f"sent_day_{order_code}")
        serial = right.text_input(t("Bank serial number"), max_chars=60, key=f"sent_serial_{order_code}")
        file = st.file_uploader(t("The bank's receipt (optional)"), type=["pdf", "jpg", "jpeg", "png"],
                                key=f"sent_file_{order_code}", max_upload_size=LARGEST_MB)  # fmt: skip
        sure = st.form_submit_button(t("Tell the supplier"), type="primary", key=f"sent_sure_{order_code}")
    return Sent(day, serial, (file.name, file.getvalue()) if file else None) if sure else None


def told(notices: Sequence[TransferNotice]) -> Markup:
    """What the buyer has said of its transfers, for both sides."""
    if not notices:
        return html.NOTHING
    rows = [
        TOLD.format(
            t("Transfer of {day}", day=formats.day(one.paid_on)),
            t("Bank serial number {serial}", serial=one.serial),
            Markup(' <a href="/files/{}" target="_self">{}</a>').format(one.file_id, t("The bank's receipt"))
            if one.file_id
            else html.NOTHING,
        )
        for one in notices
    ]
    return Markup('<section class="told-transfers"><p class="overline">{}</p><ul>{}</ul></section>').format(
        t("The buyer says"), html.join(rows)
    )


def account_said(known: BankAccount | None, statement: TaxpayerStatement | None, number: str) -> Markup:
    """What stands about the company's money: `number` is the account's, masked."""
    account = f"{known.bank} · {number}" if known else t("none yet: buyers cannot pay you by transfer")
    payer = statement.taxpayer if statement else Taxpayer.GENERAL
    said = labels.word(payer) + ("" if statement else f" ({t('assumed, nothing has been said')})")
    pairs = [(t("Account for transfers"), account), (t("Value added tax"), said)]
    if known:
        pairs.insert(1, (t("Named on"), formats.moment(known.set_at)))
    return Markup('<section class="company-money"><h2>{}</h2><dl class="sheet-facts">{}</dl></section>').format(
        t("Bank account and tax"), html.join(FACT.format(*pair) for pair in pairs)
    )


def account_form(company_zh: str, company_en: str) -> AccountForm | None:
    """Name another account, of the company's own name."""
    with st.popover(t("Name the bank account"), key="account-naming"), st.form("bank_account", border=False):
        st.text(
            t(
                "Of {name} only. It is shown on the payment slips of your buyers and nowhere else; everybody of your "
                "company is told.",
                name=either(company_zh, company_en),
            )
        )
        bank = st.text_input(t("Bank and branch"), max_chars=120, key="account_bank")
        number = st.text_input(t("Account number"), max_chars=40, key="account_number")
        code = st.text_input(t("Bank code (CNAPS), optional"), max_chars=20, key="account_code")
        sure = st.form_submit_button(t("Keep this account"), type="primary", key="account_sure")
    return AccountForm(bank, number, code) if sure else None


def taxpayer_form(statement: TaxpayerStatement | None) -> Taxpayer | None:
    """Say which kind of taxpayer the company is."""
    kinds = {one: labels.word(one) for one in Taxpayer}
    now = statement.taxpayer if statement else Taxpayer.GENERAL
    with st.popover(t("Say what taxpayer you are"), key="taxpayer-saying"), st.form("taxpayer", border=False):
        st.text(t("It chooses the rate of tax in your prices, for orders that are placed from now on."))
        payer = st.radio(t("Your company is"), list(kinds), index=list(kinds).index(now),
                         format_func=kinds.__getitem__, key="taxpayer_kind")  # fmt: skip
        sure = st.form_submit_button(t("Say so"), type="primary", key="taxpayer_sure")
    return payer if sure else None
