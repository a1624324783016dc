"""Files that the bot sends: where they are in a call, and whether they are what they claim."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from bot.sandbox.refusals import bad_request

if TYPE_CHECKING:
    from bot.sandbox.nouns import File
    from bot.sandbox.params import Params, Upload
    from bot.sandbox.world import World

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
_SOME_SIZE = (1280, 800)


def take_file(world: World, params: Params, kind: str) -> File:
    """The file of a `sendDocument` or `sendPhoto`: uploaded with the call, or known by its id."""
    upload = _find_upload(params, kind)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > LARGEST_FILE:
            raise bad_request("file is too big")
        return world.add_file(upload.name, upload.content, upload.mime_type)
    name = params.text(kind)
    if not name:
        raise bad_request(f"there is no {kind} in the request")
    if name.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the sandbox fetches nothing
    if name not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[name]


def _find_upload(params: Params, kind: str) -> Upload | None:
    name = params.text(kind).removeprefix("attach://") if kind in params.values else kind
    return params.files.get(name)


def picture_size(file: File) -> tuple[int, int]:
    """Width and height of a picture; a refusal where the bytes are none that Telegram would take."""
    content = file.content
    if len(content) > LARGEST_PHOTO:
        raise bad_request("file is too big")
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        if not 0 < width + height <= 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return width, height
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    if content.startswith((b"\xff\xd8\xff", b"GIF8")) or is_webp:
        return _SOME_SIZE
    raise bad_request("IMAGE_PROCESS_FAILED")
