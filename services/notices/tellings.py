"""Who is told of what, and in which words: one table. What does not stand in it is not told."""

from services.notices.telling import About, Circle, Group, Telling, about
from services.notices.tellings_of_approvals import APPROVALS
from services.notices.tellings_of_disputes import DISPUTES
from services.notices.tellings_of_invoices import INVOICES
from services.notices.tellings_of_money import MONEY
from services.notices.tellings_of_orders import ORDERS
from services.notices.tellings_of_quotations import QUOTATIONS
from services.notices.tellings_of_services import SERVICES
from services.notices.tellings_of_supply import SUPPLY

__all__ = ["BY_EVENT", "BY_NAME", "TELLINGS", "About", "Circle", "Group", "Telling", "about"]

TELLINGS = (*ORDERS, *DISPUTES, *MONEY, *INVOICES, *APPROVALS, *QUOTATIONS, *SERVICES, *SUPPLY)
BY_NAME = {telling.name: telling for telling in TELLINGS}
BY_EVENT: dict[str, list[Telling]] = {
    event: [one for one in TELLINGS if one.event == event] for event in {one.event for one in TELLINGS}
}
