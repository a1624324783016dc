"""The way from Telegram to the inbox when the network has a bad day."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest
from telegram.error import Conflict, InvalidToken

from bot.errors import SecondPoller, TokenRefused
from bot.sandbox import Sandbox
from bot.telegram import polling as module
from bot.telegram.polling import Polling
from tests.conftest import Clock, talking

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.faults import FaultKind
    from bot.store import Store
    from tests.conftest import Talk


@pytest.mark.parametrize(
    "kind", ["server_error", "drop_before", "drop_after", "half_answer", "too_many_requests"]
)
async def test_polling_goes_on_after_every_passing_failure(
    talk: Talk, kind: FaultKind, caplog: pytest.LogCaptureFixture
) -> None:
    talk.sandbox.faults.add(kind, methods=["getUpdates"], times=1, retry_after=1)
    assert (await talk.ask("/brief")).text.startswith("Brief")
    assert (await talk.ask("/agenda")).text.startswith("Agenda")
    assert talk.outcomes() == ["answered", "answered"]
    assert "trying again in" in caplog.text


async def test_a_server_that_goes_away_and_comes_back_is_found_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.2)
    sandbox = Sandbox()
    await sandbox.start()
    async with talking(store, sandbox, Clock()) as talk:
        port = sandbox.port
        await sandbox.stop()
        again = Sandbox(port=port)
        await again.start()
        again.furnish()
        again.say(1001, "/brief")
        await again.wait_for(lambda s: any(m.sender.is_bot for m in s.messages(1001)), timeout=10)
        assert talk.service.task.done() is False
        await again.stop()


async def test_a_database_held_by_another_only_delays_the_answer(
    talk: Talk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await talk.store.write(lambda db: db.execute("PRAGMA busy_timeout = 50"))
    other = sqlite3.connect(tmp_path / "sherpa.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    talk.sandbox.say(talk.reader, "/brief")
    await asyncio.sleep(0.5)
    other.execute("ROLLBACK")
    other.close()
    await talk.until_settled(1)
    assert talk.outcomes() == ["answered"]
    assert "Updates could not be stored" in caplog.text


async def test_failures_that_will_not_pass_end_the_polling() -> None:
    with pytest.raises(SecondPoller):
        await Polling._after_failure(Conflict("Conflict: terminated by other getUpdates request"), 1)
    with pytest.raises(TokenRefused):
        await Polling._after_failure(InvalidToken(), 1)
