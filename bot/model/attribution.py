"""Who says it: speaker and cue must stand in the article, and nothing around may turn the words round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.extract.lexicon import read_lexicon
from bot.model.tokens import tokenize
from bot.names.normalise import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model.grounding import Source

Span = tuple[int, int]
Record = dict[str, Any]
_REACH = 2  # paragraphs back in which the speaker may be named
_LONGEST_NAME = 14  # words
_NAMELESS = frozenset(
    "a an the he she it they we i you who which that this these those him her them us me his hers its their "
    "our my your there one and or of".split()
)
_TITLES = frozenset("the a an mr mrs ms miss sir dr".split())
_SENTENCE_END = re.compile(r"[.!?…]{1,4}[\"”’)\]]{0,3}\s(?=[\"“‘(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:^|[\s\"“‘(\[])(?:[A-Z][a-z]{0,3}|\w(?:\.\w){1,3})$")
_LONGEST_SENTENCE = 2_000  # characters; what stands further off is not looked at
_WHEN_ASKED = re.compile(r"\basked (?:if|whether|about|why|how|what|when)\b[^,]*,", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:.!?“”\"—–()]")
_CONDITION = re.compile(r",?\s*(?:but\s+)?(?:only\s+)?(?:if|unless|provided|should|as long as|in case)\b")
_PART_END = re.compile(r"[,;:.!?“”\"—–()]|\b(?:and|but|while|when|after|before|because)\b")
_AFTER_SPEAKER = re.compile(r"(?:\s+[^\s,;:.!?“”\"—–()]+){0,3}")
_ADVERBS = re.compile(r"\s*(?:(?:has|had|have|also|later|then|earlier|once|again)\s+)*")
_PRONOUN_LAST = re.compile(rf"\b(?:he|she|they|it|who)\b{_ADVERBS.pattern}$", re.IGNORECASE)
_OF = re.compile(r"\s+(?:for|of|from|in|at|with|to|close to)\s+(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker that the article or the rules' digest names. ``span`` is None where only the digest does."""

    name: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    span: Span


def find_speaker(source: Source, record: Record, proposed: str, spans: Sequence[Span]) -> Speaker | None:
    """The proposed speaker as the article or the record has it; None where neither does.

    It is looked for in the statement's paragraph and the two before it, outside all quotation marks; the
    nearest is meant.
    """
    tokens = tokenize(proposed)
    wanted = [token.word for token in tokens]
    if not 0 < len(wanted) <= _LONGEST_NAME:
        return None
    places = list(_places(source, wanted, spans, _REACH))
    if not set(wanted) - _NAMELESS:
        capitals = [shout for t in tokens if len(shout := proposed[t.start : t.end]) > 1 and shout.isupper()]
        if not capitals:
            return None  # "us" names nobody, "US" does
        places = [place for place in places if all(c in source.text[slice(*place)] for c in capitals)]
    if places:
        nearest = min(places, key=lambda place: _distance(source, place, spans[0]))
        return Speaker(_full_name(source, record, nearest), nearest)
    names = [entity["name"] for entity in record["entities"]] + [s["speaker"] for s in record["statements"]]
    for name in filter(None, names):
        if [token.word for token in tokenize(name)] == wanted:
            return Speaker(name, None)
    return None


def find_cue(source: Source, proposed: str, spans: Sequence[Span]) -> Span | None:
    """The words of saying nearest to the statement, in its paragraph or the one before, outside of it."""
    wanted = [token.word for token in tokenize(proposed)]
    places = _places(source, wanted, spans, 1) if wanted else ()
    return min(places, key=lambda place: _distance(source, place, spans[0]), default=None)


