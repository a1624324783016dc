"""Bad days to order."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.sandbox.faults import Faults, Limits
from bot.sandbox.refusals import Refusal

if TYPE_CHECKING:
    from bot.sandbox import Sandbox, User
    from tests.sandbox.conftest import RawBot


async def test_a_fault_strikes_the_next_calls_and_ends(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    sandbox.faults.add("too_many_requests", methods=["SendMessage"], times=2, retry_after=7)
    for _ in range(2):
        body = await bot.answer("sendMessage", chat_id=ann.id, text="x")
        assert body["error_code"] == 429
        assert body["description"] == "Too Many Requests: retry after 7"
        assert body["parameters"] == {"retry_after": 7}
    await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert [(call.method, call.ok) for call in sandbox.calls] == [
        ("sendMessage", False),
        ("sendMessage", False),
        ("sendMessage", True),
    ]


async def test_a_fault_can_be_for_one_chat(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    ben = sandbox.add_user("Ben")
    sandbox.say(ben, "/start")
    sandbox.faults.add("blocked", chats=[ben.id])
    await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert (
        await bot.refusal("sendMessage", chat_id=ben.id, text="x") == "Forbidden: bot was blocked by the user"
    )


async def test_latency_delays(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    sandbox.faults.add("latency", milliseconds=80)
    began = time.monotonic()
    await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert time.monotonic() - began >= 0.08


@pytest.mark.parametrize(("is_json", "content_type"), [(False, "text/html"), (True, "application/json")])
async def test_a_server_error_does_nothing(
    bot: RawBot, sandbox: Sandbox, ann: User, is_json: bool, content_type: str
) -> None:
    sandbox.faults.add("server_error", status=503, is_json=is_json)
    async with bot.http.post(bot.url("sendMessage"), json={"chat_id": ann.id, "text": "x"}) as response:
        assert (response.status, response.content_type) == (503, content_type)
    assert len(sandbox.messages(ann.id)) == 1


@pytest.mark.parametrize(("kind", "sent"), [("drop_before", 0), ("drop_after", 1), ("half_answer", 1)])
async def test_a_cut_line_leaves_the_bot_unsure(
    bot: RawBot, sandbox: Sandbox, ann: User, kind: Any, sent: int
) -> None:
    sandbox.faults.add(kind, times=1)
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert len(sandbox.messages(ann.id)) == 1 + sent
    await bot.call("sendMessage", chat_id=ann.id, text="y")


async def test_migration_to_order(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    group = sandbox.add_group("Desk", [ann])
    sandbox.faults.add("migrate", chats=[group.id], times=1)
    refused = await bot.answer("sendMessage", chat_id=group.id, text="x")
    assert refused["parameters"]["migrate_to_chat_id"] == group.migrated_to


def test_the_same_seed_strikes_the_same_calls() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add("drop_before", probability=0.5)
        return [faults.strike("sendMessage", 1).fault is not None for _ in range(40)]

    assert struck(1) == struck(1) != struck(2)
    assert 5 < sum(struck(1)) < 35


def test_getupdates_is_only_struck_by_name() -> None:
    faults = Faults()
    faults.add("drop_before")
    assert faults.strike("getUpdates", None).fault is None
    faults.add("drop_before", methods=["getUpdates"])
    assert faults.strike("getUpdates", None).fault is not None


def test_limits_are_those_telegram_publishes() -> None:
    limits = Limits(is_on=True)
    limits.check(1, 0.0)
    with pytest.raises(Refusal, match="retry after 1"):
        limits.check(1, 0.5)
    limits.check(1, 1.0)
    for number in range(20):
        limits.check(-5, 10.0 + number)
    with pytest.raises(Refusal, match="retry after 40"):
        limits.check(-5, 30.0)
    for number in range(30):
        limits.check(100 + number, 100.0)
    with pytest.raises(Refusal, match="retry after 1"):
        limits.check(500, 100.1)


async def test_limits_are_off_until_asked_for(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    for _ in range(3):
        await bot.call("sendMessage", chat_id=ann.id, text="x")
    sandbox.faults.limits.is_on = True
    await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert (await bot.answer("sendMessage", chat_id=ann.id, text="x"))["parameters"] == {"retry_after": 1}
    sandbox.faults.clear()
    await bot.call("sendMessage", chat_id=ann.id, text="x")


async def test_faults_by_http(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    address = f"{sandbox.url}/control/faults"
    rule = {"kind": "latency", "milliseconds": 5, "methods": ["sendMessage"], "times": 3}
    async with http.post(
        address, json={"rules": [rule, {"kind": "blocked"}], "limits": True, "seed": 4}
    ) as response:
        shown = await response.json()
    assert [each["kind"] for each in shown["rules"]] == ["latency", "blocked"]
    assert shown["limits"] is True
    async with http.get(address) as response:
        assert await response.json() == shown
    async with http.delete(address) as response:
        assert await response.json() == {"rules": [], "limits": False}
    assert sandbox.faults.rules == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        [],
        {"kind": "rain"},
        {"kind": "latency", "speed": 1},
        {"kind": "latency", "milliseconds": "1"},
        {"kind": "latency", "milliseconds": True},
        {"kind": "latency", "milliseconds": -1},
        {"kind": "blocked", "probability": 2},
        {"kind": "blocked", "chats": ["1"]},
        {"kind": "blocked", "methods": [1]},
        {"kind": "server_error", "status": 200},
        {"rules": [{"kind": "blocked"}, {}]},
    ],
)
async def test_faults_that_mean_nothing_are_refused_whole(
    http: aiohttp.ClientSession, sandbox: Sandbox, wrong: Any
) -> None:
    async with http.post(f"{sandbox.url}/control/faults", json=wrong) as response:
        assert response.status == 400
        assert (await response.json())["error"]
    assert sandbox.faults.rules == []
