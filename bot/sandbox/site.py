"""The chat page and what it needs: its files, the state, a stream of changes, and what people do."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import BodyPartReader, web

from bot.sandbox.faults import Faults, read_rule
from bot.sandbox.people import READER_ID, People
from bot.sandbox.receiving import is_loopback
from bot.sandbox.views import answer_view, message_view, state_view

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SCRIPTS = ("avatar", "bubble", "chat", "commands", "pane", "text", "tools", "wire")
PAGE_FILES = {
    "/": ("index.html", "text/html"),
    "/chat.css": ("chat.css", "text/css"),
    "/favicon.svg": ("favicon.svg", "image/svg+xml"),
    "/favicon.ico": ("favicon.svg", "image/svg+xml"),
    **{f"/{name}.js": (f"{name}.js", "text/javascript") for name in SCRIPTS},
}
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
HEARTBEAT_SECONDS = 15.0
BACKLOG = 1_000
LARGEST_ATTACHMENT = 20 * 1024 * 1024

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another web site could make a browser do: foreign host names, foreign origins."""
    host = request.host.rpartition(":")[0] if request.host[-1:].isdigit() else request.host
    if not is_loopback(host or request.host):
        return _refused(403, "this address is for this machine only")
    origin = request.headers.get("Origin")
    is_foreign = origin is not None and origin != f"http://{request.host}"
    if is_foreign or (request.path != "/" and request.headers.get("Sec-Fetch-Site") == "cross-site"):
        return _refused(403, "another web site may not use the sandbox")
    return await handler(request)


def _refused(status: int, reason: str) -> web.Response:
    return web.Response(
        status=status, body=orjson.dumps({"error": reason}), content_type="application/json", headers=SECURITY
    )


def _json(value: Any) -> web.Response:
    return web.Response(body=orjson.dumps(value), content_type="application/json", headers=SECURITY)


