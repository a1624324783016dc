"""Fetching updates: each is in the inbox before Telegram is told that we have it."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import TYPE_CHECKING, Any

import orjson
from telegram.error import TelegramError

from bot.errors import SecondPoller, SherpaError, TokenRefused
from bot.store import inbox
from bot.telegram.lanes import Lanes
from bot.telegram.limits import POLL_SECONDS, UPDATES_PER_POLL
from bot.telegram.refusals import Meaning, refusal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime

    from bot.store import Store
    from bot.telegram.wire import RawBot

log = logging.getLogger(__name__)

Update = dict[str, Any]
WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
LONGEST_PAUSE = 30.0  # seconds between tries while no server answers


class Polling:
    """The loop from Telegram to the inbox to the lanes, until it is cancelled."""

    def __init__(
        self,
        bot: RawBot,
        bot_id: int,
        store: Store,
        take: Callable[[Update], Coroutine[None, None, None]],
        crowded: Callable[[Update], Coroutine[None, None, None]],
        clock: Callable[[], datetime],
    ) -> None:
        self._bot = bot
        self._bot_id = bot_id
        self._store = store
        self._clock = clock
        self.lanes = Lanes(take, crowded)
        self.last_success: datetime | None = None

    async def run(self, *, resume: bool = True) -> None:
        """Take up what an earlier run left open, then poll. Raises SecondPoller or TokenRefused.

        Without ``resume`` what is open is left alone: it belongs to a program that runs beside this one.
        """
        if resume:
            await self._resume()
        offset = failures = 0
        while True:
            try:
                updates = await self._poll(offset)
                if updates:
                    await self._keep(updates)
                    offset = updates[-1]["update_id"] + 1
            except TelegramError as error:
                failures += 1
                await self._after_failure(error, failures)
                continue
            except SherpaError as error:
                # Not stored, so not acknowledged: Telegram gives the same updates again.
                failures += 1
                log.error("Updates could not be stored: %s", error)
                await asyncio.sleep(min(LONGEST_PAUSE, failures))
                continue
            failures = 0
            self.last_success = self._clock()
            await self.lanes.room()

    async def _resume(self) -> None:
        for body in await self._store.write(inbox.claim_open_updates, self._bot_id, self._clock()):
            self._enqueue(orjson.loads(body))

    async def _poll(self, offset: int) -> list[Update]:
        updates: list[Update] = await self._bot.call(
            "getUpdates",
            {
                "offset": offset,
                "limit": UPDATES_PER_POLL,
                "timeout": POLL_SECONDS,
                "allowed_updates": WANTED,
            },
            read_timeout=POLL_SECONDS + 15,
        )
        return updates

    async def _keep(self, updates: list[Update]) -> None:
        bodies = [(update["update_id"], orjson.dumps(update).decode()) for update in updates]
        new = await self._store.write(inbox.keep_updates, self._bot_id, bodies, self._clock())
        for update in updates:
            if update["update_id"] in new:
                self._enqueue(update)

    def _enqueue(self, update: Update) -> None:
        self.lanes.put(chat_of(update), update)

    @staticmethod
    async def _after_failure(error: TelegramError, failures: int) -> None:
        refusal = refusal_of(error)
        if refusal.meaning is Meaning.CONFLICT:
            raise SecondPoller
        if refusal.meaning is Meaning.TOKEN:
            raise TokenRefused
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** min(failures, 8)) * random.uniform(0.5, 1.0)  # noqa: S311
        if refusal.wait is not None:
            pause = max(pause, refusal.wait.total_seconds())
        log.warning("Updates could not be fetched (%s); trying again in %.1f s", refusal.text, pause)
        await asyncio.sleep(pause)


def chat_of(update: Update) -> int:
    """The chat whose order this update belongs to; 0 for what belongs to none."""
    for kind in WANTED:
        content = update.get(kind)
        if isinstance(content, dict):
            message = content.get("message") if kind == "callback_query" else content
            chat = message.get("chat") if isinstance(message, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0
