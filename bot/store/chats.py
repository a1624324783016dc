"""Chats: their number and state, never a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.clock import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database


def see_chat(db: Database, bot_id: int, chat_id: int, kind: str, now: datetime) -> None:
    """A chat wrote to us: it exists, and if it was gone it is back."""
    db.conn.execute(
        "INSERT INTO chats (bot_id, chat_id, kind, first_seen_at, changed_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (bot_id, chat_id) DO UPDATE SET"
        " state = 'active', gone_because = NULL, strikes = 0, kind = excluded.kind,"
        " changed_at = excluded.changed_at WHERE chats.state <> 'active' OR chats.kind <> excluded.kind",
        (bot_id, chat_id, kind, to_text(now), to_text(now)),
    )


def lose_chat(db: Database, bot_id: int, chat_id: int, because: str, now: datetime) -> None:
    """A chat cannot be written to any more. What it follows stays, for its return."""
    db.conn.execute(
        "UPDATE chats SET state = 'gone', gone_because = ?, changed_at = ? WHERE bot_id = ? AND chat_id = ?",
        (because, to_text(now), bot_id, chat_id),
    )


def move_chat(db: Database, bot_id: int, chat_id: int, moved_to: int, now: datetime) -> None:
    """A group became a supergroup with another number: the old one stays as a signpost."""
    see_chat(db, bot_id, moved_to, "supergroup", now)
    db.conn.execute(
        "UPDATE chats SET state = 'moved', moved_to = ?, changed_at = ? WHERE bot_id = ? AND chat_id = ?",
        (moved_to, to_text(now), bot_id, chat_id),
    )


def find_chat_state(db: Database, bot_id: int, chat_id: int) -> str | None:
    """``active``, ``gone`` or ``moved``; None where the chat never wrote."""
    row = db.conn.execute(
        "SELECT state FROM chats WHERE bot_id = ? AND chat_id = ?", (bot_id, chat_id)
    ).fetchone()
    return None if row is None else str(row[0])
