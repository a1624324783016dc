"""Entities, their aliases, and what they were at a date."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bot.domain import Entity, EntityKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database


def keep_entities(db: Database, entities: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Add entities and aliases that are not there yet. Returns the number of each slug."""
    numbers: dict[str, int] = {}
    for entity in entities:
        db.conn.execute(
            "INSERT INTO entities (slug, kind, name, short, country) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (slug) DO NOTHING",
            (entity["id"], entity["kind"], entity["name"], entity["short"], entity["country"]),
        )
        number = int(db.conn.execute("SELECT id FROM entities WHERE slug = ?", (entity["id"],)).fetchone()[0])
        numbers[entity["id"]] = number
        native = [(alias, language, 1) for language, alias in entity["native"].items()]
        others = [(alias, None, 0) for alias in entity["aliases"]]
        db.conn.executemany(
            "INSERT INTO aliases (entity_id, alias, language, is_native, ordinal, made_by)"
            " VALUES (?, ?, ?, ?, ?, 'shipped') ON CONFLICT DO NOTHING",
            [(number, *alias[:3], place) for place, alias in enumerate(native + others)],
        )
    return numbers


def keep_roles(
    db: Database, article_id: int, numbers: Mapping[str, int], entities: Iterable[Mapping[str, Any]]
) -> None:
    """Add what each entity was, as this article gives it."""
    db.conn.executemany(
        "INSERT INTO roles (entity_id, article_id, role, short, as_of, paragraph) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [
            (numbers[entity["id"]], article_id, r["role"], r["short"], r["as_of"], r["paragraph"])
            for entity in entities
            for r in entity["roles"]
        ],
    )


def list_entities(db: Database) -> tuple[Entity, ...]:
    """Every entity with its aliases and roles, in the order they became known."""
    native: dict[int, dict[str, str]] = defaultdict(dict)
    aliases: dict[int, list[str]] = defaultdict(list)
    for row in db.query(
        "SELECT entity_id, alias, language, is_native FROM aliases ORDER BY entity_id, ordinal"
    ):
        if row["is_native"]:
            native[row["entity_id"]][row["language"]] = row["alias"]
        else:
            aliases[row["entity_id"]].append(row["alias"])
    roles: dict[int, list[Role]] = defaultdict(list)
    for row in db.query("SELECT * FROM roles ORDER BY entity_id, as_of, paragraph"):
        roles[row["entity_id"]].append(
            Role(
                role=row["role"],
                short=row["short"],
                as_of=row["as_of"],
                paragraph=row["paragraph"],
                article_id=row["article_id"],
            )
        )
    return tuple(
        Entity(
            slug=row["slug"],
            kind=EntityKind(row["kind"]),
            name=row["name"],
            short=row["short"],
            country=row["country"],
            native=native[row["id"]],
            aliases=tuple(aliases[row["id"]]),
            roles=tuple(roles[row["id"]]),
        )
        for row in db.query("SELECT id, slug, kind, name, short, country FROM entities ORDER BY id")
    )
