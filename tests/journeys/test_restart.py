"""Killed at any moment, the bot loses no question."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

from bot.app import serving
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from tests.conftest import ROOT, Clock, talking
from tests.test_cli import TOKEN, environment

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store import Store

QUESTIONS = 60


async def test_a_kill_in_the_middle_loses_no_question(tmp_path: Path) -> None:
    async with Sandbox(token=TOKEN) as sandbox:
        sandbox.furnish()
        readers = [sandbox.add_user(f"Reader {number}") for number in range(QUESTIONS)]
        sandbox.faults.add("latency", methods=["sendMessage"], milliseconds=150)
        env = environment(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=sandbox.url) | {
            "PYTHONPATH": str(ROOT)
        }

        async def start() -> asyncio.subprocess.Process:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=tmp_path, env=env,
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip

        def answered(_: Sandbox) -> int:
            return sum(any(m.sender.is_bot for m in sandbox.messages(reader.id)) for reader in readers)

        for reader in readers:
            sandbox.say(reader, "/agenda arms")
        first = await start()
        await sandbox.wait_for(lambda s: any(c.method == "sendMessage" for c in s.calls), timeout=15)
        first.send_signal(signal.SIGKILL)
        await first.wait()
        before = answered(sandbox)
        second = await start()
        await sandbox.wait_for(lambda s: answered(s) == QUESTIONS, timeout=20)
        second.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(second.wait(), 15) == 0
        assert before < QUESTIONS, "it was killed too late to prove anything"


async def test_a_stop_finishes_the_answer_it_began(store: Store) -> None:
    async with Sandbox() as sandbox:
        async with talking(store, sandbox, Clock()) as talk:
            sandbox.faults.add("latency", methods=["sendMessage"], milliseconds=300)
            sandbox.say(talk.reader, "/brief")
            await asyncio.sleep(0.1)
        assert [m.sender.is_bot for m in sandbox.messages(talk.chat)] == [False, True]
        assert talk.outcomes() == ["answered"]


async def test_what_was_left_open_is_answered_at_the_next_start(store: Store) -> None:
    async with Sandbox() as sandbox:
        async with talking(store, sandbox, Clock()) as talk:
            reader = talk.reader
            await store.write(
                lambda db: db.execute(
                    "INSERT INTO inbox (bot_id, update_id, body, received_at) SELECT 0, 9, ?, 'x'",
                    (
                        '{"update_id": 9, "message": {"message_id": 5, "date": 1, "text": "/help",'
                        ' "chat": {"id": 1001, "type": "private"},'
                        ' "from": {"id": 1001, "is_bot": false, "first_name": "Reader"}}}',
                    ),
                )
            )
        assert not any(m.sender.is_bot for m in sandbox.messages(reader.id))
        sandbox.world.has_privacy_mode = True
        async with serving(store, SANDBOX_TOKEN, sandbox.url, resume=False):
            await asyncio.sleep(0.3)
            assert not any(m.sender.is_bot for m in sandbox.messages(reader.id)), "it is somebody else's"
        async with serving(store, SANDBOX_TOKEN, sandbox.url):
            await sandbox.wait_for(lambda s: any(m.sender.is_bot for m in s.messages(reader.id)))
