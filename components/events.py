"""What can happen, in words: the audit log's events as an official reads them."""

from components.formats import N_
from components.i18n import t
from services.audit import Event

EVENTS: dict[str, str] = {
    Event.ACCOUNT_MEMBERSHIP_CHANGED: N_("Membership changed"),
    Event.ACCOUNT_PASSWORD_CHANGED: N_("Password changed"),
    Event.ACCOUNT_SIGNED_IN: N_("Signed in"),
    Event.ACCOUNT_SIGNED_OUT: N_("Signed out"),
    Event.ACCOUNT_SIGNED_UP: N_("Signed up"),
    Event.ANNOUNCEMENT_CHANGED: N_("Announcement changed"),
    Event.ANNOUNCEMENT_DRAFTED: N_("Announcement drafted"),
    Event.ANNOUNCEMENT_PUBLISHED: N_("Announcement published"),
    Event.ANNOUNCEMENT_WITHDRAWN: N_("Announcement withdrawn"),
    Event.AUDIT_CHECKED: N_("Log checked"),
    Event.COLLECTION_SEEDED: N_("Demonstration hung"),
    Event.DASHBOARD_EXPORTED: N_("Table taken away"),
    Event.EXHIBITION_CHANGED: N_("Exhibition changed"),
    Event.EXHIBITION_CLOSED: N_("Exhibition closed"),
    Event.EXHIBITION_DRAFTED: N_("Exhibition drafted"),
    Event.EXHIBITION_PUBLISHED: N_("Exhibition published"),
    Event.FILE_STORED: N_("File stored"),
    Event.LIST_CHANGED: N_("List changed"),
    Event.LIST_DELETED: N_("List deleted"),
    Event.LIST_MADE: N_("List made"),
    Event.LIST_SHARED: N_("List shared"),
    Event.LIST_UNSHARED: N_("List no longer shared"),
    Event.LISTING_CHANGED: N_("Exhibit changed"),
    Event.LISTING_DRAFTED: N_("Exhibit drafted"),
    Event.LISTING_PUBLISHED: N_("Exhibit put on show"),
    Event.LISTING_RETURNED: N_("Exhibit returned"),
    Event.LISTING_SUBMITTED: N_("Exhibit handed in"),
    Event.LISTING_TAKEN_OFF: N_("Exhibit taken off"),
    Event.MEMBER_INVITED: N_("Member invited"),
    Event.MEMBER_JOINED: N_("Member joined"),
    Event.ORDER_ACCEPTED: N_("Order accepted"),
    Event.ORDER_CANCELLED: N_("Order cancelled"),
    Event.ORDER_CLOSED: N_("Order closed"),
    Event.ORDER_CONFIRMED: N_("Order confirmed"),
    Event.ORDER_RECEIVED: N_("Order received"),
    Event.ORDER_SHIPPED: N_("Order shipped"),
    Event.PAYMENT_AGREED: N_("Transfer agreed"),
    Event.PAYMENT_FAILED: N_("Payment failed"),
    Event.PAYMENT_LAPSED: N_("Payment lapsed"),
    Event.PAYMENT_MISMATCHED: N_("Payment does not match"),
    Event.PAYMENT_OPENED: N_("Payment opened"),
    Event.PAYMENT_RECEIVED: N_("Payment received"),
    Event.PAYMENT_REFUNDED: N_("Payment refunded"),
    Event.PURCHASE_PLACED: N_("Purchase placed"),
    Event.STANDARD_IMPORTED: N_("Standard imported"),
    Event.STOCK_CHANGED: N_("Stock changed"),
    Event.SUPPLIER_APPROVED: N_("Supplier approved"),
    Event.SUPPLIER_DRAFTED: N_("Supplier registered"),
    Event.SUPPLIER_PAPER_ADDED: N_("Paper handed in"),
    Event.SUPPLIER_RETURNED: N_("Supplier returned"),
    Event.SUPPLIER_SUBMITTED: N_("Supplier handed in"),
}


def said(event: str) -> str:
    """The event in words; its own name where nobody has worded it."""
    return t(EVENTS.get(event, event))
