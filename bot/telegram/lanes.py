"""One lane a chat: in order within a chat, side by side across chats."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

log = logging.getLogger(__name__)

T = TypeVar("T")

CROWD = 5  # waiting in one lane: more than a person types while an answer is on its way


class Lanes(Generic[T]):
    """Hands each item to ``take``, one at a time within a lane. What ``take`` raises is logged, no more."""

    def __init__(
        self,
        take: Callable[[T], Coroutine[None, None, None]],
        crowded: Callable[[T], Coroutine[None, None, None]] | None = None,
        *,
        most: int = 1000,
    ) -> None:
        """``crowded`` hears once, by its newest item, that a lane grew long; polling pauses at ``most``."""
        self._take = take
        self._crowded = crowded
        self._most = most
        self._lanes: dict[Hashable, deque[T]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: set[Hashable] = set()
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()

    def put(self, lane: Hashable, item: T) -> None:
        """Queue an item; its lane starts moving if it stood still."""
        self._waiting += 1
        if self._waiting >= self._most:
            self._room.clear()
        queue = self._lanes.get(lane)
        if queue is not None:
            queue.append(item)
            if len(queue) >= CROWD and self._crowded is not None and lane not in self._told:
                self._told.add(lane)
                self._start(self._crowded(item), f"crowded {lane}")
            return
        self._lanes[lane] = deque((item,))
        self._start(self._drive(lane), f"lane {lane}")

    def _start(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def room(self) -> None:
        """Wait while too many items are queued, so that memory stays bounded."""
        await self._room.wait()

    async def finish(self, seconds: float) -> None:
        """Let what was begun come to its end; what takes longer is cancelled, and stays open in the inbox."""
        for queue in self._lanes.values():
            queue.clear()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _drive(self, lane: Hashable) -> None:
        queue = self._lanes[lane]
        try:
            while queue:
                item = queue.popleft()
                try:
                    await self._take(item)
                except Exception:
                    log.exception("An item of lane %s failed; the next one is taken", lane)
                finally:
                    self._waiting -= 1
                    if self._waiting < self._most:
                        self._room.set()
        finally:
            del self._lanes[lane]
            self._told.discard(lane)
