"""Token ranges as spans of the article: trimmed, closed, and without what belongs to the saying."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.extract.discourse import Speaker
    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage


Span = tuple[int, int]

_OPENERS = '“"«„‘'

_MARKS = '“”"«»„'


_RESUMED = re.compile(r",\s+((?:(?:and|but|or|yet)\s+(?:\w+\s+){0,2})?[\"“][^\"”]{3,}[\"”][^\"“”.!?;]{0,40})")


def resumed_span(
    article: str, paragraph: Paragraph, spans: list[Span], cue: Span, speaker: Speaker
) -> Span | None:
    """``“A,” he said, but “B.”``: the quotation behind the cue goes on where the one before it stopped."""
    if spans[-1][1] > cue[0] or not any(mark in article[a:b] for a, b in spans for mark in _MARKS):
        return None
    after = max(cue[1], speaker.span[1] if speaker.span else 0)
    found = _RESUMED.match(article, after, paragraph.end)
    return tidy_span(article, *found.span(1), paragraph) if found else None


_HEADLINE_QUOTATION = re.compile(r"[‘“\"'][^:]+?[’”\"']:\s+")


def behind_headline_quotation(article: str, span: Span) -> Span:
    """``‘We never slept’: trust hid deaths, review finds``: the review did not say what is quoted first."""
    found = _HEADLINE_QUOTATION.match(article, *span)
    return (found.end(), span[1]) if found and found.end() < span[1] else span


_SILENCE = re.compile(
    r"(?:not |never )?(?:to be|be|being) (?:named|identified|quoted)\b"
    r"|(?:his|her|their) names? (?:not )?(?:to )?be (?:withheld|used|published|given)\b"
    r"|(?:not to be|anonymity\b)|to differ$"
)


def is_wish_for_silence(said: str, rule: str) -> bool:
    """``asked not to be named``: that is no statement; neither is one of a pronoun alone."""
    if rule in {"act", "phrase"} and said.lower() in {
        "him",
        "her",
        "it",
        "them",
        "us",
        "me",
        "one",
        "this",
        "that",
    }:
        return True
    return bool(_SILENCE.match(said))


_CHANNEL = re.compile(
    r"\s+(?:through|via|in|during|at) (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,2}(?:statement"
    r"|letter|interview|speech|tweet|post|press release|news conference|briefing|email"
    r"|telegram)\b.*$",
    re.DOTALL,
)

_ONLY_AFTER = re.compile(r",?\s+only (?:after|when|once)\b.*$", re.DOTALL)

_ACCORDING = re.compile(r",?\s+according to [^.!?]*$", re.DOTALL)

_WHEN = re.compile(
    r"\s+(?:on|late|early) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?: (?:morning|afternoon"
    r"|evening|night))?$"
)


def without_tail(article: str, span: Span, rule: str) -> Span:
    """Without what belongs to the saying rather than to the said: where it was said, and when it came out."""
    start, end = span
    said = article[start:end]
    patterns = (_CHANNEL, _WHEN, _ONLY_AFTER, _ACCORDING) if rule == "urge" else (_ONLY_AFTER, _ACCORDING)
    for pattern in patterns:
        found = pattern.search(said)
        if found and found.start() > 15 and not any(mark in found.group() for mark in _MARKS):
            said = said[: found.start()]
    return start, start + len(said)


def trimmed_span(article: str, passage: Passage, first: int, last: int) -> Span | None:
    """Token range as a span, without ``that`` in front and stray punctuation at its ends."""
    doc = passage.doc
    while first < last and (
        doc[first].text in {",", ";", ":", "—", "–", "-", "--", "."} or doc[first].is_space
    ):
        first += 1
    opening = doc[first]
    if (
        opening.lower_ == "that"
        and last > first
        and (opening.dep_ == "mark" or opening.tag_ in {"IN", "WDT"})
    ):
        first += 1
    first = _behind_date(passage, first, last)
    return tidy_span(article, *passage.span_of(first, last), passage.paragraph)


def _behind_date(passage: Passage, first: int, last: int) -> int:
    """``told them this weekend he would``: the day of the saying is no part of the said."""
    doc = passage.doc
    date = next((e for e in doc.ents if e.start == first and e.label_ in {"DATE", "TIME"}), None)
    if (
        date is None
        or date.end > last
        or first == 0
        or doc[first - 1].pos_ not in {"VERB", "NOUN", "PROPN", "PRON"}
    ):
        return first
    return date.end if doc[date.end].dep_ in {"nsubj", "nsubjpass", "mark", "expl"} else first


def tidy_span(article: str, start: int, end: int, paragraph: Paragraph) -> Span | None:
    """The span without white space and punctuation at its ends; an opened quotation is closed if possible."""
    start, end = max(start, paragraph.start), min(end, paragraph.end)
    while start < end and (article[start].isspace() or article[start] in ",;:—–-.)]"):
        start += 1
    while (
        end > start
        and (article[end - 1].isspace() or article[end - 1] in ",;:—–-.([")
        and article[max(start, end - 3) : end] != "..."
    ):
        end -= 1
    body = article[start:end]
    if body.count("“") > body.count("”"):
        end = _closed(article, end, "”", paragraph)
    elif body.count("”") > body.count("“") and start > paragraph.start and article[start - 1] == "“":
        start -= 1
    elif body.count('"') % 2:
        end = _closed(article, end, '"', paragraph)
    return (start, end) if end > start else None


_FARTHEST = 240  # characters: a mark that stands farther off closes another quotation


def _closed(article: str, end: int, mark: str, paragraph: Paragraph) -> int:
    """Behind the closing mark of a quotation that the parser cut off; the same place where there is none."""
    close = article.find(mark, end, min(end + _FARTHEST, paragraph.end))
    return close + 1 if close >= 0 and "“" not in article[end:close] else end


def characters_of(spans: Iterable[Span]) -> set[int]:
    """Every character that the spans cover."""
    return {i for start, end in spans for i in range(start, end)}


def kind_of_spans(article: str, spans: tuple[Span, ...]) -> str:
    """Direct where all of it stands within quotation marks, mixed where some does."""
    kinds = {_kind_of(article[start:end]) for start, end in spans}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _kind_of(content: str) -> str:
    if (
        content[:1] in _OPENERS + "`'"
        and re.search(r"[”\"»'’][,.?!]?$", content)
        and not re.search(r"[”\"»].*?[\w].*?[“\"«]", content[1:-1])
    ):
        return "direct"
    if content[:1] in _OPENERS and not any(mark in content[1:] for mark in _MARKS):
        return "direct"
    return "mixed" if any(mark in content for mark in _MARKS) else "indirect"
