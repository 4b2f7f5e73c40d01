"""How every status, role and kind is worded, coloured and drawn."""

from enum import StrEnum
from typing import Literal

import streamlit as st
from markupsafe import Markup

from components import session
from components.formats import N_
from components.i18n import phrase
from components.session import Language
from services.accounts import Department, OrganisationKind, Role
from services.announcements import AnnouncementKind, AnnouncementStatus
from services.approvals import ApprovalStatus
from services.chargebacks import ChargebackStatus
from services.conformity import Outcome
from services.disputes import DisputeStatus, Ground, Remedy, Side
from services.disputes import Outcome as Ruling
from services.exhibitions import Cover, ExhibitionStatus, Phase
from services.invoices import InvoiceKind, InvoiceStatus, Standing
from services.ledger import PaymentState
from services.limits import LimitScope
from services.listings import Caution, ProductStatus, Proof, Scheme
from services.notices import Group
from services.openepd_rules import Withheld
from services.order_checkout import Ground as WhyChosen
from services.orders import Channel, Fault, Method, OrderStatus, ReturnStatus
from services.payouts import Asked, Share
from services.products import Section
from services.protocol_document import Alone
from services.quotations import QuotationStatus, RequestStatus
from services.reconciling import Wrong
from services.service_orders import Desk, ServiceStatus
from services.suppliers import PaperKind, SupplierKind, SupplierStatus
from services.tariff import ServiceKind, ServiceUnit
from services.vat import Taxpayer

Tone = Literal["good", "info", "warn", "bad", ""]
COLOURS: dict[Tone, Literal["green", "blue", "orange", "red", "gray"]] = {
    "good": "green",
    "info": "blue",
    "warn": "orange",
    "bad": "red",
    "": "gray",
}

