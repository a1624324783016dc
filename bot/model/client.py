"""One request to an OpenAI-compatible server: the article goes out, proposals or one failure come back."""

from __future__ import annotations

import asyncio
import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

import orjson

from bot.model.prompt import RESPONSE_FORMAT, Answer, NotJson, WrongForm, build_messages, read_answer

if TYPE_CHECKING:
    from types import ModuleType

    from openai import AsyncOpenAI

BIGGEST_ANSWER = 1_000_000  # bytes
_KEY = re.compile(r"[!-~]+")  # anything else would be refused further down, in a log line that repeats it
PATIENCE = 60.0  # seconds for everything, from the request to the merged digest


@dataclass(frozen=True, slots=True)
class ModelRoute:
    """Which model, and where. ``patience`` is in seconds.

    Address and key are kept out of ``repr``: an address may hold a password.
    """

    url: str = field(repr=False)
    name: str
    key: str | None = field(default=None, repr=False)
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there are no proposals: one sentence, with nothing of the key, the address or the article in it."""

    sentence: str


MISSING = Failure("The optional package openai is not installed: pip install 'sherpa-bot[llm]' adds it.")
UNREACHABLE = Failure("The language model's server could not be reached.")
BAD_ROUTE = Failure(
    "The language model's address or key cannot be used: check SHERPA_LLM_URL and SHERPA_LLM_KEY."
)
TOO_LONG = Failure("The language model's answer was longer than one megabyte.")
NOT_JSON = Failure("The language model's answer was not the JSON that was asked for.")
WRONG_FORM = Failure("The language model's answer was JSON of another form than was asked for.")
EMPTY = Failure("The language model's answer was empty.")
DECLINED = Failure("The language model declined to answer.")
CUT_SHORT = Failure("The language model's answer was cut short.")


def too_slow(seconds: float) -> Failure:
    """It took longer than this."""
    return Failure(f"The language model did not answer within {seconds:g} seconds.")


def refused(status: int) -> Failure:
    """The server answered with an HTTP error."""
    hint = ": check SHERPA_LLM_KEY" if status in {401, 403} else ""
    return Failure(f"The language model's server answered with HTTP {status}{hint}.")


async def ask(text: str, route: ModelRoute, client: AsyncOpenAI | None = None) -> Answer | Failure:
    """What the model proposes for this article. A ``client`` that is given is used and left open.

    Whatever the server does comes back as a Failure; only a cancellation is raised. The caller sets the time
    for all of it: a server that sends one byte a second is never late for the SDK.
    """
    if route.key and not _KEY.fullmatch(route.key):
        return BAD_ROUTE
    try:
        openai = await asyncio.to_thread(_load_sdk)
    except ImportError:
        return MISSING
    try:
        if client is not None:
            return _read(await _post(client, text, route))
        async with _connect(openai, route) as own:
            return _read(await _post(own, text, route))
    except openai.APIStatusError as error:
        return refused(error.status_code)
    except openai.APIError:
        return UNREACHABLE
    except (ValueError, TypeError, openai.OpenAIError):  # an address with no host, a key with a line break
        return BAD_ROUTE


def _load_sdk() -> ModuleType:
    """The SDK, an extra that takes a second to load: in a thread, and only when it is needed."""
    import openai  # noqa: PLC0415

    return openai


def _connect(openai: ModuleType, route: ModelRoute) -> AsyncOpenAI:
    """A client that sends what the settings say and nothing else of the environment: no account, no key."""
    url, login = _without_login(route.url)
    headers: dict[str, Any] = {"OpenAI-Organization": openai.omit, "OpenAI-Project": openai.omit}
    signature = f"Bearer {route.key}" if route.key else f"Basic {login}" if login else None

    async def sign(request: Any) -> None:
        # The SDK insists on a key, and takes one from the environment where it finds any.
        request.headers.pop("Authorization", None)
        if signature:
            request.headers["Authorization"] = signature

    async def refuse(response: Any) -> None:
        # The SDK would read the whole body of an error, however long it is.
        if not 200 <= response.status_code < 300:
            raise openai.APIStatusError("refused", response=response, body=None)

    client: AsyncOpenAI = openai.AsyncOpenAI(
        api_key="-",
        base_url=url,
        max_retries=0,
        timeout=route.patience,
        default_headers=headers,
        # A redirect would carry the article to an address that nobody chose.
        http_client=openai.DefaultAsyncHttpxClient(
            follow_redirects=False, event_hooks={"request": [sign], "response": [refuse]}
        ),
    )
    return client


def _without_login(url: str) -> tuple[str, str | None]:
    """The address without name and password, which would be logged with it, and these for a header."""
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    return urlunsplit(parts._replace(netloc=host)), base64.b64encode(unquote(login).encode()).decode("ascii")


async def _post(client: AsyncOpenAI, text: str, route: ModelRoute) -> bytes | None:
    """The body of the answer, None where it is longer than we read."""
    request: dict[str, Any] = {
        "model": route.name,
        "messages": build_messages(text),
        "response_format": RESPONSE_FORMAT,
    }
    patient = client.with_options(max_retries=0, timeout=route.patience)
    body = bytearray()
    async with patient.chat.completions.with_streaming_response.create(**request) as response:
        async for chunk in response.iter_bytes():
            body += chunk
            if len(body) > BIGGEST_ANSWER:
                return None
    return bytes(body)


def _read(body: bytes | None) -> Answer | Failure:
    if body is None:
        return TOO_LONG
    try:
        choice = orjson.loads(body)["choices"][0]
        message = choice["message"]
        content, refusal = message.get("content"), message.get("refusal")
    except orjson.JSONDecodeError:
        return NOT_JSON
    except IndexError:
        return EMPTY
    except (KeyError, TypeError, AttributeError):
        return WRONG_FORM
    if refusal:
        return DECLINED
    if content is None or content == "":
        return EMPTY
    if not isinstance(content, str):
        return WRONG_FORM
    try:
        return read_answer(content)
    except NotJson:
        return CUT_SHORT if choice.get("finish_reason") == "length" else NOT_JSON
    except WrongForm:
        return WRONG_FORM
