"""Which message answered which question, so that an edited question edits its answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.store.clock import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

EDITABLE = timedelta(minutes=10)


def keep_answer(
    db: Database, bot_id: int, chat_id: int, question_id: int, message_id: int, now: datetime
) -> None:
    """Remember an answer, and forget those that can no longer be edited."""
    db.conn.execute("DELETE FROM answers WHERE answered_at < ?", (to_text(now - EDITABLE),))
    db.conn.execute(
        "INSERT INTO answers (bot_id, chat_id, question_id, message_id, answered_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (bot_id, chat_id, question_id)"
        " DO UPDATE SET message_id = excluded.message_id, answered_at = excluded.answered_at",
        (bot_id, chat_id, question_id, message_id, to_text(now)),
    )


def forget_answers(db: Database, bot_id: int) -> None:
    """Forget them all: a sandbox that starts anew gives its numbers out anew."""
    db.conn.execute("DELETE FROM answers WHERE bot_id = ?", (bot_id,))


def find_answer(db: Database, bot_id: int, chat_id: int, question_id: int, now: datetime) -> int | None:
    """The message that answered this question within the last ten minutes."""
    row = db.conn.execute(
        "SELECT message_id FROM answers"
        " WHERE bot_id = ? AND chat_id = ? AND question_id = ? AND answered_at >= ?",
        (bot_id, chat_id, question_id, to_text(now - EDITABLE)),
    ).fetchone()
    return None if row is None else int(row[0])
