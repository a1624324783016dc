"""Bot API methods about the bot itself, about chats and their members, and about files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.sandbox.params import FieldError, Params, required_field
from bot.sandbox.refusals import bad_request

if TYPE_CHECKING:
    from bot.sandbox.nouns import Chat, Json, User
    from bot.sandbox.world import World

MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LARGEST_DOWNLOAD = 20 * 1024 * 1024
WIDE_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


def get_me(world: World, params: Params) -> Json:
    """GetMe."""
    del params
    return world.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.has_privacy_mode,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def accept(world: World, params: Params) -> bool:
    """LogOut and close: there is nothing to leave here, so they only agree."""
    del world, params
    return True


# -- commands


def set_my_commands(world: World, params: Params) -> bool:
    """SetMyCommands."""
    raw = params.structured("commands", "commands")
    if not isinstance(raw, list | None):
        raise bad_request("expected an Array of BotCommand")
    commands = [_command(each) for each in raw or []]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_scope(world, params), _language(params)] = commands
    world.notify("commands", None)
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """GetMyCommands."""
    return world.profile.commands.get((_scope(world, params), _language(params)), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """DeleteMyCommands."""
    world.profile.commands.pop((_scope(world, params), _language(params)), None)
    world.notify("commands", None)
    return True


def commands_for(world: World, chat: Chat, user: User) -> list[Json]:
    """The command menu a person sees in a chat: the narrowest scope wins, and in it their language."""
    scopes = ["default"]
    if chat.user is not None:
        scopes = [f"chat:{chat.id}", "all_private_chats", *scopes]
    else:
        is_admin = chat.members.get(user.id) in {"creator", "administrator"}
        scopes = [
            f"chat_member:{chat.id}:{user.id}",
            *([f"chat_administrators:{chat.id}"] if is_admin else []),
            f"chat:{chat.id}",
            *(["all_chat_administrators"] if is_admin else []),
            "all_group_chats",
            *scopes,
        ]
    for scope in scopes:
        for language in (user.language_code, ""):
            if commands := world.profile.commands.get((scope, language)):
                return commands
    return []


def _command(raw: Any) -> Json:
    if not isinstance(raw, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    try:
        name = required_field(raw, "command").strip().removeprefix("/")
        description = required_field(raw, "description").strip()
    except FieldError as error:
        raise bad_request(f"can't parse BotCommand: {error}") from None
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {LONGEST_COMMAND_DESCRIPTION}")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _scope(world: World, params: Params) -> str:
    raw = params.structured("scope", "BotCommandScope")
    if raw is None:
        return "default"
    if not isinstance(raw, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    try:
        return _scope_key(world, raw)
    except FieldError as error:
        raise bad_request(f"can't parse BotCommandScope: {error}") from None


def _scope_key(world: World, raw: Json) -> str:
    kind: str = required_field(raw, "type")
    if kind in WIDE_SCOPES:
        return kind
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise FieldError("Unsupported type specified")
    chat_id = required_field(raw, "chat_id")
    if not chat_id:
        raise FieldError("Empty chat_id specified")
    if kind != "chat_member":
        return f"{kind}:{world.get_chat(chat_id).id}"
    user_id = required_field(raw, "user_id", int)
    if user_id <= 0:
        raise FieldError("Invalid user_id specified")
    return f"{kind}:{world.get_chat(chat_id).id}:{user_id}"


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


# -- texts about the bot


def set_my_name(world: World, params: Params) -> bool:
    """SetMyName."""
    return _set_text(world.profile.names, params, "name", 64)


def set_my_description(world: World, params: Params) -> bool:
    """SetMyDescription."""
    return _set_text(world.profile.descriptions, params, "description", 512)


def set_my_short_description(world: World, params: Params) -> bool:
    """SetMyShortDescription."""
    return _set_text(world.profile.short_descriptions, params, "short_description", 120)


def _set_text(texts: dict[str, str], params: Params, name: str, most: int) -> bool:
    text = params.text(name)
    if len(text) > most:
        raise bad_request(f"BOT_{'TITLE' if name == 'name' else 'DESCRIPTION'}_INVALID")
    texts[_language(params)] = text
    return True


def get_my_name(world: World, params: Params) -> Json:
    """GetMyName."""
    return {"name": _get_text(world.profile.names, params) or world.bot.first_name}


def get_my_description(world: World, params: Params) -> Json:
    """GetMyDescription."""
    return {"description": _get_text(world.profile.descriptions, params)}


def get_my_short_description(world: World, params: Params) -> Json:
    """GetMyShortDescription."""
    return {"short_description": _get_text(world.profile.short_descriptions, params)}


def _get_text(texts: dict[str, str], params: Params) -> str:
    return texts.get(_language(params)) or texts.get("", "")


def set_chat_menu_button(world: World, params: Params) -> bool:
    """SetChatMenuButton."""
    raw = params.structured("menu_button", "menu button")
    button = {"type": "default"} if raw is None else raw
    if not isinstance(button, dict):
        raise bad_request("can't parse menu button: MenuButton must be an Object")
    if str(button.get("type")) not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: Unsupported type specified")
    world.profile.menu_buttons[params.integer("chat_id")] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    """GetChatMenuButton."""
    buttons = world.profile.menu_buttons
    return buttons.get(params.integer("chat_id")) or buttons.get(0) or {"type": "commands"}


# -- chats and members


def get_chat(world: World, params: Params) -> Json:
    """GetChat."""
    chat = world.get_chat(params.text("chat_id"))
    if chat.kind == "supergroup":
        world.check_membership(chat)
    full = chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.user is None:
        full["permissions"] = {"can_send_messages": True}
    elif chat.user.username:
        full["active_usernames"] = [chat.user.username]
    return full


def get_chat_member(world: World, params: Params) -> Json:
    """GetChatMember."""
    user_id = params.integer("user_id", low=0)
    if user_id == 0 and world.bot.id != 0:
        raise bad_request("invalid user_id specified")
    chat = world.get_chat(params.text("chat_id"))
    if user_id == world.bot.id:
        return world.member_json(world.bot, chat.bot_status)
    if chat.user is None:
        world.check_membership(chat)
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    is_self = chat.user is user
    return world.member_json(user, "member" if is_self else chat.members.get(user_id, "left"))


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """GetChatAdministrators. Other bots are left out, this one is not."""
    chat = world.get_chat(params.text("chat_id"))
    if chat.user is not None:
        raise bad_request("there are no administrators in the private chat")
    world.check_membership(chat)
    found = [
        world.member_json(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]
    if chat.bot_status == "administrator":
        found.append(world.member_json(world.bot, "administrator"))
    return found


def get_chat_member_count(world: World, params: Params) -> int:
    """GetChatMemberCount, the bot included."""
    chat = world.get_chat(params.text("chat_id"))
    return 2 if chat.user is not None else len(chat.members) + (chat.bot_status not in {"left", "kicked"})


def leave_chat(world: World, params: Params) -> bool:
    """LeaveChat."""
    chat = world.get_writable_chat(params.text("chat_id"))
    if chat.user is not None:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot_status(chat, "left", world.bot)
    return True


# -- files


def get_file(world: World, params: Params) -> Json:
    """GetFile."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }
