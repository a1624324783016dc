"""A running sandbox, and a bot reduced to its HTTP calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox import User


class RawBot:
    """A bot that only knows HTTP: what it sends and gets is exactly what travels."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.http = http

    def url(self, method: str) -> str:
        return f"{self.sandbox.api_url}{self.sandbox.token}/{method}"

    async def answer(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer, ok or not."""
        async with self.http.post(self.url(method), json=params) as response:
            body: dict[str, Any] = await response.json()
            if not body["ok"]:
                assert response.status == body["error_code"]
            return body

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        body = await self.answer(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """The description of a call that must fail."""
        body = await self.answer(method, **params)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def bot(sandbox: Sandbox, http: aiohttp.ClientSession) -> RawBot:
    return RawBot(sandbox, http)


@pytest.fixture
def ann(sandbox: Sandbox) -> User:
    """A person who has started the bot; the update for it is confirmed away."""
    user = sandbox.add_user("Ann", username="ann")
    sandbox.say(user, "/start")
    sandbox.world.updates.clear()
    return user
