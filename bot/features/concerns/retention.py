"""How long closed cases are kept: by topic and outcome, from `config/retention.toml`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import tomli
from pydantic import BaseModel, Field, ValidationError

from bot.core.errors import OperatorError
from bot.core.strict import STRICT
from bot.features.concerns.rules import Concern, Result

DAY = 24 * 3600
Days = Annotated[int, Field(ge=1, le=3650)]


class Retention(BaseModel):
    """Days. The shortest that applies is kept to; opening a case again ends its waiting to be erased."""

    model_config = STRICT

    closed: Days = 90
    """After a case was closed."""
    silent: Days = 60
    """An answered case in which nobody writes is closed after this."""
    outcome: dict[Result, Days] = {}
    topic: dict[str, Days] = {}

    def expires_at(self, concern: Concern, outcome: Result, now: int) -> int:
        """UTC seconds: when a case that is closed now is erased."""
        days = [self.closed, self.outcome.get(outcome), self.topic.get(concern.topic)]
        return now + DAY * min(each for each in days if each is not None)


def read_retention(folder: Path, topics: Collection[str]) -> Retention:
    """Raises OperatorError with every mistake. Without a file, the usual days."""
    path = folder / "retention.toml"
    try:
        retention = Retention.model_validate(tomli.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return Retention()
    except ValidationError as error:
        raise OperatorError(
            *(
                f"{path.name}: {'.'.join(map(str, each['loc']))}: {each['msg']}"
                for each in error.errors(include_url=False, include_input=False)
            )
        ) from None
    except (OSError, ValueError) as error:
        raise OperatorError(f"{path.name}: {error}") from None
    unknown = [f"{path.name}: topic: {each} is no topic" for each in retention.topic if each not in topics]
    if unknown:
        raise OperatorError(*unknown)
    return retention
