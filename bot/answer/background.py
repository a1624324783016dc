"""/background: what to know first, in the newspapers' own voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.lines import BRIEF, as_of, line, open_button, title, unknown
from bot.domain import Disagreement
from bot.render import wording
from bot.render.page import Page, Section, rows
from bot.render.rich import bold, plain

if TYPE_CHECKING:
    from bot.answer.lines import Asked

FOLDED_FROM = 4  # lines: what is longer opens at a tap


def background(asked: Asked) -> Page:
    """Background lines, and which claims another source disputes."""
    story = asked.story
    told = tuple(line(story, statement) for statement in story.statements if statement.background)
    disputed = tuple(
        part
        for statement in story.statements
        if statement.disagreement is Disagreement.DISPUTED and statement.disputes
        for part in (line(story, story.statement(statement.disputes)), line(story, statement))
    )
    sections = [Section(None, told[:FOLDED_FROM])] if told else []
    if told[FOLDED_FROM:]:
        sections.append(Section(None, told[FOLDED_FROM:], folded=True))
    if disputed:
        sections.append(Section(bold(wording.DISPUTED), disputed))
    return Page(
        view=asked.view,
        title=title("Background", story.title),
        as_of=as_of(asked),
        lead=None if told else plain(wording.NO_BACKGROUND),
        sections=tuple(sections),
        unknown=unknown(story, "background"),
        rows=rows((open_button("timeline"), open_button("sources")), (BRIEF,)),
    )
