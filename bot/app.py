"""Composition root: builds the bot from its parts, once; the only file that knows all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from bot.core.audience import Audience
from bot.core.context import Context, Purpose
from bot.core.ids import AddressId
from bot.core.outcome import Letter, Screen
from bot.core.routes import Feature
from bot.core.text import Texts
from bot.engine.clockwork import Clockwork
from bot.engine.discreet import DiscreetMode
from bot.engine.dispatch import Dispatch
from bot.engine.inbox import Inbox
from bot.engine.maintenance import Maintenance
from bot.engine.pacing import Pace
from bot.engine.people import queries as engine_queries
from bot.engine.postman import Postman
from bot.engine.router import Router
from bot.engine.scheduler import Lanes, Supervisor
from bot.engine.veil import Veils
from bot.engine.watch import Watch
from bot.engine.wiping import AutoWipe
from bot.features.activities.desk import ActivityDesk
from bot.features.activities.flow import ActivityFlow
from bot.features.activities.jobs import ActivityJobs
from bot.features.activities.keeper import ActivityKeeper
from bot.features.audit.desk import AuditDesk, FoundCase
from bot.features.broadcast.choosing import Choosing
from bot.features.broadcast.desk import BroadcastDesk
from bot.features.broadcast.jobs import BroadcastJobs
from bot.features.broadcast.office import Desk
from bot.features.broadcast.wishes import Wishes, WishKeeper
from bot.features.broadcast.writing import Writing
from bot.features.concerns.answering import Answering
from bot.features.concerns.appeals import Appeals
from bot.features.concerns.attachments import Attachments
from bot.features.concerns.break_glass import BreakGlass
from bot.features.concerns.case_notes import CaseNotes
from bot.features.concerns.case_screens import CaseScreens
from bot.features.concerns.closing import Closing
from bot.features.concerns.desk import ConcernDesk
from bot.features.concerns.erasure import ConcernKeeper, proof_letter
from bot.features.concerns.finding import cases_named
from bot.features.concerns.flow import ConcernFlow
from bot.features.concerns.follow_up import FollowUp
from bot.features.concerns.handing_over import HandingOver
from bot.features.concerns.jobs import ConcernJobs
from bot.features.concerns.leaving import return_cases
from bot.features.concerns.misuse import Misuse
from bot.features.concerns.office import Office
from bot.features.concerns.preview import Preview
from bot.features.concerns.ready_answers import ReadyAnswers
from bot.features.concerns.receiving import Receiving
from bot.features.concerns.recusal import Recusal
from bot.features.concerns.resume import Resume
from bot.features.concerns.team import Team
from bot.features.concerns.training import Training, TrainingJobs
from bot.features.concerns.undelivered import Undelivered
from bot.features.learn.asking import QuizRound
from bot.features.learn.flow import LearnFlow
from bot.features.learn.helped import Helpfulness
from bot.features.learn.jobs import HelpedJob
from bot.features.learn.keeper import HelpedKeeper
from bot.features.learn.playing import Playing
from bot.features.learn.search import LibrarySearch
from bot.features.learn.sharing import Sharing
from bot.features.privacy.discreet import DiscreetFlow, DiscretionKeeper
from bot.features.privacy.flow import Keeper, PrivacyFlow
from bot.features.programme.audience import Attendees
from bot.features.programme.desk import ProgrammeDesk
from bot.features.programme.feeds import Feeds
from bot.features.programme.flow import ProgrammeFlow
from bot.features.programme.jobs import ReminderJob
from bot.features.programme.keeper import AttendanceKeeper
from bot.features.programme.place_jobs import PlaceJobs
from bot.features.programme.planned import PlannedSessions
from bot.features.programme.sessions import ProgrammeSessions
from bot.features.questions.deciding import Deciding
from bot.features.questions.desk import ModeratorsDesk
from bot.features.questions.feedback import Feedback
from bot.features.questions.flow import QuestionsFlow
from bot.features.questions.jobs import QuestionJobs
from bot.features.questions.keeper import QuestionKeeper
from bot.features.questions.lent import Lent
from bot.features.questions.own import OwnQuestions
from bot.features.questions.results import Results
from bot.features.questions.writing import Writing as QuestionWriting
from bot.features.services.flow import ServicesFlow
from bot.features.services.jobs import ServiceJobs
from bot.features.services.keeper import ServiceReportKeeper
from bot.features.services.shelf import Shelf
from bot.features.staff.audience import Colleagues
from bot.features.staff.desk import StaffDesk
from bot.features.staff.duty import DutyDesk
from bot.features.staff.inviting import Inviting
from bot.features.staff.jobs import StaffJobs
from bot.features.staff.leaving import Leaving, StaffKeeper
from bot.features.start.flow import StartFlow
from bot.features.support.cards import away_screen
from bot.features.support.desk import NumbersDesk
from bot.features.support.flow import SupportFlow
from bot.features.support.jobs import SupportJobs
from bot.features.support.keeper import NumberReportKeeper
from bot.features.support.offline import Offline
from bot.features.support.reports import Reports
from bot.features.voice.consulting import Consulting
from bot.features.voice.desk import VoiceDesk
from bot.features.voice.flow import VoiceFlow
from bot.features.voice.jobs import VoiceJobs
from bot.features.voice.keeper import VoiceKeeper
from bot.features.voice.writing import OwnWords
from bot.gateway.api import Api
from bot.gateway.cleaning.cleaner import Cleaner
from bot.gateway.download import download
from bot.gateway.fetching import Fetching
from bot.gateway.inbound import Inbound
from bot.gateway.outbound import Outbound
from bot.gateway.polling import Polling
from bot.gateway.profile import Profile, publish_commands, read_profile
from bot.house import House
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.gateway.webhook import Webhook

log = structlog.get_logger(__name__)

REMINDERS_EVERY = 5.0
PROMISES_EVERY = 5.0
BROADCASTS_EVERY = 1.0
MINUTE, HOUR = 60.0, 3600.0
FILES_AT_ONCE = 4
"""People whose files are fetched and cleaned side by side."""
GRACE = 6.0
"""Seconds that work in hand is given when the bot is stopped."""


class App:
    """The bot at work on one Bot API server."""

    def __init__(self, settings: Settings, house: House, token: str, api_url: str) -> None:
        self._settings = settings
        self._house = house
        self._api = Api(api_url, token)
        self._supervisor = Supervisor(house.clock)
        self._lanes = Lanes(self._supervisor)
        self._file_lanes = Lanes(self._supervisor, FILES_AT_ONCE)
        self._help_lanes = Lanes(self._supervisor)
        self._cleaner = Cleaner()
        self._webhook: Webhook | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then what is in hand is finished."""
        await self._api.open()
        try:
            await self._work(stop)
        finally:
            await self._close()

    async def _work(self, stop: asyncio.Event) -> None:
        profile = await read_profile(self._api, stop)
        if profile is None:
            return
        house, office = self._house, self._house.office(uses_topics=profile.has_topics)
        router = Router(features(house, office, profile))
        inbox = Inbox(house.database, house.registry.vault, house.clock)
        support = SupportJobs(house.database, house.doubts, house.clock)
        self._supervisor.every(MINUTE, "doubted numbers", support.renew_doubts)
        postman = self._postman(office)
        dispatch = self._dispatch(router, inbox, postman)
        if not self._settings.maintenance:
            await postman.start()
            self._supervisor.every(HOUR, "old reports", support.drop_expired)
            self._start_jobs(inbox, postman, office)
        await dispatch.resume()
        inbound = Inbound()
        if self._settings.webhook_url:
            from bot.gateway.webhook import Webhook  # noqa: PLC0415 a web server is not needed for polling

            self._webhook = Webhook(self._settings, self._api, inbound, dispatch, Watch(house.database))
            await self._webhook.start()
        else:
            polling = Polling(self._api, inbound, dispatch, house.clock)
            self._supervisor.keep_running("polling", polling.run)
        self._supervisor.spawn(publish_commands(self._api, router.commands, house.texts_for))
        log.info("at_work", mode="webhook" if self._webhook else "polling", bot=profile.username)
        await stop.wait()

    def _postman(self, office: Office) -> Postman:
        house = self._house
        veils = Veils(house.database, house.registry, house.keyring, house.texts_for, house.clock)
        self._supervisor.every(MINUTE, "letters nobody looked at", veils.drop_old)
        return Postman(
            house.database,
            house.outbox,
            house.registry,
            house.keyring,
            Outbound(self._api, house.clock),
            house.clock,
            self._supervisor,
            house.files,
            veils,
            Undelivered(office, house.workshop.work_in).tell,
            Pace(house.clock, house.values.messages_per_second),
        )

    def _dispatch(self, router: Router, inbox: Inbox, postman: Postman) -> Dispatch:
        house = self._house
        return Dispatch(
            house.database,
            inbox,
            house.outbox,
            postman,
            house.registry,
            house.keyring,
            house.roster,
            router,
            house.texts_for,
            house.files,
            house.journal,
            Outbound(self._api, house.clock),
            Fetching(self._api, self._cleaner, house.clock),
            house.clock,
            self._lanes,
            self._file_lanes,
            self._help_lanes,
            Maintenance(self._away, house.clock) if self._settings.maintenance else None,
        )

    def _away(self, t: Texts) -> Screen:
        return away_screen(t, self._house.places.home)

    def _start_jobs(self, inbox: Inbox, postman: Postman, office: Office) -> None:
        house, every = self._house, self._supervisor.every
        clockwork = Clockwork(house.workshop, house.outbox, postman)
        concerns = ConcernJobs(office, house.values.retention, clockwork.run)
        trainings = TrainingJobs(office, clockwork.run)
        activities = ActivityJobs(clockwork.run)
        places = PlaceJobs(clockwork.run)
        rate = house.values.messages_per_second
        reminders = ReminderJob(
            house.database,
            house.outbox,
            house.texts_for,
            house.clock,
            postman.wake,
            rate,
            postman.pause,
        )
        broadcasts = BroadcastJobs(audiences(house), rate, clockwork.run)
        wiping = AutoWipe(house.database, house.outbox, house.registry, house.clock, postman.wake)
        voice = VoiceJobs(house.directory, house.roster, clockwork.run)
        feeds = Feeds(
            house.database,
            house.workshop.work_in,
            house.outbox,
            house.roster,
            download,
            house.values.sources,
            postman.wake,
        )
        staff = StaffJobs(house.database, house.directory, house.keyring, house.clock)
        services = ServiceJobs(house.database, house.clock)
        questions = QuestionJobs(ProgrammeSessions(), rate, clockwork.run)
        every(PROMISES_EVERY, "promises", concerns.keep_promises)
        every(PROMISES_EVERY, "trainings", trainings.run)
        every(REMINDERS_EVERY, "reminders", reminders.run)
        every(REMINDERS_EVERY, "activities", activities.run)
        every(REMINDERS_EVERY, "places in sessions", places.run)
        every(BROADCASTS_EVERY, "broadcasts", broadcasts.send)
        every(MINUTE, "wiping", wiping.run)
        every(MINUTE, "consultations", voice.run)
        every(HOUR, "old consultations", voice.tidy)
        every(REMINDERS_EVERY, "feedback", questions.ask)
        every(MINUTE, "sessions that are over", questions.open_and_close)
        every(HOUR, "old questions", questions.tidy)
        every(MINUTE, "programmes", feeds.run)
        every(HOUR, "old proposals", feeds.drop_old)
        every(MINUTE, "imported organisations", staff.refresh)
        every(MINUTE, "housekeeping", self._keep_house)
        every(HOUR, "old updates", inbox.drop_old)
        every(HOUR, "old concerns", concerns.tidy)
        every(HOUR, "past attendance", reminders.forget_past)
        every(HOUR, "old voices", HelpedJob(house.database, house.values.library, house.clock).run)
        every(HOUR, "retired services", services.tidy)
        every(HOUR, "past activities", activities.tidy)
        every(HOUR, "past places", places.tidy)
        every(HOUR, "past broadcasts", broadcasts.tidy)
        every(HOUR, "expired invitations", staff.drop_expired_invites)

    async def _keep_house(self) -> None:
        """What was deleted leaves the files too."""
        now = int(self._house.clock.now())
        async with self._house.database.transaction() as tx:
            await engine_queries.drop_expired_steps(tx, now=now)
            await engine_queries.drop_expired_letters(tx, now=now)
            await engine_queries.drop_expired_files(tx, now=now)
        await self._house.database.scrub()

    async def _close(self) -> None:
        if self._webhook is not None:
            await self._webhook.stop()
        await self._supervisor.stop(within=GRACE)
        await self._cleaner.close()
        await self._api.close()
        await self._house.database.close()


