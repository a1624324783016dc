"""Faults to order: what Telegram and the network do on a bad day, switched on for as long as one likes."""

from __future__ import annotations

import math
import random
import time
from collections import defaultdict, deque
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from bot.sandbox.refusals import Refusal, too_many_requests

if TYPE_CHECKING:
    from collections.abc import Iterable

FaultKind = Literal[
    "latency",
    "too_many_requests",
    "server_error",
    "drop_before",
    "drop_after",
    "half_answer",
    "blocked",
    "migrate",
]
KINDS: tuple[str, ...] = get_args(FaultKind)

PER_SECOND = 30
PER_CHAT_SECONDS = 1.0
PER_GROUP_MINUTE = 20


@dataclass(slots=True, eq=False)
class Fault:
    """One rule.

    kind: `latency` waits `milliseconds`; `too_many_requests` refuses with `retry_after`; `server_error`
    answers `status` with an HTML page, or with JSON where `is_json`; `drop_before` and `drop_after` cut the
    connection before or after the call took effect; `half_answer` cuts it in the middle of the answer, after
    the effect; `blocked` refuses as if the person had blocked the bot; `migrate` turns the group into a
    supergroup.
    methods: names it applies to, in any capitals; none means every method but getUpdates, which would use
    up the next calls by itself. chats: ids it applies to; none means all.
    probability: of each matching call. times: how many calls are struck before the rule ends; None: all.
    """

    kind: FaultKind
    methods: frozenset[str] = frozenset()
    chats: frozenset[int] = frozenset()
    probability: float = 1.0
    times: int | None = None
    milliseconds: int = 0
    retry_after: int = 1
    status: int = 502
    is_json: bool = False
    struck: int = 0
    """How many calls it has hit so far."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")
        self.methods = frozenset(method.lower() for method in self.methods)
        if not 0 <= self.probability <= 1:
            raise ValueError("probability lies between 0 and 1")
        if not 500 <= self.status <= 599:
            raise ValueError("status lies between 500 and 599")
        if min(self.milliseconds, self.retry_after, self.times or 0) < 0:
            raise ValueError("numbers are not negative")

    def is_about(self, method: str, chat_id: int | None) -> bool:
        """Whether a call could be struck."""
        if self.times is not None and self.struck >= self.times:
            return False
        method = method.lower()
        has_method = method in self.methods if self.methods else method != "getupdates"
        return has_method and (not self.chats or chat_id in self.chats)

    def to_json(self) -> dict[str, Any]:
        """The rule as the control address shows it."""
        return asdict(self) | {"methods": sorted(self.methods), "chats": sorted(self.chats)}


@dataclass(slots=True)
class Strike:
    """What will befall one call: a wait, and perhaps one fault."""

    milliseconds: int = 0
    fault: Fault | None = None


NO_STRIKE = Strike()


class Faults:
    """The rules in force. With the same seed the same calls are struck."""

    def __init__(self, seed: int = 0) -> None:
        self.rules: list[Fault] = []
        self.limits = Limits()
        self.seed(seed)

    def seed(self, seed: int) -> None:
        """Start the dice again."""
        self._dice = random.Random(seed)  # noqa: S311 - dice, not secrets

    def add(
        self,
        kind: FaultKind,
        *,
        methods: Iterable[str] = (),
        chats: Iterable[int] = (),
        probability: float = 1.0,
        times: int | None = None,
        **numbers: Any,
    ) -> Fault:
        """Switch a fault on; see `Fault` for what the words mean. ValueError where they mean nothing."""
        try:
            fault = Fault(kind, frozenset(methods), frozenset(chats), probability, times, **numbers)
        except TypeError as error:
            raise ValueError(f"not a rule: {error}") from None
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """Switch everything off, the limits too."""
        self.rules.clear()
        self.limits.is_on = False

    def strike(self, method: str, chat_id: int | None) -> Strike:
        """Throw the dice for one call. Waits add up; of the other faults the first one counts."""
        if not self.rules:
            return NO_STRIKE
        strike = Strike()
        for rule in self.rules:
            if rule.kind != "latency" and strike.fault is not None:
                continue
            if not rule.is_about(method, chat_id) or self._dice.random() >= rule.probability:
                continue
            rule.struck += 1
            if rule.kind == "latency":
                strike.milliseconds += rule.milliseconds
            else:
                strike.fault = rule
        return strike

    def to_json(self) -> dict[str, Any]:
        """All rules and whether the limits are on."""
        return {"rules": [rule.to_json() for rule in self.rules], "limits": self.limits.is_on}


def read_rule(raw: dict[str, Any]) -> dict[str, Any]:
    """The keyword arguments of `Faults.add` from JSON; ValueError where they are not."""
    known = {"kind": str, "methods": list, "chats": list, "probability": float, "times": int}
    known |= {"milliseconds": int, "retry_after": int, "status": int, "is_json": bool}
    for name, value in raw.items():
        if name not in known:
            raise ValueError(f"a rule has no “{name}”")
        kind = (int, float) if known[name] is float else known[name]
        is_flag = isinstance(value, bool) and known[name] is not bool
        if not isinstance(value, kind) or is_flag:
            raise ValueError(f"“{name}” is a {known[name].__name__}")
    if "kind" not in raw:
        raise ValueError("a rule has a “kind”")
    if not all(isinstance(method, str) for method in raw.get("methods", [])):
        raise ValueError("“methods” are names")
    if not all(isinstance(chat, int) for chat in raw.get("chats", [])):
        raise ValueError("“chats” are numbers")
    return raw


@dataclass(slots=True)
class Limits:
    """Telegram's published limits on sending, off unless asked for. Refused calls do not count."""

    is_on: bool = False
    _all: deque[float] = field(default_factory=deque)
    _by_chat: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, chat_id: int, now: float | None = None) -> None:
        """Count a message to a chat, or refuse it with 429."""
        if not self.is_on:
            return
        now = time.monotonic() if now is None else now
        here = self._by_chat[chat_id]
        wait = max(
            _wait(self._all, now, 1.0, PER_SECOND),
            _wait(here, now, 60.0, PER_GROUP_MINUTE) if chat_id < 0 else 0.0,
            here[-1] + PER_CHAT_SECONDS - now if here else 0.0,
        )
        if wait > 0:
            raise self._refusal(wait)
        self._all.append(now)
        here.append(now)
        while now - here[0] > 60:
            here.popleft()

    @staticmethod
    def _refusal(wait: float) -> Refusal:
        return too_many_requests(math.ceil(wait))


def _wait(sent: deque[float], now: float, window: float, most: int) -> float:
    """How long until one more fits into the window."""
    while sent and now - sent[0] >= window:
        sent.popleft()
    return sent[0] + window - now if len(sent) >= most else 0.0
