"""The constructions that list matters, read once from ``data/agenda.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_PART = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Construction:
    """Words that list matters. ``hosted``: only where those who meet do it. ``finds``: in its example."""

    pattern: re.Pattern[str]
    hosted: bool
    example: str
    finds: tuple[str, ...]
    least: int = 1  # items that make it a list
    weak: bool = False  # what it lists is a matter only where it is named again


@dataclass(frozen=True, slots=True)
class Constructions:
    """By where the list stands: behind the words, before them, or between two of them as group ``list``."""

    following: tuple[Construction, ...]
    preceding: tuple[Construction, ...]
    between: tuple[Construction, ...]


@cache
def read_constructions() -> Constructions:
    """The shipped constructions."""
    raw = tomllib.loads(files("data").joinpath("agenda.toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = {}
    for name, words in raw["parts"].items():
        parts[name] = f"(?:{'|'.join(_expanded(word, parts) for word in words.split())})".replace("_", " ")
    parts["little"] = rf"(?:,[^,.;]{{2,20}},)?(?: {parts['filler']})*"

    def kind(name: str) -> tuple[Construction, ...]:
        return tuple(_construction(row, parts) for row in raw[name])

    return Constructions(kind("following"), kind("preceding"), kind("between"))


def _construction(row: dict[str, Any], parts: Mapping[str, str]) -> Construction:
    line = _expanded(row["pattern"].replace("\n", ""), parts).replace(" ", r"\s")
    return Construction(
        re.compile(line, re.IGNORECASE),
        row.get("hosted", False),
        row["example"],
        tuple(row["finds"]),
        row.get("least", 1),
        row.get("weak", False),
    )


def _expanded(pattern: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda found: parts.get(found.group(1), found.group()), pattern)
