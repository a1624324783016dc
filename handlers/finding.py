"""/search WORD, and words that are no command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.render.page import Page
    from handlers.request import Request


async def search(request: Request) -> Page:
    """The lines that hold a word."""
    return await request.open("search", request.argument)


async def words(request: Request) -> Page:
    """A name's card, or the lines that hold these words."""
    return await request.answers.open_text(request.argument, request.now)
