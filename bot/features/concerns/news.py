"""What is owed to the young person: the officer's words and files, and news of their case."""

from __future__ import annotations

from bot.core.context import Work
from bot.core.outcome import Body, Button, Letter, Post, Revise, Rows, Screen
from bot.core.text import Html, Texts, lines
from bot.features.concerns import views
from bot.features.concerns.messages import Written
from bot.features.concerns.office import Office
from bot.features.concerns.rules import Concern, given_ref, mark_ref


async def answer(
    work: Work, office: Office, concern: Concern, written: Written, organisation: str, *hints: str
) -> list[Letter]:
    """The officer's words, under the name of the case and of the organisation; nobody's own name.

    `hints`: keys of what the house says with it. It leaves after the time in which it can be taken back.
    """
    t = await work.texts_at(concern.reporter)
    if t is None:
        return []
    mark = lines(answer_mark(t, office, concern, organisation), *(t(key) for key in hints))
    *marks, words = views.words(written.text, mark)
    owed = [(Post(Screen(each)), mark_ref(written.message_id)) for each in marks]
    owed.append((Post(Screen(words, (views.case_button(t, concern),))), given_ref(written.message_id)))
    return [
        Letter(
            concern.reporter,
            "concerns.answer",
            body,
            ref=ref,
            leaves_in=office.times.undo,
            sealed_with=concern.key,
        )
        for body, ref in owed
    ]


async def hold_back(work: Work, written: Written) -> bool:
    """Take back an answer, all of it; False when it has left, or is just leaving."""
    mark = mark_ref(written.message_id)
    if await work.sent.by_ref(work.tx, [mark]) and not await work.sent.hold_back(work.tx, mark):
        return False
    return await work.sent.hold_back(work.tx, given_ref(written.message_id))


async def edited(
    work: Work, office: Office, concern: Concern, written: Written, organisation: str
) -> list[Letter]:
    """The young person's copy now says what the officer's does; it still says who wrote it.

    Where there is no room for the mark above the words, it follows them.
    """
    t = await work.texts_at(concern.reporter)
    if t is None:
        return []
    mark = lines(answer_mark(t, office, concern, organisation), t("concerns.edited_mark"))
    rows: Rows = (views.case_button(t, concern),)
    *marks, words = views.words(written.text, mark)
    target = given_ref(written.message_id)
    bodies: list[Body] = [Revise(target, Screen(words, rows))]
    bodies += [Post(Screen(each), reply_to=target) for each in marks]
    return [Letter(concern.reporter, "concerns.edited", each, sealed_with=concern.key) for each in bodies]


async def tell(
    work: Work, office: Office, concern: Concern, key: str, *rows: tuple[Button, ...], **values: object
) -> list[Letter]:
    """Something happened to the case, in the young person's language."""
    t = await work.texts_at(concern.reporter)
    if t is None:
        return []
    screen = Screen(t(key, reference=office.title(t, concern), **values), rows)
    return [Letter(concern.reporter, "concerns.news", Post(screen))]


async def taken(work: Work, office: Office, concern: Concern, organisation: str) -> list[Letter]:
    """The young person learns who has the case: the organisation, never the officer's name."""
    t = await work.texts_at(concern.reporter)
    if t is None:
        return []
    name = office.directory.organisation_name(organisation, t.language)
    return await tell(work, office, concern, "concerns.taken_for_you", organisation=name)


def answer_mark(t: Texts, office: Office, concern: Concern, organisation: str) -> Html:
    """By the case's own name the young person knows that it is the bot's people who write."""
    return t(
        "concerns.answer_mark",
        organisation=office.directory.organisation_name(organisation, t.language),
        name=office.names.name(concern.name_number, t.language),
    )
