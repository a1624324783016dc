"""A real store, the real handlers, a Bot API over real HTTP. Only the clock is replaced, where it matters."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.app import Service, load_shipped, serving
from bot.sandbox import SANDBOX_TOKEN, Chat, Message, Sandbox, User
from bot.store import Store, stories

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.domain import Story

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
AFTER = datetime(2023, 9, 12, 3, 0, tzinfo=UTC)  # some hours after the shipped article


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on disk with the shipped story."""
    opened = Store.open(tmp_path / "sherpa.db")
    opened.write_now(load_shipped)
    yield opened
    opened.close()


@pytest.fixture
def story(store: Store) -> Story:
    """The shipped story."""
    found = store.read_now(stories.find_story_version)
    assert found is not None
    return store.read_now(stories.load_story, found[0])


class Clock:
    """A clock that moves when told to; by default it keeps time."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, ahead: timedelta) -> None:
        """Move on."""
        self._ahead += ahead


@dataclass
class Talk:
    """A reader in front of the running bot."""

    sandbox: Sandbox
    service: Service
    store: Store
    clock: Clock
    reader: User
    chat: Chat
    settled: list[int] = field(default_factory=list)
    furnished: int = 0

    async def ask(self, text: str, *, chat: Chat | None = None, user: User | None = None) -> Message:
        """Say something and wait for the bot's answer to it."""
        place = chat or self.chat
        before = {message.message_id for message in self.sandbox.messages(place)}
        done = len(self.settled)
        said = self.sandbox.say(user or self.reader, text, chat=place)
        answers = await self.sandbox.wait_for(
            lambda sandbox: [
                message
                for message in sandbox.messages(place)
                if message.sender.is_bot and message.message_id not in before | {said.message_id}
            ]
        )
        await self.until_settled(done + 1)
        newest: Message = answers[-1]
        return newest

    async def tap(self, message: Message, label: str, *, user: User | None = None) -> str | None:
        """Tap a button, wait until that is settled, and return the toast that was shown."""
        done = len(self.settled)
        query = self.sandbox.tap(user or self.reader, message, label)
        await self.until_settled(done + 1)
        answered = [c for c in self.sandbox.calls if c.method == "answerCallbackQuery"]
        call = next(c for c in answered if c.params["callback_query_id"] == query)
        toast = call.params.get("text")
        return None if toast is None else str(toast)

    def outcomes(self) -> list[str | None]:
        """What became of each update so far; None while it is open."""
        rows = self.store.read_now(
            lambda db: list(
                db.query("SELECT outcome FROM inbox WHERE update_id > ? ORDER BY update_id", [self.furnished])
            )
        )
        return [row["outcome"] for row in rows]

    async def until_settled(self, number: int) -> None:
        """Wait until so many updates have been settled."""
        await self.sandbox.wait_for(lambda _: len(self.settled) >= number)


@asynccontextmanager
async def talking(store: Store, sandbox: Sandbox, clock: Clock) -> AsyncIterator[Talk]:
    """The bot at work in a sandbox that is started, with one reader."""
    sandbox.furnish()
    reader = sandbox.user(1001)
    async with serving(store, SANDBOX_TOKEN, sandbox.url, clock) as service:
        talk = Talk(sandbox, service, store, clock, reader, sandbox.private_chat(reader))

        def note(raw: dict[str, object]) -> None:
            talk.settled.append(int(str(raw["update_id"])))
            sandbox.world.notify("settled", raw)

        service.conversation.settled = note
        await talk.until_settled(2)  # the Newsroom was made, and the bot let in
        talk.furnished = talk.settled[-1]
        talk.settled.clear()
        yield talk


@pytest.fixture
async def talk(store: Store) -> AsyncIterator[Talk]:
    """A reader in front of the running bot."""
    async with Sandbox() as sandbox, talking(store, sandbox, Clock()) as at_work:
        yield at_work


@pytest.fixture
def shared() -> Path:
    """The folder of gold data beside the repository; a test that needs it skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder of gold data is not beside this checkout")
    return SHARED
