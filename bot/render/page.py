"""A page: the one shape of every answer. Title, as-of line, answer, not yet known, buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.render import wording
from bot.render.html import to_html
from bot.render.rich import Rich, Style, bold, italic, join, link, plain, wrap
from bot.render.split import split

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain import Article, View

WIDTH = 42  # characters of a phone's line: a short credit joins its line where both fit
ROOM = 3_900  # of Telegram's 4,096: the rest is for "page 2 of 3"


@dataclass(frozen=True, slots=True)
class Credit:
    """Who said it, in which article, where. ``words`` are exact words of the article, to open it there."""

    who: str
    article: Article
    paragraphs: tuple[int, ...]
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One claim with its source. ``mark`` stands before it: a bullet, a number, nothing."""

    claim: Rich
    credit: Credit | None = None
    mark: str = "• "
    inline: bool = False  # the credit may follow on the same line


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; ``folded`` ones open at a tap."""

    heading: Rich | None
    lines: tuple[Line, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Four words at most, named for what happens. It opens a view, an address, or shows a notice."""

    label: str
    view: View | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is shown. ``view`` is the question it answers, for turning its parts.

    Answers keep their pages, so what a page is rendered to is kept with it.
    """

    view: View
    title: Rich
    as_of: Rich | None = None
    lead: Rich | None = None
    sections: tuple[Section, ...] = ()
    unknown: str | None = None
    footnote: str | None = None
    rows: tuple[tuple[Button, ...], ...] = ()
    preview_url: str | None = None

    @cached_property
    def shown(self) -> Shown:
        """The message for this page."""
        return show(self)


@dataclass(frozen=True)
class Shown:
    """A page made ready: one message and its buttons."""

    body: Rich
    rows: tuple[tuple[Button, ...], ...]
    preview_url: str | None

    @cached_property
    def html(self) -> str:
        """The body as Telegram reads it."""
        return to_html(self.body)


def rows(*given: Iterable[Button | None]) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons without the buttons and rows that are not there."""
    kept = (tuple(button for button in row if button is not None) for row in given)
    return tuple(row for row in kept if row)


def show(page: Page) -> Shown:
    """The message for a page. One too long for a message is shown in parts, with buttons to turn them."""
    parts = split(body_of(page), characters=ROOM) or [plain("…")]
    number = min(max(page.view.page, 1), len(parts))
    body, buttons = parts[number - 1], page.rows
    if len(parts) > 1:
        body = join("\n\n", (body, italic(wording.part(number, len(parts)))))
        turn = (
            Button(wording.EARLIER, replace(page.view, page=number - 1)) if number > 1 else None,
            Button(wording.MORE, replace(page.view, page=number + 1)) if number < len(parts) else None,
        )
        buttons = rows(turn, *page.rows)
    return Shown(body, buttons, page.preview_url)


def body_of(page: Page) -> Rich:
    """The whole text of a page."""
    head = [page.title, *([page.as_of] if page.as_of else []), *([page.lead] if page.lead else [])]
    blocks = [join("\n", head), *(_section(section) for section in page.sections)]
    if page.unknown:
        blocks.append(join("\n", (bold(wording.NOT_YET_KNOWN), page.unknown)))
    if page.footnote:
        blocks.append(italic(page.footnote))
    return join("\n\n", [block for block in blocks if block])


def _section(section: Section) -> Rich:
    lines = join("\n", (_line(line) for line in section.lines))
    if section.folded:
        lines = wrap(Style.FOLDED, lines)
    return join("\n", [part for part in (section.heading, lines) if part])


def _line(line: Line) -> Rich:
    claim = join("", (line.mark, line.claim))
    if line.credit is None:
        return claim
    credit = credit_text(line.credit)
    last = len(claim.text) % WIDTH
    fits = line.inline and last + len(credit.text) + 3 <= WIDTH
    return join(" · " if fits else "\n", (claim, italic(credit)))


def credit_text(credit: Credit) -> Rich:
    """Such as "New York Times, 4 Sep · Hankyoreh, par. 7"; the source leads to the article."""
    source = link(
        f"{credit.article.source.short}, {paragraphs_text(credit.paragraphs)}",
        address_at(credit.article.url, credit.words),
    )
    if not credit.who:
        return source
    own = wording.own_words(credit.article.source.short)
    if credit.who == own:
        return link(
            f"{own}, {paragraphs_text(credit.paragraphs)}", address_at(credit.article.url, credit.words)
        )
    return join(" · ", (credit.who, source))


def paragraphs_text(paragraphs: Iterable[int]) -> str:
    """As in "par. 7", "par. 7, 8", "par. 6–8, 15, 16": three or more in a row become a range."""
    runs: list[list[int]] = []
    for number in sorted(set(paragraphs)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return "par. " + ", ".join(texts)


def address_at(url: str | None, words: str | None) -> str | None:
    """The article's address, opening at these words where the browser can; None where none is known."""
    if url is None or not words or "#" in url:
        return url
    exact = re.sub(r"\s+", " ", words).strip(" “”\"'.,")
    return f"{url}#:~:text={quote(exact, safe='').replace('-', '%2D')}"
