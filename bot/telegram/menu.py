"""What Telegram shows about the bot before anything is typed: commands by scope, and descriptions."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.render import wording

if TYPE_CHECKING:
    from bot.telegram.wire import RawBot

log = logging.getLogger(__name__)

IN_GROUPS = ("brief", "agenda", "experts", "timeline", "who", "search", "help")


async def publish_menu(bot: RawBot) -> None:
    """Tell Telegram the command menus and descriptions. Cosmetic: a failure is logged and nothing more."""
    everything = [{"command": name, "description": text} for name, text in wording.COMMANDS.items()]
    in_groups = [entry for entry in everything if entry["command"] in IN_GROUPS]
    calls: list[tuple[str, dict[str, object]]] = [
        ("setMyCommands", {"commands": everything, "scope": {"type": "default"}}),
        ("setMyCommands", {"commands": everything, "scope": {"type": "all_private_chats"}}),
        ("setMyCommands", {"commands": in_groups, "scope": {"type": "all_group_chats"}}),
        ("setMyShortDescription", {"short_description": wording.ABOUT_SHORT}),
        ("setMyDescription", {"description": wording.ABOUT}),
    ]
    for method, params in calls:
        try:
            await bot.call(method, params)
        except TelegramError as error:
            log.warning("%s was not taken: %s", method, error.message)
