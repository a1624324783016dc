"""From a matched date expression to the day, week, month, quarter or year it means, in TIMEX3 form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.extract.tense import Direction, Tense

DAY = dt.timedelta(days=1)

_MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]

_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}

_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}

_WEEKDAYS |= {name[:3]: number for name, number in _WEEKDAYS.items()} | {"tues": 1, "thurs": 3, "thur": 3}

_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
}

_NUMBERS |= {
    "a": 1,
    "an": 1,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "couple": 2,
}

_ORDINALS = {word: number for number, word in enumerate(["first", "second", "third", "fourth"], 1)}

_ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4, "last": 4}

_SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}

_BACK = frozenset(
    {
        "last",
        "this past",
        "the previous",
        "the past",
        "past",
        "previous",
        "late last",
        "early last",
        "the prior",
        "prior",
        "the preceding",
    }
)

_ON = frozenset(
    {
        "next",
        "this coming",
        "the following",
        "the coming",
        "coming",
        "following",
        "early next",
        "late next",
        "the next",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """What resolving a date needs to know of the place it stands in."""

    published: dt.date
    anchor: str  # the last date named with its year, or the publication day, in TIMEX3 form
    quarter: str | None  # the last quarter named
    tense: Tense
    sentence: str
    nearest: str | None = None  # the last day named in the same sentence

    @property
    def anchored(self) -> dt.date:
        """The first day of the anchor."""
        return first_day(self.anchor) or self.published


Resolver = Callable[[re.Match[str], Place], "str | tuple[str, str] | None"]


# ---------------------------------------------------------------- values


def first_day(value: str) -> dt.date | None:
    """The first day of a TIMEX3 value, or None where it names no calendar time."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        return _day(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return _day(int(match[1]), int(match[2]), 1)
    if match := re.match(r"(\d{4})-W(\d\d)", value):
        try:
            return dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            return None
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        return _day(int(match[1]), 3 * int(match[2]) - 2, 1)
    if match := re.match(r"(\d{4})(?:-(SP|SU|FA|WI))?$", value):
        return _day(int(match[1]), {"SP": 3, "SU": 6, "FA": 9, "WI": 12, None: 1}[match[2]], 1)
    return _day(int(value) * 10, 1, 1) if re.fullmatch(r"\d{3}", value) else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _week(day: dt.date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _month(day: dt.date, shift: int = 0) -> str:
    months = day.year * 12 + day.month - 1 + shift
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def quarter_of_day(day: dt.date, shift: int = 0) -> str:
    """The quarter of a day, or so many later."""
    quarters = day.year * 4 + (day.month - 1) // 3 + shift
    return f"{quarters // 4}-Q{quarters % 4 + 1}"


def _month_number(word: str) -> int:
    return _MONTHS[word.rstrip(".").lower()]


def _year_of(word: str) -> int:
    year = int(word.strip("'’"))
    return year + (1900 if year > 40 else 2000) if year < 100 else year


def _weekday(place: Place, weekday: int, direction: Direction, *, same_day: bool = True) -> dt.date:
    if direction is Direction.FUTURE:
        days = (weekday - place.published.weekday()) % 7
        return place.published + DAY * (days if same_day or days else 7)
    days = (place.published.weekday() - weekday) % 7
    return place.published - DAY * (days if same_day or days else 7)


# ---------------------------------------------------------------- resolvers


def iso_day(match: re.Match[str], _place: Place) -> str:
    """``2023-09-11``."""
    return dt.date(*map(int, match.groups())).isoformat()


def slashed(match: re.Match[str], _place: Place) -> str:
    """``9/11/2023``, the month first."""
    month, day, year = match.groups()
    return dt.date(_year_of(year), int(month), int(day)).isoformat()


def named_day(match: re.Match[str], place: Place) -> str | tuple[str, str]:
    """``Sept. 4``, ``4 September 2019``, ``March 3-5``; the year by the tense where it is not said."""
    month, day = _month_number(match["month"]), int(match["day"])
    year = match["year"]
    if year:
        start = dt.date(_year_of(year), month, day)
    else:
        named = match.groupdict().get("weekday")
        start = _nearest(place, month, day, _WEEKDAYS[named.rstrip(".").lower()] if named else None)
    until = match.groupdict().get("until")
    return (start.isoformat(), start.replace(day=int(until)).isoformat()) if until else start.isoformat()


_AGAINST_TENSE = 120 * DAY  # how much nearer a day must lie to be believed against the tense


def _nearest(place: Place, month: int, day: int, weekday: int | None = None) -> dt.date:
    """The day of the neighbouring years that lies nearest, weighed against what weekday and tense say."""
    days = [found for shift in range(-3, 4) if (found := _day(place.published.year + shift, month, day))]
    if weekday is not None:
        days = [found for found in days if found.weekday() == weekday] or days
    if not days:
        raise ValueError(f"{month}-{day} is no day")

    def distance(found: dt.date) -> dt.timedelta:
        against = (found < place.published and place.tense.direction is Direction.FUTURE) or (
            found > place.published and place.tense.direction is Direction.PAST
        )
        return abs(found - place.published) + (_AGAINST_TENSE if against else 0 * DAY)

    return min(days, key=distance)


def month_and_year(match: re.Match[str], place: Place) -> str:
    """``February 2019``, ``July last year``."""
    said = match["year"].lower()
    shift = {"last year": -1, "next year": 1, "this year": 0}.get(re.sub(r"^of ", "", said))
    year = place.published.year + shift if shift is not None else int(said[-4:])
    return f"{year:04d}-{_month_number(match['month']):02d}"


def led_month(match: re.Match[str], place: Place) -> str | None:
    """``last July``, ``this past July``, ``the following April``."""
    lead, month = " ".join(match["lead"].lower().split()), _month_number(match["month"])
    published = place.published
    if lead in {"the following", "that"}:
        anchor = place.anchored
        year = anchor.year + (lead != "that" and month <= anchor.month)
    elif lead in {"the previous", "the preceding"}:
        anchor = place.anchored
        year = anchor.year - (month >= anchor.month)
    elif lead in _BACK:
        year = published.year - (month >= published.month)
    elif lead in _ON:
        year = published.year + (month <= published.month)
    else:
        year = published.year
    return f"{year:04d}-{month:02d}"


def _bare_month(match: re.Match[str], place: Place) -> str | None:
    """``in August``: back or ahead by the tense; May and March only where a preposition makes them months."""
    month = _month_number(match["month"])
    lead = (match["lead"] or "").strip().lower()
    if lead in {"every", "each"}:
        return None
    direction = place.tense.direction
    if lead in {"until", "by", "through", "till"} and direction is not Direction.PAST:
        direction = Direction.FUTURE
    if lead == "since":
        direction = Direction.PAST
    published = place.published
    if direction is Direction.PAST or (direction is not Direction.FUTURE and month <= published.month):
        return f"{published.year - (month > published.month):04d}-{month:02d}"
    return f"{published.year + (month < published.month):04d}-{month:02d}"


def led_weekday(match: re.Match[str], place: Place) -> str:
    """``last Friday``, ``next Monday``, ``the following Tuesday``."""
    lead, weekday = " ".join(match["lead"].lower().split()), _WEEKDAYS[match["weekday"].rstrip(".").lower()]
    if lead in {"the following", "the previous", "that"}:
        days = (weekday - place.anchored.weekday()) % 7
        return (place.anchored + DAY * (days if lead != "the previous" else days - 7)).isoformat()
    if lead in _BACK:
        return _weekday(place, weekday, Direction.PAST, same_day=False).isoformat()
    if lead in _ON:
        return _weekday(place, weekday, Direction.FUTURE, same_day=False).isoformat()
    direction = Direction.PAST if place.tense.direction is Direction.PAST else Direction.FUTURE
    return _weekday(place, weekday, direction).isoformat()


def bare_weekday(match: re.Match[str], place: Place) -> str | None:
    """``on Wednesday``: back or ahead by the tense, and by what leads to it."""
    weekday = _WEEKDAYS[match["weekday"].rstrip(".").lower()]
    direction = Direction.FUTURE if place.tense.direction is Direction.FUTURE else Direction.PAST
    if place.tense.preposition in {"through", "until", "till", "by", "starting", "beginning", "before"}:
        direction = place.tense.direction if place.tense.direction is Direction.PAST else Direction.FUTURE
    week = match.groupdict().get("week")
    if week:
        monday = place.published - DAY * place.published.weekday()
        shift = {"last week": -1, "next week": 1, "this week": 0}[
            " ".join(week.lower().replace("of ", "").split())
        ]
        return (monday + DAY * (weekday + 7 * shift)).isoformat()
    return _weekday(place, weekday, direction).isoformat()


_SHIFTS = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
    "the day before yesterday": -2,
}


