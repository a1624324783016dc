"""Places that a small model takes for people or bodies: countries, capitals, large cities, regions."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files


@cache
def list_places() -> frozenset[str]:
    """Names from ``data/places.txt``, folded to lower case."""
    lines = files("data").joinpath("places.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_plain(line.strip()) for line in lines if line.strip() and not line.startswith("#"))


def is_place(name: str) -> bool:
    """Whether this whole name is one of a well-known place."""
    return _plain(name) in list_places()


def _plain(name: str) -> str:
    """Lower case without diacritics: ``Gdańsk`` is Gdansk."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
