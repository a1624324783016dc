"""Every date of an article in order, and the timeline: the happenings that the dates belong to."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.date_values import first_day
from bot.extract.dates import find_dates, latest_quarter
from bot.extract.paragraphs import DATED, Kind
from bot.extract.tense import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from bot.extract.dates import DateExpression
    from bot.extract.paragraphs import Paragraph
    from bot.extract.passages import Passage

Span = tuple[int, int]
_TO = re.compile(
    r"\s*(?:,|and|which|it|that)?\s*(?:\w+\s+){0,3}?(?:through|until|till|to|–|—|-)\s+(?:the\s+)?|\s*[-–—]\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*and\s*(?:the\s+)?", re.IGNORECASE)
_EMBEDDED_YEAR = re.compile(r"\b(?:the|a|an|its|his|her|their|of)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression of the article. ``sentence`` is what it stands in; None outside the story."""

    span: Span
    expression: str
    value: str
    end: str | None
    direction: Direction
    kind: Kind
    sentence: Span | None
    clause: Span | None = None  # the smallest clause around it, for sentences that tell of several days


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """A dated happening: first and last day (or month, or year) and the sentence that tells it."""

    date: str
    end: str | None
    span: Span
    expression: str
    planned: bool


def collect_dates(
    article: str, paragraphs: Sequence[Paragraph], passages: Sequence[Passage], published: dt.date
) -> list[Dated]:
    """Every date of the article in the order of the text, each resolved against those before it."""
    reader = _Reader(article, published)
    by_number: dict[int, list[Passage]] = {}
    for passage in passages:
        by_number.setdefault(passage.paragraph.number, []).append(passage)
    for paragraph in paragraphs:
        if paragraph.kind not in DATED:
            continue
        own = by_number.get(paragraph.number, [])
        if not own:
            reader.read_plain(paragraph, paragraph.start, paragraph.end)
            continue
        if paragraph.dateline:
            reader.read_plain(paragraph, paragraph.start, paragraph.start + paragraph.dateline)
        for passage in sorted(own, key=lambda p: p.pieces[0][1] if p.quoted is None else p.quoted[0]):
            reader.read_passage(passage)
    return sorted(reader.found, key=lambda dated: dated.span)


class _Reader:
    """Reads text after text and remembers the last year and the last quarter that were named."""

    def __init__(self, article: str, published: dt.date) -> None:
        self.article = article
        self.published = published
        self.anchor: str | None = None
        self.quarter: str | None = None
        self.found: list[Dated] = []

    def read_plain(self, paragraph: Paragraph, start: int, end: int) -> None:
        """A title, a dateline, a line that says when it was posted: not parsed."""
        text = re.sub(r"\s", " ", self.article[start:end])
        sentence = None
        for date in find_dates(text, None, self.published, self.anchor, self.quarter):
            if paragraph.kind is Kind.POSTED and not re.search(r"\d", date.expression):
                continue
            self._keep(date, (start + date.start, start + date.stop), paragraph.kind, sentence)

    def read_passage(self, passage: Passage) -> None:
        """Sentences with their parse."""
        for date in find_dates(passage.doc.text, passage.doc, self.published, self.anchor, self.quarter):
            if any(stand.start < date.stop and date.start < stand.end for stand in passage.stand_ins):
                continue
            span = passage.to_article(date.start, date.stop)
            token = next((t for t in passage.doc if t.idx + len(t.text) > date.start), passage.doc[-1])
            sentence = passage.span_of(token.sent.start, token.sent.end - 1)
            self._keep(date, span, passage.paragraph.kind, sentence, _clause_of(passage, token))
            if re.search(r"\d{4}", date.expression) and re.match(r"\d{4}", date.value):
                self.anchor = date.value
            if not re.search(r"ago|earlier|year-|last", date.expression, re.IGNORECASE):
                self.quarter = latest_quarter(self.quarter, date.value, self.published)

    def _keep(
        self, date: DateExpression, span: Span, kind: Kind, sentence: Span | None, clause: Span | None = None
    ) -> None:
        expression = self.article[slice(*span)]
        self.found.append(
            Dated(span, expression, date.value, date.end, date.direction, kind, sentence, clause)
        )


def _clause_of(passage: Passage, token: Token) -> Span:
    """The clause, or the phrase in front of the main clause, that a date belongs to."""
    root = token.sent.root
    at = token
    while at.head.i != at.i:
        if at.pos_ in {"VERB", "AUX"} and at.dep_ in {"advcl", "ccomp", "conj", "relcl"} and _has_subject(at):
            break
        if at.dep_ == "prep" and at.head.i == root.i and at.i < root.i:
            break
        at = at.head
    first, last = at.left_edge.i, at.right_edge.i
    return (
        passage.span_of(first, last)
        if last - first >= 5
        else passage.span_of(token.sent.start, token.sent.end - 1)
    )


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in verb.children)


