"""Deciding whom a spelling means: an exact alias is accepted, what is close is asked back, the rest is no.

A wrong briefing is worse than a question back, so nothing that is merely similar is ever accepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.domain import Entity, EntityKind
from bot.names.normalise import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSE = 75.0  # of 100: below it, offering a name would be a guess
OFFERED = 5
_FRAME = re.compile(r"^(?:who(?:\s+is|\s+was|['’]s)|tell me about|what about)\s+|\s*[?!.]+$", re.IGNORECASE)


class Verdict(StrEnum):
    """What became of a spelling."""

    ACCEPT = "accept"
    CHOOSE = "choose"  # it fits several exactly
    SUGGEST = "suggest"  # it is close to some
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict and whom it is about, best first."""

    verdict: Verdict
    candidates: tuple[Entity, ...] = ()


def decide(query: str, entities: Iterable[Entity]) -> Decision:
    """Whom this spelling means among these entities."""
    known = tuple(entities)
    key = name_key(_FRAME.sub("", fold(query)))
    if not key:
        return Decision(Verdict.NONE)
    exact = [entity for entity in known if key in _keys(entity)]
    if len(exact) == 1:
        return Decision(Verdict.ACCEPT, tuple(exact))
    if exact:
        return Decision(Verdict.CHOOSE, tuple(exact[:OFFERED]))
    bearers = [
        entity for entity in known if len(key) > 1 and any(key in each.split() for each in _keys(entity))
    ]
    if len(bearers) == 1 and key == _family_name(bearers[0]):
        return Decision(Verdict.ACCEPT, tuple(bearers))
    if bearers:
        return Decision(Verdict.CHOOSE, tuple(bearers[:OFFERED]))
    return _close(key, known)


def _family_name(entity: Entity) -> str | None:
    """The key of a person's family name: first in Korean and Chinese names, last in others."""
    if entity.kind is not EntityKind.PERSON:
        return None
    parts = name_key(entity.name.replace("-", "")).split()
    return parts[0 if entity.country in {"kr", "kp", "cn", "tw"} else -1]


def _keys(entity: Entity) -> set[str]:
    return {name_key(name) for name in entity.every_name}


def _close(key: str, known: tuple[Entity, ...]) -> Decision:
    if len(key) < 3:
        return Decision(Verdict.NONE)
    scored = sorted(
        ((max(_likeness(key, each) for each in _keys(entity)), entity) for entity in known),
        key=lambda pair: -pair[0],
    )
    near = [entity for score, entity in scored if score >= CLOSE][:OFFERED]
    return Decision(Verdict.SUGGEST, tuple(near)) if near else Decision(Verdict.NONE)


def _likeness(key: str, name: str) -> float:
    """How alike, 0–100, whichever order the parts come in; a missing family name is allowed for."""
    whole = fuzz.token_sort_ratio(key, name)
    if " " in key and name.count(" ") > key.count(" "):
        return max(whole, 0.95 * fuzz.ratio(key, name.split(" ", 1)[1]))
    return whole


def names_within(text: str, entities: Iterable[Entity]) -> list[Entity]:
    """Entities whose name or alias of four letters or more stands in the text, in order of appearance."""
    hay = f" {name_key(text)} "
    found = []
    for entity in entities:
        places = [hay.find(f" {key} ") for key in _keys(entity) if len(key) >= 4 or not key.isascii()]
        places = [place for place in places if place >= 0]
        if places:
            found.append((min(places), entity))
    return [entity for _, entity in sorted(found, key=lambda pair: pair[0])]
