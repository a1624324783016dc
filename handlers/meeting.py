"""/start, /help and /privacy: first contact, also through a link to a subject or a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.first import with_hint

if TYPE_CHECKING:
    from bot.render.page import Page
    from handlers.request import Request

LINKS = {"t": "agenda", "p": "experts", "w": "who"}  # ?start=t_arms, ?start=p_gb-john-everard


async def start(request: Request) -> Page:
    """Who we are; or straight to what a link points at, with one line on where to begin."""
    kind, underscore, subject = request.argument.partition("_")
    if underscore and subject and kind in LINKS:
        return with_hint(await request.open(LINKS[kind], subject))
    return await request.open("start")


async def help_(request: Request) -> Page:
    """What one can ask."""
    return await request.open("help")


async def privacy(request: Request) -> Page:
    """What is kept of a reader."""
    return await request.open("privacy")
