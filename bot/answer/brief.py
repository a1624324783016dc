"""/brief: the story in one message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.lines import as_of, disagreement_sections, open_button, present, section, title, unknown
from bot.render import wording
from bot.render.page import Button, Page, rows

if TYPE_CHECKING:
    from bot.answer.lines import Asked


def brief(asked: Asked) -> Page:
    """What matters most, in the editor's order: in short, the disagreements apart, and why it matters."""
    story = asked.story
    ranked = sorted(
        (statement for statement in story.statements if statement.brief_rank is not None),
        key=lambda statement: statement.brief_rank or 0,
    ) or list(story.statements[:3])
    why = [statement for statement in ranked if statement.background]
    agreed = [s for s in ranked if s.disagreement is None and not s.background]
    newest = story.newest
    url = newest.url if newest else None
    return Page(
        view=asked.view,
        title=title("Brief", story.title),
        as_of=as_of(asked, articles=True),
        sections=present(
            (
                section(story, wording.IN_SHORT, agreed, full=False),
                *disagreement_sections(story, ranked, full=False),
                section(story, wording.WHY, why),
            )
        ),
        unknown=unknown(story, "brief"),
        rows=rows(
            (open_button("agenda"), open_button("experts"), open_button("timeline")),
            (open_button("background"), Button(wording.OPEN_ARTICLE, url=url) if url else None),
            (open_button("latest"), open_button("sources")),
        ),
        preview_url=url,
    )
