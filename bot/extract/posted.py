"""When an article says of itself that it was published."""

from __future__ import annotations

import datetime as dt

from bot.extract.dates import find_dates
from bot.extract.paragraphs import Kind, list_paragraphs

_FULL_DAY = len("2024-03-14")


def find_posted(text: str) -> dt.datetime | None:
    """The day of a line such as ``Published: 14 March 2024``; None where there is none with its year."""
    for paragraph in list_paragraphs(text):
        if paragraph.kind is Kind.POSTED:
            line = text[paragraph.start : paragraph.end]
            for date in find_dates(line, None, dt.date.min.replace(year=1900)):
                if len(date.value) == _FULL_DAY and date.value[:4] in line:
                    return dt.datetime.fromisoformat(date.value).replace(tzinfo=dt.UTC)
    return None
