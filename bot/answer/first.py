"""/start, /help, /privacy, and the small answers: no story yet, only signs, a command mistyped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.lines import BRIEF, credit, open_button
from bot.domain import Disagreement, View
from bot.render import dates, wording
from bot.render.page import Button, Line, Page, Section, rows
from bot.render.rich import bold, join, plain

if TYPE_CHECKING:
    from bot.answer.lines import Asked


def start(asked: Asked) -> Page:
    """First contact: what this is, and the story in two lines."""
    story = asked.story
    ranked = sorted((s for s in story.statements if s.brief_rank), key=lambda s: s.brief_rank or 0)
    hopes = [s for s in ranked if s.disagreement is None and not s.background and s.speaker is None][-1:]
    doubts = [s for s in story.statements if s.disagreement is Disagreement.DOUBTED and s.speaker]
    doubts = [s for s in doubts if s.scope == "the price"][:1] or doubts[:1]
    shown = tuple(
        Line(plain(s.claim), credit(story, s, full=False), mark="") for s in (hopes or ranked[:1]) + doubts
    )
    newest = story.newest
    age = wording.newest(dates.moment_day(newest.published_at, newest.zone)) if newest else wording.NO_STORY
    return Page(
        view=asked.view,
        title=join("", (bold(wording.START_TITLE), wording.START_ABOUT)),
        sections=(
            Section(bold(wording.NOW.format(story.headline)), shown),
            Section(
                None,
                (
                    *(
                        [Line(plain(age), mark="")]
                        if newest is None or dates.age_text(newest.published_at, asked.now) is None
                        else [
                            Line(
                                plain(
                                    f"Newest article: {dates.moment_text(newest.published_at, newest.zone)}."
                                ),
                                mark="",
                            )
                        ]
                    ),
                    Line(plain(wording.NOTHING_SENT), mark=""),
                ),
            ),
            Section(None, (Line(plain(wording.TYPE_SOMETHING), mark=""),)),
        ),
        rows=rows(
            (open_button("brief", label=wording.READ_THE_BRIEF),),
            (open_button("agenda"), open_button("experts"), open_button("timeline")),
            (open_button("help"), open_button("privacy")),
        ),
    )


def help_page(view: View) -> Page:
    """What one can ask; every command that works is named."""
    return Page(
        view=view,
        title=bold(wording.HELP_TITLE),
        sections=(
            Section(
                None, tuple(Line(join(" ", (bold(head), text)), mark="") for head, text in wording.HELP_LINES)
            ),
            Section(None, (Line(plain(wording.HELP_NARROW), mark=""),)),
            Section(None, (Line(plain(wording.HELP_FORGIVING), mark=""),)),
        ),
        rows=rows(
            (Button(wording.SHOW_AN_EXAMPLE, View("agenda", "arms")),),
            (open_button("privacy"), open_button("sources")),
            (BRIEF,),
        ),
    )


def privacy(view: View) -> Page:
    """What is kept of a reader, and what is not."""
    return Page(
        view=view,
        title=bold(wording.PRIVACY_TITLE),
        sections=(Section(None, tuple(Line(plain(text)) for text in wording.PRIVACY_LINES)),),
        rows=rows((open_button("sources"), open_button("help")), (BRIEF,)),
    )


def note(view: View, text: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Page:
    """One sentence and where to go from it."""
    return Page(view=view, title=plain(text), rows=buttons)


def only_signs(view: View) -> Page:
    """Emoji or signs, in which there is nothing to look up."""
    return note(view, wording.ONLY_SIGNS, rows((open_button("brief"), open_button("help"))))


def no_command(view: View, typed: str, meant: list[str]) -> Page:
    """A mistyped command, with what it was meant to be."""
    buttons = rows(Button(f"/{name}", View(name, view.argument)) for name in meant)
    return note(view, wording.no_command(typed), buttons or rows((open_button("help"),)))


def still_to_come(view: View) -> Page:
    """A command that joins in a later version."""
    return note(
        view, wording.STILL_TO_COME.format(view.name), rows((open_button("brief"), open_button("help")))
    )


def with_hint(page: Page) -> Page:
    """A page that somebody opened through a link, with one line on where to begin."""
    return replace(page, footnote=wording.NEW_HERE)
