"""A local Telegram Bot API over real HTTP, with a chat page: use the bot with no token and no network."""

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.nouns import Chat, Message, User, plain_text
from bot.sandbox.people import EDITOR_ID, NEWSROOM_ID, READER_ID
from bot.sandbox.server import SANDBOX_TOKEN, Sandbox
from bot.sandbox.world import Call, World

__all__ = [
    "EDITOR_ID",
    "NEWSROOM_ID",
    "READER_ID",
    "SANDBOX_TOKEN",
    "Call",
    "Chat",
    "Fault",
    "Faults",
    "Message",
    "Sandbox",
    "User",
    "World",
    "plain_text",
]
