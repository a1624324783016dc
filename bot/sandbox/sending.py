"""Bot API methods that put something into a chat, change it or take it away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.sandbox.entities import Entity, check_entities, settle_text
from bot.sandbox.keyboards import read_markup
from bot.sandbox.markup import parse_html
from bot.sandbox.params import FieldError, Params, checked_field, required_field
from bot.sandbox.refusals import bad_request
from bot.sandbox.uploads import picture_size, take_file

if TYPE_CHECKING:
    from bot.sandbox.nouns import Json, Message
    from bot.sandbox.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_BYTES = 1 << 15
LONGEST_ANSWER = 200

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
ACTIONS = frozenset(
    {
        "cancel",
        "choose_sticker",
        "find_location",
        "record_audio",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_audio",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    }
)


def send_message(world: World, params: Params) -> Json:
    """SendMessage."""
    text = params.text("text")
    if not text:
        raise bad_request("message text is empty")
    words, wished = _formatted(text, params, "entities")
    preview = _link_preview(params)
    message = _prepare(world, params)
    message.text, message.entities = _settled_text(words, wished)
    message.link_preview_options = preview
    return world.post(message).to_json()


def send_document(world: World, params: Params) -> Json:
    """SendDocument."""
    return _send_file(world, params, "document")


def send_photo(world: World, params: Params) -> Json:
    """SendPhoto."""
    return _send_file(world, params, "photo")


def _send_file(world: World, params: Params, kind: str) -> Json:
    caption, wished = _formatted(params.text("caption"), params, "caption_entities")
    message = _prepare(world, params)
    message.text, message.entities = settle_text(caption, wished)
    if len(message.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    message.file = take_file(world, params, kind)
    message.photo_size = picture_size(message.file) if kind == "photo" else None
    return world.post(message).to_json()


def _prepare(world: World, params: Params) -> Message:
    """Check everything a send has besides its content, in Telegram's order."""
    reply_id, may_go_alone = _reply_parameters(params)
    markup = read_markup(params)
    chat = world.get_writable_chat(params.text("chat_id"))
    replied = world.messages_in(chat.id).get(reply_id) if reply_id else None
    if reply_id and replied is None and not may_go_alone:
        raise bad_request("message to be replied not found")
    thread_id = params.integer("message_thread_id")
    if thread_id:  # the sandbox has no forums, so there is no topic to write in
        raise bad_request("message thread not found")
    message = world.new_message(chat, world.bot)
    message.reply_to, message.reply_markup = replied, markup
    message.is_silent = params.flag("disable_notification")
    message.is_protected = params.flag("protect_content")
    return message


def _formatted(text: str, params: Params, entities_name: str) -> tuple[str, list[Entity]]:
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise bad_request("text is too long")
    mode = params.text("parse_mode").lower()
    if text and mode == "html":
        return parse_html(text)
    if text and mode in {"markdown", "markdownv2"}:
        raise bad_request("the sandbox reads parse_mode HTML only, not Markdown")
    if text and mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    return text, check_entities(params.values.get(entities_name))


def _settled_text(words: str, wished: list[Entity]) -> tuple[str, list[Entity]]:
    text, entities = settle_text(words, wished)
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def _reply_parameters(params: Params) -> tuple[int, bool]:
    """The id replied to (0 for none) and whether to send also where it is gone."""
    raw = params.structured("reply_parameters", "reply parameters")
    if "reply_parameters" not in params:
        return params.integer("reply_to_message_id", low=0), params.flag("allow_sending_without_reply")
    if raw is None or raw == {}:
        return 0, False
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply parameters")
    try:
        message_id = required_field(raw, "message_id", int)
        return max(message_id, 0), bool(checked_field(raw, "allow_sending_without_reply", bool))
    except FieldError as error:
        raise bad_request(_lower_first(str(error))) from None


def _link_preview(params: Params) -> Json | None:
    raw = params.structured("link_preview_options", "link preview options")
    if raw is None:
        return {"is_disabled": True} if params.flag("disable_web_page_preview") else None
    if not isinstance(raw, dict):
        raise bad_request("object expected as link preview options")
    try:
        for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
            checked_field(raw, name, bool)
        checked_field(raw, "url")
    except FieldError as error:
        raise bad_request(_lower_first(str(error))) from None
    return {name: value for name, value in raw.items() if value not in (None, False, "")} or None


def _lower_first(reason: str) -> str:
    return reason[:1].lower() + reason[1:]


