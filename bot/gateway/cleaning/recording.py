"""Sound and film: one track of each goes into a new file, as it is or, where it can't be, encoded anew.

What this can't take away: a voice, a face, a background, and the way a device encodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bot.core.media import CannotClean, CleanFile, MediaKind, Refusal
from bot.gateway.cleaning.limits import LONGEST_SECONDS, MOST_PIXELS
from bot.gateway.cleaning.tracks import Track, film_track, sound_track

_SILENT = {"fflags": "+bitexact"}
"""The muxer names neither itself nor the time."""
_FILMS = frozenset({MediaKind.VIDEO, MediaKind.VIDEO_NOTE, MediaKind.ANIMATION})


@dataclass(frozen=True, slots=True)
class Target:
    """What a recording leaves as."""

    kind: MediaKind
    mime: str
    muxer: str


def clean_recording(content: bytes, demuxer: str, kind: MediaKind, *, disguise_voice: bool) -> CleanFile:
    """Raises CannotClean, and av's errors for what is broken."""
    with _opened(content, demuxer) as source:
        film, sound = _film_of(source, kind), _sound_of(source)
        if film is None and sound is None:
            raise CannotClean(Refusal.NOT_CLEANABLE)
        target = _target(kind, film, sound, stays_mp3=demuxer == "mp3" and not disguise_voice)
        look = _first_look(content, demuxer, film.index) if film is not None else None
        written = BytesIO()
        with av.open(written, "w", format=target.muxer, container_options=_SILENT) as sink:
            tracks = {}
            if film is not None and look is not None:
                tracks[film.index] = film_track(film, look, sink)
            if sound is not None:
                tracks[sound.index] = sound_track(sound, target.muxer, sink, disguised=disguise_voice)
            seconds = _carry(source, sink, tracks)
    width, height = _size(look)
    return CleanFile(target.kind, target.mime, written.getvalue(), width, height, max(1, round(seconds)))


@contextmanager
def _opened(content: bytes, demuxer: str) -> Iterator[InputContainer]:
    with av.open(BytesIO(content), "r", format=demuxer, metadata_errors="ignore") as source:
        for stream in source.streams:
            if stream.codec_context is not None:
                stream.codec_context.thread_count = 1
        if (source.duration or 0) / av.time_base > LONGEST_SECONDS:
            raise CannotClean(Refusal.TOO_LONG)
        yield source


def _film_of(source: InputContainer, kind: MediaKind) -> VideoStream | None:
    """Not the picture on a record's cover."""
    if kind in (MediaKind.VOICE, MediaKind.AUDIO):
        return None
    films = (film for film in source.streams.video if Disposition.attached_pic not in film.disposition)
    return next(films, None)


def _sound_of(source: InputContainer) -> AudioStream | None:
    return next(iter(source.streams.audio), None)


def _target(kind: MediaKind, film: Stream | None, sound: Stream | None, *, stays_mp3: bool) -> Target:
    if film is not None:
        return Target(kind if kind in _FILMS else MediaKind.VIDEO, "video/mp4", "mp4")
    if kind is MediaKind.VOICE:
        return Target(kind, "audio/ogg", "ogg")
    if stays_mp3 and sound is not None and sound.codec_context.codec.canonical_name == "mp3":
        return Target(MediaKind.AUDIO, "audio/mpeg", "mp3")
    return Target(MediaKind.AUDIO, "audio/mp4", "ipod")


def _first_look(content: bytes, demuxer: str, index: int) -> VideoFrame:
    """A film's first picture: how it is to be turned is known only from there."""
    with _opened(content, demuxer) as source:
        for frame in source.decode(source.streams[index]):
            assert isinstance(frame, VideoFrame)
            if frame.width * frame.height > MOST_PIXELS:
                raise CannotClean(Refusal.TOO_BIG)
            return frame
    raise CannotClean(Refusal.BROKEN)


def _carry(source: InputContainer, sink: OutputContainer, tracks: dict[int, Track]) -> float:
    """Returns the seconds it lasts."""
    begin, end = 0.0, 0.0
    for packet in source.demux(*(source.streams[index] for index in tracks)):
        begin, end = min(begin, _begins(packet)), max(end, _ends(packet))
        if end - begin > LONGEST_SECONDS:
            raise CannotClean(Refusal.TOO_LONG)
        sink.mux(list(tracks[packet.stream.index].carried(packet)))
    return end - begin


def _begins(packet: Packet[Stream]) -> float:
    return float((packet.pts or 0) * packet.time_base)


def _ends(packet: Packet[Stream]) -> float:
    return float(((packet.pts or 0) + (packet.duration or 0)) * packet.time_base)


def _size(look: VideoFrame | None) -> tuple[int, int]:
    """As it is seen, not as it lies in the file."""
    if look is None:
        return 0, 0
    return (look.height, look.width) if look.rotation % 180 else (look.width, look.height)
