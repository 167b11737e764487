"""The source itself says what a text is used as, in every way the source says it."""

from __future__ import annotations

from pathlib import Path

from bot.i18n.uses import Kind, mentioned_keys, read_uses

SOURCE = '''
"""The start.docstring is prose."""
MENU = ((("a.menu_one", "one.route"), ("a.menu_two", "two.route")),)

async def show(context, kind, urgent, **values):
    t = context.t
    t("a.text", name=1, more=2)
    context.t("a.open", **values)
    t.count("a.cases", 3)
    context.texts_for(language).label("a.label")
    press(t.label(f"a.kind.{kind}"), "a.route")
    t.label("a.yes" if urgent else "a.no")
    key = "a.these" if urgent else "a.those"
    t.label(key)
    return notice(t.label("a.notice"))

def menu(t):
    return [[press(t.label(key), route) for key, route in row] for row in MENU]

def each(t):
    return [t.label(key) for key in ["a.first", "a.second"]]

def handed(t, key):
    return t.label(key)

def fail(code):
    "one, two".count("one")
    raise UserError("a.failed", code=code)
'''


def test_every_use_is_found(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text(SOURCE)
    used = [(use.kind, *(key.replace("\\", "") for key in use.keys)) for use in read_uses(tmp_path)]
    assert used == [
        (Kind.TEXT, "a.text"),
        (Kind.TEXT, "a.open"),
        (Kind.COUNT, "a.cases"),
        (Kind.LABEL, "a.label"),
        (Kind.LABEL, "a.kind.[a-z0-9_-]+"),
        (Kind.LABEL, "a.yes", "a.no"),
        (Kind.LABEL, "a.these", "a.those"),
        (Kind.NOTICE, "a.notice"),
        (Kind.LABEL, "a.menu_one", "a.menu_two"),
        (Kind.LABEL, "a.first", "a.second"),
        (Kind.LABEL,),
        (Kind.COUNT,),
        (Kind.ERROR, "a.failed"),
    ]


def test_a_use_knows_where_it_stands_and_which_values_it_gives(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text(SOURCE)
    text, open_values, *_ = read_uses(tmp_path)
    assert (text.place, text.values) == ("flow.py:7", {"name", "more"})
    assert open_values.values is None


def test_a_key_put_together_stands_for_each_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text(SOURCE)
    put_together = next(use for use in read_uses(tmp_path) if use.is_of("a.kind.photo"))
    assert not put_together.is_of("a.kind_photo")
    assert not put_together.is_of("a.kind")


def test_keys_that_are_only_handed_on_are_mentioned_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text('KEEPERS = [("a.held", 1)]\nWORDS = "not a key. really"\n')
    assert mentioned_keys(tmp_path) == {r"a\.held"}
