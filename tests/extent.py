"""How much a run proves: `make test` is for every change, `make test-long` (LONG=1) asks for the full counts."""

import os

LONG = bool(os.environ.get("LONG"))

# The languages a tour is walked in: the main one always in both, what only branches off from it in one of them.
BOTH = ("zh", "en")
IN_CHINESE, IN_ENGLISH = (BOTH, BOTH) if LONG else (("zh",), ("en",))
