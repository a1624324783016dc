"""Statistics and tables. Pure: nothing here runs, waits or reads a clock."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Spread:
    """The same thing measured several times."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    def text(self, digits: int = 0) -> str:
        """As in "412 [405..431]"; a single value stands alone."""
        middle = f"{self.median:,.{digits}f}"
        if len(self.values) == 1:
            return middle
        return f"{middle} [{min(self.values):,.{digits}f}..{max(self.values):,.{digits}f}]"


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise: this figure is at most so much."""

    promise: str
    figure: float
    most: float
    unit: str

    @property
    def holds(self) -> bool:
        return self.figure <= self.most

    def text(self) -> str:
        verdict = "PASS" if self.holds else "FALLS SHORT"
        return f"{verdict:<11}  {self.promise}: {self.figure:,.2f} {self.unit} (at most {self.most:g})"


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of all do not exceed. Raises ValueError where there is none."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns under their heads: the first to the left, the others to the right."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
