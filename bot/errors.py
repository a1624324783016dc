"""Every failure an operator can meet, each with one plain sentence. Worded here and nowhere else.

Exit code 1. What readers see in a chat is worded in ``bot.render.wording``.
"""

from __future__ import annotations


class SherpaError(Exception):
    """It failed, and ``str(error)`` is the one sentence that says why and what to do."""


class UnknownSetting(SherpaError):
    """A ``SHERPA_`` variable that means nothing to us: most likely a slip of the keyboard."""

    def __init__(self, name: str, nearest: str | None) -> None:
        hint = f" Did you mean {nearest}?" if nearest else ""
        super().__init__(f"{name} is not a setting of Sherpa.{hint}")


class BadSetting(SherpaError):
    """A setting whose value cannot be used. The value itself is not repeated: it may be a secret."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"{name} is not usable: it should be {wanted}.")


class MalformedToken(SherpaError):
    """The token cannot be one of Telegram's."""

    def __init__(self) -> None:
        super().__init__(
            "TELEGRAM_BOT_TOKEN does not look like a bot token (digits, a colon, letters): copy it again"
            " from @BotFather, or unset it to try Sherpa in the browser."
        )


class TokenRefused(SherpaError):
    """The Bot API answered that it does not know this token."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram does not accept TELEGRAM_BOT_TOKEN: it may have been revoked. Ask @BotFather for the"
            " current one."
        )


class ApiUnreachable(SherpaError):
    """No Bot API server answered."""

    def __init__(self, api_url: str, reason: str) -> None:
        super().__init__(
            f"The Bot API at {api_url} cannot be reached ({reason}). Nothing is lost: Telegram keeps"
            " messages for a day. Check the network, then start again."
        )


class SecondPoller(SherpaError):
    """Somebody else fetches updates with the same token."""

    def __init__(self) -> None:
        super().__init__(
            "Another program is fetching messages with the same token, so this one stopped. Run one alone."
        )


class PortBusy(SherpaError):
    """The address to listen on is taken."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Port {port} on {host} is in use. Stop the other program, or choose another port:"
            f" SHERPA_LISTEN={host}:{port + 1}"
        )


class CannotListen(SherpaError):
    """The address to listen on cannot be used on this machine."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Cannot listen on {host}:{port} ({reason}). Choose another with SHERPA_LISTEN.")


class SandboxIsLocal(SherpaError):
    """The sandbox knows no passwords, so it is never served to other machines."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"The sandbox listens on this machine only, and SHERPA_LISTEN says {host}: use 127.0.0.1:8080, or"
            " set TELEGRAM_BOT_TOKEN to serve Telegram."
        )


class DatabaseUnwritable(SherpaError):
    """The database file or its folder cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"The database {path} cannot be written ({reason}). Make it writable, or choose another file"
            " with SHERPA_DATABASE=sqlite:///PATH."
        )


class DatabaseCorrupt(SherpaError):
    """The file is damaged or is no SQLite database. It is left as it is."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The database {path} is damaged or is not a database. It was left untouched: put a backup in its"
            " place, or move it away to begin afresh."
        )


class DatabaseNewer(SherpaError):
    """The database was last used by a newer version."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The database {path} was last used by a newer Sherpa. It was left untouched: update this one."
        )


class DatabaseBusy(SherpaError):
    """Another process held the database longer than we wait."""

    def __init__(self) -> None:
        super().__init__(
            "The database is held by another program for over 10 seconds. Try again in a moment."
        )


class StoryUnreadable(SherpaError):
    """A story file that cannot be loaded."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The story file {name} cannot be loaded: {reason}.")


class Unforeseen(SherpaError):
    """A fault of ours that no other sentence names."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(
            f"Something went wrong that nobody foresaw ({type(error).__name__}). Nothing stored was lost;"
            " SHERPA_LOG_LEVEL=debug shows where."
        )


class NoReply(SherpaError):
    """``sherpa ask``: the bot had nothing to say to that."""

    def __init__(self) -> None:
        super().__init__("Sherpa did not reply to that.")


class FileUnreadable(SherpaError):
    """A file that is not there or may not be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} cannot be read ({reason}).")


class NothingToRead(SherpaError):
    """An empty file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is nothing to read in {'standard input' if name == '-' else name}.")


class BadDate(SherpaError):
    """What was given as a date is none."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"{said[:40]} is not the date of an article: write it as 2023-09-11 or 2023-09-11T16:39+09:00."
        )


class NotAText(SherpaError):
    """A file that holds no text, or none that can be read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not a text, an HTML page or a PDF that can be read.")


class NoTextInside(SherpaError):
    """A page or a PDF with pictures only."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} holds no text: paste the article's text instead.")


class DateMissing(SherpaError):
    """Nothing says when the article was published, so its weekdays mean nothing."""

    def __init__(self) -> None:
        super().__init__(
            "When it was published could not be found: add --published, such as 2023-09-11T16:39+09:00."
        )


class ArticleTooLong(SherpaError):
    """More than one article's worth of text."""

    def __init__(self, length: int, longest: int) -> None:
        super().__init__(f"That is {length:,} characters long; one article may have at most {longest:,}.")


class ReadingTooSlow(SherpaError):
    """The reading process did not answer in time and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The article could not be read within {seconds:.0f} seconds. It was left as it is.")


class ReadingDied(SherpaError):
    """The reading process ended in the middle of an article."""

    def __init__(self) -> None:
        super().__init__(
            "Reading the article failed half-way. It was left as it is; other articles are not affected."
        )


class ReadingRefused(SherpaError):
    """The reading process says why it does not read this; the sentence is its own."""


class ModelMissing(SherpaError):
    """The spaCy model is not installed under this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The reading model {name} is not installed. SHERPA_MODEL names the package of a spaCy model for"
            " English; unset it for the one that comes with Sherpa."
        )
