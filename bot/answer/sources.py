"""/sources, /latest and /topics: what all this rests on, and what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.lines import BRIEF, as_of, line, open_button, title, topic_buttons, unknown
from bot.domain import Voice
from bot.render import dates, wording
from bot.render.page import Button, Line, Page, Section, rows
from bot.render.rich import bold, italic, join, link, plain

if TYPE_CHECKING:
    from bot.answer.lines import Asked
    from bot.domain import Article, Story

ARTICLES = 10
LINES = 6


def sources(asked: Asked) -> Page:
    """Every article with its date and number of lines, and whom they quote."""
    story = asked.story
    newest_first = sorted(story.articles, key=lambda article: article.published_at, reverse=True)
    quoted = dict.fromkeys(s.label for s in story.statements if s.voice is Voice.PRESS)
    held = [
        Line(
            plain("Lines in our own words, each naming its paragraph; exact words only where they are short.")
        )
    ]
    return Page(
        view=asked.view,
        title=title("Sources", story.title),
        as_of=as_of(asked, articles=True),
        sections=(
            Section(None, tuple(_article_line(story, article) for article in newest_first[:ARTICLES])),
            *([Section(bold("Through them"), tuple(Line(plain(name)) for name in quoted))] if quoted else []),
            Section(bold("How it is told"), tuple(held)),
        ),
        rows=rows(
            (Button(wording.OPEN_ARTICLE, url=newest_first[0].url),)
            if newest_first and newest_first[0].url
            else (),
            (open_button("latest"), open_button("privacy")),
            (BRIEF,),
        ),
    )


def _article_line(story: Story, article: Article) -> Line:
    number = sum(statement.article_id == article.id for statement in story.statements)
    where = "" if article.url else " Its address is not known to us."
    about = f"{article.source.name}, {dates.moment_text(article.published_at, article.zone)}"
    return Line(
        join(
            "\n",
            (
                link(article.title, article.url),
                italic(f"{about} · {wording.counted(number, 'line')}.{where}"),
            ),
        )
    )


def latest(asked: Asked) -> Page:
    """The newest article and its foremost lines."""
    story = asked.story
    article = story.newest
    if article is None:
        return sources(asked)
    of_article = [s for s in story.statements if s.article_id == article.id]
    foremost = sorted(of_article, key=lambda s: (s.brief_rank is None, s.brief_rank or 0, s.ordinal))[:LINES]
    return Page(
        view=asked.view,
        title=title("Latest", article.source.short),
        as_of=as_of(asked),
        lead=link(article.title, article.url),
        sections=(Section(None, tuple(line(story, statement) for statement in foremost)),),
        footnote=f"{len(of_article) - len(foremost)} more lines in this article."
        if len(of_article) > len(foremost)
        else None,
        unknown=unknown(story, "latest"),
        rows=rows((open_button("agenda"), open_button("experts"), open_button("sources")), (BRIEF,)),
        preview_url=article.url,
    )


def topics(asked: Asked) -> Page:
    """Each topic with its number of lines and its other words."""
    story = asked.story
    lines = []
    for topic in story.covered_topics:
        number = sum(topic.slug in statement.topics for statement in story.statements)
        narrower = [
            t.title.lower() for t in story.topics if t.parent == topic.slug and _is_spoken(story, t.slug)
        ]
        more = f": {', '.join(narrower)}" if narrower else ""
        lines.append(Line(join("", (bold(topic.title), f"{more} · {wording.counted(number, 'line')}"))))
    buttons = topic_buttons(story.covered_topics)
    return Page(
        view=asked.view,
        title=title("Topics", story.title),
        as_of=as_of(asked),
        sections=(Section(None, tuple(lines)),),
        rows=rows(buttons[:3], buttons[3:6], (*buttons[6:8], BRIEF)),
    )


def _is_spoken(story: Story, slug: str) -> bool:
    return any(slug in statement.topics for statement in story.statements)