# ---------------------------------------------------------------- timeline


def build_timeline(article: str, dates: Sequence[Dated], published: dt.date) -> list[TimelineEvent]:
    """The happenings worth showing: ranges joined, each day and sentence once."""
    events: list[TimelineEvent] = []
    told = [
        dated
        for dated in dates
        if dated.sentence and dated.kind not in {Kind.TITLE, Kind.POSTED, Kind.REPEATED}
    ]
    shared = Counter(dated.sentence for dated in told)
    skip = False
    for index, dated in enumerate(told):
        if skip:
            skip = False
            continue
        following = told[index + 1] if index + 1 < len(told) else None
        extent = _extent_or_none(dated)
        if extent is None or not _is_worth(article, dated):
            continue
        if following is not None and _is_range(article, dated, following):
            until = _extent_or_none(following)
            if until is not None and (until[1] or until[0]) > extent[0]:
                last = until[1] or until[0]
                events.append(
                    _event(
                        article,
                        (extent[0], last),
                        dated,
                        following,
                        published,
                        several=shared[dated.sentence] > 2,
                    )
                )
                skip = True
                continue
        events.append(_event(article, extent, dated, None, published, several=shared[dated.sentence] > 1))
    return sorted(_once(events), key=lambda event: (event.date, event.span))


def _event(
    article: str,
    extent: tuple[str, str | None],
    dated: Dated,
    until: Dated | None,
    published: dt.date,
    *,
    several: bool,
) -> TimelineEvent:
    told = dated.clause if dated.clause is not None and several else dated.sentence
    sentence = told or dated.span
    expression = dated.expression if until is None else f"{dated.expression} … {until.expression}"
    planned = (extent[1] or extent[0])[:10] > published.isoformat()[: len(extent[1] or extent[0])] or (
        dated.direction is Direction.FUTURE and extent[0] >= published.isoformat()[: len(extent[0])]
    )
    return TimelineEvent(extent[0], extent[1], _tidy(article, sentence), expression, planned)


def _tidy(article: str, span: Span) -> Span:
    start, end = span
    while start < end and (article[start].isspace() or article[start] in ",;:—–"):
        start += 1
    while end > start and (article[end - 1].isspace() or article[end - 1] in ",;:—–"):
        end -= 1
    return start, end


def _extent_or_none(dated: Dated) -> tuple[str, str | None] | None:
    """None where the calendar ends."""
    try:
        return _extent(dated.value, dated.end)
    except (ValueError, OverflowError):
        return None


def _extent(value: str, end: str | None) -> tuple[str, str | None] | None:
    """First and last day, month or year of a value; None for what names no calendar time."""
    if end:
        return value, end
    if re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value):
        return value, None
    first = first_day(value)
    if first is None or len(value) < 4:
        return None
    if "-W" in value:
        monday = first + dt.timedelta(days=5 if value.endswith("-WE") else 0)
        return monday.isoformat(), (first + dt.timedelta(days=6)).isoformat()
    months = 2
    last = first.month + months
    return first.isoformat()[:7], f"{first.year + (last > 12)}-{(last - 1) % 12 + 1:02d}"


def _is_range(article: str, dated: Dated, following: Dated) -> bool:
    if dated.sentence != following.sentence:
        return False
    between = article[dated.span[1] : following.span[0]]
    lead = article[max(0, dated.span[0] - 10) : dated.span[0]]
    return bool(_TO.fullmatch(between)) or bool(
        re.search(r"between\s+$", lead, re.IGNORECASE) and _BETWEEN.fullmatch(between)
    )


def _is_worth(article: str, dated: Dated) -> bool:
    """A year that only describes something (``the 1994 treaty``) is no happening."""
    if re.fullmatch(r"\d{4}", dated.value) and re.fullmatch(r"\d{4}", dated.expression):
        before = article[max(0, dated.span[0] - 12) : dated.span[0]]
        return not (_EMBEDDED_YEAR.search(before) and not re.search(r"(?:\bof)\s+$", before))
    return True


def _once(events: list[TimelineEvent]) -> list[TimelineEvent]:
    """The same day in the same words is shown once."""
    kept: dict[tuple[str, str | None, Span], TimelineEvent] = {}
    for event in events:
        kept.setdefault((event.date, event.end, event.span), event)
    return list(kept.values())
