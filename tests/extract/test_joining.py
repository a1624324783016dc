"""Which story an article belongs to, and whether it was read before."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.extract.joining import SAME_STORY, Article, find_duplicate, join_story, measure_likeness
from tests.bench.reading import list_samples

DAY = dt.date(2024, 3, 14)
QUAKE = (
    "An earthquake shook the Colca valley in Peru on Sunday night. Four people died in Cabanaconde and three "
    "hundred houses of adobe fell in. The road to Chivay is closed. Engineers in Arequipa had warned of weak "
    "walls."
)
QUAKE_LATER = (
    "Engineers in Arequipa said on Wednesday that the adobe houses of Cabanaconde could not be saved after "
    "the earthquake in the Colca valley of Peru. The road to Chivay was opened for lorries; the dead were "
    "buried."
)
STRIKE = (
    "Dock workers in Durban stayed out for a third week as talks over pay resumed. Ships queued outside the "
    "harbour, and the union asked for eleven percent. The company offered half of it and said that it could "
    "go no further."
)
OTHERS = [
    Article("strike", STRIKE, ("Durban",), DAY, "dock strike"),
    *(Article(name, text, (), None, name) for name, text, _ in list_samples("tuned")[:12]),
]


def test_a_later_article_joins_its_story() -> None:
    known = [Article("quake", QUAKE, ("Colca", "Peru"), DAY, "colca quake"), *OTHERS]
    joined = join_story(Article("new", QUAKE_LATER, ("Colca", "Peru"), DAY + dt.timedelta(days=3)), known)
    assert joined is not None
    assert (joined.story, joined.article) == ("colca quake", "quake")
    assert joined.likeness >= SAME_STORY


def test_a_new_subject_joins_nothing() -> None:
    assert join_story(Article("new", QUAKE, ("Colca", "Peru"), DAY), OTHERS) is None


def test_nothing_is_joined_where_nothing_is_known() -> None:
    assert join_story(Article("new", QUAKE), []) is None
    assert find_duplicate(Article("new", QUAKE), []) is None


@pytest.mark.parametrize("days", [1, 400])
def test_the_date_is_no_gate(days: int) -> None:
    known = [Article("quake", QUAKE, ("Colca", "Peru"), DAY, "colca quake"), *OTHERS]
    new = Article("new", QUAKE_LATER, ("Colca", "Peru"), DAY + dt.timedelta(days=days))
    assert join_story(new, known) is not None


def test_nearness_in_time_counts_a_little() -> None:
    new = Article("new", QUAKE_LATER, (), DAY)
    (near,) = measure_likeness(new, [Article("a", QUAKE, (), DAY)])
    (far,) = measure_likeness(new, [Article("a", QUAKE, (), DAY + dt.timedelta(days=60))])
    assert 0 < near - far < SAME_STORY


def test_a_retouched_copy_is_a_duplicate() -> None:
    copy = QUAKE.replace("on Sunday night", "late on Sunday").replace("Four", "At least four")
    assert (
        find_duplicate(Article("copy", copy), [Article("strike", STRIKE), Article("quake", QUAKE)]) == "quake"
    )
    shortened = QUAKE[: len(QUAKE) * 2 // 3]
    assert find_duplicate(Article("cut", shortened), [Article("quake", QUAKE)]) == "quake"


def test_another_article_on_the_same_thing_is_no_duplicate() -> None:
    assert find_duplicate(Article("new", QUAKE_LATER), [Article("quake", QUAKE)]) is None


def test_empty_articles_are_alike_to_nothing() -> None:
    assert find_duplicate(Article("new", ""), [Article("empty", "")]) is None
    assert measure_likeness(Article("new", ""), [Article("quake", QUAKE)]) == [0.0]
