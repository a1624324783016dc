"""Dates as people read them. Days inside an article stay as they are; only moments have a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OLD = timedelta(days=7)


def year_of(partial: str) -> str:
    """The year of a partial ISO date."""
    return partial[:4]


def day_text(partial: str, *, weekday: bool = False, year: bool = False) -> str:
    """As in "2023-09-06" as "6 Sep", "Wed 6 Sep" or "6 Sep 2023"; "2019-02" as "Feb"; "2019" as it is."""
    parts = partial.split("-")
    if len(parts) == 1:
        return parts[0]
    text = MONTHS[int(parts[1]) - 1]
    if len(parts) == 3:
        text = f"{int(parts[2])} {text}"
        if weekday:
            text = f"{DAYS[date.fromisoformat(partial).weekday()]} {text}"
    return f"{text} {parts[0]}" if year else text


def at_text(partial: str) -> str:
    """When something was so: "on 6 Sep 2023", "in Jul 2023", "in 2019"."""
    return f"{'on' if partial.count('-') == 2 else 'in'} {day_text(partial, year=True)}"


def span_text(start: str, end: str | None, *, year: bool = False) -> str:
    """As in "2023-09-06" as "Wed 6 Sep"; with an end as "10–13 Sep" or "30 Sep–2 Oct"."""
    if end is None or end == start:
        return day_text(start, weekday=True, year=year)
    if len(start) == len(end) == 10 and start[:7] == end[:7]:
        return f"{int(start[8:])}–{day_text(end, year=year)}"
    years = year_of(start) != year_of(end)
    return f"{day_text(start, year=years)}–{day_text(end, year=years or year)}"


def event_key(start: str) -> tuple[str, str]:
    """Sorts oldest first, a year before its months and a month before its days."""
    padded = (start + "-00-00")[:10]
    return padded, start


def moment_text(moment: datetime, zone: str) -> str:
    """A moment in a zone: "11 Sep 2023, 16:39 KST"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date().isoformat(), year=True)}, {local:%H:%M} {zone_name(local)}"


def moment_day(moment: datetime, zone: str) -> str:
    """The day of a moment in a zone: "11 Sep 2023"."""
    return day_text(moment.astimezone(ZoneInfo(zone)).date().isoformat(), year=True)


def zone_name(local: datetime) -> str:
    """The zone's usual letters, or its distance from UTC where it has none."""
    name = local.tzname() or "UTC"
    if name[0] in "+-":
        hours, minutes = name[:3].lstrip("+-").lstrip("0") or "0", name[3:5]
        return f"UTC{name[0]}{hours}" + (f":{minutes}" if minutes not in {"", "00"} else "")
    return name


def age_text(moment: datetime, now: datetime) -> str | None:
    """How old a moment is, in hours or days; None once it is older than a week and its date says more."""
    age = now.astimezone(UTC) - moment.astimezone(UTC)
    if age > OLD:
        return None
    hours = max(0, int(age.total_seconds() // 3600))
    if hours < 1:
        return "less than an hour old"
    number, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"{number} {unit}{'s' if number > 1 else ''} old"
