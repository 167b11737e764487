"""What is never said: figures of use, doses, names of drugs, labels, threats, life stories, phone numbers."""

from __future__ import annotations

import re

from bot.features.learn.lint.finding import Found, Rule
from bot.features.learn.lint.passages import Passage, Read
from bot.features.learn.lint.words import LintWords, Mark

_PERCENT = re.compile(
    r"\d\s*(?:[%٪‰]|per ?cent|prozent|pour cent|por ciento|per cento|процент|بالمئة|بالمائة|في المئة)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d\s*(?:mg|ml|mcg|µg|g|мкг|мг|мл|г|ملغ|مغ|مل|غ)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d(?:[\d\s()./-]*\d)?")
_SHORT = 2
"""Digits of a number that is no phone number."""
_EMERGENCY = "112"

_FORBIDDEN = {
    Mark.PREVALENCE: (Rule.PREVALENCE, "says how many use something"),
    Mark.DOSE: (Rule.DOSE, "speaks of a dose"),
    Mark.DRUGS: (Rule.DRUGS, "names a drug"),
    Mark.STIGMA: (Rule.STIGMA, "names a person by an illness or a habit"),
    Mark.SCARE: (Rule.SCARE, "frightens"),
    Mark.TESTIMONIAL: (Rule.TESTIMONIAL, "tells the story of somebody who used"),
}


def careless_words(read: Read, words: LintWords) -> Found:
    for passage in read.passages:
        for line in passage.lines:
            for mark, said in words.said(line, read.language).items():
                if mark in _FORBIDDEN:
                    rule, reason = _FORBIDDEN[mark]
                    yield passage.place, rule, f"{reason}: {said}"


def careless_numbers(read: Read, words: LintWords) -> Found:
    for passage in read.passages:
        for line in passage.lines:
            yield from (
                (passage.place, Rule.PREVALENCE, f"a percentage: {hit[0]}") for hit in _PERCENT.finditer(line)
            )
            yield from ((passage.place, Rule.DOSE, f"an amount: {hit[0]}") for hit in _AMOUNT.finditer(line))
            for hit in _NUMBER.finditer(line):
                digits = re.sub(r"\D", "", hit[0])
                if len(digits) > _SHORT and digits != _EMERGENCY:
                    yield passage.place, Rule.NUMBERS, f"a number of {len(digits)} digits: {hit[0]}"
        yield from _emergency_number(passage, read, words)


def _emergency_number(passage: Passage, read: Read, words: LintWords) -> Found:
    if not passage.is_screen or _EMERGENCY not in passage.text:
        return
    said = words.said(passage.text, read.language)
    if Mark.LOCAL_NUMBER not in said:
        yield passage.place, Rule.EMERGENCY_NUMBER, "names 112 and not the local emergency number"
    if Mark.NOT_EVERYWHERE not in said:
        yield passage.place, Rule.EMERGENCY_NUMBER, "does not say that 112 does not work everywhere"
