"""Bot API methods by which updates reach the bot: long polls, or a webhook."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.sandbox.refusals import bad_request, conflict
from bot.sandbox.updates import BATCH, LONGEST_POLL, WEBHOOK_ACTIVE, WEBHOOK_SET
from bot.sandbox.world import Webhook, World

if TYPE_CHECKING:
    from bot.sandbox.nouns import Json
    from bot.sandbox.params import Params

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


async def get_updates(world: World, params: Params) -> list[Json]:
    """GetUpdates."""
    if world.webhook is not None:
        raise conflict(WEBHOOK_ACTIVE)
    _remember_allowed(world, params)
    return await world.updates.poll(
        params.integer("offset"),
        params.integer("limit", BATCH, low=1, high=BATCH),
        params.integer("timeout", low=0, high=LONGEST_POLL),
    )


def set_webhook(world: World, params: Params) -> bool:
    """SetWebhook. Only loopback addresses: the sandbox never leaves this machine."""
    url = params.text("url").strip()
    if not url:
        return delete_webhook(world, params)
    if not is_loopback_url(url):
        raise bad_request("bad webhook: the sandbox delivers to http:// addresses of this machine only")
    secret = params.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(world, params)
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = Webhook(url, secret, params.integer("max_connections", 40, low=1, high=100))
    world.updates.refuse_poll(conflict(WEBHOOK_SET))
    world.updates.arrived.set()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """DeleteWebhook."""
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = None
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    """GetWebhookInfo."""
    del params
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if world.webhook is not None:
        info |= {"url": world.webhook.url, "max_connections": world.webhook.max_connections}
        if world.webhook.last_error_at is not None:
            info["last_error_date"] = world.webhook.last_error_at
            info["last_error_message"] = world.webhook.last_error
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def is_loopback_url(url: str) -> bool:
    """Whether an address is plain HTTP to this very machine."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and is_loopback(parts.hostname or "")
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _remember_allowed(world: World, params: Params) -> None:
    """An absent list keeps the former choice, an empty one goes back to the default."""
    raw = params.values.get("allowed_updates")
    if isinstance(raw, list):
        kinds = frozenset(str(kind).lower() for kind in raw)
        world.updates.allowed = kinds or None
