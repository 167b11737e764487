"""How an engine would carry out a statement: which tables it would read from end to end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from bot.storage.database import Transaction

BOT = Path(__file__).parents[2] / "bot"
_STATEMENT = re.compile(r"^-- name: (\w+)\S*\n(.*?)(?=^-- name:|\Z)", re.MULTILINE | re.DOTALL)
_PARAMETER = re.compile(r":[a-z_]+")
_NAMED = re.compile(
    r"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?!SET|WHERE|ON|ORDER|JOIN|LEFT|CROSS|GROUP)(\w+)\b)?"
)


def statements() -> Iterator[tuple[str, str]]:
    """Every statement of every slice and of the engine, as `folder.name`."""
    files = (path for path in BOT.rglob("*.sql") if path.parent.name != "migrations")
    for path in sorted(files):
        for name, sql in _STATEMENT.findall(path.read_text("utf-8")):
            words = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
            yield f"{path.parent.name}.{name}", words.strip().rstrip(";")


def reads(sql: str) -> set[str]:
    """The tables in which a statement looks for rows; one that only adds rows looks for none."""
    if sql.startswith("INSERT") and "SELECT" not in sql:
        return set()
    return set(_tables(sql).values())


async def full_scans_in_sqlite(tx: Transaction, sql: str) -> set[str]:
    spoken = _PARAMETER.sub("'1'", sql.replace("FOR UPDATE SKIP LOCKED", ""))
    rows = await tx.rows(f"EXPLAIN QUERY PLAN {spoken}", {})
    scanned = {row["detail"].split()[1] for row in rows if row["detail"].startswith("SCAN ")}
    return {_tables(sql).get(name, name) for name in scanned}


async def full_scans_in_postgresql(tx: Transaction, sql: str) -> set[str]:
    """An index that is read without a condition is read from end to end too."""
    spoken = _PARAMETER.sub("'1'", sql)
    ((plan,),) = await tx.rows(f"EXPLAIN (FORMAT JSON) {spoken}", {})
    return {
        node["Relation Name"]
        for node in _nodes(orjson.loads(plan)[0]["Plan"])
        if node["Node Type"] == "Seq Scan"
        or (node["Node Type"].startswith("Index") and "Relation Name" in node and "Index Cond" not in node)
    }


def _tables(sql: str) -> dict[str, str]:
    """The tables of a statement, by the name they have in it."""
    return {alias or table: table for table, alias in _NAMED.findall(sql)}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)
