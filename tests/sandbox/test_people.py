"""What people do, and what the bot is told of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox import EDITOR_ID, NEWSROOM_ID, READER_ID, Sandbox

if TYPE_CHECKING:
    from bot.sandbox import User
    from tests.sandbox.conftest import RawBot


async def updates(bot: RawBot) -> list[dict[str, Any]]:
    """What waits for the bot, confirmed away."""
    found: list[dict[str, Any]] = await bot.call("getUpdates")
    if found:
        await bot.call("getUpdates", offset=found[-1]["update_id"] + 1)
    return found


async def test_a_bot_may_not_write_first(bot: RawBot, sandbox: Sandbox) -> None:
    stranger = sandbox.add_user("Stranger")
    refused = await bot.answer("sendMessage", chat_id=stranger.id, text="hello")
    assert refused["error_code"] == 403
    assert refused["description"] == "Forbidden: bot can't initiate conversation with a user"
    sandbox.say(stranger, "/start")
    await bot.call("sendMessage", chat_id=stranger.id, text="hello")


async def test_blocking_is_told_and_refuses(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    sandbox.block(ann)
    change = (await updates(bot))[0]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert (
        await bot.refusal("sendMessage", chat_id=ann.id, text="x") == "Forbidden: bot was blocked by the user"
    )
    with pytest.raises(ValueError, match="unblock it first"):
        sandbox.say(ann, "hi")
    sandbox.unblock(ann)
    change = (await updates(bot))[0]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("kicked", "member")
    await bot.call("sendMessage", chat_id=ann.id, text="x")


async def test_a_deleted_account_refuses(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    sandbox.deactivate(ann)
    assert await bot.refusal("sendMessage", chat_id=ann.id, text="x") == "Forbidden: user is deactivated"


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_removed_bot_is_refused(bot: RawBot, sandbox: Sandbox, ann: User, supergroup: bool) -> None:
    group = sandbox.add_group("Desk", [ann], supergroup=supergroup)
    await bot.call("sendMessage", chat_id=group.id, text="x")
    sandbox.remove_bot(group)
    kind = "supergroup" if supergroup else "group"
    refused = await bot.refusal("sendMessage", chat_id=group.id, text="x")
    assert refused == f"Forbidden: bot was kicked from the {kind} chat"


async def test_leaving_a_group(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    group = sandbox.add_group("Desk", [ann])
    assert await bot.call("leaveChat", chat_id=group.id) is True
    refused = await bot.refusal("sendMessage", chat_id=group.id, text="x")
    assert refused == "Forbidden: bot is not a member of the group chat"


async def test_a_migrated_group_names_its_new_id(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    old = sandbox.add_group("Desk", [ann])
    await updates(bot)
    new = sandbox.migrate(old)
    assert [update["message"].get("migrate_to_chat_id") for update in await updates(bot)] == [new.id, None]
    refused = await bot.answer("sendMessage", chat_id=old.id, text="x")
    assert refused == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    assert (await bot.call("sendMessage", chat_id=new.id, text="x"))["chat"]["type"] == "supergroup"
    with pytest.raises(ValueError, match="moved on"):
        sandbox.say(ann, "hi", chat=old)


async def test_privacy_mode_decides_what_a_group_tells_the_bot(
    bot: RawBot, sandbox: Sandbox, ann: User
) -> None:
    group = sandbox.add_group("Desk", [ann])
    sent = await bot.call("sendMessage", chat_id=group.id, text="x")
    await updates(bot)
    assert sandbox.say(ann, "just talk", chat=group).is_unseen_by_bot
    assert sandbox.say(ann, "/brief@OtherBot", chat=group).is_unseen_by_bot
    sandbox.say(ann, "/brief", chat=group)
    sandbox.say(ann, "/brief@sherpasandboxbot", chat=group)
    sandbox.say(ann, "an answer", chat=group, reply_to=sent["message_id"])
    heard = [update["message"]["text"] for update in await updates(bot)]
    assert heard == ["/brief", "/brief@sherpasandboxbot", "an answer"]
    sandbox.world.has_privacy_mode = False
    assert not sandbox.say(ann, "just talk", chat=group).is_unseen_by_bot


async def test_edits_reach_the_bot(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    message = sandbox.say(ann, "/agneda")
    sandbox.edit(ann, message, "/agenda")
    first, second = await updates(bot)
    assert first["message"]["text"] == "/agneda"
    assert second["edited_message"]["text"] == "/agenda"
    assert second["edited_message"]["edit_date"] >= message.date
    with pytest.raises(ValueError, match="own messages"):
        sandbox.edit(sandbox.add_user("Ben"), message, "x")


async def test_a_long_text_goes_in_parts(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    sandbox.say(ann, "\n".join(["word " * 200] * 9))
    parts = [update["message"]["text"] for update in await updates(bot)]
    assert len(parts) == 3
    assert all(len(part) <= 4096 for part in parts)
    assert sum(part.count("word") for part in parts) == 1800


async def test_commands_are_kept_by_scope_and_language(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    brief = [{"command": "brief", "description": "What is known"}]
    korean = [{"command": "brief", "description": "브리핑"}]
    await bot.call("setMyCommands", commands=brief)
    await bot.call("setMyCommands", commands=korean, language_code="ko")
    await bot.call("setMyCommands", commands=[], scope={"type": "chat", "chat_id": ann.id})
    assert await bot.call("getMyCommands") == brief
    assert await bot.call("getMyCommands", language_code="ko") == korean
    await bot.call("deleteMyCommands")
    assert await bot.call("getMyCommands") == []


@pytest.mark.parametrize(
    ("command", "description", "refusal"),
    [
        ("Brief", "x", "BOT_COMMAND_INVALID"),
        ("a-b", "x", "BOT_COMMAND_INVALID"),
        ("", "x", "command must be non-empty"),
        ("a" * 33, "x", "command length must not exceed 32"),
        ("a", " ", "command description must be non-empty"),
        ("a", "x" * 257, "command description length must not exceed 256"),
    ],
)
async def test_bad_commands_are_refused(bot: RawBot, command: str, description: str, refusal: str) -> None:
    wrong = [{"command": command, "description": description}]
    assert await bot.refusal("setMyCommands", commands=wrong) == f"Bad Request: {refusal}"


async def test_command_lists_have_limits_and_scopes_rules(bot: RawBot) -> None:
    many = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    assert await bot.refusal("setMyCommands", commands=many) == "Bad Request: BOT_COMMANDS_TOO_MUCH"
    for scope, reason in (
        ({}, 'Can\'t find field "type"'),
        ({"type": "moon"}, "Unsupported type specified"),
        ({"type": "chat"}, 'Can\'t find field "chat_id"'),
        ([], "BotCommandScope must be an Object"),
    ):
        refused = await bot.refusal("setMyCommands", commands=[], scope=scope)
        assert refused == f"Bad Request: can't parse BotCommandScope: {reason}"


async def test_what_the_bot_says_of_itself(bot: RawBot) -> None:
    await bot.call("setMyDescription", description="Who said it, and where.")
    await bot.call("setMyShortDescription", short_description="Briefings")
    await bot.call("setMyName", name="Sherpa")
    assert (await bot.call("getMyDescription", language_code="ko"))[
        "description"
    ] == "Who said it, and where."
    assert (await bot.call("getMyShortDescription"))["short_description"] == "Briefings"
    assert (await bot.call("getMyName"))["name"] == "Sherpa"
    assert (
        await bot.refusal("setMyDescription", description="x" * 513)
    ) == "Bad Request: BOT_DESCRIPTION_INVALID"
    assert await bot.call("setChatMenuButton", menu_button={"type": "commands"}) is True
    assert await bot.call("getChatMenuButton") == {"type": "commands"}


async def test_chats_and_members_can_be_asked_for(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    ben = sandbox.add_user("Ben")
    group = sandbox.add_group("Desk", [ann, ben])
    assert (await bot.call("getChat", chat_id=group.id))["title"] == "Desk"
    assert (await bot.call("getChat", chat_id=ann.id))["active_usernames"] == ["ann"]

    async def status(user_id: int) -> str:
        member = await bot.call("getChatMember", chat_id=group.id, user_id=user_id)
        return str(member["status"])

    assert [await status(user_id) for user_id in (ann.id, ben.id, sandbox.world.bot.id)] == [
        "creator",
        "member",
        "member",
    ]
    administrators = await bot.call("getChatAdministrators", chat_id=group.id)
    assert [each["user"]["id"] for each in administrators] == [ann.id]
    assert await bot.call("getChatMemberCount", chat_id=group.id) == 3
    assert (await bot.refusal("getChatAdministrators", chat_id=ann.id)) == (
        "Bad Request: there are no administrators in the private chat"
    )


async def test_furnishing_gives_the_same_people_every_time() -> None:
    first, second = Sandbox(), Sandbox()
    first.furnish()
    first.furnish()
    second.furnish()
    assert list(first.world.chats) == list(second.world.chats) == [READER_ID, EDITOR_ID, NEWSROOM_ID]
    assert first.private_chat(READER_ID).has_started


async def test_waiting_sees_changes_and_gives_up(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    waiting = asyncio.create_task(sandbox.wait_for(lambda box: len(box.messages(ann.id)) == 2 and "now"))
    await asyncio.sleep(0)
    await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert await waiting == "now"
    await sandbox.wait_for(lambda box: box.calls[-1].method == "sendMessage")
    with pytest.raises(TimeoutError):
        await sandbox.wait_for(lambda _: False, timeout=0.02)
