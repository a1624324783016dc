"""What the chat page is told: plain values, never the token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.profile import commands_for

if TYPE_CHECKING:
    from bot.sandbox.nouns import Chat, File, Message, User
    from bot.sandbox.world import Tap, World

SHOWN_CHATS = 60
SHOWN_MESSAGES = 200
SERVICE_WORDS = {
    "group_chat_created": "The group was created",
    "supergroup_chat_created": "The group was created",
    "migrate_to_chat_id": "The group became a supergroup; it goes on there",
    "migrate_from_chat_id": "The group became a supergroup",
}


def state_view(world: World) -> dict[str, Any]:
    """Everything the page needs to draw itself from nothing."""
    chats = [chat for chat in world.chats.values() if chat.migrated_to is None][:SHOWN_CHATS]
    seen = {user_id for chat in chats for user_id in _people_in(chat)}
    return {
        "bot": {"name": world.bot.first_name, "username": world.bot.username},
        "description": world.profile.descriptions.get("", ""),
        "users": [
            {"id": user.id, "name": user.first_name} for user in world.users.values() if user.id in seen
        ],
        "chats": [_chat_view(world, chat) for chat in chats],
    }


def _people_in(chat: Chat) -> list[int]:
    return [chat.user.id] if chat.user else list(chat.members)


def _chat_view(world: World, chat: Chat) -> dict[str, Any]:
    people = [world.users[user_id] for user_id in _people_in(chat)]
    messages = list(world.messages_in(chat.id).values())[-SHOWN_MESSAGES:]
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "people": [user.id for user in people],
        "commands": {str(user.id): commands_for(world, chat, user) for user in people},
        "state": _standing(chat),
        "messages": [message_view(message) for message in messages],
    }


def _standing(chat: Chat) -> str:
    if chat.is_blocked:
        return "blocked"
    return "gone" if chat.bot_status in {"left", "kicked"} else "open"


def message_view(message: Message) -> dict[str, Any]:
    """One message as the page draws it."""
    view: dict[str, Any] = {
        "id": message.message_id,
        "chat": message.chat.id,
        "sender": _sender_view(message.sender),
        "date": message.date,
        "text": message.text,
        "entities": message.entities,
        "keyboard": message.keyboard,
        "edited": message.edit_date is not None,
        "unseen": message.is_unseen_by_bot,
        "silent": message.is_silent,
    }
    if message.reply_markup and "inline_keyboard" not in message.reply_markup:
        view["markup"] = message.reply_markup
    if message.reply_to is not None:
        replied = message.reply_to
        words = replied.text or (replied.file.name if replied.file else "")
        view["reply"] = {"id": replied.message_id, "name": replied.sender.first_name, "text": words[:200]}
    if message.file is not None:
        view["file"] = _file_view(message.file, is_picture=message.photo_size is not None)
        view["file"]["size"] = list(message.photo_size or ())
    if message.service is not None:
        view["service"] = next((SERVICE_WORDS[key] for key in message.service if key in SERVICE_WORDS), "…")
    return view


def _sender_view(user: User) -> dict[str, Any]:
    return {"id": user.id, "name": user.first_name, "bot": user.is_bot}


def _file_view(file: File, *, is_picture: bool) -> dict[str, Any]:
    return {
        "name": file.name,
        "bytes": len(file.content),
        "address": f"/page/files/{file.id}",
        "picture": is_picture,
    }


def answer_view(tap: Tap) -> dict[str, Any]:
    """The bot's answer to a pressed button, for the person who pressed it."""
    return {
        "query": tap.id,
        "user": tap.user.id,
        "chat": tap.message.chat.id,
        "text": tap.text,
        "alert": tap.show_alert,
        "url": tap.url,
    }
