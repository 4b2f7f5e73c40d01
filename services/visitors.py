"""Who is in the room: a guest, or a person acting for an organisation in one role."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from db.accounts import Department, Membership, Organisation, Person, Role
from services.distances import CITIES

__all__ = ["GUEST", "Department", "Role", "Visitor"]

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Visitor:
    """Read anew from the database on every run. `visit` is the hash of the browser's visit cookie: the guest's cart."""

    role: Role = Role.GUEST
    person_id: UUID = NOBODY
    membership_id: UUID = NOBODY
    organisation_id: UUID = NOBODY
    name: str = ""
    email: str = ""
    organisation_zh: str = ""
    organisation_en: str = ""
    organisation_city: str = ""
    approver: bool = False
    department: Department | None = None
    area_city: str | None = None
    area_district: str | None = None
    language: str | None = None
    visit: str = ""

    @classmethod
    def of(cls, person: Person, organisation: Organisation, membership: Membership, *, visit: str = "") -> Self:
        """The person as they are in this membership."""
        return cls(
            role=membership.role,
            person_id=person.id,
            membership_id=membership.id,
            organisation_id=organisation.id,
            name=person.name,
            email=person.email,
            organisation_zh=organisation.name_zh,
            organisation_en=organisation.name_en,
            organisation_city=organisation.city,
            approver=membership.approver,
            department=membership.department,
            area_city=membership.area_city,
            area_district=membership.area_district,
            language=person.language,
            visit=visit,
        )

    @property
    def signed_in(self) -> bool:
        return self.role is not Role.GUEST

    def oversees(self, city: str, district: str) -> bool:
        """Whether a place lies in this official's area: one without a city has the whole country, one without a
        district the whole city."""
        return self.area_city in {None, "", city} and self.area_district in {None, "", district}

    @property
    def site(self) -> str:
        """The city a buyer builds in as long as they name no other: their organisation's own, where it is known how far
        it lies from others."""
        return self.organisation_city if self.role is Role.BUYER and self.organisation_city in CITIES else ""

    @property
    def signature(self) -> str:
        """How the audit log and time lines name this visitor: role and organisation, no personal data."""
        return f"{self.role} · {self.organisation_zh}" if self.organisation_zh else str(self.role)


GUEST = Visitor()
