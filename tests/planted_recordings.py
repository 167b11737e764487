"""Sound and film with a mark in their tags and between their packets."""

from __future__ import annotations

import re
import struct
from fractions import Fraction
from io import BytesIO

import av

from tests.planted_pictures import MOVING_SECONDS, SIZE, after_the_end, scene

FPS, RATE, SECONDS = 25, 48_000, MOVING_SECONDS


def mp4(mark: str, rotation: int = 0) -> bytes:
    """Tags, a place, handlers' names, private boxes, words between pictures (SEI), bytes after the end."""
    content = recording("mp4", mark, film="libx264", sound="aac", rotation=rotation)
    content = _into_moov(content, _box(b"udta", _box(b"\xa9xyz", _quicktime_text(f"{mark}+41.99+021.43/"))))
    content = _into_moov(content, _box(b"uuid", bytes(16) + f"{mark}-moov-uuid".encode()))
    return content + _box(b"uuid", bytes(16) + f"{mark}-uuid".encode()) + _box(b"free", after_the_end(mark))


def mp3(mark: str) -> bytes:
    """ID3 of both versions with a cover, and a tail that is no sound."""
    tagged = recording("mp3", mark, sound="libmp3lame", cover=True)
    return tagged + after_the_end(mark) + b"TAG" + f"{mark}-id3v1".encode().ljust(125, b"\0")


def recording(
    muxer: str,
    mark: str,
    *,
    film: str = "",
    sound: str = "",
    cover: bool = False,
    rotation: int = 0,
    seconds: float = SECONDS,
) -> bytes:
    """A scene that blinks and a tone, with tags wherever the format takes them."""
    written = BytesIO()
    with av.open(written, "w", format=muxer) as sink:
        sink.metadata.update(
            {key: f"{mark}-{key}" for key in ("title", "artist", "comment", "album", "encoder")}
        )
        sink.metadata.update(creation_time="2024-05-06T07:08:09Z", location=f"{mark}+41.99+021.43/")
        pictures = _film_stream(sink, film, mark, rotation) if film else None
        tones = _sound_stream(sink, sound, mark) if sound else None
        front = _cover_stream(sink) if cover else None
        if front is not None:
            _mux_cover(sink, front, mark)
        if pictures is not None:
            _mux_film(sink, pictures, mark, round(seconds * FPS))
        if tones is not None:
            _mux_sound(sink, tones, round(seconds * 50))
    return written.getvalue()


def _film_stream(sink: av.container.OutputContainer, codec: str, mark: str, rotation: int) -> av.VideoStream:
    options = {"x265-params": "log-level=none", "preset": "ultrafast"} if codec == "libx265" else {}
    stream = sink.add_stream(codec, rate=FPS, width=SIZE[0], height=SIZE[1], options=options)
    stream.pix_fmt = "yuv420p"
    stream.metadata.update({"handler_name": f"{mark}-handler", "title": f"{mark}-track", "language": "mkd"})
    if rotation:
        stream.set_display_rotation(rotation)
    return stream


def _sound_stream(sink: av.container.OutputContainer, codec: str, mark: str) -> av.AudioStream:
    stream = sink.add_stream(codec, rate=RATE, layout="mono")
    stream.metadata.update(
        {"handler_name": f"{mark}-handler", "title": f"{mark}-track", "artist": f"{mark}-artist"}
    )
    return stream


def _cover_stream(sink: av.container.OutputContainer) -> av.VideoStream:
    stream = sink.add_stream("mjpeg", rate=1, width=32, height=24)
    stream.pix_fmt = "yuvj420p"
    stream.disposition = av.stream.Disposition.attached_pic
    return stream


def _mux_cover(sink: av.container.OutputContainer, stream: av.VideoStream, mark: str) -> None:
    written = BytesIO()
    scene(32, 24).save(written, "JPEG", comment=f"{mark}-cover".encode())
    packet = av.Packet(written.getvalue())
    packet.stream, packet.pts, packet.dts, packet.time_base = stream, 0, 0, Fraction(1, 1)
    sink.mux(packet)


def _mux_film(sink: av.container.OutputContainer, stream: av.VideoStream, mark: str, pictures: int) -> None:
    for number in range(pictures + 1):
        frame = None
        if number < pictures:
            frame = av.VideoFrame.from_image(scene() if number % 10 < 5 else scene().rotate(180))
            frame.pts, frame.time_base = number, Fraction(1, FPS)
        for packet in stream.encode(frame):
            sink.mux(_with_message(packet, mark) if stream.codec_context.name == "libx264" else packet)


def _with_message(packet: av.Packet, mark: str) -> av.Packet:
    """A unit of H.264 that only carries words (SEI, user data), before the picture."""
    message = bytes(range(1, 17)) + f"{mark}-sei".encode()
    unit = b"\0\0\0\1\6\5" + bytes((len(message),)) + message + b"\x80"
    marked = av.Packet(unit + bytes(packet))
    marked.stream, marked.time_base = packet.stream, packet.time_base
    marked.pts, marked.dts, marked.is_keyframe = packet.pts, packet.dts, packet.is_keyframe
    return marked


def _mux_sound(sink: av.container.OutputContainer, stream: av.AudioStream, parts: int) -> None:
    samples = RATE // 50
    wave = b"".join(struct.pack("<h", 9000 if at % 100 < 50 else -9000) for at in range(samples))
    for number in range(parts):
        frame = av.AudioFrame(format="s16", layout="mono", samples=samples)
        frame.planes[0].update(wave)
        frame.rate, frame.pts, frame.time_base = RATE, number * samples, Fraction(1, RATE)
        sink.mux(stream.encode(frame))
    sink.mux(stream.encode(None))


def _box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


def _quicktime_text(text: str) -> bytes:
    return struct.pack(">HH", len(text), 0) + text.encode()


def _into_moov(content: bytes, box: bytes) -> bytes:
    """It lies at the end of what our muxer writes, so nothing else has to move."""
    found = re.search(rb"(....)moov", content, re.DOTALL)
    assert found is not None
    at, size = found.start(), int.from_bytes(found[1], "big")
    assert at + size == len(content)
    return content[:at] + (size + len(box)).to_bytes(4, "big") + content[at + 4 :] + box
