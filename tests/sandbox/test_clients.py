"""The client the bot is built on takes the sandbox for Telegram, and no call makes it stumble."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Conflict, EndPointNotFound, Forbidden, RetryAfter

from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params
from bot.sandbox.people import People
from bot.sandbox.refusals import Refusal
from bot.sandbox.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox import Sandbox, User


@pytest.fixture
async def ptb(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(sandbox.token, base_url=sandbox.api_url, base_file_url=f"{sandbox.url}/file/bot") as bot:
        yield bot


async def test_python_telegram_bot_converses(ptb: Bot, sandbox: Sandbox, ann: User) -> None:
    assert (ptb.id, ptb.username) == (0, "SherpaSandboxBot")
    said = sandbox.say(ann, "/start")
    (update,) = await ptb.get_updates()
    assert update.message is not None
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="g")]])
    reply = ReplyParameters(said.message_id)
    sent = await ptb.send_message(ann.id, "<b>x</b>", "HTML", reply_markup=keys, reply_parameters=reply)
    assert sent.text_html == "<b>x</b>"
    edited = await ptb.edit_message_text("y", ann.id, sent.message_id)
    assert isinstance(edited, Message)
    document = await ptb.send_document(ann.id, b"a,b", filename="brief.csv")
    assert document.document is not None
    file = await ptb.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a,b"
    assert await ptb.set_my_commands([("brief", "What is known")])
    assert [command.command for command in await ptb.get_my_commands()] == ["brief"]


async def test_python_telegram_bot_raises_its_own_errors(ptb: Bot, sandbox: Sandbox, ann: User) -> None:
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await ptb.send_message(ann.id, "<b>", "HTML")
    sandbox.faults.add("too_many_requests", times=1, retry_after=4)
    with pytest.raises(RetryAfter):
        await ptb.send_message(ann.id, "x")
    group = sandbox.add_group("Desk", [ann])
    moved = sandbox.migrate(group)
    with pytest.raises(ChatMigrated) as migrated:
        await ptb.send_message(group.id, "x")
    assert migrated.value.new_chat_id == moved.id
    sandbox.block(ann)
    with pytest.raises(Forbidden):
        await ptb.send_message(ann.id, "x")
    await ptb.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict):
        await ptb.get_updates()
    with pytest.raises(EndPointNotFound):
        await ptb.do_api_request("sendCoffee")


NAMES = st.sampled_from(
    """
    chat_id text message_id reply_markup entities reply_parameters commands scope action parse_mode
    link_preview_options results callback_query_id document photo message_ids language_code menu_button
    user_id url allowed_updates caption file_id offset
    """.split()
)
KEYS = st.sampled_from(
    """
    type text url callback_data inline_keyboard keyboard offset length command description message_id
    chat_id user_id id title is_disabled style copy_text
    """.split()
)
leaves = st.none() | st.booleans() | st.integers(-5, 1100) | st.floats(allow_nan=False) | st.text(max_size=9)
values = st.recursive(
    leaves | st.sampled_from([1001, "1001", "HTML", "bold", "<b>x</b>", "chat", "typing"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(
    st.sampled_from(sorted(METHODS.keys() - {"getUpdates"})),
    st.dictionaries(NAMES, values, max_size=7),
)
@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_call_does_anything_but_succeed_or_be_refused(method: str, params: dict[str, Any]) -> None:
    world = World(bot_id=0, username="SherpaSandboxBot")
    people = People(world)
    people.say(people.add_user("Ann"), "/start")
    with contextlib.suppress(Refusal):
        METHODS[method](world, Params({"chat_id": 1001, "text": "x"} | params))
