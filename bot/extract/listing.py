"""Where a sentence lists matters: what a meeting covers, what divides it, what somebody asks for.

Two tables tell constructions by their words, one for lists that follow and one for lists that come before;
whatever is asked for needs the parse, to know who asks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.lexicon import read_lexicon
from bot.extract.matters import read_matter_words
from bot.extract.sources import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from bot.extract.passages import Passage

LISTED = 2  # the text says that it is a matter
OFFERED = 1  # somebody may do it: a matter only where it is named again


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens ``[first, end)`` that list matters. ``asked``: somebody asks for them. ``spans``: from A to B."""

    first: int
    end: int
    weight: int
    asked: bool = False
    spans: bool = False


_MEETING = (
    r"(?:talks?|negotiations?|discussions?|summit|meeting|conference|round|session|agenda|list|draft|communiqu[eé]"
    r"|text|plan|paper|document|programme|program|treaty|deal|agreement|pact|declaration|package|visit)"
)
_MATTER = (
    r"(?:issue|matter|topic|subject|point|question|item|demand|chapter|heading|priority|obstacle|dispute|quarrel"
    r"|difference|theme|file|sticking point|stumbling block|red line|hurdle|bone of contention|problem|front|clause"
    r"|disagreement|complaint|bill|request|goal|condition|term|complication|headache|snag|challenge|concern)"
)
_MATTERS = rf"(?:{_MATTER}s?|priorities|sticking points|stumbling blocks)"
_TABLE = r"(?:table|agenda|list|menu|talks|summit|negotiations|meeting|discussions|conference|programme)"
_OPEN = (
    r"(?:unresolved|open|unsettled|outstanding|undecided|in brackets|bracketed|in dispute|at stake|at issue|deadlocked"
    r"|contentious|contested|divisive|to be (?:settled|resolved|agreed|decided|tackled))"
)
_BE = r"(?:is|are|was|were|be|been|remains?|stays?|will be|may be|could be|would be|has been|have been)"
_SAYING_LITTLE = r"(?:,[^,.;]{2,20},)?(?:\s(?:also|too|still|now|yet|again|all|both|likely|expected|set|due|thought|to|certain|sure|firmly|back))*"

