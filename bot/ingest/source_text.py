"""A file as an editor has it (text, HTML, PDF) to the plain text that is read.

Called in the reading process only: these parsers are given whatever somebody found on the web.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import NotAText, NoTextInside

_HTML_NAMES = (".html", ".htm", ".xhtml")
_LOOKS_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,300}-->\s*)*(?:<!doctype html|<html|<head|<body|<article)",
    re.IGNORECASE,
)
_META = re.compile(r"<meta\s[^<>]{1,1000}>", re.IGNORECASE)
_IS_DATE = re.compile(
    r"(?:property|name|itemprop)\s*=\s*[\"'](?:article:published_time|datePublished|date|pubdate|dc\.date)[\"']",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"content\s*=\s*[\"']([^\"']{4,60})[\"']", re.IGNORECASE)
_MOST_PAGES = 200
_OLD_ENCODINGS = ("cp1252", "cp1251", "koi8_r", "cp949", "shift_jis", "gb18030", "big5")


@dataclass(frozen=True, slots=True)
class SourceText:
    """Plain text, and what the file itself says about it. Offsets of a digest are offsets of ``text``."""

    text: str
    title: str | None = None
    published: datetime | None = None


def read_source_text(name: str, content: bytes) -> SourceText:
    """The text of a file, by its beginning and its name. Raises NotAText or NoTextInside."""
    if content.startswith(b"%PDF-") or name.lower().endswith(".pdf"):
        return _of_pdf(name, content)
    text = _decoded(name, content)
    if name.lower().endswith(_HTML_NAMES) or _LOOKS_HTML.match(content[:400].lstrip(b"\xef\xbb\xbf")):
        return _of_html(name, text)
    return SourceText(text)


def _decoded(name: str, content: bytes) -> str:
    """UTF-8 or UTF-16 by their marks, else what the bytes look like. Binary is refused."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _guessed(name, content)
    if "\x00" in text:
        raise NotAText(name)
    return text


def _guessed(name: str, content: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  only for old encodings

    best = from_bytes(content, cp_isolation=list(_OLD_ENCODINGS)).best()
    if best is None:
        raise NotAText(name)
    return str(best)


def _of_html(name: str, page: str) -> SourceText:
    """The main text of a page, without navigation and footers."""
    import trafilatura  # noqa: PLC0415  heavy, and only for pages

    found: Any = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=False, with_metadata=True
    )
    body = (found.text or "").strip() if found is not None else ""
    if not body:
        raise NoTextInside(name)
    title = (found.title or "").strip() or None
    if title and not body.startswith(title):
        body = f"{title}\n\n{body}"
    return SourceText(body, title, _published(page, found.date))


def _published(page: str, day: str | None) -> datetime | None:
    """The moment that the page's own metadata name, else the day that was found for it."""
    tags = (tag.group() for tag in _META.finditer(page))
    stated = (content.group(1) for tag in tags if _IS_DATE.search(tag) and (content := _CONTENT.search(tag)))
    for said in (*stated, day or ""):
        try:
            return datetime.fromisoformat(said.strip())
        except ValueError:
            continue
    return None


def _of_pdf(name: str, content: bytes) -> SourceText:
    from pypdf import PdfReader  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(content))
        pages = [page.extract_text() or "" for page in reader.pages[:_MOST_PAGES]]
    except MemoryError:
        raise
    except Exception as error:  # damaged and encrypted files fail in ways that no list of pypdf's tells
        raise NotAText(name) from error
    text = "\n".join(page.strip() for page in pages).strip()
    text = text.encode("utf-8", errors="replace").decode("utf-8")  # damaged fonts give half characters
    if not text:
        raise NoTextInside(name)
    return SourceText(_without_hyphens(text))


def _without_hyphens(text: str) -> str:
    """Words that a line's end has cut are whole again."""
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)
