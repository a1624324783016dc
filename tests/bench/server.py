"""A local Bot API in a process of its own, and a crowd that asks: so that neither is counted as the bot's."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox import SANDBOX_TOKEN, Call, Message, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

PEOPLE = 50
PATIENCE = 60.0  # seconds until a load that does not come to its end is given up


@dataclass(frozen=True, slots=True)
class Load:
    """So many messages in turn, of which so many are unanswered at any time: the next follows an answer."""

    texts: tuple[str, ...]
    updates: int
    in_flight: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a load. Latency: seconds from the queued update to the answer at the server."""

    latencies: tuple[float, ...]
    seconds: float
    calls: dict[str, int]
    refused: int
    characters: int


class Crowd:
    """Fifty people, each in a private chat, of whom nobody asks again before being answered."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._free = deque(sandbox.add_user(f"Person {number}").id for number in range(1, PEOPLE + 1))
        self._asked_at: dict[int, float] = {}
        self._load = Load((), 0, 0)
        self._begun = 0
        self._latencies: list[float] = []
        self._calls: Counter[str] = Counter()
        self._refused = self._characters = 0
        self._complete = asyncio.Event()
        sandbox.world.listeners.append(self._listen)

    async def offer(self, load: Load) -> Answered:
        """Ask until all is answered. Raises TimeoutError."""
        self._load, self._begun = load, 0
        self._latencies, self._refused, self._characters = [], 0, 0
        self._calls.clear()
        self._complete.clear()
        began = time.perf_counter()
        for _ in range(min(load.in_flight, load.updates)):
            self._ask()
        async with asyncio.timeout(PATIENCE):
            await self._complete.wait()
        return Answered(
            tuple(self._latencies),
            time.perf_counter() - began,
            dict(self._calls),
            self._refused,
            self._characters,
        )

    def _ask(self) -> None:
        if self._begun == self._load.updates:
            return
        person = self._free.popleft()
        text = self._load.texts[self._begun % len(self._load.texts)]
        self._begun += 1
        self._asked_at[person] = time.perf_counter()
        self._sandbox.say(person, text)

    def _listen(self, kind: str, subject: Any) -> None:
        if kind == "call" and isinstance(subject, Call):
            self._calls[subject.method] += 1
            self._refused += not subject.ok
        elif kind == "message" and isinstance(subject, Message) and subject.sender.is_bot:
            self._take(subject)

    def _take(self, answer: Message) -> None:
        asked_at = self._asked_at.pop(answer.chat.id, None)
        if asked_at is None:
            return  # a second message for one question
        self._latencies.append(time.perf_counter() - asked_at)
        self._characters += len(answer.text)
        self._free.append(answer.chat.id)
        if len(self._latencies) == self._load.updates:
            self._complete.set()
        else:
            asyncio.get_running_loop().call_soon(self._ask)


class Server:
    """The other end of the pipe."""

    def __init__(self, pipe: Connection[Any, Any]) -> None:
        self._pipe = pipe
        self.url = str(self._receive())

    def offer(self, load: Load) -> Answered:
        """Offer a load to whichever bot polls, and wait. Raises RuntimeError where it is not answered."""
        self._pipe.send(load)
        answered: Answered | None = self._receive()
        if answered is None:
            raise RuntimeError(f"{load.updates} messages were not answered within {PATIENCE:g} s")
        return answered

    def _receive(self) -> Any:
        if not self._pipe.poll(PATIENCE + 10):
            raise RuntimeError("the server is silent")
        return self._pipe.recv()


@contextmanager
def served(core: int | None) -> Iterator[Server]:
    """A server in its own process, on this core where one is given; stopped at the end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, core), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Server(ours)
    finally:
        ours.close()
        process.join(5)
        if process.is_alive():
            process.kill()


def _serve(pipe: Connection[Any, Any], core: int | None) -> None:
    if core is not None:
        os.sched_setaffinity(0, {core})
    asyncio.run(_serve_until_closed(pipe))


async def _serve_until_closed(pipe: Connection[Any, Any]) -> None:
    async with Sandbox(token=SANDBOX_TOKEN) as sandbox:
        crowd = Crowd(sandbox)
        pipe.send(sandbox.url)
        while True:
            try:
                load = await asyncio.to_thread(pipe.recv)
            except EOFError:
                return
            try:
                pipe.send(await crowd.offer(load))
            except TimeoutError:
                pipe.send(None)
