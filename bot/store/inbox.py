"""Raw updates: stored before they are acknowledged, emptied when they are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.clock import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

ATTEMPTS = 3  # an update that stops the program this often is laid aside


def keep_updates(
    db: Database, bot_id: int, updates: Iterable[tuple[int, str]], received_at: datetime
) -> set[int]:
    """Store (update_id, body) pairs. Returns the ids that are new: the rest came before."""
    new: set[int] = set()
    for update_id, body in updates:
        cursor = db.conn.execute(
            "INSERT INTO inbox (bot_id, update_id, body, received_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (bot_id, update_id) DO NOTHING",
            (bot_id, update_id, body, to_text(received_at)),
        )
        if cursor.rowcount:
            new.add(update_id)
    return new


def claim_open_updates(db: Database, bot_id: int, now: datetime) -> list[str]:
    """Bodies that were stored but not settled before the last stop, oldest first.

    Each claim counts: what was open at three starts is settled as failed, so that no update can keep the
    program from starting.
    """
    db.conn.execute(
        "UPDATE inbox SET body = NULL, outcome = 'failed', settled_at = ?"
        " WHERE bot_id = ? AND outcome IS NULL AND attempts >= ?",
        (to_text(now), bot_id, ATTEMPTS),
    )
    db.conn.execute(
        "UPDATE inbox SET attempts = attempts + 1 WHERE bot_id = ? AND outcome IS NULL", (bot_id,)
    )
    rows = db.query(
        "SELECT body FROM inbox WHERE bot_id = ? AND outcome IS NULL ORDER BY update_id", [bot_id]
    )
    return [row["body"] for row in rows]


def release_open_updates(db: Database, bot_id: int) -> None:
    """A stop in good order: what is still open was not what stopped the program."""
    db.conn.execute(
        "UPDATE inbox SET attempts = attempts - 1 WHERE bot_id = ? AND outcome IS NULL AND attempts > 0",
        (bot_id,),
    )


def settle_update(db: Database, bot_id: int, update_id: int, outcome: str, now: datetime) -> None:
    """Erase the body; keep the number and what became of it."""
    db.conn.execute(
        "UPDATE inbox SET body = NULL, outcome = ?, settled_at = ? WHERE bot_id = ? AND update_id = ?",
        (outcome, to_text(now), bot_id, update_id),
    )