def features(house: House, office: Office, profile: Profile) -> list[Feature]:
    """The bot's table of contents. Order matters where two slices listen to free text."""
    directory, values, start, mode = house.directory, house.values, StartFlow(), DiscreetMode()

    async def find_cases(context: Context, typed: str) -> list[FoundCase]:
        return [FoundCase(*found) for found in await cases_named(context, office, typed)]

    async def let_go(context: Context, member: AddressId) -> list[Letter]:
        return await return_cases(context, office, member)

    def link(payload: str) -> str:
        return f"https://t.me/{profile.username}?start={payload}"

    leaving = Leaving([let_go])
    keepers: list[Keeper] = [
        ConcernKeeper(office),
        AttendanceKeeper(),
        ServiceReportKeeper(),
        ActivityKeeper(),
        StaffKeeper(leaving),
        HelpedKeeper(values.library),
        DiscretionKeeper(mode),
        VoiceKeeper(),
        NumberReportKeeper(),
        WishKeeper(),
        QuestionKeeper(),
    ]
    return [
        start.feature(),
        SupportFlow(house.places, values.danger).feature(),
        Reports(house.places, house.doubts, house.roster).feature(),
        NumbersDesk(house.places, house.doubts).feature(),
        Offline(house.places, PlannedSessions()).feature(),
        LearnFlow(values.library, LibrarySearch(values.library, values.search_words)).feature(),
        Playing(values.library).feature(),
        QuizRound(values.library).feature(),
        Sharing(values.library, link).feature(),
        Helpfulness(values.library).feature(),
        ServicesFlow(directory, house.roster, Shelf(), link).feature(),
        ProgrammeDesk(directory).feature(),
        *_young_people(house, office),
        *_officers(house, office),
        Training(office, link).feature(),
        StaffDesk(directory, house.roster, leaving).feature(),
        DutyDesk(directory, house.roster).feature(),
        Inviting(directory, profile.username).feature(),
        AuditDesk(directory, house.roster, house.journal, find_cases).feature(),
        ActivityFlow(directory, link).feature(),
        ActivityDesk(directory).feature(),
        *_broadcasts(house),
        ProgrammeFlow().feature(),
        *_voice(house, office, profile),
        *_questions(house, office),
        PrivacyFlow(keepers, proof_letter).feature(),
        DiscreetFlow(mode, directory).feature(),
        start.last_resort(),
    ]


