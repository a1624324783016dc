"""Places that a small model takes for people or bodies: countries, capitals, large cities, regions."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bot.names.normalise import fold


@cache
def list_places() -> frozenset[str]:
    """Names from ``data/places.txt``, folded to lower case."""
    lines = files("data").joinpath("places.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line.strip()) for line in lines if line.strip() and not line.startswith("#"))


def is_place(name: str) -> bool:
    """Whether this whole name is one of a well-known place."""
    return fold(name) in list_places()
