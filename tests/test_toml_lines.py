"""One value of a TOML file is changed and nothing else, or the change is refused. tomllib is the judge."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.toml_lines import line_of, set_value, unset_value

FULL = """\
# mine
me = 'Sam'   # who I am
pager = "less # not a comment"

# how many
[backup]
keep = 5 # enough

[cadence]
close = "3m"
"""


@pytest.mark.parametrize(
    ("text", "key", "value", "expected"),
    [
        ("", "me", "Sam", 'me = "Sam"\n'),
        ("", "backup.keep", 3, "[backup]\nkeep = 3\n"),
        ("# only a comment\n", "me", "Sam", '# only a comment\nme = "Sam"\n'),
        ("me = 'Sam'   # who\n", "me", "Ana", 'me = "Ana"   # who\n'),
        ('  "me"="Sam"\n', "me", "Ana", '  "me"="Ana"\n'),
        ('me = "a \\" # b" # c\n', "me", "x", 'me = "x" # c\n'),
        ("backup.keep = 1\n", "backup.keep", 2, "backup.keep = 2\n"),
        ("backup.other = 1\n", "backup.keep", 2, "backup.other = 1\nbackup.keep = 2\n"),
        ("[backup]\nkeep = 1\n", "me", "S", 'me = "S"\n\n[backup]\nkeep = 1\n'),
        ("# of backups\n[backup]\nkeep = 1\n", "me", "S", 'me = "S"\n# of backups\n[backup]\nkeep = 1\n'),
        ("a = 1\r\nme = 'S'\r\n", "me", "T", 'a = 1\r\nme = "T"\r\n'),
        ("a = 1\r\n", "me", "T", 'a = 1\r\nme = "T"\r\n'),
        ("[[list]]\na = 1\n", "me", "S", 'me = "S"\n\n[[list]]\na = 1\n'),
        ('a = """\nme = 1\n"""\n', "me", "S", 'a = """\nme = 1\n"""\nme = "S"\n'),
    ],
)
def test_a_value_is_set_where_it_belongs(text: str, key: str, value: str | int, expected: str) -> None:
    """In its line if it has one, with its comment; else with its table; all other bytes stay."""
    assert set_value(text, tuple(key.split(".")), value) == expected


def test_a_table_takes_its_new_keys_in() -> None:
    """A key goes to the end of its table, above the comment of the next one."""
    new = set_value(FULL + "\n# last\n[zoo]\n", ("cadence", "met"), "1y")

    assert new == FULL + 'met = "1y"\n\n# last\n[zoo]\n'


@pytest.mark.parametrize("text", ["backup = {keep = 1}\n", "backup = 3\n", "keep = [\n1]\nbackup = [\n2]\n"])
def test_what_cannot_be_changed_safely_is_refused(text: str) -> None:
    """Inline tables and values in the way are for the user's own editor."""
    assert set_value(text, ("backup", "keep"), 2) is None


def test_a_value_is_taken_out_with_its_line() -> None:
    """The heading of its table may stay, and so may all else."""
    assert unset_value(FULL, ("me",)) == FULL.replace("me = 'Sam'   # who I am\n", "")
    assert unset_value(FULL, ("cadence", "close")) == FULL.replace('close = "3m"\n', "")
    assert unset_value("backup = {keep = 1}\n", ("backup", "keep")) is None


def test_a_key_has_a_line() -> None:
    """The line of the key, else of the table or value that holds it."""
    assert [line_of(FULL, key) for key in (("me",), ("backup", "keep"), ("cadence", "close"))] == [2, 7, 10]
    assert line_of("a = 1\ncadence = {close = 3}\n", ("cadence", "close")) == 2
    assert line_of(FULL, ("backup", "gone")) == 6
    assert line_of("", ("me",)) == 1


NAMES = st.sampled_from(["me", "pager", "color", "backup.keep", "cadence.close", "cadence.met", "zoo.a"])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, WORDS | st.integers(0, 9999)), max_size=6), NAMES)
def test_setting_one_after_the_other_gives_the_last_of_each(steps: list[tuple[str, str | int]], gone: str) -> None:
    """Any text survives; comments stay; taking a value out undoes all settings of it."""
    text, held = FULL, {"me": "Sam", "pager": "less # not a comment", "backup.keep": 5, "cadence.close": "3m"}
    for name, value in steps:
        text = set_value(text, tuple(name.split(".")), value) or ""
        held[name] = value
    if gone in held:
        text = unset_value(text, tuple(gone.split("."))) or ""
        held.pop(gone)

    assert flat(tomllib.loads(text)) == held
    assert text.count("# mine") == text.count("# how many") == 1


def flat(content: dict[str, object]) -> dict[str, object]:
    """Return values by dotted key."""
    found: dict[str, object] = {}
    for name, value in content.items():
        found |= {f"{name}.{k}": v for k, v in value.items()} if isinstance(value, dict) else {name: value}
    return found