class Site:
    """The browser's side of one sandbox. Nothing here shows the token."""

    def __init__(self, people: People, faults: Faults) -> None:
        self._people = people
        self._faults = faults
        self._streams: set[asyncio.Queue[bytes | None]] = set()
        self._acts: dict[str, Callable[[dict[str, Any]], Any]] = {
            "say": self._say,
            "edit": self._edit,
            "tap": self._tap,
            "block": lambda act: people.block(act["user"]),
            "unblock": lambda act: people.unblock(act["user"]),
            "add_user": lambda act: {"chat": people.add_user(act["name"]).id},
            "add_group": self._add_group,
            "remove_bot": lambda act: people.remove_bot(act["chat"]),
            "migrate": lambda act: {"chat": people.migrate(act["chat"]).id},
        }
        people.world.listeners.append(self._publish)

    def routes(self) -> list[web.RouteDef]:
        """What to add to the application."""
        return [
            *(web.get(path, self._page_file) for path in PAGE_FILES),
            web.get("/healthz", self._healthz),
            web.get("/page/state", self._state),
            web.get("/page/stream", self._stream),
            web.get("/page/files/{id}", self._download),
            web.post("/page/attach", self._attach),
            web.post("/page/{act}", self._act),
            web.get("/control/faults", self._show_faults),
            web.post("/control/faults", self._add_faults),
            web.delete("/control/faults", self._clear_faults),
        ]

    def close(self) -> None:
        """End all streams: the sandbox is stopping."""
        for stream in self._streams:
            _offer(stream, None)

    # -- files and state

    async def _page_file(self, request: web.Request) -> web.Response:
        if request.path == "/":
            self._people.furnish()
        name, content_type = PAGE_FILES[request.path]
        body = (resources.files("bot.sandbox") / "page" / name).read_bytes()
        return web.Response(body=body, content_type=content_type, charset="utf-8", headers=SECURITY)

    async def _healthz(self, request: web.Request) -> web.Response:
        del request
        return _json({"status": "ok"})

    async def _state(self, request: web.Request) -> web.Response:
        del request
        return _json(state_view(self._people.world) | {"reader": READER_ID})

    async def _download(self, request: web.Request) -> web.Response:
        file = self._people.world.files.get(request.match_info["id"])
        if file is None:
            return _refused(404, "no such file")
        is_picture = file.mime_type in PICTURES
        shown = "inline" if is_picture else f"attachment; filename*=UTF-8''{quote(file.name)}"
        content_type = file.mime_type if is_picture else "application/octet-stream"
        headers = {**SECURITY, "Content-Disposition": shown}
        return web.Response(body=file.content, content_type=content_type, headers=headers)

    # -- changes as they happen

    def _publish(self, kind: str, subject: Any) -> None:
        if not self._streams or kind == "call":
            return
        event: dict[str, Any] = {"type": "state"}
        if kind == "message":
            event = {"type": "message", "message": message_view(subject)}
        elif kind == "deleted":
            event = {"type": "deleted", "chat": subject.chat.id, "id": subject.message_id}
        elif kind == "answer":
            event = {"type": "answer", **answer_view(subject)}
        elif kind == "typing":
            event = {"type": "typing", "chat": subject.id}
        line = b"data: " + orjson.dumps(event) + b"\n\n"
        for stream in self._streams:
            _offer(stream, line)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**SECURITY, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        stream: asyncio.Queue[bytes | None] = asyncio.Queue(BACKLOG)
        self._streams.add(stream)
        try:
            await response.write(b"retry: 1000\n\n")
            while (line := await _next_line(stream)) is not None:
                await response.write(line)
        except ConnectionError:
            pass  # the browser went away
        finally:
            self._streams.discard(stream)
        return response

    # -- what people do

    async def _act(self, request: web.Request) -> web.Response:
        act = self._acts.get(request.match_info["act"])
        if act is None:
            return _refused(404, "no such act")
        try:
            raw = orjson.loads(await request.read())
            return _json({"ok": True} | (act(raw) or {}))
        except KeyError as error:
            return _refused(400, f"unknown or missing: {error}")
        except (ValueError, TypeError, AttributeError) as error:
            return _refused(400, str(error))

    def _say(self, act: dict[str, Any]) -> dict[str, Any]:
        reply_to = act.get("reply_to")
        message = self._people.say(act["user"], act["text"], chat=act["chat"], reply_to=reply_to)
        return {"id": message.message_id}

    def _edit(self, act: dict[str, Any]) -> None:
        message = self._people.world.messages_in(act["chat"])[act["id"]]
        self._people.edit(act["user"], message, act["text"])

    def _tap(self, act: dict[str, Any]) -> dict[str, Any]:
        message = self._people.world.messages_in(act["chat"])[act["id"]]
        return {"query": self._people.tap(act["user"], message, (act["row"], act["column"]))}

    def _add_group(self, act: dict[str, Any]) -> dict[str, Any]:
        is_super = bool(act.get("supergroup"))
        return {"chat": self._people.add_group(act["title"], act["members"], supergroup=is_super).id}

    async def _attach(self, request: web.Request) -> web.Response:
        """A person sends a file: multipart with `user`, `chat`, `caption` and `file`."""
        fields: dict[str, str] = {}
        name, content = "file", b""
        try:
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader) or part.name is None:
                    continue
                if part.filename is None:
                    fields[part.name] = await part.text()
                else:
                    name, content = part.filename, bytes(await part.read())
            if len(content) > LARGEST_ATTACHMENT:
                return _refused(400, "a bot can download 20 MB at most")
            place = int(fields["chat"])
            message = self._people.send_file(
                int(fields["user"]), name, content, chat=place, caption=fields.get("caption", "")
            )
        except KeyError as error:
            return _refused(400, f"unknown or missing: {error}")
        except ValueError as error:
            return _refused(400, str(error))
        return _json({"ok": True, "id": message.message_id})

    # -- faults

    async def _show_faults(self, request: web.Request) -> web.Response:
        del request
        return _json(self._faults.to_json())

    async def _add_faults(self, request: web.Request) -> web.Response:
        """One rule, or `{"rules": [...], "limits": true, "seed": 1}`; all of it or, if wrong, none of it."""
        try:
            raw = orjson.loads(await request.read())
            wanted = raw.get("rules", [raw] if "kind" in raw else [])
            trial = Faults()
            for rule in wanted:
                trial.add(**read_rule(rule))
        except (ValueError, TypeError, AttributeError) as error:
            return _refused(400, str(error))
        if not wanted and not {"limits", "seed"} & raw.keys():
            return _refused(400, "a rule has a “kind”")
        self._faults.rules.extend(trial.rules)
        if "limits" in raw:
            self._faults.limits.is_on = raw["limits"] is True
        if isinstance(raw.get("seed"), int):
            self._faults.seed(raw["seed"])
        return _json(self._faults.to_json())

    async def _clear_faults(self, request: web.Request) -> web.Response:
        del request
        self._faults.clear()
        return _json(self._faults.to_json())


async def _next_line(stream: asyncio.Queue[bytes | None]) -> bytes | None:
    try:
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            return await stream.get()
    except TimeoutError:
        return b": still here\n\n"


def _offer(stream: asyncio.Queue[bytes | None], line: bytes | None) -> None:
    """Queue a line. A browser that fell far behind is told to fetch the whole state instead."""
    if stream.full():
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                stream.get_nowait()
        stream.put_nowait(b'data: {"type":"state"}\n\n')
    stream.put_nowait(line)
