from __future__ import annotations

import logging
import socket
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO

import aiohttp
import pytest

from bot.errors import CannotListen, PortBusy
from bot.ops.health import Health, is_ready
from bot.ops.logs import StrikeOut, set_up_logs

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_ready_means_that_updates_were_really_fetched_lately() -> None:
    assert not is_ready(None, NOW)
    assert is_ready(NOW - timedelta(seconds=50), NOW)
    assert not is_ready(NOW - timedelta(minutes=5), NOW)


async def test_alive_and_ready_are_two_things() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    ready = False
    health = Health("127.0.0.1", port, lambda: ready)
    await health.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/healthz")).status == 200
        assert (await client.get("/readyz")).status == 503
        ready = True
        assert (await client.get("/readyz")).status == 200
    await health.stop()


async def test_an_address_that_cannot_be_used_is_said_in_a_sentence() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken, pytest.raises(PortBusy):
        await Health("127.0.0.1", taken.getsockname()[1], lambda: True).start()
    with pytest.raises(CannotListen):
        await Health("192.0.2.1", 8080, lambda: True).start()


def test_the_token_is_struck_out_of_whatever_is_logged() -> None:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(StrikeOut("42:SECRET"))
    logger = logging.getLogger("test.strike-out")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        raise ValueError("https://api.example/bot42:SECRET/getMe")
    except ValueError:
        logger.exception("Failed at %s", "bot42:SECRET")
    logger.removeHandler(handler)
    assert "SECRET" not in written.getvalue()
    assert written.getvalue().count("[secret]") == 3


def test_what_readers_write_is_not_logged_even_when_debugging() -> None:
    before = logging.root.handlers[:], logging.root.level
    set_up_logs("debug", "42:SECRET")
    assert logging.getLogger("telegram.Bot").getEffectiveLevel() == logging.WARNING
    logging.root.handlers[:], logging.root.level = before
