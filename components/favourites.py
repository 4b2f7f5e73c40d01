"""Favourites: the button on an exhibit, the row of lists, what a list holds, and the page for whoever has its link."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import feedback, formats, html
from components.comparison_wall import way_in as way_to_compare
from components.i18n import either, t, tn
from services.favourites import Item, ListView, Shared, Summary, Wish
from services.products import Exhibit

__all__ = [
    "described", "empty", "explained", "heading", "keep_button", "no_list", "plain_title", "row_of_lists",
    "shared_wall", "title_of",
]  # fmt: skip

ROW = Markup(
    '<div class="favourite"><a class="plate" href="{href}" target="_self" tabindex="-1" aria-hidden="true">'
    '<img src="/drawings/{kind}.{code}.svg" alt="" width="800" height="600" loading="lazy"></a><div>'
    '<a class="cart-name" href="{href}" target="_self">{name}</a><p class="soft">{maker}</p>'
    '<p>{price} <span class="soft">/ {unit}</span></p>{note}</div>{sum}</div>'
)
GONE = Markup(
    '<div class="favourite gone"><span class="plate"><img src="/drawings/{kind}.{code}.svg" alt="" width="800" '
    'height="600" loading="lazy"></span><div><b>{name}</b><p class="cart-problem bad">{words}</p>{note}</div></div>'
)
LIST = Markup('<li><a class="{css}" href="{href}" target="_self"{current}><span><b>{title}</b>{project}</span>'
              '<span class="room-count">{count}</span></a></li>')  # fmt: skip
HOLLOW = Markup('<div class="nothing"><p class="nothing-words">{}</p><p>{}</p><p class="nothing-ways">{}</p></div>')
SOFT = Markup('<span class="soft">{}</span>')
SUM = Markup('<p class="cart-sum"><b class="price">{}</b><span class="soft">{}</span></p>')
PROBLEM = Markup('<p class="cart-problem {}">{}</p>')


def title_of(one: Summary) -> str:
    """The list that has no title is where everything is kept at first."""
    return one.title or t("Favourites")


def plain_title(seen: Shared | None) -> str:
    """For a heading: what somebody typed stands in it as it was typed, never as markup."""
    return feedback.plain(seen.title) if seen and seen.title else t("Favourites")


# On an exhibit


def keep_button(exhibit: Exhibit, held: Sequence[tuple[Summary, bool]] | None) -> Wish | None:
    """The heart with the ways to other lists and to comparing; what was asked for, if anything.

    `held` is every list with whether it holds the exhibit, None for who cannot keep any."""
    if not exhibit.on_show:
        return None
    wish = None if held is None else asked_of(exhibit, held)
    links = [way_to_compare(exhibit.card)]
    links.insert(
        0, html.link(t("To my lists"), html.address("/favourites")) if held is not None else way_to_keep(exhibit)
    )
    html.show(Markup('<p class="keep-ways">{}</p>').format(html.join(links, " · ")))
    return wish


def way_to_keep(exhibit: Exhibit) -> Markup:
    back = html.address("/product", {"code": exhibit.card.code})
    return html.link(t("Sign in to keep it in a list"), html.address("/account", {"next": back}))


def asked_of(exhibit: Exhibit, held: Sequence[tuple[Summary, bool]]) -> Wish | None:
    """The button is named by what it finds: a second quick click finds it gone."""
    inside = any(holds for one, holds in held if not one.title)
    others = {str(one.id): one for one, holds in held if one.title}
    within = [str(one.id) for one, holds in held if holds and one.title]
    with st.container(horizontal=True, key="keep-buttons"):
        icon = ":material/heart_check:" if inside else ":material/heart_plus:"
        if st.button(t("Kept") if inside else t("Keep"), icon=icon, key=f"keep_{exhibit.card.code}_{inside}"):
            return Wish(None, keep=not inside)
        if not others:
            return None
        chosen = st.menu_button(
            tn("In {count} list", "In {count} lists", len(within)) if within else t("Into a list"),
            list(others),
            format_func=lambda key: ("✓ " if key in within else "") + feedback.plain(others[key].title),
            key=f"keep_in_{exhibit.card.code}_{'_'.join(key[-4:] for key in within)}",
        )
    return Wish(others[chosen].id, keep=chosen not in within) if chosen else None


# One's own lists


def row_of_lists(known: Sequence[Summary], here: Summary | None) -> Markup:
    if here is None:
        return html.NOTHING
    return Markup('<nav class="list-row" aria-label="{}"><ul>{}</ul></nav>').format(
        t("My lists"), html.join(list_link(one, here=one.id == here.id) for one in known)
    )


def list_link(one: Summary, *, here: bool) -> Markup:
    project = either(one.project_zh, one.project_en)
    return LIST.format(
        css="here" if here else "",
        href=html.address("/favourites", {"list": str(one.id)}),
        current=Markup(' aria-current="true"') if here else html.NOTHING,
        title=title_of(one),
        project=SOFT.format(project) if project else html.NOTHING,
        count=formats.number(one.entries),
    )


def heading(seen: ListView) -> Markup:
    one = seen.summary
    project = either(one.project_zh, one.project_en)
    lines = [t("Shopping list for the project {project}").format(project=project)] if project else []
    lines.append(counted(seen.items, seen.total_fen))
    shared = Markup(' <span class="tag info">{}</span>').format(t("shared by link")) if seen.token else html.NOTHING
    return Markup('<div class="list-head"><h2>{}</h2>{}<p class="soft">{}</p></div>').format(
        title_of(one), shared, " · ".join(lines)
    )


def counted(items: Sequence[Item], total_fen: int) -> str:
    count = tn("{count} exhibit", "{count} exhibits", len(items))
    return f"{count} · {t('together {sum} at the prices of now', sum=formats.money(total_fen))}" if items else count


def described(item: Item, *, own: bool = True) -> Markup:
    """An entry; on the shared page, `own` False, with what is wanted and noted as words."""
    note = html.NOTHING if own else told(item)
    if not item.on_show:
        name = either(item.name_zh, item.name_en) or item.code
        return GONE.format(kind=item.kind, code=item.code, name=name, words=t("No longer on show."), note=note)
    return ROW.format(
        href=html.address("/product", {"code": item.code}),
        kind=item.kind,
        code=item.code,
        name=either(item.name_zh, item.name_en),
        maker=either(item.supplier_zh, item.supplier_en),
        price=formats.money(item.price_fen),
        unit=formats.unit(item.unit),
        note=note + (short(item) if own else html.NOTHING),
        sum=html.NOTHING if own else SUM.format(formats.money(item.total_fen), wanted(item)),
    )


def wanted(item: Item) -> str:
    return formats.quantity(item.quantity_milli, item.unit)


def short(item: Item) -> Markup:
    left = formats.quantity(item.available_milli, item.unit)
    return PROBLEM.format("warn", t("Only {left} in stock.", left=left)) if item.short else html.NOTHING


def told(item: Item) -> Markup:
    return Markup('<p class="list-note">{}</p>').format(item.note) if item.note else html.NOTHING


def empty() -> Markup:
    return HOLLOW.format(
        t("Nothing is kept here yet."),
        t("Open an exhibit and press “Keep”: it hangs here with its price of the day, your note and your quantity."),
        html.link(t("To the halls"), html.address("/halls")),
    )  # fmt: skip


def no_list() -> Markup:
    return HOLLOW.format(
        t("There is no such list."),
        t("It may have been deleted, its link may have been taken back, or the address is mistyped."),
        html.link(t("To the halls"), html.address("/halls")),
    )  # fmt: skip


# For everybody else


def explained() -> Markup:
    """For a guest: what lists are for, and the way in."""
    way = {"next": html.address("/favourites")}
    return Markup(
        '<div class="empty-room"><a class="plate wide" href="{halls}" target="_self" tabindex="-1" aria-hidden="true">'
        '<img src="/drawings/foyer.svg" alt=""></a><h2>{title}</h2><p>{said}</p><p class="doors">{ins}{up}</p></div>'
    ).format(
        halls=html.address("/halls"),
        title=t("Keep what you have found"),
        said=t(
            "Who is signed in keeps exhibits in lists: one for every project, with notes and quantities. A list is "
            "shared by a link, and goes into the cart as a whole."
        ),
        ins=html.link(t("Sign in"), html.address("/account", way), css="press"),
        up=html.link(t("Sign up"), html.address("/account", way | {"form": "sign-up"}), css="press quiet"),
    )


def shared_wall(seen: Shared) -> Markup:
    who = either(seen.organisation_zh, seen.organisation_en)
    by = t("A list of {organisation}").format(organisation=who) if who else t("A list somebody shares with you")
    rows = html.join(described(item, own=False) for item in seen.items)
    return Markup('<p class="soft">{}</p><div class="shared-list">{}</div>').format(
        f"{by} · {counted(seen.items, seen.total_fen)}", rows
    )
