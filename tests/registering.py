"""Suppliers that register: what they say of themselves, their papers, the handing-in."""

from datetime import date

from db.suppliers import PaperKind, SupplierKind
from services import suppliers
from services.suppliers import Profile
from tests.handed_in import a_pdf

NEXT_YEAR = date(2027, 6, 1)
MAKER = Profile(
    kind=SupplierKind.BRAND_MANUFACTURER,
    brand_zh="苕砼",
    introduction_zh="在苕溪边经营三座搅拌站。",
    contact_name="砼小满",
    phone="0572-5550101",
    licence_number="330502-968269",
    licence_valid_until=NEXT_YEAR,
    trademark_number="90246833",
)
SELLER = Profile(
    kind=SupplierKind.DISTRIBUTOR,
    introduction_zh="经销瓷砖。",
    contact_name="柳知秋",
    phone="+86 572 5550118",
    licence_number="330503-372424",
    licence_valid_until=suppliers.LONG_TERM,
)
PAPERS = {kind: a_pdf(size=(500 + number, 842)) for number, kind in enumerate(PaperKind)}


def hand_in(visitor, *kinds):
    for kind in kinds:
        suppliers.add_paper(visitor, kind, name=f"{kind}.pdf", data=PAPERS[kind])


def registered(visitor, profile=SELLER):
    suppliers.save(visitor, profile)
    hand_in(visitor, *suppliers.papers_of(profile.kind))
    suppliers.submit(visitor)
    return suppliers.mine(visitor).supplier.code
