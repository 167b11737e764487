"""A question is written, looked at as others will see it, and sent; or taken to somebody who listens."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from bot.core.context import Context, Purpose
from bot.core.errors import UserError
from bot.core.ids import MessageId, random_id
from bot.core.incoming import Press, Text
from bot.core.outcome import Outcome, Rows, Screen, Show, Step, Turn, press, turn
from bot.core.participant_roles import ROLE_ROWS, ParticipantRole
from bot.core.routes import Feature, OnAnswer, OnPress
from bot.core.text import Texts, clean, paragraphs
from bot.features.questions import letters, store, views
from bot.features.questions.flow import DIALOGUE
from bot.features.questions.lent import Lent
from bot.features.questions.rules import (
    LONGEST,
    MOST_WAITING,
    Question,
    QuestionId,
    State,
    fits,
    is_open,
)

_WRITING, _LOOKING = "questions.writing", "questions.looking"
_PATIENCE = 3600


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that is being looked at; `look` names the message that shows it as it is now."""

    session: str
    words: str
    message: MessageId
    """In which it was written."""
    role: str = ""
    look: str = ""

    @classmethod
    def at_hand(cls, context: Context, look: str) -> Draft:
        """Only what the pressed message shows. Raises UserError when it shows something else."""
        kept = context.steps.get(DIALOGUE, {})
        if not look or kept.get("look") != look:
            raise UserError("engine.old_button")
        return cls(**kept)


class Writing:
    def __init__(self, lent: Lent) -> None:
        self._lent = lent

    def feature(self) -> Feature:
        return Feature(
            "questions.writing",
            [
                OnPress("questions.write", self.ask_words),
                OnAnswer(_WRITING, self.got_words),
                OnAnswer(_LOOKING, self.got_words),
                OnPress("questions.roles", self.ask_role),
                OnPress("questions.role", self.got_role),
                OnPress("questions.send", self.send),
                OnPress("questions.about_me", self.ask_to_talk),
                OnPress("questions.talk", self.talk),
            ],
        )

    async def ask_words(self, context: Context, pressed: Press) -> Outcome:
        t, session = context.t, await self._lent.session(context, pressed.argument)
        if session.is_off or not is_open(session.ends_at, context.now):
            raise UserError("questions.closed")
        text = paragraphs(t("questions.board", title=session.title), t("questions.ask_words", most=LONGEST))
        step = Step(_WRITING, {"session": session.session_id}, expires_in=_PATIENCE)
        return turn(text, views.back_row(t, "questions.session", session.session_id, 0), step=step)

    async def got_words(self, context: Context, text: Text) -> Outcome:
        """Other words may still come in place of these."""
        kept, words = context.steps[DIALOGUE], clean(text.text)
        if not fits(words):
            raise UserError("questions.too_long", most=LONGEST)
        draft = Draft(kept["session"], words, text.message, kept.get("role", ""))
        return self._look(context, draft, is_new=True)

    async def ask_role(self, context: Context, pressed: Press) -> Outcome:
        draft, t = Draft.at_hand(context, pressed.argument), context.t
        roles = [
            tuple(press(role.called(t), "questions.role", draft.look, role) for role in row)
            for row in ROLE_ROWS
        ]
        return turn(t("questions.ask_role"), *roles, views.back_row(t, "questions.role", draft.look))

    async def got_role(self, context: Context, pressed: Press) -> Outcome:
        """None, or none of ours: anonymous."""
        role = ParticipantRole.named("".join(pressed.arguments[1:2])) or ""
        return self._look(context, replace(Draft.at_hand(context, pressed.argument), role=role))

    async def send(self, context: Context, pressed: Press) -> Outcome:
        draft, t = Draft.at_hand(context, pressed.argument), context.t
        session = await self._lent.session(context, draft.session)
        if session.is_off or not is_open(session.ends_at, context.now):
            raise UserError("questions.closed")
        links = await context.people.links(Purpose.QUESTION)
        if store.asks_too_often(await store.own(context.tx, [link.subject for link in links])):
            raise UserError("questions.too_many", most=MOST_WAITING)
        named = QuestionId(random_id())
        address = await context.people.keep_address(Purpose.QUESTION, named)
        role = ParticipantRole.named(draft.role)
        question = Question(named, session.session_id, State.WAITING, role, 0, address, draft.words)
        is_first = not await store.waiting_in(context.tx, session.session_id)
        owed = await letters.to_moderators(context, self._lent, session.session_id) if is_first else ()
        await store.ask(context.tx, await store.sealer_of(context.tx, context.keys, session), question)
        others = (press(t.label("questions.see_them"), "questions.session", session.session_id, 0),)
        sent = turn(t("questions.sent"), others, views.last_row(t), ends=DIALOGUE)
        return replace(sent, letters=owed)

    async def ask_to_talk(self, context: Context, pressed: Press) -> Outcome:
        draft, t = Draft.at_hand(context, pressed.argument), context.t
        return turn(
            t("questions.ask_to_talk"),
            (press(t.label("questions.talk"), "questions.talk", draft.look, style="primary"),),
            views.back_row(t, "questions.role", draft.look, draft.role),
        )

    async def talk(self, context: Context, pressed: Press) -> Outcome:
        """From here on it is a concern, and nothing of a question is left."""
        draft = Draft.at_hand(context, pressed.argument)
        begun = await self._lent.begin_concern(context, draft.words, draft.message)
        return replace(begun, ends=DIALOGUE)

    def _look(self, context: Context, draft: Draft, *, is_new: bool = False) -> Outcome:
        """Exactly as others will see it."""
        t, draft = context.t, replace(draft, look=random_id())
        is_a_call = self._lent.calls_for_help(draft.words)
        text = paragraphs(
            t("questions.sounds_like_a_call") if is_a_call else "",
            t("questions.will_see"),
            views.shown(t, draft.words, ParticipantRole.named(draft.role)),
            t("questions.tells_who") if self._lent.tells_who(draft.words) else "",
            t("questions.role_may_tell") if draft.role else "",
        )
        screen = Screen(text, _look_rows(t, draft, is_a_call=is_a_call))
        step = Step(_LOOKING, asdict(draft), expires_in=_PATIENCE)
        return Outcome((Show(screen) if is_new else Turn(screen),), step=step)


def _look_rows(t: Texts, draft: Draft, *, is_a_call: bool) -> Rows:
    """Help comes first where it may be needed, and is there wherever it may not."""
    talk = (press(t.label("questions.about_me"), "questions.about_me", draft.look),)
    send = (press(t.label("questions.send"), "questions.send", draft.look, style="success"),)
    if draft.role:
        name = (press(t.label("questions.as_anonymous"), "questions.role", draft.look),)
    else:
        name = (press(t.label("questions.by_role"), "questions.roles", draft.look),)
    back = views.back_row(t, "questions.session", draft.session, 0)
    return (talk, send, name, back) if is_a_call else (send, name, talk, back)
