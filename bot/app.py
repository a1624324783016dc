"""Wires once, starts, stops. The only file in ``bot/`` that imports ``handlers``."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.answer.answers import Answers
from bot.errors import ApiUnreachable, SandboxIsLocal, TokenRefused
from bot.ingest.story_file import article_hash, read_shipped_stories, read_shipped_topics
from bot.ops.health import Health, cannot_listen, is_ready
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from bot.store import Store, answers, inbox, stories, topics
from bot.telegram.menu import publish_menu
from bot.telegram.polling import Polling
from bot.telegram.refusals import Meaning, refusal_of
from bot.telegram.wire import Wire, build_bot
from handlers.conversation import Conversation, Me

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlite_utils import Database

    from bot.config import Settings
    from bot.telegram.wire import RawBot

log = logging.getLogger(__name__)

GRACE = 10.0  # seconds that answers under way are given at a stop


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


def load_shipped(db: Database) -> None:
    """Topics and stories that ship; what is there already stays as it is."""
    topics.keep_topics(db, read_shipped_topics())
    for file in read_shipped_stories():
        if stories.keep_story(db, file, article_hash, now()):
            log.debug("Loaded the story %s", file.slug)


@contextlib.asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """The store, up to date and with the shipped story; closed at the end."""
    store = await asyncio.to_thread(Store.open, settings.database)
    try:
        await store.write(load_shipped)
        yield store
    finally:
        await asyncio.to_thread(store.close)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A bot at work: its polling, and the task that ends only by failing."""

    polling: Polling
    conversation: Conversation
    task: asyncio.Task[None]
    bot: RawBot


@contextlib.asynccontextmanager
async def serving(
    store: Store, token: str, api_url: str, clock: Callable[[], datetime] = now, *, resume: bool = True
) -> AsyncIterator[Service]:
    """A bot that answers, until the block ends; then what it began is finished.

    ``api_url`` has no trailing slash; without ``resume`` questions left open are not taken up.
    Raises TokenRefused or ApiUnreachable.
    """
    bot = build_bot(token, api_url)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(bot.shutdown)
        me = await _introduce(bot, token, api_url)
        conversation = Conversation(me, bot, Wire(bot), Answers(store), store, clock)
        polling = Polling(bot, me.bot_id, store, conversation.take, conversation.ask_for_patience, clock)
        task = asyncio.create_task(polling.run(resume=resume), name="polling")
        try:
            yield Service(polling=polling, conversation=conversation, task=task, bot=bot)
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
            await polling.lanes.finish(GRACE)
            if resume:
                await store.write(inbox.release_open_updates, me.bot_id)


async def _introduce(bot: RawBot, token: str, api_url: str) -> Me:
    try:
        await bot.initialize()
        # A webhook set by an earlier program would keep every update from us; none is dropped.
        await bot.call("deleteWebhook", {"drop_pending_updates": False})
    except TelegramError as error:
        refusal = refusal_of(error)
        if refusal.meaning is Meaning.TOKEN:
            raise TokenRefused from None
        raise ApiUnreachable(api_url, refusal.text) from None
    return Me(bot_id=int(token.partition(":")[0]), user_id=bot.id, username=bot.username)


async def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve Telegram where there is a token, else the sandbox, until told to stop. Raises SherpaError."""
    if settings.token is None:
        await run_sandbox(settings, announce)
        return
    async with opened_store(settings) as store, serving(store, settings.token, settings.api_url) as service:
        health = Health(settings.host, settings.port, lambda: is_ready(service.polling.last_success, now()))
        await health.start()
        try:
            announce(f"@{service.bot.username} is answering on Telegram. Ctrl-C stops it.")
            await publish_menu(service.bot)
            await _until_stopped(service)
        finally:
            await health.stop()


async def run_sandbox(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve the chat page and a local Bot API on this machine, until told to stop."""
    async with opened_store(settings) as store:
        try:
            sandbox = Sandbox(host=settings.host, port=settings.port)
        except ValueError:
            raise SandboxIsLocal(settings.host) from None
        sandbox.furnish()
        try:
            await sandbox.start()
        except OSError as error:
            raise cannot_listen(settings.host, settings.port, error) from error
        await store.write(answers.forget_answers, 0)
        try:
            async with serving(store, SANDBOX_TOKEN, sandbox.url) as service:
                await publish_menu(service.bot)
                announce(f"Talk to Sherpa at {sandbox.url} (nothing reaches Telegram). Ctrl-C stops it.")
                await _until_stopped(service)
        finally:
            await sandbox.stop()


async def _until_stopped(service: Service) -> None:
    """Wait for a signal, or for the polling to fail for good."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    waiting = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({waiting, service.task}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)
    if service.task.done():
        service.task.result()
