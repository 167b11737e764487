"""Where the source uses which texts: read from its syntax tree, so that nobody has to keep a list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

_KEY = re.compile(r"[a-z_]+(\.[a-z0-9_-]+)+")
_ANY_PART = "[a-z0-9_-]+"


class Kind(Enum):
    """What a text is used as."""

    TEXT = "text"
    COUNT = "count"
    LABEL = "label"
    NOTICE = "notice"
    ERROR = "error"
    """The sentence of a UserError: a message after words, a notice after a press."""


_CALLS = {"t": Kind.TEXT, "count": Kind.COUNT, "label": Kind.LABEL, "UserError": Kind.ERROR}
_NOTICES = {"Notice", "notice"}


@dataclass(frozen=True, slots=True)
class Use:
    """One call. `keys` are regular expressions, as a key may be put together; none if they cannot be told."""

    place: str
    kind: Kind
    keys: tuple[str, ...]
    values: frozenset[str] | None
    """Names of the values it gives; None when they cannot be told."""

    def is_of(self, key: str) -> bool:
        return any_of(self.keys).fullmatch(key) is not None


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """There are more of them than the library's own cache of compiled ones holds."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


def read_uses(package: Path) -> list[Use]:
    """All calls below `package` that take a key."""
    uses: list[Use] = []
    for path in sorted(package.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        reader = _Reader(path.relative_to(package).as_posix(), module)
        reader.visit(module)
        uses += reader.uses
    return uses


def mentioned_keys(package: Path) -> set[str]:
    """Everything below `package` that looks like a key, as regular expressions; routes look the same."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in package.rglob("*.py"))
    return {key for tree in trees for node in ast.walk(tree) for key in _written(node)}


def _written(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _KEY.fullmatch(node.value):
        yield re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [each.value if isinstance(each, ast.Constant) else None for each in node.values]
        if _KEY.fullmatch("".join("x" if part is None else str(part) for part in parts)):
            yield "".join(_ANY_PART if part is None else re.escape(str(part)) for part in parts)


class _Reader(ast.NodeVisitor):
    """One module. A key may stand in the call, or in a variable filled or looped over in its function."""

    def __init__(self, path: str, module: ast.Module) -> None:
        self.uses: list[Use] = []
        self._path = path
        self._module = module
        self._function: ast.AST = module
        self._in_notice = False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._enter(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._enter(node)

    def _enter(self, function: ast.AST) -> None:
        outer, self._function = self._function, function
        self.generic_visit(function)
        self._function = outer

    def visit_Call(self, node: ast.Call) -> None:
        name = _name_of(node.func)
        kind = _CALLS.get(name)
        if kind is not None and node.args:
            self._add(node, kind)
        outer, self._in_notice = self._in_notice, self._in_notice or name in _NOTICES
        self.generic_visit(node)
        self._in_notice = outer

    def _add(self, node: ast.Call, kind: Kind) -> None:
        given = {keyword.arg for keyword in node.keywords}
        values = None if None in given else frozenset(name for name in given if name)
        is_notice = kind is Kind.LABEL and self._in_notice
        self.uses.append(
            Use(
                f"{self._path}:{node.lineno}",
                Kind.NOTICE if is_notice else kind,
                tuple(self._keys(node.args[0])),
                values,
            )
        )

    def _keys(self, expression: ast.AST) -> Iterator[str]:
        if isinstance(expression, ast.IfExp):
            yield from self._keys(expression.body)
            yield from self._keys(expression.orelse)
        elif isinstance(expression, ast.Name):
            yield from self._keys_in(expression.id)
        else:
            yield from _written(expression)

    def _keys_in(self, variable: str) -> Iterator[str]:
        for node in ast.walk(self._function):
            if isinstance(node, ast.Assign) and any(_is_name(target, variable) for target in node.targets):
                yield from self._keys(node.value)
            elif isinstance(node, ast.For | ast.comprehension):
                yield from self._keys_looped(node, variable)

    def _keys_looped(self, loop: ast.For | ast.comprehension, variable: str) -> Iterator[str]:
        if _is_name(loop.target, variable):
            for node in ast.walk(loop.iter):
                yield from _written(node)
        elif isinstance(loop.target, ast.Tuple):
            width = len(loop.target.elts)
            for place, target in enumerate(loop.target.elts):
                if _is_name(target, variable):
                    yield from self._column(place, width)

    def _column(self, place: int, width: int) -> Iterator[str]:
        """A loop over rows takes its keys from one place of the module's tuples of that width."""
        for node in ast.walk(self._module):
            if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) == width:
                yield from _written(node.elts[place])


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
