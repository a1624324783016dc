"""What reading may know beforehand, from the shipped files: the words of topics, the names of entities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.ingest.story_file import read_shipped_stories, read_shipped_topics
from bot.names.normalise import name_key


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Topic words by slug; entity ids by ``name_key``, only where one entity bears the name; kinds by id."""

    topics: dict[str, tuple[str, ...]]
    entities: dict[str, str]
    kinds: dict[str, str]


def read_shipped_words() -> KnownWords:
    """The shipped topics and the entities of the shipped stories."""
    topics = {
        topic["slug"]: tuple(
            dict.fromkeys([topic["title"], *(w for words in topic["words"].values() for w in words)])
        )
        for topic in read_shipped_topics()
    }
    bearers: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    for story in read_shipped_stories():
        for entity in story.entities:
            kinds[entity["id"]] = entity["kind"]
            for name in (entity["name"], *entity["native"].values(), *entity["aliases"]):
                bearers.setdefault(name_key(name), set()).add(entity["id"])
    counts = Counter({name: len(ids) for name, ids in bearers.items()})
    entities = {name: next(iter(ids)) for name, ids in bearers.items() if counts[name] == 1 and name}
    return KnownWords(topics, entities, kinds)
