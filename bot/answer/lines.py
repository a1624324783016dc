"""What the answers share: a question, and lines with their credits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Disagreement, View, Voice
from bot.render import dates, wording
from bot.render.page import Button, Credit, Line, Section
from bot.render.rich import Rich, bold, join, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.domain import Event, Statement, Story, Topic

VOICES = tuple(Voice)  # experts, officials, press, unnamed, the newspaper: the order lines come in


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that its answer is made from."""

    story: Story
    view: View
    now: datetime

    @property
    def argument(self) -> str:
        """What was asked about; empty for the whole story."""
        return self.view.argument


def title(name: str, subject: str) -> Rich:
    """As in "Agenda: possible Kim–Putin summit" in bold."""
    return bold(f"{name}: {subject}")


def as_of(asked: Asked, *, articles: bool = False) -> Rich:
    """As of when, and how old the newest article is. Old news says that it is old."""
    newest = asked.story.newest
    if newest is None:
        return plain(wording.NO_STORY)
    parts = [wording.as_of(dates.moment_text(newest.published_at, newest.zone))]
    if articles:
        parts.append(wording.counted(len(asked.story.articles), "article"))
    age = dates.age_text(newest.published_at, asked.now)
    if age is not None:
        return plain(" · ".join((*parts, age)))
    return plain(
        " · ".join(parts) + "\n" + wording.newest(dates.moment_day(newest.published_at, newest.zone))
    )


def credit(story: Story, statement: Statement, *, who: str | None = None, full: bool = True) -> Credit:
    """Who said it and when, and where. ``full`` tells the occasion too; ``who`` replaces the speaker."""
    parts = [statement.credit if who is None else who]
    if full and statement.occasion:
        parts.append(statement.occasion)
    if statement.said:
        parts.append(dates.day_text(statement.said))
    text = ", ".join(part for part in parts if part)
    return Credit(
        text[:1].upper() + text[1:],
        story.article(statement.article_id),
        (statement.paragraph,),
        statement.quote,
    )


def line(story: Story, statement: Statement, *, full: bool = True) -> Line:
    """A claim with its credit."""
    return Line(claim(story, statement), credit(story, statement, full=full))


def claim(story: Story, statement: Statement) -> Rich:
    """What is claimed; where another source disputes it, that is said in the same breath."""
    against = [other.label for other in story.statements if other.disputes == statement.id]
    return plain(f"{statement.claim} {wording.disputed_by(against)}" if against else statement.claim)


def section(
    story: Story, heading: str, statements: Iterable[Statement], *, full: bool = True
) -> Section | None:
    """Lines under a heading; None where there is nothing to show."""
    lines = tuple(line(story, statement, full=full) for statement in statements)
    return Section(bold(heading), lines) if lines else None


def present(sections: Iterable[Section | None]) -> tuple[Section, ...]:
    """The sections that are there."""
    return tuple(section for section in sections if section is not None)


def disagreement_sections(
    story: Story, statements: Iterable[Statement], *, full: bool = True
) -> tuple[Section, ...]:
    """*Doubted*, *Opposed* and *Disputed*, apart; the heading names the scope that its lines share."""
    chosen = list(statements)
    sections = []
    for kind, heading in (
        (Disagreement.DOUBTED, wording.DOUBTED),
        (Disagreement.OPPOSED, wording.OPPOSED),
        (Disagreement.DISPUTED, wording.DISPUTED),
    ):
        of_kind = [statement for statement in chosen if statement.disagreement is kind]
        scopes = {statement.scope for statement in of_kind}
        scope = scopes.pop() if len(scopes) == 1 else None
        sections.append(section(story, f"{heading}: {scope}" if scope else heading, of_kind, full=full))
    return present(sections)


def event_line(story: Story, event: Event, *, year: bool = True) -> Line:
    """A dated line: the date in bold, the credit on the same line where both fit."""
    text = event.text
    if event.planned:
        until = dates.span_text(event.end or event.date, None)
        text += f" (planned{' to ' + until.rsplit(' ', 1)[0] if event.end else ''})"
    dated = join(" ", (bold(dates.span_text(event.date, event.end, year=year)), text))
    where = Credit("", story.article(event.article_id), (event.paragraph,))
    return Line(dated, where, mark="", inline=True)


def unknown(story: Story, *scopes: str) -> str:
    """What is not known, by the nearest scope that an editor has worded."""
    for scope in (*scopes, "brief"):
        text = story.remarks.get(("unknown", scope))
        if text:
            return text
    return wording.UNKNOWN_FALLBACK


def open_button(name: str, argument: str = "", label: str | None = None) -> Button:
    """A button that opens another answer."""
    return Button(label or wording.COMMAND_BUTTONS[name], View(name, argument))


def topic_buttons(topics: Iterable[Topic]) -> list[Button]:
    """Buttons that narrow the agenda to a topic."""
    return [open_button("agenda", topic.slug, topic.title) for topic in topics]


BRIEF = Button(wording.BACK_TO_BRIEF, View("brief"))
