"""One track of a recording on its way into the new file: carried over, or encoded anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bot.gateway.cleaning.limits import LONGEST_FILM_SIDE
from bot.gateway.cleaning.mpeg_audio import is_whole_frame
from bot.gateway.cleaning.video_units import PASSING_CODECS, encoded_picture_filter, picture_filter
from bot.gateway.cleaning.voice import RATE, Disguise

_PASSING_SOUNDS = {
    "mp4": ("mov", "aac"),
    "ipod": ("mov", "aac"),
    "mp3": ("mp3", "mp3"),
    "ogg": ("ogg", "opus"),
}
"""Muxer -> where sound may come from to be carried over, and its codec."""
_LONGEST_HEADER = {"aac": 8, "opus": 19, "mp3": 0}
"""Bytes; a longer one holds more than how to decode, for instance a comment."""
_ENCODERS = {
    "ogg": ("libopus", 32_000, "mono"),
    "mp4": ("aac", 96_000, "stereo"),
    "ipod": ("aac", 128_000, "stereo"),
}
"""Muxer -> encoder, bits a second, channels."""
_SILENT = {"flags": "+bitexact"}
"""The encoder doesn't write its name into the sound."""
_QUICK = {"preset": "veryfast", "crf": "26", **_SILENT}


class Track(Protocol):
    """Takes what was read, gives what is to be written. An empty packet is the last."""

    def carried(self, packet: Packet[Any]) -> Iterable[Packet[Any]]: ...


def film_track(film: VideoStream, look: VideoFrame, sink: OutputContainer) -> Track:
    if _home(film) == "mov" and film.codec_context.codec.canonical_name in PASSING_CODECS:
        return _CopiedFilm(film, sink)
    return _EncodedFilm(film, look, sink)


def sound_track(sound: AudioStream, muxer: str, sink: OutputContainer, *, disguised: bool) -> Track:
    if not disguised and _passes(sound, muxer):
        return _CopiedSound(sound, sink)
    return _EncodedSound(muxer, sink, Disguise() if disguised else None)


def _passes(sound: AudioStream, muxer: str) -> bool:
    codec = sound.codec_context.codec.canonical_name
    header = sound.codec_context.extradata or b""
    return _PASSING_SOUNDS[muxer] == (_home(sound), codec) and len(header) <= _LONGEST_HEADER[codec]


def _home(stream: Stream) -> str:
    """The first of the names of the format it lies in."""
    return stream.container.format.name.partition(",")[0]


class _CopiedFilm:
    def __init__(self, film: VideoStream, sink: OutputContainer) -> None:
        self._copy = sink.add_stream_from_template(film, opaque=True)
        self._filter = picture_filter(film, self._copy)

    def carried(self, packet: Packet[VideoStream]) -> Sequence[Packet[Any]]:
        return _belonging(self._copy, self._filter.filter(packet if packet.size else None))


class _CopiedSound:
    def __init__(self, sound: AudioStream, sink: OutputContainer) -> None:
        self._copy = sink.add_stream_from_template(sound, opaque=True)
        self._has_frames_only = sound.codec_context.codec.canonical_name != "mp3"

    def carried(self, packet: Packet[AudioStream]) -> Sequence[Packet[Any]]:
        if packet.size and (self._has_frames_only or is_whole_frame(bytes(packet))):
            return _belonging(self._copy, [packet])
        return ()


class _EncodedSound:
    def __init__(self, muxer: str, sink: OutputContainer, disguise: Disguise | None) -> None:
        encoder, speed, layout = _ENCODERS[muxer]
        options = dict(_SILENT)
        out = sink.add_stream(encoder, rate=RATE, options=options, bit_rate=speed, layout=layout)
        assert isinstance(out, AudioStream)
        self._out = out
        self._disguise = disguise

    def carried(self, packet: Packet[AudioStream]) -> Iterable[Packet[Any]]:
        for frame in packet.decode():
            yield from self._encoded(frame)
        if not packet.size:
            yield from self._encoded(None)

    def _encoded(self, frame: AudioFrame | None) -> Iterable[Packet[Any]]:
        if self._disguise is None:
            yield from self._out.encode(frame)
            return
        for changed in self._disguise.changed(frame):
            yield from self._out.encode(changed)
        if frame is None:
            yield from self._out.encode(None)


class _EncodedFilm:
    """As H.264, no bigger than a phone shows it."""

    def __init__(self, film: VideoStream, look: VideoFrame, sink: OutputContainer) -> None:
        scale = min(1.0, LONGEST_FILM_SIDE / max(look.width, look.height))
        self._width, self._height = (_even(side * scale) for side in (look.width, look.height))
        self._out = sink.add_stream(
            "libx264", rate=film.average_rate or 25, options=_QUICK, time_base=film.time_base
        )
        self._out.width, self._out.height = self._width, self._height
        self._out.thread_count = 1
        self._out.set_display_rotation(look.rotation)
        self._filter = encoded_picture_filter()

    def carried(self, packet: Packet[VideoStream]) -> Iterable[Packet[Any]]:
        for frame in packet.decode():
            yield from self._encoded(frame)
        if not packet.size:
            yield from self._encoded(None)

    def _encoded(self, frame: VideoFrame | None) -> Iterable[Packet[Any]]:
        if frame is not None:
            frame = frame.reformat(self._width, self._height, "yuv420p")
            frame.pict_type = 0  # the encoder decides anew which pictures are whole ones
        for packet in self._out.encode(frame):
            yield from _belonging(self._out, self._filter.filter(packet))


def _even(side: float) -> int:
    """The encoder halves both sides for its colours."""
    return max(2, round(side / 2) * 2)


def _belonging(stream: Any, packets: Sequence[Packet[Any]]) -> Sequence[Packet[Any]]:
    for packet in packets:
        packet.stream = stream
    return packets
