from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.refusals import Meaning, refusal_of
from bot.telegram.request import NotSent, OutcomeUnknown


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (NotSent("refused"), Meaning.NOT_SENT),
        (OutcomeUnknown("reset"), Meaning.UNKNOWN),
        (TimedOut(), Meaning.UNKNOWN),
        (NetworkError("Bad Gateway"), Meaning.UNKNOWN),
        (TelegramError("Invalid server response"), Meaning.UNKNOWN),
        (RetryAfter(3), Meaning.WAIT),
        (ChatMigrated(-100), Meaning.MOVED),
        (Forbidden("Forbidden: bot was blocked by the user"), Meaning.GONE),
        (Forbidden("Forbidden: user is deactivated"), Meaning.GONE),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Meaning.GONE),
        (BadRequest("Bad Request: chat not found"), Meaning.GONE),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), Meaning.CLOSED),
        (BadRequest("Bad Request: TOPIC_CLOSED"), Meaning.CLOSED),
        (BadRequest("Bad Request: message thread not found"), Meaning.CLOSED),
        (BadRequest("Bad Request: message is not modified: specified new"), Meaning.UNCHANGED),
        (BadRequest("Bad Request: can't parse entities: Unsupported start tag"), Meaning.MARKUP),
        (BadRequest("Bad Request: message to edit not found"), Meaning.LOST),
        (BadRequest("Bad Request: message can't be edited"), Meaning.LOST),
        (BadRequest("Bad Request: query is too old and response timeout expired"), Meaning.LOST),
        (BadRequest("Bad Request: message is too long"), Meaning.CONTENT),
        (BadRequest("Bad Request: BUTTON_DATA_INVALID"), Meaning.CONTENT),
        (InvalidToken(), Meaning.TOKEN),
        (Conflict("Conflict: terminated by other getUpdates request"), Meaning.CONFLICT),
    ],
)
def test_what_each_refusal_means(error: TelegramError, meaning: Meaning) -> None:
    assert refusal_of(error).meaning is meaning


def test_how_long_to_wait_and_where_a_chat_moved() -> None:
    assert refusal_of(RetryAfter(3)).wait == timedelta(seconds=3)
    assert refusal_of(RetryAfter(timedelta(hours=12))).wait == timedelta(hours=12)
    assert refusal_of(ChatMigrated(-1005)).moved_to == -1005