def _voice(house: House, office: Office, profile: Profile) -> list[Feature]:
    """Consultations; two slices lend their words: what tells who somebody is, and what asks for it."""
    tells_who, asks_too_much = _looks(house, office)
    return [
        VoiceFlow(house.directory).feature(),
        OwnWords(house.directory, tells_who).feature(),
        VoiceDesk(house.directory, profile.username).feature(),
        Consulting(house.directory, asks_too_much).feature(),
    ]


def _looks(house: House, office: Office) -> tuple[Callable[[str], bool], Callable[[str], bool]]:
    """Whether a text may tell who somebody is, and whether it asks for that."""
    region = next(iter(house.directory.areas.values())).country
    return (
        lambda text: bool(office.identifying.find(text, region)),
        lambda text: bool(office.asking.found_in(text)),
    )


def _questions(house: House, office: Office) -> list[Feature]:
    """Questions to sessions; one of them may become a concern, of which nothing here knows any more."""
    lent = Lent(
        ProgrammeSessions(),
        *_looks(house, office),
        lambda text: bool(house.values.danger.found_in(text)),
        ConcernFlow(office).begin_with,
    )
    desk = ModeratorsDesk(lent)
    return [
        QuestionsFlow(lent).feature(),
        QuestionWriting(lent).feature(),
        OwnQuestions(lent).feature(),
        desk.feature(),
        Deciding(desk).feature(),
        Feedback(lent).feature(),
        Results(lent).feature(),
    ]


