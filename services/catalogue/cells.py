"""Exhibits that are alike in everything the filters count stand in one cell: counting goes over cells, not exhibits."""

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Cells"]

Numbers = npt.NDArray[np.int64]
# What a cell is made of, and how many bits hold it.
PARTS = {
    "kind": 10, "city": 14, "direct": 1, "schemes": 5, "stars": 3, "met": 2, "proved": 1, "verified": 1, "in_stock": 1,
    "declared": 1,
}  # fmt: skip
SHIFTS = dict(zip(PARTS, np.cumsum([0, *PARTS.values()]).tolist(), strict=False))


class Cells:
    """Every combination that has been seen, by a small number; `part` tells of each what it is made of."""

    def __init__(self) -> None:
        self.codes: Numbers = np.zeros(0, np.int64)
        self.parts: dict[str, npt.NDArray[np.int32]] = {}

    def __len__(self) -> int:
        return len(self.codes)

    def of(self, made: dict[str, npt.NDArray[Any]]) -> npt.NDArray[np.int32]:
        """The cells of exhibits of which each part is given; new ones are added at the end."""
        size = len(made["kind"])
        codes = sum((made[part].astype(np.int64) << shift for part, shift in SHIFTS.items()), np.zeros(size, np.int64))
        seen, back = np.unique(codes, return_inverse=True)
        fresh = np.setdiff1d(seen, self.codes, assume_unique=True)
        if len(fresh):
            self.codes = np.concatenate([self.codes, fresh])
            self.parts = {part: (self.codes >> shift & (1 << PARTS[part]) - 1).astype(np.int32)
                          for part, shift in SHIFTS.items()}  # fmt: skip
        order = np.argsort(self.codes)
        return order[np.searchsorted(self.codes, seen, sorter=order)].astype(np.int32)[back]

    def part(self, name: str) -> npt.NDArray[np.int32]:
        return self.parts[name] if self.parts else np.zeros(0, np.int32)
