"""Takes the pictures that the README shows: the real page, the real bot, the shipped story.

python -m tests.journeys.screenshot [FOLDER]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import expect

from bot.app import opened_store
from bot.config import read_settings
from bot.sandbox import READER_ID, Sandbox
from bot.telegram.menu import publish_menu
from tests.browser import browsing
from tests.conftest import Clock, talking

HERE = Path(__file__).parent
LAST_QUESTIONS_UP = """() => document.querySelectorAll('.pane').forEach((pane) =>
    [...pane.querySelectorAll('.mine')].pop()?.scrollIntoView({block: 'start'}))"""


async def take(folder: Path) -> None:
    """The page on a wide screen in light, and on a phone in the dark."""
    with tempfile.TemporaryDirectory() as temporary:
        settings = read_settings({"SHERPA_DATABASE": f"sqlite:///{temporary}/sherpa.db"})
        async with (
            opened_store(settings) as store,
            Sandbox() as sandbox,
            talking(store, sandbox, Clock()) as talk,
        ):
            await publish_menu(talk.service.bot)
            editor = sandbox.user(1002)
            await talk.ask("/start")
            await talk.ask("/agenda")
            await talk.ask("/agneda arms", user=editor, chat=sandbox.private_chat(editor))
            await talk.ask("위성", user=editor, chat=sandbox.private_chat(editor))
            await talk.ask("/experts everard", chat=sandbox.chat(-4001))
            async with browsing(1320, 900, scale=1.5) as page:
                await page.goto(sandbox.url)
                await expect(page.locator(".theirs").first).to_be_visible()
                await page.wait_for_timeout(400)
                # The last question of each chat at the top, so that its answer is seen from its first line.
                await page.evaluate(LAST_QUESTIONS_UP)
                await page.wait_for_timeout(400)
                await page.screenshot(path=folder / "chat-page.png")
            async with browsing(390, 844, dark=True, scale=2) as page:
                await page.goto(sandbox.url)
                await page.wait_for_timeout(400)
                await page.get_by_role("button", name="Reader").first.click()
                await expect(page.locator(f'.pane[data-chat="{READER_ID}"] .theirs').last).to_be_visible()
                await page.wait_for_timeout(400)
                await page.screenshot(path=folder / "chat-page-phone.png")


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE))