WORDING: tuple[tuple[StrEnum, str, Tone], ...] = (
    (Group.ORDERS, N_("Orders and deliveries"), "info"),
    (Group.QUOTATIONS, N_("Quotations"), "info"),
    (Group.PAYMENTS, N_("Payments"), "good"),
    (Group.APPROVALS, N_("Releases, colleagues and limits"), "info"),
    (Group.REMINDERS, N_("Reminders"), "warn"),
    (Group.SUPPLY, N_("Registration and exhibits"), "info"),
    (Group.REVIEW, N_("Review and supervision"), "warn"),
    (Group.SEARCHES, N_("Saved searches"), ""),
    (Role.GUEST, N_("Guest"), ""),
    (Role.BUYER, N_("Buyer"), "info"),
    (Role.SUPPLIER, N_("Supplier"), "good"),
    (Role.OFFICIAL, N_("Official"), "warn"),
    (Role.EXPERT, N_("Expert"), "info"),
    (Role.ADMINISTRATOR, N_("Administrator"), "bad"),
    (Department.FINANCE, N_("Finance"), ""),
    (Department.HOUSING, N_("Housing and construction"), ""),
    (OrganisationKind.PUBLIC_INSTITUTION, N_("Public institution"), ""),
    (OrganisationKind.SCHOOL, N_("School"), ""),
    (OrganisationKind.HOSPITAL, N_("Hospital"), ""),
    (OrganisationKind.CONTRACTOR, N_("Contractor of small works"), ""),
    (OrganisationKind.ENTERPRISE, N_("Enterprise"), ""),
    (OrganisationKind.AUTHORITY, N_("Authority"), ""),
    (SupplierKind.BRAND_MANUFACTURER, N_("Brand manufacturer"), "good"),
    (SupplierKind.DISTRIBUTOR, N_("Distributor"), "info"),
    (SupplierStatus.DRAFT, N_("In preparation"), ""),
    (SupplierStatus.SUBMITTED, N_("Under review"), "info"),
    (SupplierStatus.RETURNED, N_("Returned to be mended"), "warn"),
    (SupplierStatus.APPROVED, N_("Approved"), "good"),
    (SupplierStatus.SUSPENDED, N_("Suspended"), "bad"),
    (SupplierStatus.WITHDRAWN, N_("Withdrawn"), "bad"),
    (PaperKind.BUSINESS_LICENCE, N_("Business licence"), ""),
    (PaperKind.COMMITMENT_LETTER, N_("Signed letter of commitment"), ""),
    (PaperKind.TRADEMARK_CERTIFICATE, N_("Trademark registration certificate"), ""),
    (ProductStatus.DRAFT, N_("Draft"), ""),
    (ProductStatus.SUBMITTED, N_("Under review"), "info"),
    (ProductStatus.RETURNED, N_("Returned to be mended"), "warn"),
    (ProductStatus.PUBLISHED, N_("On show"), "good"),
    (ProductStatus.OFF_SHELF, N_("Off the shelf"), ""),
    (Proof.DECLARED, N_("Declared by the supplier"), ""),
    (Proof.TEST_REPORT, N_("Test report"), "info"),
    (Proof.CERTIFICATE, N_("Certificate"), "good"),
    (Section.MATERIALS, N_("Green materials"), "good"),
    (Section.PRODUCTS, N_("Green products"), "good"),
    (Scheme.GREEN_PRODUCT, N_("Green product certificate"), "good"),
    (Scheme.GREEN_BUILDING_MATERIAL, N_("Green building material certificate"), "good"),
    (Scheme.CCC, N_("CCC certificate"), "info"),
    (Scheme.BRAND_CHARACTER, N_("“Brand character” label"), "info"),
    (Scheme.TEST_REPORT, N_("Test report"), ""),
    (Outcome.PASS, N_("Meets the requirement"), "good"),
    (Outcome.FAIL, N_("Misses the requirement"), "bad"),
    (Outcome.MISSING, N_("Not declared"), "warn"),
    (OrderStatus.PLACED, N_("Placed"), "info"),
    (OrderStatus.APPROVED, N_("Released"), "info"),
    (OrderStatus.CONFIRMED, N_("Confirmed"), "info"),
    (OrderStatus.SHIPPED, N_("Shipped"), "info"),
    (OrderStatus.RECEIVED, N_("Received"), "info"),
    (OrderStatus.ACCEPTED, N_("Accepted"), "good"),
    (OrderStatus.CLOSED, N_("Closed"), "good"),
    (OrderStatus.CANCELLED, N_("Cancelled"), "bad"),
    (ApprovalStatus.WAITING, N_("Waits for approval"), "warn"),
    (ApprovalStatus.RELEASED, N_("Released"), "good"),
    (ApprovalStatus.REFUSED, N_("Refused"), "bad"),
    (ApprovalStatus.WITHDRAWN, N_("Called off"), ""),
    (ApprovalStatus.LAPSED, N_("Lapsed"), "bad"),
    (LimitScope.PURCHASE, N_("One purchase"), ""),
    (LimitScope.YEAR, N_("A calendar year"), ""),
    (ReturnStatus.ASKED, N_("Return asked for"), "info"),
    (ReturnStatus.AGREED, N_("To go back"), "warn"),
    (ReturnStatus.DECLINED, N_("Return declined"), "bad"),
    (ReturnStatus.WITHDRAWN, N_("Return withdrawn"), ""),
    (ReturnStatus.ARRIVED, N_("Back with the supplier"), "good"),
    (ReturnStatus.WAIVED, N_("Settled without goods going back"), "good"),
    (Fault.DAMAGED, N_("Damaged"), "warn"),
    (Fault.WRONG, N_("Not what was ordered"), "warn"),
    (Fault.BELOW_STANDARD, N_("Below the standard"), "bad"),
    (Fault.SHORT, N_("Fewer than delivered on paper"), "warn"),
    (DisputeStatus.OPEN, N_("Waits for the other side"), "warn"),
    (DisputeStatus.ANSWERED, N_("Both sides heard"), "info"),
    (DisputeStatus.WITH_OFFICIAL, N_("With the officials"), "info"),
    (DisputeStatus.DECIDED, N_("Decided by an official"), "good"),
    (DisputeStatus.SETTLED, N_("Settled between the sides"), "good"),
    (DisputeStatus.WITHDRAWN, N_("Dispute withdrawn"), ""),
    (Ground.NOT_DELIVERED, N_("Not delivered"), "warn"),
    (Ground.NOT_AS_DESCRIBED, N_("Not as described"), "warn"),
    (Ground.DAMAGED, N_("Damaged"), "warn"),
    (Ground.QUANTITY, N_("Another quantity"), "warn"),
    (Ground.RETURN_REFUSED, N_("A return was declined"), "warn"),
    (Ground.PAYMENT, N_("Not paid"), "warn"),
    (Ground.NOT_INSPECTED, N_("Arrival or inspection not confirmed"), "warn"),
    (Ground.OTHER, N_("Something else"), ""),
    (Remedy.AMOUNT_OFF, N_("An amount off"), ""),
    (Remedy.GOODS_BACK, N_("Goods back, money back"), ""),
    (Remedy.DELIVERY, N_("Delivery of the goods"), ""),
    (Remedy.PAYMENT, N_("Payment of what is owed"), ""),
    (Remedy.INSPECTION, N_("Arrival and inspection confirmed"), ""),
    (Ruling.DISMISSED, N_("Dismissed"), ""),
    (Ruling.AMOUNT_OFF, N_("An amount is taken off"), "good"),
    (Ruling.UNDONE, N_("Parts are undone"), "good"),
    (Ruling.UPHELD, N_("To be done as asked"), "good"),
    (Side.BUYER, N_("Buyer"), "info"),
    (Side.SUPPLIER, N_("Supplier"), "good"),
    (Taxpayer.GENERAL, N_("General taxpayer"), ""),
    (Taxpayer.SMALL_SCALE, N_("Small-scale taxpayer"), ""),
    (InvoiceKind.ORDINARY, N_("Ordinary VAT invoice"), ""),
    (InvoiceKind.SPECIAL, N_("Special VAT invoice"), ""),
    (InvoiceStatus.ISSUED, N_("Issued, not yet looked at"), "info"),
    (InvoiceStatus.ACCEPTED, N_("Accepted by the buyer"), "good"),
    (InvoiceStatus.RETURNED, N_("Sent back"), "bad"),
    (InvoiceStatus.REPLACED, N_("Replaced"), ""),
    (InvoiceStatus.WITHDRAWN, N_("Withdrawn by the supplier"), ""),
    (Standing.NOT_ASKED, N_("No invoice asked for"), ""),
    (Standing.TO_COME, N_("Invoice to come"), "warn"),
    (Standing.PARTLY, N_("Invoiced in part"), "warn"),
    (Standing.TO_CORRECT, N_("Red-letter invoice to come"), "bad"),
    (Standing.TO_CHECK, N_("Invoice to look at"), "info"),
    (Standing.COMPLETE, N_("Invoiced"), "good"),
    (PaymentState.NONE, N_("Not paid"), "warn"),
    (PaymentState.AGREED, N_("Transfer after acceptance"), "info"),
    (PaymentState.PAID, N_("Paid"), "good"),
    (PaymentState.PART_REFUNDED, N_("Partly refunded"), "warn"),
    (PaymentState.REFUNDED, N_("Refunded"), ""),
    (Share.OUTSIDE, N_("Settled outside the museum"), ""),
    (Share.NOT_YET, N_("After acceptance"), "info"),
    (Share.NO_ACCOUNT, N_("Due; no account yet"), "warn"),
    (Share.UNDER_WAY, N_("On its way"), "info"),
    (Share.PAID_OUT, N_("Passed on"), "good"),
    (Share.WITHHELD, N_("Withheld by a bank"), "bad"),
    (Share.CONTESTED, N_("Held until a dispute is decided"), "warn"),
    (Share.IN_DEBT, N_("To be given back"), "bad"),
    (Share.NOTHING, N_("Nothing due"), ""),
    (Asked.BUSINESS, N_("Your company: name, number, business, website"), ""),
    (Asked.PEOPLE, N_("The people behind it: legal representative, owners"), ""),
    (Asked.BANK_ACCOUNT, N_("The bank account to be paid to"), ""),
    (Asked.PROOF, N_("Documents that prove it"), ""),
    (Asked.TERMS, N_("Agreement to the provider's terms"), ""),
    (Asked.MORE, N_("Further particulars"), ""),
    (ChargebackStatus.WARNING_NEEDS_RESPONSE, N_("The bank enquires"), "warn"),
    (ChargebackStatus.WARNING_UNDER_REVIEW, N_("Enquiry answered"), "info"),
    (ChargebackStatus.WARNING_CLOSED, N_("Enquiry closed"), ""),
    (ChargebackStatus.NEEDS_RESPONSE, N_("Waits for an answer"), "bad"),
    (ChargebackStatus.UNDER_REVIEW, N_("The bank examines it"), "info"),
    (ChargebackStatus.PREVENTED, N_("Prevented"), ""),
    (ChargebackStatus.WON, N_("Decided for the supplier"), "good"),
    (ChargebackStatus.LOST, N_("Decided for the cardholder"), "bad"),
    (Wrong.MISSING_THERE, N_("Missing at the provider"), "bad"),
    (Wrong.MISSING_HERE, N_("Missing in our ledger"), "bad"),
    (Wrong.AMOUNT, N_("Another amount"), "bad"),
    (WhyChosen.DELIVERY, N_("Time or place of delivery"), ""),
    (WhyChosen.QUALITY, N_("Better quality"), ""),
    (WhyChosen.COMPATIBILITY, N_("Fits what is there already"), ""),
    (WhyChosen.SERVICE, N_("Service and warranty"), ""),
    (WhyChosen.ONLY_SUPPLIER, N_("The only supplier who can deliver it"), ""),
    (WhyChosen.OTHER, N_("Another reason"), ""),
    (Alone.NO_OTHER, N_("No other exhibit of this kind was on show."), ""),
    (Alone.OTHER_UNITS, N_("Other exhibits of this kind are sold by other units."), ""),
    (Alone.OFF_SHOW, N_("The exhibit is off show; nothing hangs beside it."), ""),
    (Method.CARD, N_("Pay online"), ""),
    (Method.TRANSFER, N_("Corporate transfer after acceptance"), ""),
    (Channel.SMALL_PURCHASE, N_("Small purchase"), ""),
    (Channel.DIRECT_SALE, N_("Direct sale"), ""),
    (Channel.FRAMEWORK, N_("Framework agreement"), ""),
    (Channel.BATCH, N_("Batch procurement"), ""),
    (RequestStatus.OPEN, N_("Open for answers"), "info"),
    (RequestStatus.PARTLY, N_("Partly decided"), "info"),
    (RequestStatus.ACCEPTED, N_("Decided"), "good"),
    (RequestStatus.CLOSED, N_("Ended without a choice"), ""),
    (RequestStatus.WITHDRAWN, N_("Taken back"), ""),
    (QuotationStatus.GIVEN, N_("Quoted"), "info"),
    (QuotationStatus.ACCEPTED, N_("Chosen"), "good"),
    (QuotationStatus.DECLINED, N_("Not chosen"), "bad"),
    (QuotationStatus.REPLACED, N_("Replaced by a newer one"), ""),
    (QuotationStatus.WITHDRAWN, N_("Taken back"), ""),
    (ServiceKind.TESTING, N_("Testing"), ""),
    (ServiceKind.CERTIFICATION, N_("Help with certificates"), ""),
    (ServiceKind.TRAINING, N_("Training"), ""),
    (ServiceUnit.SAMPLE, N_("sample"), ""),
    (ServiceUnit.PRODUCT, N_("exhibit"), ""),
    (ServiceUnit.KIND, N_("kind of material"), ""),
    (ServiceUnit.DAY, N_("day"), ""),
    (ServiceStatus.ORDERED, N_("Ordered, not paid"), "warn"),
    (ServiceStatus.PAID, N_("Paid"), "good"),
    (ServiceStatus.IN_PROGRESS, N_("In progress"), "info"),
    (ServiceStatus.DELIVERED, N_("Report handed over"), "good"),
    (ServiceStatus.CLOSED, N_("Closed"), "good"),
    (ServiceStatus.CANCELLED, N_("Cancelled"), "bad"),
    (Desk.UNPAID, N_("Not paid"), "warn"),
    (Desk.PAID, N_("To begin"), "good"),
    (Desk.UNDER_WAY, N_("In progress"), "info"),
    (Desk.DONE, N_("Handed over"), ""),
    (Desk.CANCELLED, N_("Cancelled"), "bad"),
    (AnnouncementKind.NOTICE, N_("Notice"), "info"),
    (AnnouncementKind.POLICY, N_("Policy"), "warn"),
    (AnnouncementKind.PRACTICE, N_("Practice"), "good"),
    (Withheld.NOT_DECLARED, N_("Without impacts: no carbon figure has been declared for this very product"), "warn"),
    (Withheld.STORED_CARBON, N_("Without impacts: openEPD asks for stored carbon apart from the rest"), "warn"),
    (Caution.OTHER_CATEGORY, N_("The file is about another category of product"), "warn"),
    (Caution.OTHER_COMPANY, N_("The file names another manufacturer"), "warn"),
    (Caution.EXPIRED, N_("The declaration has expired"), "warn"),
    (Caution.PRIVATE, N_("The file is marked private"), "warn"),
    (AnnouncementStatus.DRAFT, N_("Draft"), ""),
    (AnnouncementStatus.PUBLISHED, N_("Published"), "good"),
    (AnnouncementStatus.WITHDRAWN, N_("Withdrawn"), "bad"),
    (ExhibitionStatus.DRAFT, N_("Draft"), ""),
    (ExhibitionStatus.PUBLISHED, N_("Published"), "good"),
    (ExhibitionStatus.CLOSED, N_("Closed"), ""),
    (Phase.PREPARED, N_("In preparation"), "warn"),
    (Phase.ANNOUNCED, N_("Opening soon"), "info"),
    (Phase.OPEN, N_("Open now"), "good"),
    (Phase.PAST, N_("Archive"), ""),
    (Cover.FOYER, N_("The foyer above the lake"), ""),
    (Cover.STRUCTURE, N_("The hall of structure and envelope"), ""),
    (Cover.FINISHING, N_("The hall of decoration and finishing"), ""),
    (Cover.SERVICES, N_("The hall of building services"), ""),
    (Cover.CRAFT, N_("Floors and lifts at the moon gate"), ""),
    (Cover.QUIET, N_("A quiet schoolroom under arches"), ""),
    (Cover.WATER, N_("Rain, taps and paving by the water"), ""),
    (Cover.ENERGY, N_("Sun, glass and warmth"), ""),
)
# Members of different enumerations may be equal as text: a label belongs to the pair.
LABELS = {(type(status), str(status)): (said, tone) for status, said, tone in WORDING}


def label(status: StrEnum) -> tuple[str, Tone]:
    return LABELS[type(status), str(status)]


def word(status: StrEnum, language: Language | None = None) -> str:
    return phrase(label(status)[0], language or session.language())


def known(value: object) -> object:
    """A status in words, anything else as it is."""
    return word(value) if isinstance(value, StrEnum) and (type(value), str(value)) in LABELS else value


def tag(status: StrEnum) -> Markup:
    """The status as a small tag for our own markup."""
    return Markup('<span class="tag {}">{}</span>').format(label(status)[1], word(status))


def badge(status: StrEnum) -> None:
    """The status as a native badge."""
    st.badge(word(status), color=COLOURS[label(status)[1]])
