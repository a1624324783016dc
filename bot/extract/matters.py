"""When two phrases name the same matter: by head and complement, with what is called otherwise made one."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterWords:
    """The lists of ``data/matters.toml``."""

    meetings: Words
    not_meetings: tuple[str, ...]
    hosts: Words
    same: dict[str, str]
    generic: Words
    nothing: Words
    outcomes: Words
    plain: Words
    giving: Words
    light: Words
    apart: Words


_LISTS = ("hosts", "generic", "nothing", "outcomes", "plain", "giving", "light", "apart")


@cache
def read_matter_words() -> MatterWords:
    """The shipped lists."""
    raw = tomllib.loads(files("data").joinpath("matters.toml").read_text(encoding="utf-8"))
    same = {word: line.split()[0] for line in raw["same"] for word in line.split()}
    return MatterWords(
        meetings=frozenset(raw["meetings"].split()),
        not_meetings=tuple(" ".join(phrase.split()) for phrase in raw["not_meetings"].split(",")),
        same=same,
        **{name: frozenset(raw[name].split()) for name in _LISTS},
    )


def one_word_for(lemma: str) -> str:
    """The word that stands for all that mean the same; plurals that were taken for names are made one."""
    same = read_matter_words().same
    singular = lemma[:-1] if len(lemma) > 4 and lemma.endswith("s") and not lemma.endswith("ss") else lemma
    if singular != lemma and singular.endswith("e") and singular[:-1].endswith(("x", "ch", "sh")):
        singular = singular[:-1]
    return same.get(lemma) or same.get(singular) or singular


@dataclass(frozen=True)
class Candidate:
    """A phrase that may name a matter. ``lemmas`` are its content words, ``head`` the head's lemma.

    ``weight``: 3 where the text lists it as a matter of the meeting, 2 where somebody asks for it, 1 where
    somebody may offer it or a headline plays with it.
    """

    title: str
    span: Span
    head: str
    lemmas: frozenset[str]
    weight: int
    order: int = 0
    umbrella: bool = False

    @cached_property
    def key(self) -> frozenset[str]:
        """What tells this matter from others: its content words made one, generic ones left out."""
        words = read_matter_words()
        own = {one_word_for(lemma) for lemma in self.lemmas}
        if "arm" in own and own & words.apart:
            own = (own - {"arm"}) | {f"{kind} arms" for kind in own & words.apart}
        telling = own - words.generic - words.plain
        return frozenset(telling or own - words.plain or own)


@dataclass(slots=True)
class Matter:
    """One matter with every phrase that names it."""

    candidates: list[Candidate] = field(default_factory=list)

    @property
    def key(self) -> frozenset[str]:
        """The words that every grouped phrase is compared with."""
        return frozenset().union(*(candidate.key for candidate in self.candidates))

    @property
    def is_umbrella(self) -> bool:
        """Whether it is only told as what the talks are about as a whole."""
        return all(candidate.umbrella for candidate in self.candidates if candidate.weight > 1)

    @property
    def weight(self) -> int:
        """How sure it is that this is on the table."""
        return sum(candidate.weight for candidate in self.candidates)


def group_matters(candidates: Iterable[Candidate]) -> list[Matter]:
    """Candidates of one matter together, in the order of their first phrase.

    Only those that share a telling word, or stand in the same place, are compared.
    """
    matters: list[Matter] = []
    by_word: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for candidate in sorted(candidates, key=lambda c: c.order):
        words = candidate.key | {candidate.title}
        near = sorted({index for word in words for index in by_word[word]})
        best = max(near, key=lambda index: (_likeness(candidate, matters[index]), -index), default=None)
        if best is None or _likeness(candidate, matters[best]) < _ENOUGH:
            best = len(matters)
            matters.append(Matter())
        matters[best].candidates.append(candidate)
        for word in words:
            by_word[word][best] = None
    return matters


_ENOUGH = 0.5
_COMPARED = 24  # phrases of a matter that a new one is compared with


def _likeness(candidate: Candidate, matter: Matter) -> float:
    """Share of the shorter phrase's telling words that the other has too, at its best over the group."""
    return max(_alike(candidate, other) for other in matter.candidates[:_COMPARED])


def _alike(a: Candidate, b: Candidate) -> float:
    if a.span[0] < b.span[1] and b.span[0] < a.span[1] and a.title == b.title:
        return 1.0
    common = a.key & b.key
    if not common:
        return 0.0
    fewer = min(len(a.key), len(b.key))
    share = len(common) / fewer
    same_head = one_word_for(a.head) == one_word_for(b.head)
    if fewer == 1 and max(len(a.key), len(b.key)) > 2 and not same_head:
        return 0.6 if common & {a.head, b.head} else 0.4
    return share if same_head or share > _ENOUGH else share * 0.9
