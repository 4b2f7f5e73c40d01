"""The entries of one's own list: a line each with quantity, note and menu; and what came of filling the cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import streamlit as st
from markupsafe import Markup

from components import feedback, formats, html, session
from components.favourites import described, title_of
from components.i18n import either, t
from services.favourites import Filled, Item, Summary
from services.money import quantity

__all__ = ["Edit", "filled", "line"]

REMOVE = "remove"


@dataclass(frozen=True)
class Edit:
    """What was just asked of an entry."""

    quantity: Decimal | None = None
    note: str | None = None
    to: UUID | None = None
    remove: bool = False


def line(item: Item, list_id: UUID, others: Sequence[Summary]) -> Edit | None:
    """Draw an entry; what its owner has just changed, if anything."""
    slug = f"{list_id}_{item.code}"
    with st.container(key=f"favourite-line-{slug}"):
        what, amount, note, menu = st.columns([6, 2.4, 3.6, 1], vertical_alignment="center")
        with what:
            html.show(described(item))
        with amount:
            wanted = ask_quantity(item, slug)
        with note:
            said = noted(item, slug)
        with menu:
            chosen = more(slug, others)
    if wanted is None and said is None and not chosen:
        return None
    return Edit(wanted, said, UUID(chosen) if chosen not in {"", REMOVE} else None, chosen == REMOVE)


def ask_quantity(item: Item, slug: str) -> Decimal | None:
    """The widget follows the list, so that another tab is not undone; only a fresh answer counts."""
    key = session.follows(f"wanted_{slug}", float(quantity(item.quantity_milli)))
    asked = st.number_input(
        t("Wanted, in {unit}", unit=formats.unit(item.unit)),
        min_value=float(quantity(min(item.minimum_milli, item.quantity_milli))),
        step=float(quantity(item.step_milli)),
        format=f"%.{decimals(item)}f",
        key=key,
        on_change=session.note_answer,
        args=(key,),
        disabled=not item.on_show,
    )
    return Decimal(str(asked)) if session.take_answer(key) else None


def decimals(item: Item) -> int:
    steps = (
        quantity(milli).as_tuple().exponent for milli in (item.quantity_milli, item.minimum_milli, item.step_milli)
    )
    return max(-each if isinstance(each, int) and each < 0 else 0 for each in steps)


def noted(item: Item, slug: str) -> str | None:
    """The note, if it has just been changed."""
    key = session.follows(f"note_{slug}", item.note)
    said = st.text_input(t("Note"), key=key, max_chars=500, on_change=session.note_answer, args=(key,))
    return said if session.take_answer(key) else None


def more(slug: str, others: Sequence[Summary]) -> str:
    """What was chosen from the menu of an entry: its removal, or the id of the list it shall move to."""
    said = {REMOVE: t("Remove")} | {
        str(one.id): t("Move to {list}").format(list=feedback.plain(title_of(one))) for one in others
    }
    chosen = st.menu_button(
        t("More"), list(said), format_func=said.__getitem__, key=f"more_{slug}", icon=":material/more_horiz:",
        type="tertiary",
    )  # fmt: skip
    return chosen or ""


def filled(done: object) -> None:
    """What came of putting the list into the cart, if it was; each refusal with its reason."""
    if not isinstance(done, Filled):
        return
    there, every = len(done.put) + len(done.there), len(done.put) + len(done.there) + len(done.refused)
    words = t("In your cart now: {there} of {every} exhibits.", there=there, every=every)
    reasons = [
        f"\n- **{feedback.plain(either(item.name_zh, item.name_en))}**: {feedback.sentence(why.phrase, why.values)}"
        for item, why in done.refused
    ]
    if reasons:
        st.warning(words + "\n" + "".join(reasons), icon=":material/front_hand:")
    else:
        st.success(words, icon=":material/check_circle:")
    html.show(Markup('<p class="to-cart">{}</p>').format(html.link(t("To the cart"), html.address("/cart"))))
