"""A story file: one JSON document with a story, its entities and the digests of its articles.

The form is that of ``data/stories/``: statements, agenda items and events name each other by ``key``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from bot.errors import StoryUnreadable

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoryFile:
    """A story file that holds together: every key that is named exists."""

    story: Record
    remarks: list[Record]
    entities: list[Record]
    articles: list[Record]

    @property
    def slug(self) -> str:
        """The story's name in addresses."""
        return str(self.story["slug"])


def read_story_file(name: str, content: bytes) -> StoryFile:
    """Parse and check. Raises StoryUnreadable, saying what is wrong in which place."""
    try:
        raw = orjson.loads(content)
        file = StoryFile(raw["story"], raw["remarks"], raw["entities"], raw["articles"])
        _check(file)
    except (ValueError, KeyError, TypeError, ZoneInfoNotFoundError) as error:
        reason = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise StoryUnreadable(name, reason) from error
    return file


def _check(file: StoryFile) -> None:
    _require(bool(file.slug), "the story has no slug")
    known = {entity["id"] for entity in file.entities}
    for article in file.articles:
        moment = datetime.fromisoformat(article["published"])
        _require(moment.tzinfo is not None, "published has no offset from UTC")
        ZoneInfo(article["zone"])
        _require(article["source"] in known, f"source {article['source']} is no entity")
        digest = article["digest"]
        keys = {statement["key"] for statement in digest["statements"]}
        for statement in digest["statements"]:
            for key in (statement["disputes"], statement["nested_in"]):
                _require(key is None or key in keys, f"{statement['key']} names {key}, which is no statement")
            named = {*statement["about"], *([statement["speaker"]] if statement["speaker"] else [])}
            _require(named <= known, f"{statement['key']} names {', '.join(sorted(named - known))}")
        for item in digest["agenda"]:
            named = {bearing["key"] for bearing in item["statements"]}
            _require(named <= keys, f"agenda item {item['key']} names {', '.join(sorted(named - keys))}")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def article_hash(article: Record) -> str:
    """What makes an article the same article, where its text is not held: source, title and date."""
    identity = "\n".join((article["source"], article["title"], article["published"]))
    return hashlib.sha256(identity.encode()).hexdigest()


def read_shipped_stories() -> list[StoryFile]:
    """The stories that ship in ``data/stories``, in order of their names."""
    folder = files("data").joinpath("stories")
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".json")), key=lambda p: p.name)
    return [read_story_file(path.name, path.read_bytes()) for path in found]


def read_shipped_topics() -> list[Record]:
    """The topics of ``data/topics.json``, parents before their children."""
    topics: list[Record] = orjson.loads(files("data").joinpath("topics.json").read_bytes())
    return sorted(topics, key=lambda topic: topic["parent"] is not None)
