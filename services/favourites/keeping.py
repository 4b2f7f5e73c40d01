"""Every change of a list: made, named, shared, emptied; what one may not know of is Missing, twice is once."""

from uuid import UUID

from sqlmodel import Session

from db import cart as shelves
from db import favourites as store
from db import projects
from db.engine import transaction
from db.favourites import Favourite, FavouriteList
from db.products import Product
from db.projects import Project
from services import audit, cart, clock, sharing, texts
from services.audit import Event
from services.errors import Conflict, Missing
from services.favourites.showing import NO_LIST, Wish
from services.permissions import Permission, require
from services.visitors import Visitor

MOST_LISTS, MOST_ENTRIES = 50, 200
LONGEST_TITLE, LONGEST_NOTE = 80, 500
FIRST = ""  # the title of the list in which everything is kept at first


# Lists


def make(member: Visitor, title: str, *, project_code: str = "") -> UUID:
    """A list of this title, or the one there is already: a second click makes no second list."""
    require(member, Permission.LIST_KEEP)
    wanted = texts.required(title, field="Title", longest=LONGEST_TITLE)
    with transaction() as db:
        return opened(db, member, wanted, project_of(db, member, project_code)).id


def opened(db: Session, member: Visitor, title: str, project: Project | None = None) -> FavouriteList:
    store.hold_member(db, member.membership_id)
    there = store.titled(db, member.membership_id, title)
    if there:
        return there
    if len(store.of_member(db, member.membership_id)) >= MOST_LISTS:
        raise Conflict("At most {most} lists are kept; delete one first.", most=MOST_LISTS)
    at, of = clock.now(), project.id if project else None
    made = FavouriteList(membership_id=member.membership_id, title=title, project_id=of, created_at=at)
    db.add(made)
    db.flush()
    audit.record(db, member, Event.LIST_MADE, made.id)
    return made


def project_of(db: Session, member: Visitor, code: str) -> Project | None:
    """The project of this code, if the member's own organisation builds it; none for no code."""
    found = {one.code: one for one in projects.of_owner(db, member.organisation_id)} if code else {}
    if code and code not in found:
        raise Missing("There is no such project.")
    return found.get(code)


def own(db: Session, member: Visitor, list_id: UUID) -> FavouriteList:
    """The member's own list, held until the transaction ends."""
    found = store.locked(db, member.membership_id, list_id)
    if found is None:
        raise Missing(NO_LIST)
    return found


def rename(member: Visitor, list_id: UUID, title: str) -> None:
    """Give the list a title; the first one, once it has one, is a list like any other."""
    require(member, Permission.LIST_KEEP)
    wanted = texts.required(title, field="Title", longest=LONGEST_TITLE)
    with transaction() as db:
        store.hold_member(db, member.membership_id)
        kept, same = own(db, member, list_id), store.titled(db, member.membership_id, wanted)
        if same and same.id != kept.id:
            raise Conflict("You have a list of this title already.")
        kept.title = wanted
        audit.record(db, member, Event.LIST_CHANGED, list_id)


def assign(member: Visitor, list_id: UUID, project_code: str) -> None:
    """Say for which of the organisation's projects the list is; with no code, for none."""
    require(member, Permission.LIST_KEEP)
    with transaction() as db:
        kept, project = own(db, member, list_id), project_of(db, member, project_code)
        kept.project_id = project.id if project else None
        audit.record(db, member, Event.LIST_CHANGED, list_id, project=project_code)


def delete(member: Visitor, list_id: UUID) -> None:
    """The list with all it holds; whoever has its link finds nothing any more."""
    require(member, Permission.LIST_KEEP)
    with transaction() as db:
        kept = own(db, member, list_id)
        for entry in store.entries(db, list_id):
            db.delete(entry)
        db.flush()
        db.delete(kept)
        audit.record(db, member, Event.LIST_DELETED, list_id)


