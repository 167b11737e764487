"""The bot's table of contents: every slice, and what one lends another."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.audience import Audience
from bot.core.context import Context, Purpose
from bot.core.ids import AddressId
from bot.core.outcome import Letter
from bot.core.routes import Feature
from bot.core.writers import Writers
from bot.engine.discreet import DiscreetMode
from bot.features.activities.desk import ActivityDesk
from bot.features.activities.flow import ActivityFlow
from bot.features.activities.keeper import ActivityKeeper
from bot.features.activities.reminders import KIND as ACTIVITY_REMINDER
from bot.features.activities.reminders import ActivityReminderWriter
from bot.features.audit.desk import AuditDesk, FoundCase
from bot.features.broadcast.choosing import Choosing
from bot.features.broadcast.desk import BroadcastDesk
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
from bot.features.concerns.leaving import return_cases
from bot.features.concerns.misuse import Misuse
from bot.features.concerns.office import Office
from bot.features.concerns.preview import Preview
from bot.features.concerns.ready_answers import ReadyAnswers
from bot.features.concerns.receiving import Receiving
from bot.features.concerns.recusal import Recusal
from bot.features.concerns.resume import Resume
from bot.features.concerns.team import Team
from bot.features.concerns.training import Training
from bot.features.learn.asking import QuizRound
from bot.features.learn.flow import LearnFlow
from bot.features.learn.helped import Helpfulness
from bot.features.learn.keeper import HelpedKeeper
from bot.features.learn.playing import Playing
from bot.features.learn.search import LibrarySearch
from bot.features.learn.sharing import Sharing
from bot.features.privacy.discreet import DiscreetFlow, DiscretionKeeper
from bot.features.privacy.flow import Keeper, PrivacyFlow
from bot.features.programme.audience import Attendees
from bot.features.programme.desk import ProgrammeDesk
from bot.features.programme.door import Door
from bot.features.programme.flow import ProgrammeFlow
from bot.features.programme.keeper import AttendanceKeeper
from bot.features.programme.planned import PlannedSessions
from bot.features.programme.reminders import KIND as SESSION_REMINDER
from bot.features.programme.reminders import ReminderWriter
from bot.features.programme.sessions import ProgrammeSessions
from bot.features.questions.deciding import Deciding
from bot.features.questions.desk import ModeratorsDesk
from bot.features.questions.feedback import Feedback
from bot.features.questions.flow import QuestionsFlow
from bot.features.questions.keeper import QuestionKeeper
from bot.features.questions.lent import Lent
from bot.features.questions.own import OwnQuestions
from bot.features.questions.results import Results
from bot.features.questions.writing import Writing as QuestionWriting
from bot.features.services.flow import ServicesFlow
from bot.features.services.keeper import ServiceReportKeeper
from bot.features.services.shelf import Shelf
from bot.features.staff.audience import Colleagues
from bot.features.staff.desk import StaffDesk
from bot.features.staff.duty import DutyDesk
from bot.features.staff.inviting import Inviting
from bot.features.staff.leaving import Leaving, StaffKeeper
from bot.features.start.flow import StartFlow
from bot.features.support.desk import NumbersDesk
from bot.features.support.flow import SupportFlow
from bot.features.support.keeper import NumberReportKeeper
from bot.features.support.offline import Offline
from bot.features.support.reports import Reports
from bot.features.voice.consulting import Consulting
from bot.features.voice.desk import VoiceDesk
from bot.features.voice.flow import VoiceFlow
from bot.features.voice.keeper import VoiceKeeper
from bot.features.voice.writing import OwnWords
from bot.gateway.profile import Profile
from bot.house import House


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
        ActivityDesk(directory, Door()).feature(),
        *_broadcasts(house),
        ProgrammeFlow(values.between_rooms).feature(),
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
        house.roster,
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


def writers(house: House) -> Writers:
    """Who writes letters that are written only as they leave."""
    return {
        SESSION_REMINDER: ReminderWriter(house.texts_for),
        ACTIVITY_REMINDER: ActivityReminderWriter(house.texts_for),
    }


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
