"""What was said: an update read into one of a few values, or nothing where it does not concern us. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telegram import Message, Update

if TYPE_CHECKING:
    from telegram import Chat

GONE = {"left", "kicked"}
INACCESSIBLE = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Words in a chat. ``addressed`` tells whether they are meant for us beyond doubt."""

    chat_id: int
    chat_kind: str
    thread_id: int | None
    message_id: int
    text: str
    edited: bool
    addressed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A button under one of our messages. ``message_id`` is None where the message is out of reach."""

    chat_id: int
    chat_kind: str
    thread_id: int | None
    query_id: str
    data: str
    message_id: int | None
    message_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """We were let in or shown out: blocked and unblocked count as both."""

    chat_id: int
    chat_kind: str
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A group became a supergroup with another number."""

    chat_id: int
    moved_to: int


Said = Question | Tap | Membership | Moved
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("chat_id", "moved_to"), (int,)),
    **dict.fromkeys(("chat_kind", "text", "query_id", "data"), (str,)),
    "thread_id": (int, type(None)),
    "message_at": (datetime,),
}
LARGEST = 2**52  # of the numbers that Telegram gives chats and messages


def read_update(update: Update, bot_id: int, username: str) -> Said | None:
    """What an update says to us; None for kinds that we do not use, and for what Telegram never sends."""
    said = _read(update, bot_id, username)
    return said if said is not None and _is_sound(said) else None


def _is_sound(said: Said) -> bool:
    """Whether everything is of its type: the library builds its objects from whatever it is given."""
    values = {field.name: getattr(said, field.name) for field in fields(said)}
    expected = _TYPES | {"message_id": (int,) if isinstance(said, Question) else (int, type(None))}
    return all(
        isinstance(value, expected.get(name, (object,)))
        and (not isinstance(value, int) or abs(value) <= LARGEST)
        for name, value in values.items()
    )


def _read(update: Update, bot_id: int, username: str) -> Said | None:
    if update.callback_query is not None:
        return _read_tap(update)
    if update.my_chat_member is not None:
        change = update.my_chat_member
        return Membership(
            chat_id=change.chat.id,
            chat_kind=change.chat.type,
            present=change.new_chat_member.status not in GONE,
        )
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.migrate_to_chat_id is not None:
        return Moved(chat_id=message.chat.id, moved_to=message.migrate_to_chat_id)
    return _read_question(message, bot_id, username, edited=update.message is None)


def _read_question(message: Message, bot_id: int, username: str, *, edited: bool) -> Question | None:
    sender = message.from_user
    if (sender is not None and sender.is_bot and message.sender_chat is None) or _is_service(message):
        return None
    text = (message.text or message.caption or "").replace("\x00", "")
    private = message.chat.type == "private"
    answered = message.reply_to_message
    to_us = answered is not None and answered.from_user is not None and answered.from_user.id == bot_id
    mention = re.search(rf"@{re.escape(username)}\b", text, re.IGNORECASE)
    if mention and not text.lstrip().startswith(("/", "／")):
        text = f"{text[: mention.start()]} {text[mention.end() :]}"
    return Question(
        chat_id=message.chat.id,
        chat_kind=message.chat.type,
        thread_id=_thread(message),
        message_id=message.message_id,
        text=text.strip(),
        edited=edited,
        addressed=private or to_us or mention is not None,
    )


def _is_service(message: Message) -> bool:
    """Joins, pins, titles and the like: nobody said anything."""
    return not (message.text or message.caption) and message.effective_attachment is None


def _thread(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def _shown_at(message: Message) -> datetime:
    """When what stands there was written: at the last edit, or when it was sent."""
    return message.edit_date or message.date


def _read_tap(update: Update) -> Tap | None:
    query = update.callback_query
    if query is None or query.message is None:
        return None
    chat: Chat = query.message.chat
    reachable = isinstance(query.message, Message)
    return Tap(
        chat_id=chat.id,
        chat_kind=chat.type,
        thread_id=_thread(query.message) if isinstance(query.message, Message) else None,
        query_id=query.id,
        data=query.data or "",
        message_id=query.message.message_id if reachable else None,
        message_at=_shown_at(query.message) if isinstance(query.message, Message) else INACCESSIBLE,
    )
