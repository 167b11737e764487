"""A library written for tests: the real articles, with scenarios and quizzes of our own."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.core.language import Language
from tests.house import REPOSITORY

FRONT = """+++
title = "{title}"
summary = "{summary}"
topic = "{topic}"
reader = ["10-13", "14-18"]
setting = ["school"]
stage = ["adolescence"]
keywords = ["one", "two", "three", "four", "five"]
sources = [{{ title = "UNODC", url = "https://www.unodc.org/unodc/en/listen-first/about/about.html" }}]
checked_on = 2026-11-23
expires_on = {expires}
review = "drafted"
+++

"""
FRESH = "2027-11-23"
LONGEST_NAME = "the-party-at-which-all-are-older"

SCENARIO = """## start
After school a friend holds something out to you. Everybody looks.

- [I say: “No thanks”, and keep talking](#kept-talking)
- [I take it, so that nobody asks](#took-it)

## kept-talking
Often the talk just goes on.

> **Skill:** A short no needs no *reason*.

A little later the friend asks again.

- [I say: “I said no. Are you coming?”](#left)
- [I go home](#home)

## took-it
Often one feels watched, and wants to be elsewhere.

> **Skill:** You can change your mind at any time.

- [I put it back](#left)
- [I write to someone I trust](#home)

## left
Often somebody comes along.

> **Skill:** Offer something else to do.

## home
Often it is easier at home, and one breathes out.

> **Skill:** Leaving is an answer too.
"""
ARABIC_SCENARIO = """## start
بعد المدرسة يمد صديق يده إليك بشيء. الكل ينظر.

- [أقول: «لا، شكرًا»، وأواصل الحديث](#kept-talking)
- [آخذه حتى لا يسأل أحد](#took-it)

## kept-talking
غالبًا يستمر الحديث كأن شيئًا لم يكن.

> **مهارة:** كلمة «لا» القصيرة لا تحتاج إلى *سبب*.

بعد قليل يسأل الصديق مرة أخرى.

- [أقول: «قلت لا. هل نذهب؟»](#left)
- [أعود إلى البيت](#home)

## took-it
غالبًا يشعر المرء بأن العيون عليه.

> **مهارة:** يمكنك تغيير رأيك في أي وقت.

- [أعيده](#left)
- [أكتب إلى شخص أثق به](#home)

## left
غالبًا يأتي أحد معك.

> **مهارة:** اقتراح شيء آخر يساعد.

## home
غالبًا يكون الأمر أسهل في البيت.

> **مهارة:** الابتعاد جواب أيضًا.
"""
QUIZ = """## A friend does not wake up. What comes first?

- [ ] Wait until morning
- [x] Call for help and stay
- [ ] Film it

> Help first, questions later. Nobody blames you for asking.
"""
ARABIC_QUIZ = """## صديق لا يستيقظ. ما أول شيء؟

- [ ] الانتظار حتى الصباح
- [x] طلب المساعدة والبقاء
- [ ] التصوير

> المساعدة أولًا، والأسئلة لاحقًا. لا لوم على من يسأل.
"""


def write_item(place: Path, body: str, arabic: str, **front: str) -> Path:
    """One item in all languages, most of them in English words."""
    place.mkdir(parents=True)
    told = {"title": "The last bus", "summary": "What would you say?", "topic": "friends", "expires": FRESH}
    head = FRONT.format(**{**told, **front})
    arabic_head = FRONT.format(**{**told, **front, "title": "آخر حافلة", "summary": "ماذا نقول؟"})
    for language in Language:
        text = arabic_head + arabic if language is Language.AR else head + body
        (place / f"{language}.md").write_text(text, "utf-8")
    return place


def write_scenario(learn: Path, name: str, **front: str) -> Path:
    return write_item(learn / "scenarios" / name, SCENARIO, ARABIC_SCENARIO, **front)


def write_quiz(learn: Path, name: str, **front: str) -> Path:
    return write_item(learn / "quizzes" / name, QUIZ, ARABIC_QUIZ, **front)


def config_with_library(folder: Path) -> Path:
    """The real `config`, in which two scenarios and three quizzes are ours, of each one out of date soon."""
    config = folder / "config"
    shutil.copytree(REPOSITORY / "config", config)
    for kind in ("scenarios", "quizzes"):
        shutil.rmtree(config / "learn" / kind, ignore_errors=True)
    write_scenario(config / "learn", "last-bus")
    write_scenario(config / "learn", LONGEST_NAME, title="The party", topic="help", expires="2026-12-24")
    write_quiz(config / "learn", "not-waking", title="Not waking up")
    write_quiz(config / "learn", "asking", title="Asking")
    write_quiz(config / "learn", "old", title="Old", expires="2026-12-24")
    return config
