"""Who lives in the demonstration: six people anybody may be, and the contacts of 26 buyers and 54 suppliers, who have
no password."""

from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from db.accounts import Department, Membership, Organisation, OrganisationKind, Person, Role
from db.engine import transaction
from seed.reading import Line, table
from services import audit, clock, passwords
from services.audit import Event
from services.visitors import GUEST, Visitor

PASSWORD = "museum-demo-2026"  # noqa: S105  said on the sign-in page; good in demonstration mode only

HOUSES = ("demo.example", "collection.example")  # where the invented people get their letters


@dataclass
class Cast:
    """Everybody who acts in the diary, by the code of the organisation in the collection."""

    buyers: dict[str, Visitor] = field(default_factory=dict)
    sellers: dict[str, Visitor] = field(default_factory=dict)
    demonstration: dict[str, Visitor] = field(default_factory=dict)
    organisations: dict[UUID, Organisation] = field(default_factory=dict)

    @property
    def official(self) -> Visitor:
        return self.demonstration["official"]


@dataclass(frozen=True)
class Part:
    """One of the six: who may be walked in as with one press. The code of the school belongs to nobody."""

    key: str
    name: str
    role: Role
    kind: OrganisationKind
    name_zh: str
    name_en: str
    credit_code: str | None = None
    district: str = ""
    department: Department | None = None


AUTHORITY = OrganisationKind.AUTHORITY
PARTS = (
    Part(
        "buyer", "采购人 · Buyer", Role.BUYER, OrganisationKind.SCHOOL, "湖州苕霅实验学校（演示）",
        "Huzhou Tiaozha Experimental School (demonstration)", credit_code="12330502MADEM0268L", district="吴兴区",
    ),
    Part(
        "official", "财政主管 · Finance official", Role.OFFICIAL, AUTHORITY, "湖州财政采购监管处（演示）",
        "Huzhou finance, procurement supervision (demonstration)", department=Department.FINANCE,
    ),
    Part(
        "housing", "住建主管 · Housing official", Role.OFFICIAL, AUTHORITY, "吴兴区住建建材处（演示）",
        "Wuxing housing and construction, materials desk (demonstration)", district="吴兴区",
        department=Department.HOUSING,
    ),
    Part(
        "expert", "评审专家 · Expert", Role.EXPERT, AUTHORITY, "绿色建材专家库（演示）",
        "Library of green building material experts (demonstration)",
    ),
    Part(
        "admin", "系统管理员 · Administrator", Role.ADMINISTRATOR, AUTHORITY, "绿色建材馆运行中心（演示）",
        "Museum operations centre (demonstration)",
    ),
)  # fmt: skip
SUPPLIER_OF_THE_DEMONSTRATION = "S-002"  # a brand manufacturer of flooring with two exhibits


def open_the_house(cast: Cast) -> None:
    """The demonstration accounts except the supplier's, whose company does not exist yet; then the buyers."""
    for part in PARTS:
        cast.demonstration[part.key] = enter_part(cast, part)
    for line in table("buyers"):
        cast.buyers[line["code"]] = enter_buyer(cast, line)


def enter_part(cast: Cast, part: Part) -> Visitor:
    organisation = Organisation(
        name_zh=part.name_zh,
        name_en=part.name_en,
        credit_code=part.credit_code,
        kind=part.kind,
        city="湖州",
        district=part.district,
        address=f"湖州{part.district}苕霅路 1 号（示例）",
        created_at=clock.now(),
    )
    person = demonstrator(part.key, part.name)
    membership = joined(person, organisation, part.role)
    if part.department:
        membership.department, membership.area_city = part.department, organisation.city
        membership.area_district = part.district or None
    return enter(cast, person, organisation, membership)


def demonstrator(key: str, name: str) -> Person:
    email = f"{key}@{HOUSES[0]}"
    return Person(
        email=email,
        name=name,
        password_hash=passwords.hashed(PASSWORD, salt=sha256(email.encode()).digest()[:16]),
        demonstration=True,
        created_at=clock.now(),
    )


def enter_buyer(cast: Cast, line: Line) -> Visitor:
    organisation = organisation_of(line, OrganisationKind(line["kind"]), line["address_zh"])
    person = contact(line["code"], line["contact_zh"])
    return enter(cast, person, organisation, joined(person, organisation, Role.BUYER))


def enter_seller(cast: Cast, line: Line) -> None:
    """The supplier's organisation and contact; one company takes in the demonstration's supplier as well."""
    place = line["city_zh"] + line["district_zh"]
    organisation = organisation_of(line, OrganisationKind.ENTERPRISE, f"{place}{line['brand_zh']}路 1 号（示例）")
    person = contact(line["code"], line["contact_name_zh"])
    cast.sellers[line["code"]] = enter(cast, person, organisation, joined(person, organisation, Role.SUPPLIER))
    if line["code"] == SUPPLIER_OF_THE_DEMONSTRATION:
        guide = demonstrator("supplier", "供应商 · Supplier")
        membership = joined(guide, organisation, Role.SUPPLIER)
        cast.demonstration["supplier"] = enter(cast, guide, organisation, membership)


def organisation_of(line: Line, kind: OrganisationKind, address: str) -> Organisation:
    return Organisation(
        name_zh=line["name_zh"],
        name_en=line["name_en"],
        credit_code=line["uscc"],
        kind=kind,
        city=line["city_zh"],
        district=line["district_zh"],
        address=address,
        created_at=clock.now(),
    )


def contact(code: str, name: str) -> Person:
    """Without a password nobody can sign in as them."""
    return Person(email=f"{code.lower()}@{HOUSES[1]}", name=name, created_at=clock.now())


def joined(person: Person, organisation: Organisation, role: Role) -> Membership:
    return Membership(
        person_id=person.id,
        organisation_id=organisation.id,
        role=role,
        approver=role is Role.BUYER,
        created_at=clock.now(),
    )


def enter(cast: Cast, person: Person, organisation: Organisation, membership: Membership) -> Visitor:
    """What signing up leaves behind; returns the visitor that person is from now on."""
    said = {"role": membership.role, "organisation": organisation.credit_code}
    with transaction() as db:
        db.add_all([person, organisation])
        db.flush()
        db.add(membership)
        audit.record(db, GUEST, Event.ACCOUNT_SIGNED_UP, person.id, **said)
    cast.organisations[organisation.id] = organisation
    return Visitor.of(person, organisation, membership)
