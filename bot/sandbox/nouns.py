"""The nouns of the sandbox: who is there, where they talk, what was said. Each knows its Bot API form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ChatKind = Literal["private", "group", "supergroup"]
MemberStatus = Literal["creator", "administrator", "member", "left", "kicked"]
Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class User:
    """A person, or the bot itself."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str = "en"
    is_bot: bool = False
    is_deactivated: bool = False

    def to_json(self) -> Json:
        """The `User` object of the Bot API."""
        raw: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            raw["username"] = self.username
        if not self.is_bot:
            raw["language_code"] = self.language_code
        return raw


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, a group or a supergroup, and how the bot stands in it."""

    id: int
    kind: ChatKind
    title: str
    user: User | None = None
    members: dict[int, MemberStatus] = field(default_factory=dict)
    bot_status: MemberStatus = "member"
    has_started: bool = False
    """A private chat the person has written in; before that a bot may not write there."""
    is_blocked: bool = False
    migrated_to: int | None = None

    def to_json(self) -> Json:
        """The `Chat` object of the Bot API."""
        if self.user is None:
            return {"id": self.id, "type": self.kind, "title": self.title}
        raw: Json = {"id": self.id, "type": self.kind, "first_name": self.user.first_name}
        if self.user.username:
            raw["username"] = self.user.username
        return raw


@dataclass(slots=True, eq=False)
class File:
    """Bytes that were uploaded, by the bot or by a person."""

    id: str
    unique_id: str
    name: str
    mime_type: str
    content: bytes

    @property
    def path(self) -> str:
        """What `getFile` answers as `file_path`."""
        return f"documents/{self.unique_id}/{self.name}"

    def to_json(self) -> Json:
        """The `Document` object of the Bot API."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_size": len(self.content),
        }


@dataclass(slots=True, eq=False)
class Message:
    """One message, whoever sent it."""

    message_id: int
    chat: Chat
    sender: User
    date: int
    text: str = ""
    """The words, or the caption where there is a file."""
    entities: list[Json] = field(default_factory=list)
    reply_markup: Json | None = None
    edit_date: int | None = None
    reply_to: Message | None = None
    message_thread_id: int | None = None
    link_preview_options: Json | None = None
    file: File | None = None
    photo_size: tuple[int, int] | None = None
    """Width and height; None where the file is not shown as a picture."""
    is_silent: bool = False
    is_protected: bool = False
    is_unseen_by_bot: bool = False
    """Said in a group where privacy mode kept it from the bot."""
    service: Json | None = None
    """What happened, for a message nobody wrote: {"migrate_to_chat_id": 1} and the like."""

    @property
    def keyboard(self) -> list[list[Json]]:
        """The rows of inline buttons beneath; empty where there are none."""
        rows: list[list[Json]] = (self.reply_markup or {}).get("inline_keyboard", [])
        return rows

    def to_json(self, *, with_reply: bool = True) -> Json:
        """The `Message` object of the Bot API. A message replied to is shown without its own reply."""
        raw: Json = {
            "message_id": self.message_id,
            "from": self.sender.to_json(),
            "chat": self.chat.to_json(),
            "date": self.date,
        }
        if self.message_thread_id is not None:
            raw["message_thread_id"] = self.message_thread_id
        if self.edit_date is not None:
            raw["edit_date"] = self.edit_date
        if self.is_protected:
            raw["has_protected_content"] = True
        if with_reply and self.reply_to is not None:
            raw["reply_to_message"] = self.reply_to.to_json(with_reply=False)
        raw.update(self._content())
        if self.keyboard:
            raw["reply_markup"] = {"inline_keyboard": self.keyboard}
        return raw

    def _content(self) -> Json:
        if self.service is not None:
            return self.service
        if self.file is None:
            content: Json = {"text": self.text}
            if self.entities:
                content["entities"] = self.entities
            if self.link_preview_options:
                content["link_preview_options"] = self.link_preview_options
            return content
        content = self._photo() if self.photo_size else {"document": self.file.to_json()}
        if self.text:
            content["caption"] = self.text
        if self.entities:
            content["caption_entities"] = self.entities
        return content

    def _photo(self) -> Json:
        if self.file is None or self.photo_size is None:
            return {}
        width, height = self.photo_size
        size = {
            "file_id": self.file.id,
            "file_unique_id": self.file.unique_id,
            "file_size": len(self.file.content),
            "width": width,
            "height": height,
        }
        return {"photo": [size]}


def plain_text(message: Message) -> str:
    """What a person sees of a message without colours: its words, then its buttons as `[ Label ]` rows."""
    rows = ["  ".join(f"[ {button['text']} ]" for button in row) for row in message.keyboard]
    named = f"({message.file.name})" if message.file else ""
    words = "\n".join(part for part in (named, message.text) if part)
    return "\n\n".join(part for part in (words, "\n".join(rows)) if part)
