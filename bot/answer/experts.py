"""/experts: who says what, grouped by person with role; /experts NAME gives one person's lines."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.answer.choices import choice_page
from bot.answer.lines import BRIEF, as_of, claim, credit, line, open_button, title, unknown
from bot.domain import Disagreement, EntityKind, View, Voice
from bot.names.resolve import Verdict, decide
from bot.render import dates, wording
from bot.render.page import Button, Line, Page, Section, rows
from bot.render.rich import Rich, bold, join, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answer.lines import Asked
    from bot.domain import Entity, Statement, Story

GROUPS = {"unnamed": Voice.UNNAMED, "officials": Voice.OFFICIAL, "press": Voice.PRESS}
HEADINGS = {"unnamed": wording.UNNAMED, "officials": wording.OFFICIALS, "press": wording.PRESS}
ALL_EXPERTS = Button(wording.ALL_EXPERTS, View("experts"))


def experts(asked: Asked) -> Page:
    """Everybody who is quoted, a group of them, or one person."""
    if not asked.argument:
        return _everybody(asked)
    if asked.argument.lower() in GROUPS:
        return _group(asked, asked.argument.lower())
    entity = asked.story.find_entity(asked.argument)
    if entity is None:
        decision = decide(asked.argument, _who_can_speak(asked.story))
        if decision.verdict is not Verdict.ACCEPT:
            return choice_page(asked, decision, "experts")
        entity = decision.candidates[0]
    return _person(asked, entity)


def _who_can_speak(story: Story) -> list[Entity]:
    """People and bodies, and those places that are quoted as governments are."""
    return [e for e in story.entities if e.kind is not EntityKind.PLACE or statements_by(story, e)]


def statements_by(story: Story, entity: Entity) -> list[Statement]:
    """What an entity is quoted with."""
    return [statement for statement in story.statements if statement.speaker == entity.slug]


def _everybody(asked: Asked) -> Page:
    story = asked.story
    speakers = _speakers(story, Voice.EXPERT)
    people = [entity for entity in speakers if entity.kind is EntityKind.PERSON]
    bodies = [entity for entity in speakers if entity.kind is not EntityKind.PERSON]
    unnamed = _unnamed_groups(story)
    counts = [
        wording.counted(len(people), "named", "named"),
        wording.counted(len(bodies), "institute") if bodies else "",
        wording.counted(len(unnamed), "unnamed group") if unnamed else "",
    ]
    buttons = [open_button("experts", person.slug, _family_name(person)) for person in people]
    return Page(
        view=asked.view,
        title=title("Experts", story.title),
        as_of=as_of(asked),
        lead=plain(", ".join(filter(None, counts)) if speakers or unnamed else wording.NO_EXPERTS),
        sections=tuple(
            Section(_name_and_role(entity), _spoken_lines(story, statements_by(story, entity)))
            for entity in (*people, *bodies)
        ),
        unknown=unknown(story, "experts"),
        rows=rows(
            buttons[:4],
            (
                open_button("experts", "unnamed", f"{wording.UNNAMED} ({len(unnamed)})") if unnamed else None,
                open_button("experts", "officials", wording.OFFICIALS),
                open_button("experts", "press", wording.PRESS),
            ),
            (BRIEF,),
        ),
    )


def _unnamed_groups(story: Story) -> list[str]:
    """Groups of people without a name."""
    return list(
        dict.fromkeys(s.label for s in story.statements if s.voice is Voice.UNNAMED and not _names_nobody(s))
    )


def _names_nobody(statement: Statement) -> bool:
    """Whether the cue is a noun, as in "projections": then not even a group is spoken of."""
    return statement.voice is Voice.UNNAMED and bool(
        statement.cue and statement.label.endswith(statement.cue)
    )


def _family_name(person: Entity) -> str:
    """As in "Kim", "Everard": Korean and Chinese names begin with it."""
    return person.name.split()[0 if person.country in {"kr", "kp", "cn", "tw"} else -1]


def _speakers(story: Story, voice: Voice) -> list[Entity]:
    slugs = dict.fromkeys(s.speaker for s in story.statements if s.voice is voice and s.speaker)
    return [entity for slug in slugs if (entity := story.find_entity(slug)) is not None]


def _name_and_role(entity: Entity) -> Rich:
    role = "; ".join(role.role for role in entity.roles)
    return join("\n", [bold(entity.name), *([role[:1].upper() + role[1:]] if role else [])])


def _spoken_lines(story: Story, statements: Iterable[Statement]) -> tuple[Line, ...]:
    """Claims of one speaker; the credit stands once under claims that share it."""
    lines: list[Line] = []
    for (relayed, *_), same in groupby(
        statements, key=lambda s: (_relayed(s), s.article_id, s.paragraph, s.occasion, s.said)
    ):
        *earlier, last = same
        lines += [Line(claim(story, statement)) for statement in earlier]
        lines.append(Line(claim(story, last), credit(story, last, who=str(relayed))))
    return tuple(lines)


def _relayed(statement: Statement) -> str:
    """By whom a speaker is reported, which no heading says: "as told by Park Byung-hwan"."""
    _, _, rest = statement.credit.partition(", ")
    return rest if rest.startswith(("by ", "as told by ")) else ""


def _group(asked: Asked, name: str) -> Page:
    story = asked.story
    of_voice = [s for s in story.statements if s.voice is GROUPS[name] and not _names_nobody(s)]
    by_label: dict[str, list[Statement]] = {}
    for statement in of_voice:
        by_label.setdefault(statement.label, []).append(statement)
    return Page(
        view=asked.view,
        title=title(HEADINGS[name], story.title),
        as_of=as_of(asked),
        lead=None if of_voice else plain(wording.NO_EXPERTS),
        sections=tuple(
            Section(bold(label[:1].upper() + label[1:]), tuple(line(story, s) for s in statements))
            for label, statements in by_label.items()
        ),
        rows=rows((ALL_EXPERTS,)),
    )


def _person(asked: Asked, entity: Entity) -> Page:
    story = asked.story
    said = statements_by(story, entity)
    if not said:
        return Page(
            view=View("experts", entity.slug),
            title=bold(entity.name),
            as_of=as_of(asked),
            lead=plain(wording.mentioned_not_quoted(entity.name)),
            rows=rows((open_button("who", entity.slug, wording.WHERE_MENTIONED), ALL_EXPERTS)),
        )
    against = _against(story, said)
    role = "; ".join(role.role for role in entity.roles)
    as_given = wording.role_as_given(dates.at_text(entity.roles[-1].as_of)) if entity.roles else ""
    return Page(
        view=View("experts", entity.slug, asked.view.page),
        title=bold(entity.name),
        as_of=join("\n", [*([f"{role[:1].upper()}{role[1:]}\n({as_given})"] if role else []), as_of(asked)]),
        sections=(
            Section(None, _spoken_lines(story, said)),
            *([Section(bold("Against it"), tuple(line(story, s) for s in against))] if against else []),
        ),
        footnote=_typed(asked, entity),
        rows=rows(
            (
                open_button("words", entity.slug, wording.EXACT_WORDS)
                if any(s.quote for s in said)
                else None,
                open_button("who", entity.slug, wording.MORE_ABOUT.format(_pronoun_free(entity))),
            ),
            (ALL_EXPERTS,),
        ),
    )


def _pronoun_free(entity: Entity) -> str:
    return entity.short if entity.short.count(" ") < 2 else "them"


def _typed(asked: Asked, entity: Entity) -> str | None:
    typed = asked.argument
    return None if typed in {entity.slug, entity.name} else wording.you_typed(typed)


def _against(story: Story, said: Sequence[Statement]) -> list[Statement]:
    """The foremost line of others that speaks for what this speaker doubts."""
    # Only a doubt whether they meet at all has lines that speak against it as a whole. Elsewhere a shared
    # topic is no contradiction: that one side may ask says nothing of whether the other will give.
    doubted = {s for d in said if d.disagreement is Disagreement.DOUBTED for s in d.topics & {"summit"}}
    rivals = [
        s
        for s in story.statements
        if s.topics & doubted and s.disagreement is None and not s.background and s not in said
    ]
    return sorted(rivals, key=lambda s: (s.brief_rank is None, s.brief_rank or 0, s.ordinal))[:1]


def exact_words(asked: Asked) -> Page:
    """The exact words we hold of a speaker, each with its paragraph."""
    story = asked.story
    entity = story.find_entity(asked.argument)
    if entity is None:
        return choice_page(asked, decide(asked.argument, story.entities), "words")
    quoted = [statement for statement in statements_by(story, entity) if statement.quote]
    return Page(
        view=asked.view,
        title=title(wording.EXACT_WORDS, entity.name),
        as_of=as_of(asked),
        lead=None if quoted else plain(wording.NO_EXACT_WORDS),
        sections=(Section(None, tuple(Line(plain(f"“{s.quote}”"), credit(story, s)) for s in quoted)),)
        if quoted
        else (),
        rows=rows((Button(wording.BACK, View("experts", entity.slug)), ALL_EXPERTS)),
    )
