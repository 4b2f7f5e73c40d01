"""How 54 suppliers came and hung 83 exhibits: registered, approved, drafted, published, each on its day."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from db.engine import transaction
from db.products import Certificate, by_code
from db.suppliers import SupplierKind
from seed import papers
from seed.diary import Diary
from seed.people import Cast, enter_seller
from seed.reading import Line, day, moment, number, table
from services import audit, listings, money, stock, suppliers
from services.audit import Event
from services.listings import Answer, CertificateForm, ListingForm, Proof, Scheme
from services.words import found_by

PREPARATION = timedelta(days=7)


def note_suppliers(diary: Diary, cast: Cast) -> None:
    for line in table("suppliers"):
        approved = line["approved_on"]
        diary.note(moment(f"{approved}T09:10") - PREPARATION, partial(register, cast, line))
        diary.note(moment(f"{approved}T14:30"), partial(approve, cast, house_code(line)))


def house_code(line: Line) -> str:
    """`S-001` of the collection is `S-000001` in the museum: codes follow the calendar in both."""
    return f"S-{int(line['code'][2:]):06d}"


def register(cast: Cast, line: Line) -> None:
    enter_seller(cast, line)
    visitor = cast.sellers[line["code"]]
    given = suppliers.save(visitor, profile(line)).code
    if given != house_code(line):
        raise ValueError(f"{line['code']} was given {given}")
    papers.hand_in(visitor, line)
    suppliers.submit(visitor)


def approve(cast: Cast, code: str) -> None:
    suppliers.approve(cast.official, code)


def profile(line: Line) -> suppliers.Profile:
    brand = ("brand_zh", "brand_en", "introduction_zh", "introduction_en")
    texts = (*brand, "phone", "licence_number", "trademark_number")
    return suppliers.Profile(
        kind=SupplierKind(line["kind"]),
        contact_name=line["contact_name_zh"],
        licence_valid_until=day(line["licence_valid_until"]),
        **{name: line[name] for name in texts},
    )


def note_exhibits(diary: Diary, cast: Cast) -> None:
    for line in table("products"):
        code, published = line["code"], line["published_on"]
        diary.note(moment(f"{published}T10:20") - PREPARATION, partial(draft, cast, line))
        diary.note(moment(f"{published}T09:40"), partial(hand_in, cast, line))
        diary.note(moment(f"{published}T15:10"), partial(publish, cast, code))
    note_certificates(diary, cast)


def publish(cast: Cast, code: str) -> None:
    listings.publish(cast.official, code)


def draft(cast: Cast, line: Line) -> None:
    visitor = cast.sellers[line["supplier"]]
    given = listings.draft(visitor, form(line)).code
    if given != line["code"]:
        raise ValueError(f"{line['code']} was given {given}")
    stock.set_on_hand(visitor, given, on_hand_milli=money.milli(line["stock"]), note="开馆备货")


def form(line: Line) -> ListingForm:
    texts = ("kind", "name_zh", "name_en", "specification_zh", "specification_en", "description_zh", "description_en")
    return ListingForm(
        **{name: line[name] for name in texts},
        price_fen=int(line["price_fen"]),
        unit=line["unit"],
        minimum_milli=money.milli(line["minimum"]),
        step_milli=money.milli(line["step"]),
        mass_kg=number(line["mass_kg"]),
        carbon=number(line["carbon"]),
        carbon_source=line["carbon_source"],
        origin_city=line["origin_city_zh"],
        values=answers(line["code"]),
        price_confirmed=True,
    )


def answers(code: str) -> dict[str, Answer]:
    given = [line for line in table("values") if line["product"] == code]
    return {line["indicator"]: Answer(Decimal(line["value"]), Proof(line["proof"])) for line in given}


def hand_in(cast: Cast, line: Line) -> None:
    """With the certificates that hold on that day; later ones are filed as they are issued."""
    visitor = cast.sellers[line["supplier"]]
    for certificate in table("certificates"):
        if certificate["product"] == line["code"] and certificate["valid_from"] <= line["published_on"]:
            listings.add_certificate(visitor, line["code"], certificate_form(certificate))
    listings.submit(visitor, line["code"])


def certificate_form(line: Line) -> CertificateForm:
    return CertificateForm(
        scheme=Scheme(line["scheme"]),
        number=line["number"],
        stars=int(line["stars"]) if line["stars"] else None,
        issued_by_zh=line["issued_by_zh"],
        issued_by_en=line["issued_by_en"],
        valid_from=day(line["valid_from"]),
        valid_until=day(line["valid_until"]),
    )


def note_certificates(diary: Diary, cast: Cast) -> None:
    """A certificate issued while its exhibit hangs is filed on the day it begins to hold."""
    products = {line["code"]: line for line in table("products")}
    for line in table("certificates"):
        product = products[line["product"]]
        if line["valid_from"] > product["published_on"]:
            diary.note(moment(f"{line['valid_from']}T10:50"), partial(file, cast, product["supplier"], line))


def file(cast: Cast, supplier: str, line: Line) -> None:
    """A plain row: through the service the exhibit would leave the wall for a new review, and its age with it."""
    given = certificate_form(line)
    with transaction() as db:
        product = by_code(db, line["product"])
        if product is None:
            raise LookupError(line["product"])
        db.add(Certificate(product_id=product.id, **vars(given)))
        db.flush()
        product.words = found_by(db, product)
        said = {"fields": "certificates", "number": given.number}
        audit.record(db, cast.sellers[supplier], Event.LISTING_CHANGED, product.code, **said)
