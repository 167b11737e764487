"""Voices: counted without telling on anybody, and forgotten in time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.features.learn import store
from bot.features.learn.rules import KEPT_MONTHS, MONTH, STEP, forgotten_at, told
from bot.features.learn.store import queries
from bot.storage.database import Database

NOW = 1_800_000_000


@given(st.integers(0, 500).flatmap(lambda voices: st.tuples(st.just(voices), st.integers(0, voices))))
def test_only_round_numbers_of_enough_voices_are_told(counted: tuple[int, int]) -> None:
    voices, helpful = counted
    helped = told(voices, helpful)
    assert (helped is None) == (voices < STEP)
    if helped:
        assert helped.voices % STEP == helped.helpful % STEP == 0
        assert 0 <= helped.helpful <= helped.voices <= voices
        assert abs(helped.helpful - helpful) < STEP


@given(st.integers(0, 2**40))
def test_a_voice_lasts_a_year_and_does_not_tell_its_day(now: int) -> None:
    until = forgotten_at(now)
    assert until % MONTH == 0
    assert KEPT_MONTHS * MONTH < until - now <= (KEPT_MONTHS + 1) * MONTH


async def test_old_voices_and_those_of_what_is_gone_are_dropped(database: Database) -> None:
    async with database.transaction() as tx:
        for voice, item, until in (
            ("1", "articles/a", NOW),
            ("2", "articles/a", NOW + 1),
            ("3", "quizzes/b", NOW + 1),
        ):
            await queries.keep_voice(tx, voice=voice * 22, item=item, is_helpful=1, expires_at=until)
        await store.tidy(tx, {"articles/a"}, NOW)
        rows = await queries.voices_by_item(tx)
        assert [(row["item"], row["voices"]) for row in rows] == [("articles/a", 1)]


async def test_the_voices_of_one_person_are_counted_at_once(database: Database) -> None:
    async with database.transaction() as tx:
        for voice in ("a" * 22, "b" * 22, "c" * 22):
            await queries.keep_voice(tx, voice=voice, item="articles/a", is_helpful=0, expires_at=NOW)
        asked = "".join(letter * 22 for letter in "xbyc")
        assert await queries.count_voices(tx, voices=asked) == 2
