"""An optional language model points at words of the article; whatever is not there word for word is dropped.

Read ``prompt`` (what is asked), ``client`` (the wire), ``grounding`` and ``attribution`` (what is believed),
``merging`` (how it joins the rules' digest), ``enriching`` (all of it in order).
"""

from bot.model.client import ModelRoute
from bot.model.enriching import enrich

__all__ = ["ModelRoute", "enrich"]
