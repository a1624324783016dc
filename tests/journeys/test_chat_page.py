"""A newcomer in front of the chat page, with the real bot behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from bot.sandbox import EDITOR_ID, NEWSROOM_ID, READER_ID
from bot.telegram.menu import publish_menu
from tests.browser import NEEDS_BROWSER, browsing

if TYPE_CHECKING:
    from tests.conftest import Talk

pytestmark = NEEDS_BROWSER


async def test_a_newcomer_is_briefed_in_the_browser(talk: Talk) -> None:
    await publish_menu(talk.service.bot)
    async with browsing(1280, 860) as page:
        await page.goto(talk.sandbox.url)
        reader = page.locator(f'.pane[data-chat="{READER_ID}"]')
        newest = reader.locator(".theirs").last
        await reader.get_by_role("button", name="Start").click()
        await expect(newest).to_contain_text("tells you what is known on a story")
        await newest.get_by_role("button", name="Read the brief").click()
        await expect(newest.locator("strong").first).to_have_text("Brief: possible Kim–Putin summit")
        await newest.get_by_role("button", name="Agenda").click()
        await expect(newest).to_contain_text("Shells and ammunition: may be supplied")
        await newest.get_by_role("button", name="Arms").click()
        await expect(newest).to_contain_text("Doubted: the price")
        await newest.get_by_role("button", name="‹ All 8 matters").click()
        await expect(newest.locator("strong").first).to_have_text("Agenda: possible Kim–Putin summit")
        await expect(reader.locator(".theirs")).to_have_count(1)
        composer = reader.get_by_role("textbox").or_(reader.get_by_role("combobox")).first
        for typed, shown in (
            ("위성", "Found 5 lines with “위성”"),
            ("Shoygu", "Sergei Shoigu · Сергей Шойгу"),
        ):
            await composer.fill(typed)
            await page.keyboard.press("Enter")
            await expect(newest).to_contain_text(shown)
        await expect(page.locator(f'.pane[data-chat="{EDITOR_ID}"] .row')).to_have_count(0)
        assert talk.sandbox.token not in await page.content()


async def test_a_button_tapped_in_a_group_is_free_again_at_once(talk: Talk) -> None:
    await talk.ask("/brief", chat=talk.sandbox.chat(NEWSROOM_ID))
    async with browsing(1280, 860) as page:
        await page.goto(talk.sandbox.url)
        group = page.locator(f'.pane[data-chat="{NEWSROOM_ID}"]')
        button = group.get_by_role("button", name="Agenda").first
        await button.click()
        await expect(group.locator(".theirs").last).to_contain_text("Shells and ammunition")
        await expect(button).not_to_have_attribute("aria-busy", "true", timeout=1500)


async def test_a_deep_link_opens_its_subject_on_a_phone(talk: Talk) -> None:
    async with browsing(390, 844) as page:
        await page.goto(f"{talk.sandbox.url}/?start=t_arms")
        newest = page.locator(".theirs").last
        await expect(newest).to_contain_text("Agenda: arms")
        await expect(newest).to_contain_text("New here? /help")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
