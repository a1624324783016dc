"""Carries updates to the webhook of the bot, in order, until each was taken."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import aiohttp
import orjson

if TYPE_CHECKING:
    from bot.sandbox.world import Webhook, World

PATIENCE = aiohttp.ClientTimeout(total=60)
PAUSE_AFTER_FAILURE = 0.5


async def deliver_to_webhook(world: World) -> None:
    """Run until cancelled. An update that the webhook did not take with a 2xx is offered again."""
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        while True:
            await world.updates.arrived.wait()
            world.updates.arrived.clear()
            while (webhook := world.webhook) is not None and len(world.updates):
                if not await _deliver_first(world, webhook, session):
                    await asyncio.sleep(PAUSE_AFTER_FAILURE)


async def _deliver_first(world: World, webhook: Webhook, session: aiohttp.ClientSession) -> bool:
    update = world.updates.peek(1)[0]
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    try:
        async with session.post(webhook.url, data=orjson.dumps(update), headers=headers) as response:
            await response.read()
            failure = (
                "" if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
            )
    except (aiohttp.ClientError, TimeoutError) as error:
        failure = f"Connection failed: {type(error).__name__}"
    if failure:
        webhook.last_error_at, webhook.last_error = int(time.time()), failure
        return False
    world.updates.confirm(update["update_id"] + 1)
    return True
