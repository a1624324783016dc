"""HTTP for python-telegram-bot over aiohttp, telling for every failure whether Telegram can have acted.

The stock pool costs some ten times as much and collapses where many messages wait; and its ``TimedOut`` does
not say whether a retry may repeat the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput
    from telegram.request import RequestData

KEEP_ALIVE = 30.0  # seconds an idle connection is kept
NAMES_CACHED = 300  # seconds a looked-up address is trusted


class NotSent(NetworkError):
    """The request never left: trying again repeats nothing."""


class OutcomeUnknown(TimedOut):
    """The request left and no answer came: trying again may repeat what it did."""


class AiohttpRequest(BaseRequest):
    """One session of kept-alive connections. A POST is never sent twice by itself."""

    __slots__ = ("_connect", "_connections", "_read", "_session")

    def __init__(
        self, *, connections: int = 128, read_timeout: float = 60.0, connect_timeout: float = 5.0
    ) -> None:
        """Timeouts are seconds. Reading is given long, so that slow is not taken for lost."""
        self._connections = connections
        self._read = read_timeout
        self._connect = connect_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take where a call does not say."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; harmless where it is open."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=KEEP_ALIVE, ttl_dns_cache=NAMES_CACHED
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as Python values. Raises TelegramError where it is no JSON object."""
        try:
            parsed = orjson.loads(payload)
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        if not isinstance(parsed, dict):
            raise TelegramError("Invalid server response")
        return parsed

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  aiohttp has no such limit
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  waiting for a place is not failing
    ) -> tuple[int, bytes]:
        """One request; returns status and body. Raises NotSent or OutcomeUnknown."""
        if self._session is None:
            raise NotSent("The session is not open")
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=_chosen(connect_timeout, self._connect),
            sock_read=_chosen(read_timeout, self._read),
        )
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        # The address holds the token, so only the kind of failure is repeated.
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(_reason(error)) from None
        except aiohttp.InvalidURL:
            raise NotSent("InvalidURL") from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise OutcomeUnknown(type(error).__name__) from None


def _chosen(given: ODVInput[float], otherwise: float) -> float | None:
    return given if given is None or isinstance(given, float | int) else otherwise


def _body(request_data: RequestData | None) -> tuple[Any, dict[str, str] | None]:
    if request_data is None:
        return None, None
    if not request_data.contains_files:
        return orjson.dumps(request_data.parameters), {"Content-Type": "application/json"}
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (filename, content, mime) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, None


def _reason(error: Exception) -> str:
    """Why a connection failed, in the system's words."""
    cause = getattr(error, "os_error", None) or error.__cause__
    return (getattr(cause, "strerror", None) or type(error).__name__) if cause else type(error).__name__
