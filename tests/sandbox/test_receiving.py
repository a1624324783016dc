"""How updates reach the bot: polls with offsets, one poller at a time, or a webhook."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from bot.sandbox import Sandbox

if TYPE_CHECKING:
    from bot.sandbox import User
    from tests.sandbox.conftest import RawBot


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_stay_until_an_offset_confirms_them(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    for word in ("one", "two", "three"):
        sandbox.say(ann, word)
    first = await bot.call("getUpdates", limit=2)
    assert texts(first) == ["one", "two"]
    assert texts(await bot.call("getUpdates")) == ["one", "two", "three"]
    assert texts(await bot.call("getUpdates", offset=first[-1]["update_id"] + 1)) == ["three"]
    assert texts(await bot.call("getUpdates")) == ["three"]


async def test_a_negative_offset_keeps_only_the_last(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    for word in ("one", "two", "three"):
        sandbox.say(ann, word)
    assert texts(await bot.call("getUpdates", offset=-1)) == ["three"]
    assert texts(await bot.call("getUpdates")) == ["three"]


async def test_ids_begin_at_the_clock_and_rise(sandbox: Sandbox, ann: User) -> None:
    before = int(time.time())
    message = sandbox.say(ann, "hi")
    assert message.message_id >= before - 5
    assert sandbox.world.updates.peek()[0]["update_id"] >= before - 5


async def test_no_more_than_a_hundred_at_once(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    for number in range(130):
        sandbox.say(ann, str(number))
    assert len(await bot.call("getUpdates", limit=1000)) == 100


async def test_a_long_poll_ends_with_the_first_update(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    sandbox.say(ann, "hi")
    assert texts(await asyncio.wait_for(poll, 1)) == ["hi"]


async def test_an_idle_poll_ends_empty(bot: RawBot) -> None:
    assert await bot.call("getUpdates", timeout=1) == []


async def test_the_older_of_two_pollers_is_refused(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    older = asyncio.create_task(bot.answer("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(bot.call("getUpdates", timeout=30))
    refused = await asyncio.wait_for(older, 1)
    assert refused["error_code"] == 409
    assert refused["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    sandbox.say(ann, "hi")
    assert texts(await newer) == ["hi"]


async def test_allowed_updates_are_remembered(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    await bot.call("getUpdates", allowed_updates=["callback_query"])
    sandbox.say(ann, "unwanted")
    assert await bot.call("getUpdates") == []
    await bot.call("getUpdates", allowed_updates=[])
    sandbox.say(ann, "wanted")
    assert texts(await bot.call("getUpdates")) == ["wanted"]


async def test_any_update_can_be_pushed(bot: RawBot, sandbox: Sandbox) -> None:
    sandbox.push_update({"poll": {"strange": [None, "가"]}})
    sandbox.push_update({"update_id": 5, "message": {}})
    strange, old = await bot.call("getUpdates")
    assert strange["poll"] == {"strange": [None, "가"]}
    assert old == {"update_id": 5, "message": {}}


async def test_stopping_ends_polls_and_streams_at_once() -> None:
    sandbox = Sandbox()
    await sandbox.start()
    import aiohttp  # noqa: PLC0415 - the session must outlive the sandbox

    async with aiohttp.ClientSession() as http:
        poll = asyncio.create_task(
            http.post(f"{sandbox.api_url}{sandbox.token}/getUpdates", json={"timeout": 50})
        )
        stream = await http.get(f"{sandbox.url}/page/stream")
        await asyncio.sleep(0.05)
        began = time.monotonic()
        await sandbox.stop()
        assert time.monotonic() - began < 1.5
        response = await poll
        assert (await response.json())["result"] == []
        stream.close()
    await sandbox.stop()


async def test_a_taken_port_is_an_oserror_and_foreign_hosts_are_refused(sandbox: Sandbox) -> None:
    second = Sandbox(port=sandbox.port)
    with pytest.raises(OSError, match="address already in use"):
        await second.start()
    await second.stop()
    with pytest.raises(ValueError, match="this machine only"):
        Sandbox(host="0.0.0.0")


class Hook:
    """A webhook that keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.statuses: list[int] = []
        self.arrived = asyncio.Event()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        status = self.statuses.pop(0) if self.statuses else 200
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        if status == 200:
            self.arrived.set()
        return web.Response(status=status)


@pytest.fixture
async def hook() -> Any:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_a_webhook_gets_every_update_until_it_takes_it(
    bot: RawBot, sandbox: Sandbox, ann: User, hook: Hook
) -> None:
    hook.statuses = [500]
    await bot.call("setWebhook", url=hook.url, secret_token="s3cret")
    sandbox.say(ann, "hi")
    await asyncio.wait_for(hook.arrived.wait(), 3)
    assert [(secret, update["message"]["text"]) for secret, update in hook.got] == [("s3cret", "hi")] * 2
    info = await bot.call("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
    refused = await bot.refusal("getUpdates")
    assert refused.startswith("Conflict: can't use getUpdates method while webhook is active")
    await bot.call("deleteWebhook")
    assert (await bot.call("getWebhookInfo"))["url"] == ""
    assert await bot.call("getUpdates") == []


async def test_a_webhook_ends_the_poll_that_waits(bot: RawBot, hook: Hook) -> None:
    poll = asyncio.create_task(bot.answer("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await bot.call("setWebhook", url=hook.url)
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"


@pytest.mark.parametrize(
    "url", ["https://example.org/hook", "http://10.0.0.1/", "ftp://localhost/", "http://[::"]
)
async def test_a_webhook_elsewhere_is_refused(bot: RawBot, url: str) -> None:
    assert (await bot.refusal("setWebhook", url=url)).startswith("Bad Request: bad webhook")


async def test_a_webhook_secret_has_rules(bot: RawBot, hook: Hook) -> None:
    refused = await bot.refusal("setWebhook", url=hook.url, secret_token="a b")
    assert refused == "Bad Request: secret token contains unallowed characters"
