"""Which way a date looks: the tense of the clause around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AHEAD = frozenset(
    "plan schedule expect set intend agree prepare vow hope slate due aim decide promise go pledge".split()
)
_SCHEDULED = frozenset({"schedule", "set", "expect", "slate", "plan", "due", "forecast", "project"})
# In the present tense these tell what is arranged: ``ministers meet on Friday``.
_ARRANGED = frozenset(
    (
        "begin start open expire meet gather resume convene sit play travel arrive fly visit return host "
        "vote launch close end debate file sail go depart assemble reconvene"
    ).split()
)
_AWAITED = frozenset("expect hope predict forecast foresee promise plan aim want doubt".split())
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "may", "might", "can", "must", "should"})
_WINDOW = 60  # characters before a date that are looked at
_HIGHEST = 14  # steps up a tree
_BEFORE_AHEAD = re.compile(
    r"\b(?:scheduled|planned|due|slated|set|expected|will|upcoming|deadline|plans?)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"\b(?:until|till|through|payable|of record|effective"
    r"|deadline of)\s+(?:[^.;]{0,12}(?:[ap]\.?m\.?|noon|midnight)[^;]{0,6})?$",
    re.IGNORECASE,
)


class Direction(Enum):
    """Where the clause around a date looks."""

    PAST = "past"
    FUTURE = "future"
    PRESENT = "present"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Tense:
    """Direction of the governing verb, and the preposition in front of the date, lower case."""

    direction: Direction
    preposition: str


def tense_at(doc: Doc | None, text: str, start: int) -> Tense:
    """The tense around the character ``start`` of the text. Without a parse: what the words before it say."""
    lead = re.search(
        r"(\w+)\s+(?:(?:early|late|mid|the|next|this)[ -])*$", text[max(0, start - _WINDOW) : start]
    )
    preposition = lead.group(1).lower() if lead else ""
    if doc is None or not len(doc):
        return Tense(Direction.NONE, preposition)
    token = next((t for t in doc if t.idx <= start < t.idx + len(t.text) + 1), doc[-1])
    direction = _climb(token)
    if direction in {Direction.PRESENT, Direction.NONE} and _BEFORE_AHEAD.search(
        text[max(0, start - 80) : start]
    ):
        direction = Direction.FUTURE
    if _UP_TO.search(text[max(0, start - 40) : start]):
        direction = Direction.FUTURE
    if preposition in {"by", "before"} and _is_awaited(token):
        direction = Direction.FUTURE
    return Tense(direction, preposition)


def _is_awaited(token: Token) -> bool:
    """``expected a deal by April``: within what somebody awaited."""
    for _ in range(_HIGHEST):
        if token.pos_ in {"VERB", "AUX"}:
            return token.lemma_ in _AWAITED
        token = token.head
    return False


def _climb(token: Token) -> Direction:
    """Up the tree to the first verb that tells; an infinitive looks where its governor does."""
    for _ in range(_HIGHEST):
        if token.pos_ in {"VERB", "AUX"}:
            direction = _of_verb(token)
            if direction is not None:
                return direction
        if token.head.i == token.i:
            break
        token = token.head
    return Direction.NONE


def _of_verb(verb: Token) -> Direction | None:
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if helpers & _FUTURE and "have" not in helpers:
        return Direction.FUTURE
    if helpers & {"would", "could"}:
        negated = any(child.dep_ == "neg" for child in verb.children)
        done = "have" in helpers or ("could" in helpers and (negated or verb.dep_ in {"ROOT", "conj"}))
        return Direction.PAST if done else Direction.FUTURE
    if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and helpers & {"has", "have", "had", "was", "were", "been"}):
        return Direction.FUTURE if verb.lemma_ in _SCHEDULED and helpers & {"was", "were"} else Direction.PAST
    if verb.tag_ == "VB":
        return _of_infinitive(verb)
    if verb.tag_ == "VBN":
        return (
            Direction.FUTURE
            if verb.lemma_ in _SCHEDULED
            else (Direction.PRESENT if helpers else Direction.PAST)
        )
    if verb.tag_ in {"VBZ", "VBP"}:
        return Direction.FUTURE if verb.lemma_ in _ARRANGED else Direction.PRESENT
    if verb.tag_ == "VBG":
        return Direction.PRESENT if helpers & {"is", "are"} else None
    return None


def _of_infinitive(verb: Token) -> Direction | None:
    governor = verb.head
    while governor.pos_ not in {"VERB", "AUX"} and governor.head.i != governor.i:
        if governor.lemma_ in {
            "plan",
            "agreement",
            "decision",
            "deadline",
            "proposal",
            "invitation",
            "offer",
        }:
            return Direction.FUTURE
        governor = governor.head
    if governor.lemma_ in _AHEAD or (
        governor.lemma_ == "be" and verb.dep_ == "xcomp" and governor.tag_ in {"VBZ", "VBP"}
    ):
        return Direction.FUTURE
    return None
