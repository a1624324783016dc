"""The words of saying, thinking, asking and doubting, read once from ``data/cues.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Lemmas = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Cue lemmas by what they take, and the words that hedge or turn a content."""

    say: Lemmas
    think: Lemmas
    urge: Lemmas
    commit: Lemmas
    act: Lemmas
    phrasal: Mapping[str, Lemmas]
    claims: Lemmas
    minds: Lemmas
    hedges: Lemmas
    hedging_cues: Lemmas
    denies: Lemmas
    doubts: Lemmas
    urges: Lemmas
    unlikely: Lemmas
    refuse: Lemmas
    people: Lemmas
    bodies: Lemmas
    crowds: Lemmas
    honorifics: Lemmas
    not_people: Lemmas
    also_names: Lemmas
    portfolios: Lemmas
    mr: Lemmas
    ms: Lemmas
    he: Lemmas
    she: Lemmas

    @property
    def speakers(self) -> Lemmas:
        """Every noun that can speak."""
        return self.people | self.bodies

    def is_honorific(self, word: str) -> bool:
        """Whether this word is a form of address, such as ``Dr.``."""
        return word.lower().rstrip(".") in self.honorifics

    @property
    def every_verb(self) -> Lemmas:
        """Every verb that may be a cue."""
        return self.say | self.think | self.urge | self.commit | self.act | frozenset(self.phrasal)


@cache
def read_lexicon() -> Lexicon:
    """The shipped lexicon."""
    raw = tomllib.loads(files("data").joinpath("cues.toml").read_text(encoding="utf-8"))
    return Lexicon(
        **{family: frozenset(raw[family].split()) for family in ("say", "think", "urge", "commit", "act")},
        phrasal={verb: frozenset(prepositions.split()) for verb, prepositions in raw["phrasal"].items()},
        **{name: frozenset(words.split()) for name, words in (raw["nouns"] | raw["genders"]).items()},
        hedges=frozenset(raw["hedges"]["words"].split()),
        hedging_cues=frozenset(raw["hedges"]["cues"].split()),
        denies=frozenset(raw["stances"]["denies"].split()),
        doubts=frozenset(raw["stances"]["doubts"].split()),
        urges=frozenset(raw["stances"]["urges"].split()),
        unlikely=frozenset(raw["stances"]["unlikely"].split()),
        refuse=frozenset(raw["refuse"].split()),
    )
