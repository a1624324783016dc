"""Topics and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database


def keep_topics(db: Database, topics: Iterable[Mapping[str, Any]]) -> None:
    """Add topics and words that are not there yet; parents come before their children."""
    for ordinal, topic in enumerate(topics):
        db.conn.execute(
            "INSERT INTO topics (slug, parent, title, ordinal) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (slug) DO NOTHING",
            (topic["slug"], topic["parent"], topic["title"], ordinal),
        )
        for language, words in topic["words"].items():
            db.conn.executemany(
                "INSERT INTO topic_words (topic_id, language, word, ordinal)"
                " SELECT id, ?, ?, ? FROM topics WHERE slug = ? ON CONFLICT DO NOTHING",
                [(language, word, place, topic["slug"]) for place, word in enumerate(words)],
            )


def list_topics(db: Database) -> tuple[Topic, ...]:
    """Every topic with its words, in their usual order."""
    words: dict[int, dict[str, tuple[str, ...]]] = {}
    for row in db.query(
        "SELECT topic_id, language, word FROM topic_words ORDER BY topic_id, language, ordinal"
    ):
        of_topic = words.setdefault(row["topic_id"], {})
        of_topic[row["language"]] = (*of_topic.get(row["language"], ()), row["word"])
    return tuple(
        Topic(slug=row["slug"], title=row["title"], parent=row["parent"], words=words.get(row["id"], {}))
        for row in db.query("SELECT id, slug, title, parent FROM topics ORDER BY ordinal")
    )
