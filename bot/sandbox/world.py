"""Everything the sandbox knows: people, chats, messages, files, and what the bot said of itself.

Plain synchronous state. Whoever wants to follow it (the page, a waiting test) adds a listener.
"""

from __future__ import annotations

import mimetypes
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.nouns import Chat, File, Json, MemberStatus, Message, User
from bot.sandbox.refusals import bad_request, forbidden, migrated
from bot.sandbox.updates import UpdateQueue

KEPT_PER_CHAT = 2_000
KEPT_FILES = 500
KEPT_TAPS = 10_000
SUPERGROUP_BASE = -1_000_000_000_000

Listener = Callable[[str, Any], None]


@dataclass(slots=True, eq=False)
class Tap:
    """A pressed button, and the bot's answer to it once it came."""

    id: str
    user: User
    message: Message
    data: str
    is_answered: bool = False
    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class InlineQuestion:
    """An inline query, and the results the bot gave."""

    id: str
    user: User
    query: str
    results: list[Json] | None = None


@dataclass(slots=True)
class Webhook:
    """Where updates go instead of getUpdates."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error_at: int | None = None
    last_error: str = ""


@dataclass(slots=True)
class Profile:
    """What the bot told Telegram about itself. Texts are by language code, "" for all languages."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    """By (scope, language code); a scope is its type and ids joined with colons."""
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)


class World:
    """The state behind one bot token."""

    def __init__(self, *, bot_id: int, username: str) -> None:
        self.bot = User(bot_id, "Sherpa", username, is_bot=True)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.profile = Profile()
        self.updates = UpdateQueue()
        self.webhook: Webhook | None = None
        self.taps: dict[str, Tap] = {}
        self.inline_questions: dict[str, InlineQuestion] = {}
        self.files: dict[str, File] = {}
        self.listeners: list[Listener] = []
        self.has_privacy_mode = True
        """In groups the bot hears commands and replies to it, nothing else. Telegram's default."""
        self._messages: dict[int, dict[int, Message]] = {}
        self._next_number = int(time.time())
        self._next_user_id = 1001
        self._next_group_id = -4001

    def next_number(self) -> int:
        """A number not used before: for messages, taps and files."""
        self._next_number += 1
        return self._next_number

    def notify(self, kind: str, subject: Any) -> None:
        """Tell the listeners what changed: message, deleted, chat, answer, typing, commands or call."""
        for listener in self.listeners:
            listener(kind, subject)

    # -- people and chats

    def add_user(self, user: User) -> Chat:
        """Take in a person; their private chat exists at once, though the bot may not write there yet."""
        self.users[user.id] = user
        chat = Chat(user.id, "private", user.first_name, user=user)
        self.add_chat(chat)
        return chat

    def add_chat(self, chat: Chat) -> None:
        """Take in a chat."""
        self.chats[chat.id] = chat
        self._messages.setdefault(chat.id, {})
        self.notify("chat", chat)

    def free_user_id(self) -> int:
        """An id no person has. Small and predictable, so the same people come back after a restart."""
        while self._next_user_id in self.users:
            self._next_user_id += 1
        return self._next_user_id

    def free_group_id(self, *, supergroup: bool) -> int:
        """An id no group has, in the range of its kind."""
        while {self._next_group_id, SUPERGROUP_BASE + self._next_group_id} & self.chats.keys():
            self._next_group_id -= 1
        return (SUPERGROUP_BASE if supergroup else 0) + self._next_group_id

    def get_chat(self, chat_id: str) -> Chat:
        """The chat a call names, or a refusal."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        try:
            chat = self.chats.get(int(chat_id))
        except ValueError:
            chat = None  # public usernames belong to channels and groups, which the sandbox has none of
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def get_writable_chat(self, chat_id: str) -> Chat:
        """The chat a call names if the bot may write there, or the refusal Telegram would give."""
        chat = self.get_chat(chat_id)
        if chat.user is not None:
            if chat.user.is_deactivated:
                raise forbidden("user is deactivated")
            if not chat.has_started:
                raise forbidden("bot can't initiate conversation with a user")
            if chat.is_blocked:
                raise forbidden("bot was blocked by the user")
            return chat
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        self.check_membership(chat)
        return chat

    def check_membership(self, chat: Chat) -> None:
        """Refuse where the bot is no longer in a group."""
        called = f"the {chat.kind} chat"
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from {called}")
        if chat.bot_status == "left":
            raise forbidden(f"bot is not a member of {called}")

    def set_bot_status(self, chat: Chat, status: MemberStatus, by: User) -> None:
        """Change how the bot stands in a chat and tell it so (`my_chat_member`)."""
        before = "kicked" if chat.is_blocked else chat.bot_status
        chat.is_blocked = chat.user is not None and status == "kicked"
        chat.bot_status = status
        change = {
            "chat": chat.to_json(),
            "from": by.to_json(),
            "date": int(time.time()),
            "old_chat_member": self.member_json(self.bot, before),
            "new_chat_member": self.member_json(self.bot, status),
        }
        self.updates.push({"my_chat_member": change})
        self.notify("chat", chat)

    def member_json(self, user: User, status: MemberStatus) -> Json:
        """The `ChatMember` object of the Bot API."""
        raw: Json = {"status": status, "user": user.to_json()}
        if status == "creator":
            raw["is_anonymous"] = False
        elif status == "kicked":
            raw["until_date"] = 0
        elif status == "administrator":
            raw |= {"can_be_edited": False, "is_anonymous": False}
            raw |= dict.fromkeys(ADMINISTRATOR_RIGHTS, True)
        return raw

    # -- messages

    def messages_in(self, chat_id: int) -> dict[int, Message]:
        """The messages of a chat by id, oldest first."""
        return self._messages.get(chat_id, {})

    def post(self, message: Message) -> Message:
        """Put a message into its chat; the oldest makes room where a chat is full."""
        kept = self._messages.setdefault(message.chat.id, {})
        if len(kept) >= KEPT_PER_CHAT:
            del kept[next(iter(kept))]
        kept[message.message_id] = message
        self.notify("message", message)
        return message

    def new_message(self, chat: Chat, sender: User, **content: Any) -> Message:
        """A message dated now, not yet posted."""
        return Message(self.next_number(), chat, sender, int(time.time()), **content)

    def delete(self, message: Message) -> None:
        """Take a message out of its chat."""
        self._messages[message.chat.id].pop(message.message_id, None)
        self.notify("deleted", message)

    def add_tap(self, tap: Tap) -> None:
        """Remember a pressed button until the bot answers."""
        _make_room(self.taps, KEPT_TAPS)
        self.taps[tap.id] = tap

    def add_file(self, name: str, content: bytes, mime_type: str = "") -> File:
        """Store bytes under new ids."""
        _make_room(self.files, KEPT_FILES)
        number = self.next_number()
        guessed = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        safe_name = name.replace("\\", "/").rsplit("/", 1)[-1] or "file"
        file = File(f"sandbox-file-{number}", f"u{number}", safe_name, guessed, content)
        self.files[file.id] = file
        return file


ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


def _make_room(kept: dict[str, Any], most: int) -> None:
    if len(kept) >= most:
        del kept[next(iter(kept))]


@dataclass(frozen=True, slots=True)
class Call:
    """One Bot API call as it was received."""

    method: str
    params: dict[str, Any]
    ok: bool
    at: float


def new_call_record() -> deque[Call]:
    """An empty record that forgets the oldest of many calls."""
    return deque(maxlen=10_000)
