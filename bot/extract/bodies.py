"""Which body an article means by ``the company``, ``the ministry``, ``the paper``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.extract.mentions import Named


@dataclass(frozen=True, slots=True)
class BodyWords:
    """The lists of ``data/bodies.toml``."""

    called: Mapping[str, re.Pattern[str]]
    companies: frozenset[str]
    others: re.Pattern[str]
    ends: frozenset[str]
    starts: frozenset[str]


@cache
def read_body_words() -> BodyWords:
    """The shipped lists."""
    raw = tomllib.loads(files("data").joinpath("bodies.toml").read_text(encoding="utf-8"))
    return BodyWords(
        {word: _any_of(names) for word, names in raw["called"].items()},
        frozenset(raw["companies"]["words"].split()),
        _any_of(raw["companies"]["others"]),
        frozenset(raw["names"]["ends"].split()),
        frozenset(raw["names"]["starts"].split()),
    )


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b".replace("_", " "), re.IGNORECASE)


def find_called(words: Sequence[str], bodies: Sequence[Named]) -> Named | None:
    """The body that these words, without article, mean: one described so, one named so, the main company.

    ``bodies`` are those named so far, the newest last.
    """
    if not words:
        return None
    lists, noun = read_body_words(), words[-1]
    own = re.compile(rf"\b{re.escape(noun)}\b", re.IGNORECASE)
    test = lists.called.get(" ".join(words)) or lists.called.get(noun) or own
    described = [body for body in bodies if any(own.search(r) or test.search(r) for r in body.roles)]
    exactly = [body for body in bodies if own.search(body.name)]
    alike = [body for body in bodies if test.search(body.name)]
    for found in (described, exactly, alike):
        if found:
            return found[-1]
    return find_main_company(bodies) if noun in lists.companies else None


def find_main_company(bodies: Sequence[Named]) -> Named | None:
    """The body named most often that can be a company."""
    companies = [body for body in bodies if not read_body_words().others.search(body.name)]
    return max(reversed(companies), key=lambda body: len(body.spans), default=None)
