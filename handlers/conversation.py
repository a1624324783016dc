"""One update from the inbox to its answer: read, answered, sent, settled.

This is the edge: handlers and answers decide, only here anything is sent or stored. The update is settled
in the same transaction as every effect it had.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from telegram import Update

from bot.answer.answers import COMPOSERS, FIXED
from bot.answer.first import note
from bot.domain import View
from bot.errors import SherpaError
from bot.render import wording
from bot.store import answers as answered
from bot.store import chats, inbox
from bot.telegram.buttons import decode_view
from bot.telegram.refusals import Meaning
from bot.telegram.wire import Place, Refused, Sent
from handlers.commands import answer_question
from handlers.said import Membership, Moved, Question, Tap, read_update

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlite_utils import Database

    from bot.answer.answers import Answers
    from bot.render.page import Page
    from bot.store import Store
    from bot.telegram.wire import RawBot, Wire
    from handlers.said import Said

log = logging.getLogger(__name__)

DOUBLE_TAP = timedelta(seconds=10)  # in a group: later, somebody else may want the same
TURNED = 4096  # messages whose page is remembered, to notice a double tap
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that can be taken for another


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who we are: our number as a bot account, our user id and our name there."""

    bot_id: int
    user_id: int
    username: str


class Conversation:
    """Takes updates and answers them. Never raises: what goes wrong is told to the person and logged."""

    def __init__(
        self, me: Me, bot: RawBot, wire: Wire, answers: Answers, store: Store, clock: Callable[[], datetime]
    ) -> None:
        self._me = me
        self._bot = bot
        self._wire = wire
        self._answers = answers
        self._store = store
        self._clock = clock
        self._turned: OrderedDict[tuple[int, int], tuple[str, datetime]] = OrderedDict()
        self.settled: Callable[[dict[str, Any]], None] | None = None  # told of each update that is done

    async def take(self, raw: dict[str, Any]) -> None:
        """Answer one update and settle it."""
        try:
            outcome, effects = await self._answer(raw)
        except Refused as refused:
            outcome, effects = self._after_refusal(raw, refused)
        except Exception as error:  # whatever nobody foresaw; it is logged and told under one code
            outcome, effects = await self._apologise(raw, error)
        await self._settle(raw["update_id"], outcome, effects)
        if self.settled is not None:
            self.settled(raw)

    async def ask_for_patience(self, raw: dict[str, Any]) -> None:
        """Tell somebody who asks faster than we answer that nothing is lost. In private only."""
        said = self._read(raw)
        if isinstance(said, Question) and said.chat_kind == "private":
            page = note(View("help"), wording.ONE_MOMENT)
            try:
                await self._wire.send(Place(said.chat_id, said.thread_id), page.shown)
            except Refused as refused:
                log.info("Patience was not asked for: %s", refused)

    async def _answer(self, raw: dict[str, Any]) -> tuple[str, list[Any]]:
        said = self._read(raw)
        match said:
            case None:
                return "ignored", []
            case Question():
                return await self._answer_question(said)
            case Tap():
                return await self._answer_tap(said)
            case Membership():
                return "noted", [_membership(self._me.bot_id, said, self._clock())]
            case Moved():
                bot_id, now = self._me.bot_id, self._clock()
                return "noted", [lambda db: chats.move_chat(db, bot_id, said.chat_id, said.moved_to, now)]

    def _read(self, raw: dict[str, Any]) -> Said | None:
        try:
            update = Update.de_json(raw, self._bot)
            return read_update(update, self._me.user_id, self._me.username)
        except Exception as error:
            log.warning("An update could not be read (%s)", type(error).__name__)
            return None

    async def _answer_question(self, said: Question) -> tuple[str, list[Any]]:
        now = self._clock()
        earlier = None
        if said.edited:
            earlier = await self._store.read(
                answered.find_answer, self._me.bot_id, said.chat_id, said.message_id, now
            )
            if earlier is None:
                return "ignored", []
        page = await answer_question(
            said.text, self._me.username, self._answers, now, addressed=said.addressed
        )
        if page is None:
            return "ignored", []
        reply_to = None if said.chat_kind == "private" else said.message_id
        sent = await self._show(page, Place(said.chat_id, said.thread_id, reply_to), earlier)
        self._turned.pop((sent.chat_id, sent.message_id), None)
        bot_id = self._me.bot_id

        def effects(db: Database) -> None:
            if sent.chat_id != said.chat_id:
                chats.move_chat(db, bot_id, said.chat_id, sent.chat_id, now)
            chats.see_chat(db, bot_id, sent.chat_id, said.chat_kind, now)
            answered.keep_answer(db, bot_id, sent.chat_id, said.message_id, sent.message_id, now)

        return "answered", [effects]

    async def _answer_tap(self, said: Tap) -> tuple[str, list[Any]]:
        view = decode_view(said.data)
        known = view is not None and view.name in {*COMPOSERS, *FIXED, "search"}
        opened = view if view is not None and known else View("brief")
        key = (said.chat_id, said.message_id or 0)
        if known and said.message_id and self._is_repeated(key, said):
            await self._wire.answer_tap(said.query_id, wording.ALREADY_SHOWN)
            return "repeated", []
        await self._wire.answer_tap(said.query_id, await self._toast(said, known=known))
        page = await self._answers.open(opened, self._clock())
        if said.chat_kind == "private":
            await self._show(page, Place(said.chat_id, said.thread_id), said.message_id)
        else:
            # Somebody else may be reading the page, so it is not turned: the answer stands beneath it.
            await self._show(page, Place(said.chat_id, said.thread_id, said.message_id), None)
        self._remember(key, said.data)
        now, bot_id = self._clock(), self._me.bot_id
        return "answered", [lambda db: chats.see_chat(db, bot_id, said.chat_id, said.chat_kind, now)]

    async def _toast(self, said: Tap, *, known: bool) -> str | None:
        """A word where what is on the screen is older than what we know now."""
        story = await self._answers.story()
        if story is None:
            return None
        return (
            None
            if known and said.message_at >= story.changed_at.replace(microsecond=0)
            else wording.SHOWN_AS_OF_NOW
        )

    async def _show(self, page: Page, place: Place, message_id: int | None) -> Sent:
        """Edit the message where there is one that can be; otherwise send a new one."""
        shown = page.shown
        if message_id is not None:
            try:
                await self._wire.edit(place.chat_id, message_id, shown)
                return Sent(place.chat_id, message_id)
            except Refused as refused:
                if refused.refusal.meaning is not Meaning.LOST:
                    raise
        return await self._wire.send(place, shown)

    def _is_repeated(self, key: tuple[int, int], said: Tap) -> bool:
        """Whether a tap asks for what is on the screen; in a group, for what was just answered beneath."""
        data, at = self._turned.get(key, ("", self._clock()))
        return data == said.data and (said.chat_kind == "private" or self._clock() - at < DOUBLE_TAP)

    def _remember(self, key: tuple[int, int], data: str) -> None:
        self._turned[key] = (data, self._clock())
        self._turned.move_to_end(key)
        if len(self._turned) > TURNED:
            self._turned.popitem(last=False)

    def _after_refusal(self, raw: dict[str, Any], refused: Refused) -> tuple[str, list[Any]]:
        """A reply that the Bot API did not take: the update is settled all the same."""
        refusal = refused.refusal
        said = self._read(raw)
        if refusal.meaning is Meaning.GONE and said is not None:
            bot_id, now = self._me.bot_id, self._clock()
            log.info("A chat cannot be written to: %s", refusal.text)
            return "gone", [lambda db: chats.lose_chat(db, bot_id, said.chat_id, refusal.text, now)]
        log.warning("A reply was refused (%s): %s", refusal.meaning, refusal.text)
        return refusal.meaning.value, []

    async def _apologise(self, raw: dict[str, Any], error: Exception) -> tuple[str, list[Any]]:
        """Nobody foresaw this: tell the person, and log it under a code that finds it."""
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(4))
        log.error("Unforeseen, told as %s", code, exc_info=error)
        said = self._read(raw)
        if isinstance(said, Question | Tap):
            page = note(View("help"), wording.something_went_wrong(code))
            try:
                await self._wire.send(Place(said.chat_id, said.thread_id), page.shown)
            except Refused as refused:
                log.error("The apology was refused: %s", refused)
        return "failed", []

    async def _settle(self, update_id: int, outcome: str, effects: list[Any]) -> None:
        now = self._clock()

        def act(db: Database) -> None:
            for effect in effects:
                effect(db)
            inbox.settle_update(db, self._me.bot_id, update_id, outcome, now)

        try:
            await self._store.write(act)
        except SherpaError as error:
            # It stays in the inbox and is taken up again at the next start.
            log.error("Update %d was answered but could not be settled: %s", update_id, error)


def _membership(bot_id: int, said: Membership, now: datetime) -> Callable[[Database], None]:
    def note_it(db: Database) -> None:
        chats.see_chat(db, bot_id, said.chat_id, said.chat_kind, now)
        if not said.present:
            chats.lose_chat(db, bot_id, said.chat_id, "blocked or removed", now)

    return note_it
