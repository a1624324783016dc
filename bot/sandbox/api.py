"""The Bot API over HTTP: from a request to a method and back, with the faults in between."""

from __future__ import annotations

import asyncio
import inspect
import re
import time
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import BodyPartReader, web

from bot.sandbox.faults import NO_STRIKE, Fault, Faults, Strike
from bot.sandbox.methods import METHODS, NAMES
from bot.sandbox.params import Params, Upload, decode_form, decode_json
from bot.sandbox.refusals import Refusal, bad_request, forbidden, too_many_requests
from bot.sandbox.world import Call

if TYPE_CHECKING:
    from collections import deque

    from bot.sandbox.people import People

LARGEST_BODY = 64 * 1024 * 1024
ERROR_PAGE = "<html><head><title>{0} Error</title></head><body><h1>{0} Error</h1></body></html>"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_COUNTED = ("send", "edit", "copy", "forward")


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>` for one world."""

    def __init__(self, people: People, token: str, faults: Faults, calls: deque[Call]) -> None:
        self._people = people
        self._world = people.world
        self._token = token
        self._faults = faults
        self._calls = calls

    def routes(self) -> list[web.RouteDef]:
        """What to add to the application."""
        return [
            web.route("*", "/bot{token}/{method}", self.handle),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        try:
            self._check_token(request.match_info["token"])
            method = NAMES.get(request.match_info["method"].lower())
            params = await read_params(request)
        except Refusal as refusal:
            return _answer(refusal)
        if method is None:
            return _answer(Refusal(404, "Not Found: method not found"))
        chat_id = _chat_id(params)
        strike = self._faults.strike(method, chat_id)
        if strike is not NO_STRIKE:
            return await self._struck(request, method, params, strike)
        return _answer(await self._carry_out(method, params))

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise Refusal(404, "Not Found")
        if token != self._token:
            raise Refusal(401, "Unauthorized")

    async def _carry_out(self, method: str, params: Params, refusal: Refusal | None = None) -> Refusal | Any:
        """Call the method and record the call. A given refusal stands in for the method's own answer."""
        answer: Any = refusal
        if refusal is None:
            try:
                if method.startswith(_COUNTED) and method != "sendChatAction":
                    self._faults.limits.check(_chat_id(params) or 0)
                answer = METHODS[method](self._world, params)
                if inspect.isawaitable(answer):
                    answer = await answer
            except Refusal as refused:
                answer = refused
        call = Call(method, params.values, not isinstance(answer, Refusal), time.time())
        self._calls.append(call)
        self._world.notify("call", call)
        return answer

    async def _struck(
        self, request: web.Request, method: str, params: Params, strike: Strike
    ) -> web.StreamResponse:
        if strike.milliseconds:
            await asyncio.sleep(strike.milliseconds / 1000)
        fault = strike.fault
        if fault is None:
            return _answer(await self._carry_out(method, params))
        if fault.kind == "drop_before":
            return _dropped(request)
        if fault.kind == "server_error":
            return _server_error(fault)
        answer = await self._carry_out(method, params, self._ordered_refusal(fault, params))
        if fault.kind == "drop_after":
            return _dropped(request)
        if fault.kind == "half_answer":
            return _half_answered(request, answer)
        return _answer(answer)

    def _ordered_refusal(self, fault: Fault, params: Params) -> Refusal | None:
        if fault.kind == "too_many_requests":
            return too_many_requests(fault.retry_after)
        if fault.kind == "blocked":
            return forbidden("bot was blocked by the user")
        if fault.kind == "migrate":
            chat = self._world.chats.get(_chat_id(params) or 0)
            if chat is not None and chat.kind == "group" and chat.migrated_to is None:
                self._people.migrate(chat)
        return None

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, at the path `getFile` gave."""
        try:
            self._check_token(request.match_info["token"])
        except Refusal as refusal:
            return _answer(refusal)
        path = request.match_info["path"]
        for file in self._world.files.values():
            if file.path == path:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return _answer(Refusal(404, "Not Found"))


def _chat_id(params: Params) -> int | None:
    try:
        return int(params.text("chat_id"))
    except ValueError:
        return None


def _answer(answer: Any) -> web.Response:
    if not isinstance(answer, Refusal):
        body = orjson.dumps({"ok": True, "result": answer})
        return web.Response(body=body, content_type="application/json")
    retry_after = answer.parameters.get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else None
    body = orjson.dumps(answer.to_json())
    return web.Response(status=answer.code, body=body, content_type="application/json", headers=headers)


def _server_error(fault: Fault) -> web.Response:
    if fault.is_json:
        return _answer(Refusal(fault.status, "Internal Server Error"))
    return web.Response(status=fault.status, text=ERROR_PAGE.format(fault.status), content_type="text/html")


def _dropped(request: web.Request) -> web.Response:
    """Cut the line; what is returned never leaves."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


def _half_answered(request: web.Request, answer: Any) -> web.Response:
    """Promise the whole answer, give half of it, and cut the line."""
    whole = _answer(answer).body
    body = whole if isinstance(whole, bytes) else b""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    if request.transport is not None:
        request.transport.write(head.encode() + body[: len(body) // 2])
    return _dropped(request)


async def read_params(request: web.Request) -> Params:
    """The parameters of a request: its query string, and its body on top."""
    query = decode_form(dict(request.query))
    if request.method == "GET" or not request.can_read_body:
        return query
    kind = request.content_type
    if kind == "application/json":
        params = decode_json(await request.read())
    elif kind.startswith("multipart/"):
        params = await _read_multipart(request)
    else:
        form = await request.post()
        params = decode_form({name: value for name, value in form.items() if isinstance(value, str)})
    return Params({**query.values, **params.values}, params.files)


async def _read_multipart(request: web.Request) -> Params:
    values: dict[str, str] = {}
    files: dict[str, Upload] = {}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                continue
            content = bytes(await part.read(decode=True))
            if part.filename is None:
                values[part.name] = content.decode(errors="replace")
            else:
                mime_type = part.headers.get("Content-Type", "")
                files[part.name] = Upload(part.filename, mime_type, content)
    except ValueError:
        raise bad_request("can't parse multipart body") from None
    return decode_form(values, files)
