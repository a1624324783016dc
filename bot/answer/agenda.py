"""/agenda: what may be on the table, who expects each matter and who doubts it; /agenda TOPIC narrows."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.answer.lines import (
    BRIEF,
    VOICES,
    as_of,
    disagreement_sections,
    open_button,
    present,
    section,
    title,
    topic_buttons,
    unknown,
)
from bot.domain import View
from bot.names.resolve import Verdict, decide
from bot.names.topics import find_topic
from bot.render import wording
from bot.render.page import Button, Credit, Line, Page, Section, rows
from bot.render.rich import bold, join, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answer.lines import Asked
    from bot.domain import AgendaItem, Statement, Story, Topic


def agenda(asked: Asked) -> Page:
    """All matters, or those of the topic that was named."""
    if not asked.argument:
        return _whole(asked)
    topic = find_topic(asked.argument, asked.story.topics)
    if topic is None or not _speaks_of(asked.story, topic):
        return _nothing(asked, topic.title.lower() if topic else asked.argument)
    return _narrowed(asked, topic)


def _whole(asked: Asked) -> Page:
    story = asked.story
    if not story.agenda:
        return Page(
            view=asked.view,
            title=title("Agenda", story.title),
            as_of=as_of(asked),
            lead=plain(wording.NO_AGENDA),
            unknown=unknown(story, "agenda"),
            rows=rows((BRIEF,)),
        )
    numbered = enumerate(story.agenda, 1)
    sections = tuple(
        Section(bold(side), tuple(_item_line(story, number, item) for number, item in items))
        for side, items in groupby(numbered, key=lambda pair: pair[1].side)
    )
    objections = _in_order(story, (number for item in story.agenda for number, _ in item.bearings))
    return Page(
        view=asked.view,
        title=title("Agenda", story.title),
        as_of=as_of(asked),
        lead=plain(story.remarks.get(("lead", "agenda")) or _own_lead(story.agenda)),
        sections=(*sections, *disagreement_sections(story, objections)),
        unknown=unknown(story, "agenda"),
        rows=_whole_rows(story),
    )


def _whole_rows(story: Story) -> tuple[tuple[Button, ...], ...]:
    topics = {slug for item in story.agenda for slug in item.topics}
    buttons = topic_buttons(topic for topic in story.covered_topics if topic.slug in topics)
    return rows(buttons[:3], (*buttons[3:6], open_button("experts", label=wording.WHO_SAYS_WHAT)), (BRIEF,))


def _own_lead(items: Iterable[AgendaItem]) -> str:
    titles = [item.title[:1].lower() + item.title[1:] for item in items]
    return wording.matters(len(titles), "; ".join(titles))


def _item_line(story: Story, number: int, item: AgendaItem) -> Line:
    """One matter with all who expect it under one credit."""
    expecting = [story.statement(key) for key, bearing in item.bearings if bearing == "expects"]
    names = list(dict.fromkeys(statement.label for statement in expecting))
    who = wording.listed(names)
    credit = Credit(
        who[:1].upper() + who[1:],
        story.article(item.article_id),
        tuple(statement.paragraph for statement in expecting),
        next((statement.quote for statement in expecting if statement.quote), None),
    )
    return Line(join("", (bold(item.title), f": {item.wording}")), credit, mark=f"{number} ")


def _speaks_of(story: Story, topic: Topic) -> list[Statement]:
    return [statement for statement in story.statements if topic.slug in statement.topics]


def _narrowed(asked: Asked, topic: Topic) -> Page:
    story = asked.story
    lines = _speaks_of(story, topic)
    agreed = [s for s in lines if s.disagreement is None and not s.background]
    expected = {key for item in story.agenda for key, bearing in item.bearings if bearing == "expects"}
    may_come_up = sorted(
        (s for s in agreed if s.id in expected), key=lambda s: (VOICES.index(s.voice), s.ordinal)
    )
    said = [s for s in agreed if s.id not in expected]
    scope = f"topic:{topic.slug}"
    lead = story.remarks.get(("lead", scope))
    return Page(
        view=View("agenda", topic.slug, asked.view.page),
        title=title("Agenda", topic.title.lower()),
        as_of=as_of(asked),
        lead=plain(lead) if lead else None,
        sections=present(
            (
                section(story, wording.MAY_COME_UP, may_come_up),
                *disagreement_sections(story, lines),
                section(story, wording.SAID, said),
                section(story, wording.BACKGROUND, (s for s in lines if s.background)),
            )
        ),
        unknown=unknown(story, scope, f"topic:{topic.parent}", "agenda"),
        rows=rows(
            (open_button("experts", label=wording.WHO_SAYS_WHAT), open_button("timeline")),
            (Button(wording.ALL_MATTERS.format(len(story.agenda)), View("agenda")),),
        ),
    )


def _nothing(asked: Asked, subject: str) -> Page:
    covered = asked.story.covered_topics
    known = decide(subject, asked.story.entities).verdict is Verdict.ACCEPT
    say = wording.no_matter_called if known else wording.nothing_on
    text = say(subject, [topic.title.lower() for topic in covered])
    return Page(
        view=asked.view,
        title=title("Agenda", asked.story.title),
        as_of=as_of(asked),
        lead=plain(text),
        rows=rows(
            topic_buttons(covered[:4]),
            (open_button("who", subject, subject) if known else None, open_button("agenda"), BRIEF),
        ),
    )


def _in_order(story: Story, keys: Iterable[int]) -> list[Statement]:
    chosen = set(keys)
    return [statement for statement in story.statements if statement.id in chosen]
