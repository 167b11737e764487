"""No statement reads a table that grows with the people from end to end."""

from __future__ import annotations

from bot.storage.database import Database
from tests.storage.furnished import furnish
from tests.storage.plans import full_scans_in_postgresql, full_scans_in_sqlite, reads, statements
from tests.storage.schema import tables_in

ROWS = 2000

GROW = {
    *("outbox", "inbox", "addresses", "people", "steps", "links", "data_keys", "files", "traces", "journal"),
    *("concerns", "concern_messages", "concern_cards", "concern_held", "concern_notes", "strikes"),
    *("concern_exclusions", "concern_handovers", "concern_limits"),
    *("agenda", "attendees", "reminders", "snoozes", "agenda_messages", "learn_voices"),
    *("session_places", "attendee_roles"),
    *("service_reports", "number_reports"),
    *("activities", "activity_places", "activity_rounds", "activity_news"),
    *("voice_words", "voice_takers", "voice_listeners"),
    *("questions", "question_votes", "feedback", "feedback_asked", "feedback_refusals", "feedback_words"),
}

EXEMPT = {
    "engine.all_sealed_with_master": "rotate-key, by hand: everything is sealed anew",
    "activities.counts": "stats, by hand: counts everything",
    "concerns.counts": "stats, by hand: counts everything",
    "concerns.all_strikes": "once an hour; until when one counts is sealed, so each is opened",
    "engine.some_languages": "once, at the start: the first ten thousand there are",
    "engine.last_entry": "the end of the key's own index: one row, whatever is before it",
    "engine.tally": "asked only where the journal was found broken",
    "programme.all_attendees": "counts everybody, for whoever is about to write to everybody",
    "staff.colleagues": "counts all staff: here there are thousands of members, so all are joined",
    "learn.voices_by_item": "counts everything: once an hour, and for staff who want to know",
    "questions.voted_for": "for /privacy and /erase: whose a vote is can only be tried, question by question",
    "staff.reachable": "asks one address per member; here there are thousands of members, so all are joined",
}


def test_every_exemption_is_needed() -> None:
    named = dict(statements())
    assert not EXEMPT.keys() - named.keys()


async def test_no_statement_reads_what_grows_from_end_to_end(database: Database) -> None:
    await furnish(database, rows=ROWS)
    full_scans = full_scans_in_sqlite if database.engine == "sqlite" else full_scans_in_postgresql
    found = {}
    tables = sorted(await tables_in(database))
    if database.engine == "postgresql":
        async with database.transaction() as tx:
            for table in tables:  # not all of the server: there are the schemas of other tests
                await tx.execute(f"ANALYZE {table}", {})
    for name, sql in statements():
        if reads(sql) & GROW and name not in EXEMPT:
            async with database.transaction() as tx:  # one each: their locks add up
                if database.engine == "postgresql":
                    await tx.execute("SET LOCAL enable_seqscan = off", {})
                found[name] = await full_scans(tx, sql) & GROW
    assert len(found) > 40
    assert {name: tables for name, tables in found.items() if tables} == {}
