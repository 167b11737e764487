"""The card of an activity as one person sees it: with their own place, and what they can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.context import Context
from bot.core.errors import UserError
from bot.core.incoming import number_in
from bot.core.outcome import Button, Rows, press
from bot.core.places.rules import Standing, standing_for
from bot.core.places.views import answers_to_offer, copy_code_button, sign_up_label, standing_text
from bot.core.text import Html, Texts, lines
from bot.features.activities import places, store
from bot.features.activities.filters import read_wanted
from bot.features.activities.kept import ActivityId, Guest, KeptActivity, Place
from bot.features.activities.views import Views


class Cards:
    """`link`: the address by which an activity can be shared."""

    def __init__(self, views: Views, link: Callable[[ActivityId], str]) -> None:
        self._views = views
        self._link = link

    async def card(
        self, context: Context, activity_id: ActivityId, back: Sequence[str] = ()
    ) -> tuple[Html, Rows]:
        """`back`: what was looked for and the page it stood on. Raises UserError."""
        activity = await store.find(context.tx, activity_id)
        if activity is None:
            raise UserError("activities.not_there")
        place = (await places.held(context)).get(activity_id)
        t, standing, rows = context.t, Html(""), list[tuple[Button, ...]]()
        if place is not None:
            guest = await places.guest(context, activity, place)
            ahead = await store.ahead_of(context.tx, place)
            standing = lines(
                standing_text(t, place, activity.zone, guest.code, ahead),
                t("activities.called", nickname=guest.nickname) if _is_called(place, guest) else "",
            )
            rows += _of_whoever_has_a_place(t, activity, place, guest, context.now)
        elif (wanted := standing_for(activity, context.now)) is not None:
            rows.append((_join(t, activity, wanted),))
        rows.append((Button(t.label("activities.share"), copy=self._link(activity_id)),))
        return self._views.card(t, activity, standing), (*rows, _back(t, back))


def _join(t: Texts, activity: KeptActivity, wanted: Standing) -> Button:
    return press(sign_up_label(t, wanted), "activities.sign", activity.activity_id, style="primary")


def _is_called(place: Place, guest: Guest) -> bool:
    return place.standing is Standing.GOING and bool(guest.nickname)


def _of_whoever_has_a_place(t: Texts, activity: KeptActivity, place: Place, guest: Guest, now: int) -> Rows:
    if activity.is_off or now >= activity.ends_at:
        return ()
    leave = press(t.label("places.leave"), "activities.ask_leave", activity.activity_id)
    match place.standing:
        case Standing.GOING:
            return (copy_code_button(t, guest.code),), (leave,)
        case Standing.OFFERED:
            return answers_to_offer(t, "activities", activity.activity_id)
        case Standing.WAITING:
            return ((press(t.label("places.leave_line"), "activities.leave", activity.activity_id),),)


def _back(t: Texts, back: Sequence[str]) -> tuple[Button, ...]:
    wanted = read_wanted(back[0] if back else "")
    return (press(t.label("activities.back"), "activities.list", wanted.written(), number_in(back, 1)),)
