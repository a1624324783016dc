"""Who and what an article names: each entity once, under its fullest form, with every place where it stands.

A family name alone belongs to the one full name that bears it; where two do, it belongs to nobody.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.extract.evidence import Votes, add_votes, weigh
from bot.extract.naming import PARTICLES, clean_name, opens_like_body
from bot.extract.paragraphs import Kind
from bot.extract.places import is_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.extract.passages import Passage

Span = tuple[int, int]

LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NAME"})


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
    """A name as it stands in one passage, and how strongly it speaks for each kind."""

    text: str
    span: Span
    votes: Votes
    opening: bool  # it opens a sentence, so its capital tells nothing


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


def gather_cast(passages: Sequence[Passage], datelines: Iterable[tuple[str, Span]] = ()) -> Cast:
    """Every entity of the passages, spellings joined. ``datelines`` are the places that datelines name."""
    mentions = [Mention(name, span, {"place": 5.0}, opening=False) for name, span in datelines]
    told = [passage for passage in passages if passage.paragraph.kind is not Kind.TITLE]
    mentions += [mention for passage in told or passages for mention in _mentions(passage)]
    kinds = _settled_kinds(mentions)
    groups: list[Named] = []
    for kind in ("person", "org", "place"):
        groups += _joined([mention for mention in mentions if kinds.get(mention.text) == kind], kind)
    groups.sort(key=lambda entity: min(entity.spans))
    return Cast(groups)


def _mentions(passage: Passage) -> Iterator[Mention]:
    doc = passage.doc
    for entity in doc.ents:
        if entity.label_ not in LABELS or passage.is_framed(entity.root):
            continue
        text = clean_name(entity.text)
        if not text or not any(c.isupper() for c in text) or text.isdigit():
            continue
        opening = bool(doc[entity.start].is_sent_start) or (
            entity.start > 0 and doc[entity.start - 1].is_quote
        )
        yield Mention(text, passage.span_of(entity.start, entity.end - 1), weigh(doc, entity), opening)


def _settled_kinds(mentions: list[Mention]) -> dict[str, str]:
    """One kind for each spelling: the votes of its mentions, and of the full names it is part of."""
    votes: defaultdict[str, Votes] = defaultdict(dict)
    seen: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        add_votes(votes[mention.text], mention.votes)
        seen[mention.text].append(mention)
    _by_short_form(votes)
    full = {
        text: max(vote, key=lambda kind: vote[kind])
        for text, vote in votes.items()
        if len(text.split()) > 1 and vote
    }
    kinds = {}
    for text, vote in votes.items():
        words = text.split()
        if len(words) == 1:
            _lean_on_full_names(text, vote, full, len(seen[text]))
            if (
                not is_place(text)
                and all(m.opening for m in seen[text])
                and max(vote.values(), default=0) < _ALONE
            ):
                continue
        if vote and max(vote.values()) > 0:
            kinds[text] = max(vote, key=lambda kind: vote[kind])
    return kinds


def _by_short_form(votes: dict[str, Votes]) -> None:
    """People are called by their last word afterwards, companies by their first."""
    for name in [text for text in votes if len(text.split()) > 1]:
        words = name.split()
        shorter = [word for word in words[1:] if word in votes and "-" not in word]
        if shorter:
            add_votes(votes[name], {"person": max(1.5, min(3.0, votes[shorter[-1]].get("person", 0.0)))})
        elif words[0] in votes and "-" not in words[-1] and not is_place(words[0]):
            add_votes(votes[name], {"org": 1.5})


_ALONE = 1.7  # what a single word that only ever opens sentences must bring to be a name


def _lean_on_full_names(word: str, vote: Votes, full: dict[str, str], times: int) -> None:
    for name, kind in full.items():
        parts = name.split()
        if kind == "person" and word in {parts[0], parts[-1]}:
            add_votes(vote, {"person": 3.0 * times})
        elif kind == "org" and word == parts[0] and not is_place(word):
            add_votes(vote, {"org": 3.0 * times})


def _joined(mentions: list[Mention], kind: str) -> list[Named]:
    groups: list[Named] = []
    # The fullest forms first, so that a short form finds the long one it belongs to.
    for mention in sorted(mentions, key=lambda m: (-len(m.text.split()), m.span)):
        owner: Named | None
        owners = [group for group in groups if _same(mention.text, group.name, kind)]
        if len(owners) == 1 or (owners and mention.text.lower() == owners[0].name.lower()):
            owner = owners[0]
        elif len(owners) > 1:
            continue  # it belongs to nobody: a wrong name is worse than none
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
    tail = [word for word in full if word not in PARTICLES]
    return (
        full[-len(short) :] == short
        or (short[0] == full[0] and short[-1] == full[-1])
        or short == tail[-len(short) :]
    )


def _same_body(short: str, full: str) -> bool:
    words = [word for word in re.findall(r"[\w&]+", full) if word[0].isupper()]
    if short.isupper() and 2 <= len(short) <= 6:
        return (
            "".join(word if word.isupper() else word[0] for word in words) == short
            or "".join(word[0] for word in words) == short
        )
    few, many = short.lower().split(), full.lower().split()
    if opens_like_body(full) and few == many[1:]:
        return True
    return len(few) < len(many) and len(few) >= 1 and many[: len(few)] == few and not is_place(short)
