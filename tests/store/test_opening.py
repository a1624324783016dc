from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from bot.errors import DatabaseBusy, DatabaseCorrupt, DatabaseNewer, DatabaseUnwritable
from bot.store import Store, sqlite

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

TABLES = {
    *("stories", "articles", "digests", "statements", "statement_revisions", "agenda_items", "events"),
    *("entities", "aliases", "topics", "outcomes", "drafts", "feeds", "grants", "chats", "subscriptions"),
    *("read_cursors", "alerts", "deliveries", "message_map", "match_log", "inbox", "audit_log", "leases"),
}


def test_the_first_migration_holds_every_table(store: Store) -> None:
    assert set(store.read_now(lambda db: db.table_names())) >= TABLES


def test_what_belongs_to_a_bot_account_carries_its_number(store: Store) -> None:
    def columns(db: Database, table: str) -> list[str]:
        return [column.name for column in db.table(table).columns]

    for table in ("inbox", "chats", "subscriptions", "deliveries", "message_map", "read_cursors"):
        assert "bot_id" in store.read_now(columns, table)


def test_pragmas_promise_durability(tmp_path: Path) -> None:
    db = sqlite.connect(tmp_path / "a.db")
    values = [
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
    ]
    db.close()
    assert values == ["wal", 2, 1]


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path).close()
    Store.open(path).close()


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database, but somebody's notes " * 100)
    with pytest.raises(DatabaseCorrupt, match="left untouched"):
        Store.open(path)
    assert path.read_text().startswith("not a database")


def test_a_damaged_database_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path).close()
    content = bytearray(path.read_bytes())
    content[4096:40_000] = b"\xff" * (40_000 - 4096)
    path.write_bytes(content)
    with pytest.raises(DatabaseCorrupt):
        Store.open(path)


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('sherpa', 'later', 'x')"
        )
    connection.close()
    with pytest.raises(DatabaseNewer):
        Store.open(path)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnwritable, match="cannot be written"):
        Store.open(tmp_path / "file" / "sherpa.db")


def test_a_folder_in_place_of_the_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnwritable):
        Store.open(tmp_path)


async def test_a_database_held_by_another_is_reported_and_nothing_is_lost(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.write(lambda db: db.execute("PRAGMA busy_timeout = 50"))
    other = sqlite3.connect(tmp_path / "sherpa.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy):
        await store.write(lambda db: db.execute("DELETE FROM stories"))
    other.execute("ROLLBACK")
    other.close()
    assert await store.write(lambda db: db.table("stories").count) == 1