def deictic(match: re.Match[str], place: Place) -> str:
    """``yesterday``, ``this morning``, ``the day after tomorrow``."""
    word = re.sub(r"^(?:early|late) ", "", " ".join(match[0].lower().split()))
    shift = next(
        (days for lead, days in sorted(_SHIFTS.items(), key=lambda p: -len(p[0])) if word.startswith(lead)), 0
    )
    return (place.published + DAY * shift).isoformat()


def led_unit(match: re.Match[str], place: Place) -> str | None:
    """``last week``, ``next month``, ``this year``, ``the following spring``."""
    lead, unit = " ".join(match["lead"].lower().split()), match["unit"].lower()
    anchored = lead in {
        "the following",
        "the previous",
        "that",
        "earlier that",
        "later that",
        "the same",
        "the preceding",
        "that same",
        "the next",
        "the prior",
    }
    base = place.anchored if anchored else place.published
    if unit == "day" and place.nearest is not None:
        base = first_day(place.nearest) or base
    shift = -1 if lead in _BACK else 1 if lead in _ON else 0
    if unit == "day":
        return (base + DAY * shift).isoformat() if anchored else None
    if unit == "week":
        return _week(base + 7 * DAY * shift)
    if unit == "weekend":
        return _week(base + 7 * DAY * shift) + "-WE"
    if unit == "month":
        return _month(base, shift)
    if unit == "quarter":
        return _led_quarter(place, lead, shift)
    if unit == "year":
        return str(base.year + shift)
    if unit in _SEASONS:
        return _season(base, unit, shift)
    if unit == "decade":
        return str(base.year + 10 * shift)[:3]
    return str(base.year + 100 * shift)[:2] if unit == "century" else None


