"""/timeline: what happened when, oldest first, and what is planned; /timeline YEAR narrows."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.answer.lines import BRIEF, as_of, event_line, open_button, title
from bot.domain import View
from bot.render import dates, wording
from bot.render.page import Button, Page, Section, rows
from bot.render.rich import Rich, bold, join, plain

if TYPE_CHECKING:
    from bot.answer.lines import Asked
    from bot.domain import Event, Story


def timeline(asked: Asked) -> Page:
    """Every dated event; a month without a day stands before the days of that month."""
    story = asked.story
    events = sorted(story.events, key=lambda event: dates.event_key(event.date))
    years = list(dict.fromkeys(dates.year_of(event.date) for event in events))
    only = asked.argument if asked.argument in years else None
    chosen = [event for event in events if only in (None, dates.year_of(event.date))]
    sections = tuple(
        Section(bold(year), tuple(event_line(story, event, year=False) for event in of_year))
        for year, of_year in groupby(chosen, key=lambda event: dates.year_of(event.date))
    )
    narrow = (
        Button(wording.WHOLE_TIMELINE, View("timeline"))
        if only
        else Button(wording.ONLY_YEAR.format(years[-1]), View("timeline", years[-1]))
        if len(years) > 1
        else None
    )
    return Page(
        view=View("timeline", only or "", asked.view.page),
        title=title("Timeline", story.title),
        as_of=as_of(asked),
        lead=_lead(story, events, "" if only else asked.argument),
        sections=sections,
        rows=rows((narrow, open_button("background")), (BRIEF,)),
    )


def _lead(story: Story, events: list[Event], missed: str) -> Rich:
    """What comes next; or that nothing is dated, or nothing in what was asked for."""
    if not events:
        return plain(wording.NO_DATES)
    ahead = _next(story, events)
    return join("\n", (wording.no_dates_in(missed), ahead)) if missed else ahead


def _next(story: Story, events: list[Event]) -> Rich:
    """What was still ahead, seen from the newest article, and what is not known of it."""
    newest = story.newest
    known = story.remarks.get(("unknown", "timeline"), wording.NO_DATE_KNOWN)
    if newest is None:
        return plain(known)
    seen_from = newest.published_at.astimezone(ZoneInfo(newest.zone)).date().isoformat()
    ahead = [event for event in events if event.planned and (event.end or event.date) >= seen_from]
    if not ahead:
        return plain(known)
    event = ahead[0]
    until = (
        f", to {dates.day_text(event.end, weekday=True)}" if event.end else f", {dates.day_text(event.date)}"
    )
    return join(" ", (bold("Next:"), f"{event.text}{until}.", known))
