"""The table of contents: every command, and the handler that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.first import no_command
from bot.domain import View
from handlers import finding, later, meeting, people, reading
from handlers.question import Command, Mistyped, Words, read_question
from handlers.request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.answer.answers import Answers
    from bot.render.page import Page
    from handlers.request import Handler

HANDLERS: Mapping[str, Handler] = {
    "start": meeting.start,
    "help": meeting.help_,
    "brief": reading.brief,
    "agenda": reading.agenda,
    "experts": people.experts,
    "timeline": reading.timeline,
    "background": reading.background,
    "who": people.who,
    "search": finding.search,
    "latest": reading.latest,
    "topics": reading.topics,
    "sources": reading.sources,
    "privacy": meeting.privacy,
} | dict.fromkeys(later.NAMES, later.later)


async def answer_question(
    text: str, username: str, answers: Answers, now: datetime, *, addressed: bool
) -> Page | None:
    """The page that answers a text; None where it is not for us: another bot's, or talk in a group."""
    asked = read_question(text, username, HANDLERS)
    match asked:
        case None:
            return None
        case Command():
            if not addressed and not text.lstrip().startswith(("/", "／")):
                return None
            return await HANDLERS[asked.name](Request(asked.name, asked.argument, answers, now))
        case Mistyped():
            if not addressed and f"@{username}".lower() not in text.lower():
                return None  # a group may have other bots, whose commands are none of our business
            meant = [name for name in asked.meant if name not in later.NAMES]
            return no_command(View("help", asked.argument), asked.typed, meant)
        case Words():
            return await finding.words(Request("", asked.text, answers, now)) if addressed else None
