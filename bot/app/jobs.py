"""What the bot does by the clock, room by room, and how often."""

from __future__ import annotations

from bot.app.contents import audiences
from bot.engine.clockwork import Clockwork
from bot.engine.inbox import Inbox
from bot.engine.people import queries as engine_queries
from bot.engine.postman import Postman
from bot.engine.scheduler import Supervisor
from bot.engine.wiping import AutoWipe
from bot.features.activities.jobs import ActivityJobs
from bot.features.broadcast.jobs import BroadcastJobs
from bot.features.concerns.jobs import ConcernJobs
from bot.features.concerns.office import Office
from bot.features.concerns.training import TrainingJobs
from bot.features.learn.jobs import HelpedJob
from bot.features.programme.feeds import Feeds
from bot.features.programme.jobs import ReminderJob
from bot.features.programme.place_jobs import PlaceJobs
from bot.features.programme.sessions import ProgrammeSessions
from bot.features.questions.jobs import QuestionJobs
from bot.features.services.jobs import ServiceJobs
from bot.features.staff.jobs import StaffJobs
from bot.features.voice.jobs import VoiceJobs
from bot.gateway.download import download
from bot.house import House

SECOND, MINUTE, HOUR = 1.0, 60.0, 3600.0
SOON = 5.0
"""Seconds that nobody notices."""


def start_jobs(house: House, supervisor: Supervisor, inbox: Inbox, postman: Postman, office: Office) -> None:
    every = supervisor.every
    clockwork = Clockwork(house.workshop, postman)
    _start_housekeeping(house, supervisor, inbox, postman)
    _start_programme(house, supervisor, clockwork, postman)
    concerns = ConcernJobs(office, house.values.retention, clockwork.run)
    every(SOON, "promises", concerns.keep_promises)
    every(SOON, "trainings", TrainingJobs(office, clockwork.run).run)
    every(HOUR, "old concerns", concerns.tidy)
    staff = StaffJobs(house.database, house.directory, house.keyring, house.clock)
    every(MINUTE, "imported organisations", staff.refresh)
    every(HOUR, "expired invitations", staff.drop_expired_invites)
    activities = ActivityJobs(clockwork.run)
    every(SOON, "activities", activities.run)
    every(HOUR, "past activities", activities.tidy)
    voice = VoiceJobs(house.directory, house.roster, clockwork.run)
    every(MINUTE, "consultations", voice.run)
    every(HOUR, "old consultations", voice.tidy)
    every(HOUR, "old voices", HelpedJob(house.database, house.values.library, house.clock).run)
    every(HOUR, "retired services", ServiceJobs(house.database, house.clock).tidy)


def _start_programme(house: House, supervisor: Supervisor, clockwork: Clockwork, postman: Postman) -> None:
    """Sessions and what belongs to them; messages to those who take part."""
    every, rate = supervisor.every, house.values.messages_per_second
    reminders = ReminderJob(
        house.database, house.outbox, house.texts_for, house.clock, postman.wake, rate, postman.pause
    )
    every(SOON, "reminders", reminders.run)
    every(HOUR, "past attendance", reminders.forget_past)
    places = PlaceJobs(clockwork.run)
    every(SOON, "places in sessions", places.run)
    every(HOUR, "past places", places.tidy)
    feeds = Feeds(
        house.database,
        house.workshop.work_in,
        house.outbox,
        house.roster,
        download,
        house.values.sources,
        postman.wake,
    )
    every(MINUTE, "programmes", feeds.run)
    every(HOUR, "old proposals", feeds.drop_old)
    questions = QuestionJobs(ProgrammeSessions(), rate, clockwork.run)
    every(SOON, "feedback", questions.ask)
    every(MINUTE, "sessions that are over", questions.open_and_close)
    every(HOUR, "old questions", questions.tidy)
    broadcasts = BroadcastJobs(audiences(house), rate, clockwork.run)
    every(SECOND, "broadcasts", broadcasts.send)
    every(HOUR, "past broadcasts", broadcasts.tidy)


def _start_housekeeping(house: House, supervisor: Supervisor, inbox: Inbox, postman: Postman) -> None:
    async def keep_house() -> None:
        """What was deleted leaves the files too."""
        now = int(house.clock.now())
        async with house.database.transaction() as tx:
            await engine_queries.drop_expired_steps(tx, now=now)
            await engine_queries.drop_expired_letters(tx, now=now)
            await engine_queries.drop_expired_files(tx, now=now)
        await house.database.scrub()

    wiping = AutoWipe(house.database, house.outbox, house.registry, house.clock, postman.wake)
    supervisor.every(MINUTE, "wiping", wiping.run)
    supervisor.every(MINUTE, "housekeeping", keep_house)
    supervisor.every(HOUR, "old updates", inbox.drop_old)
