"""The request class against a server that misbehaves in every way that matters."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.request import AiohttpRequest, NotSent, OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

GOOD = b'{"ok":true,"result":{"message_id":7}}'


def answer(body: bytes, status: str = "200 OK") -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


class Server:
    """Reads whole requests and counts them, then does what it was told."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.then: list[str] = []
        self.url = ""
        self.tasks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(x.split(b":")[1])
                    for x in head.split(b"\r\n")
                    if x.lower().startswith(b"content-length")
                )
                self.bodies.append(await reader.readexactly(length))
                if not await self._act(self.then.pop(0) if self.then else "good", writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.close()
            self.tasks.discard(task)

    async def _act(self, what: str, writer: asyncio.StreamWriter) -> bool:
        if what == "good":
            writer.write(answer(GOOD))
        elif what == "half":
            writer.write(answer(GOOD)[:-9])
        elif what == "stall":
            await asyncio.sleep(3)
        elif what == "reset":
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif what != "close":
            writer.write(answer(what.split(" ", 3)[-1].encode(), " ".join(what.split(" ", 3)[:2])))
        await writer.drain()
        return what not in {"half", "stall", "reset", "close"}


@asynccontextmanager
async def misbehaving(*then: str) -> AsyncIterator[tuple[Server, AiohttpRequest]]:
    server = Server()
    server.then = list(then)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/bot1:SECRET/sendMessage"
    async with AiohttpRequest(read_timeout=0.3, connect_timeout=1) as request:
        yield server, request
    listening.close()
    for task in list(server.tasks):
        task.cancel()
    await asyncio.gather(*server.tasks, return_exceptions=True)
    await asyncio.sleep(0.01)


def data(**parameters: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])


@pytest.mark.parametrize("failure", ["close", "reset", "half", "stall"])
async def test_a_message_that_may_have_arrived_is_sent_once_and_said_to_be_unknown(failure: str) -> None:
    async with misbehaving("good", failure) as (server, request):
        await request.post(server.url, data(text="first"))
        with pytest.raises(OutcomeUnknown):
            await request.post(server.url, data(text="second"))
        assert [b'"second"' in body for body in server.bodies] == [False, True]


async def test_refused_and_unknown_hosts_are_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    async with AiohttpRequest() as request:
        for url in (
            f"http://127.0.0.1:{port}/bot1:SECRET/getMe",
            "http://nowhere.invalid/bot1:SECRET/getMe",
            "not an address",
        ):
            with pytest.raises(NotSent) as raised:
                await request.post(url, data())
            assert "SECRET" not in str(raised.value)


async def test_before_it_is_opened_nothing_is_sent() -> None:
    with pytest.raises(NotSent):
        await AiohttpRequest().post("http://127.0.0.1/x", data())


async def test_refusals_come_out_as_the_library_names_them() -> None:
    wait = '429 x y {"ok":false,"description":"Too Many Requests","parameters":{"retry_after":3}}'
    bad = '400 x y {"ok":false,"description":"Bad Request: chat not found"}'
    async with misbehaving(wait, bad, "502 x y <html>", "200 x y <html>", "200 x y []") as (server, request):
        with pytest.raises(RetryAfter):
            await request.post(server.url, data(text="a"))
        with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
            await request.post(server.url, data(text="a"))
        with pytest.raises(NetworkError):
            await request.post(server.url, data(text="a"))
        for _ in range(2):
            with pytest.raises(TelegramError, match="Invalid server response"):
                await request.post(server.url, data(text="a"))


async def test_files_go_as_forms() -> None:
    async with misbehaving() as (server, request):
        await request.post(server.url, data(chat_id=5, document=InputFile(b"content", filename="a.txt")))
        assert b"content" in server.bodies[0]
        assert b'name="chat_id"' in server.bodies[0]


async def test_opening_and_closing_twice_does_no_harm() -> None:
    request = AiohttpRequest()
    await request.shutdown()
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()
    assert request.read_timeout == 60
