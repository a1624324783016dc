"""What is SQLite's own: opening, pragmas, write transactions, the trigram index.

Every other file of the store is SQL that PostgreSQL reads as well.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.errors import DatabaseBusy, DatabaseCorrupt, DatabaseUnwritable, SherpaError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_MS = 10_000


def connect(path: Path, *, read_only: bool = False) -> Database:
    """A connection ready for use. Raises DatabaseUnwritable or DatabaseCorrupt.

    ``synchronous=FULL``: what is committed survives a power cut, since it may have been acknowledged.
    """
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=256
        )
    except sqlite3.Error as error:
        raise explain(error, path) from error
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        connection.close()
        raise explain(error, path) from error
    return Database(connection)


def check(db: Database, path: Path) -> None:
    """Raises DatabaseCorrupt where the file is damaged. Reads it once, without comparing the indexes."""
    try:
        verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise explain(error, path) from error
    if verdict != "ok":
        raise DatabaseCorrupt(str(path))


@contextmanager
def write_transaction(db: Database) -> Iterator[Database]:
    """A transaction that takes the write lock at once.

    Beginning plainly, a read followed by a write fails with a stale snapshot when another process wrote in
    between, and no busy timeout helps.
    """
    connection = db.conn
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    else:
        connection.execute("COMMIT")


def explain(error: sqlite3.Error, path: Path) -> SherpaError:
    """The failure in words an operator can act on."""
    text = str(error)
    if isinstance(error, sqlite3.OperationalError) and "locked" in text:
        return DatabaseBusy()
    if "malformed" in text or "not a database" in text:
        return DatabaseCorrupt(str(path))
    return DatabaseUnwritable(str(path), text)


def run_script(db: Database, script: str) -> None:
    """Run a script of the common SQL inside the transaction that is open.

    ``executescript`` would commit first; so statements are run one by one.
    """
    for statement in re.sub(r"--[^\n]*", "", script).split(";"):
        if statement.strip():
            db.conn.execute(statement.replace(" KEY,", " INTEGER PRIMARY KEY,", 1))


def create_search_index(db: Database) -> None:
    """Trigrams over passages, kept in step by triggers.

    Korean particles cling to words, so a word index misses most of them; trigrams need three characters
    or more, and shorter words are looked up in ``passages`` itself.
    """
    run_script(
        db,
        """
        CREATE VIRTUAL TABLE passages_index USING fts5(
          line, words, content='passages', content_rowid='id', tokenize='trigram')
        """,
    )
    columns = "rowid, line, words"
    for name, when, acts in (
        ("added", "AFTER INSERT", ("add",)),
        ("removed", "AFTER DELETE", ("drop",)),
        ("changed", "AFTER UPDATE", ("drop", "add")),
    ):
        sql = {
            "add": f"INSERT INTO passages_index({columns}) VALUES (new.id, new.line, new.words);",
            "drop": f"INSERT INTO passages_index(passages_index, {columns})"
            " VALUES ('delete', old.id, old.line, old.words);",
        }
        body = " ".join(sql[act] for act in acts)
        db.conn.execute(f"CREATE TRIGGER passages_{name} {when} ON passages BEGIN {body} END")


def find_passages(db: Database, story_id: int, folded: str, limit: int) -> list[dict[str, object]]:
    """Passages of a story holding the folded text, in the line itself or among its names and topic words.

    Columns: statement_id, event_id, line, words.
    """
    like = "%" + folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    indexed = "AND p.id IN (SELECT rowid FROM passages_index WHERE passages_index MATCH :phrase)"
    return list(
        db.query(
            f"""
            SELECT p.statement_id, p.event_id, p.line, p.words
            FROM passages AS p
            WHERE p.story_id = :story_id
              AND (p.line LIKE :like ESCAPE '\\' OR p.words LIKE :like ESCAPE '\\')
              {indexed if len(folded) >= 3 else ""}
            ORDER BY p.id LIMIT :limit
            """,
            {
                "story_id": story_id,
                "like": like,
                "phrase": '"' + folded.replace('"', '""') + '"',
                "limit": limit,
            },
        )
    )
