"""What a handler is given, and what it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import View
from bot.render.page import Page

if TYPE_CHECKING:
    from datetime import datetime

    from bot.answer.answers import Answers


@dataclass(frozen=True, slots=True)
class Request:
    """A command's name and argument, the service that answers, and the time."""

    name: str
    argument: str
    answers: Answers
    now: datetime

    async def open(self, name: str, argument: str = "") -> Page:
        """The page of a view as things stand now."""
        return await self.answers.open(View(name, argument), self.now)


Handler = Callable[[Request], Awaitable[Page]]
