"""The updates waiting for the bot, with Telegram's rules for handing them out."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from itertools import islice
from typing import Any

from bot.sandbox.refusals import Refusal, conflict

KEPT = 100_000
"""A bot that never polls does not fill the memory: the oldest updates go first."""

BATCH = 100
LONGEST_POLL = 50
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class UpdateQueue:
    """A line of updates. An update stays until a later `offset` confirms it.

    Ids begin at the current Unix time, so a bot that remembers what it has seen does not take the first
    updates of a restarted sandbox for old ones.
    """

    def __init__(self) -> None:
        self._next_id = time.time_ns() // 1_000  # microseconds: two sandboxes on one store never meet
        self._waiting: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._poll: asyncio.Future[None] | None = None
        self._is_closed = False
        self.allowed: frozenset[str] | None = None
        """The kinds last asked for through `allowed_updates`; None is Telegram's default choice."""
        self.arrived = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, raw: dict[str, Any]) -> int | None:
        """Queue an update and give its id, or None where the bot did not ask for that kind."""
        kind = next((key for key in raw if key != "update_id"), "")
        if not self._is_wanted(kind):
            return None
        given = raw.get("update_id")
        update_id = given if isinstance(given, int) else self._next_id
        self._next_id = max(self._next_id, update_id + 1)
        self._waiting.append({"update_id": update_id} | raw | {"update_id": update_id})
        self.arrived.set()
        self._wake()
        return update_id

    def _is_wanted(self, kind: str) -> bool:
        if self.allowed is None:
            return kind not in NOT_BY_DEFAULT
        return kind in self.allowed

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and offset > 0 and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    def peek(self, limit: int = BATCH) -> list[dict[str, Any]]:
        """The oldest updates still waiting."""
        return list(islice(self._waiting, limit))

    def clear(self) -> None:
        """Forget everything, as `drop_pending_updates` asks."""
        self._waiting.clear()
        self.arrived.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Answer one getUpdates, waiting up to `seconds` for the first update.

        The newer of two polls wins: the older is refused with 409, as on Telegram.
        """
        self.refuse_poll(conflict(TAKEN_OVER))
        self.confirm(offset)
        deadline = time.monotonic() + min(seconds, LONGEST_POLL)
        while not self._waiting and not self._is_closed:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            await self._wait(left)
        return self.peek(limit)

    async def _wait(self, seconds: float) -> None:
        poll = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def refuse_poll(self, refusal: Refusal) -> None:
        """End the poll that is waiting, if any, with a refusal."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusal)
        self._poll = None

    def close(self) -> None:
        """Let the waiting poll answer at once: the sandbox is stopping."""
        self._is_closed = True
        self.arrived.set()
        self._wake()

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
