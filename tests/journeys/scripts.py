"""Texts that strain a relay: as long as Telegram allows, in every script, and with what cannot be seen."""

from __future__ import annotations

LONGEST = 4096
"""Characters in a message of Telegram's."""


def longest(sample: str) -> str:
    """The sample, whole, as often as it fits; then full stops up to the limit."""
    return (sample * (LONGEST // len(sample))).ljust(LONGEST, ".")


SAMPLES = {
    "ar": "هناك شخص عند موقف الحافلات يعرض علينا أشياء (١٢٣) كل يوم، وأنا خائف. ",
    "de": "Da ist jemand an der Haltestelle, der uns ständig „etwas“ anbietet – größer als wir. ",
    "en": "There's somebody at the bus stop who keeps offering us things & I don't like it. ",
    "es": "¿Qué hago? Hay alguien en la parada que nos ofrece cosas; mi compañero ya aceptó. ",
    "fr": "Il y a quelqu’un à l’arrêt qui nous propose des choses « gratuites » — ça m’inquiète. ",
    "it": "C’è qualcuno alla fermata che ci offre sempre qualcosa: perché? Così non va più. ",
    "ru": "Там на остановке кто-то всё время предлагает нам «попробовать», ёлки-палки, страшно. ",
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈🇺🇦🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏽🧑🏿‍🤝‍🧑🏻1️⃣❤️‍🔥",
    "markup": '<b>&lt;&amp;"</b>{name} %s \\n `*_[x](tg://user?id=1) ',
}

_ZERO_WIDTH = "per\u200bhaps\u200c a\u200d word\ufeff"
_NO_CHARACTERS = "\ufffd \ufffe \uffff \ue000 \U0010fffd end"
_COMBINING = "Z\u0351\u036b\u0343a\u0316\u031el\u0321go \u0e33\u0e33"
ODD = {
    "zero width": (_ZERO_WIDTH, _ZERO_WIDTH),
    "no characters": (_NO_CHARACTERS, _NO_CHARACTERS),
    "combining": (_COMBINING, _COMBINING),
    "control": ("bell\x07 and\x1b[31m escape\x7f\x85", "bell  and [31m escape"),
    "bidi": ("safe \u202egnp.exe\u202c \u2067and\u2069 \u2066this", "safe gnp.exe and this"),
    "lines": ("one\r\ntwo\n\n\n\tthree", "one\ntwo\n\n\n three"),
}
"""What is written, and what may be passed on of it."""

INVISIBLE = ("\u2068\u2069", "\u2067 \u2069\u2066", "\ufe0f\ufe0f", "\u3164", "\x7f\x80")
"""Telegram lets people send these and lets no bot do so."""
