"""Telegram's HTML: tags in, plain text and entities out, or the very complaint Telegram makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.refusals import Refusal, bad_request
from bot.sandbox.utf16 import utf16_length

Entity = dict[str, Any]

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = frozenset(SIMPLE_TAGS) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_SPACE = " \t\r\n\v\0"
_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_TAG_NAME = re.compile(rf"[^{_SPACE}>]*")
_BLANKS = re.compile(r"[ \t\r\n\v]*")
_ATTRIBUTE_NAME = re.compile(rf"[^{_SPACE}=>/\"']*")
_NAME_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_HOST = re.compile(r"[^\s/?#@]*[^\s/?#@.]\.[^\s/?#@.]{2,}|localhost|[0-9.]+|\[[0-9a-fA-F:]+\]")
_CUSTOM_EMOJI_ID = re.compile(r"[1-9][0-9]{0,18}")


@dataclass(slots=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    piece: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read a text with Telegram's HTML into its words and their entities (offsets in UTF-16 units).

    Raises Refusal with Telegram's own description where the markup is wrong.
    """
    return _HtmlReader(source).read()


class _HtmlReader:
    """One pass over the source; `at` is where it reads, `offset` how much text it has written."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.end = len(source)
        self.at = 0
        self.offset = 0
        self.pieces: list[str] = []
        self.open: list[_OpenTag] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < self.end:
            special = _SPECIAL.search(self.source, self.at)
            self._write(self.source[self.at : special.start() if special else self.end])
            if special is None:
                break
            self.at = special.start()
            if special[0] == "&":
                self._write(self._reference())
            elif self.source.startswith("/", self.at + 1):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            name = self.open[-1].name
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\""
            )
        return "".join(self.pieces), self.entities

    def _write(self, piece: str) -> None:
        if piece:
            self.pieces.append(piece)
            self.offset += utf16_length(piece)

    def _reference(self) -> str:
        """Read what may be a character reference; an unknown one is ordinary text."""
        match = _REFERENCE.match(self.source, self.at)
        character = _referenced(match) if match else None
        if match is None or character is None:
            self.at += 1
            return "&"
        self.at = match.end()
        return character

    def _complaint(self, what: str, at: int) -> Refusal:
        offset = len(self.source[:at].encode("utf-8", "surrogatepass"))
        return bad_request(f"can't parse entities: {what} at byte offset {offset}")

    def _peek(self) -> str:
        return self.source[self.at] if self.at < self.end else "\0"

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        found = match[0] if match else ""
        self.at += len(found)
        return found

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = _lower(self._skip(_TAG_NAME))
        if self._peek() == "\0":
            raise self._complaint("Unclosed start tag", begin)
        if name not in TAGS:
            raise self._complaint(f'Unsupported start tag "{name}"', begin)
        attributes: dict[str, str] = {}
        while self._peek() != ">":
            self._skip(_BLANKS)
            if self._peek() != ">":
                self._attribute(name, attributes, begin)
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._complaint('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_OpenTag(name, attributes, self.offset, len(self.pieces)))

    def _attribute(self, tag: str, attributes: dict[str, str], begin: int) -> None:
        name = self._skip(_ATTRIBUTE_NAME)
        if not name:
            raise self._complaint(f'Empty attribute name in the tag "{tag}"', begin)
        self._skip(_BLANKS)
        if self._peek() == "=":
            self.at += 1
            self._skip(_BLANKS)
            if self._peek() == "\0":
                raise self._complaint(f'Unclosed start tag "{tag}"', begin)
            attributes[name] = self._attribute_value()
            if self._peek() == "\0":
                raise self._complaint("Unclosed start tag", begin)
        elif self._peek() == "\0":
            raise self._complaint(f'Unclosed start tag "{tag}"', begin)
        else:
            attributes[name] = ""

    def _attribute_value(self) -> str:
        begin = self.at
        quote = self._peek()
        if quote not in "\"'":
            token = self._skip(_NAME_TOKEN)
            if self._peek() not in _SPACE + ">":
                raise self._complaint("Unexpected end of name token", begin)
            return _lower(token)
        close = self.source.find(quote, begin + 1)
        if close < 0:
            self.at = self.end
            return ""
        self.at = close + 1
        return _REFERENCE.sub(lambda match: _referenced(match) or match[0], self.source[begin + 1 : close])

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._complaint("Unexpected end tag", begin)
        self.at += 2
        name = _lower(self._skip(_TAG_NAME))
        self._skip(_BLANKS)
        if self._peek() != ">":
            raise self._complaint("Unclosed end tag", begin)
        self.at += 1
        tag = self.open[-1]
        if name and name != tag.name:
            complaint = self._complaint("Unmatched end tag", begin).description
            raise Refusal(400, f'{complaint}, expected "</{tag.name}>", found "</{name}>"')
        self.open.pop()
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        entity = {"offset": tag.offset, "length": self.offset - tag.offset}
        if tag.name in SIMPLE_TAGS:
            self.entities.append({"type": SIMPLE_TAGS[tag.name], **entity})
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
            self.entities.append({"type": kind, **entity})
        elif tag.name == "a":
            self._close_link(tag, entity)
        elif tag.name in {"pre", "code"}:
            self._close_code(tag, entity)
        else:
            self._close_special(tag, entity)

    def _close_link(self, tag: _OpenTag, entity: Entity) -> None:
        href = tag.attributes.get("href") or "".join(self.pieces[tag.piece :])
        user_id = linked_user(href)
        if user_id is not None:
            self.entities.append({"type": "text_mention", **entity, "user": {"id": user_id}})
        elif url := checked_url(href):
            self.entities.append({"type": "text_link", **entity, "url": url})

    def _close_code(self, tag: _OpenTag, entity: Entity) -> None:
        """`pre` around `code`, or the other way round, is one block; its language is that of the code."""
        css_class = tag.attributes.get("class", "")
        language = css_class.removeprefix("language-") if css_class.startswith("language-") else ""
        inside = self.entities[-1] if self.entities else {}
        same_words = all(inside.get(key) == entity[key] for key in entity)
        if tag.name == "pre" and same_words and inside["type"] == "code" and inside.get("language"):
            inside["type"] = "pre"
        elif tag.name == "code" and same_words and inside["type"] == "pre" and language:
            inside["language"] = language
        else:
            self.entities.append({"type": tag.name, **entity} | ({"language": language} if language else {}))

    def _close_special(self, tag: _OpenTag, entity: Entity) -> None:
        if tag.name == "tg-emoji":
            emoji_id = tag.attributes.get("emoji-id", "")
            if not _CUSTOM_EMOJI_ID.fullmatch(emoji_id):
                raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", **entity, "custom_emoji_id": emoji_id})
            return
        date = tag.attributes.get("unix", "")
        date_format = tag.attributes.get("format", "")
        if set(date_format) - set("rRtTdDwW"):
            raise bad_request("can't parse entities: Invalid date-time format specified")
        if date.isdecimal() and int(date) > 0:
            timed = {"type": "date_time", **entity, "unix_time": int(date)}
            self.entities.append(timed | ({"date_time_format": date_format} if date_format else {}))


def _lower(name: str) -> str:
    """Lower the ASCII letters only, as Telegram does: the Kelvin sign is no `k`."""
    return name.lower() if name.isascii() else name


def _referenced(match: re.Match[str]) -> str | None:
    """The character a reference stands for; None where Telegram leaves the words as they are."""
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED.get(name)
    digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
    code = int(digits, base) if digits else 0
    is_long = len(match[0].rstrip(";")) >= 10
    is_half = 0xD800 <= code <= 0xDFFF
    return None if code == 0 or code >= 0x10FFFF or is_long or is_half else chr(code)


def linked_user(url: str) -> int | None:
    """The user a `tg://user?id=1` link mentions."""
    parts = urlsplit(url) if url.startswith("tg:") else None
    if parts is None or parts.netloc != "user":
        return None
    ids = parse_qs(parts.query).get("id", [""])
    return int(ids[0]) if ids[0].isdecimal() else None


def checked_url(url: str) -> str | None:
    """The address as Telegram writes it, or None where it would silently drop the link."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme is None or "." in scheme[1]:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme in {"tg", "ton", "tonsite"}:
        return url
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or port == 0 or not _HOST.fullmatch(host):
        return None
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()
