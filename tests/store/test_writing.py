from __future__ import annotations

import asyncio
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from bot.errors import DatabaseUnwritable

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from bot.store import Store


def add(db: Database, name: str) -> str:
    db.execute("INSERT INTO leases (name, bot_id) VALUES (?, 0)", (name,))
    return threading.current_thread().name


def fail(db: Database) -> None:
    add(db, "half")
    raise RuntimeError("after half the work")


def names(db: Database) -> list[str]:
    return [row["name"] for row in db.query("SELECT name FROM leases ORDER BY rowid")]


async def test_a_write_that_fails_takes_nothing_else_with_it(store: Store) -> None:
    acts = [store.write(add, "a"), store.write(fail), store.write(add, "b")]
    first, second, third = await asyncio.gather(*acts, return_exceptions=True)
    assert isinstance(second, RuntimeError)
    assert (first, third) == ("store-write", "store-write")
    assert await store.read(names) == ["a", "b"]


def run_out_of_disk(db: Database) -> None:
    raise sqlite3.OperationalError("database or disk is full")


async def test_a_full_disk_is_said_in_a_sentence(store: Store) -> None:
    with pytest.raises(DatabaseUnwritable, match="disk is full"):
        await store.write(run_out_of_disk)


async def test_what_is_awaited_is_on_disk(store: Store, tmp_path: Path) -> None:
    await store.write(add, "a")
    other = sqlite3.connect(tmp_path / "sherpa.db")
    found = other.execute("SELECT name FROM leases").fetchall()
    other.close()
    assert found == [("a",)]


async def test_writes_that_arrive_together_keep_their_order(store: Store) -> None:
    await asyncio.gather(*(store.write(add, str(number)) for number in range(200)))
    assert await store.read(names) == [str(number) for number in range(200)]


async def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match="cannot be written"):
        await store.read(add, "a")


async def test_nothing_runs_on_the_event_loop(store: Store) -> None:
    here = threading.get_ident()
    assert await store.read(lambda _: threading.get_ident()) != here
    assert await store.write(lambda _: threading.get_ident()) != here


async def test_a_write_nobody_waits_for_any_more_does_no_harm(store: Store) -> None:
    task = asyncio.create_task(store.write(add, "a"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.write(add, "b")
    assert "b" in await store.read(names)
