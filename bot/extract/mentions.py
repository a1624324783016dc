"""Who and what an article names: each entity once, under its fullest form, with every place where it stands.

A family name alone belongs to the one full name that bears it; where two do, it belongs to nobody.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.extract.places import is_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Span as Entity

    from bot.extract.passages import Passage

Span = tuple[int, int]

_BODY_WORD = re.compile(
    r"\b(?:Academy|Administration|Agency|Airlines?|Airport|Airways|Alliance|Army|Assembly|Association|Authority|Bank|Board|Bureau|"
    r"Cabinet|Center|Centre|Chamber|Clinic|Club|Coalition|College|Commission|Committee|Company|Congress|Consortium|"
    r"Corp|Corporation|Council|Court|Department|Embassy|Exchange|Federation|FC|Foundation|Fund|Gazette|Group|Guard|Herald|Holdings?|"
    r"Hospital|House|Inc|Initiative|Institut[eo]?|Institution|Journal|Laborator(?:y|ies)|League|Ltd|Ministry|Mission|Museum|Navy|"
    r"Network|News|Observatory|Office|Organi[sz]ation|Parliament|Party|Plc|Police|Post|Press|Reserve|School|Secretariat|Senate|"
    r"Service|Society|Studies|Survey|Times|Tribunal|Tribune|Trust|Union|United|University|Watch|Workers|Telegraph|Chronicle|"
    r"Courier|Observer|Partners|Industries|Motors|Energy|Systems|Technologies|Logistics|Railways?|Ports?|Shipping|Capital)\b\.?"
)
_HONORIFIC = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lord|Lady|Dame|Judge|Justice|Sen|Rep|Gov|Gen|Col|Lt|Capt|Rev)\.?\s+", re.I
)
_POSSESSIVE = re.compile(r"(?:[’']s?|’)$")
KINDS = {"PERSON": "person", "ORG": "org", "GPE": "place", "LOC": "place", "FAC": "place"}
_PARTICLES = frozenset({"van", "der", "de", "den", "von", "bin", "ibn", "al", "el", "la", "le", "da", "dos", "di", "du", "ten", "ter", "abu", "y"})


@dataclass(slots=True)
class Named:
    """One entity of the article. ``forms`` counts its spellings; ``roles`` are in the article's own words."""

    name: str
    kind: str
    spans: list[Span] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    roles: list[str] = field(default_factory=list)
    gender: str | None = None

    @property
    def words(self) -> list[str]:
        """The words of its name."""
        return self.name.split()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in one passage."""

    text: str
    label: str
    span: Span
    at: tuple[int, int]  # passage, first token


class Cast:
    """The entities of one article and which of them a name in it means."""

    def __init__(self, named: list[Named]) -> None:
        self.named = named
        self._by_name = {entity.name.lower(): entity for entity in named}
        self._by_form: dict[str, Named] = {}
        for entity in named:
            for form in entity.forms:
                self._by_form.setdefault(form.lower(), entity)
        self._by_word: defaultdict[str, list[Named]] = defaultdict(list)
        for entity in named:
            if entity.kind == "person":
                for word in {entity.words[0].lower(), entity.words[-1].lower()} if entity.words else ():
                    self._by_word[word].append(entity)

    def find(self, name: str) -> Named | None:
        """The entity that this spelling means, or None where it is unknown or ambiguous."""
        name = clean_name(name)
        key = name.lower()
        if key in self._by_name:
            return self._by_name[key]
        if key in self._by_form:
            return self._by_form[key]
        bearers = self._by_word.get(key, [])
        return bearers[0] if len(bearers) == 1 else None

    def of_kind(self, kind: str) -> list[Named]:
        """The entities of a kind, in the order of their first mention."""
        return [entity for entity in self.named if entity.kind == kind]


def clean_name(text: str) -> str:
    """A name without article, honorific, possessive and stray punctuation."""
    text = " ".join(text.split()).strip(" ,;:—–-“”\"()")
    text = _POSSESSIVE.sub("", text)
    text = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.I)
    return _HONORIFIC.sub("", text).strip()


def gather_cast(passages: Iterable[Passage]) -> Cast:
    """Every entity of the passages, spellings joined."""
    mentions = list(_mentions(list(passages)))
    labels = _settled_labels(mentions)
    groups: list[Named] = []
    for kind in ("person", "org", "place"):
        of_kind = [mention for mention in mentions if labels.get(mention.text) == kind]
        groups += _joined(of_kind, kind)
    groups.sort(key=lambda entity: min(entity.spans))
    return Cast(groups)


def _mentions(passages: list[Passage]) -> Iterator[Mention]:
    for index, passage in enumerate(passages):
        for entity in passage.doc.ents:
            if entity.label_ in KINDS and not passage.is_framed(entity.root):
                yield from _as_mention(index, passage, entity)


def _as_mention(index: int, passage: Passage, entity: Entity) -> Iterator[Mention]:
    text = clean_name(entity.text)
    if not text or not any(c.isupper() for c in text) or text.isdigit():
        return
    span = passage.span_of(entity.start, entity.end - 1)
    yield Mention(text, entity.label_, span, (index, entity.start))


def _settled_labels(mentions: list[Mention]) -> dict[str, str]:
    """One kind for each spelling: what it is made of decides first, then what the model says most often."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        votes[mention.text][KINDS[mention.label]] += 1
    persons = {word for text, vote in votes.items() if len(text.split()) > 1 and vote.most_common(1)[0][0] == "person" for word in text.split()}
    return {text: _kind_of(text, vote, persons) for text, vote in votes.items()}


