"""The parameters of one call, however they travelled: JSON, form, multipart or query string."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.sandbox.refusals import bad_request

STRUCTURED = frozenset(
    {
        "allowed_updates",
        "button",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "menu_button",
        "message_ids",
        "reaction",
        "reply_markup",
        "reply_parameters",
        "results",
        "scope",
    }
)
"""Parameters that are objects or lists, and so arrive as JSON text in a form."""

_INTEGER = re.compile(r"-?\d+")
_NUMERIC = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_FREE_TEXT = frozenset(
    {"text", "caption", "description", "short_description", "name", "callback_query_id", "inline_query_id"}
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """What a call carries. Reads leniently where Telegram does, and refuses in Telegram's words."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.files

    def text(self, name: str) -> str:
        """The parameter as a string, empty where it is missing."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        return orjson.dumps(value).decode()

    def integer(self, name: str, default: int = 0, *, low: int | None = None, high: int | None = None) -> int:
        """The parameter as a whole number kept within bounds; words count as 0, as on Telegram."""
        words = self.text(name).strip()
        value = default
        if words:
            match = _INTEGER.match(words)
            value = int(match[0]) if match else 0
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)

    def flag(self, name: str) -> bool:
        """True for `true`, `yes` and `1`; false for everything else."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def structured(self, name: str, called: str) -> Any:
        """An object or a list, or None where it is missing. `called` names it in the complaint."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            raise bad_request(f"can't parse {called} JSON object")
        return value


def decode_form(values: dict[str, str], files: dict[str, Upload] | None = None) -> Params:
    """Turn the strings of a form into the values a JSON body would carry."""
    return Params({name: _decoded(name, value) for name, value in values.items()}, files or {})


def _decoded(name: str, value: str) -> Any:
    if name in STRUCTURED:
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    if name in _FREE_TEXT:
        return value
    if value in {"true", "false", "True", "False"}:
        return value in {"true", "True"}
    return int(value) if _NUMERIC.fullmatch(value) else value


def decode_json(body: bytes) -> Params:
    """Read a JSON body; nested JSON that was sent as text is unpacked like that of a form."""
    try:
        raw = orjson.loads(body) if body.strip() else {}
    except orjson.JSONDecodeError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(raw, dict):
        raise bad_request("object expected")
    values = {
        name: _decoded(name, value) if name in STRUCTURED and isinstance(value, str) else value
        for name, value in raw.items()
        if value is not None
    }
    return Params(values)


class FieldError(ValueError):
    """A field of a nested object that is missing or of the wrong type, in Telegram's words."""


def required_field(raw: dict[str, Any], name: str, kind: type = str) -> Any:
    """A field of a nested object; Telegram takes a number for a string, and digits for a number."""
    if name not in raw:
        raise FieldError(f'Can\'t find field "{name}"')
    return checked_field(raw, name, kind)


def checked_field(raw: dict[str, Any], name: str, kind: type = str) -> Any:
    """A field that may be missing (then None), of the right type or FieldError in Telegram's words."""
    value = raw.get(name)
    if value is None:
        return None
    if kind is bool:
        if isinstance(value, bool):
            return value
        raise FieldError(f'Field "{name}" must be of type Boolean')
    if kind is int:
        words = str(value)
        if isinstance(value, int | str) and not isinstance(value, bool) and _INTEGER.fullmatch(words):
            return int(words)
        raise FieldError(f'Field "{name}" must be a valid Number')
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise FieldError(f'Field "{name}" must be of type String')
