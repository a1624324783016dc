from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.names.normalise import fold, name_key
from bot.names.resolve import Verdict, decide, names_within
from bot.names.topics import find_topic, nearest_topics

if TYPE_CHECKING:
    from bot.domain import Story


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("shoygu", "ru-sergei-shoigu"),
        ("Шойгу", "ru-sergei-shoigu"),
        ("쇼이구", "ru-sergei-shoigu"),
        (unicodedata.normalize("NFD", "쇼이구"), "ru-sergei-shoigu"),
        ("KIM JONG UN", "kp-kim-jong-un"),
        ("kim jong-un", "kp-kim-jong-un"),
        ("Ｋｉｍ　Ｊｏｎｇ－ｕｎ", "kp-kim-jong-un"),
        ("Kim\u200b Jong-un", "kp-kim-jong-un"),
        ("who is Shoigu?", "ru-sergei-shoigu"),
        ("Choigou", "ru-sergei-shoigu"),
        ("INSS", "tt-inss-kr"),
        ("everard", "gb-john-everard"),
    ],
)
def test_an_exact_alias_is_accepted(story: Story, typed: str, slug: str) -> None:
    decision = decide(typed, story.entities)
    assert decision.verdict is Verdict.ACCEPT
    assert [entity.slug for entity in decision.candidates] == [slug]


def test_a_family_name_of_several_is_asked_back(story: Story) -> None:
    decision = decide("Kim", story.entities)
    assert decision.verdict is Verdict.CHOOSE
    assert {entity.slug for entity in decision.candidates} == {"kp-kim-jong-un", "kr-kim-dong-yub"}


@pytest.mark.parametrize("typed", ["dong yap", "Jon Everrard", "Kim Dong-yubb"])
def test_what_is_close_is_offered_and_never_accepted(story: Story, typed: str) -> None:
    assert decide(typed, story.entities).verdict is Verdict.SUGGEST


@pytest.mark.parametrize(
    "typed", ["Lena Marsh", "Kim Yo-jong", "Kim Jong-il", "Lee", "김여정", "", "?!", "x"]
)
def test_a_stranger_is_never_accepted(story: Story, typed: str) -> None:
    assert decide(typed, story.entities).verdict in {Verdict.NONE, Verdict.SUGGEST}


def test_an_honest_no(story: Story) -> None:
    assert decide("Lena Marsh", story.entities).verdict is Verdict.NONE


@given(st.text(max_size=60))
def test_folding_is_stable_and_ignores_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)


def test_cyrillic_letters_with_marks_stay_apart() -> None:
    assert name_key("Кирилл Й") == "кирилл й"
    assert name_key("Élysée") == "elysee"


def test_names_are_found_within_a_text_in_order(story: Story) -> None:
    found = names_within("Did Shoigu meet Kim Jong-un, and is Kim there? The UNESCO said so.", story.entities)
    assert [entity.slug for entity in found][:2] == ["ru-sergei-shoigu", "kp-kim-jong-un"]
    assert "ag-unsc" not in {entity.slug for entity in found}


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("arms", "arms"),
        ("Weapons", "arms"),
        ("포탄", "arms"),
        ("위성", "satellites"),
        ("satelite", "satellites"),
    ],
)
def test_a_topic_is_found_by_any_of_its_words(story: Story, word: str, slug: str) -> None:
    topic = find_topic(word, story.topics)
    assert topic is not None
    assert topic.slug == slug


@pytest.mark.parametrize("word", ["sport", "farms", "", "🙂"])
def test_other_words_are_no_topic(story: Story, word: str) -> None:
    assert find_topic(word, story.topics) is None


def test_the_nearest_topics_are_three(story: Story) -> None:
    nearest = nearest_topics("enegy supply", story.covered_topics)
    assert nearest[0].slug == "energy"
    assert len(nearest) == 3
