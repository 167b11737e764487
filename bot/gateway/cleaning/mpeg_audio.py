"""MP3 has no container: what lies between its frames, a tag or a rubbish tail, is read as if it were sound.

Lengths are those of ISO 11172-3, and 13818-3 for the low sampling rates.
"""

from __future__ import annotations

_KILOBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = (44_100, 48_000, 32_000)
_VERSION_1, _VERSION_2, _VERSION_2_5 = 3, 2, 0
_SLOWER = {_VERSION_1: 1, _VERSION_2: 2, _VERSION_2_5: 4}
_LAYER_3 = 1


def is_whole_frame(packet: bytes) -> bool:
    """One frame of MP3, and nothing after it."""
    return len(packet) > 4 and len(packet) == _length(int.from_bytes(packet[:4], "big"))


def _length(header: int) -> int | None:
    """Bytes of the frame this header begins; None where it is no header."""
    version, layer = header >> 19 & 3, header >> 17 & 3
    speed, rate, padding = header >> 12 & 15, header >> 10 & 3, header >> 9 & 1
    if header >> 21 != 0x7FF or layer != _LAYER_3 or version not in _SLOWER or speed == 15 or rate == 3:
        return None
    kilobits, samples = (_KILOBITS_1, 1152) if version == _VERSION_1 else (_KILOBITS_2, 576)
    return samples // 8 * kilobits[speed] * 1000 // (_RATES[rate] // _SLOWER[version]) + padding
