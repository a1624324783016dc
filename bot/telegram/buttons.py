"""Views as callback data and back. The first field is the version of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain import View
from bot.telegram.limits import CALLBACK_DATA_BYTES

if TYPE_CHECKING:
    from bot.render.page import Button

VERSION = "1"


def encode_view(view: View) -> str | None:
    """Callback data that opens a view; None where it would not fit into 64 bytes."""
    data = f"{VERSION}|{view.name}|{view.page}|{view.argument}"
    return data if len(data.encode()) <= CALLBACK_DATA_BYTES else None


def decode_view(data: str) -> View | None:
    """The view that callback data opens; None where it is of another form."""
    parts = data.split("|", 3)
    if len(parts) != 4 or parts[0] != VERSION or not parts[2].isdecimal():
        return None
    return View(parts[1], parts[3], int(parts[2]))


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> dict[str, Any]:
    """Rows of buttons as an inline keyboard. A button that leads nowhere is left out."""
    drawn = ([key for button in row if (key := _key(button))] for row in rows)
    return {"inline_keyboard": [row for row in drawn if row]}


def _key(button: Button) -> dict[str, str] | None:
    if button.url is not None:
        return {"text": button.label, "url": button.url}
    data = encode_view(button.view) if button.view else None
    return {"text": button.label, "callback_data": data} if data else None
