"""Where a sentence lists matters: what a meeting covers, what somebody asks for, what is to be settled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon
from bot.extract.matters import read_matter_words
from bot.extract.phrases import UNFIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

# What these verbs govern is a matter of the meeting; where a preposition leads to it, that is named.
_LISTING = frozenset(
    (
        "include cover list discuss address tackle negotiate debate settle resolve review comprise "
        "feature finalise finalize concern"
    ).split()
)

_LISTING_ON = {
    "focus": {"on"},
    "centre": {"on", "around"},
    "center": {"on", "around"},
    "deal": {"with"},
    "touch": {"on"},
    "revolve": {"around"},
    "turn": {"on", "to"},
    "agree": {"on"},
    "decide": {"on"},
    "talk": {"about"},
    "haggle": {"over"},
    "argue": {"over"},
    "clash": {"over"},
    "differ": {"over", "on"},
    "disagree": {"on", "over"},
    "range": {"from"},
    "negotiate": {"over", "on"},
    "quarrel": {"over", "about"},
    "squabble": {"over", "about"},
    "wrangle": {"over", "about"},
    "spar": {"over", "about"},
    "split": {"over", "on"},
    "divide": {"over", "on"},
    "stall": {"over", "on"},
    "stumble": {"over", "on"},
    "founder": {"over", "on"},
    "collapse": {"over"},
    "meet": {"over", "about"},
    "confer": {"on", "about"},
    "consult": {"on", "about"},
    "grapple": {"with"},
    "wrestle": {"with"},
}

# What these verbs govern is asked for at any time, what the others govern only where it lies ahead.
_DEMANDING = frozenset(["demand", "request", "seek", "want", "propose", "reject", "oppose"])

_DEMANDING_ON = {
    "ask": {"for"},
    "call": {"for"},
    "push": {"for"},
    "press": {"for"},
    "insist": {"on"},
    "campaign": {"for"},
    "bargain": {"over", "for"},
    "plead": {"for"},
}

_GIVING = frozenset(
    (
        "offer provide supply transfer sell exchange secure win ease lift scrap extend restore reopen "
        "halt cut raise accept grant sign name put create set fund ban limit buy drop phase guarantee"
    ).split()
)

_GIVING_ON = {
    "agree": {"to", "on"},
    "hand": {"over"},
    "consent": {"to"},
    "commit": {"to"},
    "look": {"at", "into"},
}

_MEETING_NOUNS = frozenset(
    (
        "talk discussion negotiation agreement deal dispute row quarrel pact cooperation bargaining "
        "treaty consultation clash compromise stand-off standoff impasse disagreement odds difference "
        "progress headway breakthrough accord deadlock stalemate rift wrangling understanding"
    ).split()
)

# ``The thorniest issue is X``, ``A second quarrel concerns X``: what such a subject is, is a matter.
_ISSUES = frozenset(
    "issue question matter dispute obstacle quarrel demand priority point topic item subject".split()
)
_ON_LIST = re.compile(r"\b(?:to|on|onto) the (?:list|agenda|table)\b", re.IGNORECASE)
_LINKING = frozenset({"be", "remain", "come", "stay", "appear", "prove", "look"})
_ABOUT = frozenset({"on", "over", "about", "of", "in"})

_OCCURRING = re.compile(
    r"\b(?:on the (?:table|agenda)|in brackets|come up|sticking points?|stumbling blocks?"
    r"|at issue|bone of contention|(?:hardest|harder|oldest|main|biggest|thorniest|"
    r"trickiest|most contentious|central|key|first|second|third|other) (?:issue|topic|point"
    r"|obstacle|quarrel|question|matter|dispute|item|subject|demand))\b",
    re.IGNORECASE,
)

_MODAL = frozenset({"may", "might", "could", "will", "would", "can", "should", "must"})


def find_lists(token: Token) -> Iterator[tuple[int, int, int]]:
    """(first token, end, weight) of stretches in which this token makes phrases matters.

    A weight below zero marks what is only asked for: a single word then tells too little.
    """
    lemma = token.lemma_.lower()
    sentence_end = token.sent.end
    if token.pos_ in {"VERB", "AUX"}:
        yield from _lists_of_verb(token, lemma, sentence_end)
    elif token.pos_ == "NOUN" and lemma in _MEETING_NOUNS:
        about = next(
            (
                t
                for t in token.doc[token.i + 1 : min(token.i + 6, sentence_end)]
                if t.lower_ in _ABOUT and _leads_to_matter(t)
            ),
            None,
        )
        if about is not None:
            yield about.i + 1, sentence_end, 2


def _leads_to_matter(preposition: Token) -> bool:
    inside = next((c for c in preposition.children if c.dep_ in {"pobj", "pcomp"}), None)
    return inside is not None and inside.ent_type_ not in UNFIT


def _lists_of_verb(verb: Token, lemma: str, sentence_end: int) -> Iterator[tuple[int, int, int]]:
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    ahead = _is_ahead(verb)
    hosted = not subjects or any(_is_host(subject) for subject in subjects)
    yield from _lists_of_meeting(verb, lemma, sentence_end, subjects, ahead=ahead, hosted=hosted)
    if hosted and not _is_undone(verb):
        yield from _lists_of_demand(verb, lemma, sentence_end, ahead=ahead)
    if lemma == "take" and ahead and any(child.lemma_ == "place" for child in verb.children):
        yield from ((s.left_edge.i, verb.i, 2) for s in subjects)
    if lemma in {"be", "concern", "involve", "remain"} and any(_is_issue(s) for s in subjects):
        yield verb.i + 1, sentence_end, 2
    if lemma in {"add", "put", "place"} and _ON_LIST.search(verb.doc[verb.i : verb.i + 8].text):
        yield from ((s.left_edge.i, verb.i, 2) for s in subjects if s.dep_ == "nsubjpass")
    occurring = _OCCURRING.search(verb.doc[verb.i : min(verb.i + 12, sentence_end)].text)
    if occurring and verb.lemma_ in _LINKING and subjects and subjects[0].pos_ == "NOUN":
        yield subjects[0].left_edge.i, verb.i, 2


def _is_issue(subject: Token) -> bool:
    """``the hardest issue``, ``another sticking point``: an issue singled out."""
    told_apart = any(
        child.dep_ in {"amod", "nummod"} or child.lower_ in {"another", "other", "one"}
        for child in subject.children
    )
    return subject.lemma_.lower() in _ISSUES and told_apart


def _is_host(subject: Token) -> bool:
    """Those who meet, or what they meet in."""
    return (
        subject.lemma_.lower() in read_matter_words().hosts
        or subject.ent_type_ in {"GPE", "PERSON", "NORP", "ORG", "NAME"}
        or subject.pos_ in {"PRON", "PROPN", "NUM"}
    )


def _lists_of_meeting(
    verb: Token, lemma: str, sentence_end: int, subjects: list[Token], *, ahead: bool, hosted: bool
) -> Iterator[tuple[int, int, int]]:
    """``the talks may cover A and B``; ``A may be discussed``."""
    if lemma in _LISTING:
        passive = [s for s in subjects if s.dep_ == "nsubjpass"]
        if passive and ahead:
            yield passive[0].left_edge.i, verb.i, 2
        elif hosted and not passive and (ahead or _is_of_meeting(subjects)):
            yield verb.i + 1, sentence_end, 2
    at = _preposition(verb, _LISTING_ON[lemma]) if lemma in _LISTING_ON and hosted else None
    if at is not None:
        yield at + 1, sentence_end, 2


def _lists_of_demand(
    verb: Token, lemma: str, sentence_end: int, *, ahead: bool
) -> Iterator[tuple[int, int, int]]:
    """``the union wants A``; ``X may agree to B``."""
    told = verb.tag_ == "VBD" and not ahead
    if lemma in _DEMANDING and not told:
        yield verb.i + 1, sentence_end, -2
    elif lemma in _GIVING and ahead:
        yield verb.i + 1, sentence_end, -2 if _is_asked_for(verb) else 1
    at = _preposition(verb, _DEMANDING_ON[lemma]) if lemma in _DEMANDING_ON and not told else None
    if at is not None:
        yield at + 1, sentence_end, -2
    at = _preposition(verb, _GIVING_ON[lemma]) if lemma in _GIVING_ON and ahead else None
    if at is not None:
        yield at + 1, sentence_end, 2


def _preposition(verb: Token, wanted: set[str]) -> int | None:
    for child in verb.children:
        if child.i > verb.i and child.lower_ in wanted and child.dep_ in {"prep", "prt", "aux", "dative"}:
            return child.i
    return None


def _is_of_meeting(subjects: list[Token]) -> bool:
    return any(
        s.lemma_.lower()
        in {
            "agenda",
            "summit",
            "talk",
            "meeting",
            "discussion",
            "negotiation",
            "conference",
            "draft",
            "point",
            "topic",
            "item",
            "one",
            "other",
            "another",
        }
        for s in subjects
    )


def _is_ahead(verb: Token) -> bool:
    """It has not happened yet: a modal, an infinitive, a noun of action."""
    if any(
        child.dep_ == "aux" and (child.lower_ in _MODAL or child.lower_ == "to") for child in verb.children
    ):
        return True
    if verb.tag_ == "VBG" and verb.dep_ in {"pcomp", "prep", "xcomp"}:
        return True
    return verb.dep_ == "conj" and verb.head.pos_ == "VERB" and _is_ahead(verb.head)


def _is_asked_for(verb: Token) -> bool:
    """``are asking the ministers to put X into the text``."""
    governor = verb.head
    return verb.dep_ in {"xcomp", "ccomp", "advcl"} and governor.lemma_.lower() in read_lexicon().urge | {
        "want",
        "demand",
        "propose",
        "hope",
        "may",
        "expect",
    }


def _is_undone(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children) and verb.lemma_.lower() not in _DEMANDING
