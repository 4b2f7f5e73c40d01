"""The plan of the house: every address for people, once, in reading order; the map and the HTML routes both read it."""

from dataclasses import dataclass

from components.formats import N_
from services.permissions import Permission


@dataclass(frozen=True)
class Place:
    """`stem` names page file and address; `needs` is asked before the page is shown; `shelf` groups the menu, which
    spares it those who have `out_of_menu_of`: they come to it by other ways."""

    stem: str
    title: str
    shelf: str
    needs: Permission | None = None
    in_menu: bool = True
    out_of_menu_of: Permission | None = None

    @property
    def path(self) -> str:
        return "/" if self.stem == "home" else f"/{self.stem}"


VISIT, BUY, SUPPLY, GOVERN, HOUSE = N_("Visit"), N_("Buy"), N_("Supply"), N_("Govern"), N_("The house")

PLACES = (
    Place("home", N_("Foyer"), VISIT),
    Place("halls", N_("Halls"), VISIT),
    Place("product", N_("Exhibit"), VISIT, in_menu=False),
    Place("exhibitions", N_("Exhibitions"), VISIT),
    Place("tour", N_("Guided tour"), VISIT, in_menu=False),
    Place("compare", N_("Compare"), VISIT, in_menu=False),
    Place("favourites", N_("Favourites"), VISIT, in_menu=False),
    Place("requirements", N_("How many can meet this?"), VISIT, in_menu=False),
    Place("standards", N_("Standards"), VISIT),
    Place("projects", N_("Projects"), VISIT),
    Place("limits", N_("Limits of small purchases"), VISIT, in_menu=False),
    Place("vat", N_("Value added tax"), VISIT, in_menu=False),
    Place("announcements", N_("Announcements"), VISIT, in_menu=False),
    Place("tariff", N_("What the museum charges"), VISIT, in_menu=False),
    Place("cart", N_("Cart"), BUY, in_menu=False),
    Place("orders", N_("My orders"), BUY, Permission.ORDER_READ),
    Place("approvals", N_("Releases"), BUY, Permission.ORDER_READ, in_menu=False),
    Place("protocols", N_("Purchasing protocols"), BUY, Permission.PROTOCOL_READ, in_menu=False),
    Place(
        "quotations", N_("Quotations"), BUY, Permission.QUOTATION_READ, out_of_menu_of=Permission.QUOTATION_SUPERVISE
    ),
    Place("suppliers", N_("Registration"), SUPPLY, Permission.SUPPLIER_REGISTER),
    Place("listings", N_("My exhibits"), SUPPLY, Permission.LISTING_EDIT),
    Place("sales", N_("Sales"), SUPPLY, Permission.SALE_HANDLE),
    Place("payouts", N_("Payouts"), SUPPLY, Permission.SALE_HANDLE),
    Place("service_orders", N_("Services"), SUPPLY, Permission.SERVICE_READ, out_of_menu_of=Permission.SERVICE_ORDER),
    Place("review", N_("Review desk"), GOVERN, Permission.SUPPLIER_REVIEW),
    Place("dashboard", N_("Dashboard"), GOVERN, Permission.DASHBOARD_READ),
    Place("disputes", N_("Disputes"), GOVERN, Permission.DISPUTE_DECIDE, in_menu=False),
    Place("settlement", N_("Settlement"), GOVERN, Permission.PAYOUT_OVERSEE),
    Place("audit", N_("Audit log"), GOVERN, Permission.AUDIT_READ),
    Place("inbox", N_("Inbox"), HOUSE, Permission.ACCOUNT_USE, in_menu=False),
    Place("account", N_("Account"), HOUSE, in_menu=False),
    Place("about", N_("About"), HOUSE),
)
BY_STEM = {place.stem: place for place in PLACES}
BY_PATH = {place.path: place for place in PLACES}
