"""``sherpa ask``: one message through the very same handlers, wire and store as a chat."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.app import opened_store, serving
from bot.errors import NoReply
from bot.sandbox import READER_ID, SANDBOX_TOKEN, Sandbox, plain_text

if TYPE_CHECKING:
    from bot.config import Settings

PATIENCE = 30.0  # seconds
# Calls that keep the bot running and are no part of a reply.
HOUSEKEEPING = {"getMe", "getUpdates", "deleteWebhook", "setMyCommands"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: each message as plain text, and the Bot API calls that were made."""

    texts: list[str]
    calls: list[dict[str, Any]]


async def ask(settings: Settings, text: str, user_id: int = READER_ID, chat_id: int | None = None) -> Reply:
    """Put a message to the bot as bot 0, in private or in a group. Raises NoReply where it is silent."""
    async with opened_store(settings) as store, Sandbox() as sandbox:
        user = sandbox.add_user("You", user_id=user_id)
        chat = sandbox.private_chat(user)
        chat.has_started = True
        if chat_id is not None and chat_id != user_id:
            chat = sandbox.add_group("Group", [user], chat_id=chat_id)
        settled = asyncio.Event()
        async with serving(store, SANDBOX_TOKEN, sandbox.url, resume=False) as service:
            question = sandbox.say(user, text, chat=chat)
            service.conversation.settled = lambda raw: (
                settled.set() if raw.get("message", {}).get("message_id") == question.message_id else None
            )
            await asyncio.wait(
                {asyncio.ensure_future(settled.wait()), service.task},
                timeout=PATIENCE,
                return_when=asyncio.FIRST_COMPLETED,
            )
        messages = [message for message in sandbox.messages(chat) if message.sender.is_bot]
        if not messages:
            raise NoReply
        calls = [
            {"method": call.method, "params": call.params}
            for call in sandbox.calls
            if call.method not in HOUSEKEEPING
        ]
        return Reply([plain_text(message) for message in messages], calls)
