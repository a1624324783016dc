"""From words and wishes to what Telegram stores: cleaned, trimmed, entities in order and found by itself."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from bot.sandbox.refusals import bad_request
from bot.sandbox.utf16 import utf16_length, utf16_offsets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Entity = dict[str, Any]

MOST_ENTITIES = 100
STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODE = frozenset({"code", "pre"})
FOUND_BY_SERVER = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
GIVEN_BY_BOT = frozenset(STYLES) | QUOTES | CODE | {"text_link", "text_mention", "custom_emoji", "date_time"}

_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_COMMON_TLD = "com|org|net|int|gov|edu|mil|info|io|dev|app|me|ai|news|eu|kr|ru|uk|us|de|fr|jp|cn|nl|be"
_DETECTORS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-zA-Z]{2,}(?![\w-])")),
    (
        "url",
        re.compile(
            rf"(?<![\w@./-])(?:(?:https?|ftp|tg)://[^\s<>\"«»]+|(?:[\w-]+\.)+(?:{_COMMON_TLD})\b(?:[/?#][^\s<>\"«»]*)?)",
            re.IGNORECASE,
        ),
    ),
    ("mention", re.compile(r"(?<![\w@/])@[a-zA-Z][a-zA-Z0-9_]{2,31}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/@])")),
    ("hashtag", re.compile(r"(?<![\w&#])#(?=\w*[^\W\d])\w{1,256}(?!\w|#)")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")),
)
_TRAILING = ".,:;!?'”’…"


def settle_text(text: str, wished: list[Entity]) -> tuple[str, list[Entity]]:
    """Clean and trim a text and settle its entities as the server stores them.

    `wished` are the entities of a parse or of the `entities` parameter, offsets in UTF-16 units. An empty
    text comes back empty: whether that is allowed is the caller's matter.
    """
    text, entities = _clean(text, wished)
    entities = _settle(entities)
    text, entities = _trim(text, entities)
    found = [entity for entity in find_entities(text) if _has_room(entity, entities)]
    if found:
        entities = _settle(entities + found)
    return text, entities[:MOST_ENTITIES]


def check_entities(raw: Any) -> list[Entity]:
    """The entities a bot gives itself. The kinds that the server finds are ignored, as Telegram does."""
    entities = []
    for entity in raw if isinstance(raw, list) else []:
        if not isinstance(entity, dict):
            raise bad_request("can't parse MessageEntity: expected an Object")
        for key in ("offset", "length", "type"):
            if key not in entity:
                raise bad_request(f"can't parse MessageEntity: Can't find field \"{key}\"")
        kind = str(entity["type"])
        if kind not in GIVEN_BY_BOT | FOUND_BY_SERVER:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if kind in GIVEN_BY_BOT:
            entities.append(_checked_span(entity))
    return entities


def _checked_span(entity: Entity) -> Entity:
    try:
        offset, length = int(entity["offset"]), int(entity["length"])
    except (TypeError, ValueError):
        raise bad_request('can\'t parse MessageEntity: Field "offset" must be a valid Number') from None
    if not 0 <= offset <= 1_000_000:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if not 0 <= length <= 1_000_000:
        raise bad_request(f"receive an entity with incorrect length {length}")
    return {**entity, "offset": offset, "length": length}


def find_entities(text: str) -> list[Entity]:
    """Commands, addresses, mentions and tags that every client shows as links without being asked."""
    if not any(sign in text for sign in "/.@#$"):
        return []
    offsets = utf16_offsets(text)
    taken: list[tuple[int, int]] = []
    found = []
    for kind, pattern in _DETECTORS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(_without_tail(match[0]))
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
                found.append({"type": kind, **_span(offsets[start], offsets[end])})
    return sorted(found, key=lambda entity: entity["offset"])


def _without_tail(url: str) -> str:
    """An address without the full stop or the bracket of the sentence around it."""
    while url:
        is_stray_bracket = url[-1] == ")" and url.count("(") < url.count(")")
        if url[-1] not in _TRAILING and not is_stray_bracket:
            break
        url = url[:-1]
    return url


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces; what would turn or overlay the line goes."""
    if not _DROPPED.search(text) and not _BLANKED.search(text):
        return text, [dict(entity) for entity in entities]
    lost = [utf16_length(text[: match.start()]) for match in _DROPPED.finditer(text)]
    moved = []
    for entity in entities:
        start = entity["offset"] - bisect_left(lost, entity["offset"])
        stop = entity["offset"] + entity["length"]
        moved.append({**entity, "offset": start, "length": stop - bisect_left(lost, stop) - start})
    return _BLANKED.sub(" ", _DROPPED.sub("", text)), moved


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut blanks at both ends, in front only up to the first entity."""
    text = text.rstrip(" \n")
    end = utf16_length(text)
    kept = [
        {**entity, "length": min(entity["length"], end - entity["offset"])}
        for entity in entities
        if entity["offset"] < end
    ]
    lead = len(text) - len(text.lstrip(" \n"))
    lead = min([lead, *(entity["offset"] for entity in kept)])
    if not lead:
        return text, kept
    return text[lead:], [{**entity, "offset": entity["offset"] - lead} for entity in kept]


def _end(entity: Entity) -> int:
    end: int = entity["offset"] + entity["length"]
    return end


def _order(entity: Entity) -> tuple[int, int, int]:
    kind = entity["type"]
    rank = 0 if kind in QUOTES else 1 + STYLES.index(kind) if kind in STYLES else 10
    return entity["offset"], -entity["length"], rank


def _span(start: int, stop: int) -> Entity:
    return {"offset": start, "length": stop - start}


def _crosses(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < _end(other) and other["offset"] < _end(one))


def _has_room(entity: Entity, entities: Iterable[Entity]) -> bool:
    """Whether a found entity touches neither a link nor code nor the edge of a quote."""
    for other in entities:
        if other["type"] in STYLES or not _crosses(entity, other):
            continue
        if other["type"] not in QUOTES or not _holds(other, entity):
            return False
    return True


def _holds(outer: Entity, inner: Entity) -> bool:
    return bool(outer["offset"] <= inner["offset"] and _end(inner) <= _end(outer))


def _settle(entities: list[Entity]) -> list[Entity]:
    """Make entities nest: links and code never overlap, quotes never nest, styles are joined and split."""
    entities = sorted((entity for entity in entities if entity["length"] > 0), key=_order)
    if not entities:
        return []
    quotes = list(_apart(entity for entity in entities if entity["type"] in QUOTES))
    solid = [
        entity
        for entity in _apart(e for e in entities if e["type"] not in QUOTES and e["type"] not in STYLES)
        if all(not _crosses(entity, quote) or _holds(quote, entity) for quote in quotes)
    ]
    styled = _styles([entity for entity in entities if entity["type"] in STYLES], solid + quotes)
    return sorted([*quotes, *solid, *styled], key=_order)


def _apart(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Those of a sorted row that do not begin inside the one before."""
    end = 0
    for entity in entities:
        if entity["offset"] >= end:
            end = _end(entity)
            yield entity


