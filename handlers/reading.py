"""/brief /agenda /timeline /background /latest /topics /sources: the story itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.render.page import Page
    from handlers.request import Request


async def brief(request: Request) -> Page:
    """The story in one message."""
    return await request.open("brief")


async def agenda(request: Request) -> Page:
    """All matters that may be on the table, or those of a topic."""
    return await request.open("agenda", request.argument)


async def timeline(request: Request) -> Page:
    """What happened when, or in one year."""
    return await request.open("timeline", request.argument)


async def background(request: Request) -> Page:
    """What to know first."""
    return await request.open("background")


async def latest(request: Request) -> Page:
    """The newest article."""
    return await request.open("latest")


async def topics(request: Request) -> Page:
    """What the story covers."""
    return await request.open("topics")


async def sources(request: Request) -> Page:
    """What all this rests on."""
    return await request.open("sources")