def _led_quarter(place: Place, lead: str, shift: int) -> str | None:
    told = first_day(place.quarter) if place.quarter else None
    if lead in {"the latest", "the same", "that"}:
        return place.quarter or quarter_of_day(place.published, -1)
    if told and lead in {"the previous", "the following", "the preceding", "the prior"}:
        return quarter_of_day(told, shift)
    return quarter_of_day(place.published, shift)


def quarter_ended(match: re.Match[str], _place: Place) -> str:
    """``the quarter ended Sept. 30``: the quarter of that month."""
    month = _month_number(match["month"])
    year = match["year"] or str(_place.published.year - (month > _place.published.month))
    return f"{year[-4:]}-Q{(month - 1) // 3 + 1}"


def quarter_of(match: re.Match[str], place: Place) -> str:
    """``the 1988 third quarter``, ``last year's third quarter``, ``the 1988 quarter``."""
    said = match["year"].lower()
    year = (
        int(said)
        if said.isdigit()
        else place.published.year + (-1 if "last" in said else 1 if "next" in said else 0)
    )
    ordinal = match["ordinal"]
    if ordinal:
        return f"{year}-Q{_ORDINALS[ordinal.strip(' -').lower()]}"
    return f"{year}-Q{(place.quarter or quarter_of_day(place.published, -1))[-1]}"


def _season(base: dt.date, unit: str, shift: int) -> str:
    start = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}[unit]
    year = base.year
    if shift > 0 and base.month >= start:
        year += 1
    if shift < 0 and base.month <= start + 2:
        year -= 1
    return f"{year}-{_SEASONS[unit]}"


def season_of_year(match: re.Match[str], place: Place) -> str | None:
    """``spring 2018``, ``in the summer``."""
    year = match["year"]
    if year:
        return f"{int(year[-4:])}-{_SEASONS[match['unit'].lower()]}"
    unit = match["unit"].lower()
    shift = (
        -1
        if place.tense.direction is Direction.PAST
        else 1
        if place.tense.direction is Direction.FUTURE
        else 0
    )
    start = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}[unit]
    year_number = place.published.year
    if shift < 0 and place.published.month < start:
        year_number -= 1
    if shift > 0 and place.published.month > start + 2:
        year_number += 1
    return f"{year_number}-{_SEASONS[unit]}"


def counted(match: re.Match[str], place: Place) -> str | None:
    """``two years ago``, ``three days later``."""
    number = _number(match["number"])
    unit, way = match["unit"].lower(), match["way"].lower()
    sign = 1 if way in {"later", "from now", "hence", "after", "on"} else -1
    base = place.published if way in {"ago", "from now", "hence"} else place.anchored
    if (
        unit == "year"
        and number == 1
        and sign < 0
        and (_QUARTERLY.search(place.sentence) or (place.quarter and _MONEY.search(place.sentence)))
    ):
        return _a_year_before_the_quarter(place)
    if unit == "day":
        return (base + DAY * sign * number).isoformat()
    if unit == "week":
        return _week(base + 7 * DAY * sign * number)
    if unit == "month":
        return _month(base, sign * number)
    if unit == "year":
        return f"{base.year + sign * number:04d}"
    if unit == "decade":
        return f"{base.year + 10 * sign * number:04d}"[:3]
    return f"{base.year + 100 * sign * number:04d}"[:2]


