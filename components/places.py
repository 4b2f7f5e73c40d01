"""The plan of the house: every address for people, once, in reading order; the map and the HTML routes both read it."""

from dataclasses import dataclass

from components.formats import N_
from services.permissions import Permission as P


@dataclass(frozen=True)
class Place:
    """`stem` names the page file and the address. `needs` is asked before the page is shown; `shelf` groups the menu."""

    stem: str
    title: str
    shelf: str
    needs: P | None = None
    in_menu: bool = True

    @property
    def path(self) -> str:
        return "/" if self.stem == "home" else f"/{self.stem}"


VISIT, BUY, SUPPLY, GOVERN, HOUSE = N_("Visit"), N_("Buy"), N_("Supply"), N_("Govern"), N_("The house")

PLACES = (
    Place("home", N_("Foyer"), VISIT),
    Place("halls", N_("Halls"), VISIT),
    Place("product", N_("Exhibit"), VISIT, in_menu=False),
    Place("standards", N_("Standards"), VISIT),
    Place("projects", N_("Projects"), VISIT),
    Place("cart", N_("Cart"), BUY, in_menu=False),
    Place("orders", N_("My orders"), BUY, P.ORDER_READ),
    Place("suppliers", N_("Become a supplier"), SUPPLY, P.SUPPLIER_REGISTER),
    Place("listings", N_("My exhibits"), SUPPLY, P.LISTING_EDIT),
    Place("sales", N_("Sales"), SUPPLY, P.SALE_HANDLE),
    Place("review", N_("Review desk"), GOVERN, P.SUPPLIER_REVIEW),
    Place("dashboard", N_("Dashboard"), GOVERN, P.DASHBOARD_READ),
    Place("audit", N_("Audit log"), GOVERN, P.AUDIT_READ),
    Place("account", N_("Account"), HOUSE, in_menu=False),
    Place("about", N_("About"), HOUSE),
)
BY_STEM = {place.stem: place for place in PLACES}
BY_PATH = {place.path: place for place in PLACES}
