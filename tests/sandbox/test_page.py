"""The chat page in a real browser, with a small echo bot at the other end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Page, expect

from bot.sandbox import EDITOR_ID, READER_ID
from tests.browser import NEEDS_BROWSER, browsing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox import Sandbox
    from tests.sandbox.conftest import RawBot

QUOTE = "<blockquote expandable>" + "\n".join(f"line {number}" for number in range(9)) + "</blockquote>"

pytestmark = NEEDS_BROWSER


@pytest.fixture
async def echo(bot: RawBot, sandbox: Sandbox) -> AsyncIterator[None]:
    """A bot that repeats in bold, with a button; a tap edits the message and answers with a toast."""
    sandbox.furnish()
    await bot.call("setMyCommands", commands=COMMANDS)

    async def serve() -> None:
        offset = 0
        while True:
            for update in await bot.call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                await answer(bot, update)

    task = asyncio.create_task(serve())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


COMMANDS = [
    {"command": "brief", "description": "What is known"},
    {"command": "agenda", "description": "What may be on the table"},
    {"command": "help", "description": "What you can ask"},
]


async def answer(bot: RawBot, update: dict[str, Any]) -> None:
    if query := update.get("callback_query"):
        where = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
        await bot.call("editMessageText", text="Turned", **where)
        await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Turned for you")
    elif message := update.get("message") or update.get("edited_message"):
        words = message.get("text", "").replace("&", "&amp;").replace("<", "&lt;")
        markup = {"inline_keyboard": [[{"text": "Turn", "callback_data": "t"}]]}
        text = QUOTE if words == "quote" else f"<b>You said</b>\n{words} /help"
        where = {"chat_id": message["chat"]["id"], "reply_markup": markup, "parse_mode": "HTML"}
        await bot.call(
            "sendMessage", text=text, reply_parameters={"message_id": message["message_id"]}, **where
        )


@pytest.fixture
async def page(echo: None, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A page whose console stays silent. A test may ask for a size by the mark `parametrize`, indirectly."""
    size = getattr(request, "param", (1280, 800))
    async with browsing(*size) as found:
        yield found


async def test_a_person_writes_taps_and_sees_the_edit(page: Page, sandbox: Sandbox) -> None:
    await page.goto(sandbox.url)
    await expect(page.locator(".pane")).to_have_count(3)
    reader = page.locator(f'.pane[data-chat="{READER_ID}"]')
    await reader.get_by_role("button", name="Start").click()
    await expect(reader.locator(".theirs strong")).to_have_text("You said")
    await reader.get_by_role("textbox").or_(reader.get_by_role("combobox")).first.fill("<i>김정은</i> & سلام")
    await page.keyboard.press("Enter")
    await expect(reader.locator(".theirs").last).to_contain_text("<i>김정은</i> & سلام")
    await expect(reader.locator(".theirs").last.locator(".quoted")).to_contain_text("Reader")
    await reader.get_by_role("button", name="Turn").last.click()
    await expect(reader.locator(".theirs").last).to_contain_text("Turned")
    await expect(reader.locator(".theirs").last).to_contain_text("edited")
    await expect(reader.locator(".toast")).to_have_text("Turned for you")
    await page.reload()
    await expect(reader.locator(".theirs").last).to_contain_text("Turned")
    await expect(page.locator(f'.pane[data-chat="{EDITOR_ID}"] .row')).to_have_count(0)


async def test_long_quotes_open_and_commands_in_text_are_sent(page: Page, sandbox: Sandbox) -> None:
    sandbox.say(READER_ID, "quote")
    await page.goto(sandbox.url)
    quote = page.locator("blockquote.expandable")
    closed = await quote.evaluate("element => element.clientHeight")
    await quote.get_by_role("button", name="Show more").click()
    assert await quote.evaluate("element => element.clientHeight") > closed * 1.5
    await expect(quote.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    sandbox.say(READER_ID, "more")
    await page.locator(".theirs .link").first.click()
    await expect(page.locator(".mine").last).to_contain_text("/help")


async def test_everything_goes_by_keyboard(page: Page, sandbox: Sandbox) -> None:
    sandbox.say(READER_ID, "hello")
    await page.goto(sandbox.url)
    area = page.locator(f'.pane[data-chat="{READER_ID}"] textarea')
    await expect(area).to_be_focused()
    await page.keyboard.type("/")
    options = page.locator(".commands").get_by_role("option")
    await expect(options).to_have_count(3)
    await page.keyboard.type("a")
    await expect(options).to_have_count(1)
    await page.keyboard.press("Backspace")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine").last).to_contain_text("/agenda")
    await page.keyboard.type("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine").last).to_contain_text("one\ntwo")
    await page.keyboard.press("ArrowUp")
    await expect(area).to_have_value("one\ntwo")
    await page.keyboard.press("Escape")
    await expect(area).to_have_value("")
    await page.keyboard.press("ArrowUp")
    await area.fill("three")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine").last).to_contain_text("three")
    await expect(page.locator(".mine").last).to_contain_text("edited")


@pytest.mark.parametrize("page", [(360, 740)], indirect=True)
async def test_a_phone_shows_one_chat_at_a_time(page: Page, sandbox: Sandbox) -> None:
    await page.goto(sandbox.url)
    await expect(page.locator(".pane")).to_have_count(0)
    await page.get_by_role("button", name="Newsroom").click()
    await expect(page.get_by_role("heading", name="Newsroom")).to_be_visible()
    await expect(page.locator(".side")).to_be_hidden()
    await page.get_by_label("Message, Newsroom").fill("/brief " + "word" * 200)
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".theirs").last).to_contain_text("You said")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_role("button", name="Back to all chats").click()
    await expect(page.locator(".side")).to_be_visible()


async def test_a_deep_link_opens_the_readers_chat_once(page: Page, sandbox: Sandbox) -> None:
    await page.goto(f"{sandbox.url}/?start=t_arms")
    await expect(page.locator(f'.pane[data-chat="{READER_ID}"] .mine')).to_contain_text("/start t_arms")
    await page.reload()
    await expect(page.locator(f'.pane[data-chat="{READER_ID}"] .mine')).to_have_count(1)


async def test_people_groups_and_faults_from_the_page(page: Page, sandbox: Sandbox) -> None:
    await page.goto(sandbox.url)
    await page.get_by_role("button", name="Add person").click()
    await page.get_by_label("Name").fill("김 기자")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="김 기자")).to_be_visible()
    await page.get_by_role("button", name="Add group").click()
    await page.get_by_label("Title").fill("Desk")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    assert [chat.title for chat in sandbox.world.chats.values()][-2:] == ["김 기자", "Desk"]
    await page.locator("#faults summary").click()
    await page.get_by_label("What happens").select_option("too_many_requests")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.locator("#rules li")).to_have_text("too many requests · sendmessage · 0 of 1")
    assert sandbox.faults.rules[0].retry_after == 3
