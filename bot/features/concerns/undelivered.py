"""What happens when words of a case could not be delivered, or were never looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.context import Work
from bot.core.ids import Ref
from bot.core.outcome import Letter, Loss
from bot.features.concerns import letters, messages, news, store
from bot.features.concerns.office import Office
from bot.features.concerns.rules import named_in
from bot.storage.database import Transaction


class Undelivered:
    """Whoever wrote them is told, so that nobody waits in vain. `work_in`: in the postman's transaction."""

    def __init__(self, office: Office, work_in: Callable[[Transaction], Work]) -> None:
        self._office = office
        self._work_in = work_in

    async def tell(self, tx: Transaction, kind: str, ref: Ref | None, loss: Loss) -> Sequence[Letter]:
        what, message_id = named_in(ref) if ref else ("", "")
        if kind not in ("concerns.answer", "concerns.relayed") or what not in ("given", "seen", "files"):
            return ()
        case_id = await messages.case_of_message(tx, message_id)
        concern = await store.find_concern(tx, case_id) if case_id else None
        if concern is None:
            return ()
        work, office = self._work_in(tx), self._office
        if kind == "concerns.relayed":
            return await news.tell(work, office, concern, "concerns.not_passed_on")
        if concern.officer is None or (t := await work.texts_at(concern.officer)) is None:
            return ()
        key = "concerns.not_opened" if loss is Loss.UNSEEN else "concerns.not_delivered"
        return [letters.news_to_officer(t, office, concern, concern.officer, key)]
