from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.render import dates

SUMMER = datetime(2023, 9, 11, 7, 39, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2019", None, "2019"),
        ("2019-02", None, "Feb"),
        ("2023-09-06", None, "Wed 6 Sep"),
        ("2023-09-10", "2023-09-13", "10–13 Sep"),
        ("2023-09-30", "2023-10-02", "30 Sep–2 Oct"),
        ("2023-12-30", "2024-01-02", "30 Dec 2023–2 Jan 2024"),
    ],
)
def test_days_are_written_short(start: str, end: str | None, text: str) -> None:
    assert dates.span_text(start, end) == text


def test_a_month_stands_before_its_days_and_a_year_before_its_months() -> None:
    given = ["2019-04-25", "2019-04", "2020", "2019", "2019-02"]
    assert sorted(given, key=dates.event_key) == ["2019", "2019-02", "2019-04", "2019-04-25", "2020"]


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Seoul", "11 Sep 2023, 16:39 KST"),
        ("Europe/Brussels", "11 Sep 2023, 09:39 CEST"),
        ("Asia/Almaty", "11 Sep 2023, 13:39 UTC+6"),
        ("Asia/Kathmandu", "11 Sep 2023, 13:24 UTC+5:45"),
        ("America/Sao_Paulo", "11 Sep 2023, 04:39 UTC-3"),
        ("UTC", "11 Sep 2023, 07:39 UTC"),
    ],
)
def test_moments_name_their_zone(zone: str, text: str) -> None:
    assert dates.moment_text(SUMMER, zone) == text


@pytest.mark.parametrize(
    ("later", "text"),
    [
        (timedelta(minutes=5), "less than an hour old"),
        (timedelta(hours=1), "1 hour old"),
        (timedelta(hours=47), "47 hours old"),
        (timedelta(days=3), "3 days old"),
        (timedelta(days=8), None),
    ],
)
def test_age_is_told_until_the_date_says_more(later: timedelta, text: str | None) -> None:
    assert dates.age_text(SUMMER, SUMMER + later) == text
