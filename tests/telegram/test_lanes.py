from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.telegram.lanes import Lanes
from bot.telegram.polling import chat_of

if TYPE_CHECKING:
    import pytest


async def test_one_chat_keeps_its_order_while_others_go_on() -> None:
    done: list[tuple[str, int]] = []
    gate = asyncio.Event()

    async def take(item: tuple[str, int]) -> None:
        if item == ("slow", 0):
            await gate.wait()
        done.append(item)

    lanes = Lanes(take)
    for number in range(3):
        lanes.put("slow", ("slow", number))
        lanes.put("quick", ("quick", number))
    await asyncio.sleep(0.01)
    assert done == [("quick", 0), ("quick", 1), ("quick", 2)]
    gate.set()
    await asyncio.sleep(0.01)
    assert done[3:] == [("slow", 0), ("slow", 1), ("slow", 2)]


async def test_stopping_finishes_what_was_begun_and_leaves_the_rest() -> None:
    done: list[int] = []

    async def take(item: int) -> None:
        await asyncio.sleep(0.02)
        done.append(item)

    lanes = Lanes(take)
    for number in range(3):
        lanes.put("chat", number)
    await asyncio.sleep(0)
    await lanes.finish(1)
    assert done == [0]


async def test_what_takes_too_long_is_cancelled() -> None:
    async def take(_: int) -> None:
        await asyncio.sleep(60)

    lanes = Lanes(take)
    lanes.put("chat", 1)
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        await lanes.finish(0.01)


async def test_an_item_that_fails_does_not_stop_its_lane(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    async def take(item: int) -> None:
        if item == 0:
            raise ZeroDivisionError
        done.append(item)

    lanes = Lanes(take, most=2)
    for number in range(3):
        lanes.put("chat", number)
    await asyncio.sleep(0.01)
    assert done == [1, 2]
    assert "ZeroDivisionError" in caplog.text
    async with asyncio.timeout(1):
        await lanes.room()


async def test_a_crowded_lane_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    told: list[int] = []

    async def take(_: int) -> None:
        await asyncio.sleep(0.005)

    async def crowded(item: int) -> None:
        told.append(item)

    lanes = Lanes(take, crowded)
    for number in range(20):
        lanes.put("chat", number)
        await asyncio.sleep(0.002)
    await lanes.finish(1)
    assert len(told) == 1


async def test_polling_waits_while_too_much_is_queued() -> None:
    gate = asyncio.Event()

    async def take(_: int) -> None:
        await gate.wait()

    lanes = Lanes(take, most=2)
    await lanes.room()
    lanes.put("a", 1)
    lanes.put("b", 2)
    waiting = asyncio.create_task(lanes.room())
    await asyncio.sleep(0.01)
    assert not waiting.done()
    gate.set()
    async with asyncio.timeout(1):
        await waiting


def test_an_update_goes_to_the_lane_of_its_chat() -> None:
    chat = {"chat": {"id": 5}}
    assert chat_of({"message": chat}) == 5
    assert chat_of({"callback_query": {"message": chat}}) == 5
    assert chat_of({"my_chat_member": chat}) == 5
    assert chat_of({"callback_query": {}}) == chat_of({"poll": {}}) == chat_of({"message": "odd"}) == 0
