"""Commands that are promised but not part of this version: an honest word instead of "no such command"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.first import still_to_come
from bot.domain import View

if TYPE_CHECKING:
    from bot.render.page import Page
    from handlers.request import Request

NAMES = (
    *("subscribe", "unsubscribe", "follow", "unfollow", "subscriptions", "settings", "catchup"),
    *("why", "missed", "compare", "cite", "corrections", "scoreboard", "export", "asof"),
    *("export_me", "delete_me"),
)


async def later(request: Request) -> Page:
    """Say that this is still to come."""
    return still_to_come(View(request.name))
