"""Who may do what: one table. Names are resource:action, in alphabetical order."""

from enum import StrEnum

from db.accounts import Role
from services.errors import Forbidden
from services.visitors import Visitor


class Permission(StrEnum):
    ACCOUNT_USE = "account:use"
    ANNOUNCEMENT_WRITE = "announcement:write"
    AUDIT_READ = "audit:read"
    CART_FILL = "cart:fill"
    COLLEAGUE_INVITE = "colleague:invite"
    DASHBOARD_READ = "dashboard:read"
    DISPUTE_DECIDE = "dispute:decide"
    DISPUTE_LODGE = "dispute:lodge"
    EXHIBITION_CURATE = "exhibition:curate"
    INVOICE_ASK = "invoice:ask"
    INVOICE_ISSUE = "invoice:issue"
    LIMIT_SET = "limit:set"
    LIST_KEEP = "list:keep"
    LISTING_EDIT = "listing:edit"
    LISTING_REVIEW = "listing:review"
    MEMBER_INVITE = "member:invite"
    MESSAGE_WRITE = "message:write"
    ORDER_PLACE = "order:place"
    ORDER_READ = "order:read"
    PAYOUT_OVERSEE = "payout:oversee"
    PROTOCOL_READ = "protocol:read"
    QUOTATION_ASK = "quotation:ask"
    QUOTATION_GIVE = "quotation:give"
    QUOTATION_READ = "quotation:read"
    QUOTATION_SUPERVISE = "quotation:supervise"
    SALE_HANDLE = "sale:handle"
    SEARCH_KEEP = "search:keep"
    SERVICE_DELIVER = "service:deliver"
    SERVICE_ORDER = "service:order"
    SERVICE_READ = "service:read"
    SERVICE_SETTLE = "service:settle"
    STANDARD_IMPORT = "standard:import"
    SUPPLIER_REGISTER = "supplier:register"
    SUPPLIER_REVIEW = "supplier:review"
    TARIFF_SET = "tariff:set"
    VAT_SET = "vat:set"


P = Permission
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {P.ACCOUNT_USE, P.AUDIT_READ, P.DASHBOARD_READ, P.LIST_KEEP, P.MEMBER_INVITE, P.PAYOUT_OVERSEE, P.SEARCH_KEEP}
    ),
    Role.BUYER: frozenset(
        {
            P.ACCOUNT_USE,
            P.CART_FILL,
            P.COLLEAGUE_INVITE,
            P.DISPUTE_LODGE,
            P.INVOICE_ASK,
            P.LIST_KEEP,
            P.MESSAGE_WRITE,
            P.ORDER_PLACE,
            P.ORDER_READ,
            P.PROTOCOL_READ,
            P.QUOTATION_ASK,
            P.QUOTATION_READ,
            P.SEARCH_KEEP,
        }
    ),
    Role.EXPERT: frozenset({P.ACCOUNT_USE, P.LIST_KEEP, P.SEARCH_KEEP, P.SERVICE_DELIVER, P.SERVICE_READ}),
    Role.GUEST: frozenset({P.CART_FILL}),
    Role.OFFICIAL: frozenset(
        {
            P.ACCOUNT_USE,
            P.ANNOUNCEMENT_WRITE,
            P.AUDIT_READ,
            P.DASHBOARD_READ,
            P.DISPUTE_DECIDE,
            P.EXHIBITION_CURATE,
            P.LIMIT_SET,
            P.LIST_KEEP,
            P.LISTING_REVIEW,
            P.PAYOUT_OVERSEE,
            P.PROTOCOL_READ,
            P.QUOTATION_READ,
            P.QUOTATION_SUPERVISE,
            P.SEARCH_KEEP,
            P.SERVICE_DELIVER,
            P.SERVICE_READ,
            P.SERVICE_SETTLE,
            P.STANDARD_IMPORT,
            P.SUPPLIER_REVIEW,
            P.TARIFF_SET,
            P.VAT_SET,
        }
    ),
    Role.SUPPLIER: frozenset(
        {
            P.ACCOUNT_USE,
            P.DISPUTE_LODGE,
            P.INVOICE_ISSUE,
            P.LIST_KEEP,
            P.LISTING_EDIT,
            P.MESSAGE_WRITE,
            P.QUOTATION_GIVE,
            P.QUOTATION_READ,
            P.SALE_HANDLE,
            P.SEARCH_KEEP,
            P.SERVICE_ORDER,
            P.SERVICE_READ,
            P.SUPPLIER_REGISTER,
        }
    ),
}


def allows(visitor: Visitor, permission: Permission) -> bool:
    return permission in GRANTS[visitor.role]


def require(visitor: Visitor, permission: Permission) -> None:
    if not allows(visitor, permission):
        raise Forbidden("You may not do this.")
