from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.app import load_shipped
from bot.errors import StoryUnreadable
from bot.ingest.story_file import read_shipped_stories, read_story_file
from bot.names.normalise import fold
from bot.store import sqlite
from tests.conftest import ROOT

if TYPE_CHECKING:
    from bot.domain import Story
    from bot.store import Store

FILE = ROOT / "data" / "stories" / "kim-putin-summit.json"
COUNTED = (
    "stories",
    "articles",
    "statements",
    "statement_revisions",
    "events",
    "entities",
    "aliases",
    "passages",
)


def counts(store: Store) -> dict[str, int]:
    return store.read_now(lambda db: {name: db.table(name).count for name in COUNTED})


def test_loading_again_changes_nothing(store: Store) -> None:
    before = counts(store)
    store.write_now(load_shipped)
    assert counts(store) == before


def test_every_line_of_the_file_comes_back(story: Story) -> None:
    digest = json.loads(FILE.read_text())["articles"][0]["digest"]
    assert [s.claim for s in story.statements] == [s["claim"] for s in digest["statements"]]
    assert [s.topics for s in story.statements] == [frozenset(s["topics"]) for s in digest["statements"]]
    assert [item.title for item in story.agenda] == [item["title"] for item in digest["agenda"]]
    assert [event.text for event in story.events] == [event["text"] for event in digest["events"]]
    told = next(s for s in story.statements if s.credit.startswith("Putin, as told"))
    assert told.nested_in is not None
    assert story.statement(told.nested_in).speaker == "kr-park-byong-hwan"


def test_a_role_belongs_to_its_date(story: Story) -> None:
    shoigu = story.find_entity("ru-sergei-shoigu")
    assert shoigu is not None
    assert [(role.role, role.as_of) for role in shoigu.roles] == [("Russian Defense Minister", "2023-07")]


@pytest.mark.parametrize("word", ["위성", "푸틴", "정상회담", "satellite", "Shoygu", "100 %", "_", "\\", '"'])
def test_passages_are_found_or_calmly_not(store: Store, story: Story, word: str) -> None:
    found = store.read_now(sqlite.find_passages, story.id, fold(word), 50)
    assert all(fold(word) in f"{row['line']} {row['words']}" for row in found)
    assert bool(found) == word[0].isalpha()


def broken(change: dict[str, Any]) -> bytes:
    raw = json.loads(FILE.read_text())
    for path, value in change.items():
        place: Any = raw
        *steps, last = path.split("/")
        for step in steps:
            place = place[int(step) if step.isdecimal() else step]
        place[last] = value
    return json.dumps(raw).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "unexpected end"),
        (b"[]", ""),
        (b'{"story": {}}', "remarks is missing"),
        (broken({"articles/0/published": "2023-09-11"}), "no offset"),
        (broken({"articles/0/zone": "Asia/Nowhere"}), "Nowhere"),
        (broken({"articles/0/source": "m-nobody"}), "m-nobody"),
        (broken({"articles/0/digest/statements/0/speaker": "x-nobody"}), "x-nobody"),
        (broken({"articles/0/digest/statements/0/disputes": "S99"}), "S99"),
        (broken({"articles/0/digest/agenda/0/statements": [{"key": "S99", "bearing": "expects"}]}), "S99"),
    ],
)
def test_a_story_file_that_does_not_hold_together_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(StoryUnreadable, match=f"odd.json cannot be loaded.*{reason}"):
        read_story_file("odd.json", content)


def test_the_shipped_stories_hold_together() -> None:
    assert [file.slug for file in read_shipped_stories()] == ["kim-putin-summit"]
