"""/who NAME: a card of a person or body: role at what date, what they did, where they are mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.choices import choice_page
from bot.answer.experts import statements_by
from bot.answer.lines import BRIEF, as_of, event_line, line, open_button
from bot.domain import EntityKind, View
from bot.names.resolve import Verdict, decide
from bot.render import dates, wording
from bot.render.page import Credit, Page, Section, credit_text, rows
from bot.render.rich import Rich, bold, italic, join, plain

if TYPE_CHECKING:
    from bot.answer.lines import Asked
    from bot.domain import Entity, Story

SAID = 3  # own lines of a card; the rest is behind its button
SHOWN = 6  # lines that mention; the rest is folded


def who(asked: Asked) -> Page:
    """A card, a question back, or everybody in this story."""
    if not asked.argument:
        return _everybody(asked)
    entity = asked.story.find_entity(asked.argument)
    if entity is None:
        decision = decide(asked.argument, asked.story.entities)
        if decision.verdict is not Verdict.ACCEPT:
            return choice_page(asked, decision, "who")
        entity = decision.candidates[0]
    return _card(asked, entity)


def _everybody(asked: Asked) -> Page:
    people = [entity for entity in asked.story.entities if entity.kind is EntityKind.PERSON]
    foremost = sorted(people, key=lambda person: -_mentions(asked.story, person))
    buttons = [open_button("who", person.slug, person.name) for person in foremost]
    return Page(
        view=asked.view,
        title=plain(wording.WHO_EMPTY),
        rows=rows(*(buttons[at : at + 2] for at in range(0, min(len(buttons), 10), 2)), (BRIEF,)),
    )


def _mentions(story: Story, entity: Entity) -> int:
    return sum(entity.slug in statement.about for statement in story.statements)


def _card(asked: Asked, entity: Entity) -> Page:
    story = asked.story
    said = statements_by(story, entity)
    events = sorted(
        (event for event in story.events if entity.slug in event.about), key=lambda e: dates.event_key(e.date)
    )
    about = [s for s in story.statements if entity.slug in s.about and s.speaker != entity.slug]
    lines = [*(event_line(story, event) for event in events), *(line(story, s) for s in about)]
    sections = [Section(bold(wording.SAID), tuple(line(story, s) for s in said[:SAID]))] if said else []
    if lines:
        sections.append(Section(bold(wording.WHERE), tuple(lines[:SHOWN])))
    if lines[SHOWN:]:
        sections.append(Section(None, tuple(lines[SHOWN:]), folded=True))
    related = _related(story, entity)
    typed = asked.argument
    return Page(
        view=View("who", entity.slug, asked.view.page),
        title=join(" · ", (bold(entity.name), *_native(entity))),
        as_of=join("\n", [part for part in (_roles(story, entity), as_of(asked)) if part]),
        lead=None if said else plain(wording.NOT_QUOTED),
        sections=tuple(sections),
        footnote=None if typed in {entity.slug, entity.name} else wording.you_typed(typed),
        rows=rows(
            (
                open_button("experts", entity.slug, _said_label(entity)) if said else None,
                open_button("timeline"),
            ),
            (open_button("who", other.slug, other.name) for other in related),
            (open_button("who", label=wording.ALL_PEOPLE), BRIEF),
        ),
    )


def _said_label(entity: Entity) -> str:
    return wording.WHAT_THEY_SAID.format(entity.short if entity.short.count(" ") < 2 else "they")


def _native(entity: Entity) -> list[str]:
    return [form for form in dict.fromkeys(entity.native.values()) if form != entity.name][:3]


def _roles(story: Story, entity: Entity) -> Rich | None:
    """Each role with its date and paragraph: what somebody was, not what they are."""
    lines = []
    for role in entity.roles:
        where = credit_text(Credit("", story.article(role.article_id), (role.paragraph,)))
        text = f"{role.role[:1].upper()}{role.role[1:]} ({dates.at_text(role.as_of)}) · "
        lines.append(join("", (text, italic(where))))
    return join("\n", lines) if lines else None


def _related(story: Story, entity: Entity) -> list[Entity]:
    """The people most often in the same lines."""
    together: dict[str, int] = {}
    abouts = [line.about for line in story.statements] + [event.about for event in story.events]
    for about in abouts:
        for slug in about - {entity.slug} if entity.slug in about else ():
            together[slug] = together.get(slug, 0) + 1
    people = [
        other
        for slug in sorted(together, key=lambda slug: (-together[slug], slug))
        if (other := story.find_entity(slug)) and other.kind is EntityKind.PERSON
    ]
    return people[:2]
