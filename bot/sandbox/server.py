"""The sandbox as a whole: a Bot API server with a chat page, on this machine only."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.api import LARGEST_BODY, BotApi
from bot.sandbox.faults import Faults
from bot.sandbox.people import People
from bot.sandbox.receiving import is_loopback
from bot.sandbox.site import Site, guard
from bot.sandbox.webhook import deliver_to_webhook
from bot.sandbox.world import Call, World, new_call_record

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable

SANDBOX_TOKEN = "0:sandbox-token-for-this-machine-only0"  # noqa: S105 - opens nothing but the sandbox
SHUTDOWN_SECONDS = 0.5


class Sandbox(People):
    """A local Telegram: start it, point a bot at `api_url`, and be its people.

    Everything `People` does can be done before and after `start`.
    """

    def __init__(
        self,
        *,
        token: str = SANDBOX_TOKEN,
        username: str = "SherpaSandboxBot",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        if not is_loopback(host):
            raise ValueError(f"the sandbox listens on this machine only, not on {host}")
        super().__init__(World(bot_id=int(token.partition(":")[0]), username=username))
        self.token = token
        self.faults = Faults()
        self.calls: deque[Call] = new_call_record()
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self._webhook: asyncio.Task[None] | None = None
        self._site = Site(self, self.faults)
        self._changed: set[asyncio.Future[None]] = set()
        self.world.listeners.append(self._wake)

    @property
    def port(self) -> int:
        """The port it listens on; the one asked for until it does."""
        return self._port

    @property
    def url(self) -> str:
        """Where the chat page is."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def api_url(self) -> str:
        """What goes before the token: methods are at `{api_url}{token}/{method}`."""
        return f"{self.url}/bot"

    async def start(self) -> None:
        """Listen. OSError where the port is taken."""
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[guard])
        application.add_routes(BotApi(self, self.token, self.faults, self.calls).routes())
        application.add_routes(self._site.routes())
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._port = runner.addresses[0][1]
        self._webhook = asyncio.create_task(deliver_to_webhook(self.world))

    async def stop(self) -> None:
        """Stop listening; open polls and streams end at once. Stopping twice does no harm."""
        self.world.updates.close()
        self._site.close()
        if self._webhook is not None:
            self._webhook.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._webhook
            self._webhook = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def wait_for(self, predicate: Callable[[Sandbox], Any], timeout: float = 5.0) -> Any:  # noqa: ASYNC109
        """Wait until `predicate(sandbox)` is true and give what it returned; TimeoutError if it stays false.

        Looked at after every change and every call, not by the clock.
        """
        async with asyncio.timeout(timeout):
            while not (found := predicate(self)):
                changed = asyncio.get_running_loop().create_future()
                self._changed.add(changed)
                try:
                    await changed
                finally:
                    self._changed.discard(changed)
        return found

    def _wake(self, _kind: str, _subject: Any) -> None:
        for changed in self._changed:
            if not changed.done():
                changed.set_result(None)

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()
