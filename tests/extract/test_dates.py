"""Expressions of time and their values, from the day of publication: Thursday, 14 March 2024."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.extract.conftest import Read


@pytest.mark.parametrize(
    ("sentence", "expression", "value"),
    [
        ("The gate opened on 5 March 2024.", "5 March 2024", "2024-03-05"),
        ("The gate opened on March 5, 2024.", "March 5, 2024", "2024-03-05"),
        ("The gate opened on March 5.", "March 5", "2024-03-05"),
        ("The gate opened on 2024-03-05.", "2024-03-05", "2024-03-05"),
        ("The gate opened on Tuesday.", "Tuesday", "2024-03-12"),
        ("The gate will open on Tuesday.", "Tuesday", "2024-03-19"),
        ("The gate opened last Tuesday.", "last Tuesday", "2024-03-12"),
        ("The gate will open next Tuesday.", "next Tuesday", "2024-03-19"),
        ("The gate opened yesterday.", "yesterday", "2024-03-13"),
        ("The gate will open tomorrow.", "tomorrow", "2024-03-15"),
        ("The gate opened today.", "today", "2024-03-14"),
        ("The gate opened last month.", "last month", "2024-02"),
        ("The gate will open next month.", "next month", "2024-04"),
        ("The gate opened last year.", "last year", "2023"),
        ("The gate opened last week.", "last week", "2024-W10"),
        ("The gate opened two years ago.", "two years ago", "2022"),
        ("The gate opened three days ago.", "three days ago", "2024-03-11"),
        ("The gate opened in April 2019.", "April 2019", "2019-04"),
        ("The gate opened in 2019.", "2019", "2019"),
        ("The gate opened in the summer of 2019.", "summer of 2019", "2019-SU"),
        ("Profits fell in the third quarter of 2023.", "third quarter of 2023", "2023-Q3"),
        ("The gate was built in the 1980s.", "1980s", "198"),
        ("The gate will open in June.", "June", "2024-06"),
    ],
)
def test_value(read: Read, sentence: str, expression: str, value: str) -> None:
    (date,) = read(f"Harbour news\n\n{sentence}")["dates"]
    assert date["value"] == value
    assert expression in date["expression"]


def test_two_wednesdays_of_one_article(read: Read) -> None:
    """Past where it tells of the past, to come where it tells of what will be."""
    text = "The ministers met on Wednesday. They will meet again on Wednesday, the office said."
    assert [date["value"] for date in read(text, "2023-09-11T09:00+09:00")["dates"]] == [
        "2023-09-06",
        "2023-09-13",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The gate has 2,019 bolts.",
        "Flight 1984 landed.",
        "He may win.",
        "They march on.",
        "The gate is 2024 mm wide.",
    ],
)
def test_a_number_or_a_verb_is_no_date(read: Read, sentence: str) -> None:
    assert read(f"Harbour news\n\n{sentence}")["dates"] == []


def test_the_publication_day_is_counted_where_the_article_was_written(read: Read) -> None:
    text = "The gate opened today."
    (early,) = read(text, "2024-03-14T00:30+09:00")["dates"]
    assert early["value"] == "2024-03-14"


def test_planned_and_past(read: Read) -> None:
    text = "The gate opened on March 5. A second gate will open on April 9."
    assert [(event["date"], event["planned"]) for event in read(text)["timeline"]] == [
        ("2024-03-05", False),
        ("2024-04-09", True),
    ]


def test_a_range_has_both_ends(read: Read) -> None:
    (event,) = read("The fair will run from April 9 to April 12 in Riga.")["timeline"]
    assert (event["date"], event["end"]) == ("2024-04-09", "2024-04-12")


@pytest.mark.parametrize(
    "sentence", ["It opened on 31 February 2024.", "It opened on 2024-13-45.", "It opened in 0000."]
)
def test_a_day_that_does_not_exist_is_not_told(read: Read, sentence: str) -> None:
    assert all(date["value"] not in {"2024-02-31", "2024-13-45", "0000"} for date in read(sentence)["dates"])
