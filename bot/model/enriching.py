"""The rules' digest with what a language model adds to it, as far as the article itself bears it out."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.model.client import Failure, ask, too_slow
from bot.model.merging import merge
from bot.model.prompt import Answer

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from bot.model.client import ModelRoute

Record = dict[str, Any]
log = logging.getLogger(__name__)


async def enrich(
    text: str, record: Record, route: ModelRoute, *, client: AsyncOpenAI | None = None
) -> Record:
    """The record with grounded lines of the model, and a ``model`` key that says how it went.

    ``model`` is {"name", "proposed", "kept", "dropped", "failed"}; ``kept`` counts what was found in the
    article, also where the rules had it already, and ``failed`` is None or one sentence, in which case all
    else is as it was. The record that was given is not changed. Raises nothing but a cancellation.
    """
    try:
        async with asyncio.timeout(route.patience):
            answer = await ask(text, route, client)
            if isinstance(answer, Answer):
                merged, kept = await asyncio.to_thread(merge, text, record, answer)
                log.info("Model %s: %d of %d kept", route.name, kept, answer.proposed)
                return merged | {"model": _outcome(route, answer.proposed, kept)}
            failure = answer
    except TimeoutError:
        failure = too_slow(route.patience)
    except Exception as error:  # the digest must stand, whatever a stranger's server made of us
        failure = Failure(f"The language model's answer could not be used ({type(error).__name__}).")
    log.warning("Model %s: %s", route.name, failure.sentence)
    return record | {"model": _outcome(route, 0, 0, failure)}


def _outcome(route: ModelRoute, proposed: int, kept: int, failure: Failure | None = None) -> Record:
    return {
        "name": route.name,
        "proposed": proposed,
        "kept": kept,
        "dropped": proposed - kept,
        "failed": failure.sentence if failure else None,
    }
