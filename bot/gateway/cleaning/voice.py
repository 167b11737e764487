"""Makes a voice higher or lower."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import SystemRandom

from av import AudioResampler
from av.audio.frame import AudioFrame
from av.filter import Graph

RATE = 48_000
_FORMAT, _LAYOUT = "fltp", "mono"
_LOWER, _HIGHER = (0.76, 0.86), (1.16, 1.32)
"""Far enough to sound like somebody else, near enough to be understood."""


class Disguise:
    """Shifts pitch and timbre by one random factor for the whole recording, which lasts as long as before.

    It hides a voice from listeners who don't know it. Who knows the person may recognise how they speak, and
    who tries all factors can turn the shift back: against an analysis it is no protection.
    """

    def __init__(self) -> None:
        random = SystemRandom()
        factor = random.uniform(*random.choice((_LOWER, _HIGHER)))
        self._resampler = AudioResampler(_FORMAT, _LAYOUT, RATE)
        self._graph = Graph()
        nodes = [
            self._graph.add_abuffer(
                sample_rate=RATE, format=_FORMAT, layout=_LAYOUT, time_base=Fraction(1, RATE)
            ),
            self._graph.add("asetrate", str(round(RATE * factor))),
            self._graph.add("aresample", str(RATE)),
            self._graph.add("atempo", str(1 / factor)),
            self._graph.add("abuffersink"),
        ]
        self._graph.link_nodes(*nodes)
        self._graph.configure()

    def changed(self, frame: AudioFrame | None) -> Iterator[AudioFrame]:
        """Takes the next part, None after the last; gives what is ready, not always as much."""
        for part in self._resampler.resample(frame):
            self._graph.push(part)
        if frame is None:
            self._graph.push(None)
        try:
            while True:
                ready = self._graph.pull()
                assert isinstance(ready, AudioFrame)
                yield ready
        except (BlockingIOError, EOFError):  # it wants more, or it is done
            return
