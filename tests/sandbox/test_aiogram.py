"""A second opinion: aiogram, with its strict types, takes the sandbox for Telegram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)

from tests.sandbox.test_sending import PNG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox import Sandbox, User


@pytest.fixture
async def gram(sandbox: Sandbox) -> AsyncIterator[Bot]:
    bot = Bot(sandbox.token, session=AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url)))
    yield bot
    await bot.session.close()


async def test_a_conversation(gram: Bot, sandbox: Sandbox, ann: User) -> None:
    me = await gram.get_me()
    assert (me.id, me.username) == (0, "SherpaSandboxBot")
    sandbox.say(ann, "/start t_arms")
    (update,) = await gram.get_updates()
    assert update.message is not None
    assert update.message.text == "/start t_arms"
    keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Arms", callback_data="arms")]])
    sent = await gram.send_message(
        ann.id,
        "<b>Agenda</b>\n<blockquote expandable>문서</blockquote>",
        parse_mode="HTML",
        reply_markup=keys,
        reply_parameters=ReplyParameters(message_id=update.message.message_id),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert [each.type for each in sent.entities or []] == ["bold", "expandable_blockquote"]
    assert sent.reply_to_message is not None
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == keys.model_dump()
    query_id = sandbox.tap(ann, sandbox.messages(ann.id)[-1], "Arms")
    tapped = (await gram.get_updates(offset=-1))[0].callback_query
    assert tapped is not None
    assert (tapped.id, tapped.data) == (query_id, "arms")
    assert await gram.answer_callback_query(query_id, text="Done")
    edited = await gram.edit_message_text("Arms", chat_id=ann.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert await gram.delete_message(ann.id, sent.message_id)


async def test_files_and_commands_and_chats(gram: Bot, sandbox: Sandbox, ann: User) -> None:
    document = await gram.send_document(ann.id, BufferedInputFile(b"a,b", "brief.csv"), caption="All")
    assert document.document is not None
    fetched = await gram.download(document.document)
    assert fetched is not None
    assert fetched.read() == b"a,b"
    photo = await gram.send_photo(ann.id, BufferedInputFile(PNG, "chart.png"))
    assert photo.photo is not None
    assert photo.photo[-1].width == 640
    commands = [BotCommand(command="brief", description="What is known")]
    scope = BotCommandScopeChat(chat_id=ann.id)
    assert await gram.set_my_commands(commands, scope=scope, language_code="en")
    kept = await gram.get_my_commands(scope=scope, language_code="en")
    assert [(each.command, each.description) for each in kept] == [("brief", "What is known")]
    group = sandbox.add_group("Desk", [ann])
    assert (await gram.get_chat(group.id)).title == "Desk"
    assert (await gram.get_chat_member(group.id, ann.id)).status == "creator"
    assert [each.status for each in await gram.get_chat_administrators(group.id)] == ["creator"]
    sandbox.block(ann)
    assert {update.event_type for update in await gram.get_updates()} == {"my_chat_member", "message"}


async def test_refusals_become_the_right_exceptions(gram: Bot, sandbox: Sandbox, ann: User) -> None:
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await gram.send_message(ann.id, "<b>x", parse_mode="HTML")
    sandbox.faults.add("too_many_requests", retry_after=9, times=1)
    with pytest.raises(TelegramRetryAfter) as limited:
        await gram.send_message(ann.id, "x")
    assert limited.value.retry_after == 9
    sandbox.faults.add("server_error", is_json=True, times=1)
    with pytest.raises(TelegramServerError):
        await gram.send_message(ann.id, "x")
    group = sandbox.add_group("Desk", [ann])
    moved = sandbox.migrate(group)
    with pytest.raises(TelegramMigrateToChat) as migrated:
        await gram.send_message(group.id, "x")
    assert migrated.value.migrate_to_chat_id == moved.id
    sandbox.block(ann)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await gram.send_message(ann.id, "x")
    await gram.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(TelegramConflictError):
        await gram.get_updates()
    stranger = Bot("0:wrong", session=gram.session)
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
