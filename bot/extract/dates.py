"""Date expressions and the days, weeks, months, quarters and years they mean, in TIMEX3 form.

Every pattern has a resolver that is given the match and the place it stands in: publication day, the last
date named before it, and the tense around it. The two Wednesdays of one article differ only in that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.date_values import (
    Place,
    Resolver,
    bare_weekday,
    century,
    counted,
    decade,
    deictic,
    half_year,
    iso_day,
    led_month,
    led_unit,
    led_weekday,
    month_alone,
    month_and_year,
    named_day,
    ordinal_quarter,
    plain_year,
    quarter_ended,
    quarter_of,
    quarter_of_day,
    season_of_year,
    slashed,
    unit_of_anchor,
    vague_time,
    weekend,
    worded_decade,
    year_ago_adjective,
    year_range,
)
from bot.extract.tense import Direction, tense_at

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Doc

M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)

W = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.|Sat\.|Sun\.)"
)

D = r"(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)"  # without a full stop, in front of a date alone

PART = r"(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)"

NUM = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty"
    r"|thirty|forty|fifty|a\s+couple\s+of|a\s+hundred)"
)


_DAY = len("2024-03-14")


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Where it stands in its text, the words, and the value; ``end`` where it names a range by itself."""

    start: int
    stop: int
    expression: str
    value: str
    end: str | None = None
    direction: Direction = Direction.NONE


def find_dates(
    text: str, doc: Doc | None, published: dt.date, anchor: str | None = None, quarter: str | None = None
) -> list[DateExpression]:
    """Every date expression of a text, in order, none within another.

    ``anchor`` is the last date that earlier text named with its year, in TIMEX3 form.
    """
    matches = _matches(text)
    found: list[DateExpression] = []
    anchor = anchor or published.isoformat()
    for match, resolve in matches:
        start = match.start("date") if "date" in match.re.groupindex else match.start()
        tense = tense_at(doc, text, start)
        sentence = _sentence_of(text, start)
        days = (
            f.value
            for f in reversed(found)
            if len(f.value) == _DAY and f.start >= text.rfind(sentence, 0, start + 1)
        )
        place = Place(published, anchor, quarter, tense, sentence, next(days, None))
        try:
            resolved = resolve(match, place)
        except (ValueError, OverflowError, KeyError):
            continue
        if resolved is None:
            continue
        value, end = resolved if isinstance(resolved, tuple) else (resolved, None)
        if value.startswith("-"):
            continue  # before the first year
        stop = match.end("date") if "date" in match.re.groupindex else match.end()
        found.append(DateExpression(start, stop, text[start:stop], value, end, tense.direction))
        if re.search(r"\d{4}", text[start:stop]) and re.match(r"\d{4}", value):
            anchor = value
        if not re.search(r"ago|earlier|year-|last", text[start:stop], re.IGNORECASE):
            quarter = latest_quarter(quarter, value, published)
    return found


def latest_quarter(told: str | None, value: str, published: dt.date) -> str | None:
    """The latest quarter named so far that is over: what ``the quarter`` means."""
    if "-Q" not in value or value > quarter_of_day(published):
        return told
    return max(told or "", value)


def _matches(text: str) -> list[tuple[re.Match[str], Resolver]]:
    taken: list[tuple[int, int]] = []
    kept = []
    for pattern, resolve in PATTERNS:
        for match in pattern.finditer(text):
            start, stop = match.span("date") if "date" in pattern.groupindex else match.span()
            if all(stop <= a or start >= b for a, b in taken):
                taken.append((start, stop))
                kept.append((match, resolve))
    return sorted(kept, key=lambda pair: pair[0].start())


def _sentence_of(text: str, at: int) -> str:
    start = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at)) + 1
    stop = text.find(". ", at)
    return text[start : stop if stop > 0 else len(text)]