def audiences(house: House) -> dict[str, Audience]:
    """Who can be written to together. Nobody who came with a concern is among them."""
    return {Purpose.ATTENDANCE: Attendees(house.directory), Purpose.STAFF: Colleagues(house.directory)}


def _broadcasts(house: House) -> list[Feature]:
    desk = Desk(audiences(house), house.values.messages_per_second)
    return [
        BroadcastDesk(desk).feature(),
        Choosing(desk).feature(),
        Writing(desk).feature(),
        Wishes().feature(),
    ]


def _young_people(house: House, office: Office) -> list[Feature]:
    """Their side of a concern."""
    return [
        FollowUp(office).feature(),
        ConcernFlow(office).feature(),
        Attachments().feature(),
        Preview(office).feature(),
        CaseScreens(office, house.values.retention).feature(),
        Resume(office).feature(),
    ]


def _officers(house: House, office: Office) -> list[Feature]:
    """Their side of a concern."""
    answering = Answering(office)
    return [
        answering.feature(),
        ReadyAnswers(office, answering).feature(),
        ConcernDesk(office).feature(),
        CaseNotes(office).feature(),
        HandingOver(office).feature(),
        Receiving(office).feature(),
        Recusal(office).feature(),
        BreakGlass(office).feature(),
        Team(office).feature(),
        Misuse(office).feature(),
        Appeals(office).feature(),
        Closing(office, house.values.retention).feature(),
    ]
