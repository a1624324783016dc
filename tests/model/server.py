"""A chat-completions server over real HTTP that says whatever a test wants, true or false."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Liar:
    """Answers with ``content``, or as ``handler`` likes; keeps what it was sent."""

    content: str | None = ""
    status: int = 200
    message: dict[str, Any] = field(default_factory=dict)
    finish_reason: str = "stop"
    handler: Handler | None = None
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, statements: Sequence[object], agenda: Sequence[object] = ()) -> None:
        """Answer in the form that is asked for."""
        self.content = json.dumps({"statements": list(statements), "agenda": list(agenda)})

    def body(self) -> dict[str, Any]:
        """A whole chat completion."""
        message = {"role": "assistant", "content": self.content} | self.message
        choice = {"index": 0, "message": message, "finish_reason": self.finish_reason}
        return {"id": "c-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(await request.json())
        self.asked.set()
        self.headers.append(dict(request.headers))
        if self.handler is not None:
            return await self.handler(request)
        return web.json_response(self.body(), status=self.status)


@asynccontextmanager
async def lying() -> AsyncIterator[Liar]:
    """The server at work."""
    liar = Liar()
    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/v1/chat/completions", liar._serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    liar.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield liar
    finally:
        await runner.cleanup()


def pointing(*quotations: str, speaker: str, cue: str = "said") -> dict[str, Any]:
    """One proposed statement."""
    return {"quotations": list(quotations), "speaker": speaker, "cue": cue}
