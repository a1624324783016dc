"""What the bot may send, and what Telegram says to the rest."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
import pytest

from bot.sandbox import plain_text

if TYPE_CHECKING:
    from bot.sandbox import Sandbox, User
    from tests.sandbox.conftest import RawBot

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + bytes(20)


def keyboard(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


async def test_a_message_arrives_with_its_entities_and_buttons(
    bot: RawBot, sandbox: Sandbox, ann: User
) -> None:
    markup = keyboard({"text": "Agenda", "callback_data": "a"}, {"text": "Open", "url": "https://hani.co.kr"})
    sent = await bot.call(
        "sendMessage", chat_id=ann.id, text="<b>김</b> /help", parse_mode="HTML", reply_markup=markup
    )
    assert sent["text"] == "김 /help"
    assert [each["type"] for each in sent["entities"]] == ["bold", "bot_command"]
    assert sent["reply_markup"] == markup
    assert sent["chat"] == {"id": ann.id, "type": "private", "first_name": "Ann", "username": "ann"}
    assert plain_text(sandbox.messages(ann.id)[-1]) == "김 /help\n\n[ Agenda ]  [ Open ]"


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "가" * 4097}, "message is too long"),
        ({"text": "x" * 40_000}, "text is too long"),
        ({"text": "x", "parse_mode": "HTM"}, "unsupported parse_mode"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "the sandbox reads parse_mode HTML only, not Markdown"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 404}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "reply_to_message_id": 1}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": {"message_id": 1}}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": {"quote": "y"}}, 'can\'t find field "message_id"'),
        ({"text": "x", "reply_parameters": []}, "object expected as reply parameters"),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "x", "entities": [{"type": "bold", "offset": 0}]},
         'can\'t parse MessageEntity: Can\'t find field "length"'),
        ({"text": "x", "entities": [{"type": "loud", "offset": 0, "length": 1}]},
         "can't parse MessageEntity: Unsupported type specified"),
        ({"text": "x", "link_preview_options": {"is_disabled": "yes"}},
         'field "is_disabled" must be of type Boolean'),
    ],
)  # fmt: skip
async def test_bad_messages_are_refused(
    bot: RawBot, ann: User, params: dict[str, Any], description: str
) -> None:
    assert await bot.refusal("sendMessage", **{"chat_id": ann.id, **params}) == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (keyboard({"text": "a", "callback_data": "x" * 65}), "BUTTON_DATA_INVALID"),
        (keyboard({"text": "a", "callback_data": "가" * 22}), "BUTTON_DATA_INVALID"),
        (keyboard({"callback_data": "x"}), 'can\'t parse inline keyboard button: Can\'t find field "text"'),
        (keyboard({"text": "a"}),
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (keyboard("a"), "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        (keyboard({"text": " ", "callback_data": "x"}), "inline keyboard button text must be non-empty"),
        (keyboard({"text": "a", "url": "nowhere"}),
         "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (keyboard({"text": "a", "copy_text": "x"}),
         'can\'t parse inline keyboard button: Field "copy_text" must be of type Object'),
        (keyboard({"text": "a", "callback_data": "x", "style": "loud"}),
         "can't parse inline keyboard button: invalid button style specified"),
        ({"inline_keyboard": [{"text": "a"}]},
         'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"inline_keyboard": 1}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": [[1]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ([], "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
    ],
)  # fmt: skip
async def test_bad_keyboards_are_refused(bot: RawBot, ann: User, markup: Any, description: str) -> None:
    refused = await bot.refusal("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
    assert refused == f"Bad Request: {description}"


@pytest.mark.parametrize("data", ["x" * 64, "가" * 21, "한글"])
async def test_callback_data_of_64_bytes_is_taken(bot: RawBot, ann: User, data: str) -> None:
    markup = keyboard({"text": "a", "callback_data": data})
    sent = await bot.call("sendMessage", chat_id=ann.id, text="x" * 4096, reply_markup=markup)
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == data


@pytest.mark.parametrize(
    "markup",
    [{"keyboard": [["a"]]}, {"remove_keyboard": True}, {"force_reply": True}, {"inline_keyboard": []}],
)
async def test_other_markup_is_taken_and_not_given_back(
    bot: RawBot, ann: User, markup: dict[str, Any]
) -> None:
    assert "reply_markup" not in await bot.call("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)


async def test_a_reply_to_what_is_gone_may_be_sent_alone(bot: RawBot, ann: User) -> None:
    alone = {"message_id": 1, "allow_sending_without_reply": True}
    sent = await bot.call("sendMessage", chat_id=ann.id, text="x", reply_parameters=alone)
    assert "reply_to_message" not in sent
    again = await bot.call("sendMessage", chat_id=ann.id, text="y", reply_to_message_id=sent["message_id"])
    assert again["reply_to_message"]["text"] == "x"


async def test_editing_changes_the_message_and_the_same_twice_is_refused(
    bot: RawBot, sandbox: Sandbox, ann: User
) -> None:
    where = {"chat_id": ann.id}
    where["message_id"] = (await bot.call("sendMessage", text="a", **where))["message_id"]
    edited = await bot.call("editMessageText", text="<i>b</i>", parse_mode="HTML", **where)
    assert edited["edit_date"] >= edited["date"]
    refused = await bot.refusal("editMessageText", text="<i>b</i>", parse_mode="HTML", **where)
    assert refused.startswith("Bad Request: message is not modified: specified new message content")
    await bot.call("editMessageText", text="b", **where)
    await bot.call(
        "editMessageReplyMarkup", reply_markup=keyboard({"text": "a", "callback_data": "x"}), **where
    )
    assert sandbox.messages(ann.id)[-1].keyboard[0][0]["text"] == "a"
    await bot.call("editMessageText", text="b", **where)
    assert sandbox.messages(ann.id)[-1].keyboard == []


async def test_what_cannot_be_edited_is_refused(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    theirs = sandbox.messages(ann.id)[0].message_id
    with_keyboard = await bot.call(
        "sendMessage", chat_id=ann.id, text="x", reply_markup={"keyboard": [["a"]]}
    )

    async def refusal(message_id: int, **more: Any) -> str:
        return await bot.refusal("editMessageText", chat_id=ann.id, message_id=message_id, text="y", **more)

    assert await refusal(1) == "Bad Request: message to edit not found"
    assert await refusal(theirs) == "Bad Request: message can't be edited"
    assert await refusal(with_keyboard["message_id"]) == "Bad Request: message can't be edited"
    assert await refusal(1, reply_markup={"keyboard": [["a"]]}) == "Bad Request: inline keyboard expected"
    assert (
        await bot.refusal("editMessageText", text="y") == "Bad Request: message identifier is not specified"
    )


async def test_deleting(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    sent = await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert await bot.call("deleteMessage", chat_id=ann.id, message_id=sent["message_id"]) is True
    refused = await bot.refusal("deleteMessage", chat_id=ann.id, message_id=sent["message_id"])
    assert refused == "Bad Request: message to delete not found"
    group = sandbox.add_group("Desk", [ann])
    theirs = sandbox.say(ann, "/hi", chat=group)
    refused = await bot.refusal("deleteMessage", chat_id=group.id, message_id=theirs.message_id)
    assert refused == "Bad Request: message can't be deleted"


async def test_a_tap_is_answered_once(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    markup = keyboard({"text": "Go", "callback_data": "g1"}, {"text": "Site", "url": "https://hani.co.kr"})
    await bot.call("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
    message = sandbox.messages(ann.id)[-1]
    query = ""
    for button in ("Go", "g1", (0, 0)):
        query = sandbox.tap(ann, message, button)
        assert sandbox.answer_to(query) is None
        await bot.call("answerCallbackQuery", callback_query_id=query, text="Done", show_alert=True)
        answered = sandbox.answer_to(query)
        assert answered is not None
        assert (answered.text, answered.show_alert, answered.data) == ("Done", True, "g1")
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await bot.refusal("answerCallbackQuery", callback_query_id=query) == too_old
    assert await bot.refusal("answerCallbackQuery", callback_query_id="1") == too_old
    long = await bot.refusal("answerCallbackQuery", callback_query_id="1", text="x" * 201)
    assert long == "Bad Request: MESSAGE_TOO_LONG"
    with pytest.raises(ValueError, match="does not reach the bot"):
        sandbox.tap(ann, message, "Site")
    with pytest.raises(ValueError, match="there are: Go, Site"):
        sandbox.tap(ann, message, "Gone")


async def test_files_travel_both_ways(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(ann.id))
    form.add_field("document", "attach://doc")
    form.add_field("caption", "<b>All</b>")
    form.add_field("parse_mode", "HTML")
    form.add_field("doc", b"a,b\n", filename="brief.csv", content_type="text/csv")
    async with bot.http.post(bot.url("sendDocument"), data=form) as response:
        sent = (await response.json())["result"]
    assert sent["document"]["file_name"] == "brief.csv"
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    await bot.call("sendDocument", chat_id=ann.id, document=sent["document"]["file_id"])
    sandbox.send_file(ann, "article.txt", "기사".encode(), caption="read this")
    received = (await bot.call("getUpdates"))[-1]["message"]
    assert received["caption"] == "read this"
    found = await bot.call("getFile", file_id=received["document"]["file_id"])
    async with bot.http.get(f"{sandbox.url}/file/bot{sandbox.token}/{found['file_path']}") as response:
        assert (await response.read()).decode() == "기사"
    assert await bot.refusal("getFile", file_id="x") == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [(PNG, (640, 480)), (b"\xff\xd8\xff\xe0", (1280, 800)), (b"text", "IMAGE_PROCESS_FAILED")],
)
async def test_a_photo_must_be_a_picture(bot: RawBot, ann: User, content: bytes, expected: Any) -> None:
    form = aiohttp.FormData({"chat_id": str(ann.id)})
    form.add_field("photo", content, filename="chart.png")
    async with bot.http.post(bot.url("sendPhoto"), data=form) as response:
        body = await response.json()
    if isinstance(expected, str):
        assert body["description"] == f"Bad Request: {expected}"
    else:
        assert (body["result"]["photo"][-1]["width"], body["result"]["photo"][-1]["height"]) == expected


async def test_files_have_their_own_refusals(bot: RawBot, ann: User) -> None:
    async def refusal(method: str, **params: Any) -> str:
        return (await bot.refusal(method, chat_id=ann.id, **params)).removeprefix("Bad Request: ")

    assert await refusal("sendDocument") == "there is no document in the request"
    assert await refusal("sendDocument", document="x") == "wrong file identifier/HTTP URL specified"
    assert await refusal("sendPhoto", photo="https://x.org/a.png") == "failed to get HTTP URL content"
    assert await refusal("sendPhoto", photo="x", caption="가" * 1025) == "message caption is too long"


@pytest.mark.parametrize("kind", ["json", "json in json", "form", "multipart", "query"])
async def test_parameters_may_travel_in_any_dress(
    bot: RawBot, sandbox: Sandbox, ann: User, kind: str
) -> None:
    markup = keyboard({"text": "a", "callback_data": "x"})
    nested = orjson.dumps(markup).decode()
    params = {"chat_id": ann.id, "text": "123", "reply_markup": markup, "protect_content": True}
    words = {"chat_id": str(ann.id), "text": "123", "reply_markup": nested, "protect_content": "true"}
    form = aiohttp.FormData(words)
    if kind == "multipart":
        form.add_field("extra", b"x", filename="x")
    sent = {
        "json": {"json": params},
        "json in json": {"json": params | {"reply_markup": nested}},
        "form": {"data": form},
        "multipart": {"data": form},
        "query": {"params": words},
    }[kind]
    async with bot.http.post(bot.url("SENDmessage"), **sent) as response:  # type: ignore[arg-type]
        assert (await response.json())["result"]["reply_markup"] == markup
    call = sandbox.calls[-1]
    assert (call.method, call.ok, call.params) == ("sendMessage", True, params)


async def test_inline_answers_are_checked(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    query = sandbox.ask_inline(ann, "kim")
    article = {"type": "article", "id": "1", "title": "Kim", "input_message_content": {"message_text": "x"}}
    twice = await bot.refusal("answerInlineQuery", inline_query_id=query, results=[article, article])
    assert twice == "Bad Request: RESULT_ID_DUPLICATE"
    assert await bot.call("answerInlineQuery", inline_query_id=query, results=[article]) is True
    assert sandbox.world.inline_questions[query].results == [article]


async def test_chat_actions(bot: RawBot, ann: User) -> None:
    assert await bot.call("sendChatAction", chat_id=ann.id, action="typing") is True
    refused = await bot.refusal("sendChatAction", chat_id=ann.id, action="dancing")
    assert refused == "Bad Request: wrong parameter action in request"


@pytest.mark.parametrize(
    ("token", "method", "code", "description"),
    [
        ("0:wrong", "getMe", 401, "Unauthorized"),
        ("nonsense", "getMe", 404, "Not Found"),
        (None, "sendCoffee", 404, "Not Found: method not found"),
    ],
)
async def test_wrong_addresses(
    bot: RawBot, sandbox: Sandbox, token: str | None, method: str, code: int, description: str
) -> None:
    async with bot.http.post(f"{sandbox.api_url}{token or sandbox.token}/{method}") as response:
        assert response.status == code
        assert await response.json() == {"ok": False, "error_code": code, "description": description}


async def test_captions_can_be_edited_and_texts_cannot_become_captions(bot: RawBot, ann: User) -> None:
    form = aiohttp.FormData({"chat_id": str(ann.id), "caption": "one"})
    form.add_field("document", b"a", filename="a.txt")
    async with bot.http.post(bot.url("sendDocument"), data=form) as response:
        where = {"chat_id": ann.id, "message_id": (await response.json())["result"]["message_id"]}
    edited = await bot.call("editMessageCaption", caption="<i>two</i>", parse_mode="HTML", **where)
    assert edited["caption"] == "two"
    refused = await bot.refusal("editMessageText", text="x", **where)
    assert refused == "Bad Request: there is no text in the message to edit"
    text = await bot.call("sendMessage", chat_id=ann.id, text="x")
    refused = await bot.refusal(
        "editMessageCaption", caption="x", chat_id=ann.id, message_id=text["message_id"]
    )
    assert refused == "Bad Request: there is no caption in the message to edit"


async def test_several_messages_are_deleted_at_once(bot: RawBot, sandbox: Sandbox, ann: User) -> None:
    ids = [(await bot.call("sendMessage", chat_id=ann.id, text=word))["message_id"] for word in "abc"]
    assert await bot.call("setMessageReaction", chat_id=ann.id, message_id=ids[0], reaction=[]) is True
    assert await bot.call("deleteMessages", chat_id=ann.id, message_ids=[*ids[:2], 7]) is True
    assert [message.text for message in sandbox.messages(ann.id)] == ["/start", "c"]
    wrong_lists: list[list[Any]] = [[], [1] * 101, [[]]]
    for wrong in wrong_lists:
        refused = await bot.refusal("deleteMessages", chat_id=ann.id, message_ids=wrong)
        assert refused.startswith("Bad Request: ")


async def test_entities_may_be_given_instead_of_markup(bot: RawBot, ann: User) -> None:
    given = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "bot_command", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": 2, "url": "https://hani.co.kr/"},
    ]
    sent = await bot.call("sendMessage", chat_id=ann.id, text="김정 은은", entities=given)
    assert sent["entities"] == [given[0], given[2]]
