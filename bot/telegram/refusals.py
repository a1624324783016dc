"""What each refusal of the Bot API means. A decision is a value; acting on it is somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.telegram.request import NotSent, OutcomeUnknown


class Meaning(StrEnum):
    """What a refusal says about the message, the chat or the token."""

    NOT_SENT = "not sent"  # trying again repeats nothing
    UNKNOWN = "unknown"  # it may have arrived
    WAIT = "wait"  # told to wait
    GONE = "gone"  # this chat cannot be written to any more
    CLOSED = "closed"  # this place takes no message now: a topic closed or deleted, rights taken away
    MOVED = "moved"  # the chat has another number now
    UNCHANGED = "unchanged"  # an edit that changes nothing: as good as done
    LOST = "lost"  # the message to edit or the query to answer is no longer there
    MARKUP = "markup"  # our own formatting was refused
    CONTENT = "content"  # the message is refused for what it is
    TOKEN = "token"  # noqa: S105  a name, not a secret
    CONFLICT = "conflict"  # somebody else polls with this token


@dataclass(frozen=True, slots=True)
class Refusal:
    """A meaning, Telegram's own words for the log, and how long to wait or where the chat moved."""

    meaning: Meaning
    text: str
    wait: timedelta | None = None
    moved_to: int | None = None


_BAD_REQUESTS = (
    ("message is not modified", Meaning.UNCHANGED),
    ("can't parse entities", Meaning.MARKUP),
    ("can't parse message text", Meaning.MARKUP),
    ("message to edit not found", Meaning.LOST),
    ("message can't be edited", Meaning.LOST),
    ("message_id_invalid", Meaning.LOST),
    ("query is too old", Meaning.LOST),
    ("query id is invalid", Meaning.LOST),
    ("chat not found", Meaning.GONE),
    ("peer_id_invalid", Meaning.GONE),
    ("not enough rights", Meaning.CLOSED),
    ("have no rights to send", Meaning.CLOSED),
    ("topic_closed", Meaning.CLOSED),
    ("message thread not found", Meaning.CLOSED),
)


def refusal_of(error: TelegramError) -> Refusal:
    """What an error of the library means. ``BadRequest`` is asked first, being a kind of ``NetworkError``."""
    text = error.message
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Refusal(
                Meaning.WAIT, text, wait=wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            )
        case ChatMigrated():
            return Refusal(Meaning.MOVED, text, moved_to=error.new_chat_id)
        case Forbidden():
            return Refusal(Meaning.GONE, text)
        case InvalidToken():
            return Refusal(Meaning.TOKEN, text)
        case Conflict():
            return Refusal(Meaning.CONFLICT, text)
        case BadRequest():
            lowered = text.lower()
            found = (meaning for words, meaning in _BAD_REQUESTS if words in lowered)
            return Refusal(next(found, Meaning.CONTENT), text)
        case NotSent():
            return Refusal(Meaning.NOT_SENT, text)
        case OutcomeUnknown() | NetworkError():
            return Refusal(Meaning.UNKNOWN, text)
        case _:
            return Refusal(Meaning.UNKNOWN, text)
