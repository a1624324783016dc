"""The reading process: ``python -m bot.reading.worker``. Frames in, frames out.

The first frame tells the model's name and the vocabulary; each further frame is a text or a file to read.
"""

from __future__ import annotations

import base64
import contextlib
import logging
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.errors import SherpaError
from bot.reading.wire import HEADER, length_of, pack, unpack

if TYPE_CHECKING:
    from bot.extract.digest import Vocabulary

Record = dict[str, Any]
log = logging.getLogger(__name__)
NICENESS = 10  # answering comes first where both want the processor
MOST_MEMORY = 2 << 30  # bytes of address space: a text that needs more ends this process, not the machine


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer frames until the other side closes."""
    opening = _receive(source)
    if opening is None:
        return
    while (request := _receive(source)) is not None:
        try:
            answer: Record = {"digest": _read(request, opening)}
        except SherpaError as error:
            answer = {"error": str(error)}
        except Exception:  # one article's fault: it goes to the log, and the next article is read
            log.exception("An article could not be read")
            answer = {"fault": True}
        sink.write(pack(answer))
        sink.flush()


def _receive(source: BinaryIO) -> Record | None:
    header = source.read(HEADER)
    return unpack(source.read(length_of(header))) if len(header) == HEADER else None


def _read(request: Record, opening: Record) -> Record:
    from bot.extract.digest import extract_digest, to_record  # noqa: PLC0415  with the first article, not before
    from bot.extract.parse import load_model  # noqa: PLC0415

    text, title, published = _source(request)
    digest = extract_digest(
        text, published, load_model(opening["model"]), title=title, vocabulary=_vocabulary(opening)
    )
    record = to_record(digest, request.get("id"))
    if "content" in request:
        record["source_text"] = text
    return record


def _source(request: Record) -> tuple[str, str | None, datetime]:
    """Text, title and moment: as given, or as the file itself tells them."""
    from bot.errors import ArticleTooLong, DateMissing  # noqa: PLC0415

    text, title, said = request.get("text"), request.get("title"), request.get("published")
    published = datetime.fromisoformat(said) if said else None
    if text is None:
        from bot.ingest.source_text import read_source_text  # noqa: PLC0415

        source = read_source_text(request["name"], base64.b64decode(request["content"]))
        text, title = source.text, title or source.title
        published = published or source.published
    if len(text) > request["longest"]:
        raise ArticleTooLong(len(text), request["longest"])
    if published is None:
        from bot.extract.posted import find_posted  # noqa: PLC0415

        published = find_posted(text)
    if published is None:
        raise DateMissing
    return text, title if request.get("title") else None, published


def _vocabulary(opening: Record) -> Vocabulary:
    from bot.extract.digest import Vocabulary  # noqa: PLC0415
    from bot.extract.topics import TopicWords  # noqa: PLC0415

    return Vocabulary(TopicWords(opening["topics"]), opening["entities"], opening["kinds"])


def _settle_down() -> None:
    """Lower priority and a bound on memory, where the system has them."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICENESS)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Serve the frames of standard input until it ends."""
    _settle_down()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it says of every damaged file what we say once
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints stays out of the frames
    serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
