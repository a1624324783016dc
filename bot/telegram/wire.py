"""Sending, editing and answering over the Bot API, and what to do when it refuses."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.buttons import keyboard
from bot.telegram.limits import CALLBACK_ANSWER
from bot.telegram.refusals import Meaning, Refusal, refusal_of
from bot.telegram.request import AiohttpRequest

if TYPE_CHECKING:
    from bot.render.page import Shown

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.3, 30.0  # seconds between tries of what was not sent


class Refused(Exception):
    """The Bot API did not do it, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.meaning}: {refusal.text}")
        self.refusal = refusal


class RawBot(Bot):
    """The library's bot with a call that skips building objects nobody reads: half the cost of a send."""

    async def call(self, method: str, params: dict[str, Any], *, read_timeout: float | None = None) -> Any:
        """Any method of the Bot API by its name. Raises TelegramError."""
        if read_timeout is None:
            return await self._post(method, params)
        return await self._post(method, params, read_timeout=read_timeout)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, a topic of it, and the message it answers."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message is now; ``chat_id`` differs from the place's where the chat has moved."""

    chat_id: int
    message_id: int


def build_bot(token: str, api_url: str) -> RawBot:
    """A bot at any Bot API server; ``api_url`` has no trailing slash. Nothing is connected yet."""
    return RawBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=4),
    )


class Wire:
    """What the conversation sends through. Every failure comes out as Refused."""

    def __init__(self, bot: RawBot) -> None:
        self._bot = bot

    async def send(self, place: Place, shown: Shown) -> Sent:
        """A new message. Follows a chat that moved; falls back to plain text where our markup is refused."""
        params = _content(shown) | {"chat_id": place.chat_id}
        if place.thread_id is not None:
            params["message_thread_id"] = place.thread_id
        if place.reply_to is not None:
            params["reply_parameters"] = {
                "message_id": place.reply_to,
                "allow_sending_without_reply": True,
            }
        try:
            result = await self._try("sendMessage", params, shown.body.text)
        except Refused as refused:
            if refused.refusal.moved_to is None:
                raise
            params["chat_id"] = refused.refusal.moved_to
            result = await self._try("sendMessage", params, shown.body.text)
        return Sent(int(params["chat_id"]), int(result["message_id"]))

    async def edit(self, chat_id: int, message_id: int, shown: Shown) -> None:
        """Change a message in place; one that is the same already is as good as changed.

        An edit whose outcome is unknown is made once more: twice the same is once.
        """
        params = _content(shown) | {"chat_id": chat_id, "message_id": message_id}
        for last in (False, True):
            try:
                await self._try("editMessageText", params, shown.body.text)
            except Refused as refused:
                if refused.refusal.meaning is Meaning.UNKNOWN and not last:
                    continue
                if refused.refusal.meaning is not Meaning.UNCHANGED:
                    raise
            return

    async def answer_tap(self, query_id: str, toast: str | None) -> None:
        """Take the clock off a button, with a word or without. Too late is no failure."""
        params: dict[str, Any] = {"callback_query_id": query_id}
        if toast:
            params["text"] = toast[:CALLBACK_ANSWER]
        try:
            await self._try("answerCallbackQuery", params)
        except Refused as refused:
            log.info("A tap was not answered: %s", refused)

    async def _try(self, method: str, params: dict[str, Any], plain_text: str = "") -> dict[str, Any]:
        """Call until it is done or refused for good. What may have arrived is never sent again.

        However long it takes, only this chat's lane waits, and the update stays in the inbox meanwhile.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                return cast("dict[str, Any]", await self._bot.call(method, params))
            except TelegramError as error:
                refusal = refusal_of(error)
            if refusal.meaning is Meaning.NOT_SENT:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            elif refusal.meaning is Meaning.WAIT and refusal.wait is not None:
                await asyncio.sleep(refusal.wait.total_seconds())
            elif refusal.meaning is Meaning.MARKUP and "parse_mode" in params:
                log.error("Our own formatting was refused, so the text goes out plain: %s", refusal.text)
                params = _plainly(params, plain_text)
            else:
                raise Refused(refusal)


def _content(shown: Shown) -> dict[str, Any]:
    preview: dict[str, Any] = {"url": shown.preview_url} if shown.preview_url else {"is_disabled": True}
    return {
        "text": shown.html,
        "parse_mode": "HTML",
        "link_preview_options": preview,
        "reply_markup": keyboard(shown.rows),
    }


def _plainly(params: dict[str, Any], text: str) -> dict[str, Any]:
    """The same call with the text as it is, without formatting."""
    return {name: value for name, value in params.items() if name != "parse_mode"} | {"text": text}
