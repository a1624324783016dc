"""Where a sentence lists matters: what a meeting covers, what divides it, what somebody asks for.

Constructions are told by their words; whatever is asked for needs the parse, to know who asks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.constructions import read_constructions
from bot.extract.lexicon import read_lexicon
from bot.extract.matters import read_matter_words
from bot.extract.sources import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from bot.extract.passages import Passage

LISTED = 3  # the text says that it is a matter
ASKED = 2  # somebody who meets asks for it
OFFERED = 1  # somebody may do it: a matter only where it is named again


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens ``[first, end)`` that list matters. ``asked``: somebody asks for it. ``spans``: from A to B."""

    first: int
    end: int
    weight: int
    asked: bool = False
    spans: bool = False
    least: int = 1  # items below which it is no list of matters
    umbrella: bool = False  # ``talks on X``: what they are about as a whole, if it is one thing


_NOT = r"(?:\bnot|\bnever|\bno longer|n’t|n't)"
_OFF = re.compile(rf"{_NOT}(?:\s(?:be|come))?\s?$", re.IGNORECASE)
_OFF_INSIDE = re.compile(rf"{_NOT}\s", re.IGNORECASE)

_YEAR = re.compile(r"\b(?:in|since|of) (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b")  # a dispute of long ago
_NEAR = 60  # characters
_TALKS = re.compile(
    r"(?:talks?|negotiations?|discussions?|consultations?|summit|meeting|conference|treaty|pact)\b",
    re.IGNORECASE,
)
_SHELVED = re.compile(
    r"\b(?:shelved|set aside|excluded|ruled out|off the table|postponed"
    r"|(?:not|never) (?:be )?(?:discussed|raised|addressed|taken up|tackled|on the (?:table|agenda)))\b"
)


def find_stretches(passage: Passage) -> Iterator[Stretch]:
    """Every stretch of the passage that lists matters, some of them more than once."""
    starts = [token.idx for token in passage.doc]
    yield from _following(passage.doc, starts)
    yield from _between(passage.doc, starts)
    yield from _preceding(passage.doc, starts)
    for token in passage.doc:
        if token.pos_ in {"VERB", "AUX"} and not passage.is_framed(token):
            yield from _of_demand(token)


def _following(doc: Doc, starts: list[int]) -> Iterator[Stretch]:
    for construction in read_constructions().following:
        for found in construction.pattern.finditer(doc.text):
            at = bisect_left(starts, found.end())
            if at >= len(doc) or (construction.hosted and not _is_hosted(doc, at - 1)):
                continue
            end = doc[at].sent.end_char
            if _SHELVED.search(doc.text, found.end(), end):
                continue
            past = _YEAR.search(doc.text, found.end(), min(found.end() + _NEAR, end))
            yield Stretch(
                at,
                doc[at].sent.end,
                OFFERED if past or construction.weak else LISTED,
                spans=found.group().rstrip().lower().endswith("from"),
                least=construction.least,
                umbrella=bool(_TALKS.match(found.group())),
            )


def _between(doc: Doc, starts: list[int]) -> Iterator[Stretch]:
    for construction in read_constructions().between:
        for found in construction.pattern.finditer(doc.text):
            first, end = (bisect_left(starts, edge) for edge in found.span("list"))
            if first < end:
                yield Stretch(first, end, LISTED)


def _preceding(doc: Doc, starts: list[int]) -> Iterator[Stretch]:
    for construction in read_constructions().preceding:
        for found in construction.pattern.finditer(doc.text):
            if not _is_off(doc.text, found):
                yield from _before(doc, bisect_left(starts, found.start() + 1))


def _is_off(text: str, found: re.Match[str]) -> bool:
    """It will not be discussed, as the words themselves say or the rest of the sentence."""
    end = text.find(". ", found.end())
    return bool(
        _OFF_INSIDE.search(found.group())
        or _OFF.search(text[: found.start()])
        or _SHELVED.search(text, found.end(), end if end >= 0 else len(text))
    )


def _is_hosted(doc: Doc, at: int) -> bool:
    """Whether those who meet, or their meeting, do it: the verb stands at most three words before."""
    verb = next((doc[i] for i in range(at, max(-1, at - 4), -1) if doc[i].pos_ == "VERB"), None)
    if verb is None:
        return True
    source = subject_of(verb) or _asked_subject(verb)
    return source is None or _is_host(source)


def _asked_subject(verb: Token) -> Token | None:
    """``expects the ministers to announce X``: the ministers."""
    return next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)