def same_speaker(one: str | None, other: str | None) -> bool:
    """Whether both name the same one, as far as words tell: "Putin" and "President Vladimir Putin" do."""
    first, second = (set(name_key(name or "").split()) - _TITLES for name in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def is_turned(source: Source, spans: Sequence[Span], speaker: Speaker, cue: Span | None) -> bool:
    """Whether words around the statement deny, refuse, doubt or condition it, so that it says less alone."""
    return any(
        _turns().search(zone)
        for span in spans
        for zone in (
            words_before(source, span),
            _words_behind(source, span),
            _saying_behind(source, span, speaker, cue),
        )
    )


def is_somebody_elses(source: Source, record: Record, speaker: Speaker, cue: Span | None) -> bool:
    """Whether the clause of saying names another known person or body as the one who speaks."""
    if cue is None:
        return False
    start, end = _clause_around(source, cue)
    before_cue = _names_between(record, start, cue[0])
    if before_cue and _ADVERBS.fullmatch(source.text, before_cue[-1].span[1], cue[0]):
        subject = before_cue[-1]
        return not same_speaker(speaker.name, subject.name) and not _belongs(source, speaker, subject)
    if speaker.span is not None and start <= speaker.span[0] < end:
        return False
    if _PRONOUN_LAST.search(source.text, start, cue[0]):
        return False
    names = before_cue or _names_between(record, cue[1], end)
    return bool(names) and not any(same_speaker(speaker.name, named.name) for named in names)


_BESIDE = re.compile(
    rf"(?:{_OF.pattern}[^,;:.!?“”\"]{{1,80}})?(?:,[^;:.!?“”\"]{{1,120}},|\s*\([^()]{{1,60}}\))?{_ADVERBS.pattern}",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"\s+(?:the\s+|an?\s+|mr\.?\s+|ms\.?\s+|mrs\.?\s+)?(?:[\w’'-]+\s+){0,3}", re.IGNORECASE
)
_TELLING = frozenset("told tells tell informed assured reminded warned asked urged".split())


def is_said_by(
    source: Source, record: Record, speaker: Speaker, cue: Span | None, spans: Sequence[Span]
) -> bool:
    """Whether the speaker, the words of saying and the words said hang together.

    The speaker, or a pronoun, stands beside the saying; outside quotation marks the saying stands in the same
    sentence, and nobody else between it and the words. Without a saying, only a quotation that goes on where
    the same speaker stopped.
    """
    quoted = all(source.quotation_around(span) is not None for span in spans)
    if cue is None:
        return quoted and _goes_on(record, speaker, spans[0])
    if not _stands_beside(source, speaker, cue):
        return False
    if quoted:
        return True
    first = spans[0]
    if cue[1] <= first[0]:
        between = source.text[cue[1] : first[0]]
        told = source.text[slice(*cue)].split()[-1].lower() in _TELLING
        others = _names_between(record, cue[1], first[0])
        return not _SENTENCE_END.search(between) and not others[1 if told else 0 :]
    return not _SENTENCE_END.search(source.text, first[1], cue[0])


def _stands_beside(source: Source, speaker: Speaker, cue: Span) -> bool:
    """``Ito, the mayor, later said``; ``said Mayor Ito``; ``he said``; ``according to Ito``."""
    if _PRONOUN_LAST.search(source.text, _clause_around(source, cue)[0], cue[0]):
        return True
    if speaker.span is None:
        return False
    if speaker.span[1] <= cue[0]:
        return bool(_BESIDE.fullmatch(source.text, speaker.span[1], cue[0]))
    return bool(_INVERTED.fullmatch(source.text, cue[1], speaker.span[0])) or speaker.span[0] - cue[1] <= 1


def _goes_on(record: Record, speaker: Speaker, span: Span) -> bool:
    """The statement that ended last before it is the same speaker's."""
    before = [s for s in record["statements"] if s["spans"] and s["spans"][-1][1] <= span[0]]
    last = max(before, key=lambda s: s["spans"][-1][1], default=None)
    return last is not None and same_speaker(last["speaker"], speaker.name)


def _belongs(source: Source, speaker: Speaker, subject: _Named) -> bool:
    """``A spokesman for Putin said``: the name before the verb only says whose spokesman speaks."""
    return speaker.span is not None and bool(_OF.fullmatch(source.text, speaker.span[1], subject.span[0]))


def _names_between(record: Record, start: int, end: int) -> list[_Named]:
    """Persons and bodies of the record that stand there, in order."""
    spans = [
        _Named(entity["name"], (a, b))
        for entity in record["entities"]
        if entity["kind"] in {"person", "org"}
        for a, b in entity["spans"]
        if start <= a and b <= end
    ]
    return sorted(spans, key=lambda named: named.span)


def _clause_around(source: Source, cue: Span) -> Span:
    """What stands between the punctuation marks on both sides of the cue."""
    paragraph = source.paragraphs[source.paragraph_at(cue[0])]
    floor = max(paragraph.start, cue[0] - _LONGEST_SENTENCE)
    starts = [found.end() for found in _CLAUSE_END.finditer(source.text, floor, cue[0])]
    ending = _CLAUSE_END.search(source.text, cue[1], paragraph.end)
    return max(starts, default=floor), ending.start() if ending else paragraph.end


# ---------------------------------------------------------------- places of a name or a cue


def _places(source: Source, wanted: list[str], spans: Sequence[Span], reach: int) -> Iterator[Span]:
    """Where exactly these words stand, at most so many paragraphs back, outside quotations and the spans."""
    last = source.paragraph_at(spans[-1][0])
    for index in range(max(source.paragraph_at(spans[0][0]) - reach, 0), last + 1):
        tokens = source.tokens_of(index)
        words = [token.word for token in tokens]
        for at in range(len(words) - len(wanted) + 1):
            place = tokens[at].start, tokens[at + len(wanted) - 1].end
            if (
                words[at : at + len(wanted)] == wanted
                and source.quotation_around(place) is None
                and not any(place[0] < end and start < place[1] for start, end in spans)
            ):
                yield place


def _distance(source: Source, place: Span, span: Span) -> tuple[int, int]:
    """Paragraphs, then characters, between the two."""
    apart = abs(source.paragraph_at(place[0]) - source.paragraph_at(span[0]))
    return apart, max(place[0] - span[1], span[0] - place[1])


def _full_name(source: Source, record: Record, place: Span) -> str:
    """The entity's fullest name where the place is a mention of one, else the article's own words."""
    for entity in record["entities"]:
        if any(start <= place[0] and place[1] <= end for start, end in entity["spans"]):
            return str(entity["name"])
    return source.text[slice(*place)]


# ---------------------------------------------------------------- words that turn others round


@cache
def _turns() -> re.Pattern[str]:
    """Negations, denials, refusals, doubts and conditions."""
    lexicon = read_lexicon()
    verbs = sorted(lexicon.denies | lexicon.doubts | lexicon.refuse)
    forms = {form for verb in verbs for form in _forms(verb)} - {"question", "questions", "stop", "stops"}
    plain = {
        *"not never nobody none neither nor cannot nothing hardly scarcely without".split(),
        *"false falsely untrue baseless unfounded wrongly instead whether if unless should provided".split(),
        *"myth lie lies hoax rumor rumors rumour rumours nonsense fantasy fiction idea invention".split(),
        *"mocked mocking scoffed scoffing ridiculed ridiculing laughed".split(),
        *lexicon.unlikely,
    }
    words = "|".join(sorted(map(re.escape, forms | plain), key=len, reverse=True))
    return re.compile(rf"\b(?:{words}|no(?!\.?\s*\d)|rul(?:e|es|ed|ing) out)\b|n['’]t\b", re.IGNORECASE)


def _forms(verb: str) -> set[str]:
    stem = verb[:-1] if verb[-1] in "ey" else verb
    if verb.endswith("y"):
        return {verb, f"{stem}ies", f"{stem}ied", f"{verb}ing"}
    doubled = stem + stem[-1]
    return {verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{doubled}ed", f"{doubled}ing"}


def words_before(source: Source, span: Span) -> str:
    """What the sentence says before the span, without other quotations but with what leads into its own."""
    paragraph = source.paragraphs[source.paragraph_at(span[0])]
    around = source.quotation_around(span)
    if around is None:
        start = _sentence_start(source.text, span[0], paragraph.start)
        return _WHEN_ASKED.sub("", _without_quotations(source, start, span[0]), count=1)
    outside = _sentence_start(source.text, around[0], paragraph.start)
    leading = _WHEN_ASKED.sub("", _without_quotations(source, outside, around[0]), count=1)
    inside = _sentence_start(source.text, span[0], around[0])
    return f"{leading} {source.text[inside : span[0]]}"


def _words_behind(source: Source, span: Span) -> str:
    """What still belongs to the clause that the span breaks off: ``... is not true``, ``... only if``."""
    paragraph = source.paragraphs[source.paragraph_at(span[0])]
    if source.text[span[1] - 1] in '.!?,;:”"':
        return ""
    ending = _PART_END.search(source.text, span[1], paragraph.end)
    end = ending.start() if ending else paragraph.end
    condition = _CONDITION.match(source.text, end, paragraph.end)
    return source.text[span[1] : condition.end() if condition else end]


def _saying_behind(source: Source, span: Span, speaker: Speaker, cue: Span | None) -> str:
    """From the span to the speaker and cue that follow it: ``..., Ito denied``, ``..., Ito never said``."""
    paragraph = source.paragraph_at(span[0])
    ends = [place[1] for place in (speaker.span, cue) if place and source.paragraph_at(place[0]) == paragraph]
    end = max(ends, default=0)
    if end <= span[1]:
        return ""
    following = _AFTER_SPEAKER.match(source.text, end, source.paragraphs[paragraph].end)
    return _without_quotations(source, span[1], following.end() if following else end)


def _without_quotations(source: Source, start: int, end: int) -> str:
    """The slice with everything in quotation marks blanked out."""
    kept = list(source.text[start:end])
    for first, last in source.quoted[source.paragraph_at(start)]:
        for index in range(max(first, start), min(last, end)):
            kept[index - start] = " "
    return "".join(kept)


def _sentence_start(text: str, at: int, floor: int) -> int:
    """Where the sentence begins; behind what may be an abbreviation none is taken to begin."""
    floor = max(floor, at - _LONGEST_SENTENCE)
    starts = [
        found.end()
        for found in _SENTENCE_END.finditer(text, floor, at)
        if not _ABBREVIATION.search(text[max(found.start() - 12, floor) : found.start()])
    ]
    return max(starts, default=floor)
