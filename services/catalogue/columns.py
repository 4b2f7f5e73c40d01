"""The exhibits on show as columns of numbers: the place in each is the number in an exhibit's code."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from db.catalogue import NO_CARBON
from db.products import Scheme
from services.catalogue.cells import Cells
from services.catalogue.judging import NOTHING, Requirement, Values, judged

__all__ = ["SCHEMES", "Columns", "Dictionary", "Mask", "Numbers"]

Array = npt.NDArray[Any]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
SCHEMES = tuple(Scheme)
EPOCH = date(1970, 1, 1).toordinal()
ROOM = 1024  # places made beyond those in use
KINDS: dict[str, Any] = {
    "listed": np.bool_, "kind": np.int16, "supplier": np.int32, "unit": np.int16, "city": np.int16, "price": np.int64,
    "minimum": np.int64, "available": np.int64, "carbon": np.int64, "published": np.int64, "met": np.int8,
    "proved": np.bool_, "verified": np.bool_, "schemes": np.uint8, "stars": np.int8, "on_show": np.bool_,
    "cell": np.int32,
}  # fmt: skip
WORDS = ("kind", "unit", "city")
PAPERS = {"number": np.int32, "scheme": np.int8, "stars": np.int8, "since": np.int32, "until": np.int32}


class Dictionary:
    """Words by a small number each, in the order in which they were first seen."""

    def __init__(self, words: Sequence[str] = ()) -> None:
        self.words = list(words)
        self.numbers = {word: number for number, word in enumerate(self.words)}

    def number(self, word: str) -> int:
        if word not in self.numbers:
            self.numbers[word] = len(self.words)
            self.words.append(word)
        return self.numbers[word]

    def spelled(self, words: "pd.Series[Any]") -> Array:
        known = words.astype("category")
        numbers = np.array([self.number(str(word)) for word in known.cat.categories] or [0], np.int16)
        return numbers[known.cat.codes.to_numpy()]


class Columns:
    """`kind`, `unit` and `city` hold numbers of their dictionaries; `price` is in fen, `minimum` and `available` in
    thousandths, `carbon` in millionths of kgCO2e a unit, `published` in microseconds since 1970."""

    listed: Mask
    kind: npt.NDArray[np.int16]
    supplier: npt.NDArray[np.int32]
    unit: npt.NDArray[np.int16]
    city: npt.NDArray[np.int16]
    price: Numbers
    minimum: Numbers
    available: Numbers
    carbon: Numbers
    published: Numbers
    met: npt.NDArray[np.int8]
    proved: Mask
    verified: Mask
    schemes: npt.NDArray[np.uint8]
    stars: npt.NDArray[np.int8]
    on_show: Mask
    cell: npt.NDArray[np.int32]

    def __init__(self, requirements: Sequence[Requirement], kinds: Sequence[str]) -> None:
        self.requirements = {one.key: one for one in requirements}
        self.names = {name: Dictionary(kinds if name == "kind" else ()) for name in WORDS}
        self.values: dict[str, Values] = {}
        self.papers = {name: np.zeros(0, kind) for name, kind in PAPERS.items()}
        self.suppliers: dict[str, Array] = {}
        self.cells = Cells()
        self.standing: npt.NDArray[np.int64] | None = None
        for name, kind in KINDS.items():
            setattr(self, name, np.zeros(ROOM, kind))

    def make_room(self, number: int) -> None:
        """Have a place for exhibit `number`."""
        if number >= len(self.listed):
            more = number + ROOM + number // 8 - len(self.listed)
            for name, kind in KINDS.items():
                setattr(self, name, np.concatenate([getattr(self, name), np.zeros(more, kind)]))

    # Taking in what was read

    def take_products(self, frame: pd.DataFrame) -> Numbers:
        """Hang the exhibits of the frame; returns their numbers."""
        if frame.empty:
            return np.zeros(0, np.int64)
        numbers = frame["number"].to_numpy(np.int64)
        self.make_room(int(numbers.max()))
        for name in frame.columns.drop("number"):
            read = self.names[name].spelled(frame[name]) if name in WORDS else frame[name].to_numpy()
            getattr(self, name)[numbers] = read
        self.listed[numbers] = True
        return numbers

    def take_suppliers(self, frame: pd.DataFrame) -> None:
        """Columns by the number in a supplier's code."""
        size = int(frame["number"].max()) + 1 if len(frame) else 1
        self.suppliers = {"approved": np.zeros(size, np.bool_), "direct": np.zeros(size, np.bool_)}
        numbers = frame["number"].to_numpy(np.int64)
        self.suppliers["approved"][numbers] = frame["approved"].to_numpy(np.int64) == 1
        self.suppliers["direct"][numbers] = (frame["kind"] == "brand_manufacturer").to_numpy()

    def take_stock(self, frame: pd.DataFrame) -> Numbers:
        """What can be bought of the exhibits of the frame; returns the numbers of those that hang."""
        numbers = frame["number"].to_numpy(np.int64)
        known = numbers < len(self.listed)
        self.available[numbers[known]] = frame["available"].to_numpy(np.int64)[known]
        return numbers[known]

    def take_papers(self, frame: pd.DataFrame, today: date) -> None:
        if not frame.empty:
            scheme = frame["scheme"].map(SCHEMES.index).to_numpy()
            for name, kind in PAPERS.items():
                read = (scheme if name == "scheme" else frame[name].to_numpy()).astype(kind)
                self.papers[name] = np.concatenate([self.papers[name], read])
        self.look_at_papers(today)

    def look_at_papers(self, today: date) -> None:
        """Which certificates count today, as bits, and the most stars they give."""
        day, papers = today.toordinal() - EPOCH, self.papers
        valid = (papers["since"] <= day) & (day <= papers["until"])
        self.schemes[:], self.stars[:] = 0, 0
        for bit in range(len(SCHEMES)):
            self.schemes[papers["number"][valid & (papers["scheme"] == bit)]] |= np.uint8(1 << bit)
        np.maximum.at(self.stars, papers["number"][valid], papers["stars"][valid])

    def take_values(self, frame: pd.DataFrame) -> None:
        if frame.empty:
            return
        known = frame["indicator"].astype("category")
        codes = known.cat.codes.to_numpy()
        order = np.lexsort((frame["number"].to_numpy(), codes))
        ends = np.searchsorted(codes[order], np.arange(len(known.cat.categories) + 1))
        for at, key in enumerate(known.cat.categories):
            rows = order[ends[at] : ends[at + 1]]
            columns = [frame[name].to_numpy()[rows] for name in ("number", "value", "proved")]
            self.values[str(key)] = self.values.get(str(key), NOTHING).with_more(*columns)

    def judge(self, numbers: Numbers) -> None:
        """How the exhibits stand to what is asked of their kind, and what stands behind it."""
        kinds = {self.names["kind"].words[at] for at in np.unique(self.kind[numbers])}
        asked = [one for one in self.requirements.values() if one.kind in kinds]
        found = judged(asked, self.values, self.kind_numbers(asked), self.kind)
        for column, said in zip((self.met, self.proved, self.verified), found, strict=True):
            column[numbers] = said[numbers]

    def kind_numbers(self, asked: Sequence[Requirement]) -> dict[str, int]:
        return {one.kind: self.names["kind"].number(one.kind) for one in asked}

    def said(self, key: str, numbers: Numbers) -> tuple[Numbers, Mask]:
        """What these exhibits, in order, say for an indicator, in millionths, and whether they say anything."""
        told = self.values.get(key, NOTHING)
        if not len(told.numbers):
            return np.zeros(len(numbers), np.int64), np.zeros(len(numbers), np.bool_)
        at = np.minimum(np.searchsorted(told.numbers, numbers), len(told.numbers) - 1)
        known = told.numbers[at] == numbers
        return np.where(known, told.figures[at], 0), known

    # Cells

    def settle(self, numbers: Numbers | None = None) -> None:
        """Put exhibits, or all of them, into their cells: after anything that is counted has changed."""
        some = np.arange(len(self.listed)) if numbers is None else numbers[numbers < len(self.listed)]
        self.on_show[some] = self.listed[some] & self.suppliers["approved"][self.supplier[some]]
        plain = ("kind", "city", "schemes", "stars", "met", "proved", "verified")
        made = {name: getattr(self, name)[some] for name in plain} | {
            "direct": self.suppliers["direct"][self.supplier[some]],
            "in_stock": self.available[some] >= self.minimum[some],
            "declared": self.carbon[some] != NO_CARBON,
        }
        self.cell[some] = self.cells.of(made)
        self.standing = None

    def in_cells(self, rows: Mask) -> npt.NDArray[np.int64]:
        """How many of these exhibits stand in each cell."""
        if rows is not self.on_show:
            return np.bincount(self.cell[rows], minlength=len(self.cells))
        if self.standing is None:
            self.standing = np.bincount(self.cell[rows], minlength=len(self.cells))
        return self.standing

    # Letting go

    def take_down(self, numbers: Sequence[int]) -> None:
        """Forget these exhibits; whatever of them is still on show is taken in again."""
        gone = np.array([number for number in numbers if number < len(self.listed)], np.int64)
        self.listed[gone] = False
        keep = ~np.isin(self.papers["number"], gone)
        if not keep.all():
            self.papers = {name: column[keep] for name, column in self.papers.items()}
        self.values = {key: known.without(gone) for key, known in self.values.items()}

    def of_kind(self, column: str, pick: Callable[[str], Any]) -> Array:
        """For every word of a dictionary what `pick` says of it, by its number."""
        return np.array([pick(word) for word in self.names[column].words] or [0])
