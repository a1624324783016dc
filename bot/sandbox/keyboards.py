"""Reply markup: what Telegram accepts beneath a message, and how it complains about the rest."""

from __future__ import annotations

from typing import Any

from bot.sandbox.markup import checked_url
from bot.sandbox.params import FieldError, Params, checked_field, required_field
from bot.sandbox.refusals import bad_request

MOST_BUTTONS = 100
LONGEST_CALLBACK_DATA = 64
LONGEST_COPY_TEXT = 256
BUTTON_STYLES = frozenset({"", "default", "primary", "danger", "success"})
RARE_KINDS = {
    "callback_game": "",
    "pay": "",
    "switch_inline_query": "itself",
    "switch_inline_query_current_chat": "itself",
    "login_url": "url",
    "web_app": "url",
    "copy_text": "text",
}
"""Buttons beyond links and callbacks, and which field inside must be there."""

LINKS = frozenset({"url", "web_app", "login_url"})

Markup = dict[str, Any]


def read_markup(params: Params, *, inline_only: bool = False) -> Markup | None:
    """The `reply_markup` of a call as it will be stored, or None where there is none.

    `inline_only` is for edits: they take an inline keyboard or nothing.
    """
    raw = params.structured("reply_markup", "reply keyboard markup")
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    keyboard = [_row(row, "keyboard") for row in _rows(raw, "keyboard")]
    inline = [_row(row, "inline_keyboard") for row in _rows(raw, "inline_keyboard")]
    for row in keyboard:
        for button in row:
            _check_reply_button(button)
    for row in inline:
        for button in row:
            _check_inline_button(button)
    markup = _chosen(raw, [row for row in keyboard if row], [row for row in inline if row])
    if inline_only and markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _chosen(raw: Markup, keyboard: list[list[Any]], inline: list[list[Any]]) -> Markup | None:
    if sum(map(len, inline)) > MOST_BUTTONS or sum(map(len, keyboard)) > 3 * MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    if keyboard:
        return {**raw, "keyboard": keyboard}
    if inline:
        return {"inline_keyboard": [[_shown(button) for button in row] for row in inline]}
    is_command = any(raw.get(key) is True for key in ("remove_keyboard", "hide_keyboard", "force_reply"))
    return raw if is_command else None


def _shown(button: dict[str, Any]) -> dict[str, Any]:
    """A button as Telegram gives it back: without the fields that were empty."""
    return {key: value for key, value in button.items() if value not in ("", None) or "query" in key}


def _rows(raw: Markup, name: str) -> list[Any]:
    rows = raw.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    return rows


def _row(row: Any, name: str) -> list[Any]:
    if isinstance(row, list):
        return row
    owner = " of the InlineKeyboardMarkup" if name == "inline_keyboard" else ""
    raise bad_request(f'field "{name}"{owner} must be an Array of Arrays')


def _check_reply_button(button: Any) -> None:
    if not isinstance(button, dict | str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    try:
        text = button if isinstance(button, str) else required_field(button, "text")
    except FieldError as error:
        raise bad_request(f"can't parse keyboard button: {error}") from None
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")


def _check_inline_button(button: Any) -> None:
    try:
        kind = _inline_kind(button)
    except FieldError as error:
        raise bad_request(f"can't parse inline keyboard button: {error}") from None
    if not str(button["text"]).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if kind == "callback_data":
        size = len(str(button["callback_data"]).encode("utf-8", "surrogatepass"))
        if size > LONGEST_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif kind in LINKS:
        url = button["url"] if kind == "url" else button[kind]["url"]
        if checked_url(str(url)) is None:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    elif kind == "copy_text" and not 1 <= len(str(button["copy_text"]["text"])) <= LONGEST_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _inline_kind(button: Any) -> str:
    """What a tap does, by the first field that says so; FieldError in Telegram's words where none does."""
    if not isinstance(button, dict):
        raise FieldError("InlineKeyboardButton must be an Object")
    required_field(button, "text")
    if (checked_field(button, "style") or "").lower() not in BUTTON_STYLES:
        raise FieldError("invalid button style specified")
    for kind in ("url", "callback_data"):
        if checked_field(button, kind):
            return kind
    for kind, inside in RARE_KINDS.items():
        if kind in button:
            _check_rare_button(button, kind, inside)
            return kind
    raise FieldError("Text buttons are unallowed in the inline keyboard")


def _check_rare_button(button: dict[str, Any], kind: str, inside: str) -> None:
    if inside == "itself":
        required_field(button, kind)
    elif inside and not isinstance(button[kind], dict):
        raise FieldError(f'Field "{kind}" must be of type Object')
    elif inside:
        required_field(button[kind], inside)
