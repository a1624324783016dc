"""The one service that handlers call: a View in, a Page out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer import first
from bot.answer.agenda import agenda
from bot.answer.background import background
from bot.answer.brief import brief
from bot.answer.experts import exact_words, experts
from bot.answer.lines import Asked
from bot.answer.search import CANDIDATES, LONG, long_question, match_passages, search, words_to_find
from bot.answer.sources import latest, sources, topics
from bot.answer.timeline import timeline
from bot.answer.who import who
from bot.domain import EntityKind, View
from bot.names.resolve import Decision, Verdict, decide, names_within
from bot.names.topics import find_topic
from bot.render import wording
from bot.store import sqlite, stories

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.domain import Story
    from bot.render.page import Page
    from bot.store import Store

COMPOSERS: dict[str, Callable[[Asked], Page]] = {
    "start": first.start,
    "brief": brief,
    "agenda": agenda,
    "experts": experts,
    "timeline": timeline,
    "background": background,
    "who": who,
    "words": exact_words,
    "latest": latest,
    "topics": topics,
    "sources": sources,
}
FIXED: dict[str, Callable[[View], Page]] = {"help": first.help_page, "privacy": first.privacy}
REMEMBERED = 256  # pages: composing one costs far more than looking it up


class Answers:
    """Opens views. Reads the store and never writes.

    A story is loaded once a version; a page is composed once a version, view and hour, because an answer
    tells the age of the newest article in hours.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._story: Story | None = None
        self._pages: dict[tuple[int, int, View, str], Page] = {}

    async def open(self, view: View, now: datetime) -> Page:
        """The page of a view, as things stand now."""
        if view.name in FIXED:
            return FIXED[view.name](view)
        story = await self.story()
        if story is None:
            return first.note(view, wording.NO_STORY)
        asked = Asked(story, view, now)
        if view.name == "search":
            return await self._search(asked)
        key = (story.id, story.version, view, now.isoformat()[:13])
        page = self._pages.get(key)
        if page is None:
            page = COMPOSERS[view.name](asked)
            if len(self._pages) >= REMEMBERED:
                self._pages.clear()
            self._pages[key] = page
        return page

    async def open_text(self, text: str, now: datetime) -> Page:
        """The page for words that are no command: a name's card, else the lines that hold them."""
        view = View("search", text)
        if not any(character.isalnum() for character in text):
            return first.only_signs(view)
        story = await self.story()
        if story is None:
            return first.note(view, wording.NO_STORY)
        if len(text) > LONG:
            return long_question(Asked(story, view, now))
        decision = decide(text, [entity for entity in story.entities if entity.kind is not EntityKind.PLACE])
        people = all(entity.kind is EntityKind.PERSON for entity in decision.candidates)
        if decision.verdict is Verdict.ACCEPT or (decision.verdict is Verdict.CHOOSE and people):
            return await self.open(View("who", text), now)
        page = await self.open(view, now)
        if page.sections:
            return page
        return await self.open(_nearest_view(text, story, decision) or view, now)

    async def story(self) -> Story | None:
        """The story people ask about, at its newest version; None before one is loaded."""
        found = await self._store.read(stories.find_story_version)
        if found is None:
            return None
        if self._story is None or (self._story.id, self._story.version) != found:
            self._story = await self._store.read(stories.load_story, found[0])
            self._pages.clear()
        return self._story

    async def _search(self, asked: Asked) -> Page:
        word = words_to_find(asked.argument)
        if not word:
            return search(asked, [])
        found = await self._store.read(sqlite.find_passages, asked.story.id, word, CANDIDATES)
        return search(asked, match_passages(found, word))


def _nearest_view(text: str, story: Story, decision: Decision) -> View | None:
    """What a sentence is about, where its words as they stand are in no line: a name in it, or a topic."""
    if decision.verdict is not Verdict.NONE:
        return View("who", text)
    named = names_within(text, story.entities)
    if named:
        return View("who", named[0].slug)
    words = (word for word in words_to_find(text).split() if find_topic(word.strip("?!.,"), story.topics))
    return next((View("search", word.strip("?!.,")) for word in words), None)
