"""/search WORD, and text that is no command: the lines that hold a word, in any language we know it in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer.lines import BRIEF, as_of, event_line, line, open_button, topic_buttons
from bot.domain import View
from bot.names.normalise import fold
from bot.names.resolve import names_within
from bot.names.topics import nearest_topics
from bot.render import wording
from bot.render.page import Button, Line, Page, Section, rows
from bot.render.rich import bold, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.answer.lines import Asked
    from bot.domain import Entity, Story

LONG = 300  # characters: more is no question but a text
PAGE = 5  # lines a page
CANDIDATES = 500


@dataclass(frozen=True, slots=True)
class Match:
    """A line that holds the word itself, or one of its names in another language."""

    statement_id: int | None
    event_id: int | None
    in_line: bool


def words_to_find(text: str) -> str:
    """What a question is looked up by: folded, without signs at its edges."""
    return re.sub(r"\s+", " ", fold(text)).strip(" \t\"'“”‘’«».,;:!?¿¡…-–—/")


def match_passages(rows_found: Iterable[Mapping[str, Any]], word: str) -> list[Match]:
    """Which of the candidates hold the word at the start of a word; lines themselves before their names.

    A search in the store finds letters anywhere, and "un" stands in "sun". Scripts written without spaces
    between words are taken as found.
    """
    pattern = re.compile((r"(?<!\w)" if word[:1].isascii() else "") + re.escape(word))
    found = []
    for row in rows_found:
        in_line = bool(pattern.search(row["line"]))
        if in_line or pattern.search(row["words"]):
            found.append(Match(row["statement_id"], row["event_id"], in_line))
    return sorted(found, key=lambda match: not match.in_line)


def search(asked: Asked, matches: list[Match]) -> Page:
    """The lines found, five a page; or what is nearest."""
    typed = asked.argument
    if not words_to_find(typed):
        return Page(view=asked.view, title=plain(wording.SEARCH_EMPTY), rows=rows((BRIEF,)))
    lines = _lines(asked.story, matches)
    if not lines:
        return _nothing(asked)
    first = (asked.view.page - 1) * PAGE
    if first >= len(lines):
        first = 0
    shown = lines[first : first + PAGE]
    of_all = f"{first + 1}–{first + len(shown)}" if len(lines) > PAGE else ""
    page = first // PAGE + 1
    return Page(
        view=View("search", typed),
        title=bold(wording.found(len(lines), typed, of_all)),
        as_of=as_of(asked),
        sections=(Section(None, tuple(shown)),),
        rows=rows(
            (
                Button(wording.NEWER, View("search", typed, page - 1)) if page > 1 else None,
                Button(wording.OLDER, View("search", typed, page + 1)) if first + PAGE < len(lines) else None,
            ),
            (open_button("topics"), BRIEF),
        ),
    )


def _lines(story: Story, matches: list[Match]) -> list[Line]:
    events = {event.id: event for event in story.events}
    statements = {statement.id: statement for statement in story.statements}
    found = []
    for match in matches:
        if match.statement_id in statements:
            found.append(line(story, statements[match.statement_id]))
        elif match.event_id in events:
            found.append(event_line(story, events[match.event_id]))
    return found


def _nothing(asked: Asked) -> Page:
    near = nearest_topics(asked.argument, asked.story.covered_topics)
    return Page(
        view=asked.view,
        title=plain(
            wording.found_nothing(
                asked.argument, len(asked.story.articles), [topic.title.lower() for topic in near]
            )
        ),
        rows=rows(topic_buttons(near), (open_button("who", label=wording.ALL_PEOPLE), BRIEF)),
    )


def long_question(asked: Asked) -> Page:
    """A text too long for a question: the names in it, each a button."""
    names: list[Entity] = names_within(asked.argument, asked.story.entities)[:4]
    lines = [
        line(asked.story, statement)
        for statement in asked.story.statements
        if any(entity.slug in statement.about for entity in names)
    ]
    return Page(
        view=View("help"),
        title=plain(wording.long_question([entity.name for entity in names])),
        as_of=as_of(asked),
        sections=(Section(None, tuple(lines[:PAGE])),) if lines else (),
        rows=rows((open_button("who", entity.slug, entity.name) for entity in names), (BRIEF,)),
    )
