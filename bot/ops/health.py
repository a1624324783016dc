"""/healthz: the process lives. /readyz: updates are really being fetched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import CannotListen, PortBusy
from bot.telegram.limits import POLL_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

STALE = timedelta(seconds=2 * POLL_SECONDS + 15)


def is_ready(last_success: datetime | None, now: datetime) -> bool:
    """Whether a poll succeeded lately: a bot that hangs is up and not ready."""
    return last_success is not None and now - last_success <= STALE


class Health:
    """A small server for orchestrators and health checks."""

    def __init__(self, host: str, port: int, ready: Callable[[], bool]) -> None:
        self._host = host
        self._port = port
        self._ready = ready
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen. Raises PortBusy or CannotListen."""
        application = web.Application()
        application.router.add_get("/healthz", self._healthz)
        application.router.add_get("/readyz", self._readyz)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise cannot_listen(self._host, self._port, error) from error

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _readyz(self, _: web.Request) -> web.Response:
        if self._ready():
            return web.json_response({"status": "ready"})
        return web.json_response({"status": "not ready"}, status=503)


def cannot_listen(host: str, port: int, error: OSError) -> PortBusy | CannotListen:
    """The failure to listen in words."""
    if "in use" in str(error).lower():
        return PortBusy(host, port)
    return CannotListen(host, port, error.strerror or str(error))