def share(member: Visitor, list_id: UUID, *, organisation: bool, notes: bool) -> str:
    """Open the list to whoever has the link, and say what they see besides the exhibits; the token of the link."""
    require(member, Permission.LIST_KEEP)
    with transaction() as db:
        kept = own(db, member, list_id)
        kept.share_salt = kept.share_salt or sharing.new_salt()
        kept.shows_organisation, kept.shows_notes = organisation, notes
        audit.record(db, member, Event.LIST_SHARED, list_id, organisation=organisation, notes=notes)
        return sharing.token(kept.id, kept.share_salt)


def unshare(member: Visitor, list_id: UUID) -> None:
    """Take the link back; sharing anew makes another one."""
    require(member, Permission.LIST_KEEP)
    with transaction() as db:
        kept = own(db, member, list_id)
        if kept.share_salt:
            kept.share_salt = None
            audit.record(db, member, Event.LIST_UNSHARED, list_id)


# Entries


def follow(member: Visitor, product_code: str, wish: Wish | None) -> bool:
    """Do what the button on an exhibit was asked for; whether it was asked for anything."""
    if wish is not None:
        act = keep if wish.keep else drop
        act(member, product_code, list_id=wish.list_id)
    return wish is not None


def keep(member: Visitor, product_code: str, *, list_id: UUID | None = None) -> None:
    """Keep an exhibit that is on show in the list, or in the first one; what it holds already stays as it is."""
    require(member, Permission.LIST_KEEP)
    with transaction() as db:
        product = shelves.exhibit(db, product_code)
        if product is None:
            raise Missing("There is no such exhibit.")
        chosen = list_id or opened(db, member, FIRST).id
        own(db, member, chosen)
        add(db, chosen, product, quantity_milli=product.minimum_milli)


def add(db: Session, list_id: UUID, product: Product, *, quantity_milli: int, note: str = "") -> None:
    if store.entry(db, list_id, product.code):
        return
    if store.count(db, list_id) >= MOST_ENTRIES:
        raise Conflict("A list holds at most {most} exhibits; begin another one.", most=MOST_ENTRIES)
    made = Favourite(list_id=list_id, product_id=product.id, quantity_milli=quantity_milli, note=note,
                     added_at=clock.now())  # fmt: skip
    store.put(db, made)


def drop(member: Visitor, product_code: str, *, list_id: UUID | None = None) -> None:
    """Take an exhibit out of the list, or out of the first one; it may be out already."""
    require(member, Permission.LIST_KEEP)
    with transaction() as db:
        first = store.titled(db, member.membership_id, FIRST)
        chosen = list_id or (first.id if first else None)
        found = store.entry(db, own(db, member, chosen).id, product_code) if chosen else None
        if found:
            db.delete(found)


def want(member: Visitor, list_id: UUID, product_code: str, *, quantity_milli: int) -> None:
    """How much of the exhibit is wanted, in thousandths of its unit, as it could be bought."""
    require(member, Permission.LIST_KEEP)
    with transaction() as db:
        found = held(db, member, list_id, product_code)
        found.quantity_milli = cart.check_quantity(db.get_one(Product, found.product_id), quantity_milli)


def note(member: Visitor, list_id: UUID, product_code: str, *, words: str) -> None:
    require(member, Permission.LIST_KEEP)
    said = texts.line(words, field="Note", longest=LONGEST_NOTE)
    with transaction() as db:
        held(db, member, list_id, product_code).note = said


def move(member: Visitor, list_id: UUID, product_code: str, *, to: UUID) -> None:
    """Into another of one's lists, with quantity and note; where that one holds the exhibit, its own stay."""
    require(member, Permission.LIST_KEEP)
    with transaction() as db:
        for each in sorted({list_id, to}):
            own(db, member, each)
        found = store.entry(db, list_id, product_code)
        if found and list_id != to:
            product = db.get_one(Product, found.product_id)
            add(db, to, product, quantity_milli=found.quantity_milli, note=found.note)
            db.delete(found)


def held(db: Session, member: Visitor, list_id: UUID, product_code: str) -> Favourite:
    found = store.entry(db, own(db, member, list_id).id, product_code)
    if found is None:
        raise Missing("The list does not hold this exhibit.")
    return found
