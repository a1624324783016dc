"""Stories: adding one from a file, and loading all that an answer is composed from."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain import AgendaItem, Article, Disagreement, Event, Stance, Statement, Story, Voice
from bot.store.clock import from_text, to_text
from bot.store.digests import index_article, keep_article, keep_digest
from bot.store.entities import keep_entities, keep_roles, list_entities
from bot.store.topics import list_topics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlite_utils import Database

    from bot.ingest.story_file import StoryFile

Tags = dict[int, frozenset[str]]


def keep_story(
    db: Database, file: StoryFile, article_hash: Callable[[dict[str, Any]], str], now: datetime
) -> bool:
    """Add a story with its articles and their digests. False, and nothing changed, where it is there."""
    if db.conn.execute("SELECT 1 FROM stories WHERE slug = ?", (file.slug,)).fetchone():
        return False
    cursor = db.conn.execute(
        "INSERT INTO stories (slug, title, headline, created_at, changed_at)"
        " VALUES (?, ?, ?, ?, ?) RETURNING id",
        (file.slug, file.story["title"], file.story["headline"], to_text(now), to_text(now)),
    )
    story_id = int(cursor.fetchone()[0])
    db.conn.executemany(
        "INSERT INTO remarks (story_id, kind, scope, text) VALUES (?, ?, ?, ?)",
        [(story_id, remark["kind"], remark["scope"], remark["text"]) for remark in file.remarks],
    )
    numbers = keep_entities(db, file.entities)
    for article in file.articles:
        record = article | {"published_at": to_text(datetime.fromisoformat(article["published"]))}
        article_id = keep_article(
            db, story_id, numbers[article["source"]], record, article_hash(article), now
        )
        keep_roles(db, article_id, numbers, file.entities)
        keep_digest(db, article_id, article["digest"], numbers, now)
        index_article(db, story_id, article_id)
    return True


def find_story_version(db: Database) -> tuple[int, int] | None:
    """(id, version) of the story that changed last, which is the one people ask about; None without one."""
    row = db.conn.execute(
        "SELECT id, version FROM stories ORDER BY changed_at DESC, id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))


def load_story(db: Database, story_id: int) -> Story:
    """A story with every published line at its newest revision. Raises KeyError where there is none."""
    row = next(db.query("SELECT * FROM stories WHERE id = ?", [story_id]), None)
    if row is None:
        raise KeyError(story_id)
    entities = list_entities(db)
    by_slug = {entity.slug: entity for entity in entities}
    return Story(
        id=story_id,
        slug=row["slug"],
        title=row["title"],
        headline=row["headline"],
        version=row["version"],
        changed_at=from_text(row["changed_at"]),
        articles=tuple(_articles(db, story_id, by_slug)),
        statements=tuple(_statements(db, story_id)),
        agenda=tuple(_agenda(db, story_id)),
        events=tuple(_events(db, story_id)),
        entities=entities,
        topics=list_topics(db),
        remarks={
            (remark["kind"], remark["scope"]): remark["text"]
            for remark in db.query("SELECT kind, scope, text FROM remarks WHERE story_id = ?", [story_id])
        },
    )


def _articles(db: Database, story_id: int, entities: Mapping[str, Any]) -> list[Article]:
    rows = db.query(
        "SELECT a.*, e.slug AS source FROM articles AS a JOIN entities AS e ON e.id = a.source_id"
        " WHERE a.story_id = ? AND a.status = 'published' ORDER BY a.published_at, a.id",
        [story_id],
    )
    return [
        Article(
            id=row["id"],
            source=entities[row["source"]],
            title=row["title"],
            url=row["url"],
            published_at=from_text(row["published_at"]).astimezone(UTC),
            zone=row["zone"],
            language=row["language"],
        )
        for row in rows
    ]


def _statements(db: Database, story_id: int) -> list[Statement]:
    topics = _tags(db, "statement_topics", "statement_id", "topics", "topic_id")
    about = _tags(db, "statement_entities", "statement_id", "entities", "entity_id")
    rows = db.query(
        """
        SELECT s.article_id, s.ordinal, e.slug AS speaker, r.*
        FROM statements AS s
        JOIN statement_revisions AS r ON r.statement_id = s.id AND r.revision = s.revision
        JOIN articles AS a ON a.id = s.article_id
        LEFT JOIN entities AS e ON e.id = r.speaker_id
        WHERE a.story_id = ? AND a.status = 'published' AND s.withdrawn_at IS NULL
        ORDER BY a.published_at, a.id, s.ordinal
        """,
        [story_id],
    )
    return [_statement(row, topics, about) for row in rows]


def _statement(row: Mapping[str, Any], topics: Tags, about: Tags) -> Statement:
    number = row["statement_id"]
    return Statement(
        id=number,
        revision=row["revision"],
        article_id=row["article_id"],
        ordinal=row["ordinal"],
        speaker=row["speaker"],
        voice=Voice(row["voice"]),
        label=row["label"],
        credit=row["credit"],
        role=row["role"],
        occasion=row["occasion"],
        said=row["said"],
        kind=row["kind"],
        cue=row["cue"],
        claim=row["claim"],
        quote=row["quote"],
        paragraph=row["paragraph"],
        hedge=row["hedge"],
        hedged=bool(row["hedged"]),
        stance=Stance(row["stance"]),
        disagreement=Disagreement(row["disagreement"]) if row["disagreement"] else None,
        scope=row["scope"],
        disputes=row["disputes"],
        nested_in=row["nested_in"],
        brief_rank=row["brief_rank"],
        background=bool(row["background"]),
        topics=topics.get(number, frozenset()),
        about=about.get(number, frozenset()),
    )


def _agenda(db: Database, story_id: int) -> list[AgendaItem]:
    topics = _tags(db, "agenda_item_topics", "agenda_item_id", "topics", "topic_id")
    bearings: dict[int, tuple[tuple[int, str], ...]] = defaultdict(tuple)
    for row in db.query(
        "SELECT b.agenda_item_id, b.statement_id, b.bearing FROM agenda_item_statements AS b"
        " JOIN statements AS s ON s.id = b.statement_id"
        " WHERE s.withdrawn_at IS NULL ORDER BY b.agenda_item_id, b.ordinal"
    ):
        bearings[row["agenda_item_id"]] += ((row["statement_id"], row["bearing"]),)
    return [
        AgendaItem(
            id=row["id"],
            article_id=row["article_id"],
            title=row["title"],
            side=row["side"],
            wording=row["wording"],
            stance=row["stance"],
            topics=topics.get(row["id"], frozenset()),
            bearings=bearings[row["id"]],
        )
        for row in _lines(db, "agenda_items", story_id)
    ]


def _events(db: Database, story_id: int) -> list[Event]:
    topics = _tags(db, "event_topics", "event_id", "topics", "topic_id")
    about = _tags(db, "event_entities", "event_id", "entities", "entity_id")
    return [
        Event(
            id=row["id"],
            article_id=row["article_id"],
            date=row["date"],
            end=row["end_date"],
            text=row["text"],
            paragraph=row["paragraph"],
            planned=bool(row["planned"]),
            topics=topics.get(row["id"], frozenset()),
            about=about.get(row["id"], frozenset()),
        )
        for row in _lines(db, "events", story_id)
    ]


def _lines(db: Database, table: str, story_id: int) -> list[dict[str, Any]]:
    """Rows of a table of digest lines, from the newest digest of each published article."""
    return list(
        db.query(
            f"""
            SELECT l.*, a.id AS article_id FROM {table} AS l
            JOIN digests AS d ON d.id = l.digest_id
            JOIN articles AS a ON a.id = d.article_id
            WHERE a.story_id = ? AND a.status = 'published'
              AND d.version = (SELECT MAX(version) FROM digests WHERE article_id = a.id)
            ORDER BY a.published_at, a.id, l.ordinal
            """,
            [story_id],
        )
    )


def _tags(db: Database, link: str, line_key: str, table: str, key: str) -> Tags:
    """Slugs by line, read from a link table."""
    tags: dict[int, set[str]] = defaultdict(set)
    for line, slug in db.conn.execute(
        f"SELECT x.{line_key}, t.slug FROM {link} AS x JOIN {table} AS t ON t.id = x.{key}"
    ):
        tags[line].add(slug)
    return {line: frozenset(slugs) for line, slugs in tags.items()}
