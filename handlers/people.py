"""/experts [NAME] and /who NAME."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.render.page import Page
    from handlers.request import Request


async def experts(request: Request) -> Page:
    """Who says what, or what one person says."""
    return await request.open("experts", request.argument)


async def who(request: Request) -> Page:
    """The card of a person or body."""
    return await request.open("who", request.argument.removeprefix("is ").removeprefix("was "))
