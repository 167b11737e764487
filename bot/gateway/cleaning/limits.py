"""How big, how long and how many: what the cleaner takes."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

LARGEST_CONTENT = 20 * MEGABYTE
"""What Telegram lets a bot download."""
LARGEST_RESULT = 50 * MEGABYTE
"""What Telegram lets a bot upload."""

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
"""Of a picture as it leaves, in pixels; Telegram's own photos end there."""
SLIMMEST = 20
"""Telegram refuses a photo whose one side is longer than this many times the other."""
LONGEST_FILM_SIDE = 1280
"""Of a film that has to be encoded anew, in pixels."""
LONGEST_SECONDS = 600

WORKERS = 2
MOST_WAITING = 50
JOB_SECONDS = 30.0
IDLE_SECONDS = 60.0

CPU_SECONDS = 35
"""A little more than JOB_SECONDS: it ends a worker whose bot is gone."""
WORKER_MEMORY = 1024 * MEGABYTE
"""Address space of a worker, of which the libraries themselves take about 150 MB."""
NICENESS = 10
"""The bot's own process comes first."""
