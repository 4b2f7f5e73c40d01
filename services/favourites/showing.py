"""What a list shows: to its owner everything, to whoever has its link only what the owner shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from db import favourites as store
from db.engine import reading
from db.favourites import Counted, Kept
from db.products import is_on_show
from services import money, sharing, stock
from services.errors import Missing
from services.permissions import Permission, allows, require
from services.visitors import Visitor

NO_LIST = "There is no such list."


@dataclass(frozen=True)
class Summary:
    """A list in the row of lists. The one without a title is where everything is kept at first."""

    id: UUID
    title: str
    entries: int
    is_shared: bool
    project_code: str = ""
    project_zh: str = ""
    project_en: str = ""

    @classmethod
    def of(cls, counted: Counted) -> "Summary":
        kept, project = counted.list, counted.project
        named = (project.code, project.name_zh, project.name_en) if project else ()
        return cls(kept.id, kept.title, counted.entries, kept.share_salt is not None, *named)


@dataclass(frozen=True)
class Item:
    """One exhibit in a list at the price of now; `on_show` is False for what can no longer be seen or bought."""

    code: str
    name_zh: str
    name_en: str
    supplier_zh: str
    supplier_en: str
    kind: str
    unit: str
    price_fen: int
    quantity_milli: int
    minimum_milli: int
    step_milli: int
    available_milli: int
    note: str
    on_show: bool

    @property
    def total_fen(self) -> int:
        return money.line_total(self.quantity_milli, self.price_fen)

    @property
    def short(self) -> bool:
        """Whether less is in stock than is wanted."""
        return self.on_show and self.available_milli < self.quantity_milli


def together(items: Sequence[Item]) -> int:
    """What a list comes to at the prices of now, in fen, without what is no longer on show."""
    return sum(one.total_fen for one in items if one.on_show)


@dataclass(frozen=True)
class ListView:
    """A list as its owner sees it; `token` opens the shared page, None while the list is not shared."""

    summary: Summary
    items: Sequence[Item]
    token: str | None
    shows_organisation: bool
    shows_notes: bool

    @property
    def total_fen(self) -> int:
        return together(self.items)


@dataclass(frozen=True)
class Shared:
    """A list as anybody with its link sees it; the names of the organisation are empty unless its owner shows them."""

    title: str
    organisation_zh: str
    organisation_en: str
    items: Sequence[Item]

    @property
    def total_fen(self) -> int:
        return together(self.items)


@dataclass(frozen=True)
class Wish:
    """What the visitor asks of the button on an exhibit: into which list (None: the first one), or out of it."""

    list_id: UUID | None
    keep: bool


def lists(member: Visitor) -> Sequence[Summary]:
    require(member, Permission.LIST_KEEP)
    with reading() as db:
        return [Summary.of(one) for one in store.of_member(db, member.membership_id)]


def holding(visitor: Visitor, product_code: str) -> Sequence[tuple[Summary, bool]] | None:
    """The visitor's lists, each with whether it holds the exhibit; None for who keeps no lists."""
    if not allows(visitor, Permission.LIST_KEEP):
        return None
    with reading() as db:
        inside = store.holding(db, visitor.membership_id, product_code)
        return [(Summary.of(one), one.list.id in inside) for one in store.of_member(db, visitor.membership_id)]


def view(member: Visitor, list_id: UUID) -> ListView:
    """One's own list; to others there is no such list."""
    require(member, Permission.LIST_KEEP)
    with reading() as db:
        found = [one for one in store.of_member(db, member.membership_id) if one.list.id == list_id]
        if not found:
            raise Missing(NO_LIST)
        items = [item(one) for one in store.kept(db, list_id)]
    kept = found[0].list
    token = sharing.token(kept.id, kept.share_salt) if kept.share_salt else None
    return ListView(Summary.of(found[0]), items, token, kept.shows_organisation, kept.shows_notes)


def item(kept: Kept) -> Item:
    entry, product = kept.entry, kept.product
    copied = ("code", "name_zh", "name_en", "kind", "unit", "price_fen", "minimum_milli", "step_milli")
    return Item(
        **{name: getattr(product, name) for name in copied},
        supplier_zh=kept.organisation.name_zh,
        supplier_en=kept.organisation.name_en,
        quantity_milli=entry.quantity_milli,
        available_milli=stock.free(kept.stock),
        note=entry.note,
        on_show=is_on_show(product, kept.supplier),
    )


def shared(token: str) -> Shared:
    """The list behind a link; Missing once the link was taken back, and for any other text."""
    found = find_shared(token)
    if found is None:
        raise Missing(NO_LIST)
    return found


def find_shared(token: str) -> Shared | None:
    """As `shared`, with None for what there is not."""
    asked = sharing.subject(token)
    with reading() as db:
        found = store.shared(db, asked) if asked else None
        if found is None or not sharing.fits(token, found[0].id, found[0].share_salt or ""):
            return None
        kept, owner = found
        items = [published(item(one), notes=kept.shows_notes) for one in store.kept(db, kept.id)]
    named = (owner.name_zh, owner.name_en) if kept.shows_organisation else ("", "")
    return Shared(kept.title, *named, items)


def published(one: Item, *, notes: bool) -> Item:
    """What a stranger may read of an entry: a note only where shown, and of what hangs no more only its number."""
    said = one if notes else replace(one, note="")
    return said if one.on_show else replace(said, name_zh="", name_en="", supplier_zh="", supplier_en="")
