"""Cases as an auditor names them: by a reference, which several may share, or by a case code."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.codes import read_code
from bot.core.context import Context
from bot.features.concerns import store
from bot.features.concerns.office import Office


async def cases_named(context: Context, office: Office, typed: str) -> Sequence[tuple[str, str]]:
    """Id and title of each; nothing of what is in them."""
    code = read_code(typed)
    by_code = await store.concern_by_code(context.tx, context.keys, code) if code else None
    found = [by_code] if by_code else await store.concerns_called(context.tx, typed.strip().upper())
    return [(concern.case_id, office.title(context.t, concern)) for concern in found]
