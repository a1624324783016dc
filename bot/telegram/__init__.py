"""The Bot API as a wire: requests, limits, what each refusal means, updates in order."""

import os

# The library's coming way of giving ``retry_after``; without it every "wait" would print a deprecation.
os.environ.setdefault("PTB_TIMEDELTA", "true")
