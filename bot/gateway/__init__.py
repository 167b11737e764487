"""The only package that imports `telegram`: what comes in, what goes out, and how it is carried."""

import os
import sys
from types import ModuleType

# Durations of errors as timedelta, as the library will have it; otherwise each 429 costs a warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# The library loads a client of its own, never used here: 7 MB, and a tenth of the time it takes to start.
_unused = ModuleType("telegram.request._httpxrequest")
_unused.HTTPXRequest = type("HTTPXRequest", (), {})  # type: ignore[attr-defined]
sys.modules.setdefault(_unused.__name__, _unused)
