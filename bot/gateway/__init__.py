"""The only package that imports `telegram`: what comes in, what goes out, and how it is carried."""

import os

# Durations of errors as timedelta, as the library will have it; otherwise each 429 costs a warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
