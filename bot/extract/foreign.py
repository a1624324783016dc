"""Articles in other languages than English: what can be read without a parser.

Title, dates, numbers, known names in their own script, quoted words without a speaker, and a plain notice.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.extract.dates import find_dates
from bot.names.normalise import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Span = tuple[int, int]
NOTICE = "This article is not in English: only its dates, numbers, quoted words and known names were read."
# Languages whose months are looked for, by CLDR code; a word that is two months of two of them is left out.
_LANGUAGES = "de es fr id it nl pl pt ro ru sv tr uk".split()
_IN_FIGURES = (
    re.compile(r"(?P<year>\d{4})\s*[년年]\s*(?P<month>\d{1,2})\s*[월月](?:\s*(?P<day>\d{1,2})\s*[일日号])?"),
    re.compile(r"(?P<month>\d{1,2})\s*[월月]\s*(?P<day>\d{1,2})\s*[일日号]"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)
_QUOTED = re.compile(
    r"“[^“”\n]{3,600}”|«[^«»\n]{3,600}»|「[^「」\n]{3,600}」|『[^『』\n]{3,600}』|\"[^\"\n]{3,600}\"|„[^“”\n]{3,600}[“”]"
)
_NUMBER = re.compile(
    r"(?:(?<![\w.,])\d{1,3}(?:[ ,.]\d{3})+(?:[.,]\d+)?|(?<![\w.,])\d+(?:[.,]\d+)?(?![a-zA-Z\d]))"
    r"(?:\s?(?:%|‰|тыс\.?|млн|млрд|трлн|만|억|조|万|亿|億|Mio\.?|Mrd\.?|millions?|milliards?|millones)(?!\w))?"
)


@dataclass(frozen=True, slots=True)
class ForeignDate:
    """A date expression and its value in TIMEX3 form."""

    span: Span
    value: str


def find_quoted(text: str) -> list[Span]:
    """Quoted words, marks included."""
    return [match.span() for match in _QUOTED.finditer(text)]


def find_numbers(text: str, dates: Sequence[Span] = ()) -> list[Span]:
    """Numbers that are no part of a word or of a date, with their unit where it is a number too."""
    spans = (match.span() for match in _NUMBER.finditer(text))
    return [span for span in spans if not any(a < span[1] and span[0] < b for a, b in dates)]


def find_foreign_dates(text: str, published: dt.date) -> list[ForeignDate]:
    """Dates in figures and with the month's name; a missing year is the publication's."""
    found: dict[Span, str] = {}
    for pattern in (*_IN_FIGURES, _in_words()):
        for match in pattern.finditer(text):
            value = _value(match, published)
            if value and not any(a < match.end() and match.start() < b for a, b in found):
                found[match.span()] = value
    for line in re.finditer(r"[^\n]+", text):
        for date in find_dates(re.sub(r"\s", " ", line.group()), None, published):
            span = line.start() + date.start, line.start() + date.stop
            if re.search(r"\d", date.expression) and not any(a < span[1] and span[0] < b for a, b in found):
                found[span] = date.value
    return [ForeignDate(span, value) for span, value in sorted(found.items())]


@cache
def _months() -> dict[str, int]:
    """Each month's name, in lower case, and its number."""
    from babel.dates import get_month_names  # noqa: PLC0415  only for articles in other languages

    numbers: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        for context in ("format", "stand-alone"):
            for number, name in get_month_names("wide", context, language).items():
                numbers.setdefault(name.lower(), set()).add(number)
    return {name: next(iter(several)) for name, several in numbers.items() if len(several) == 1}


@cache
def _in_words() -> re.Pattern[str]:
    """``13. März 2024``, ``13 de marzo de 2024``, ``13 марта``."""
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|º)?\.?\s+(?:de\s+)?(?P<name>{names})\b(?:\s+(?:del?\s+)?(?P<year>\d{{4}}))?",
        re.IGNORECASE,
    )


def _value(match: re.Match[str], published: dt.date) -> str | None:
    groups = match.groupdict()
    month = _months()[groups["name"].lower()] if groups.get("name") else int(groups["month"])
    year = int(groups.get("year") or published.year)
    day = groups.get("day")
    try:
        return dt.date(year, month, int(day or 1)).isoformat()[: 10 if day else 7]
    except ValueError:
        return None


def find_known_names(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    """(id, span) of each known name of two letters or more that stands in the text, longest first.

    Names of other scripts are looked up as they stand, for Korean and Chinese put no space around them.
    """
    key_at = {name: slug for name, slug in known.items() if len(name) >= 2}
    taken: list[Span] = []
    for name in sorted(key_at, key=len, reverse=True):
        spaced = re.escape(name).replace(r"\ ", r"[\s-]+")
        pattern = rf"(?<!\w){spaced}(?!\w)" if name.isascii() else spaced
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if all(match.end() <= a or match.start() >= b for a, b in taken):
                taken.append(match.span())
                yield key_at[name], match.span()


def script_of(text: str) -> str:
    """A language code by the script that most letters are of; ``und`` for every other."""
    counts = {"ko": 0, "ja": 0, "zh": 0, "ru": 0, "ar": 0}
    for character in text:
        code = ord(character)
        if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
            counts["ko"] += 1
        elif 0x3040 <= code <= 0x30FF:
            counts["ja"] += 2
        elif 0x4E00 <= code <= 0x9FFF:
            counts["zh"] += 1
        elif 0x0400 <= code <= 0x04FF:
            counts["ru"] += 1
        elif 0x0600 <= code <= 0x06FF:
            counts["ar"] += 1
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else "und"


def is_blank(text: str) -> bool:
    """Whether nothing is there to read."""
    return not name_key(text)
