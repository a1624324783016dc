"""The parser: one spaCy model, loaded once for each process, on first use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import spacy

from bot.config import READING_MODEL
from bot.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def load_model(name: str = READING_MODEL) -> Language:
    """The model under this package name, loaded once for each process. Raises ModelMissing."""
    try:
        return spacy.load(name)
    except (OSError, ImportError) as error:
        raise ModelMissing(name) from error
