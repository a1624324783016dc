"""Settings: from the environment alone, read once, passed in.

Importing this module reads nothing. ``read_settings`` is a pure function of the mapping it is given.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from bot.errors import BadSetting, MalformedToken, UnknownSetting

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "SHERPA_"
TELEGRAM = "https://api.telegram.org"
LEVELS = ("debug", "info", "warning", "error")
# Fixed for what joins later: accepted already, so that one environment file serves every version.
RESERVED = frozenset(
    {"OWNER_IDS", "WEBHOOK_URL", "WEBHOOK_SECRET", "LANGUAGE", "TIMEZONE", "RATE", "MODEL"}
    | {"LLM_URL", "LLM_MODEL", "LLM_KEY"}
)
OURS = frozenset({"DATABASE", "LISTEN", "LOG_LEVEL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may choose. The token is kept out of ``repr``."""

    token: str | None = field(default=None, repr=False)  # TELEGRAM_BOT_TOKEN; None means the sandbox
    api_url: str = TELEGRAM  # TELEGRAM_API_URL: any Bot API server
    database: Path  # SHERPA_DATABASE, the path of sqlite:///PATH
    host: str = "127.0.0.1"  # SHERPA_LISTEN, before the colon
    port: int = 8080  # SHERPA_LISTEN, after the colon; 0 lets the system choose
    log_level: str = "info"  # SHERPA_LOG_LEVEL
    ignored: tuple[str, ...] = ()  # settings that are known but have no effect in this version


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from these variables. Raises UnknownSetting, BadSetting or MalformedToken."""
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    ours = {name.removeprefix(PREFIX): value for name, value in given.items() if name.startswith(PREFIX)}
    for name in ours:
        if name not in OURS | RESERVED:
            nearest = difflib.get_close_matches(name, sorted(OURS | RESERVED), n=1)
            raise UnknownSetting(PREFIX + name, PREFIX + nearest[0] if nearest else None)
    host, port = _read_listen(ours.get("LISTEN", "127.0.0.1:8080"))
    level = ours.get("LOG_LEVEL", "info").lower()
    if level not in LEVELS:
        raise BadSetting("SHERPA_LOG_LEVEL", "one of " + ", ".join(LEVELS))
    return Settings(
        token=_read_token(given.get("TELEGRAM_BOT_TOKEN")),
        api_url=_read_api_url(given.get("TELEGRAM_API_URL", TELEGRAM)),
        database=_read_database(ours.get("DATABASE")),
        host=host,
        port=port,
        log_level=level,
        ignored=tuple(sorted(PREFIX + name for name in ours if name in RESERVED)),
    )


def _read_token(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value):
        raise MalformedToken
    return value


def _read_api_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        raise BadSetting("TELEGRAM_API_URL", "an address such as https://api.telegram.org, with no query")
    return value.rstrip("/")


def _read_database(value: str | None) -> Path:
    if value is None:
        return Path(platformdirs.user_data_dir("sherpa", appauthor=False)) / "sherpa.db"
    if value.startswith(("postgresql://", "postgres://")):
        raise BadSetting("SHERPA_DATABASE", "sqlite:///PATH; PostgreSQL joins in a later version")
    path = value.removeprefix("sqlite:///")
    if path == value or not path:
        raise BadSetting("SHERPA_DATABASE", "sqlite:///PATH")
    return Path(path).expanduser()


def _read_listen(value: str) -> tuple[str, int]:
    host, colon, port = value.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:
        raise BadSetting("SHERPA_LISTEN", "HOST:PORT, such as 127.0.0.1:8080")
    return host.strip("[]"), int(port)
