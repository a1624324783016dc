"""The lying server, for each test its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.model.server import Liar, lying

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def liar() -> AsyncIterator[Liar]:
    """A server that says what it is told to."""
    async with lying() as server:
        yield server
