"""Asking back: a name that fits several, is nearly right, or is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.lines import BRIEF, open_button
from bot.domain import EntityKind, View
from bot.names.resolve import Decision, Verdict
from bot.render import wording
from bot.render.page import Button, Page, rows
from bot.render.rich import plain

if TYPE_CHECKING:
    from bot.answer.lines import Asked
    from bot.domain import Entity


def choice_page(asked: Asked, decision: Decision, opens: str) -> Page:
    """The question back, or the honest no. ``opens`` is the view that a choice opens."""
    typed = asked.argument
    if decision.verdict is Verdict.NONE:
        return Page(
            view=asked.view,
            title=plain(wording.nobody(typed)),
            rows=rows(
                (search_button(typed), open_button("who", label=wording.ALL_PEOPLE)),
                (BRIEF,),
            ),
        )
    is_choice = decision.verdict is Verdict.CHOOSE
    return Page(
        view=asked.view,
        title=plain(wording.which(typed) if is_choice else wording.nearly(typed)),
        rows=rows(
            *((Button(choice_label(entity), View(opens, entity.slug)),) for entity in decision.candidates),
            (search_button(typed, wording.NONE_OF_THESE), BRIEF),
        ),
    )


def search_button(typed: str, label: str = wording.SEARCH_THE_TEXT) -> Button | None:
    """A button that searches for what was typed, where it fits into a button."""
    return Button(label, View("search", typed)) if len(typed.encode()) <= 40 else None


def choice_label(entity: Entity) -> str:
    """Enough to tell namesakes apart: "Kim Dong-yub · 김동엽 · professor"."""
    native = next(iter(entity.native.values()), "")
    role = entity.roles[-1].short if entity.roles else "place" if entity.kind is EntityKind.PLACE else ""
    return " · ".join(filter(None, (entity.name, native if native != entity.name else "", role)))
