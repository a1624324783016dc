"""Articles and the lines of their digests: statements, agenda items, events; and what search looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.names.normalise import fold
from bot.store.clock import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlite_utils import Database

Record = dict[str, Any]


def keep_article(
    db: Database, story_id: int, source_id: int, article: Record, content_hash: str, now: datetime
) -> int:
    """Add an article as published. Returns its number."""
    cursor = db.conn.execute(
        "INSERT INTO articles (story_id, source_id, title, url, canonical_url, content_hash, language,"
        " published_at, zone, received_at, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'published')"
        " RETURNING id",
        (
            story_id,
            source_id,
            article["title"],
            article["url"],
            article["url"],
            content_hash,
            article["language"],
            article["published_at"],
            article["zone"],
            to_text(now),
        ),
    )
    return int(cursor.fetchone()[0])


def keep_digest(
    db: Database, article_id: int, digest: Record, entity_ids: Mapping[str, int], now: datetime
) -> None:
    """Add the first digest of an article, every line at its first revision."""
    cursor = db.conn.execute(
        "INSERT INTO digests (article_id, version, made_by, made_at) VALUES (?, 1, ?, ?) RETURNING id",
        (article_id, digest["made_by"], to_text(now)),
    )
    digest_id = int(cursor.fetchone()[0])
    topics = {row["slug"]: row["id"] for row in db.query("SELECT id, slug FROM topics")}
    numbers = _number_statements(db, article_id, digest["statements"])
    for statement in digest["statements"]:
        _keep_revision(db, numbers, digest_id, digest["made_by"], statement, entity_ids, now)
        _tag(db, "statement", numbers[statement["key"]], statement, topics, entity_ids)
    for ordinal, item in enumerate(digest["agenda"]):
        _keep_agenda_item(db, digest_id, ordinal, item, numbers, topics)
    for ordinal, event in enumerate(digest["events"]):
        event_id = _keep_event(db, digest_id, ordinal, event, numbers)
        _tag(db, "event", event_id, event, topics, entity_ids)


def _number_statements(db: Database, article_id: int, statements: list[Record]) -> dict[str, int]:
    """Numbers are given first, because lines point at each other."""
    return {
        statement["key"]: int(
            db.conn.execute(
                "INSERT INTO statements (article_id, ordinal, revision) VALUES (?, ?, 1) RETURNING id",
                (article_id, ordinal),
            ).fetchone()[0]
        )
        for ordinal, statement in enumerate(statements)
    }


PLAIN = (
    *("voice", "label", "credit", "role", "occasion", "said", "kind", "cue", "claim", "quote", "paragraph"),
    *("hedged", "hedge", "stance", "disagreement", "scope", "background"),
)


def _keep_revision(
    db: Database,
    numbers: Mapping[str, int],
    digest_id: int,
    made_by: str,
    statement: Record,
    entity_ids: Mapping[str, int],
    now: datetime,
) -> None:
    row = {name: statement[name] for name in PLAIN} | {
        "statement_id": numbers[statement["key"]],
        "revision": 1,
        "digest_id": digest_id,
        "speaker_id": entity_ids[statement["speaker"]] if statement["speaker"] else None,
        "disputes": numbers[statement["disputes"]] if statement["disputes"] else None,
        "nested_in": numbers[statement["nested_in"]] if statement["nested_in"] else None,
        "brief_rank": statement["brief"],
        "made_by": made_by,
        "made_at": to_text(now),
    }
    columns = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    db.conn.execute(f"INSERT INTO statement_revisions ({columns}) VALUES ({values})", row)


def _keep_agenda_item(
    db: Database,
    digest_id: int,
    ordinal: int,
    item: Record,
    statements: Mapping[str, int],
    topics: Mapping[str, int],
) -> None:
    cursor = db.conn.execute(
        "INSERT INTO agenda_items (digest_id, ordinal, title, side, wording, stance)"
        " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (digest_id, ordinal, item["title"], item["side"], item["wording"], item["stance"]),
    )
    item_id = int(cursor.fetchone()[0])
    db.conn.executemany(
        "INSERT INTO agenda_item_topics (agenda_item_id, topic_id) VALUES (?, ?)",
        [(item_id, topics[slug]) for slug in item["topics"]],
    )
    db.conn.executemany(
        "INSERT INTO agenda_item_statements (agenda_item_id, statement_id, bearing, ordinal)"
        " VALUES (?, ?, ?, ?)",
        [(item_id, statements[b["key"]], b["bearing"], place) for place, b in enumerate(item["statements"])],
    )


def _keep_event(
    db: Database, digest_id: int, ordinal: int, event: Record, statements: Mapping[str, int]
) -> int:
    cursor = db.conn.execute(
        "INSERT INTO events (digest_id, ordinal, date, end_date, text, paragraph, expression, planned,"
        " statement_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            digest_id,
            ordinal,
            event["date"],
            event["end"],
            event["text"],
            event["paragraph"],
            event["expression"],
            event["planned"],
            statements[event["statement"]] if event["statement"] else None,
        ),
    )
    return int(cursor.fetchone()[0])


def _tag(
    db: Database,
    line: str,
    line_id: int,
    record: Record,
    topics: Mapping[str, int],
    entities: Mapping[str, int],
) -> None:
    """Note which topics and entities a line speaks of. ``line`` is "statement" or "event"."""
    db.conn.executemany(
        f"INSERT INTO {line}_topics ({line}_id, topic_id) VALUES (?, ?)",
        [(line_id, topics[slug]) for slug in record["topics"]],
    )
    speaker = [record["speaker"]] if record.get("speaker") else []
    db.conn.executemany(
        f"INSERT INTO {line}_entities ({line}_id, entity_id) VALUES (?, ?)",
        [(line_id, entities[slug]) for slug in dict.fromkeys([*speaker, *record["about"]])],
    )


def index_article(db: Database, story_id: int, article_id: int) -> None:
    """Write what search looks through for every line of an article."""
    for line, text, of_article in (
        ("statement", "r.claim || ' ' || COALESCE(r.quote, '') || ' ' || r.credit", "s.article_id"),
        ("event", "s.text", "d.article_id"),
    ):
        joined = (
            "JOIN statement_revisions AS r ON r.statement_id = s.id AND r.revision = s.revision"
            if line == "statement"
            else "JOIN digests AS d ON d.id = s.digest_id"
        )
        for row in list(
            db.query(
                f"SELECT s.id, {text} AS line FROM {line}s AS s {joined} WHERE {of_article} = ?", [article_id]
            )
        ):
            db.conn.execute(
                f"INSERT INTO passages (story_id, {line}_id, line, words) VALUES (?, ?, ?, ?)",
                (story_id, row["id"], fold(row["line"]), fold(_words_of(db, line, row["id"]))),
            )


def _words_of(db: Database, line: str, line_id: int) -> str:
    """The names and topic words, in every language we know, of what a line speaks of."""
    rows = db.query(
        f"""
        SELECT e.name AS word FROM {line}_entities AS x JOIN entities AS e ON e.id = x.entity_id
        WHERE x.{line}_id = :id
        UNION SELECT a.alias FROM {line}_entities AS x JOIN aliases AS a ON a.entity_id = x.entity_id
        WHERE x.{line}_id = :id
        UNION SELECT t.title FROM {line}_topics AS x JOIN topics AS t ON t.id = x.topic_id
        WHERE x.{line}_id = :id
        UNION SELECT w.word FROM {line}_topics AS x JOIN topic_words AS w ON w.topic_id = x.topic_id
        WHERE x.{line}_id = :id
        """,
        {"id": line_id},
    )
    return " | ".join(row["word"] for row in rows)
