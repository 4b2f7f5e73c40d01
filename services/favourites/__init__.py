"""Favourites: exhibits kept in named lists, noted, shared by a link that can be taken back, and put into the cart."""

from services.favourites.filling import Filled, fill_cart
from services.favourites.keeping import (
    MOST_ENTRIES,
    MOST_LISTS,
    assign,
    delete,
    drop,
    follow,
    keep,
    make,
    move,
    note,
    rename,
    share,
    unshare,
    want,
)
from services.favourites.showing import Item, ListView, Shared, Summary, Wish, find_shared, holding, lists, shared, view

__all__ = [
    "MOST_ENTRIES",
    "MOST_LISTS",
    "Filled",
    "Item",
    "ListView",
    "Shared",
    "Summary",
    "Wish",
    "assign",
    "delete",
    "drop",
    "fill_cart",
    "find_shared",
    "follow",
    "holding",
    "keep",
    "lists",
    "make",
    "move",
    "note",
    "rename",
    "share",
    "shared",
    "unshare",
    "view",
    "want",
]