def _kind_of(text: str, vote: Counter[str], persons: set[str]) -> str:
    if is_place(text) and text not in persons:
        return "place"
    if _BODY_WORD.search(text) and len(text.split()) > 1:
        return "org"
    if text in persons:
        return "person"
    return vote.most_common(1)[0][0]


def _joined(mentions: list[Mention], kind: str) -> list[Named]:
    groups: list[Named] = []
    # The fullest forms first, so that a short form finds the long one it belongs to.
    for mention in sorted(mentions, key=lambda m: (-len(m.text.split()), m.span)):
        owners = [group for group in groups if _same(mention.text, group.name, kind)]
        if len(owners) == 1 or (owners and mention.text.lower() == owners[0].name.lower()):
            owner = owners[0]
        elif len(owners) > 1:
            owner = _nearest_before(owners, mention)
        else:
            owner = None
        if owner is None:
            owner = Named(mention.text, kind)
            groups.append(owner)
        owner.spans.append(mention.span)
        owner.forms[mention.text] += 1
    for group in groups:
        group.spans.sort()
    return groups


def _nearest_before(owners: list[Named], mention: Mention) -> Named | None:
    """A short form of two names means neither: a wrong name is worse than a short one."""
    exact = [owner for owner in owners if mention.text.lower() == owner.name.lower()]
    return exact[0] if exact else None


def _same(short: str, full: str, kind: str) -> bool:
    a, b = short.lower(), full.lower()
    if a == b:
        return True
    if kind == "person":
        return _same_person(a.split(), b.split())
    if kind == "org":
        return _same_body(short, full)
    return False


def _same_person(short: list[str], full: list[str]) -> bool:
    if len(short) >= len(full):
        return False
    if len(short) == 1:
        return short[0] in {full[-1], full[0]} or (len(full) > 2 and short[0] in full)
    tail = [word for word in full if word not in _PARTICLES]
    return full[-len(short) :] == short or (short[0] == full[0] and short[-1] == full[-1]) or short == tail[-len(short) :]


def _same_body(short: str, full: str) -> bool:
    words = [word for word in re.findall(r"[\w&]+", full) if word[0].isupper()]
    if short.isupper() and 2 <= len(short) <= 6:
        return "".join(word[0] for word in words) == short or f"({short})" in full
    few, many = short.lower().split(), full.lower().split()
    return len(few) < len(many) and len(few) >= 1 and many[: len(few)] == few and not is_place(short)