def _styles(entities: list[Entity], blocks: list[Entity]) -> list[Entity]:
    """Join styles that touch, take them out of code, and cut them where they would cross another entity."""
    joined: list[Entity] = []
    for style in STYLES:
        for entity in (e for e in entities if e["type"] == style):
            last = joined[-1] if joined else None
            if last and last["type"] == style and entity["offset"] <= _end(last):
                last["length"] = max(_end(last), _end(entity)) - last["offset"]
            else:
                joined.append(dict(entity))
    code = [block for block in blocks if block["type"] in CODE]
    placed: list[Entity] = []
    for entity in joined:
        for part in _cut(entity, [(block["offset"], _end(block)) for block in code]):
            if not any(_holds(block, part) for block in code):
                crossed = [other for other in blocks + placed if _merely_crosses(part, other)]
                placed.extend(_cut(part, [(other["offset"], _end(other)) for other in crossed]))
    return placed


def _merely_crosses(one: Entity, other: Entity) -> bool:
    return _crosses(one, other) and not _holds(one, other) and not _holds(other, one)


def _cut(entity: Entity, spans: list[tuple[int, int]]) -> Iterator[Entity]:
    """An entity in pieces, cut wherever a span begins or ends inside it."""
    inside = {edge for span in spans for edge in span if entity["offset"] < edge < _end(entity)}
    for start, stop in itertools.pairwise(sorted(inside | {entity["offset"], _end(entity)})):
        yield {**entity, **_span(start, stop)}
