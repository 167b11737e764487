"""What is owed to the officer who has a case: topic, relayed words and files, news of its state."""

from __future__ import annotations

from dataclasses import replace

from bot.core.context import Work
from bot.core.ids import AddressId, Ref
from bot.core.outcome import (
    Body,
    Button,
    Delete,
    DeleteTopic,
    Letter,
    OpenTopic,
    Post,
    RenameTopic,
    Revise,
    Screen,
    press,
)
from bot.core.text import Html, Texts
from bot.features.concerns import views
from bot.features.concerns.messages import Written
from bot.features.concerns.office import Office
from bot.features.concerns.rules import Concern, card_ref, files_ref, seen_ref, topic_ref


def open_topic(t: Texts, office: Office, concern: Concern, officer: AddressId) -> Letter:
    """A topic of its own for the case, in the officer's own chat with the bot."""
    name = views.topic_title(t, office, concern)
    return Letter(officer, "concerns.topic", OpenTopic(name), ref=topic_ref(concern.case_id, officer))


def retitle_topic(t: Texts, office: Office, concern: Concern, officer: AddressId) -> Letter:
    """The topic's name says whether the case is closed."""
    name = views.topic_title(t, office, concern)
    return Letter(officer, "concerns.topic", RenameTopic(topic_ref(concern.case_id, officer), name))


def to_officer(
    t: Texts,
    concern: Concern,
    officer: AddressId,
    written: Written,
    mark: Html | None = None,
    *,
    is_quiet: bool = False,
    is_seen: bool = False,
) -> list[Letter]:
    """What the young person wrote: protected, in the case's topic or as a reply to its card.

    Only the first message they have not looked at makes a sound, and has a button to say that they did. What
    they get because they asked for it, by taking the case, counts as seen.
    """
    owed = []
    if written.files:
        screen = Screen(Html(""), is_protected=True, is_silent=is_quiet, files=written.files)
        owed.append(_relayed(concern, officer, screen, files_ref(written.message_id)))
    if written.text:
        *marks, words = views.words(written.text, mark)
        owed += [_relayed(concern, officer, Screen(each, is_protected=True), None) for each in marks]
        rows = (
            () if is_quiet or is_seen else ((press(t.label("concerns.seen"), "case.seen", concern.case_id),),)
        )
        screen = Screen(words, rows, is_protected=True, is_silent=is_quiet)
        owed.append(_relayed(concern, officer, screen, seen_ref(written.message_id)))
    return owed


def _relayed(concern: Concern, officer: AddressId, screen: Screen, ref: Ref | None) -> Letter:
    place = Post(
        screen, topic=topic_ref(concern.case_id, officer), reply_to=card_ref(concern.case_id, officer)
    )
    return Letter(officer, "concerns.relayed", place, ref=ref, sealed_with=concern.key)


async def edited_for_officer(
    work: Work, concern: Concern, written: Written, *, had_words: bool
) -> list[Letter]:
    """The officer's copy now says what the young person's does, and is marked as edited."""
    officer = concern.officer
    if officer is None or (t := await work.texts_at(officer)) is None:
        return []
    mark = t("concerns.edited_mark")
    if not had_words:  # words were put under a file that had none
        return to_officer(t, concern, officer, replace(written, files=()), mark)
    *marks, words = views.words(written.text, mark)
    target = seen_ref(written.message_id)
    bodies: list[Body] = [Revise(target, Screen(words, is_protected=True))]
    bodies += [Post(Screen(each), reply_to=target) for each in marks]
    return [Letter(officer, "concerns.edited", each, sealed_with=concern.key) for each in bodies]


async def unsent(work: Work, concern: Concern, written: Written) -> list[Letter]:
    """The young person took it back: what has not left stays, what has goes from the officer's phone."""
    officer = concern.officer
    if officer is None or (t := await work.texts_at(officer)) is None:
        return []
    instead = Screen(t("concerns.message_unsent"))
    left = [ref for ref in _copies(written) if not await work.sent.hold_back(work.tx, ref)]
    return [Letter(officer, "concerns.erased", Delete(ref, instead)) for ref in left]


def words_gone(concern: Concern, written: Written, instead: Html) -> list[Letter]:
    """The words under a file were taken away; the file stays."""
    body = Delete(seen_ref(written.message_id), Screen(instead))
    return [Letter(concern.officer, "concerns.edited", body)] if concern.officer else []


def _copies(written: Written) -> list[Ref]:
    refs = [files_ref(written.message_id)] if written.files else []
    return [*refs, seen_ref(written.message_id)] if written.text else refs


def news_to_officer(
    t: Texts,
    office: Office,
    concern: Concern,
    officer: AddressId,
    key: str,
    *rows: tuple[Button, ...],
    **values: object,
) -> Letter:
    """Something happened to the case; said where the case is talked about."""
    place = Post(
        Screen(t(key, reference=office.title(t, concern), **values), rows),
        topic=topic_ref(concern.case_id, officer),
        reply_to=card_ref(concern.case_id, officer),
    )
    return Letter(officer, "concerns.news", place)


def close_topic(concern: Concern, officer: AddressId) -> Letter:
    """The case is not theirs any more: the topic goes, with all that stood in it."""
    return Letter(officer, "concerns.topic", DeleteTopic(topic_ref(concern.case_id, officer)))
