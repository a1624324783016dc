"""Every word that Sherpa says to a reader, in English. Other languages join beside this file.

Reader words: story, article, brief, agenda, line, source, follow, alert. Builder's words never appear here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Headings -------------------------------------------------------------------------------------------------

IN_SHORT = "In short"
DOUBTED = "Doubted"
OPPOSED = "Opposed"
DISPUTED = "Disputed"
WHY = "Why it matters"
NOT_YET_KNOWN = "Not yet known"
MAY_COME_UP = "May come up"
BACKGROUND = "Background"
UNNAMED = "Unnamed"
OFFICIALS = "Officials"
PRESS = "Press"
SAID = "Said"
WHERE = "Where mentioned"

# Buttons --------------------------------------------------------------------------------------------------

BACK = "‹ Back"
BACK_TO_BRIEF = "‹ Brief"
ALL_MATTERS = "‹ All {} matters"
ALL_EXPERTS = "‹ All experts"
EARLIER = "‹ Earlier"
MORE = "More ›"
OLDER = "Older ›"
NEWER = "‹ Newer"
READ_THE_BRIEF = "Read the brief"
OPEN_ARTICLE = "Open article"
SHOW_AN_EXAMPLE = "Show me an example"
WHO_SAYS_WHAT = "Who says what"
EXACT_WORDS = "Exact words"
MORE_ABOUT = "More about {}"
WHAT_THEY_SAID = "What {} said"
NONE_OF_THESE = "None of these"
SEARCH_THE_TEXT = "Search the text"
ALL_PEOPLE = "All people"
WHERE_MENTIONED = "Where mentioned"
WHOLE_TIMELINE = "All years"
ONLY_YEAR = "Only {}"
COMMAND_BUTTONS = {
    "brief": "Brief",
    "agenda": "Agenda",
    "experts": "Experts",
    "timeline": "Timeline",
    "background": "Background",
    "search": "Search",
    "who": "People",
    "latest": "Latest",
    "topics": "Topics",
    "sources": "Sources",
    "privacy": "Privacy",
    "help": "Help",
    "start": "Start",
}

# What each command does, as the menu shows it ---------------------------------------------------------------

COMMANDS = {
    "brief": "The story in one message",
    "agenda": "What may be on the table, and who doubts it",
    "experts": "Who says what, by person",
    "timeline": "What happened when, and what is planned",
    "background": "What to know first",
    "who": "A person or body, in any spelling",
    "search": "Find a word in every line",
    "help": "What you can ask",
}
ABOUT_SHORT = "What is known on a story, who said it, and where."
ABOUT = (
    "Sherpa tells you what is known on a story, who said it, when and where. Ask for the brief, the agenda,"
    " the experts or the timeline; type a name or a word. Every line names its source. Nothing is sent to"
    " you unasked."
)

# Fixed answers ----------------------------------------------------------------------------------------------

START_TITLE = "Sherpa"
START_ABOUT = " tells you what is known on a story, who said it, and where."
NOW = "Now: {}"
NOTHING_SENT = "Nothing is sent to you unasked."
TYPE_SOMETHING = "Type a name or a word, such as: satellites"
NEW_HERE = "New here? /help"
HELP_TITLE = "What you can ask"
HELP_LINES = (
    ("Read", "/brief · /agenda · /experts · /timeline · /background · /latest"),
    ("Find", "/who Shoigu · /search satellite · /topics"),
    ("Check", "/sources: what all this rests on · /privacy: what is kept of you"),
)
HELP_NARROW = "A word after a command narrows it: /agenda arms, /experts Everard, /timeline 2023."
HELP_FORGIVING = (
    "Or type a name or a word, with no slash. Spelling is forgiven: Shoygu, 쇼이구, Шойгу. A question you"
    " edit within ten minutes edits its answer."
)
PRIVACY_TITLE = "Privacy"
PRIVACY_LINES = (
    "Kept: the number of this chat, whether it is private or a group, and when it first wrote. No names.",
    "For a short while: which of my messages answers which of yours, so that an edited question edits its"
    " answer.",
    "Not kept: what you write. It is stored only until it is answered, then erased; its number and that it"
    " was answered stay.",
    "Nothing is passed on to anybody. Messages travel through Telegram under Telegram’s own terms.",
    "Stopping: block or remove the bot at any time; no more is written or kept.",
)
NO_STORY = "No story is loaded yet. An editor can send me an article."
NO_AGENDA = "No agenda: our sources speak of no meeting."
NO_DATES = "No dated events yet in this story."
NO_BACKGROUND = "No background lines yet in this story."
NO_EXPERTS = "Nobody is quoted yet in this story."
WHO_EMPTY = "Who? Send a name, in any spelling or script."
SEARCH_EMPTY = "Search for what? Send a word or a name."
ONLY_SIGNS = "Send a word or a name, or see"
STILL_TO_COME = (
    "/{} is not part of this version yet. Nothing is sent to you unasked, and nothing you typed is kept."
)
ONE_MOMENT = "One moment: answering your questions in order."
SHOWN_AS_OF_NOW = "Shown as of now."
ALREADY_SHOWN = "Already done."
NOT_QUOTED = "Not quoted in this story."
NO_DATE_KNOWN = "No date is known yet for what comes next."
UNKNOWN_FALLBACK = "Whatever our sources leave out; an editor has noted nothing more."
NO_EXACT_WORDS = "We hold no exact words of theirs, only the lines in our own words."


def something_went_wrong(code: str) -> str:
    """The one sentence for what nobody foresaw; the code finds it in the log."""
    return (
        "Something went wrong on our side. Nothing of yours was lost. Try again; if it stays, tell an editor:"
        f" {code}."
    )


def part(number: int, total: int) -> str:
    """Where one is in a page of several parts."""
    return f"Part {number} of {total}"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """As in "1 article", "2 articles"."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def listed(names: Sequence[str]) -> str:
    """As in "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def as_of(moment: str) -> str:
    """The second line of every answer."""
    return f"As of {moment}"


def newest(day: str) -> str:
    """How old old news is."""
    return f"Newest article: {day}. None since."


def disputed_by(names: Sequence[str]) -> str:
    """That others say it is not so."""
    return f"{DISPUTED} by: {listed(names)}."


def own_words(source: str) -> str:
    """Who speaks where nobody is quoted."""
    return f"{source}’s own words"


def nothing_on(subject: str, covered: Sequence[str]) -> str:
    """A subject this story has no lines on."""
    return f"Nothing on {subject} in this story. It covers: {', '.join(covered)}."


def no_matter_called(name: str, covered: Sequence[str]) -> str:
    """A person, body or place that the story knows, asked for as a subject of the agenda."""
    return f"No subject of the agenda is called {name}. It covers: {', '.join(covered)}."


def mentioned_not_quoted(name: str) -> str:
    """A state of its own between quoted and unknown."""
    return f"{name} is mentioned here but not quoted."


def which(name: str) -> str:
    """A name that fits several."""
    return f"Which {name[:1].upper()}{name[1:]}?"


def nearly(typed: str) -> str:
    """A name nearly right."""
    return f"Nobody by “{typed}” here. Did you mean:"


def nobody(typed: str) -> str:
    """An honest no."""
    return f"We know nobody called “{typed}”. We would rather say so than guess."


def found(number: int, typed: str, shown: str = "") -> str:
    """The head of a search that found something; ``shown`` is which of them, where not all are."""
    return f"Found {counted(number, 'line')} with “{typed}”" + (f" · {shown} of {number}" if shown else ":")


def found_nothing(typed: str, articles: int, near: Sequence[str]) -> str:
    """The head of a search that found nothing."""
    nearest = f" Nearest: {', '.join(near)}." if near else ""
    return f"Nothing on “{typed}” in {counted(articles, 'article')}.{nearest}"


def long_question(names: Sequence[str]) -> str:
    """A question too long to search for as a whole."""
    if not names:
        return "That is long for a question, and I know no name in it. Send a word or a name."
    return f"That is long for a question. I searched for its names: {', '.join(names)}."


def no_command(typed: str) -> str:
    """A mistyped command; the buttons show what was meant."""
    return f"No command /{typed}. Did you mean:"


def you_typed(typed: str) -> str:
    """What was looked up, where the answer bears another name."""
    return f"You typed: {typed}"


def matters(number: int, titles: str) -> str:
    """The opening of an agenda that no editor has worded."""
    return f"{counted(number, 'matter')} may come up: {titles}."


def no_dates_in(when: str) -> str:
    """A year, or something else, that no dated event is in."""
    return f"No dated events in {when}. All years:"


def role_as_given(when: str) -> str:
    """A role is what somebody was at a date."""
    return f"role as given {when}"
