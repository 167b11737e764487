"""Lists that are longer than a screen: the way from page to page."""

from __future__ import annotations

from bot.core.outcome import Rows, press
from bot.core.text import Texts


def turning(
    name: str, t: Texts, page: int, has_next: bool, route: str, *arguments: object, last: str = ""
) -> Rows:
    """Buttons to the pages before and after, where there are any; `name`: of the slice, which words them.

    The route gets the page behind its other arguments; `last` comes behind the page.
    """
    behind = (last,) if last else ()
    before = (press(t.label(f"{name}.earlier"), route, *arguments, page - 1, *behind),) if page else ()
    after = (press(t.label(f"{name}.later"), route, *arguments, page + 1, *behind),) if has_next else ()
    return ((*before, *after),) if before or after else ()