def _number(words: str) -> int:
    word = words.lower().split()[0 if "couple" not in words.lower() else 1]
    return int(word) if word.isdigit() else _NUMBERS[word]


_QUARTERLY = re.compile(r"\bquarter(?:s|ly)?\b", re.IGNORECASE)

_MONEY = re.compile(
    r"[$£€]|\b(?:a share|profits?|sales|revenues?|earnings|net income|net loss)\b", re.IGNORECASE
)


def _a_year_before_the_quarter(place: Place) -> str:
    """In a report on a quarter, a year ago means the quarter of the year before."""
    told = first_day(place.quarter) if place.quarter else None
    return quarter_of_day(told, -4) if told else quarter_of_day(place.published, -5)


def year_ago_adjective(_match: re.Match[str], place: Place) -> str:
    """``the year-ago quarter``."""
    if place.quarter or _QUARTERLY.search(place.sentence):
        return _a_year_before_the_quarter(place)
    return str(place.published.year - 1)


def ordinal_quarter(match: re.Match[str], place: Place) -> str:
    """``the third quarter of 1989``."""
    number = _ORDINALS[match["ordinal"].lower()]
    said = (match["year"] or "").lower()
    if said[-4:].isdigit():
        year = int(said[-4:])
    elif "last" in said or "previous" in said:
        year = place.published.year - 1
    elif "next" in said:
        year = place.published.year + 1
    elif "this" in said:
        year = place.published.year
    else:
        year = place.published.year
        if place.tense.direction is Direction.PAST and 3 * number - 2 > place.published.month:
            year -= 1
        elif place.tense.direction is Direction.FUTURE and 3 * number < place.published.month:
            year += 1
    return f"{year}-Q{number}"


def half_year(match: re.Match[str], place: Place) -> str:
    """``the first half of 1989``."""
    said = (match["year"] or "")[-4:]
    year = said if said.isdigit() else str(place.published.year)
    return f"{year}-H{1 if match['ordinal'].lower() == 'first' else 2}"


def decade(match: re.Match[str], _place: Place) -> str:
    """``the 1980s``, ``the '80s``."""
    digits = re.sub(r"\D", "", match["decade"])
    return digits[:3] if len(digits) == 4 else ("19" if int(digits) > 20 else "20") + digits[0]


def worded_decade(match: re.Match[str], _place: Place) -> str:
    """``the nineties``."""
    words = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
    return f"19{words.index(match['word'].lower()) + 2}"


def century(match: re.Match[str], _place: Place) -> str:
    """``the 19th century`` is 18."""
    return str(int(re.sub(r"\D", "", match[0])) - 1)


def plain_year(match: re.Match[str], _place: Place) -> str:
    """``2019``."""
    return match["year"]


def year_range(match: re.Match[str], _place: Place) -> tuple[str, str]:
    """``1998-99``."""
    last = match["until"]
    return match["year"], match["year"][: 4 - len(last)] + last


def unit_of_anchor(match: re.Match[str], place: Place) -> str | None:
    """``the end of the year``, ``earlier in the day``."""
    unit = match["unit"].lower()
    if unit == "year":
        return str(place.published.year)
    if unit == "month":
        return _month(place.published)
    if unit == "week":
        return _week(place.published)
    if unit == "quarter":
        return place.quarter or quarter_of_day(place.published, -1)
    if unit == "decade":
        return str(place.published.year)[:3]
    return (
        place.anchored.isoformat() if unit == "day" and place.anchor == place.published.isoformat() else None
    )


def weekend(_match: re.Match[str], place: Place) -> str:
    """``over the weekend``."""
    shift = -1 if place.tense.direction is not Direction.FUTURE and place.published.weekday() < 5 else 0
    return _week(place.published + 7 * DAY * shift) + "-WE"


def vague_time(value: str) -> Resolver:
    """``now``, ``recently``, ``soon``: a reference without a day."""
    return lambda _match, _place: value


def month_alone(match: re.Match[str], place: Place) -> str | None:
    """A month with nothing beside it; ``May`` and ``March`` need a preposition to be one."""
    word = match["month"].rstrip(".").lower()
    if word in {"may", "march", "mar"} and not match["lead"]:
        return None
    if len(word) == 3 and word != "may" and not match["month"].endswith("."):
        return None
    return _bare_month(match, place)