def edit_message_text(world: World, params: Params) -> Json:
    """EditMessageText."""
    text = params.text("text")
    if not text:
        raise bad_request("message text is empty")
    words, wished = _formatted(text, params, "entities")
    preview = _link_preview(params)
    markup = read_markup(params, inline_only=True)
    message = _get_editable(world, params)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    settled, entities = _settled_text(words, wished)
    return _change(
        world,
        message,
        text=settled,
        entities=entities,
        link_preview_options=preview,
        reply_markup=markup,
    )


def edit_message_caption(world: World, params: Params) -> Json:
    """EditMessageCaption."""
    caption, wished = _formatted(params.text("caption"), params, "caption_entities")
    markup = read_markup(params, inline_only=True)
    message = _get_editable(world, params)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    settled, entities = settle_text(caption, wished)
    if len(settled) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return _change(world, message, text=settled, entities=entities, reply_markup=markup)


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """EditMessageReplyMarkup."""
    markup = read_markup(params, inline_only=True)
    return _change(world, _get_editable(world, params), reply_markup=markup)


def _get_editable(world: World, params: Params) -> Message:
    chat_id, message_id = params.text("chat_id"), params.integer("message_id")
    if not chat_id and message_id == 0:
        if not params.text("inline_message_id"):
            raise bad_request("message identifier is not specified")
        raise bad_request("MESSAGE_ID_INVALID")  # the sandbox posts no inline results
    chat = world.get_writable_chat(chat_id)
    message = world.messages_in(chat.id).get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    has_other_markup = message.reply_markup is not None and not message.keyboard
    if message.sender is not world.bot or message.service is not None or has_other_markup:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, **content: Any) -> Json:
    if all(getattr(message, name) == value for name, value in content.items()):
        raise bad_request(NOT_MODIFIED)
    for name, value in content.items():
        setattr(message, name, value)
    message.edit_date = int(time.time())
    world.notify("message", message)
    return message.to_json()


def delete_message(world: World, params: Params) -> bool:
    """DeleteMessage."""
    if not params.text("chat_id"):
        raise bad_request("chat identifier is not specified")
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    chat = world.get_writable_chat(params.text("chat_id"))
    message = world.messages_in(chat.id).get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if not _is_deletable(world, message):
        raise bad_request("message can't be deleted")
    world.delete(message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """DeleteMessages: those of up to 100 that are there and may go."""
    raw = params.values.get("message_ids")
    ids = raw if isinstance(raw, list) else []
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(each, int) for each in ids):
        raise bad_request("message identifier must be a Number")
    chat = world.get_writable_chat(params.text("chat_id"))
    for message_id in ids:
        message = world.messages_in(chat.id).get(message_id)
        if message is not None and _is_deletable(world, message):
            world.delete(message)
    return True


def _is_deletable(world: World, message: Message) -> bool:
    """Within 48 hours: its own anywhere, those of others in private or as an administrator."""
    if message.date < time.time() - 48 * 3600:
        return False
    is_own = message.sender is world.bot
    return is_own or message.chat.user is not None or message.chat.bot_status == "administrator"


def send_chat_action(world: World, params: Params) -> bool:
    """SendChatAction."""
    if params.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.get_writable_chat(params.text("chat_id"))
    world.notify("typing", chat)
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """AnswerCallbackQuery. The text is checked before the id, so that a long one is always noticed."""
    text = params.text("text")
    if len(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = world.taps.get(params.text("callback_query_id"))
    if tap is None or tap.is_answered:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    url = params.text("url")
    if url and not url.startswith((f"https://t.me/{world.bot.username}?", f"t.me/{world.bot.username}?")):
        raise bad_request("URL_INVALID")
    tap.is_answered, tap.text, tap.url = True, text, url
    tap.show_alert = params.flag("show_alert")
    world.notify("answer", tap)
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    """AnswerInlineQuery: the results are checked for shape and kept, nobody can pick one."""
    question = world.inline_questions.get(params.text("inline_query_id"))
    results = params.structured("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    _check_results(results)
    if question is None or question.results is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    question.results = results
    return True


def _check_results(results: list[Any]) -> None:
    seen = set()
    for result in results:
        if not isinstance(result, dict):
            raise bad_request("can't parse inline query result: Inline query result must be an object")
        try:
            required_field(result, "type")
            result_id = required_field(result, "id")
            if result["type"] == "article":
                required_field(result, "title")
        except FieldError as error:
            raise bad_request(f"can't parse inline query result: {error}") from None
        if not 1 <= len(result_id.encode()) <= 64:
            raise bad_request("RESULT_ID_INVALID")
        if result_id in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(result_id)


def set_message_reaction(world: World, params: Params) -> bool:
    """SetMessageReaction: accepted for a message that is there; the page does not show it."""
    chat = world.get_chat(params.text("chat_id"))
    if params.integer("message_id") not in world.messages_in(chat.id):
        raise bad_request("message to react not found")
    return True
