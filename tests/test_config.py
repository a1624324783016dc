from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import TELEGRAM, read_settings
from bot.errors import BadSetting, MalformedToken, UnknownSetting

TOKEN = "123456:AAH-secret_secret_secret_secret_secr"


def test_nothing_set_means_the_sandbox_on_this_machine() -> None:
    settings = read_settings({"PATH": "/bin", "TELEGRAM_BOT_TOKEN": ""})
    assert settings.token is None
    assert (settings.api_url, settings.host, settings.port) == (TELEGRAM, "127.0.0.1", 8080)
    assert settings.database.name == "sherpa.db"


def test_everything_can_be_set() -> None:
    settings = read_settings(
        {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": "http://127.0.0.1:9000/",
            "SHERPA_DATABASE": "sqlite:////data/sherpa.db",
            "SHERPA_LISTEN": "[::1]:9999",
            "SHERPA_LOG_LEVEL": "DEBUG",
            "SHERPA_OWNER_IDS": "5",
        }
    )
    assert settings.database == Path("/data/sherpa.db")
    assert (settings.host, settings.port, settings.log_level) == ("::1", 9999, "debug")
    assert settings.api_url == "http://127.0.0.1:9000"
    assert settings.ignored == ("SHERPA_OWNER_IDS",)


def test_a_language_model_is_asked_only_where_one_is_named() -> None:
    assert read_settings({}).llm_url is None
    settings = read_settings(
        {
            "SHERPA_MODEL": "en_core_web_md",
            "SHERPA_LLM_URL": "http://localhost:11434/v1/",
            "SHERPA_LLM_MODEL": "small",
            "SHERPA_LLM_KEY": "secret",
        }
    )
    assert (settings.model, settings.llm_url, settings.llm_model) == (
        "en_core_web_md",
        "http://localhost:11434/v1",
        "small",
    )
    assert settings.llm_key == "secret"
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"SHERPA_MODEL": "../a/path"}, "SHERPA_MODEL"),
        ({"SHERPA_LLM_URL": "localhost"}, "SHERPA_LLM_URL"),
        ({"SHERPA_LLM_URL": "http://localhost:1/v1"}, "SHERPA_LLM_MODEL"),
    ],
)
def test_a_model_that_cannot_be_asked_is_refused(given: dict[str, str], names: str) -> None:
    with pytest.raises(BadSetting, match=names):
        read_settings(given)


def test_the_token_does_not_show() -> None:
    assert "secret" not in repr(read_settings({"TELEGRAM_BOT_TOKEN": TOKEN}))


def test_an_unknown_setting_is_named_with_the_nearest() -> None:
    with pytest.raises(
        UnknownSetting, match=r"SHERPA_DATABSE is not a setting of Sherpa\. Did you mean SHERPA_DATABASE\?"
    ):
        read_settings({"SHERPA_DATABSE": "x"})


@pytest.mark.parametrize("token", ["hello", "123", "123:", ":abc", "123:ab c", "12a:abc"])
def test_a_malformed_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(MalformedToken) as raised:
        read_settings({"TELEGRAM_BOT_TOKEN": token})
    assert token not in str(raised.value).replace("a colon", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHERPA_DATABASE", "postgresql://db/sherpa"),
        ("SHERPA_DATABASE", "sherpa.db"),
        ("SHERPA_DATABASE", "sqlite:///"),
        ("SHERPA_LISTEN", "8080"),
        ("SHERPA_LISTEN", "localhost:99999"),
        ("SHERPA_LISTEN", ":8080"),
        ("SHERPA_LOG_LEVEL", "chatty"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "https://user:pass@host"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read_settings({name: value})