# A list follows. (construction, who must do it)
_AHEAD = r"(?:to|will|may|might|could|would|can|should|must|shall|’ll|'ll|and|or)"
_FOLLOWING: tuple[tuple[re.Pattern[str], bool], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), hosted)
    for pattern, hosted in (
        # the talks will cover X; a draft agenda, seen by us, lists X; demands include X
        (
            rf"\b(?:{_MEETING}|{_MATTERS})(?:,[^,.;:]{{3,50}},)?[^.,;:“”\"]{{0,60}}?\s(?:include[sd]?|including|cover(?:s|ed|ing)?"
            r"|such as|range[sd]? from|ranging from|focus(?:es|ed|ing)? (?:mainly |mostly |chiefly )?on"
            r"|cent(?:re|er)(?:s|ed|ing)? (?:on|around)|deal(?:s|ing)? with|lists?|listed|mentions?|speaks? (?:only )?of|tackle"
            r"|address|revolves? around|touch(?:es)? on|span(?:s|ning)?|turns? on|names?)\s(?:everything from\s|also\s)?",
            False,
        ),
        # a dispute over X; agreement on X; far apart on X
        (
            r"(?<!last )(?<!previous )(?<!earlier )(?<!existing )(?<!fell )\b(?:talks?|negotiations?|discussions?|disputes?|row|clash(?:es)?"
            r"|deadlock|stalemate|impasse|stand-?off|wrangling|haggl(?:e|ing)|quarrel(?:s|ling)?|tussle|compromise|agreement|agree"
            r"|agreed|deal|accord|consensus|understanding|progress|headway|differences?|disagreements?|gaps?|breakthrough|rift"
            r"|at odds|apart|divided|split|differ|disagree|argu(?:e|ing)|spar|deadlocked|stuck|stalled?|founder(?:ed)?"
            r"|collapsed?|stumbl(?:e|ed)|concessions?|movement|flexible|commitments?|bargain(?:ing)?|consultations?|treaty|pact)"
            r"(?:\s(?:on|over|about|concerning|regarding)|[^.,;:“”\"]{0,40}?\s(?:over|concerning|regarding))\s(?!\w+day\b)",
            False,
        ),
        # will discuss X
        (
            rf"\b{_AHEAD}\s(?:also\s|then\s|finally\s)?(?:discuss|debate|address|tackle|thrash out|hammer out|negotiate|settle"
            r"|resolve|iron out|agree on|decide on|haggle over|take up|bring up|raise|review|finali[sz]e|talk about|touch on|table)\s",
            True,
        ),
        # the hardest issue is X; another sticking point concerns X
        (
            rf"\b(?:the|a|an|another|one|its|their|his|her|our|my)\s(?:[\w’-]+\s){{0,3}}{_MATTERS}\s(?:of all\s|for \w+\s)?"
            rf"(?:{_BE}|concerns?|involves?)\s(?:about\s|over\s)?",
            False,
        ),
        (
            r"\b(?:largest|biggest|hardest|thorniest|trickiest|main|first|second|third|last|other)\s(?:\w+\s)?(?:is|concerns)\s(?:for\s)?",
            False,
        ),
        (r",\s(?:as|so) (?:is|are|will|does|do|may)\s", False),  # X will come up, as is Y
        (r"(?:^|[.;]\s)One concerns\s|,\s(?:the|an)other\s(?:concerns\s|is\s)?(?!,)", False),
        # As for X, ...; On X the two sides are close; Then there is X
        (
            r"(?:^|[.;”]\s)(?:As for|As to|On|When it comes to|With regard to|Regarding|Over)\s"
            r"(?=(?:[\w’-]+\s){0,6}?[\w’-]+,?\s(?:the|both|neither|there|they|an?|[A-Z]|it|little|no)\b)",
            False,
        ),
        (r"\bon the (?:question|issue|matter|subject) of\s", False),
        (
            r"(?:^|[.;]\s)(?:And\s)?(?:Then|Finally|Last|Lastly|Last but not least),?\s(?:there\s)?(?:is|are|comes?)\s",
            False,
        ),
        # the matters still open: X, Y
        (rf"\b(?:{_MATTERS}|agenda|table|list)\b[^.:;]{{0,60}}:\s", False),
        (rf"\b{_MATTERS}\s(?:such as|including|are|range from)\s", False),
        # on the table are X
        (
            rf"\b(?:on|at the (?:top|heart|cent(?:re|er)) of|high on) the {_TABLE}(?:\s(?:too|as well))?,?\s{_BE}\s",
            False,
        ),
        # has put X first
        (r"\b(?:has|have|had)?\s?put\s(?=[^.,;:]{3,60}\s(?:first|on the (?:table|agenda|list))\b)", False),
    )
)
_BOUNDED = re.compile(
    rf"\b(?:with|leaving|and)\s(?P<list>[^.;:“”\"]{{3,220}}?)\s(?:all\s|still\s|also\s|among the matters\s)?"
    rf"(?:(?:on|at the (?:top|heart|cent(?:re|er)) of|high on|topping|dominating|crowding) the {_TABLE}|{_OPEN})(?=[,.]|$|\s)",
    re.IGNORECASE,
)

# A list came before: its verb, or the words that stand in its place.
_PRECEDING: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # X is on the table; X will top the agenda
        rf"\s{_BE}{_SAYING_LITTLE}\s(?:on|at the (?:top|heart|cent(?:re|er)) of|high on|part of|among the (?:\w+\s)?(?:{_MATTERS})"
        rf"(?: on)?)(?:\sthe {_TABLE})?\b",
        r"\s(?:(?:will|would|may|might|could|should|are|is) )?(?:also )?(?:expected to |likely to |set to |due to |sure to )?"
        rf"(?:dominate[sd]?|crowd(?:s|ed)?|top(?:s|ped)?|head(?:s|ed)?|overshadow(?:s|ed)?)\s(?:the|their|its)[^.;,]{{0,30}}\b{_TABLE}\b",
        # X may come up; X is expected to be raised
        rf"\s(?:will|may|might|could|would|should|must|can|is|are|was|were|has|have)(?!\snot\b){_SAYING_LITTLE}(?:\s(?:be|been|to|yet))*\s"
        r"(?:come up|raised|discussed|tackled|addressed|negotiated|debated|taken up|brought up|thrashed out|feature|figure|loom"
        r"|surface|arise|crop up"
        r"|prove (?:the )?(?:harder|easier|tough\w*|difficult|divisive|hardest|easiest|trick\w+))\b",
        # X is the hardest issue; X remains a sticking point
        rf"\s{_BE}{_SAYING_LITTLE}(?:\sbe)?\s(?:the|a|an|another|one of the|one of their|among the|less|more|most)\s(?:[\w’-]+\s){{0,3}}?"
        rf"(?:{_MATTERS}|divisive|contentious|thorn\w+|hard(?:er|est)|tough\w*|easier|easiest)\b",
        r"\s(?:is|are|may be|could be|may prove|will be)\s(?:the )?(?:hardest|toughest|thorniest|trickiest|easiest|hard|easier|harder)\b",
        # X is still open
        rf"\s(?:{_BE}|left|leaves?){_SAYING_LITTLE}\s{_OPEN}(?=[,.]|$|\s)",
        # X was added to the list
        r"\s(?:was|were|has been|have been|is|are)\s(?:\w+\s)?(?:added|put|placed)\s(?:back\s)?(?:to|on|onto)\s(?:the|its|their) "
        r"(?:list|agenda|table)\b",
        r"\s(?:may|could|will|might|would)\s(?:also\s)?take place\b",
    )
)
_NOT = r"(?:\bnot|\bnever|\bno longer|n’t|n't)"
_OFF = re.compile(rf"{_NOT}(?:\s(?:be|come))?\s?$", re.IGNORECASE)
_OFF_INSIDE = re.compile(rf"{_NOT}\s", re.IGNORECASE)

