"""The chat page over HTTP: its files, its guards, and the acts behind its buttons."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
import pytest

from bot.sandbox import EDITOR_ID, NEWSROOM_ID, READER_ID

if TYPE_CHECKING:
    from bot.sandbox import Sandbox, User
    from tests.sandbox.conftest import RawBot

PAGE = resources.files("bot.sandbox") / "page"


async def act(http: aiohttp.ClientSession, sandbox: Sandbox, deed: str, /, **body: Any) -> dict[str, Any]:
    async with http.post(f"{sandbox.url}/page/{deed}", data=orjson.dumps(body)) as response:
        answer: dict[str, Any] = await response.json()
        return answer | {"status": response.status}


@pytest.mark.parametrize("name", sorted(file.name for file in PAGE.iterdir()))
async def test_every_file_of_the_page_is_served_with_the_guards(
    http: aiohttp.ClientSession, sandbox: Sandbox, name: str
) -> None:
    path = "" if name == "index.html" else name
    async with http.get(f"{sandbox.url}/{path}") as response:
        assert response.status == 200
        body = await response.text()
        headers = response.headers
    assert body == (PAGE / name).read_text(encoding="utf-8")
    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert sandbox.token not in body


def test_the_page_keeps_to_its_own_policy() -> None:
    for file in PAGE.iterdir():
        words = file.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", words), (
            file.name
        )
        outside = set(re.findall(r"https?://[\w.]+", words)) - {"http://www.w3.org"}
        assert not outside, (file.name, outside)
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|style=", page)


async def test_a_first_visit_finds_a_furnished_room(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    async with http.get(sandbox.url) as response:
        await response.read()
    async with http.get(f"{sandbox.url}/page/state") as response:
        words = await response.text()
    assert sandbox.token not in words
    state = orjson.loads(words)
    assert [chat["id"] for chat in state["chats"]] == [READER_ID, EDITOR_ID, NEWSROOM_ID]
    assert [chat["title"] for chat in state["chats"]] == ["Reader", "Editor", "Newsroom"]


async def test_healthz(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    async with http.get(f"{sandbox.url}/healthz") as response:
        assert await response.json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "[::1]:1"}, 200),
        ({"Host": "sherpa.example:80"}, 403),
        ({"Host": "127.0.0.1.example"}, 403),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/page/state", "/healthz", "/bot{token}/getMe"])
async def test_other_sites_cannot_reach_it(
    http: aiohttp.ClientSession, sandbox: Sandbox, headers: dict[str, str], status: int, path: str
) -> None:
    async with http.get(sandbox.url + path.format(token=sandbox.token), headers=headers) as response:
        assert response.status == status


async def test_posts_of_the_page_itself_are_welcome(
    http: aiohttp.ClientSession, sandbox: Sandbox, ann: User
) -> None:
    body = orjson.dumps({"user": ann.id, "chat": ann.id, "text": "hi"})
    for origin, status in ((sandbox.url, 200), ("http://evil.example", 403), (f"{sandbox.url}9", 403)):
        async with http.post(f"{sandbox.url}/page/say", data=body, headers={"Origin": origin}) as response:
            assert response.status == status


async def test_acts_do_what_people_do(
    http: aiohttp.ClientSession, sandbox: Sandbox, bot: RawBot, ann: User
) -> None:
    said = await act(http, sandbox, "say", user=ann.id, chat=ann.id, text="/agneda")
    await act(http, sandbox, "edit", user=ann.id, chat=ann.id, id=said["id"], text="/agenda")
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "g"}]]}
    sent = await bot.call("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
    tapped = await act(http, sandbox, "tap", user=ann.id, chat=ann.id, id=sent["message_id"], row=0, column=0)
    assert tapped["query"] in sandbox.world.taps
    ben = await act(http, sandbox, "add_user", name="Ben")
    group = await act(http, sandbox, "add_group", title="Desk", members=[ann.id, ben["chat"]])
    moved = await act(http, sandbox, "migrate", chat=group["chat"])
    await act(http, sandbox, "remove_bot", chat=moved["chat"])
    await act(http, sandbox, "block", user=ann.id)
    await act(http, sandbox, "unblock", user=ann.id)
    kinds = [next(key for key in update if key != "update_id") for update in await bot.call("getUpdates")]
    assert kinds == [
        "message", "edited_message", "callback_query", "my_chat_member", "message", "message", "message",
        "my_chat_member", "my_chat_member", "my_chat_member",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("say", {"user": 1001, "chat": 1001, "text": " "}, 400),
        ("say", {"user": 1001, "chat": 5, "text": "x"}, 400),
        ("say", {"user": 1001}, 400),
        ("say", [], 400),
        ("tap", {"user": 1001, "chat": 1001, "id": 1, "row": 0, "column": 0}, 400),
        ("add_user", {"name": " "}, 400),
        ("add_group", {"title": "x", "members": []}, 400),
        ("dance", {}, 404),
    ],
)
async def test_acts_that_cannot_be_done_say_why(
    http: aiohttp.ClientSession, sandbox: Sandbox, ann: User, name: str, body: Any, status: int
) -> None:
    async with http.post(f"{sandbox.url}/page/{name}", data=orjson.dumps(body)) as response:
        assert response.status == status
        assert (await response.json())["error"]


async def test_a_file_can_be_attached_and_fetched(
    http: aiohttp.ClientSession, sandbox: Sandbox, ann: User
) -> None:
    form = aiohttp.FormData({"user": str(ann.id), "chat": str(ann.id), "caption": "read"})
    form.add_field("file", b"<script>alert(1)</script>", filename="page.html", content_type="text/html")
    async with http.post(f"{sandbox.url}/page/attach", data=form) as response:
        assert response.status == 200
    file = sandbox.messages(ann.id)[-1].file
    assert file is not None
    async with http.get(f"{sandbox.url}/page/files/{file.id}") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")
    async with http.get(f"{sandbox.url}/page/files/none") as response:
        assert response.status == 404


async def next_event(stream: aiohttp.ClientResponse) -> dict[str, Any]:
    while True:
        line = await stream.content.readline()
        if line.startswith(b"data: "):
            event: dict[str, Any] = orjson.loads(line[6:])
            return event


async def test_the_stream_tells_what_happens(
    http: aiohttp.ClientSession, sandbox: Sandbox, bot: RawBot, ann: User
) -> None:
    async with http.get(f"{sandbox.url}/page/stream") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readline()
        markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "g"}]]}
        sent = await bot.call("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
        event = await next_event(stream)
        assert (event["type"], event["message"]["text"]) == ("message", "x")
        await bot.call("sendChatAction", chat_id=ann.id, action="typing")
        assert await next_event(stream) == {"type": "typing", "chat": ann.id}
        query = sandbox.tap(ann, sandbox.messages(ann.id)[-1], "Go")
        await bot.call("answerCallbackQuery", callback_query_id=query, text="Done")
        event = await next_event(stream)
        assert (event["type"], event["text"], event["user"]) == ("answer", "Done", ann.id)
        await bot.call("deleteMessage", chat_id=ann.id, message_id=sent["message_id"])
        assert await next_event(stream) == {"type": "deleted", "chat": ann.id, "id": sent["message_id"]}
        await bot.call("setMyCommands", commands=[])
        assert await next_event(stream) == {"type": "state"}


async def test_a_browser_that_fell_behind_fetches_the_state_again(sandbox: Sandbox, ann: User) -> None:
    import asyncio  # noqa: PLC0415

    from bot.sandbox.site import BACKLOG, _offer  # noqa: PLC0415

    stream: asyncio.Queue[bytes | None] = asyncio.Queue(BACKLOG)
    for _ in range(BACKLOG + 1):
        _offer(stream, b"line")
    assert stream.qsize() == 2
    assert stream.get_nowait() == b'data: {"type":"state"}\n\n'