def _before(doc: Doc, at: int) -> Iterator[Stretch]:
    """The subject of the verb that stands at ``at``, or the words before it up to a clause's beginning."""
    verb = doc[min(at, len(doc) - 1)]
    while verb.dep_ in {"aux", "auxpass", "neg", "advmod"} and verb.head.i != verb.i:
        verb = verb.head
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "csubj"} and c.i < at), None)
    if subject is None and verb.dep_ == "xcomp":
        subject = next((c for c in verb.head.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < at), None)
    if subject is None:
        subject = doc[at - 1] if at > 0 and doc[at - 1].pos_ in {"NOUN", "PROPN"} else None
    if subject is not None and subject.pos_ in {"NOUN", "PROPN", "VERB"}:
        yield Stretch(subject.left_edge.i, at, LISTED)


# ---------------------------------------------------------------- what is asked for and offered

# What these verbs govern is asked for at any time; what the others govern only where it lies ahead.
_DEMANDING = frozenset(["demand", "request", "seek", "want", "propose", "reject", "oppose", "resist"])
_DEMANDING_ON = {
    "ask": {"for", "about"},
    "call": {"for"},
    "push": {"for"},
    "press": {"for", "on"},
    "insist": {"on"},
    "campaign": {"for"},
    "bargain": {"over", "for"},
    "plead": {"for"},
    "argue": {"for"},
    "lobby": {"for"},
    "hope": {"for"},
    "fight": {"for", "over"},
    "look": {"for"},
    "object": {"to"},
    "balk": {"at"},
}


_GIVING_ON = {
    "agree": {"to", "on"},
    "hand": {"over"},
    "consent": {"to"},
    "commit": {"to"},
    "look": {"at", "into"},
}
_MODAL = frozenset({"may", "might", "could", "will", "would", "can", "should", "must"})
_DEMANDS = frozenset({"want", "demand", "propose", "hope", "expect", "seek"})


def _of_demand(verb: Token) -> Iterator[Stretch]:
    """``the union wants A``, ``will press B for C``; ``X may agree to D``."""
    if _is_undone(verb) or not _is_of_host(verb):
        return
    lemma, end, ahead = verb.lemma_.lower(), verb.sent.end, _is_ahead(verb)
    told = verb.tag_ == "VBD" and not ahead
    if (lemma in _DEMANDING and not told) or (
        ahead and _is_asked_for(verb) and lemma not in read_matter_words().light
    ):
        yield Stretch(verb.i + 1, end, ASKED, asked=True)
    elif ahead and lemma in read_matter_words().giving:
        yield Stretch(verb.i + 1, end, OFFERED)
    at = _preposition(verb, _DEMANDING_ON[lemma]) if lemma in _DEMANDING_ON and not told else None
    if at is not None:
        yield Stretch(at + 1, end, ASKED, asked=True)
    at = _preposition(verb, _GIVING_ON[lemma]) if lemma in _GIVING_ON and ahead else None
    if at is not None:
        yield Stretch(at + 1, end, ASKED, asked=True)


def _is_of_host(verb: Token) -> bool:
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return not subjects or any(_is_host(subject) for subject in subjects)


def _is_host(subject: Token) -> bool:
    """Those who meet, or what they meet in."""
    return (
        subject.lemma_.lower() in read_matter_words().hosts | read_lexicon().speakers
        or subject.ent_type_ in {"GPE", "PERSON", "NORP", "ORG", "NAME"}
        or subject.pos_ in {"PROPN", "NUM"}
        or (subject.pos_ == "PRON" and subject.lower_ not in _NOBODY)
    )


_NOBODY = frozenset({"nobody", "none", "no-one", "noone"})


def _preposition(verb: Token, wanted: set[str]) -> int | None:
    for child in (*verb.children, *(c for o in verb.children if o.dep_ == "dobj" for c in o.children)):
        if child.i > verb.i and child.lower_ in wanted and child.dep_ in {"prep", "prt", "aux", "dative"}:
            return child.i
    return None


def _is_ahead(verb: Token) -> bool:
    """It has not happened yet: a modal, an infinitive, a noun of action."""
    if any(c.dep_ == "aux" and (c.lower_ in _MODAL or c.lower_ == "to") for c in verb.children):
        return True
    if verb.tag_ == "VBG" and verb.dep_ in {"pcomp", "prep", "xcomp"}:
        return True
    return verb.dep_ == "conj" and verb.head.pos_ == "VERB" and _is_ahead(verb.head)


def _is_asked_for(verb: Token) -> bool:
    """``are asking the ministers to put X into the text``."""
    governor = verb.head
    return (
        verb.dep_ in {"xcomp", "ccomp", "advcl"} and governor.lemma_.lower() in read_lexicon().urge | _DEMANDS
    )


def _is_undone(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children) and verb.lemma_.lower() not in _DEMANDING