_YEAR = re.compile(r"\b(?:in|since|of) (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b")  # a dispute of long ago
_NEAR = 60  # characters
_SHELVED = re.compile(
    r"\b(?:shelved|set aside|excluded|ruled out|off the table|postponed"
    r"|(?:not|never) (?:be )?(?:discussed|raised|addressed|on the (?:table|agenda)))\b"
)


def find_stretches(passage: Passage) -> Iterator[Stretch]:
    """Every stretch of the passage that lists matters, some of them more than once."""
    doc = passage.doc
    starts = [token.idx for token in doc]
    text = doc.text
    for pattern, hosted in _FOLLOWING:
        for found in pattern.finditer(text):
            at = bisect_left(starts, found.end())
            if at >= len(doc) or (hosted and not _is_hosted(doc, at - 1)):
                continue
            end = doc[at].sent.end_char
            if _SHELVED.search(text, found.end(), end):
                continue
            past = _YEAR.search(text, found.end(), min(found.end() + _NEAR, end))
            spans = found.group().rstrip().lower().endswith("from")
            yield Stretch(at, doc[at].sent.end, OFFERED if past else LISTED, spans=spans)
    for found in _BOUNDED.finditer(text):
        first, end = bisect_left(starts, found.start("list")), bisect_left(starts, found.end("list"))
        if first < end:
            yield Stretch(first, end, LISTED)
    for pattern in _PRECEDING:
        for found in pattern.finditer(text):
            if not _OFF_INSIDE.search(found.group()) and not _OFF.search(text[: found.start()]):
                yield from _before(doc, bisect_left(starts, found.start() + 1))
    for token in doc:
        if token.pos_ in {"VERB", "AUX"} and not passage.is_framed(token):
            yield from _of_demand(token)


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
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < at), None)
    if subject is None and verb.dep_ == "xcomp":
        subject = next((c for c in verb.head.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < at), None)
    if subject is None:
        subject = doc[at - 1] if at > 0 and doc[at - 1].pos_ in {"NOUN", "PROPN"} else None
    if subject is not None and subject.pos_ in {"NOUN", "PROPN", "VERB"}:
        yield Stretch(subject.left_edge.i, at, LISTED)


# ---------------------------------------------------------------- what is asked for and offered

# What these verbs govern is asked for at any time; what the others govern only where it lies ahead.
_DEMANDING = frozenset(["demand", "request", "seek", "want", "propose", "reject", "oppose"])
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
}
_GIVING = frozenset(
    (
        "offer provide supply transfer sell exchange secure win ease lift scrap extend restore reopen halt cut raise "
        "accept grant sign name put create set fund ban limit buy drop phase guarantee release build stop end open"
    ).split()
)
_LIGHT = frozenset("manage reach settle avoid refuse hold ensure be have know see take make keep get leave say tell talk speak go come look agree meet act".split())
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
    if (lemma in _DEMANDING and not told) or (ahead and _is_asked_for(verb) and lemma not in _LIGHT):
        yield Stretch(verb.i + 1, end, LISTED, asked=True)
    elif ahead and lemma in _GIVING:
        yield Stretch(verb.i + 1, end, OFFERED)
    at = _preposition(verb, _DEMANDING_ON[lemma]) if lemma in _DEMANDING_ON and not told else None
    if at is not None:
        yield Stretch(at + 1, end, LISTED, asked=True)
    at = _preposition(verb, _GIVING_ON[lemma]) if lemma in _GIVING_ON and ahead else None
    if at is not None:
        yield Stretch(at + 1, end, LISTED)


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
