"""The migrations, in order. Each is a small named function that never changes once released."""

from __future__ import annotations

from importlib.resources import files

from sqlite_utils import Database, Migrations

from bot.store import sqlite

migrations = Migrations("sherpa")


@migrations()
def first_schema(db: Database) -> None:
    """Everything that cannot be added later without loss, and the index that search needs."""
    sqlite.run_script(db, files("bot.store").joinpath("schema.sql").read_text(encoding="utf-8"))
    sqlite.create_search_index(db)


def unknown_migrations(db: Database) -> list[str]:
    """Names applied to this database that this program has never heard of: it comes from a newer one."""
    known = {migration.name for migration in migrations.pending(db)}
    applied = [migration.name for migration in migrations.applied(db)]
    ours = {first_schema.__name__} | known
    return [name for name in applied if name not in ours]