def _rx(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(
        pattern.replace("<M>", M)
        .replace("<W>", W)
        .replace("<D>", D)
        .replace("<PART>", PART)
        .replace("<NUM>", NUM),
        flags,
    )


_LEAD = (
    r"(?P<lead>this\s+past|this\s+coming|late\s+last|early\s+last|early\s+next|late\s+next|the\s+same|that\s+same|last|next|this|that"
    r"|the\s+following|the\s+previous|the\s+past|the\s+prior|the\s+preceding|the\s+coming|the\s+latest|the\s+current|the\s+next|earlier\s+this"
    r"|later\s+this|late\s+this|early\s+this|earlier\s+that|later\s+that|past|coming|previous|following)"
)

_YEAR = r"(?:1[5-9]\d\d|20[0-9]\d)"

_NOT_COUNTED = r"(?!\s*(?:percent|per cent|%|million|billion|people|points|barrels|shares))"


PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = (
    (_rx(r"\b(\d{4})-(\d\d)-(\d\d)(?!\d)"), iso_day),
    (_rx(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)\b(?!/)"), slashed),
    (
        _rx(
            r"\b(?:(?P<weekday><W>|<D>),?\s+)?(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to)\s*(?P<until>\d{1,2})(?:st|nd|rd|th)?)?"
            r"(?:\s+of)?\s+(?P<month><M>|Mar)(?:,?\s+(?P<year>" + _YEAR + r"))?\b(?!\s*,?\s*\d{1,2}\b)"
        ),
        named_day,
    ),
    (
        _rx(
            r"\b(?:(?P<weekday><W>|<D>),?\s+)?(?P<month><M>|Mar)\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|[.,]\d)(?:\s*(?:-|–)\s*(?P<until>\d{1,2})(?!\d))?"
            r"(?:,?\s+(?P<year>" + _YEAR + r"))?\b" + _NOT_COUNTED
        ),
        named_day,
    ),
    (
        _rx(
            r"\b(?:(?:early|late|mid|the\s+end\s+of)[-\s]+)?(?P<month><M>),?\s+(?:of\s+)?(?P<year>"
            + _YEAR
            + r"|(?:of\s+)?(?:last|next|this)\s+year)\b"
        ),
        month_and_year,
    ),
    (
        _rx(
            r"\b(?P<lead>this\s+past|this\s+coming|last|next|the\s+following|the\s+previous|the\s+past|this|that|past)\s+(?P<month><M>)(?!\w)(?!\s+\d)",
            re.IGNORECASE,
        ),
        led_month,
    ),
    (
        _rx(
            r"\b(?P<lead>this\s+past|this\s+coming|last|next|this|that|the\s+following|the\s+previous|coming|past)\s+(?P<weekday><W>)(?:\s+<PART>)?(?!\w)",
            re.IGNORECASE,
        ),
        led_weekday,
    ),
    (
        _rx(
            r"\b(?P<weekday><W>)(?!s\b)(?:\s+<PART>)?(?:,?\s+(?P<week>(?:of\s+)?(?:last|next|this)\s+week))?(?!\w)"
        ),
        bare_weekday,
    ),
    (
        _rx(
            r"\b(?:the\s+day\s+after\s+tomorrow|the\s+day\s+before\s+yesterday|(?:early\s+|late\s+)?(?:today|yesterday|tomorrow)(?:\s+<PART>)?|tonight|(?:early\s+|late\s+)?this\s+(?:morning|afternoon|evening)|last\s+night|overnight)\b",
            re.IGNORECASE,
        ),
        deictic,
    ),
    (
        _rx(
            r"\b(?:the\s+)?(?:first\s+|second\s+|third\s+|fourth\s+|latest\s+)?quarter\s+(?:that\s+)?end(?:ed|ing)\s+(?P<month><M>)(?:\s+\d{1,2})?(?P<year>,?\s+"
            + _YEAR
            + r")?",
            re.IGNORECASE,
        ),
        quarter_ended,
    ),
    (
        _rx(
            r"\b(?:the\s+)?(?P<year>"
            + _YEAR
            + r"|last\s+year|this\s+year|next\s+year)(?:[’']s)?\s+(?P<ordinal>(?:first|second|third"
            r"|fourth)[-\s]+)?(?:quarter|period)\b",
            re.IGNORECASE,
        ),
        quarter_of,
    ),
    (
        _rx(
            r"\b(?:the\s+)?(?:fiscal\s+)?(?:(?:early|late)\s+)?(?P<ordinal>first|second|third|fourth|final|1st|2nd|3rd|4th)[-\s]+(?:fiscal\s+)?quarter(?:\s+(?P<year>(?:of\s+)?(?:fiscal\s+)?(?:"
            + _YEAR
            + r"|this\s+year|last\s+year|next\s+year)))?\b",
            re.IGNORECASE,
        ),
        ordinal_quarter,
    ),
    (
        _rx(
            r"\b(?:the\s+)?(?P<ordinal>first|second|last|latter)[-\s]+half(?:\s+(?:of\s+)?(?:fiscal\s+)?(?P<year>"
            + _YEAR
            + r"|this\s+year|the\s+year))\b",
            re.IGNORECASE,
        ),
        half_year,
    ),
    (
        _rx(
            r"\b(?:the\s+)?(?:year-ago|year-earlier|prior-year|previous-year)(?:\s+(?:quarter|period))?\b",
            re.IGNORECASE,
        ),
        year_ago_adjective,
    ),
    (
        _rx(
            r"(?<![\d.,-])\b(?:about\s+|nearly\s+|almost\s+|some\s+|just\s+|more\s+than\s+|less\s+than\s+|over\s+|only\s+|roughly\s+)?(?P<number><NUM>)\s+(?P<unit>day|week|month|year|decade|centur(?=y|ies))(?:s|y|ies)?\s+(?P<way>ago|earlier|before|later|from\s+now|hence)\b",
            re.IGNORECASE,
        ),
        counted,
    ),
    (
        _rx(
            r"\b(?:the\s+)?(?:(?:early|late|mid)[-\s]+)?(?P<unit>spring|summer|fall|autumn|winter)(?:\s+of)?,?\s+(?P<year>"
            + _YEAR
            + r")\b",
            re.IGNORECASE,
        ),
        season_of_year,
    ),
    (
        _rx(
            r"\b"
            + _LEAD
            + r"\s+(?P<unit>week|weekend|month|year|quarter|decade|century|spring|summer|fall|autumn|winter"
            r"|day)\b(?!-)",
            re.IGNORECASE,
        ),
        led_unit,
    ),
    (_rx(r"\b(?:over|during|by|at|on)\s+(?P<date>the\s+weekend)\b", re.IGNORECASE), weekend),
    (
        _rx(
            r"\b(?:in|during|over|by|until|through|since|before|this)\s+(?P<date>(?:the\s+)?(?:(?:early|late|mid)[-\s]+)?(?P<unit>spring|summer|fall|autumn|winter))(?P<year>)\b(?!\s+(?:of|in|to|semester|term|olympic|games|off|out|into))",
            re.IGNORECASE,
        ),
        season_of_year,
    ),
    (
        _rx(
            r"(?:\bthe\s+)?(?:\b(?:early|late|mid)[-\s]+)?(?P<decade>\b(?:1[5-9]|20)\d0|[’']\d0)[’']?s\b",
            re.IGNORECASE,
        ),
        decade,
    ),
    (_rx(r"\b(?:the\s+)?(?:1\d|20|21)th\s+century\b", re.IGNORECASE), century),
    (
        _rx(r"(?<![\d$£€,.-])\b(?P<year>" + _YEAR + r")\s*[-–/]\s*(?P<until>\d{4}|\d\d)\b(?![\d-])"),
        year_range,
    ),
    (
        _rx(
            r"(?<![\d$£€,.])(?<!\bFlight\s)(?<!\bRoute\s)(?<!\bHighway\s)(?<!\bRoom\s)(?<!\bNo\.\s)"
            r"(?:\b(?:early|late|mid|fiscal|calendar|the\s+end\s+of|the\s+year)[-\s]+)?(?<![\w-])(?P<year>"
            + _YEAR
            + r")\b(?![\d,.]\d|-\w|\s*(?:%|people|percent|per\s+cent|shares|points|miles|feet|workers|jobs"
            r"|tonnes|tons|euros|dollars|pounds|kilomet|met(?:re|er)s|seats|votes|homes|GMT|hours|units"
            r"|students|delegates|passengers|employees|members|men|women|children|soldiers|troops|barrels"
            r"|staff|(?:[mck]m|kg|MW|GW|kW|MHz|Hz|mph|hectares|acres|litres|yards|degrees)\b)|[A-Z])"
        ),
        plain_year,
    ),
    (
        _rx(
            r"(?P<lead>\b(?i:in|since|until|till|by|through|from|of|to|and|for|during|between|before|after|early|late|mid|every|each|beginning|ended|ending|ends|or|on|than|around)[-\s]+)?(?P<date>\b(?:(?:early|late|mid)[-\s]+)?(?P<month><M>))(?![\w-])(?!\s+\d)"
        ),
        month_alone,
    ),
    (
        _rx(
            r"\b(?:the\s+)?(?:end|start|beginning|middle|rest|remainder)\s+of\s+(?P<date>the\s+(?P<unit>year|month|week|quarter|decade))\b",
            re.IGNORECASE,
        ),
        unit_of_anchor,
    ),
    (
        _rx(r"\b(?:in|for|of|during|on)\s+(?P<date>the\s+(?P<unit>quarter|day))\b", re.IGNORECASE),
        unit_of_anchor,
    ),
    (
        _rx(
            r"\b(?:for|in|during)\s+(?P<date>the\s+(?:full\s+|current\s+|latest\s+)?(?:fiscal\s+)?(?P<unit>year))\b(?!\s+(?:to|of|after|before|when))",
            re.IGNORECASE,
        ),
        unit_of_anchor,
    ),
    (_rx(r"\bthe\s+latest\s+(?P<unit>period)\b", re.IGNORECASE), lambda _match, place: place.quarter),
    (
        _rx(
            r"\bthe\s+(?:(?:early|late|mid)[-\s]+)?(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
            re.IGNORECASE,
        ),
        worded_decade,
    ),
    (
        _rx(r"\b(?:the\s+)?year(?:-|[’']s\s+)end\b", re.IGNORECASE),
        lambda _match, place: str(place.published.year),
    ),
    (
        _rx(
            r"\b(?:right\s+now|now(?!,)|currently|at\s+present|these\s+days|at\s+the\s+moment)\b",
            re.IGNORECASE,
        ),
        vague_time("PRESENT_REF"),
    ),
    (
        _rx(
            r"\b(?:more\s+recently|recently|recent\s+(?:years|months|weeks|days)|the\s+past)\b(?!\s+\w+\s+(?:years|months|weeks|days))",
            re.IGNORECASE,
        ),
        vague_time("PAST_REF"),
    ),
    (
        _rx(
            r"\b(?:the\s+(?:near\s+)?future|(?<!as\s)soon(?!\s+(?:as|after))|coming\s+(?:years|months|weeks|days))\b",
            re.IGNORECASE,
        ),
        vague_time("FUTURE_REF"),
    ),
)
