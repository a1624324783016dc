"""Two thousand updates of every kind, sane and odd: each is answered or ignored calmly."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING, Any

import pytest

from bot.telegram.polling import WANTED

if TYPE_CHECKING:
    from tests.conftest import Talk

NUMBER = 2_000
TEXTS = [
    *(
        "/brief",
        "/agenda arms",
        "agenda “arms”",
        "/experts@SherpaSandboxBot",
        "/agenda@OtherBot",
        "/who",
        "/who kim",
    ),
    *(
        "/search 위성",
        "/agneda",
        "/",
        "//",
        "/ ",
        "@",
        "푸틴",
        "정상회담",
        "🙂🙂🙂",
        "\u202eمرحبا\u202c",
        "\u200b",
        "…",
        "a\x00b",
    ),
    *(
        "x" * 4096,
        "Kim Jong-un " * 300,
        "🇰🇷" * 400,
        "<b>&",
        "/start t_arms",
        "/start p_",
        "/start " + "z" * 64,
    ),
    *(
        "/subscribe arms",
        "/settings",
        "%",
        "_",
        "'; DROP TABLE stories; --",
        "/timeline 2023",
        "/timeline -1",
    ),
]
DATA = [
    "1|brief|1|",
    "1|agenda|1|arms",
    "1|agenda|99|",
    "1|nonsense|1|",
    "1|words|1|nobody",
    "2|x",
    "",
    "|" * 60,
    "1|search|3|un",
]
ODD: list[Any] = [None, 0, -1, "", "text", [], {}, 2**60, True, [[]], {"id": "x"}]


def user(dice: random.Random) -> dict[str, Any]:
    return {
        "id": dice.choice([1001, 1002, 1002]),
        "is_bot": False,
        "first_name": dice.choice(["Reader", "<b>", "김"]),
    }


def chat(dice: random.Random) -> dict[str, Any]:
    return dice.choice(
        [
            *[{"id": 1001, "type": "private", "first_name": "Reader"}] * 4,
            {"id": -4001, "type": "group", "title": "Newsroom"},
            {"id": 555_000, "type": "private", "first_name": "Stranger"},
            {"id": -1009, "type": "supergroup", "title": "Nowhere", "is_forum": True},
        ]
    )


def message(dice: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {
        "message_id": dice.randint(1, 10**6),
        "date": 1_700_000_000,
        "chat": chat(dice),
        "from": user(dice),
    }
    kind = dice.random()
    if kind < 0.75:
        made["text"] = dice.choice(TEXTS)
    elif kind < 0.85:
        made |= {"caption": dice.choice(TEXTS)[:1000], "photo": []}
    elif kind < 0.9:
        made |= {"location": {"latitude": 1.0, "longitude": 2.0}}
    elif kind < 0.95:
        made |= {"new_chat_members": [user(dice)]}
    if dice.random() < 0.1:
        made |= {"is_topic_message": True, "message_thread_id": 3}
    return made


def content(dice: random.Random) -> tuple[str, Any]:
    kind = dice.choice(
        ["message"] * 5 + ["edited_message", "callback_query", "callback_query", "my_chat_member", "poll"]
    )
    if kind in {"message", "edited_message"}:
        return kind, message(dice)
    if kind == "callback_query":
        query = {
            "id": str(dice.randint(1, 10**9)),
            "from": user(dice),
            "chat_instance": "1",
            "data": dice.choice(DATA),
        }
        return kind, query | dice.choice(
            [
                {"message": message(dice)},
                {"message": message(dice) | {"date": 0}},
                {},
                {"inline_message_id": "7"},
            ]
        )
    if kind == "my_chat_member":
        member = [
            {"status": status, "user": user(dice)} for status in dice.sample(["member", "left", "kicked"], 2)
        ]
        change = {"chat": chat(dice), "from": user(dice), "date": 1_700_000_000}
        return kind, change | {"old_chat_member": member[0], "new_chat_member": member[1]}
    return kind, {"id": "1"}


def spoil(dice: random.Random, value: Any) -> Any:
    """Put something odd into some place of it."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        key = dice.choice(sorted(value))
        if dice.random() < 0.2:
            return {name: kept for name, kept in value.items() if name != key}
        return value | {key: spoil(dice, value[key])}
    return dice.choice(ODD)


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_update_is_answered_or_ignored_calmly(
    talk: Talk, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(seed)
    pushed = 0
    while pushed < NUMBER // 2:
        kind, made = content(dice)
        talk.sandbox.push_update({kind: spoil(dice, made) if dice.random() < 0.3 else made})
        pushed += kind in WANTED  # as Telegram does, the sandbox keeps the other kinds to itself
    await talk.sandbox.wait_for(lambda _: len(talk.settled) >= NUMBER // 2, timeout=30)
    outcomes = talk.outcomes()
    assert len(outcomes) == NUMBER // 2
    assert None not in outcomes
    assert "failed" not in outcomes
    assert outcomes.count("answered") > NUMBER // 10
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    await talk.service.conversation.take({"update_id": 1, "poll": {"id": "1"}})
    await talk.service.conversation.take({"update_id": 2, "made_up": None})
    assert (await talk.ask("/brief")).text.startswith("Brief"), "and it still answers"
