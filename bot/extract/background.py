"""Sentences that tell what lies behind the news: precedents, and happenings long before it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from bot.extract.date_values import first_day
from bot.extract.paragraphs import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.calendar import Dated
    from bot.extract.passages import Passage
    from bot.extract.statements import Statement

Span = tuple[int, int]
_LONG_AGO = dt.timedelta(days=45)
_BEHIND = re.compile(
    r"\b(?:precedent|last time|previously|in the past|after the (?:breakdown|collapse|failure)"
    r"|has (?:long|always|never)|"
    r"since (?:the|its|his|her|their|then|\d{4})|for (?:years|decades|months|centuries)|due to"
    r"|because of|was founded|historic(?:ally)?|"
    r"the first .{3,40} since|dates back|permanent member|would violate)\b",
    re.IGNORECASE,
)


def find_background(
    passages: Sequence[Passage], dates: Sequence[Dated], statements: Sequence[Statement], published: dt.date
) -> list[Span]:
    """Spans of the sentences in the newspaper's own voice that look back, in order."""
    said = [span for statement in statements for span in statement.spans]
    old = [dated.span for dated in dates if _is_old(dated, published)]
    found = []
    for passage in passages:
        if passage.quoted is not None or passage.paragraph.kind is not Kind.BODY:
            continue
        for sentence in passage.doc.sents:
            if len(sentence) < 6:
                continue
            span = passage.span_of(sentence.start, sentence.end - 1)
            if _share(span, said) > 0.5:
                continue
            if any(span[0] <= a and b <= span[1] for a, b in old) or _BEHIND.search(sentence.text):
                found.append(span)
    return sorted(set(found))


def _is_old(dated: Dated, published: dt.date) -> bool:
    first = first_day(dated.value)
    return first is not None and published - first > _LONG_AGO


def _share(span: Span, spans: list[Span]) -> float:
    length = max(1, span[1] - span[0])
    return sum(max(0, min(span[1], b) - max(span[0], a)) for a, b in spans) / length
